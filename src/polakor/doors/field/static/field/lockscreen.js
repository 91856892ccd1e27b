/** The locked device: a pad for the PIN, what waits here, and nothing about anybody. */

import { button, fill, h, mark } from "./dom.js";
import { standing, unconfirmed } from "./outbox.js";
import { triesLeft, Wiped, WrongPin } from "./pin.js";
import { said, speak, t } from "./words.js";

/** @param {import("./main.js").App} app @param {HTMLElement} root @param {{device: import("./pin.js").Device}} given */
export async function lockScreen(app, root, { device }) {
  const waiting = unconfirmed(await standing());
  let pin = "";
  let trying = false;
  const dots = h("p.pin-dots", { "aria-hidden": "true" });
  const told = h("p.pin-told", { role: "alert" });
  const draw = () => fill(dots, ...Array.from({ length: device.digits }, (_none, at) => h(`span.pin-dot${at < pin.length ? ".full" : ""}`)));
  const attempt = async () => {
    trying = true;
    fill(told, t("pin_trying"));
    try {
      await app.enter(pin);
    } catch (problem) {
      if (problem instanceof Wiped) return app.go("enrol", { told: t("wiped_tries") });
      if (!(problem instanceof WrongPin)) throw problem;
      pin = "";
      draw();
      fill(told, mark("tri"), problem.left === 1 ? t("pin_wrong_last") : t("pin_wrong", { n: problem.left }));
    } finally {
      trying = false;
    }
  };
  const press = (/** @type {string} */ digit) => {
    if (trying || pin.length >= device.digits) return;
    pin += digit;
    draw();
    if (pin.length === device.digits) void attempt();
  };
  const back = () => { pin = pin.slice(0, -1); draw(); };
  const key = (/** @type {string} */ digit) => h("button.pad-key", { type: "button", onclick: () => press(digit) }, digit);
  const pad = h("div.pad", null, [..."123456789"].map(key), h("span"), key("0"),
    h("button.pad-key.pad-back", { type: "button", "aria-label": t("pin_back"), onclick: back }, "←"));
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    if (digit) press(digit);
    else if (event.key === "Backspace") back();
  };
  document.addEventListener("keydown", pressed);
  draw();
  const left = triesLeft(device);
  if (device.tries) fill(told, mark("tri"), left === 1 ? t("pin_wrong_last") : t("pin_wrong", { n: left }));
  fill(root, h("div.lock-page", null,
    h("p.kicker", null, `${said(device.gate)} · ${device.desk}`), h("h1", null, t("pin_title")), dots, told, pad,
    waiting ? h("p.lock-waiting", null, mark("box"), h("b.digits", null, waiting), ` ${t("not_received")}`) : null,
    h("p.hint", null, t("pin_forgotten")), button(t("help"), () => app.go("help"))));
  speak(t("pin_title"));
  return { leave: () => document.removeEventListener("keydown", pressed) };
}
