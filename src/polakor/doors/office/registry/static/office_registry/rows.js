// A list of links walked with the arrow keys: down from the search field, up back into it.
// Links stay links: Tab and Enter work as everywhere, and nothing here is needed to use the page.

const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-rows] [data-row]")]);

/** @param {KeyboardEvent} event @returns {number | null} how far to move, or null when this is not our key */
function step(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  return { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key] ?? null;
}

document.addEventListener("keydown", (event) => {
  const by = step(event);
  const from = event.target;
  if (by === null || !(from instanceof HTMLElement)) return;
  const all = rows();
  if (!all.length) return;
  if (from.dataset.rowsFrom !== undefined) {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    all[0].focus();
    return;
  }
  const row = from.closest("[data-row]");
  const here = row ? all.indexOf(/** @type {HTMLElement} */ (row)) : -1;
  if (here < 0) return;
  event.preventDefault();
  if (here + by === -1) {
    /** @type {HTMLElement | null} */ (document.querySelector("[data-rows-from]"))?.focus();
    return;
  }
  all[Math.min(all.length - 1, Math.max(0, here + by))].focus();
});
