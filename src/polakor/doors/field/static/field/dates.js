/** Days as people say them: a year, a month of it, or the whole day; Buddhist years are read as such. */

import { t } from "./words.js";

const BUDDHIST = 543;
const BUDDHIST_FROM = 2400;

/** @param {string} text `1991`, `3/1991`, `14/3/1991`, `1991-03-14` @returns {string | null} ISO, as far as known */
export function readDate(text) {
  const parts = text.trim().split(/[-/. ]+/).filter(Boolean);
  if (!parts.length || parts.length > 3 || parts.some((part) => !/^\d{1,4}$/.test(part))) return null;
  if (parts[0].length < 4) parts.reverse();
  const [year, month, day] = parts.map(Number);
  if (parts[0].length !== 4) return null;
  const common = year > BUDDHIST_FROM ? year - BUDDHIST : year;
  const whole = [String(common), month, day].filter((part) => part !== undefined);
  const fits = new Date(Date.UTC(common, (month ?? 1) - 1, day ?? 1));
  if (common < 1850 || common > 2200 || fits.getUTCMonth() !== (month ?? 1) - 1 || fits.getUTCDate() !== (day ?? 1)) return null;
  return whole.map((part) => String(part).padStart(2, "0")).join("-");
}

/** @param {string} iso @returns {string} in the reader's language */
export function spelledDate(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  if (!month) return String(year);
  const name = t(`month_${month}`);
  return day ? `${day} ${name} ${year}` : `${name} ${year}`;
}
