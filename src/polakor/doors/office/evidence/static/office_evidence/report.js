// Keeps the report up: asks while somebody can see it, and leaves the reader's place alone.

const report = () => document.getElementById("report");

// Nobody looks: nobody asks. On coming back it asks at once.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.target === report()) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) report()?.dispatchEvent(new Event("wake"));
});

// An answer without news still says how late it is.
document.addEventListener("htmx:afterRequest", (event) => {
  if (!(event instanceof CustomEvent) || event.detail.elt?.id !== "report") return;
  const asOf = event.detail.xhr?.getResponseHeader("Polakor-As-Of");
  const place = document.getElementById("checked");
  if (asOf && place) place.textContent = asOf;
});

// What was opened stays open, and the keyboard stays where it was.
/** @type {string[]} */
let opened = [];
let focused = "";
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target !== report()) return;
  opened = [...document.querySelectorAll("#report details[open]")].map((each) => each.id);
  const here = document.activeElement;
  focused = here && report()?.contains(here) ? here.getAttribute("href") ?? "" : "";
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (focused) report()?.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  focused = "";
});

// A tile leads to its line in the table: open what holds it.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href^='#province-']") : null;
  if (link) document.getElementById("provinces-as-table")?.setAttribute("open", "");
});
