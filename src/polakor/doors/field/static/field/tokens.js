/**
 * Family tokens: what can be said of one that is typed or scanned, without a network.
 * Judges as polakor/intake/rules/tokens.py does (tests/vectors/tokens.json).
 *
 * @typedef {"good" | "slip" | "foreign" | "forged" | "barred" | "unsure"} Verdict
 *   slip: a sign is wrong or missing; foreign: not our sheet at all; forged: says it is ours but was
 *   never printed; unsure: well written, of a batch newer than the list on this device.
 * @typedef {{code: string, first: number, last: number, key: string, barred: [number, number][]}} Batch
 *   `key` is the public key (SPKI, base64url); ranges barred have both ends included.
 */

import { encode, fromText } from "./bytes.js";

const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const HEAD = "PLK1:";
const SHAPE = /^([A-HJ-NP-Z]{3})([0-9]{5})([2-9A-HJ-NP-Z])$/;
const KHMER_DIGITS = "០១២៣៤៥៦៧៨៩";
const SIGNATURE = /^[\w+/-]+$/;
const LONGEST_TYPED = 16;

/** @param {string} text @param {string} from @param {string} to */
const changed = (text, from, to) =>
  [...text].map((sign) => (from.includes(sign) ? to[from.indexOf(sign)] : sign)).join("");

/** @param {string} text */
const bare = (text) =>
  text.replace(/[០-៩]/g, (digit) => String(KHMER_DIGITS.indexOf(digit))).toUpperCase().replace(/[^A-Z0-9]/g, "");

/** The check letter of batch and number (Luhn mod 32). @param {string} body */
export function tokenCheck(body) {
  let total = 0;
  [...body].reverse().forEach((sign, place) => {
    const value = (/\d/.test(sign) ? Number(sign) : ALPHABET.indexOf(sign)) * (place % 2 ? 1 : 2);
    total += Math.floor(value / 32) + (value % 32);
  });
  return ALPHABET[(32 - (total % 32)) % 32];
}

/**
 * The token as it is stored, or "" where a sign is wrong or missing. Small letters, Khmer digits,
 * missing dashes, spaces and look-alikes (O for 0) are forgiven. @param {string} text
 */
export function tidyToken(text) {
  const all = bare(text);
  if (all.length !== 9) return "";
  const code = changed(all.slice(0, 3), "2568", "ZSGB");
  const found = SHAPE.exec(code + changed(all.slice(3, 8), "OQDILZSBG", "000112586") + all[8]);
  if (!found || tokenCheck(found[1] + found[2]) !== found[3]) return "";
  return found.slice(1).join("-");
}

/**
 * Read what was typed or scanned against the batches on this device. Never throws.
 * @param {string} text @param {Batch[]} batches
 * @returns {Promise<{token: string, verdict: Verdict}>} token "" when none was shown
 */
export async function readToken(text, batches) {
  const said = text.trim();
  if (said.slice(0, HEAD.length).toUpperCase() === HEAD) return scanned(said.slice(HEAD.length), batches);
  const token = tidyToken(said);
  if (token) return { token, verdict: judged(token, batches) };
  const length = bare(said).length;
  const typed = length > 0 && length <= LONGEST_TYPED && !/[:/.@]/.test(said);
  return { token: "", verdict: typed ? "slip" : "foreign" };
}

/** @param {string} content @param {Batch[]} batches @returns {Promise<{token: string, verdict: Verdict}>} */
async function scanned(content, batches) {
  const cut = content.indexOf(":");
  const token = cut < 0 ? content : content.slice(0, cut);
  if (!token || tidyToken(token) !== token) return { token: "", verdict: "forged" };
  const batch = batchOf(token, batches);
  if (batch && !(await isGenuine(token, cut < 0 ? "" : content.slice(cut + 1), batch))) {
    return { token, verdict: "forged" };
  }
  return { token, verdict: judged(token, batches) };
}

/** @param {string} token @param {Batch[]} batches */
const batchOf = (token, batches) => batches.find((batch) => batch.code === token.slice(0, 3));

/** @param {string} token @param {string} signature @param {Batch} batch */
async function isGenuine(token, signature, batch) {
  if (!SIGNATURE.test(signature)) return false; // a browser reads base64 with spaces in it as well
  try {
    const curve = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("spki", fromText(batch.key), curve, false, ["verify"]);
    const how = { name: "ECDSA", hash: "SHA-256" };
    return await crypto.subtle.verify(how, key, fromText(signature), encode(token));
  } catch {
    return false; // what is no signature at all signs nothing
  }
}

/** @param {string} token @param {Batch[]} batches @returns {Verdict} */
function judged(token, batches) {
  const batch = batchOf(token, batches);
  if (!batch) return "unsure";
  const number = Number(token.slice(4, 9));
  if (number < batch.first || number > batch.last) return "forged";
  return batch.barred.some(([first, last]) => first <= number && number <= last) ? "barred" : "good";
}
