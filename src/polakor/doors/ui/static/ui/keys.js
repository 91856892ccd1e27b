// Keyboard shortcuts. An element says its key: <button data-key="s">…<kbd>S</kbd></button>.
// Pressing the key does what pressing the element does; a field only takes the focus.
// Keys are single letters, so they rest while somebody writes, or holds Ctrl, Alt or Meta.

/** @param {EventTarget | null} target @returns {boolean} */
function isWriting(target) {
  return (
    target instanceof Element &&
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null
  );
}

/** The key's letter wherever it lies: on a Khmer keyboard S gives another letter, but the same place.
 * @param {KeyboardEvent} event @returns {string} */
function letter(event) {
  const place = /^Key([A-Z])$|^Digit([0-9])$/.exec(event.code);
  return place ? (place[1] || place[2]).toLowerCase() : event.key;
}

/** @param {string} key @returns {HTMLElement | undefined} */
function holder(key) {
  const all = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return /** @type {HTMLElement[]} */ ([...all]).find((each) => each.checkVisibility?.() ?? true);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (isWriting(event.target)) return;
  const found = holder(event.key) || holder(letter(event));
  if (!found) return;
  event.preventDefault();
  found.focus();
  if (!isWriting(found)) found.click();
});
