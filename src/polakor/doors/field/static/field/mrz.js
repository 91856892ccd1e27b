/**
 * Machine-readable zones of travel documents: TD1 (3 x 30), TD2 (2 x 36), TD3 (2 x 44).
 * Source: ICAO Doc 9303, parts 3 to 6. Reads as polakor/base/mrz.py does (tests/vectors/mrz.json):
 * what does not fit is told beside what was read, nothing is refused, no name is ever mended.
 *
 * @typedef {{year: number, month: number | null, day: number | null}} Day
 * @typedef {{field: string, code: "length" | "slip" | "check" | "no_such_date" | "unread" | "maybe_cut",
 *   found: string, proposal: string}} Problem
 * @typedef {"TD1" | "TD2" | "TD3"} Kind
 * @typedef {{kind: Kind, code: string, country: string, surname: string, given: string,
 *   number: string, nationality: string, sex: "0" | "1" | "2", birth: Day | null, expiry: Day | null,
 *   personal: string, checks: Record<string, boolean | null>, problems: Problem[]}} Mrz
 * @typedef {[number, number, number]} Span line, first character, end (not included)
 */

/** @type {[number, number, Kind][]} */
const SHAPES = [[3, 30, "TD1"], [2, 36, "TD2"], [2, 44, "TD3"]];
const ORDER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BREAKS = /[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+/;
const SPACES = /[ \t\u00a0\u2000-\u200d\u2060\ufeff]+/g;
const LETTERS = /^[A-Z0-9<]+$/;
const KHMER_DIGITS = "០១២៣៤៥៦៧៨៩";
const TO_DIGITS = pairs("OQDILZSBG", "000112586");
const TO_LETTERS = pairs("012586", "OIZSBG");
const LONG = 28;
const EXPIRY_AHEAD = 20;
const MOST_ADDED = 5;

/** @type {Record<string, Span>} */
const TWO_LINES = {
  code: [0, 0, 2], country: [0, 2, 5], number: [1, 0, 9], number_check: [1, 9, 10],
  nationality: [1, 10, 13], birth: [1, 13, 19], birth_check: [1, 19, 20], sex: [1, 20, 21],
  expiry: [1, 21, 27], expiry_check: [1, 27, 28],
};
/** @type {Record<Kind, Record<string, Span>>} */
const FIELDS = {
  TD1: {
    code: [0, 0, 2], country: [0, 2, 5], number: [0, 5, 14], number_check: [0, 14, 15],
    personal: [0, 15, 30], birth: [1, 0, 6], birth_check: [1, 6, 7], sex: [1, 7, 8],
    expiry: [1, 8, 14], expiry_check: [1, 14, 15], nationality: [1, 15, 18], more: [1, 18, 29],
    composite_check: [1, 29, 30], names: [2, 0, 30],
  },
  TD2: { ...TWO_LINES, names: [0, 5, 36], personal: [1, 28, 35], composite_check: [1, 35, 36] },
  TD3: {
    ...TWO_LINES, names: [0, 5, 44], personal: [1, 28, 42], personal_check: [1, 42, 43],
    composite_check: [1, 43, 44],
  },
};
/** @type {Record<Kind, Span[]>} */
const COMPOSITE = {
  TD1: [[0, 5, 30], [1, 0, 7], [1, 8, 15], [1, 18, 29]],
  TD2: [[1, 0, 10], [1, 13, 20], [1, 21, 35]],
  TD3: [[1, 0, 10], [1, 13, 20], [1, 21, 43]],
};

/** @param {string} from @param {string} to */
function pairs(from, to) {
  return new Map([...from].map((letter, at) => [letter, to[at]]));
}

/** @param {string} text @param {Map<string, string>} map */
const changed = (text, map) => [...text].map((letter) => map.get(letter) ?? letter).join("");

/** @param {string} field */
const bare = (field) => field.replaceAll("<", " ").split(" ").filter(Boolean).join(" ");

/** @param {string} field @param {Problem["code"]} code @returns {Problem} */
const problem = (field, code, found = "", proposal = "") => ({ field, code, found, proposal });

/** The check digit of a field (ICAO 9303-3 section 4.9); `<` counts as 0. @param {string} text */
export function checkDigit(text) {
  let total = 0;
  [...text].forEach((letter, place) => {
    total += Math.max(0, ORDER.indexOf(letter)) * [7, 3, 1][place % 3];
  });
  return String(total % 10);
}

/** @param {string} row */
function clean(row) {
  return row.replace(SPACES, "").replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/[០-៩]/g, (digit) => String(KHMER_DIGITS.indexOf(digit)))
    .replaceAll("‹", "<").replaceAll("«", "<<");
}

/** The two or three lines of a zone, or null. @param {string} text @returns {string[] | null} */
export function findLines(text) {
  const rows = text.split(BREAKS).map(clean).filter(Boolean);
  const long = rows.filter((row) => row.length >= LONG && LETTERS.test(row));
  const same = long.every((row) => row.length === long[0].length);
  if (same && SHAPES.some(([count, width]) => long.length === count && long[0].length === width)) {
    return long;
  }
  const joined = rows.join("");
  if (!joined.includes("<<") || !LETTERS.test(joined)) return null;
  for (const [count, width] of SHAPES) {
    if (joined.length === count * width) {
      const cut = Array.from({ length: count }, (_, at) => joined.slice(at * width, (at + 1) * width));
      return rows.length === count ? cut : fitted(rows) ?? cut;
    }
  }
  return fitted(rows);
}

/** Lines whose fillers were miscounted, brought to their width. @param {string[]} rows */
function fitted(rows) {
  if (rows.length !== 2 && rows.length !== 3) return null;
  const width = rows.length === 3 ? 30 : rows[1].length >= 40 ? 44 : 36;
  const names = rows.length === 3 ? 2 : 0;
  const lines = rows.map((row, at) => fit(row, width, at === names));
  return lines.includes(null) ? null : /** @type {string[]} */ (lines);
}

/** @param {string} row @param {number} width @param {boolean} isNames */
function fit(row, width, isNames) {
  if (isNames) {
    const short = row.replace(/<+$/, "");
    const fits = short.length <= width && row.length <= width + MOST_ADDED;
    return fits ? short.padEnd(width, "<") : null;
  }
  const missing = width - row.length;
  const run = [...row.matchAll(/<+/g)].at(-1);
  if (missing === 0 || !run) return missing === 0 ? row : null;
  const fillers = run[0].length + missing;
  if (Math.abs(missing) > MOST_ADDED || fillers < 1) return null;
  return row.slice(0, run.index) + "<".repeat(fillers) + row.slice(run.index + run[0].length);
}

/**
 * Every field as it stands, digits mended where only digits may stand, and what was mended.
 * @param {Kind} kind @param {string[]} lines
 */
function partsOf(kind, lines) {
  /** @type {Record<string, string>} */
  const part = {};
  const slips = [];
  for (const [field, [line, start, end]] of Object.entries(FIELDS[kind])) {
    const found = lines[line].slice(start, end);
    part[field] = found;
    let proposal = found;
    if (field === "birth" || field === "expiry" || field.endsWith("_check")) {
      proposal = part[field] = changed(found, TO_DIGITS);
    } else if (["country", "nationality", "names"].includes(field)) {
      proposal = changed(found, TO_LETTERS);
    }
    if (proposal !== found) slips.push(problem(field, "slip", bare(found), bare(proposal)));
  }
  return { part, slips };
}

/**
 * The number with its check digit and the personal field: numbers of more than nine characters go
 * on there in TD1 and TD2, check digit last (ICAO 9303-5, 4.2.2).
 * @param {Kind} kind @param {Record<string, string>} part
 */
function longNumber(kind, part) {
  const rest = part.personal.split("<")[0];
  if (kind === "TD3" || part.number_check !== "<" || !rest) {
    return [part.number + part.number_check, part.personal];
  }
  const number = part.number + rest.slice(0, -1) + changed(rest.slice(-1), TO_DIGITS);
  return [number, part.personal.slice(rest.length)];
}

/**
 * @param {Kind} kind @param {Record<string, string>} part @param {string} number
 * @returns {Record<string, boolean | null>}
 */
function checksOf(kind, part, number) {
  const mended = [0, 1, 2].map(() => Array(44).fill("<"));
  for (const [field, [line, start, end]] of Object.entries(FIELDS[kind])) {
    mended[line].splice(start, end - start, ...part[field]);
  }
  const composite = COMPOSITE[kind].map(([line, a, b]) => mended[line].slice(a, b).join("")).join("");
  const digit = part.personal_check;
  const empty = digit === "<" && !bare(part.personal);
  return {
    number: checkDigit(number.slice(0, -1)) === number.slice(-1),
    birth: checkDigit(part.birth) === part.birth_check,
    expiry: checkDigit(part.expiry) === part.expiry_check,
    personal: digit === undefined ? null : empty || checkDigit(part.personal) === digit,
    composite: checkDigit(composite) === part.composite_check,
  };
}

/**
 * What does not fit; the composite digit only when nothing else says so already.
 * @param {Record<string, string>} part @param {Record<string, boolean | null>} checks
 * @param {string} number
 */
function failuresOf(part, checks, number) {
  const fields = Object.keys(checks).filter((field) => checks[field] === false);
  return fields.filter((field) => field !== "composite" || fields.length === 1).map((field) => {
    if (field === "composite") return problem(field, "check");
    if (field !== "number") return problem(field, "check", bare(part[field]));
    const [found, digit] = [number.slice(0, -1), number.slice(-1)];
    return problem(field, "check", bare(found), bare(oneAlike(found, digit)));
  });
}

/** With the one letter made a digit that makes it fit, if just one does. @param {string} found @param {string} digit */
function oneAlike(found, digit) {
  const fitting = [...found].flatMap((letter, at) => {
    const other = TO_DIGITS.get(letter);
    const text = found.slice(0, at) + other + found.slice(at + 1);
    return other && checkDigit(text) === digit ? [text] : [];
  });
  return fitting.length === 1 ? fitting[0] : "";
}

/** @param {number} year @param {number} month @param {number} day */
function exists(year, month, day) {
  const days = [31, year % 4 || (!(year % 100) && year % 400) ? 28 : 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return month >= 1 && month <= 12 && day <= days[month - 1];
}

/**
 * A date of six digits as far as it exists, and what is odd about it.
 * @param {string} field @param {string} found @param {Date} today @param {boolean} past
 * @returns {{on: Day | null, odd: Problem[]}}
 */
function dateOf(field, found, today, past) {
  if (!/^\d\d/.test(found)) {
    return { on: null, odd: bare(found) ? [problem(field, "unread", bare(found))] : [] };
  }
  const [month, day] = [found.slice(2, 4), found.slice(4, 6)].map((text) => (/^\d\d$/.test(text) ? Number(text) : 0));
  const now = today.getFullYear() * 10_000 + (today.getMonth() + 1) * 100 + today.getDate();
  const latest = past ? now : (today.getFullYear() + EXPIRY_AHEAD) * 10_000 + 1231;
  let year = Math.floor(latest / 1_000_000) * 100 + Number(found.slice(0, 2));
  if (year * 10_000 + (month || 1) * 100 + (day || 1) > latest) year -= 100;
  const told = { year, month: month || null, day: (month && day) || null };
  if (!month || exists(year, month, day)) return { on: told, odd: [] };
  const known = { year, month: exists(year, month, 1) ? month : null, day: null };
  return { on: known, odd: [problem(field, "no_such_date", found)] };
}

/**
 * Read the zone in a text; null when it has not the shape of one. Never throws.
 * @param {string} text
 * @param {Date} today gives years of two digits their century
 * @returns {Mrz | null}
 */
export function readMrz(text, today = new Date()) {
  const lines = findLines(text);
  if (!lines) return null;
  const shape = SHAPES.find(([count, width]) => lines.length === count && lines[0].length === width);
  const kind = /** @type {Kind} */ (shape?.[2]);
  const typed = text.split(BREAKS).map(clean).filter(Boolean);
  const lengths = typed.length !== lines.length ? [] : typed.flatMap((row, at) =>
    (row === lines[at] ? [] : [problem("lines", "length", row, lines[at])]));
  const { part, slips } = partsOf(kind, lines);
  const [number, personal] = longNumber(kind, part);
  const checks = checksOf(kind, part, number);
  const birth = dateOf("birth", part.birth, today, true);
  const expiry = dateOf("expiry", part.expiry, today, false);
  const names = part.names.replace(/^<+|<+$/g, "");
  const cut = names.indexOf("<<");
  const problems = [...lengths, ...slips, ...failuresOf(part, checks, number), ...birth.odd, ...expiry.odd];
  if (!"MFX<".includes(part.sex)) problems.push(problem("sex", "unread", part.sex));
  if (!part.names.endsWith("<")) problems.push(problem("names", "maybe_cut"));
  return {
    kind,
    code: bare(part.code),
    country: bare(part.country),
    surname: bare(cut < 0 ? names : names.slice(0, cut)),
    given: bare(cut < 0 ? "" : names.slice(cut)),
    number: bare(number.slice(0, -1)),
    nationality: bare(part.nationality),
    sex: part.sex === "M" ? "1" : part.sex === "F" ? "2" : "0",
    birth: birth.on,
    expiry: expiry.on,
    personal: bare(`${personal}<${part.more ?? ""}`),
    checks,
    problems,
  };
}
