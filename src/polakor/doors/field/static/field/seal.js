/**
 * Sealing: from the moment a record is finished only the server can open it.
 *
 * At every unlock the device makes a key pair of its own for this session, agrees with the server's
 * public key (ECDH P-256), and keeps the AES key that follows in memory alone. The device itself
 * cannot open what it sealed before the last lock.
 */

import { encode, fromText, random, toText } from "./bytes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = "polakor field seal 1";

/** @typedef {{id: string, device: string, seq: number, server_key: string, session: string, iv: string, body: string}} Envelope */
/** @typedef {{kid: string, session: string, key: CryptoKey}} Session */

/**
 * @param {string} serverKey SPKI in base64url @param {string} kid its name
 * @returns {Promise<Session>}
 */
export async function beginSession(serverKey, kid) {
  const server = await crypto.subtle.importKey("spki", fromText(serverKey), CURVE, false, []);
  const pair = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]));
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, pair.privateKey, 256);
  const start = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = new Uint8Array([...encode(INFO), ...raw]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info };
  const key = await crypto.subtle.deriveKey(how, start, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  return { kid, session: toText(raw), key };
}

/**
 * @param {Session} session @param {{id: string, device: string, seq: number}} payload
 * @returns {Promise<Envelope>}
 */
export async function seal({ kid, session, key }, payload) {
  const { id, device, seq } = payload;
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: encode(`${id}|${device}|${seq}`) };
  const body = await crypto.subtle.encrypt(how, key, encode(JSON.stringify(payload)));
  return { id, device, seq, server_key: kid, session, iv: toText(iv), body: toText(body) };
}

/**
 * Whether the server said these very words.
 * @param {{statement: string, signature: string, sign_kid: string}} answer
 * @param {Record<string, string>} keys SPKI in base64url by kid
 */
export async function isSigned({ statement, signature, sign_kid }, keys) {
  if (!Object.hasOwn(keys, sign_kid)) return false;
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("spki", fromText(keys[sign_kid]), curve, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, fromText(signature), encode(statement));
}
