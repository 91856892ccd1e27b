// Keyboard shortcuts. An element says its key: <button data-key="s">…<kbd>S</kbd></button>.
// Pressing the key does what pressing the element does; a field only takes the focus.
// Keys are single letters, so they rest while somebody writes, or holds Ctrl, Alt or Meta; and they
// can be switched off at the foot of the page (WCAG 2.1.4), for those who speak to their machine.

const CHOICE = "polakor.keys";
let resting = false;
try {
  resting = localStorage.getItem(CHOICE) === "off";
} catch {
  // A browser that keeps nothing: keys work, the switch holds for this page.
}

/** @param {EventTarget | null} target @returns {boolean} */
function isWriting(target) {
  return (
    target instanceof Element &&
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null
  );
}

/** The letter meant: on a Khmer or Thai keyboard S gives another letter, but lies at the same place.
 * @param {KeyboardEvent} event @returns {string} */
function letter(event) {
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  const place = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code);
  return place && event.key.length === 1 ? place[1].toLowerCase() : event.key;
}

/** @param {string} key @returns {HTMLElement | undefined} */
function holder(key) {
  const all = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return /** @type {HTMLElement[]} */ ([...all]).find((each) => each.checkVisibility?.() ?? true);
}

const box = document.querySelector("#keys input");
if (box instanceof HTMLInputElement && box.parentElement && document.querySelector("[data-key]")) {
  box.closest("#keys")?.removeAttribute("hidden");
  const show = () => {
    box.checked = !resting;
    document.body.classList.toggle("keys-rest", resting);
  };
  box.addEventListener("change", () => {
    resting = !box.checked;
    show();
    try {
      localStorage.setItem(CHOICE, resting ? "off" : "on");
    } catch {
      // As above.
    }
  });
  show();
}

document.addEventListener("keydown", (event) => {
  if (resting || event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (isWriting(event.target)) return;
  const found = holder(letter(event));
  if (!found) return;
  event.preventDefault();
  found.focus();
  if (!isWriting(found)) found.click();
});
