/** The machine-readable zone of a passport or card: typed or pasted, read and checked on the device. */

import { fill, h } from "./dom.js";
import { readMrz } from "./mrz.js";
import { spelledDate } from "./dates.js";
import { t } from "./words.js";

/** @param {any} day @returns {string} as far as known */
const iso = (day) => (day?.year ? [String(day.year), day.month, day.day].filter(Boolean).map((part) => String(part).padStart(2, "0")).join("-") : "");

/** @param {string} id @param {(value: string) => void} take @param {(found: Record<string, any>) => void} spread */
export function mrzBox(id, take, spread) {
  const told = h("div.read", { "aria-live": "polite" });
  const typed = () => {
    const text = input.value.toUpperCase().split("\n").map((/** @type {string} */ line) => line.replace(/[ \t]/g, "")).filter(Boolean).join("\n");
    take(text);
    look(text, true);
  };
  const look = (/** @type {string} */ text, /** @type {boolean} */ fresh) => {
    const read = text.length > 55 ? readMrz(text) : null;
    if (!read) return fill(told, text.length > 55 ? t("mrz_unread") : "");
    const wrong = Object.entries(read.checks).filter(([, right]) => right === false).map(([field]) => t(`mrz_${field}`));
    fill(told,
      h("p.hint", null, h("bdi", { lang: "en" }, `${read.surname} ${read.given}`), ` · ${read.number} · ${iso(read.birth) && spelledDate(iso(read.birth))}`),
      wrong.length ? h("p.wrong", null, t("mrz_check", { fields: wrong.join(", ") })) : h("p.ok", null, t("mrz_good")));
    if (fresh && !wrong.length) spread({
      name_latin: `${read.surname} ${read.given}`.trim(), sex: read.sex, birth: iso(read.birth), document_number: read.number });
  };
  const input = h("textarea.mrz", { id, rows: 3, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", oninput: typed });
  const show = (/** @type {string | undefined} */ value) => {
    if (document.activeElement !== input) input.value = value ?? "";
    look(value ?? "", false);
  };
  return { element: h("div", null, input, told), show };
}
