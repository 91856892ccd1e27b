/** Bytes as text and back, ids made where the record is made. Needs a browser and nothing else. */

/** @param {ArrayBuffer | Uint8Array} bytes @returns {string} base64url without padding */
export function toText(bytes) {
  const all = new Uint8Array(bytes);
  let raw = "";
  for (let at = 0; at < all.length; at += 8192) raw += String.fromCharCode(...all.subarray(at, at + 8192));
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} text base64url @returns {Uint8Array<ArrayBuffer>} */
export function fromText(text) {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

/** @param {number} length in bytes @returns {Uint8Array<ArrayBuffer>} */
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} UTF-8 */
export const encode = (text) => /** @type {Uint8Array<ArrayBuffer>} */ (new TextEncoder().encode(text));

/** @param {ArrayBuffer} bytes UTF-8 @returns {string} */
export const decode = (bytes) => new TextDecoder().decode(bytes);

/** A UUID of version 7 (RFC 9562): sorts by the millisecond of this device's clock. @returns {string} */
export function uuid7(now = Date.now()) {
  const bytes = random(16);
  for (let at = 0; at < 6; at++) bytes[at] = Math.floor(now / 2 ** (8 * (5 - at))) & 255;
  bytes[6] = (bytes[6] & 15) | 0x70;
  bytes[8] = (bytes[8] & 63) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** This device's time with its offset from UTC, to the second. @returns {string} ISO 8601 */
export function localTime(at = new Date()) {
  const minutes = -at.getTimezoneOffset();
  const two = (/** @type {number} */ number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `${day}T${clock}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
