// The request form and the thread, beyond htmx and portal.js; everything works without it.
//   data-when="name" data-in="a b"   shown while the form's field `name` has one of the values
//   data-entry                       an entry of a thread; one that came twice is shown once
//   data-print on a button           prints the page
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const valueOf = (form, name) => {
    const field = form.elements[name];
    // What is asked under a condition that does not hold has no say.
    const near = field instanceof RadioNodeList ? field[0] : field;
    if (!near || near.closest("[data-when]:not([data-on])")) return "";
    return field.value;
  };
  const applyConditions = () => {
    for (const part of all("form [data-when]")) {
      const form = part.closest("form");
      part.toggleAttribute("data-on", part.dataset.in.split(" ").includes(valueOf(form, part.dataset.when)));
    }
  };
  document.addEventListener("change", applyConditions);

  const showRow = event => {
    const row = document.getElementById(event.detail.row);
    row?.scrollIntoView({ block: "center" });
    row?.querySelector("a")?.focus({ preventScroll: true });
  };
  document.addEventListener("ticket-created", event => setTimeout(showRow, 0, event));

  const dropDoubles = () => {
    const seen = new Set();
    for (const entry of all("[data-entry]")) {
      if (seen.has(entry.id)) entry.remove();
      seen.add(entry.id);
    }
  };

  const openFromHash = () => {
    const form = document.getElementById("new");
    if (form && location.hash === "#new") { form.open = true; form.scrollIntoView(); }
  };
  window.addEventListener("hashchange", openFromHash);

  document.addEventListener("click", event => { if (event.target.closest("[data-print]")) window.print(); });
  document.addEventListener("htmx:after:swap", () => { applyConditions(); dropDoubles(); });
  openFromHash();
  applyConditions();
})();
