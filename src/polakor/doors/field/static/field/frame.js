/** The head of every screen: where this is, the other language, the lock, and what is not yet received. */

import { photosLeft } from "./attachments.js";
import { fill, h, mark } from "./dom.js";
import { standing, unconfirmed } from "./outbox.js";
import { other, said, t } from "./words.js";

const NAMES = { km: "ភាសាខ្មែរ", en: "English" };

/** @param {import("./main.js").App} app */
export function drawFrame(app) {
  const head = h("header.masthead");
  const demo = "demo" in document.body.dataset ? h("aside.demo") : null;
  const net = h("div.net", { role: "status" });
  const news = h("div.news", { hidden: true });
  const main = h("main.page", { id: "content", tabindex: "-1" });
  const skip = h("a.skip", { href: "#content" });
  document.getElementById("app")?.append(skip, krama(), head, ...(demo ? [demo] : []), net, news, main);
  let waiting = 0;
  let photos = 0;

  const draw = () => {
    const device = app.open?.device ?? app.now.given?.device;
    document.title = t("app");
    fill(skip, t("skip"));
    fill(head, h("div.masthead-row", null,
      h("button.brand", { type: "button", onclick: () => { if (app.open) void app.go("home"); } }, t("polakor")),
      h("span.place", null, device ? `${said(device.gate)} · ${device.desk}` : ""),
      app.open ? h("button.link", { type: "button", onclick: () => void app.lock() }, t("lock")) : null,
      h("button.link", { type: "button", lang: other(), onclick: () => void app.otherLanguage() }, NAMES[other()])));
    if (demo) fill(demo, h("p", null, h("b", null, t("demo")), " ", t("demo_meaning")));
    tell();
  };
  const tell = () => {
    net.hidden = !app.open;
    const { state, skew } = app.health;
    const offline = !navigator.onLine || state === "offline";
    const word = state === "unsigned" ? "net_unsigned" : state === "trouble" ? "net_trouble" : state === "refused" ? "net_refused" : state === "waiting" ? "net_waiting"
      : offline ? "net_offline" : state === "sending" ? "net_sending" : "net_good";
    net.classList.toggle("net-off", word !== "net_good" && word !== "net_sending");
    const shape = word === "net_good" ? "dot" : word === "net_sending" ? "half" : word === "net_offline" ? "ring" : "dia";
    fill(net, h("div.net-in", null,
      h("p", null, h("span.status.status-loose", null, mark(shape), t(word)), " ", offline ? h("span.line2", null, t("net_carry_on")) : null,
        skew ? h("span.line2", null, t(skew > 0 ? "clock_ahead" : "clock_behind", { n: Math.round(Math.abs(skew) / 60) })) : null,
        photos ? h("span.line2.net-photos", null, t("photos_left", { n: photos })) : null),
      h("button.net-count", { type: "button", onclick: () => showList() }, h("b.digits", null, waiting), " ", t("not_received"))));
  };
  const showList = () => {
    const list = document.getElementById("sent");
    if (list) list.scrollIntoView({ block: "start" });
    else void app.go("home");
  };
  return {
    draw, tell,
    count: async () => {
      waiting = unconfirmed(await standing());
      photos = await photosLeft().catch(() => 0);
      tell();
    },
    /** @param {HTMLElement} root */
    show: (root) => fill(main, root),
    /** A sentence above the screen with one thing to do; "" takes it away. @param {Node | null} what */
    news: (what) => { news.hidden = !what; fill(news, what); },
  };
}

function krama() {
  const space = "http://www.w3.org/2000/svg";
  const make = (/** @type {string} */ tag, /** @type {Record<string, string>} */ given, /** @type {Element[]} */ ...inside) => {
    const element = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const line = (/** @type {string} */ d, /** @type {string} */ opacity) => make("path", { fill: "currentColor", opacity, d });
  const pattern = make("pattern", { id: "krama", width: "24", height: "8", patternUnits: "userSpaceOnUse" },
    line("M0 0h6v4H0zM12 0h6v4h-6zM6 4h6v4H6zM18 4h6v4h-6z", "1"), line("M6 0h6v4H6zM0 4h6v4H0z", ".5"), line("M18 0h6v4h-6zM12 4h6v4h-6z", ".2"));
  return make("svg", { class: "krama", "aria-hidden": "true", height: "8" }, make("defs", {}, pattern), make("rect", { width: "100%", height: "8", fill: "url(#krama)" }));
}
