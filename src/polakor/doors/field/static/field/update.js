/** A new version of the app: told in words, never put under somebody's fingers. */

import { button, h } from "./dom.js";
import { t } from "./words.js";

/** @param {import("./main.js").App} app */
export function watchWorker(app) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  let asked = false;
  workers.addEventListener("controllerchange", () => { if (asked) location.reload(); });
  const tell = (/** @type {ServiceWorkerRegistration} */ found) => {
    const waiting = found.waiting;
    // The first one of all is no news: nothing older stands on the screen.
    if (!waiting || !workers.controller) return app.frame.news(null);
    if (app.screen.busy?.()) return app.frame.news(null);
    app.frame.news(h("p", null, t("new_version"), " ", button(t("change_now"), () => { asked = true; waiting.postMessage("take over"); })));
  };
  void workers.register("/field/worker.js", { scope: "/field/", updateViaCache: "none" }).then((found) => {
    found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", () => tell(found)));
    setInterval(() => tell(found), 15_000);
    setInterval(() => void found.update().catch(() => undefined), 30 * 60_000);
    tell(found);
  });
}
