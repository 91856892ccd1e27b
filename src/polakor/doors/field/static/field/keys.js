/**
 * Everything by the keyboard: a digit chooses, Enter goes on, Page Up and Page Down change the person,
 * Ctrl and Enter save. Keys are found by place, so that a Khmer layout does the same.
 */

/** @param {HTMLElement} body @param {{next: () => void, back: () => void, save: () => void}} does */
export function formKeys(body, does) {
  const asks = () => /** @type {HTMLElement[]} */ ([...body.querySelectorAll(".ask")].filter((one) => /** @type {HTMLElement} */ (one).offsetParent));
  const here = () => asks().find((one) => one.contains(document.activeElement));
  const enter = (/** @type {HTMLElement | undefined} */ ask) => {
    const field = /** @type {HTMLElement | null} */ (ask?.querySelector("input:checked, .picks input, input, textarea") ?? null);
    field?.focus();
    ask?.scrollIntoView({ block: "nearest" });
  };
  const onward = (from = here()) => {
    const all = asks();
    const at = all.indexOf(/** @type {HTMLElement} */ (from));
    if (at + 1 < all.length) enter(all[at + 1]);
    else does.next();
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.matches?.("input:not([type=radio], [type=checkbox]), textarea");
    const done = (/** @type {() => void} */ act) => { event.preventDefault(); act(); };
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return done(does.save);
    if (event.key === "PageDown") return done(does.next);
    if (event.key === "PageUp") return done(does.back);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !target.matches?.("button, summary, a, textarea")) return done(() => onward());
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    if (typing || digit === undefined || event.shiftKey) return;
    const ask = here() ?? asks().find((one) => one.matches("[role=group], [role=radiogroup]"));
    const inputs = /** @type {HTMLInputElement[]} */ ([...(ask?.querySelectorAll("input[type=radio], input[type=checkbox]") ?? [])])
      .filter((one) => one.offsetParent);
    const chosen = inputs[(Number(digit) + 9) % 10];
    if (!chosen) return;
    done(() => {
      chosen.click();
      if (chosen.type === "radio") onward(ask);
      else chosen.focus();
    });
  };
  document.addEventListener("keydown", pressed);
  return { end: () => document.removeEventListener("keydown", pressed) };
}

