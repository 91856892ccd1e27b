/** A new version of the app: told in words, never put under somebody's fingers. */

import { button, h } from "./dom.js";
import { t } from "./words.js";

/** Milliseconds until the app is asked for again that could not be kept whole. */
const AGAIN = 5000;

/** @param {import("./main.js").App} app */
export function watchWorker(app) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  let asked = false;
  /** @type {number | undefined} */
  let looking;
  /** @type {number | undefined} */
  let asking;
  workers.addEventListener("controllerchange", () => { if (asked) location.reload(); });
  const tell = (/** @type {ServiceWorkerRegistration} */ found) => {
    const waiting = found.waiting;
    // The first one of all is no news: nothing older stands on the screen.
    if (!waiting || !workers.controller) return app.frame.news(null);
    if (app.screen.busy?.()) return app.frame.news(null);
    app.frame.news(h("p", null, t("new_version"), " ", button(t("change_now"), () => { asked = true; waiting.postMessage("take over"); })));
  };
  const keep = () => void workers.register("/field/worker.js", { scope: "/field/", updateViaCache: "none" }).then((found) => {
    const first = found.installing;
    // Nothing is kept yet and a file did not come: without another try the app would not open offline.
    first?.addEventListener("statechange", () => { if (first.state === "redundant" && !found.active) setTimeout(keep, AGAIN); });
    found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", () => tell(found)));
    clearInterval(looking);
    clearInterval(asking);
    looking = setInterval(() => tell(found), 15_000);
    asking = setInterval(() => void found.update().catch(() => undefined), 30 * 60_000);
    tell(found);
  }).catch(() => setTimeout(keep, AGAIN));
  keep();
}
