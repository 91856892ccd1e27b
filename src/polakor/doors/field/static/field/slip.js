/** Just saved: the family's number large enough to be copied onto paper, and a minute to correct it. */

import { button, fill, h } from "./dom.js";
import { newDraft } from "./draft.js";
import { stateOf } from "./home.js";
import { onChange, recordOf, UNCONFIRMED } from "./outbox.js";
import { people, speak, t } from "./words.js";

const CORRECTABLE = 60_000;

/**
 * @param {import("./main.js").App} app @param {HTMLElement} root
 * @param {{draft: import("./draft.js").Draft, people: number, whole: import("./draft.js").Draft}} given
 */
export function slipScreen(app, root, { draft, people: number, whole }) {
  const state = h("p.slip-state");
  const look = async () => {
    const record = await recordOf(draft.id);
    if (record) fill(state, stateOf(record.state), UNCONFIRMED.includes(record.state) ? h("span.note", null, ` ${t("kept_here")}`) : null);
  };
  const stop = onChange(() => void look());
  const correct = button(t("correct"), () => {
    const again = structuredClone(whole);
    app.go("family", { before: whole, draft: { ...newDraft("enrich", draft.form), household: again.household, token: draft.token, typed: draft.typed, base: draft.id,
      members: again.members.map((member) => ({ ...member, photos: [], known: {} })), at: Math.min(1, again.members.length) } });
  });
  const again = draft.kind === "register";
  if (!again) correct.hidden = true;
  const end = setTimeout(() => { correct.hidden = true; }, CORRECTABLE);
  const next = button(again ? t("next_family") : t("to_list"), () =>
    again ? app.go("family", { draft: newDraft("register", app.newest("arrival").key) }) : app.go("home"), ".button-main.big-button");
  fill(root, h("div.columns-field", null, h("section.form-side.slip", null,
    h("h1.slip-title", null, draft.kind === "counts" ? t("count_saved") : again ? t("family_saved") : t("answers_saved")),
    draft.token ? h("div.slip-paper", null, h("p", null, t("token")), h("p.slip-number", null, draft.token), h("p.note", null, again ? people(number) : t("added"))) : h("p.slip-people", null, people(number)),
    draft.token && again ? h("p", null, t("token_give")) : null, state, next,
    h("div.buttons", null, again ? correct : null, button(t("to_list"), () => app.go("home"))),
    again ? h("p.hint", null, t("correct_hint")) : null), app.side()));
  next.focus();
  speak(t("family_saved"));
  void look();
  return { leave: () => { clearTimeout(end); stop(); } };
}
