/**
 * Places found by two letters in either script, among some 16,000, on a cheap phone.
 *
 * Better before worse: what was chosen lately, a name that begins so, a word inside it that does,
 * the first letters of its syllables ("bt" for Battambang), letters anywhere inside. Within each,
 * the larger place first.
 */

/** @typedef {[code: string, km: string, en: string, level: number]} Row */
/** @typedef {{code: string, km: string, en: string, level: number, within: Place | null, latin: string, khmer: string, heard: string}} Place */

const KHMER = /[\u1780-\u17ff]/;
const SIGNS = /[\u1780-\u17b3]/g;
const FOUND = 40;

/** Letters as they are compared: small, without accents, spaces, hyphens and unseen signs. */
export const fold = (/** @type {string} */ text) =>
  text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\u200b-\u200d'’`.-]/g, "").replace(/\s+/g, " ").trim();

/** Consonants alone, doubled ones once. @param {string} folded */
const consonants = (folded) => folded.replace(/[aeiouy ]/g, "").replace(/(.)\1+/g, "$1");

/** @param {Row[]} rows sorted by nothing in particular @returns {Map<string, Place>} by code, provinces first */
export function readPlaces(rows) {
  const sorted = [...rows].sort((a, b) => a[0].length - b[0].length || (a[0] < b[0] ? -1 : 1));
  /** @type {Map<string, Place>} */
  const places = new Map();
  for (const [code, km, en, level] of sorted) {
    const latin = fold(en);
    const heard = code.length <= 4 ? latin[0] + consonants(latin.slice(1)) : "";
    const within = places.get(code.slice(0, -2)) ?? null;
    places.set(code, { code, km, en, level, within, latin: ` ${latin}`, khmer: ` ${fold(km)}`, heard });
  }
  return places;
}

const LAST = 5;

/** What was typed, made ready once for all places. @typedef {{text: string, khmer: boolean, short: string}} Asked */

/** How well `place` answers to what was asked: 0 best, 9 not at all. @param {Place} place @param {Asked} asked */
function rank(place, { text, khmer, short }) {
  const name = khmer ? place.khmer : place.latin;
  const at = name.indexOf(text);
  if (at === 1) return name.length === text.length + 1 ? 0 : 1;
  if (at > 0 && name[at - 1] === " ") return 2;
  // Only provinces and districts are known by short forms; thousands of villages would answer to any two letters.
  if (short.length > 1 && place.heard) {
    const own = khmer ? lettersOf(place.khmer) : place.heard;
    if (own.startsWith(short)) return 3;
    if (own[0] === short[0] && follows(own, short)) return 4;
  }
  return at > 0 ? LAST : 9;
}

/** Khmer consonants alone: បដ for បាត់ដំបង begins with them. @param {string} folded */
const lettersOf = (folded) => (folded.match(SIGNS) ?? []).join("");

/** Letters of `asked` in their order. @param {string} name @param {string} asked */
function follows(name, asked) {
  let at = -1;
  for (const letter of asked) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/**
 * @param {Map<string, Place>} places of `readPlaces` @param {string} text as typed
 * @param {string[]} lately codes chosen lately, newest first @param {number} [most]
 * @returns {Place[]}
 */
export function findPlaces(places, text, lately, most = 6) {
  const typed = fold(text);
  const recent = lately.map((code) => places.get(code)).filter((place) => !!place);
  if (!typed) return /** @type {Place[]} */ (recent).slice(0, most);
  if (/^\d{2,8}$/.test(typed)) return [...places.values()].filter(({ code }) => code.startsWith(typed)).slice(0, most);
  const khmer = KHMER.test(typed);
  const letters = lettersOf(typed);
  const asked = { text: typed, khmer, short: khmer ? (letters === typed ? letters : "") : consonants(typed) };
  const seen = new Set(lately);
  /** @type {Place[][]} */
  const ranks = Array.from({ length: LAST + 1 }, () => []);
  for (const place of recent) if (place && rank(place, asked) < 9) ranks[0].push(place);
  for (const place of places.values()) {
    if (seen.has(place.code)) continue;
    const at = rank(place, asked);
    if (at > LAST || ranks[at].length >= FOUND) continue;
    ranks[at].push(place);
  }
  return ranks.flat().slice(0, most);
}

/** The place and what it lies in, in one language: "Bavel · Battambang". @param {Place} place @param {"km" | "en"} language */
export function spelled(place, language) {
  const names = [];
  for (let one = /** @type {Place | null} */ (place); one; one = one.within) names.push(one[language] || one.km);
  return names.length > 2 ? [names[0], names.at(-2), names.at(-1)].filter((name, at, all) => all.indexOf(name) === at).join(" · ") : names.join(" · ");
}
