/** Words in the reader's language. The page carries all of them, so that changing needs no network. */

/** @type {Record<string, Record<string, string>>} */
const WORDS = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
const KEPT = "polakor-language";

let language = localStorage.getItem(KEPT) ?? "km";
if (!(language in WORDS)) language = "km";
document.documentElement.lang = language;

/** @returns {"km" | "en"} */
export const spoken = () => /** @type {"km" | "en"} */ (language);

/** The other language. @returns {"km" | "en"} */
export const other = () => (language === "km" ? "en" : "km");

export function chooseLanguage(/** @type {string} */ code) {
  language = code;
  localStorage.setItem(KEPT, code);
  document.documentElement.lang = code;
}

/**
 * The sentence of that name, its places filled in: `{n}`.
 * @param {string} name @param {Record<string, string | number>} [values] @returns {string}
 */
export function t(name, values = {}) {
  const sentence = WORDS[language]?.[name];
  if (sentence === undefined) throw new Error(`no word ${name}`);
  return sentence.replace(/\{(\w+)\}/g, (_all, place) => String(values[place] ?? ""));
}

/** A word of the pack, given in every language. @param {{km?: string, en?: string} | undefined} label */
export const said = (label) => label?.[spoken()] || label?.km || label?.en || "";

/** One person, four people. @param {number} n */
export const people = (n) => (n === 1 ? t("one_person") : t("n_people", { n }));

/** The time of day on this device. @param {string} at ISO 8601 */
export function clock(at) {
  const time = new Date(at);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** Say something to those who listen instead of look. @param {string} sentence */
export function speak(sentence) {
  const place = document.getElementById("said");
  if (place) place.textContent = sentence;
}
