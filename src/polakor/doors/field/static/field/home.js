/** What to do now, and what became of every record made here. */

import { sortPhotos } from "./attachments.js";
import { button, fill, h, mark } from "./dom.js";
import { forget, keptDraft, newDraft } from "./draft.js";
import * as outbox from "./outbox.js";
import { clock, people, said, spoken, t } from "./words.js";

/** Each state: its shape, its colour, its word. */
const STATES = {
  saved: ["box", "quiet", "state_saved"], sent: ["half", "info", "state_sent"], received: ["dot", "info", "state_received"],
  held: ["dot", "info", "state_received"], accepted: ["tick", "ok", "state_accepted"], conflict: ["tick", "ok", "state_accepted"],
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
  const kept = await keptDraft(key, "form");
  const counting = await keptDraft(key, "counts");
  const start = (/** @type {"register" | "enrich"} */ kind, /** @type {string} */ code) => app.go("family", { draft: newDraft(kind, app.newest(code).key) });
  const throwAway = (/** @type {() => void} */ then) => app.sure(t("throw_away_sure"), async () => { await forget("form"); await sortPhotos(); then(); });
  const fresh = () => start("register", "arrival");
  const unfinished = kept ? h("div.message.info", null, h("p.message-title", null, t("unfinished_form")),
    h("div.buttons", null, button(t("go_on"), () => app.go("family", { draft: kept })), button(t("throw_away"), () => throwAway(() => app.go("home"))))) : null;
  const ready = app.newest("arrival");
  fill(root, h("div.columns-field", null,
    h("section.form-side.stack", null, h("h1.unseen", null, t("app")), unfinished,
      ready ? h("button.button.big-button", { type: "button", class: `button big-button ${kept ? "" : "button-main"}`, onclick: () => (kept ? throwAway(fresh) : fresh()) }, t("new_family"))
        : h("div.message.caution", null, h("p.message-title", null, t("no_forms")), button(t("try_again"), () => void app.fetchDown(true))),
      ready ? h("div.home-choices", null,
        button(t("enrich_title"), () => (kept ? throwAway(() => start("enrich", "arrival")) : start("enrich", "arrival")), ".tall-button"),
        app.newest("profile") ? button(t("interview"), () => (kept ? throwAway(() => start("enrich", "profile")) : start("enrich", "profile")), ".tall-button") : null,
        app.newest("counts") ? button(counting ? t("count_go_on") : t("count_title"), () => app.go("counts", {}), ".tall-button") : null,
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
    const [number, rows_] = await Promise.all([outbox.standing(), outbox.latest(SHOWN)]);
    const cells = /** @type {[string, number][]} */ ([["saved", number.saved], ["sent", number.sent],
      ["received", number.received + number.held], ["accepted", number.accepted + number.conflict]]);
    const back = number.returned + number.quarantined;
    fill(counts, ...cells.map(([state, many]) => h("li", null, stateOf(state), h("b.digits", null, many))),
      back ? h("li.states-back", null, stateOf("returned"), h("b.digits", null, back)) : null);
    fill(rows, ...rows_.map((one) => row(one, app.notes.get(one.id))));
  };
  const stop = outbox.onChange(() => void (element.isConnected || !drawn ? draw() : stop()));
  let drawn = false;
  void draw().then(() => { drawn = true; });
  return element;
}

/** @param {import("./outbox.js").Record} record @param {import("./outbox.js").Note | undefined} note ours, not one brought */
function row({ state, say, receipt }, note) {
  const what = !note ? t("brought") : note.kind === "counts" ? t("count_short") : note.token ?? receipt ?? t("no_token");
  const how = !note ? "" : note.kind === "counts" ? people(note.people) : note.kind === "enrich" ? t("added") : people(note.people);
  const reason = say && said(say) ? h("p.hint", { lang: spoken() }, said(say)) : null;
  return h("tr", null, h("th.digits", { scope: "row" }, what), h("td", null, how), h("td.digits", null, note ? clock(note.at) : ""), h("td", null, stateOf(state), reason));
}
