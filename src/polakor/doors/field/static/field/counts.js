/** Tier 0: people counted as they pass, by sex and age, hour by hour, without anybody's name. */

import { button, fill, h } from "./dom.js";
import { Keeper, keptDraft, newDraft, payloadOf } from "./draft.js";
import { problems } from "./forms.js";
import * as outbox from "./outbox.js";
import { panel } from "./panel.js";
import { localTime } from "./bytes.js";
import { people, said, speak, t } from "./words.js";

/** @param {import("./main.js").App} app @param {HTMLElement} root @param {{draft?: import("./draft.js").Draft}} given */
export async function countsScreen(app, root, given) {
  const open = app.unlocked();
  const kept = given.draft ?? (await keptDraft(open.key, "counts"));
  const form = app.newest("counts");
  const draft = kept ?? newDraft("counts", form.key);
  const keeper = new Keeper(open.key);
  const { answers } = draft.household;
  const tallied = form.questions.filter((/** @type {any} */ one) => one.counts);
  const total = () => tallied.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + (answers[one.code] ?? 0), 0);
  const hour = () => `${String(answers.hour).padStart(2, "0")}:00`;
  /** The hour begins with the first person counted in it. */
  const begin = () => {
    if (answers.hour !== undefined) return;
    answers.hour = new Date().getHours();
    answers.counted_on = localTime().slice(0, 10);
    answers.method ??= "tally";
  };
  const faults = h("div.message.danger", { role: "alert", hidden: true });
  const late = h("div.message.caution", { hidden: true });
  const sum = h("p.count-sum", { role: "status" });
  const save = button("", () => void finish(), ".button-main");
  /** @type {(() => void)[]} */
  const drawn = [];
  const draw = () => {
    drawn.forEach((one) => one());
    fill(sum, people(total()), answers.hour === undefined ? "" : ` · ${t("hour_from", { hour: hour() })}`);
    fill(save, total() ? t("save_count", { n: total() }) : t("save_count_zero"));
    const over = answers.hour !== undefined && answers.hour !== new Date().getHours();
    late.hidden = !over;
    if (over) fill(late, h("p.message-title", null, t("hour_over", { hour: hour() })));
  };
  const step = (/** @type {any} */ question, /** @type {number} */ by) => {
    begin();
    answers[question.code] = Math.max(0, (answers[question.code] ?? 0) + by);
    keeper.keep(draft);
    draw();
    speak(`${said(question.label)} ${answers[question.code]}`);
  };
  const counter = (/** @type {any} */ question, /** @type {number} */ at) => {
    const number = h("b.digits");
    drawn.push(() => fill(number, answers[question.code] ?? 0));
    return h("div.counter", null,
      h("button.counter-add", { type: "button", onclick: () => step(question, 1), "data-digit": at + 1 }, h("span", null, said(question.label)), number, h("span.plus", { "aria-hidden": "true" }, "+1")),
      h("button.counter-less", { type: "button", "aria-label": `${t("one_less")}: ${said(question.label)}`, onclick: () => step(question, -1) }, "−1"));
  };
  const finish = async () => {
    begin();
    for (const one of tallied) if (one.shown !== "more") answers[one.code] ??= 0;
    const { household, members: _none, ...rest } = payloadOf({ ...draft, members: [] }, open.device.gate.code);
    const payload = { ...rest, household: { answers: {}, unanswered: {} }, members: [], counts: household };
    const wrong = problems(form, { ...payload, device: open.device.device, seq: 1 });
    if (wrong.length) {
      faults.hidden = false;
      return fill(faults, ...wrong.slice(0, 3).map((/** @type {any} */ one) => h("p.message-title", null, said(one.message))));
    }
    await keeper.end();
    const note = { id: draft.id, kind: "counts", form: form.key, base: null, token: null, people: total(), at: payload.made_at, members: [] };
    try {
      await outbox.add(open, payload, note, "counts");
    } catch {
      keeper.resume(draft);
      faults.hidden = false;
      return fill(faults, h("p.message-title", null, t("not_kept")));
    }
    await app.saved(note);
    app.go("slip", { draft, people: total(), whole: draft });
  };
  const rest = panel({ form, who: "count", filled: draft.household, household: answers, places: app.places, prefix: "count",
    changed: () => { keeper.keep(draft); draw(); }, leave: (question) => !!question.counts && question.shown !== "more" });
  const main = tallied.filter((/** @type {any} */ one) => one.shown !== "more");
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const digit = Number(/^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1]);
    if (!digit || /** @type {HTMLElement} */ (event.target).matches?.("input, textarea") || !main[digit - 1]) return;
    event.preventDefault();
    step(main[digit - 1], event.shiftKey ? -1 : 1);
  };
  document.addEventListener("keydown", pressed);
  const each = setInterval(draw, 20_000);
  fill(root, h("div.columns-field", null, h("section.form-side.stack", null, h("h1", null, t("count_title")), faults, late, sum,
    h("div.counters", null, main.map(counter)), h("details.more", null, h("summary", null, t("count_more")), rest)), app.side()),
  h("div.savebar", null, h("div.savebar-in", null, h("p.note.where-in", null, ""), button(t("to_list"), () => app.go("home")), save)));
  draw();
  return { busy: () => total() > 0, leave: async () => { clearInterval(each); document.removeEventListener("keydown", pressed); await keeper.writing; } };
}
