// Forms: one press is one sending; half-written work is not lost by a stray tap; what is wrong is read first.

const SENT = "sent";

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
function showBusy(form, button) {
  form.dataset.state = SENT;
  const pressed = button || form.querySelector("button[type=submit]");
  if (!(pressed instanceof HTMLButtonElement)) return;
  pressed.setAttribute("aria-busy", "true");
  pressed.setAttribute("aria-disabled", "true");
  const said = document.body.dataset.saidSending;
  const region = document.getElementById("said");
  if (region && said) region.textContent = said;
}

/** @param {HTMLFormElement} form */
function showReady(form) {
  delete form.dataset.state;
  for (const button of form.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.dataset.state === SENT) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  delete form.dataset.touched;
  const button = event instanceof SubmitEvent ? event.submitter : null;
  // After this turn, so that the pressed button's own name and value still travel with the form.
  setTimeout(() => {
    if (!event.defaultPrevented) showBusy(form, button);
  });
}, true);

// The browser's "back" may show the page as it was left: ready it again.
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(showReady));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  if (form) showReady(form);
});

// <form data-guard>: leaving with something typed asks first.
document.addEventListener("input", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form[data-guard]") : null;
  if (form instanceof HTMLFormElement) form.dataset.touched = "yes";
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-touched]")) event.preventDefault();
});

// <select data-send-on-change>: a filter that needs no button (the button stays for those without script).
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field instanceof HTMLElement && field.dataset.sendOnChange !== undefined) {
    field.closest("form")?.requestSubmit();
  }
});

// The chosen file's name and size stand in the page, in the page's own words.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.type !== "file") return;
  const place = field.closest(".file")?.querySelector(".file-name");
  if (!(place instanceof HTMLElement)) return;
  place.dataset.none ??= place.textContent ?? "";
  const names = [...(field.files ?? [])].map((file) => `${file.name} (${bytes(file.size)})`);
  place.textContent = names.join(", ") || place.dataset.none;
});

/** @param {number} size @returns {string} */
function bytes(size) {
  return size < 1e6 ? `${Math.max(1, Math.round(size / 1e3))} KB` : `${(size / 1e6).toFixed(1)} MB`;
}

document.querySelector("[data-take-focus]")?.focus();
