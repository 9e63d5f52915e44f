// A Jalali calendar beside date fields: input[data-jalali="date"] or "time" (a date and a time).
// Typing stays possible; the fields work without this. data-max="today" closes the days to come;
// a data-holidays="2026-12-21 …" on an ancestor marks them. Keys as in the ARIA date grid.
(() => {
  "use strict";
  const TEXT = { open: "گزینش تاریخ از تقویم", before: "ماه پیش", after: "ماه بعد", today: "امروز", close: "بستن" };
  const MONTHS = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];
  const WEEK = [["ش", "شنبه"], ["ی", "یکشنبه"], ["د", "دوشنبه"], ["س", "سه‌شنبه"], ["چ", "چهارشنبه"], ["پ", "پنجشنبه"], ["ج", "جمعه"]];
  const DAY = 86400000;
  const parts = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { timeZone: "UTC", year: "numeric", month: "numeric", day: "numeric" });
  const tehran = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tehran" });
  const persian = value => String(value).replace(/\d/g, digit => "۰۱۲۳۴۵۶۷۸۹"[digit]);
  const ascii = text => text.replace(/[۰-۹]/g, d => d.charCodeAt(0) - 1776).replace(/[٠-٩]/g, d => d.charCodeAt(0) - 1632);
  const two = number => String(number).padStart(2, "0");

  // Days are milliseconds of their UTC midnight.
  const jalali = day => {
    const found = Object.fromEntries(parts.formatToParts(day).map(part => [part.type, Number(part.value)]));
    return { y: found.year, m: found.month, d: found.day };
  };
  const fromJalali = (y, m, d) => {
    let day = Date.UTC(y + 621, 2, 21) + (m <= 7 ? (m - 1) * 31 : 186 + (m - 7) * 30) * DAY;
    const distance = found => (y - found.y) * 366 + (m - found.m) * 31 + (d - found.d);
    for (let tries = 0; tries < 12; tries += 1) {
      const off = distance(jalali(day));
      if (!off) return day;
      day += Math.sign(off) * Math.max(1, Math.min(Math.abs(off), 20)) * DAY;
    }
    return null;
  };
  const today = () => Date.parse(tehran.format(new Date()));
  const weekday = day => (new Date(day).getUTCDay() + 1) % 7;
  const written = day => { const { y, m, d } = jalali(day); return persian(`${y}/${two(m)}/${two(d)}`); };
  const typed = text => {
    const match = /(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})/.exec(ascii(text));
    return match ? fromJalali(Number(match[1]), Number(match[2]), Number(match[3])) : null;
  };
  const firstOf = day => { const { d } = jalali(day); return day - (d - 1) * DAY; };
  const monthAfter = (day, by) => {
    const { y, m } = jalali(day);
    const index = y * 12 + m - 1 + by;
    return fromJalali(Math.floor(index / 12), index % 12 + 1, 1);
  };
  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const icon = (name, extra = "") => {
    const sprite = document.querySelector("svg use").getAttribute("href").split("#")[0];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", `i ${extra}`.trim());
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${sprite}#${name}`);
    svg.append(use);
    return svg;
  };

  let shown = null;
  const close = refocus => {
    if (!shown) return;
    shown.box.remove();
    shown.button.setAttribute("aria-expanded", "false");
    if (refocus) shown.input.focus();
    shown = null;
  };

  const choose = day => {
    const { input } = shown;
    const time = input.dataset.jalali === "time" ? /\d{1,2}:\d{2}\s*$/.exec(ascii(input.value)) : null;
    const rest = input.dataset.jalali === "time" ? ` ${time ? persian(time[0].trim()) : ""}` : "";
    input.value = written(day) + rest;
    close(true);
    for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
  };

  const draw = focusDay => {
    const { box, input } = shown;
    const first = firstOf(shown.day), now = today(), chosen = typed(input.value), { y, m } = jalali(first);
    const latest = input.dataset.max === "today" ? now : Infinity;
    const holidays = (input.closest("[data-holidays]")?.dataset.holidays ?? "").split(" ");
    const head = element("div", { class: "cal-head" });
    const step = (by, label, name, flip) => {
      const button = element("button", { type: "button", class: "btn btn-quiet btn-sm", "aria-label": label }, icon(name, flip));
      button.addEventListener("click", () => { shown.day = monthAfter(first, by); draw(); });
      return button;
    };
    head.append(step(-1, TEXT.before, "chevron-left", "flip"), element("strong", { "aria-live": "polite" }, `${MONTHS[m - 1]} ${persian(y)}`), step(1, TEXT.after, "chevron-left"));
    const body = element("tbody", {});
    let day = first - weekday(first) * DAY;
    const end = monthAfter(first, 1);
    while (day < end) {
      const row = element("tr", {});
      for (let column = 0; column < 7; column += 1, day += DAY) {
        const cell = element("td", {});
        row.append(cell);
        if (day < first || day >= end) continue;
        const names = ["cal-day"];
        if (column === 6 || holidays.includes(new Date(day).toISOString().slice(0, 10))) names.push("off");
        const { d } = jalali(day);
        const button = element("button", { type: "button", class: names.join(" "), tabindex: "-1", "data-day": day, "aria-label": `${WEEK[column][1]} ${persian(d)} ${MONTHS[m - 1]} ${persian(y)}` }, persian(d));
        if (day === now) button.setAttribute("aria-current", "date");
        if (day === chosen) button.setAttribute("aria-pressed", "true");
        button.disabled = day > latest;
        cell.append(button);
      }
      body.append(row);
    }
    const heads = element("tr", {}, ...WEEK.map(([short, long]) => element("th", { scope: "col", abbr: long }, short)));
    const foot = element("div", { class: "cal-foot" });
    const now_ = element("button", { type: "button", class: "btn btn-quiet btn-sm" }, TEXT.today);
    now_.addEventListener("click", () => choose(today()));
    const shut = element("button", { type: "button", class: "btn btn-quiet btn-sm" }, TEXT.close);
    shut.addEventListener("click", () => close(true));
    foot.append(now_, shut);
    box.replaceChildren(head, element("table", {}, element("thead", {}, heads), body), foot);
    const days = [...box.querySelectorAll(".cal-day:not(:disabled)")];
    const start = days.find(one => Number(one.dataset.day) === (focusDay ?? chosen ?? now)) ?? days[0];
    if (start) { start.tabIndex = 0; if (focusDay !== undefined) start.focus(); }
  };

  const move = event => {
    const from = Number(event.target.dataset?.day);
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(true); return; }
    if (!from) return;
    const column = weekday(from);
    const to = {
      ArrowRight: from - DAY, ArrowLeft: from + DAY, ArrowUp: from - 7 * DAY, ArrowDown: from + 7 * DAY,
      Home: from - column * DAY, End: from + (6 - column) * DAY,
      PageUp: monthAfter(from, -1), PageDown: monthAfter(from, 1),
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    shown.day = shown.input.dataset.max === "today" ? Math.min(to, today()) : to;
    draw(shown.day);
  };

  const open = (input, button) => {
    close(false);
    const box = element("div", { class: "cal sheet", role: "dialog", "aria-label": TEXT.open });
    button.after(box);
    button.setAttribute("aria-expanded", "true");
    shown = { box, input, button, day: typed(input.value) ?? today() };
    box.addEventListener("keydown", move);
    box.addEventListener("click", event => {
      const day = event.target.closest(".cal-day");
      if (day) choose(Number(day.dataset.day));
    });
    draw(shown.day);
  };

  const dress = () => {
    for (const input of document.querySelectorAll("input[data-jalali]:not([data-dressed])")) {
      input.setAttribute("data-dressed", "");
      const button = element("button", { type: "button", class: "cal-open", "aria-label": TEXT.open, "aria-expanded": "false" }, icon("calendar"));
      button.addEventListener("click", () => shown?.button === button ? close(true) : open(input, button));
      input.after(button);
    }
  };
  document.addEventListener("click", event => {
    // A press inside redraws the calendar, so the pressed button may be gone by now.
    if (shown && event.target.isConnected && !shown.box.contains(event.target) && !shown.button.contains(event.target)) close(false);
  });
  document.addEventListener("htmx:after:swap", () => { if (shown && !shown.box.isConnected) shown = null; dress(); });
  dress();
})();
