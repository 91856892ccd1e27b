// A button that ticks all boxes of one name, or none when all are ticked. Without script there is no button.

for (const button of document.querySelectorAll("[data-tick-all]")) {
  if (!(button instanceof HTMLElement)) continue;
  const boxes = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(button.dataset.tickAll ?? "")}"]`)]);
  button.closest("[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", () => {
    const every = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !every;
  });
}
