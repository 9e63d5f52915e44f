// What the staff's pages do beyond portal.js. All by data attributes:
//   data-insert="#field" data-text="…" on a link   puts a ready answer into a field
//   data-pick-all on a checkbox                    picks all rows of its form
//   data-refresh on a list                         renews itself, but not while something is picked
//   data-keys-switch on a checkbox                 turns the keys on and off (kept in the browser)
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = selector => document.querySelector(selector);

  /* forms that were not part of an answer hear of the ticket's new state */
  document.addEventListener("revision", event => {
    for (const field of all('input[name="revision"]')) field.value = event.detail.value;
  });

  /* what one has just written comes into sight, above the composer */
  document.addEventListener("written", event => requestAnimationFrame(() => one(`#${event.detail.entry}`)?.scrollIntoView({ block: "nearest" })));

  /* ready answers */
  document.addEventListener("click", event => {
    const link = event.target.closest("[data-insert]");
    const field = link && one(link.dataset.insert);
    if (!field) return;
    event.preventDefault();
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText(before && !before.endsWith("\n") ? `\n${link.dataset.text}` : link.dataset.text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    link.closest("details").open = false;
    field.focus();
  });

  /* several rows at once */
  document.addEventListener("change", event => {
    if (!event.target.matches("[data-pick-all]")) return;
    for (const box of all('input[name="ticket"]', event.target.form)) box.checked = event.target.checked;
  });
  document.addEventListener("htmx:before:request", event => {
    const { sourceElement: list } = event.detail.ctx;
    if (list.matches?.("[data-refresh]") && list.querySelector('input[name="ticket"]:checked, select:focus')) event.preventDefault();
  });

  /* one details at a time, and the first field of an opened one */
  document.addEventListener("toggle", event => {
    const opened = event.target;
    if (!opened.open || !opened.matches("details.menu")) return;
    for (const other of all("details.menu[open]")) if (other !== opened) other.open = false;
    opened.querySelector(".pop :is(select, textarea, input:not([type=hidden]))")?.focus();
  }, true);

  /* keys */
  const KEYS = "desk-keys";
  const areOn = () => { try { return localStorage.getItem(KEYS) !== "off"; } catch { return true; } };
  const showKeys = () => {
    document.documentElement.toggleAttribute("data-keys-off", !areOn());
    for (const box of all("[data-keys-switch]")) box.checked = areOn();
  };
  document.addEventListener("change", event => {
    if (!event.target.matches("[data-keys-switch]")) return;
    try { localStorage.setItem(KEYS, event.target.checked ? "on" : "off"); } catch { /* off */ }
    showKeys();
  });
  showKeys();

  const rows = () => all(".queue tbody tr");
  let current = null;  // the row's id: rows are renewed
  const currentRow = () => rows().find(row => row.id === current);
  const move = step => {
    const list = rows();
    if (!list.length) return;
    const at = list.indexOf(currentRow());
    const row = list[Math.min(Math.max(at + step, 0), list.length - 1)];
    for (const other of list) other.classList.toggle("cur", other === row);
    current = row.id;
    row.querySelector(".q-a").focus();
  };
  const pick = () => { const box = currentRow()?.querySelector('input[name="ticket"]'); if (box) box.checked = !box.checked; };
  const take = () => {
    const picked = one("#picked");
    if (picked) {
      const box = currentRow()?.querySelector('input[name="ticket"]');
      if (!picked.querySelector('input[name="ticket"]:checked') && box) box.checked = true;
      if (picked.querySelector('input[name="ticket"]:checked')) picked.requestSubmit(picked.querySelector('[value="take"]'));
      return;
    }
    const assign = one("#do-assign");
    if (assign) assign.open = true;
  };
  const write = kind => {
    const tab = one(`#write-${kind}`);
    if (tab) tab.checked = true;
    one(`#${kind}-body`)?.focus();
  };
  // By the physical key too, since a Persian keyboard makes other letters of it.
  const ACTIONS = {
    KeyJ: () => move(1), KeyK: () => move(-1), KeyX: pick, KeyA: take,
    KeyR: () => write("reply"), KeyN: () => write("note"),
  };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog, [contenteditable]")) return;
    if (event.key === "?" || event.key === "؟") { event.preventDefault(); one("#keys")?.showModal(); return; }
    if (!areOn()) return;
    if (event.key === "/" && one("#q")) { event.preventDefault(); one("#q").focus(); return; }
    const action = !event.shiftKey && ACTIONS[event.code];
    if (action) { event.preventDefault(); action(); }
  });
})();
