/** What to do now, and what became of every record made here. */

import { button, fill, h, mark } from "./dom.js";
import { forget, keptDraft, newDraft } from "./draft.js";
import * as outbox from "./outbox.js";
import { clock, people, said, spoken, t } from "./words.js";

/** Each state: its shape, its colour, its word. */
const STATES = {
  saved: ["box", "quiet", "state_saved"], sent: ["half", "info", "state_sent"], received: ["dot", "info", "state_received"],
  held: ["dot", "info", "state_received"], accepted: ["tick", "ok", "state_accepted"],
  quarantined: ["dia", "caution", "state_set_aside"], returned: ["dia", "caution", "state_returned"],
};
const SHOWN = 40;

/** @param {string} state */
export const stateOf = (state) => {
  const [shape, tone, word] = STATES[/** @type {keyof typeof STATES} */ (state)];
  return h(`span.status.${tone}`, null, mark(/** @type {any} */ (shape)), t(word));
};

/** @param {import("./main.js").App} app @param {HTMLElement} root */
export async function homeScreen(app, root) {
  const { key } = app.unlocked();
  const kept = await keptDraft(key);
  const start = (/** @type {"register" | "enrich"} */ kind, /** @type {string} */ code) => app.go("family", { draft: newDraft(kind, app.newest(code).key) });
  const unfinished = kept ? h("div.message.info", null,
    h("p.message-title", null, kept.kind === "counts" ? t("unfinished_count") : t("unfinished_form")),
    h("div.buttons", null, button(t("go_on"), () => app.go(kept.kind === "counts" ? "counts" : "family", { draft: kept })),
      kept.kind === "counts" ? null : button(t("throw_away"), () => app.sure(t("throw_away_sure"), async () => { await forget(); app.go("home"); })))) : null;
  const ready = app.newest("arrival");
  fill(root, h("div.columns-field", null,
    h("section.form-side.stack", null, unfinished,
      ready ? h("button.button.big-button", { type: "button", class: `button big-button ${kept ? "" : "button-main"}`, onclick: () => start("register", "arrival") }, t("new_family"))
        : h("div.message.caution", null, h("p.message-title", null, t("no_forms")), button(t("try_again"), () => void app.fetchDown(true))),
      ready ? h("div.home-choices", null,
        button(t("enrich_title"), () => start("enrich", "arrival"), ".tall-button"),
        app.newest("profile") ? button(t("interview"), () => start("enrich", "profile"), ".tall-button") : null,
        app.newest("counts") ? button(t("count_title"), () => app.go("counts", {}), ".tall-button") : null,
        button(t("more"), () => app.go("more"), ".tall-button")) : null),
    app.side()));
}

/** The list beside the work: how many stand where, and the latest. @param {import("./main.js").App} app */
export function sideList(app) {
  const counts = h("ol.states");
  const rows = h("tbody");
  const element = h("aside.side", { id: "sent", "aria-label": t("registered") }, h("h2", null, t("registered")), counts,
    h("table.latest", null, h("caption.unseen", null, t("latest")), rows), h("p.source", null, t("states_meaning")));
  const draw = async () => {
    const open = app.open;
    if (!open) return;
    const listed = await outbox.listed(open.key);
    const number = (/** @type {string[]} */ states) => listed.filter(({ state }) => states.includes(state)).length;
    const cells = [["saved", ["saved"]], ["sent", ["sent"]], ["received", ["received", "held"]], ["accepted", ["accepted"]]];
    const back = number(["returned", "quarantined"]);
    fill(counts, ...cells.map(([state, all]) => h("li", null, stateOf(String(state)), h("b.digits", null, number(/** @type {string[]} */ (all))))),
      back ? h("li.states-back", null, stateOf("returned"), h("b.digits", null, back)) : null);
    fill(rows, ...listed.slice(0, SHOWN).map((one) => row(one)));
  };
  const stop = outbox.onChange(() => void (element.isConnected || !drawn ? draw() : stop()));
  let drawn = false;
  void draw().then(() => { drawn = true; });
  return element;
}

/** @param {import("./outbox.js").Record & {note: import("./outbox.js").Note | null}} record */
function row({ state, note, say, receipt }) {
  const what = !note ? t("brought") : note.kind === "counts" ? t("count_short") : note.token ?? receipt ?? t("no_token");
  const how = !note ? "" : note.kind === "counts" ? people(note.people) : note.kind === "enrich" ? t("added") : people(note.people);
  const reason = (state === "returned" || state === "quarantined") && say ? h("p.hint", { lang: spoken() }, said(say)) : null;
  return h("tr", null, h("th.digits", { scope: "row" }, what), h("td", null, how), h("td.digits", null, note ? clock(note.at) : ""), h("td", null, stateOf(state), reason));
}
