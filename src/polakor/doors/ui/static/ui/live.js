// Parts of a page that htmx swaps: what changed is also said, and a failure is never silent.

const region = () => document.getElementById("said");

/** @param {string | undefined} words */
function say(words) {
  const place = region();
  if (place && words) place.textContent = words;
}

/** A visible message beside the spoken one; the last one only. @param {string | undefined} words */
function warn(words) {
  if (!words) return;
  say(words);
  document.getElementById("trouble")?.remove();
  const box = document.createElement("div");
  box.id = "trouble";
  box.className = "message danger trouble";
  const text = document.createElement("p");
  text.textContent = words;
  box.append(text);
  document.getElementById("content")?.prepend(box);
}

// A swapped part says itself: <section data-said="864 of 1,240 rows read">. Said only when it differs.
let last = "";
document.addEventListener("htmx:afterSwap", (event) => {
  const part = event.target instanceof Element ? event.target : null;
  const words = part?.closest("[data-said]")?.getAttribute("data-said") ||
    part?.querySelector("[data-said]")?.getAttribute("data-said") || "";
  if (words && words !== last) say(words);
  last = words || last;
  document.getElementById("trouble")?.remove();
});
document.addEventListener("htmx:responseError", () => warn(document.body.dataset.saidFailed));
document.addEventListener("htmx:sendError", () => warn(document.body.dataset.saidOffline));
document.addEventListener("htmx:timeout", () => warn(document.body.dataset.saidOffline));
