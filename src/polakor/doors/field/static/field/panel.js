/** The questions about one: first what is demanded, then who needs help, then the rest, the rare behind a tap. */

import { h } from "./dom.js";
import { relevant } from "./forms.js";
import { questionField } from "./question.js";
import { said, t } from "./words.js";

/** @typedef {import("./question.js").Filled} Filled */

/** How early a question stands. @param {any} form @param {any} question */
function turn(form, question) {
  if (!form.demanded.length) return 4;
  const demanded = form.demanded.some((/** @type {any} */ one) => one.who === question.who && one.one_of.includes(question.code));
  const taps = question.list || question.choices;
  if (demanded) return taps ? 0 : 1;
  if (question.type === "place") return 2;
  return question.type === "many" ? 3 : 4;
}

/**
 * @param {object} what
 * @param {any} what.form @param {string} what.who "household", "member" or "count"
 * @param {Filled} what.filled @param {Record<string, any>} what.household answers of the family
 * @param {import("./placebox.js").Known} what.places
 * @param {string} what.prefix @param {(code: string) => void} what.changed
 * @param {(question: any) => boolean} [what.leave] questions drawn elsewhere
 * @returns {HTMLElement}
 */
export function panel({ form, who, filled, household, places, prefix, changed, leave }) {
  const questions = form.questions.filter((/** @type {any} */ one) => one.who === who && !leave?.(one));
  /** @type {[any, any][]} */
  const drawn = [];
  const asking = {
    form, places, prefix,
    changed: (/** @type {string} */ code) => {
      // Others may be asked now, hold another answer, or be carried: all look again, but not the one typed in.
      for (const [question, field] of drawn) if (question.code !== code) field.refresh();
      show();
      changed(code);
    },
  };
  const draw = (/** @type {any} */ question) => {
    const field = questionField(question, filled, asking);
    drawn.push([question, field]);
    return field;
  };
  const show = () => {
    for (const [question, field] of drawn) {
      field.hidden = !relevant(form, question.code, filled.answers, who === "member" ? household : undefined);
    }
  };
  const inOrder = (/** @type {any[]} */ some) =>
    some.map((one, at) => /** @type {const} */ ([turn(form, one), at, one])).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , one]) => draw(one));
  // Parts in which nothing is pressing are folded; a form that demands nothing is gone through part by part.
  const pressing = form.demanded.length ? questions.filter((/** @type {any} */ one) => turn(form, one) < 4) : questions.slice(0, 1);
  const open = new Set(pressing.map((/** @type {any} */ one) => one.part));
  const shown = questions.filter((/** @type {any} */ one) => one.shown !== "more" && !one.private);
  const first = shown.filter((/** @type {any} */ one) => open.has(one.part));
  const later = form.parts.flatMap((/** @type {any} */ part) => {
    const mine = shown.filter((/** @type {any} */ one) => one.part === part.code && !first.includes(one));
    return mine.length ? [folded(said(part.label), mine.map(draw))] : [];
  });
  const rare = questions.filter((/** @type {any} */ one) => one.shown === "more" && !one.private);
  const hushed = questions.filter((/** @type {any} */ one) => one.private);
  const element = h("div.panel", null, inOrder(first), later,
    rare.length ? folded(t("more_questions"), rare.map(draw)) : null,
    hushed.length ? folded(t("private_questions"), [h("p.hint", null, t("private_hint")), ...hushed.map(draw)]) : null);
  show();
  for (const fold of element.querySelectorAll("details.part")) {
    if (drawn.some(([question, field]) => fold.contains(field) && (question.code in filled.answers || question.code in filled.unanswered))) fold.open = true;
  }
  return element;
}

const folded = (/** @type {string} */ title, /** @type {any[]} */ fields) =>
  h("details.more.part", null, h("summary", null, title), h("div.part-in", null, fields));
