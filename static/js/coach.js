// The writing coach in a form: shows places, puts fixes in, takes them back, disputes. Each of its
// buttons also works by sending the form; portal/tickets/fixes.py does the same on the server.
//   data-coach        asks (htmx) what there is to say, and holds:
//     data-coached    the answer, with data-count and, once the form was refused, data-wrong
//     data-live, data-result, data-unchecked   what is said aloud, in sight, and when asking failed
//     data-undo       the presses that can be taken back
//   data-place        on a link: selects that place in its field
//   data-fix, data-fix-all   on buttons: what they put in
//   data-brought      on the form: its text comes from elsewhere, and is no draft of it yet
// A change is [field, start, before, after, left, right]; start counts code points.
(() => {
  "use strict";
  const AROUND = 12, SURE = 4, STEPS = 10, CALM = 1500;
  const TEXT = {
    fixed: "اصلاح شد.",
    back: "اصلاح برگردانده شد.",
    notBack: text => `متن از آن پس تغییر کرده است؛ این بخش همان‌گونه ماند. نوشتهٔ پیشین: «${text}»`,
    disputed: "با فرستادن این متن، کارشناس این تشخیص را بازبینی می‌کند.",
    withdrawn: "درخواست بازبینی پس گرفته شد.",
    count: count => `${persian(count)} نکته در دستیار نگارش.`,
    none: "نکته‌ای نمانده است.",
  };
  const persian = value => String(value).replace(/\d/g, digit => "۰۱۲۳۴۵۶۷۸۹"[digit]);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const coachOf = form => form?.querySelector("[data-coach]");

  /* places */
  // What the server has read is folded so; each letter is still one.
  const folded = text => text.replace(/[يى]/g, "ی").replace(/ك/g, "ک");
  const whole = text => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
  const points = (text, units) => [...text.slice(0, units)].length;
  const units = (text, start) => [...text].slice(0, start).join("").length;
  const alike = (first, second) => {
    let count = 0;
    while (count < first.length && first[count] === second[count]) count += 1;
    return count;
  };
  const alikeAtEnd = (first, second) => {
    let count = 1;
    while (count <= first.length && count <= second.length && first.at(-count) === second.at(-count)) count += 1;
    return count - 1;
  };

  // Where most of a place's surroundings are, or else the nearest; null when it has gone.
  const find = (written, [, start, ...place]) => {
    const [before, , left, right] = place.map(folded);
    const text = folded(written), near = units(text, start);
    let best = null, most = -1;
    for (let at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + 1)) {
      const end = at + before.length;
      const around = alikeAtEnd(left, text.slice(Math.max(0, at - left.length), at)) + alike(right, text.slice(end, end + right.length));
      if (around > most || (around === most && Math.abs(at - near) < Math.abs(best - near))) [best, most] = [at, around];
      if (at >= text.length) break;
    }
    return most >= Math.min(SURE, left.length + right.length) ? best : null;
  };

  const locate = (form, changes) => {
    const found = new Map(), lost = [];
    for (const change of changes) {
      const field = form.elements[change[0]];
      const at = field ? find(field.value, change) : null;
      if (at === null) lost.push(change);
      else found.set(change[0], [...found.get(change[0]) ?? [], [at, change]]);
    }
    return { found, lost };
  };

  // Where two overlap, the one that starts first is made. Returns what takes them back.
  const make = (form, found) => {
    const back = [];
    for (const [name, places] of found) {
      const text = form.elements[name].value, made = [];
      let result = "", done = 0;
      for (const [at, [, , before, after]] of places.sort((one, other) => one[0] - other[0])) {
        if (at < done) continue;
        result += text.slice(done, at);
        done = at + before.length;
        made.push([result.length, text.slice(at, done), after]);
        result += after;
      }
      result += text.slice(done);
      write(form.elements[name], result);
      for (const [start, before, after] of made) {
        const end = start + after.length;
        const left = whole(result.slice(Math.max(0, start - AROUND), start)), right = whole(result.slice(end, end + AROUND));
        back.push([name, points(result, start), after, before, left, right]);
      }
    }
    return back;
  };

  const write = (field, text) => {
    if (field instanceof RadioNodeList) { field.value = text; return; }
    const same = alike(field.value, text);
    const end = Math.min(alikeAtEnd(field.value, text), Math.min(field.value.length, text.length) - same);
    field.setRangeText(text.slice(same, text.length - end), same, field.value.length - end, "preserve");
  };

  // The control that takes the focus: of a choice, what is chosen.
  const controlOf = (form, name) => form.querySelector(`[name="${name}"]:checked`) ?? form.elements[name];
  const tell = (form, names) => {
    for (const name of names) {
      const control = controlOf(form, name);
      control.dispatchEvent(new Event(control.type === "radio" ? "change" : "input", { bubbles: true }));
    }
    coachOf(form).dispatchEvent(new Event("recheck"));
  };

  /* what is said */
  const say = (form, text) => {
    const live = form.querySelector("[data-live]");
    live.textContent = "";
    // The same words once more are news only to a region that was empty.
    setTimeout(() => { live.textContent = text; }, 100);
  };
  const showResult = (form, text) => {
    const result = form.querySelector("[data-result]");
    result.textContent = text;
    result.hidden = !text;
  };
  const counts = new WeakMap(), waiting = new WeakMap();
  const countIn = form => Number(form.querySelector("[data-coached]").dataset.count);
  const sayCountLater = form => {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => {
      const count = countIn(form);
      if (count !== counts.get(form)) say(form, count ? TEXT.count(count) : TEXT.none);
      counts.set(form, count);
    }, CALM));
  };

  /* fixes */
  const stepsOf = form => { try { return JSON.parse(form.elements.mended.value || "[]"); } catch { return []; } };
  const keepSteps = (form, steps) => {
    const kept = steps.slice(-STEPS);
    form.elements.mended.value = kept.length ? JSON.stringify(kept) : "";
    const undo = form.querySelector("[data-undo]"), older = undo.querySelector("[data-older]");
    const rows = kept.map(([what], index) => {
      const row = undo.querySelector("template").content.firstElementChild.cloneNode(true);
      for (const words of all("[data-what]", row)) words.textContent = what;
      row.querySelector("button").value = index;
      return row;
    }).reverse();
    undo.querySelector("[data-newest]").replaceChildren(...rows.slice(0, 1));
    older.querySelector("div").replaceChildren(...rows.slice(1));
    older.hidden = rows.length < 2;
  };
  const showSecond = form => {
    const second = form.querySelector("[data-second]");
    if (second) second.hidden = !second.querySelector("textarea").value;
  };

  const offerOf = button => {
    const { what, changes } = JSON.parse(button.dataset.fix);
    const box = button.form.querySelector(`[data-instead="${button.value}"]`);
    if (box) changes[0][3] = box.value;
    return { what, changes, box };
  };
  const seen = element => element.isConnected && element.getClientRects().length;
  const fixesIn = form => all("[data-coached] :is([data-fix], [data-fix-all])", form);

  const takeOut = (form, keys) => {
    for (const button of all("[data-fix]", form).filter(one => keys.includes(one.value))) {
      const card = button.closest("[data-card]"), row = button.closest("[data-row]");
      row?.remove();
      if (card && !card.querySelector("[data-row]")) card.remove();
    }
  };
  const fix = (form, button) => {
    const card = button.closest("[data-card]");
    const buttons = "fixAll" in button.dataset ? all("[data-fix]", card).filter(one => !offerOf(one).box) : [button];
    const offers = buttons.map(offerOf);
    const { found } = locate(form, offers.flatMap(offer => offer.changes));
    // What script cannot find, the server may.
    if (!found.size) return false;
    const inCoach = Boolean(card), following = fixesIn(form).slice(fixesIn(form).indexOf(button) + 1);
    const back = make(form, found);
    keepSteps(form, [...stepsOf(form), [button.dataset.fixAll ?? offers[0].what, back]]);
    takeOut(form, buttons.map(one => one.value));
    showSecond(form);
    showResult(form, "");
    const next = inCoach && (following.find(seen) ?? fixesIn(form).find(seen));
    (next || controlOf(form, back[0][0])).focus();
    tell(form, found.keys());
    say(form, TEXT.fixed);
    return true;
  };

  const takeBack = (form, index) => {
    const steps = stepsOf(form);
    const [[, changes]] = steps.splice(index, 1);
    let { found, lost } = locate(form, changes);
    // What was moved elsewhere is not removed there when it cannot return.
    if (lost.length) ({ found, lost } = locate(form, changes.filter(change => change[3])));
    make(form, found);
    keepSteps(form, steps);
    showSecond(form);
    const text = lost.map(change => change[3]).join(" … ");
    showResult(form, text && TEXT.notBack(text));
    say(form, text ? TEXT.notBack(text) : TEXT.back);
    (form.querySelector("[data-newest] button") ?? controlOf(form, changes[0][0])).focus();
    tell(form, found.keys());
  };

  const dispute = (form, rule, disputed) => {
    const kept = form.querySelector("[data-disputes]");
    for (const one of all("input", kept)) if (one.value === rule) one.remove();
    if (disputed) {
      const input = Object.assign(document.createElement("input"), { type: "hidden", name: "overrides", value: rule });
      kept.append(input);
    }
    say(form, disputed ? TEXT.disputed : TEXT.withdrawn);
    coachOf(form).dispatchEvent(new Event("recheck"));
  };

  const select = (form, place) => {
    const field = form.elements[place[0]];
    if (!field?.setSelectionRange) return false;
    const at = find(field.value, place);
    if (at !== null) field.setSelectionRange(at, at + place[2].length);
    // Taking the focus anew scrolls to what is selected.
    field.blur();
    field.focus();
    return true;
  };

  document.addEventListener("click", event => {
    const pressed = event.target.closest("[data-place], [data-fix], [data-fix-all], [name=undo], [name=dispute], [name=withdraw]");
    const form = pressed?.closest("form");
    if (!coachOf(form)) return;
    const done =
      pressed.dataset.place ? select(form, JSON.parse(pressed.dataset.place))
      : pressed.name === "fix" ? fix(form, pressed)
      : pressed.name === "undo" ? (takeBack(form, Number(pressed.value)), true)
      : pressed.name ? (dispute(form, pressed.value, pressed.name === "dispute"), true) : false;
    if (done) event.preventDefault();
  });

  /* while one writes */
  for (const type of ["input", "change"]) {
    document.addEventListener(type, event => {
      // A suggestion that is edited is no part of the text yet.
      if (event.target.matches("[data-instead]")) { event.stopPropagation(); return; }
      const form = event.target.form;
      if (!coachOf(form)) return;
      showSecond(form);
      clearTimeout(waiting.get(form));
      // An answer under way is about a text that has changed since.
      coachOf(form).dispatchEvent(new Event("htmx:abort"));
    }, true);
  }
  // Sent to another address (a text that is carried there) a form loads a page, which htmx would not.
  document.addEventListener("submit", event => {
    if (event.submitter?.hasAttribute("formaction")) event.stopImmediatePropagation();
  }, true);

  /* answers */
  const coachAsked = event => {
    const asked = event.detail.ctx?.sourceElement;
    return asked?.matches?.("[data-coach]") ? asked : null;
  };
  for (const type of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(type, event => {
      const coach = coachAsked(event);
      if (!coach) return;
      event.stopImmediatePropagation();
      coach.querySelector("[data-unchecked]").hidden = false;
    }, true);
  }
  document.addEventListener("toast", event => {
    if (event.target.matches?.("[data-coach]")) event.stopImmediatePropagation();
  }, true);

  let opened = [], focused = -1;
  document.addEventListener("htmx:before:swap", event => {
    const coach = coachAsked(event);
    if (!coach) return;
    const form = coach.closest("form");
    opened = all("[data-coached] details[open]", coach).map(one => one.id);
    const inside = coach.querySelector("[data-coached]").contains(document.activeElement);
    focused = inside ? Math.max(0, fixesIn(form).indexOf(document.activeElement)) : -1;
  });
  document.addEventListener("htmx:after:swap", event => {
    const coach = coachAsked(event);
    if (!coach) { meet(); return; }
    const form = coach.closest("form");
    coach.querySelector("[data-unchecked]").hidden = true;
    for (const id of opened) { const one = document.getElementById(id); if (one) one.open = true; }
    const left = fixesIn(form).filter(seen);
    // What had the focus has gone with what it mended.
    if (focused >= 0 && document.activeElement === document.body) (left[Math.min(focused, left.length - 1)] ?? form.elements.body).focus();
    const { wrong } = coach.querySelector("[data-coached]").dataset;
    if (wrong !== undefined) settleErrors(form, wrong.split(" "));
    sayCountLater(form);
  });

  // What is right by now is no longer called wrong; what has become wrong since, the coach tells.
  const settleErrors = (form, wrong) => {
    const summary = form.querySelector("[data-error-summary]");
    for (const error of all("[id$='-error']", form)) {
      const id = error.id.slice(0, -"-error".length), field = document.getElementById(id);
      if (wrong.includes(id) || id === "attachments") continue;
      error.remove();
      field?.classList.remove("is-invalid");
      field?.removeAttribute("aria-invalid");
      const described = field?.getAttribute("aria-describedby")?.split(" ").filter(one => one !== error.id).join(" ");
      if (described) field.setAttribute("aria-describedby", described);
      else field?.removeAttribute("aria-describedby");
      for (const link of all(`a[href="#${id}"]`, summary ?? form.querySelector("[data-undo]"))) {
        const item = link.closest("li");
        link.remove();
        if (!item.querySelector("a")) item.remove();
      }
    }
    if (summary && !summary.querySelector("a, li")) summary.remove();
  };

  /* forms, on load and after a swap */
  const draftOf = form => {
    // portal.js keeps it so.
    try { return JSON.parse(sessionStorage.getItem(`draft:${form.dataset.draft}`)).values.body?.[0] ?? ""; } catch { return ""; }
  };
  const takeIn = form => {
    const field = form.elements.body, draft = draftOf(form);
    if (draft && !field.value.includes(draft)) field.value = `${draft}\n\n${field.value}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    // The page came by sending a form; with the draft kept, it need not be sent to see it again.
    if (form.dataset.brought && draftOf(form)) history.replaceState(history.state, "", form.dataset.brought);
    form.removeAttribute("data-brought");
  };
  const meet = () => {
    for (const form of all("form:has([data-coach])")) {
      if (counts.has(form)) continue;
      counts.set(form, countIn(form));
      // A draft that portal.js has brought back.
      if (stepsOf(form).length) keepSteps(form, stepsOf(form));
      showSecond(form);
      if ("brought" in form.dataset) takeIn(form);
    }
  };
  // After portal.js, which brings drafts back in a timer of its own.
  setTimeout(meet);
})();
