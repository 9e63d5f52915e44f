// What pages do beyond htmx. No globals; all by data attributes, so it also serves swapped content:
//   data-draft="key" on a form     keeps what is typed in this tab until the form has been accepted
//   data-upload="/uploads" on a file input, with data-upload-list="#list" (a <ul>), data-max-mb,
//     data-max-files and, for a category's fact, data-upload-field   sends files ahead; the answer
//     is an <li> for the list
//   data-upload-remove="/uploads/…" on a button in such an <li>   deletes the file and the <li>
//   data-wait="60" on a button, with a <span data-wait-left> inside   may be pressed in 60 seconds
//   data-composer on a form        Ctrl+Enter sends it
//   data-open="#dialog", data-close on buttons   open and close a <dialog>
//   data-error-summary             takes the focus when it appears
//   data-trouble on an error page  nothing was accepted, so drafts stay
//   data-background on what asks by itself (polling, the writing coach)   leads nobody to the login
(() => {
  "use strict";
  const TEXT = {
    offline: "ارتباط برقرار نشد. متن شما در همین صفحه نگه داشته شده است؛ دوباره بکوشید.",
    server: "سامانه چند لحظه پاسخ‌گو نیست. متن شما در همین صفحه نگه داشته شده است؛ کمی بعد دوباره بکوشید.",
    tooLarge: "فایل‌ها یا متن بیش از اندازه بزرگ است. متن شما نگه داشته شده است؛ آن‌ها را کوچک‌تر کنید.",
    refused: "درخواست پذیرفته نشد. متن شما در همین صفحه نگه داشته شده است؛ دوباره بکوشید.",
    loggedOut: "مهلت ورود شما پایان یافته است. متن شما نگه داشته می‌شود؛ هنگام فرستادن، دوباره وارد شوید.",
    fileTooLarge: (name, mb) => `حجم «${name}» بیش از ${mb} مگابایت است.`,
    tooManyFiles: count => `حداکثر ${count} فایل می‌توان پیوست کرد.`,
    uploading: name => `در حال بارگذاری «${name}»`,
    unfinished: "بارگذاری فایل‌ها هنوز پایان نیافته است؛ چند لحظه صبر کنید.",
    fileFailed: name => `بارگذاری «${name}» انجام نشد.`,
    again: "تلاش دوباره",
    remove: "حذف",
    wait: seconds => `تا ${seconds} ثانیهٔ دیگر`,
    screenshot: "تصویر-صفحه",
  };
  const persian = value => String(value).replace(/\d/g, digit => "۰۱۲۳۴۵۶۷۸۹"[digit]);
  const all = (selector, root = document) => {
    const found = [...(root.querySelectorAll?.(selector) ?? [])];
    return root.matches?.(selector) ? [root, ...found] : found;
  };
  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const HEADERS = "hx-headers:inherited";
  const csrfHeaders = () => JSON.parse(document.body.getAttribute(HEADERS) || "{}");

  /* toasts */
  const toast = (text, tone = "blue") => {
    const template = document.querySelector(`template[data-toast="${tone}"]`);
    const region = document.querySelector(".toasts");
    if (!template || !region || [...region.children].some(shown => shown.textContent === text)) return;
    const note = template.content.firstElementChild.cloneNode(true);
    note.querySelector("span").textContent = text;
    region.append(note);
    // A failure stays until it has been read.
    if (tone === "green" || tone === "blue") setTimeout(() => note.remove(), 8000);
  };
  document.addEventListener("toast", event => toast(event.detail.text, event.detail.tone));
  document.addEventListener("click", event => event.target.closest(".toasts .note")?.remove());
  document.addEventListener("htmx:response:error", event => {
    const { status, headers } = event.detail.ctx.response;
    if (headers.has("HX-Trigger") || headers.has("HX-Redirect") || [409, 422].includes(status)) return;
    toast(status >= 500 ? TEXT.server : status === 413 ? TEXT.tooLarge : TEXT.refused, "red");
  });
  document.addEventListener("htmx:error", () => toast(TEXT.offline, "red"));

  /* a new CSRF token, when the page had grown old */
  document.addEventListener("csrf-renewed", event => {
    const { token } = event.detail;
    document.body.setAttribute(HEADERS, JSON.stringify({ "X-CSRFToken": token }));
    for (const field of all('input[name="csrf_token"]')) field.value = token;
  });

  /* polling rests while nobody looks */
  document.addEventListener("htmx:before:request", event => {
    if (document.hidden && event.detail.ctx.sourceEvent?.type === "every") event.preventDefault();
  });

  /* a login that has ended is noticed in the background, but whoever writes is not led away */
  document.addEventListener("htmx:before:response", event => {
    const { sourceElement, response } = event.detail.ctx;
    if (response.status !== 401 || !sourceElement.matches("[data-background]")) return;
    event.preventDefault();
    toast(TEXT.loggedOut, "amber");
  });

  /* drafts */
  const storage = {
    read(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
    write(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* off or full */ } },
    drop(key) { try { sessionStorage.removeItem(key); } catch { /* off */ } },
    keys() { try { return Object.keys(sessionStorage); } catch { return []; } },
  };
  const draftKey = form => `draft:${form.dataset.draft}`;
  const sentKey = form => `sent:${form.dataset.draft}`;
  const kept = field => field.name && !field.disabled && !["hidden", "password", "file", "submit", "button"].includes(field.type);
  const isPick = field => field.type === "radio" || field.type === "checkbox";

  let restoring = false;

  const saveDraft = form => {
    const values = {};
    for (const field of form.elements) {
      if (!kept(field) || (isPick(field) && !field.checked)) continue;
      (values[field.name] ??= []).push(field.value);
    }
    // What is not on the page now (another category's facts) may come back.
    const before = storage.read(draftKey(form))?.values ?? {};
    const shown = new Set([...form.elements].filter(kept).map(field => field.name));
    for (const name of Object.keys(before)) if (!shown.has(name)) values[name] = before[name];
    const chips = {};
    for (const input of all("[data-upload-list]", form)) {
      const list = document.querySelector(input.dataset.uploadList);
      if (list) chips[input.dataset.uploadList] = all("li:not([data-pending])", list).map(chip => chip.outerHTML);
    }
    storage.write(draftKey(form), { values, chips });
  };

  const restoreDraft = (form, root = form) => {
    const draft = storage.read(draftKey(form));
    // An answer with errors carries what was sent, which is newer.
    if (!draft || all("[data-error-summary], [aria-invalid]", form).length) return;
    const changed = [];
    for (const field of all("input, textarea, select", root)) {
      const values = draft.values[field.name];
      if (!kept(field)) continue;
      if (isPick(field)) {
        if (!values && field.type === "radio") continue;
        const checked = Boolean(values?.includes(field.value));
        if (field.checked !== checked && field.checked === field.defaultChecked) { field.checked = checked; changed.push(field); }
      } else if (values && field.tagName === "SELECT") {
        if (field.value !== values[0] && [...field.options].some(option => option.value === values[0])) { field.value = values[0]; changed.push(field); }
      } else if (values && !field.value && values[0]) { field.value = values[0]; changed.push(field); }
    }
    for (const [selector, items] of Object.entries(root === form ? draft.chips ?? {} : {})) {
      const list = document.querySelector(selector);
      if (list && !list.children.length) list.innerHTML = items.join("");
    }
    // Others react to a change (a category brings its facts); the draft itself is what it was.
    restoring = true;
    for (const field of changed) field.dispatchEvent(new Event("change", { bubbles: true }));
    restoring = false;
  };

  // A text box that is taken off the page says "change" once more, after its form was accepted.
  const accepted = new WeakSet();
  const dropDraft = form => { accepted.add(form); storage.drop(draftKey(form)); storage.drop(sentKey(form)); };

  for (const type of ["input", "change"]) {
    document.addEventListener(type, event => {
      const form = event.target.form;
      if (type === "input") accepted.delete(form);
      if (!restoring && form?.dataset.draft && !accepted.has(form)) saveDraft(form);
    });
  }
  document.addEventListener("draft:clear", event => {
    const form = event.target.closest?.("form[data-draft]");
    const key = event.detail?.key ?? form?.dataset.draft;
    if (key) { storage.drop(`draft:${key}`); storage.drop(`sent:${key}`); }
  });
  document.addEventListener("htmx:after:request", event => {
    const { sourceElement: form, response } = event.detail.ctx;
    if (form.matches?.("form[data-draft]") && response.status >= 200 && response.status < 300) dropDraft(form);
  });
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.matches("form[action$='/logout']")) {
      for (const key of storage.keys()) if (/^(draft|sent):/.test(key)) storage.drop(key);
    }
    if (form.dataset.draft && !event.defaultPrevented) { saveDraft(form); storage.write(sentKey(form), true); }
  });
  // A form that was sent without htmx has been accepted when the next page is neither an error page,
  // nor the login page, nor that form with errors.
  const settleSent = () => {
    const refused = document.querySelector("[data-trouble], form[action*='/login']");
    for (const key of storage.keys().filter(name => name.startsWith("sent:"))) {
      const name = key.slice("sent:".length);
      const form = all("form[data-draft]").find(one => one.dataset.draft === name);
      storage.drop(key);
      if (!refused && !all("[data-error-summary], [aria-invalid]", form ?? {}).length) storage.drop(`draft:${name}`);
    }
  };

  /* files sent ahead */
  const listOf = input => document.querySelector(input.dataset.uploadList);
  const showUploadError = (input, text) => {
    const list = listOf(input);
    list.parentElement.querySelector(":scope > [data-upload-error]")?.remove();
    if (text) list.after(element("div", { class: "error mt-1", role: "alert", "data-upload-error": "" }, text));
  };
  const answerText = request => {
    try {
      const { toast: message } = JSON.parse(request.getResponseHeader("HX-Trigger"));
      if (message) return message.text;
    } catch { /* no such header */ }
    const plain = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
    if (plain && request.responseText.length < 300) return request.responseText;
    return request.status === 413 ? TEXT.tooLarge : request.status >= 500 ? TEXT.server : TEXT.refused;
  };

  const upload = (input, file) => {
    const list = listOf(input);
    const bar = element("progress", { max: "100", value: "0", "aria-label": TEXT.uploading(file.name) });
    const item = element("li", { class: "chip chip-upload", "data-pending": "" }, element("bdi", {}, file.name), bar);
    list.append(item);
    const body = new FormData();
    body.append("file", file, file.name);
    if (input.dataset.uploadField) body.append("field", input.dataset.uploadField);
    const request = new XMLHttpRequest();
    request.open("POST", input.dataset.upload);
    const headers = { ...csrfHeaders(), "HX-Request": "true", "HX-Request-Type": "partial", "HX-Current-URL": location.href };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", event => { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; });
    const fail = (text, again) => {
      showUploadError(input, text);
      bar.remove();
      item.classList.add("bad");
      const remove = element("button", { class: "btn-x", type: "button" }, TEXT.remove);
      remove.addEventListener("click", () => { item.remove(); showUploadError(input, ""); });
      if (again) {
        const retry = element("button", { class: "btn-x", type: "button" }, TEXT.again);
        retry.addEventListener("click", () => { item.remove(); showUploadError(input, ""); upload(input, file); });
        item.append(retry);
      }
      item.append(remove);
      item.removeAttribute("data-uploading");
    };
    item.setAttribute("data-uploading", "");
    request.addEventListener("load", () => {
      if (request.getResponseHeader("HX-Redirect")) { location.assign(request.getResponseHeader("HX-Redirect")); return; }
      const renewed = request.getResponseHeader("HX-Trigger")?.includes("csrf-renewed");
      if (renewed) {
        const detail = JSON.parse(request.getResponseHeader("HX-Trigger"))["csrf-renewed"];
        document.dispatchEvent(new CustomEvent("csrf-renewed", { detail }));
        item.remove();
        upload(input, file);
      } else if (request.status >= 200 && request.status < 300) {
        item.insertAdjacentHTML("afterend", request.responseText);
        item.remove();
        const form = input.form;
        if (form?.dataset.draft) saveDraft(form);
      } else {
        const lasting = request.status < 500 && request.status !== 429;
        fail(`${TEXT.fileFailed(file.name)} ${answerText(request)}`, !lasting);
      }
    });
    request.addEventListener("error", () => fail(`${TEXT.fileFailed(file.name)} ${TEXT.offline}`, true));
    request.send(body);
  };

  const take = (input, files) => {
    const limit = Number(input.dataset.maxFiles || Infinity), mb = Number(input.dataset.maxMb || Infinity);
    const errors = new Set();
    let count = listOf(input).children.length;
    for (const file of files) {
      if (file.size > mb * 2 ** 20) errors.add(TEXT.fileTooLarge(file.name, persian(mb)));
      else if (count >= limit) errors.add(TEXT.tooManyFiles(persian(limit)));
      else { upload(input, file); count += 1; }
    }
    showUploadError(input, [...errors].join(" "));
  };

  document.addEventListener("change", event => {
    const input = event.target.closest?.("input[data-upload]");
    if (!input || !input.files.length) return;
    take(input, [...input.files]);
    // They are on their way already; the form itself must not send them again.
    input.value = "";
  });
  const dropInput = event => event.target.closest?.(".drop")?.querySelector("input[data-upload]");
  document.addEventListener("dragover", event => { if (dropInput(event)) event.preventDefault(); });
  document.addEventListener("drop", event => {
    const input = dropInput(event);
    if (!input) return;
    event.preventDefault();
    take(input, [...event.dataTransfer.files]);
  });
  document.addEventListener("paste", event => {
    const input = event.target.closest?.("form")?.querySelector("input[data-upload]:not([data-upload-field])");
    const files = [...(event.clipboardData?.files ?? [])];
    if (!input || !files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    const stamp = new Date().toTimeString().slice(0, 8).replaceAll(":", "-");
    take(input, files.map(file => file.name === "image.png" ? new File([file], `${TEXT.screenshot}-${stamp}.png`, { type: file.type }) : file));
  });
  document.addEventListener("click", async event => {
    const button = event.target.closest("[data-upload-remove]");
    if (!button) return;
    event.preventDefault();
    const form = button.closest("form"), item = button.closest("li");
    try {
      const answer = await fetch(button.dataset.uploadRemove, { method: "POST", headers: { ...csrfHeaders(), "HX-Request": "true", "HX-Request-Type": "partial" } });
      // The server sweeps what could not be deleted.
      if (answer.status >= 500) throw new Error(answer.status);
      item.remove();
      if (form?.dataset.draft) saveDraft(form);
    } catch { toast(TEXT.offline, "red"); }
  });
  // Capturing, so that it comes before htmx.
  document.addEventListener("submit", event => {
    if (!event.target.querySelector("[data-uploading]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    toast(TEXT.unfinished, "amber");
  }, true);

  /* waiting before a code may be sent again */
  const startWaiting = button => {
    const left = button.querySelector("[data-wait-left]");
    const end = Date.now() + 1000 * Number(button.dataset.wait);
    const tick = () => {
      const seconds = Math.ceil((end - Date.now()) / 1000);
      button.disabled = seconds > 0;
      if (left) left.textContent = seconds > 0 ? TEXT.wait(persian(seconds)) : "";
      if (seconds > 0 && button.isConnected) setTimeout(tick, 500);
    };
    if (end > Date.now()) tick();
  };

  /* the code out of the SMS, on browsers that hand it over (WebOTP) */
  const awaitCode = async field => {
    if (!("OTPCredential" in window)) return;
    const waiting = new AbortController();
    field.form.addEventListener("submit", () => waiting.abort());
    try {
      const credential = await navigator.credentials.get({ otp: { transport: ["sms"] }, signal: waiting.signal });
      field.value = credential.code;
      field.form.requestSubmit();
    } catch { /* declined, timed out, or sent by hand */ }
  };

  /* keys, menus, dialogs */
  document.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form[data-composer]");
      if (form) { event.preventDefault(); form.requestSubmit(); }
    }
    if (event.key === "Escape") {
      const menu = event.target.closest("details.menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });
  document.addEventListener("click", event => {
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    const opener = event.target.closest("[data-open]");
    if (opener) { event.preventDefault(); document.querySelector(opener.dataset.open).showModal(); }
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  });

  /* new content, on load and after each swap */
  const met = new WeakSet();
  const unmet = (selector, root) => all(selector, root).filter(one => !met.has(one) && met.add(one));
  const enliven = root => {
    for (const form of all("form[data-draft]", root)) restoreDraft(form);
    const outer = root.closest?.("form[data-draft]");
    if (outer && outer !== root) restoreDraft(outer, root);
    for (const button of unmet("[data-wait]", root)) startWaiting(button);
    for (const field of unmet("input[autocomplete='one-time-code']", root)) awaitCode(field);
    unmet("[data-error-summary]", root)[0]?.focus();
  };
  // htmx, loaded before, sets itself up in a timer of its own; what is restored after it works.
  setTimeout(() => { settleSent(); enliven(document); });
  document.addEventListener("htmx:after:swap", event => {
    const { target } = event.detail.ctx;
    // After an outerHTML swap the target is gone; its successor mostly has its id.
    enliven(target?.isConnected ? target : document.getElementById(target?.id) ?? document);
  });
})();
