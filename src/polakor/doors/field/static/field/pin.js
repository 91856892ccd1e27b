/**
 * The lock: what the PIN guards, how wrong tries are counted, and what is wiped.
 *
 * The key is made of the PIN (PBKDF2) and of an HMAC key the browser never gives out, so that a
 * copy of the database alone is no use for guessing. It wraps the device's secret, the list and an
 * unfinished form. Records themselves are sealed to the server and need no PIN to stay closed.
 */

import { sortPhotos } from "./attachments.js";
import { decode, encode, fromText, random, toText } from "./bytes.js";
import { all, ask, get, within } from "./store.js";

export const ITERATIONS = 600_000;
const KEY = "device";

/** The PIN was wrong; `left` tries remain before everything it guards is wiped. */
export class WrongPin extends Error {
  /** @param {number} left */
  constructor(left) {
    super("wrong PIN");
    this.left = left;
  }
}

/** Too many wrong tries: what the PIN guarded is gone. */
export class Wiped extends Error {}

/**
 * @typedef {object} Device what lies in clear
 * @property {string} device id
 * @property {string} desk
 * @property {{code: string, km: string, en: string}} gate
 * @property {string} server_key
 * @property {string} server_kid
 * @property {Record<string, string>} sign_keys by kid
 * @property {number} made last sequence number given
 * @property {number} tries wrong since the last right one
 * @property {number} allowed
 * @property {number} lock_minutes
 * @property {number} digits
 * @property {number} iterations
 * @property {Uint8Array<ArrayBuffer>} salt
 * @property {CryptoKey} pepper
 * @property {Wrapped} guarded
 */
/** @typedef {{iv: string, body: string}} Wrapped */
/** @typedef {{secret: string, officer: {name: string, office: string}}} Guarded */

/** A PIN somebody would try first: one digit repeated, a run up or down, a pair or triple repeated. */
export function isWeak(/** @type {string} */ pin) {
  const steps = [...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10);
  const same = steps.every((step) => step === steps[0]);
  return (same && [0, 1, 9].includes(steps[0])) || /^(\d{2}|\d{3})\1+$/.test(pin);
}

/** @param {string} pin @param {Pick<Device, "salt" | "pepper" | "iterations">} lock @returns {Promise<CryptoKey>} */
async function keyOf(pin, { salt, pepper, iterations }) {
  const start = await crypto.subtle.importKey("raw", encode(pin), "PBKDF2", false, ["deriveBits"]);
  const stretched = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, start, 256);
  const mixed = await crypto.subtle.sign("HMAC", pepper, stretched);
  return crypto.subtle.importKey("raw", mixed, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @param {CryptoKey} key @param {unknown} value @returns {Promise<Wrapped>} */
export async function wrap(key, value) {
  const iv = random(12);
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, encode(JSON.stringify(value)));
  return { iv: toText(iv), body: toText(body) };
}

/** @param {CryptoKey} key @param {Wrapped} wrapped @returns {Promise<any>} */
export async function unwrap(key, { iv, body }) {
  return JSON.parse(decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromText(iv) }, key, fromText(body))));
}

/**
 * Lay the enrolment on the device, its secret behind the PIN.
 * @param {string} pin
 * @param {Guarded} guarded
 * @param {Omit<Device, "made" | "tries" | "salt" | "pepper" | "guarded" | "iterations">} open
 */
export async function enrolled(pin, guarded, open) {
  const pepper = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const lock = { salt: random(16), pepper, iterations: ITERATIONS };
  const wrapped = await wrap(await keyOf(pin, lock), guarded);
  const device = { ...open, ...lock, guarded: wrapped, made: 0, tries: 0 };
  await within(["device"], "readwrite", (s) => ask(s.device.put(device, KEY)));
}

/** @returns {Promise<Device | undefined>} */
export const thisDevice = () => get("device", KEY);

/**
 * Change what lies in clear of the enrolment.
 * @param {(device: Device) => void} change
 */
export function amend(change) {
  return within(["device"], "readwrite", async (s) => {
    const device = await ask(s.device.get(KEY));
    if (!device) return;
    change(device);
    s.device.put(device, KEY);
  });
}

/** One wrong try more, on the disk before the PIN is looked at: pulling the plug gives none back. */
function countTry() {
  return within(["device"], "readwrite", async (s) => {
    const device = await ask(s.device.get(KEY));
    if (!device) throw new Wiped();
    device.tries += 1;
    s.device.put(device, KEY);
    return /** @type {Device} */ (device);
  });
}

/**
 * Open the lock. @param {string} pin
 * @returns {Promise<{device: Device, key: CryptoKey, guarded: Guarded}>}
 * @throws {WrongPin} with the tries left @throws {Wiped} when there were none
 */
export function unlock(pin) {
  // One try at a time, over all tabs: two at once would share a count.
  return navigator.locks.request("polakor-pin", async () => {
    const device = await countTry();
    const key = device.tries <= device.allowed ? await keyOf(pin, device) : null;
    const guarded = key && (await unwrap(key, device.guarded).catch(() => null));
    if (!key || !guarded) {
      if (device.tries < device.allowed) throw new WrongPin(device.allowed - device.tries);
      await wipe();
      throw new Wiped();
    }
    await amend((one) => { one.tries = 0; });
    return { device: { ...device, tries: 0 }, key, guarded };
  });
}

/**
 * Forget everything the PIN guards and what is known about this device. Sealed records that the
 * server has not confirmed stay: nobody here can read them, and somebody stood in a queue for them.
 * So do the sealed photos of records; those of an unfinished form go with it.
 */
export async function wipe() {
  await sortPhotos().catch(() => undefined); // whatever is the matter with photos, the rest is forgotten
  await within(["device", "outbox", "notes", "drafts", "plain"], "readwrite", async (s) => {
    for (const name of ["device", "notes", "drafts", "plain"]) s[name].clear();
    for (const record of await ask(s.outbox.getAll())) {
      if (record.state !== "saved" && record.state !== "sent") s.outbox.delete(record.id);
      else s.outbox.put({ ...record, state: "saved" });
    }
  });
}

/** How many wrong tries are left; for the page that asks for the PIN. @param {Device} device */
export const triesLeft = (device) => Math.max(0, device.allowed - device.tries);

/** Whether anything at all lies here of an enrolment before. @returns {Promise<number>} sealed records */
export const leftBehind = async () => (await all("outbox")).length;
