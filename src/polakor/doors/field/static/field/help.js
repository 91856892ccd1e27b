/** How to use the app, in the app: it has to be there when the network is not. */

import { button, fill, h } from "./dom.js";
import { stateOf } from "./home.js";
import { t } from "./words.js";

const KEYS = [["1 … 9, 0", "key_digit"], ["Enter", "key_enter"], ["Page Up / Page Down", "key_page"], ["Ctrl + Enter", "key_save"], ["Tab", "key_tab"]];
const STEPS = ["help_1", "help_2", "help_3", "help_4", "help_5"];
const STATES = [["saved", "mean_saved"], ["sent", "mean_sent"], ["received", "mean_received"], ["accepted", "mean_accepted"], ["returned", "mean_returned"]];

/** @param {import("./main.js").App} app @param {HTMLElement} root */
export function helpScreen(app, root) {
  fill(root, h("div.plain-page.stack", null, h("h1", null, t("help")),
    h("h2", null, t("help_family")), h("ol.numbered", null, STEPS.map((step) => h("li", null, t(step)))),
    h("h2", null, t("help_states")), h("dl.facts", null, STATES.map(([state, word]) => h("div", null, h("dt", null, stateOf(state)), h("dd", null, t(word))))),
    h("h2", null, t("help_keys")), h("dl.facts", null, KEYS.map(([keys, word]) => h("div", null, h("dt", null, h("kbd", null, keys)), h("dd", null, t(word))))),
    h("h2", null, t("help_lost")), h("p", null, t("help_lost_text")),
    button(t("to_list"), () => app.go("home"))));
}
