/**
 * One question of a form as the officer sees it: big buttons, a line to type in, or a place to find.
 * The form decides what is asked; nothing here knows a question by its code.
 */

import { h } from "./dom.js";
import { readDate, spelledDate } from "./dates.js";
import { choicesOf } from "./forms.js";
import { mrzBox } from "./mrzbox.js";
import { placeBox } from "./placebox.js";
import { said, t } from "./words.js";

/** @typedef {{code: string, label: Record<string, string>, hidden?: boolean}} Choice */
/** @typedef {{answers: Record<string, any>, unanswered: Record<string, string>}} Filled */
/**
 * @typedef {object} Asking what a question needs to know of its surroundings
 * @property {any} form
 * @property {import("./placebox.js").Known} places
 * @property {(code: string) => void} changed
 * @property {string} prefix for the names of its fields, its own on the page
 */

const REASONS = ["unknown", "refused", "not_applicable"];
const FEW = 9;
let made = 0;

/**
 * @param {any} question @param {Filled} filled @param {Asking} asking
 * @returns {HTMLElement} with `.refresh()` that shows what `filled` holds now
 */
export function questionField(question, filled, asking) {
  const choices = choicesOf(asking.form, question);
  const part = choices.length ? choiceField(question, choices, filled, asking) : lineField(question, filled, asking);
  part.dataset.question = question.code;
  return part;
}

/** Note an answer; nothing typed means nothing answered. */
function answer(/** @type {any} */ question, /** @type {Filled} */ filled, /** @type {Asking} */ asking, /** @type {any} */ value) {
  const none = value === "" || value === null || value === undefined || (Array.isArray(value) && !value.length);
  if (none) delete filled.answers[question.code];
  else filled.answers[question.code] = value;
  if (!none) delete filled.unanswered[question.code];
  asking.changed(question.code);
}

/** Buttons to choose from: one or many, the frequent ones first and the rest behind a tap. */
function choiceField(/** @type {any} */ question, /** @type {Choice[]} */ choices, /** @type {Filled} */ filled, /** @type {Asking} */ asking) {
  const many = question.type === "many";
  const number = question.type === "number";
  const name = `${asking.prefix}-${question.code}`;
  const alone = new Set((question.must ?? []).flatMap((/** @type {any} */ rule) => rule.alone ?? []));
  /** @type {HTMLInputElement[]} */
  const inputs = [];
  const face = (/** @type {Choice} */ choice) => {
    const input = h("input", { type: many ? "checkbox" : "radio", name, value: choice.code, onchange: () => taken(choice.code) });
    inputs.push(input);
    return h("label.choice", null, input, h("span.choice-face", null, keyDigit(inputs.length), h("span", null, said(choice.label))));
  };
  const taken = (/** @type {string} */ code) => {
    if (many) {
      const mine = inputs.find((input) => input.value === code);
      for (const input of inputs) {
        if (mine?.checked && input !== mine && (alone.has(code) || alone.has(input.value))) input.checked = false;
      }
      answer(question, filled, asking, inputs.filter((input) => input.checked).map((input) => input.value));
    } else answer(question, filled, asking, number ? Number(code) : code);
    reasons.refresh();
  };
  const open = (/** @type {Choice} */ choice) => !choice.hidden;
  const first = question.first?.length
    ? question.first.map((/** @type {string} */ code) => choices.find((one) => one.code === code)).filter(Boolean)
    : choices.length > FEW + 3 ? choices.filter(open).slice(0, FEW) : choices.filter(open);
  const rest = choices.filter((one) => !first.includes(one));
  const reasons = noAnswer(question, filled, asking, () => show());
  const width = columns(first, many);
  const faces = first.map(face);  // before the rest: they carry the first digits
  const more = rest.length ? h("details.more", null, h("summary", null, t("more_choices")),
    h(`div.picks.picks-${columns(rest, many)}`, null, rest.map(face))) : null;
  const id = `q${++made}`;
  const field = h(`div.ask.ask-${question.code}`, { role: many ? "group" : "radiogroup", "aria-labelledby": id },
    h("div.ask-head", null, h("span.ask-label", { id }, said(question.label)), reasons.toggle), reasons, hint(question),
    h(`div.picks.picks-${width}`, null, faces), more);
  const show = () => {
    const value = filled.answers[question.code];
    for (const input of inputs) input.checked = many ? (value ?? []).includes(input.value) : String(value) === input.value;
    if (more && rest.some((one) => inputs.some((input) => input.checked && input.value === one.code))) more.open = true;
    reasons.refresh();
  };
  field.refresh = show;
  show();
  return field;
}

/** The key that chooses it, shown where there is a keyboard. @param {number} number from 1 */
const keyDigit = (number) => (number <= 10 ? h("span.key-digit", { "aria-hidden": "true" }, number % 10) : null);

/** How many stand beside one another on a phone without breaking a word. @param {Choice[]} choices @param {boolean} many */
function columns(choices, many) {
  const letters = longest(choices);
  if (many || letters > 10 || choices.length < 3) return 2;
  return choices.length === 3 ? 3 : letters > 7 ? 2 : 4;
}

const longest = (/** @type {Choice[]} */ choices) => Math.max(0, ...choices.map(({ label }) => said(label).length));

const hint = (/** @type {any} */ question) => (question.hint ? h("p.hint", null, said(question.hint)) : null);

/** A line to type in: text, a name, a number, a phone, a day, a place, the zone of a passport. */
function lineField(/** @type {any} */ question, /** @type {Filled} */ filled, /** @type {Asking} */ asking) {
  const id = `q${++made}`;
  const take = (/** @type {any} */ value) => { answer(question, filled, asking, value); reasons.refresh(); };
  const value = () => filled.answers[question.code];
  const reasons = noAnswer(question, filled, asking, () => box.show(value()));
  const box = question.type === "place" ? placeBox(id, asking.places, take)
    : question.type === "mrz" ? mrzBox(id, take, (found) => spread(asking, filled, found))
    : textBox(id, question.type, take);
  const field = h(`div.ask.ask-line.ask-${question.code}.ask-is-${question.type}`, null,
    h("div.ask-head", null, h("label.ask-label", { for: id }, said(question.label)), reasons.toggle), reasons, hint(question), box.element);
  field.refresh = () => { box.show(value()); reasons.refresh(); };
  field.refresh();
  return field;
}

const INPUTS = {
  number: { inputmode: "numeric", maxlength: 10, class: "input-short" },
  phone: { type: "tel", inputmode: "tel", maxlength: 40 },
  date: { inputmode: "numeric", maxlength: 10, class: "input-date" },
  name: { autocapitalize: "words", maxlength: 120, spellcheck: "false" },
};
const DIGITS = /[០-៩]/g;

/** @param {string} text with Khmer digits too */
export const plainDigits = (text) => text.replace(DIGITS, (digit) => String(digit.charCodeAt(0) - 0x17e0));

function textBox(/** @type {string} */ id, /** @type {string} */ type, /** @type {(value: any) => void} */ take) {
  const read = h("p.hint.read", { "aria-live": "polite" });
  const typed = () => {
    const text = input.value.normalize("NFC").trim();
    if (type === "number") return take(/^\d+$/.test(plainDigits(text)) ? Number(plainDigits(text)) : text);
    if (type === "date") {
      const day = readDate(plainDigits(text));
      read.textContent = text && (day ? spelledDate(day) : t("date_unread"));
      return take(text && (day ?? text));
    }
    take(type === "phone" ? plainDigits(text) : text);
  };
  const input = h("input", { id, type: "text", autocomplete: "off", oninput: typed, .../** @type {any} */ (INPUTS)[type] });
  const show = (/** @type {any} */ value) => {
    const text = value === undefined ? "" : String(value);
    // What is being typed is never overwritten under the fingers.
    if (document.activeElement !== input) input.value = text;
    if (type === "date") read.textContent = text && readDate(text) ? spelledDate(text) : "";
  };
  return { element: h("div", null, input, type === "date" ? read : null), show };
}

/** What a passport says, put where nothing was answered yet. */
function spread(/** @type {Asking} */ asking, /** @type {Filled} */ filled, /** @type {Record<string, any>} */ found) {
  for (const [code, value] of Object.entries(found)) {
    const known = asking.form.questions.some((/** @type {any} */ one) => one.code === code && one.who === "member");
    if (!known || filled.answers[code] !== undefined || !value) continue;
    filled.answers[code] = value;
    asking.changed(code);
  }
}

/** Why there is no answer: unknown, refused, does not apply. Behind a tap: it is the rare case. */
function noAnswer(/** @type {any} */ question, /** @type {Filled} */ filled, /** @type {Asking} */ asking, /** @type {() => void} */ cleared) {
  const buttons = REASONS.map((reason) => h("button.reason", {
    type: "button",
    "aria-pressed": "false",
    onclick: () => {
      if (filled.unanswered[question.code] === reason) delete filled.unanswered[question.code];
      else {
        filled.unanswered[question.code] = reason;
        delete filled.answers[question.code];
      }
      asking.changed(question.code);
      cleared();
      part.refresh();
    },
  }, said(asking.form.reasons?.[reason]) || t(`reason_${reason}`)));
  const part = h("div.ask-reasons", { hidden: true }, buttons);
  part.toggle = h("button.link.no-answer", { type: "button", "aria-expanded": "false", "aria-label": `${t("no_answer")} ${said(question.label)}`, onclick: () => {
    part.hidden = !part.hidden;
    part.toggle.setAttribute("aria-expanded", String(!part.hidden));
  } }, t("no_answer"));
  part.refresh = () => {
    const chosen = filled.unanswered[question.code];
    buttons.forEach((one, at) => one.setAttribute("aria-pressed", String(REASONS[at] === chosen)));
    if (chosen) part.hidden = false;
  };
  part.refresh();
  return part;
}
