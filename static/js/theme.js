// Colour scheme, before the first paint. Loaded in <head> without defer; the choice is kept in
// localStorage, not in a cookie. `data-js` lets the style sheet show what needs script.
(() => {
  const root = document.documentElement, key = "theme";
  root.dataset.js = "";
  const apply = scheme => root.setAttribute("data-bs-theme", scheme);
  // Storage may be switched off; the scheme then lasts for the page.
  try { const kept = localStorage.getItem(key); if (kept) apply(kept); } catch {}
  document.addEventListener("click", event => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const systemDark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.getAttribute("data-bs-theme") || (systemDark ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    apply(next);
    try { localStorage.setItem(key, next); } catch {}
  });
})();
