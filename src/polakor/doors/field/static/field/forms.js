/**
 * What a filled form is asked and what is wrong with it. Decides as polakor/intake/rules/answers.py
 * does (tests/vectors/forms.json). A form is the JSON that comes down from the office, with its lists.
 *
 * @typedef {Record<string, string>} Labels words by language
 * @typedef {{code: string, label: Labels, hidden?: boolean}} Choice
 * @typedef {{question: string, is?: string, in?: unknown[], not_in?: unknown[], at_least?: number,
 *   at_most?: number}} Condition
 * @typedef {{say: Labels, at_least?: number, at_most?: number, not_in?: string[], alone?: string[],
 *   matches?: string, longest?: number, not_after?: string}} Rule
 * @typedef {"household" | "member" | "count"} Who
 * @typedef {{code: string, who: Who, type: string, part: string, label: Labels, hint?: Labels,
 *   list?: string, choices?: Choice[], look?: string, shown?: string, first?: string[],
 *   private?: boolean, carry?: "members" | "head", counts?: {sex: number, age_group: string},
 *   when?: Condition[], must?: Rule[]}} Question
 * @typedef {{key: string, questions: Question[], demanded: {who: Who, one_of: string[], say: Labels}[],
 *   say: Record<string, Labels>, reasons: Record<string, Labels>, lists: Record<string, Choice[]>,
 *   parts: {code: string, label: Labels}[], place_digits: number[]}} Form
 * @typedef {Record<string, unknown>} Answers
 * @typedef {{answers: Answers, unanswered: Record<string, unknown>}} Filled
 * @typedef {{member: number | null, code: string, problem: string, message: Labels}} Problem
 */

const REASONS = ["unknown", "refused", "not_applicable"];
const MOST = 1e12;
/** The leeway of clocks that are slow: a child born this morning is not to come (base/dates.py). */
const LEEWAY_DAYS = 3;
/** @type {Record<string, number>} */
const LONGEST = { name: 200, text: 2000 };
const BLANK = /^[ \t\r\n\u00a0\u200b\ufeff]*$/;
const BROKEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff]/u;
const DATE = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/;
const PHONE = /^[+]?[0-9០-៩๐-๙ ()./-]{6,40}$/;
const PHONE_DIGITS = /[0-9០-៩๐-๙]/g;
const MRZ = /^[A-Z0-9< \n]{10,200}$/;
const PLACE = /^[0-9]{1,12}$/;
const UUID = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
/** @type {Filled} */
const NOTHING = { answers: {}, unanswered: {} };

/** A new set of answers with nothing in it, for this form. @param {Form} form */
export function empty(form) {
  const fresh = () => ({ answers: {}, unanswered: {} });
  return asks(form, "count") ? { counts: fresh() } : { household: fresh(), members: [] };
}

/** Whether there is an answer: blank text and an empty choice are none. @param {unknown} value */
export function given(value) {
  if (typeof value === "string") return !BLANK.test(value);
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** What may be chosen. @param {Form} form @param {Question} question @returns {Choice[]} */
export function choicesOf(form, question) {
  return question.choices ?? form.lists[question.list ?? ""] ?? [];
}

/**
 * Whether a question is asked, given the answers of the one it is about. For a question about a
 * member give the household's answers too; `who` says whom it is about where that is not plain.
 * @param {Form} form @param {string} code @param {Answers} answers
 * @param {Answers | null} [household] @param {Who} [who]
 */
export function relevant(form, code, answers, household, who) {
  const order = household ? ["member", "household", "count"] : ["household", "count", "member"];
  const found = (who ? [who] : order).map((one) => asked(form, code, one)).find(Boolean);
  if (!found) return false;
  return isAsked(form, found, answers, found.who === "member" ? household ?? null : null);
}

/**
 * What a member said, and what the family said for them where they said nothing.
 * @param {Form} form @param {any} payload @param {number} at from 0; 0 is the head
 * @returns {Filled}
 */
export function carried(form, payload, at) {
  const mine = filled(payload.members[at]), family = filled(payload.household);
  const answers = { ...mine.answers }, unanswered = { ...mine.unanswered };
  for (const { who, code, carry } of form.questions) {
    if (who !== "household" || (carry !== "members" && (carry !== "head" || at > 0))) continue;
    if (given(own(answers, code)) || Object.hasOwn(unanswered, code)) continue;
    if (given(own(family.answers, code))) answers[code] = own(family.answers, code);
    else if (Object.hasOwn(family.unanswered, code)) unanswered[code] = family.unanswered[code];
  }
  return { answers, unanswered };
}

/**
 * Everything wrong with a payload as an answer to a form; `code` is the question ("": none).
 * Nothing is demanded of an enrichment. Never throws.
 * @param {Form} form @param {any} payload @returns {Problem[]}
 */
export function problems(form, payload) {
  if (!isObject(payload)) return [fault(form, null, "", "shape")];
  if (payload.form !== form.key) return [fault(form, null, "", "other_form")];
  /** @type {Problem[]} */
  const found = [];
  const enriching = payload.kind === "enrich", last = lastDay(payload.made_at);
  for (const [who, of] of [["count", "counts"], ["household", "household"]]) {
    const told = own(payload, of) ?? null;
    if (!asks(form, who)) {
      if (told !== null && !saysNothing(told)) found.push(fault(form, null, "", "shape"));
    } else if (told !== null && !isFilled(told)) {
      found.push(fault(form, null, "", "shape"));
    } else {
      found.push(...ofOne(form, who, null, filled(told), null, enriching, last));
    }
  }
  return [...found, ...ofMembers(form, payload, enriching, last)];
}

/** @param {Form} form @param {any} payload @param {boolean} enriching @param {string} last */
function ofMembers(form, payload, enriching, last) {
  const members = Object.hasOwn(payload, "members") ? payload.members : [];
  if (!Array.isArray(members) || (members.length && !asks(form, "member"))) {
    return [fault(form, null, "", "shape")];
  }
  /** @type {Problem[]} */
  const found = [];
  if (!members.length && asks(form, "member") && !enriching) found.push(fault(form, null, "", "nobody"));
  const family = filled(own(payload, "household")).answers;
  const seen = new Set();
  members.forEach((member, at) => {
    if (!isFilled(member)) {
      found.push(fault(form, at, "", "shape"));
      return;
    }
    const id = own(member, "id");
    if (typeof id !== "string" || !UUID.test(id) || seen.has(id.toLowerCase())) {
      found.push(fault(form, at, "", "member_id"));
    } else {
      seen.add(id.toLowerCase());
    }
    found.push(...ofOne(form, "member", at, filled(member), family, enriching, last));
  });
  return found;
}

/**
 * The faults of one set of answers: known questions in order, unknown ones, then demands.
 * @param {Form} form @param {string} who @param {number | null} at @param {Filled} said
 * @param {Answers | null} family @param {boolean} enriching @param {string} last
 */
function ofOne(form, who, at, said, family, enriching, last) {
  /** @type {Problem[]} */
  const found = [];
  const questions = form.questions.filter((question) => question.who === who);
  for (const question of questions) {
    const code = question.code, value = own(said.answers, code);
    if (Object.hasOwn(said.unanswered, code)) {
      if (!isReason(said.unanswered[code])) found.push(fault(form, at, code, "unknown_reason"));
      if (given(value)) found.push(fault(form, at, code, "answered_twice"));
    }
    if (!given(value)) continue;
    if (!enriching && !isAsked(form, question, said.answers, family)) continue;
    const kind = faultOfValue(form, question, value);
    if (kind) {
      found.push(fault(form, at, code, kind));
      continue;
    }
    for (const rule of question.must ?? []) {
      if (!keeps(rule, value, last)) found.push({ member: at, code, problem: "must", message: rule.say });
    }
  }
  const known = new Set(questions.map((question) => question.code));
  const told = new Set([...Object.keys(said.answers), ...Object.keys(said.unanswered)]);
  for (const code of [...told].filter((one) => !known.has(one)).sort()) {
    found.push(fault(form, at, code, "unknown_question"));
  }
  if (enriching) return found;
  for (const demand of form.demanded) {
    if (demand.who !== who || demand.one_of.some((code) => isMet(said, code))) continue;
    found.push({ member: at, code: demand.one_of[0], problem: "demanded", message: demand.say });
  }
  return found;
}

/** @param {Filled} said @param {string} code */
function isMet(said, code) {
  return given(own(said.answers, code)) || isReason(own(said.unanswered, code));
}

/** @param {Form} form @param {Question} question @param {Answers} answers @param {Answers | null} family */
function isAsked(form, question, answers, family) {
  return (question.when ?? []).every((one) => holds(form, one, question.who, answers, family));
}

/**
 * @param {Form} form @param {Condition} condition @param {string} who @param {Answers} answers
 * @param {Answers | null} family
 * @returns {boolean}
 */
function holds(form, condition, who, answers, family) {
  let found = asked(form, condition.question, who), where = answers, inner = family;
  if (!found && family) {
    [found, where, inner] = [asked(form, condition.question, "household"), family, null];
  }
  if (!found) return false;
  let value = own(where, condition.question);
  if (!given(value) || !isAsked(form, found, where, inner)) value = null;
  if (condition.is === "answered" && value === null) return false;
  if (condition.is === "empty" && value !== null) return false;
  if (condition.in && !isChosen(value, condition.in)) return false;
  if (condition.not_in && isChosen(value, condition.not_in)) return false;
  return isWithin(value, condition.at_least, condition.at_most);
}

/** @param {Rule} rule @param {any} value @param {string} last the last day of `not_after` */
function keeps(rule, value, last) {
  if (!isWithin(value, rule.at_least, rule.at_most)) return false;
  if (rule.not_in && isChosen(value, rule.not_in)) return false;
  if (rule.alone && Array.isArray(value) && new Set(value).size > 1) {
    return !isChosen(value, rule.alone);
  }
  if (typeof value !== "string") return true;
  if (rule.matches && !new RegExp(`^(?:${rule.matches})$`, "u").test(value)) return false;
  if (rule.not_after && last && value > last.slice(0, value.length)) return false;
  return rule.longest === undefined || [...value].length <= rule.longest;
}

/** @param {Form} form @param {Question} question @param {unknown} value */
function faultOfValue(form, question, value) {
  const codes = () => choicesOf(form, question).map((choice) => choice.code);
  if (question.type === "choice") {
    return typeof value === "string" && codes().includes(value) ? "" : "not_in_list";
  }
  if (question.type === "many") {
    const known = codes();
    return Array.isArray(value) && value.every((one) => known.includes(one)) ? "" : "not_in_list";
  }
  if (question.type === "number") {
    const whole = typeof value === "number" && Number.isInteger(value);
    if (!whole || Math.abs(value) > MOST) return "wrong_number";
    return question.list && !codes().includes(String(value)) ? "not_in_list" : "";
  }
  return faultOfText(form, question.type, value);
}

/** @param {Form} form @param {string} type @param {unknown} value */
function faultOfText(form, type, value) {
  const wrong = type in LONGEST ? "wrong_text" : `wrong_${type}`;
  if (typeof value !== "string" || BROKEN.test(value)) return wrong;
  let fits = type in LONGEST && [...value].length <= LONGEST[type];
  if (type === "place") fits = PLACE.test(value) && form.place_digits.includes(value.length);
  if (type === "phone") fits = PHONE.test(value) && (value.match(PHONE_DIGITS) ?? []).length >= 6;
  if (type === "date") fits = isDate(value);
  if (type === "mrz") fits = MRZ.test(value);
  return fits ? "" : wrong;
}

/** Whether this is YYYY, YYYY-MM or YYYY-MM-DD in the calendar. @param {string} value */
export function isDate(value) {
  const found = DATE.exec(value);
  if (!found) return false;
  const [year, month, day] = found.slice(1).map((part) => (part === undefined ? null : Number(part)));
  if (year === null || year < 1850 || year > 2200) return false;
  if (month === null) return true;
  if (month < 1 || month > 12) return false;
  return day === null || (day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate());
}

/** The last day that is not to come, by the clock that made it; "" where there is none. @param {unknown} made */
function lastDay(made) {
  const day = typeof made === "string" ? made.slice(0, 10) : "";
  if (day.length !== 10 || !isDate(day)) return "";
  const last = new Date(`${day}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() + LEEWAY_DAYS);
  return last.toISOString().slice(0, 10);
}

/** @param {unknown} value @param {number} [least] @param {number} [most] */
function isWithin(value, least, most) {
  if (least === undefined && most === undefined) return true;
  return typeof value === "number" && value >= (least ?? -Infinity) && value <= (most ?? Infinity);
}

/** @param {unknown} value @param {unknown[]} codes */
function isChosen(value, codes) {
  return (Array.isArray(value) ? value : [value]).some((one) => one !== null && codes.includes(one));
}

/** @param {unknown} why */
function isReason(why) {
  return typeof why === "string" && REASONS.includes(why);
}

/** @param {Form} form @param {string} code @param {string} who */
function asked(form, code, who) {
  return form.questions.find((question) => question.code === code && question.who === who);
}

/** @param {Form} form @param {string} who */
function asks(form, who) {
  return form.questions.some((question) => question.who === who);
}

/** @param {Record<string, unknown>} told @param {string} key */
function own(told, key) {
  return Object.hasOwn(told, key) ? told[key] : undefined;
}

/** @param {unknown} told @returns {told is Record<string, unknown>} */
function isObject(told) {
  return typeof told === "object" && told !== null && !Array.isArray(told);
}

/** @param {unknown} told */
function isFilled(told) {
  if (!isObject(told)) return false;
  return ["answers", "unanswered"].every((part) => !Object.hasOwn(told, part) || isObject(told[part]));
}

/** @param {unknown} told */
function saysNothing(told) {
  if (!isFilled(told)) return false;
  const { answers, unanswered } = filled(told);
  return !Object.keys(answers).length && !Object.keys(unanswered).length;
}

/** @param {any} told @returns {Filled} */
function filled(told) {
  if (!isFilled(told)) return NOTHING;
  return { answers: own(told, "answers") ?? {}, unanswered: own(told, "unanswered") ?? {} };
}

/** @param {Form} form @param {number | null} member @param {string} code @param {string} problem */
function fault(form, member, code, problem) {
  return { member, code, problem, message: form.say[problem] };
}
