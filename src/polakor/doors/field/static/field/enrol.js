/** This device's beginning: an officer signed in on the web names the desk and sets the PIN. */

import { call } from "./api.js";
import { photosLeft } from "./attachments.js";
import { button, fill, h, mark } from "./dom.js";
import { mostInFile, savedFile } from "./file.js";
import { enrolled, isWeak, leftBehind } from "./pin.js";
import { said, t } from "./words.js";

/** @param {import("./main.js").App} app @param {HTMLElement} root @param {{told?: string}} given */
export async function enrolScreen(app, root, { told } = {}) {
  const [left, photos] = await Promise.all([leftBehind(), photosLeft().catch(() => 0)]);
  const head = [
    told ? h("div.message.caution", { role: "alert" }, h("p.message-title", null, told)) : null,
    h("h1", null, t("enrol_title")), h("p.measure", null, t("enrol_lead")),
    left || photos ? h("div.message.info", null, h("p", null, t("left_behind", { n: left, photos })), h("p", null, button(t("save_file"), () => void savedFile(mostInFile(app.down))))) : null,
  ];
  fill(root, h("div.plain-page.stack", null, ...head, h("p.hint", { role: "status" }, t("asking_server"))));
  const answer = await call("/field/begin/").catch(() => null);
  const page = h("div.plain-page.stack", null, ...head);
  fill(root, page);
  if (!answer || answer.status !== 200) {
    page.append(h("div.message.caution", null, h("p.message-title", null, t("enrol_offline"))), h("p", null, button(t("try_again"), () => app.go("enrol"), ".button-main")));
  } else if (!answer.told.officer) {
    page.append(h("p", null, t("enrol_sign_in")), h("p", null, h("a.button.button-main", { href: answer.told.sign_in }, t("sign_in"))));
  } else if (!answer.told.may) {
    page.append(h("div.message.caution", null, h("p.message-title", null, t("enrol_not_allowed", { name: answer.told.officer.name }))));
  } else page.append(enrolForm(app, answer.told));
}

/** @param {import("./main.js").App} app @param {any} told */
function enrolForm(app, { officer, gates }) {
  const wrong = h("div.message.danger", { role: "alert", hidden: true });
  const desk = h("input", { id: "desk", type: "text", autocomplete: "off", maxlength: 60, required: true });
  const gate = h("select", { id: "gate" }, h("option", { value: "" }, t("choose_gate")),
    gates.map((/** @type {any} */ one) => h("option", { value: one.code }, said(one))));
  const pins = ["pin", "pin2"].map((id) => h("input.pin-line", {
    id, type: "password", inputmode: "numeric", autocomplete: "new-password", maxlength: 6, pattern: "[0-9]*" }));
  const go = h("button.button.button-main.wide-button", { type: "submit" }, t("enrol_go"));
  const form = h("form.stack.measure", {
    novalidate: true,
    onsubmit: async (/** @type {Event} */ event) => {
      event.preventDefault();
      const [pin, again] = pins.map((one) => one.value);
      const fault = !desk.value.trim() ? "desk_needed" : !gate.value ? "gate_needed" : !/^\d{6}$/.test(pin) ? "pin_short"
        : isWeak(pin) ? "pin_weak" : pin !== again ? "pin_differs" : "";
      if (fault) return say(t(fault));
      go.disabled = true;
      const problem = await enrol(app, { name: desk.value.trim(), gate: gates.find((/** @type {any} */ one) => one.code === gate.value), officer }, pin);
      go.disabled = false;
      if (problem) say(problem);
    },
  },
  wrong, h("p", null, mark("tick"), t("enrol_officer", { name: officer.name, office: officer.office })),
  h("div.field", null, h("label", { for: "desk" }, t("desk")), h("p.hint", null, t("desk_hint")), desk),
  h("div.field", null, h("label", { for: "gate" }, t("gate")), gate),
  h("div.field", null, h("label", { for: "pin" }, t("pin_new")), h("p.hint", null, t("pin_hint")), pins[0]),
  h("div.field", null, h("label", { for: "pin2" }, t("pin_again")), pins[1]), go);
  const say = (/** @type {string} */ text) => { wrong.hidden = false; fill(wrong, h("p.message-title", null, text)); wrong.scrollIntoView({ block: "center" }); };
  return form;
}

/** @param {import("./main.js").App} app @param {any} named @param {string} pin @returns {Promise<string>} what went wrong */
async function enrol(app, { name, gate, officer }, pin) {
  const answer = await call("/field/enrol/", { form: { name, gate: gate.code } }).catch(() => null);
  if (!answer) return t("enrol_offline");
  if (answer.status !== 200 && answer.status !== 201) return said(answer.told?.say) || t("enrol_refused");
  const { told } = answer;
  await enrolled(pin, { secret: told.secret, officer: told.officer ?? officer }, {
    device: told.device, desk: name, gate, server_key: told.server_key, server_kid: told.server_kid,
    sign_keys: { [told.sign_kid]: told.sign_key }, allowed: told.pin?.tries ?? 5, digits: told.pin?.digits ?? 6, lock_minutes: told.lock_minutes ?? 5,
  });
  await app.enter(pin);
  return "";
}
