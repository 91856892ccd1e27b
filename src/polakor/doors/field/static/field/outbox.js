/**
 * Records on their way: saved here → sent → received → accepted, or returned with the reason.
 *
 * The sequence number is taken in the same transaction that lays the sealed record down, so that
 * numbers have no gaps and no two records share one, whatever happens to the tab.
 */

import { ask, all, within } from "./store.js";
import { unwrap, wrap } from "./pin.js";
import { seal } from "./seal.js";

/** @typedef {import("./seal.js").Envelope} Envelope */
/** @typedef {"saved" | "sent" | "received" | "held" | "quarantined" | "returned" | "accepted" | "conflict"} State */
/**
 * @typedef {object} Record
 * @property {string} id
 * @property {Envelope} envelope
 * @property {State} state
 * @property {string} [receipt]
 * @property {string} [reason]
 * @property {boolean} [again] sent once more because the server could not open it
 * @property {{km: string, en: string}} [say]
 */
/**
 * @typedef {object} Note what the list shows; wrapped by the PIN
 * @property {string} id
 * @property {string} kind
 * @property {string | null} token
 * @property {number} people
 * @property {string} at
 * @property {string} form
 * @property {string | null} base
 * @property {{id: string, sex?: string, age?: number, age_band?: number}[]} members
 */

/** States in which the server has not yet said that it holds the record. */
export const UNCONFIRMED = ["saved", "sent"];
/** States that may still change on the server. */
export const MOVING = ["received", "held", "quarantined"];
export const SETTLED = ["returned", "accepted", "conflict"];
/** In the register, with nothing more to send. */
export const TAKEN_IN = ["accepted", "conflict"];
export const STATES = [...UNCONFIRMED, ...MOVING, ...SETTLED];

const changed = new BroadcastChannel("polakor-outbox");
/** @type {Set<() => void>} */
const listeners = new Set();
changed.onmessage = () => listeners.forEach((listener) => listener());

/** @param {() => void} listener called whenever a record came or changed, in any tab */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellChange() {
  changed.postMessage("");
  listeners.forEach((listener) => listener());
}

/**
 * Give the payload its number, seal it and lay it down. The plaintext is never written.
 * @param {import("./main.js").Open} open the unlocked device
 * @param {any} payload without `device` and `seq`
 * @param {Note} note
 * @param {string} [draft] the unfinished form it was, gone in the same moment
 */
export async function add(open, payload, note, draft) {
  const wrapped = await wrap(open.key, note);
  const record = await navigator.locks.request("polakor-outbox", async () => {
    const { made } = await within(["device"], "readonly", (s) => ask(s.device.get("device")));
    const whole = { ...payload, device: open.device.device, seq: made + 1 };
    const envelope = await seal(open.session, whole);
    return within(["device", "outbox", "notes", "drafts"], "readwrite", async (s) => {
      const device = await ask(s.device.get("device"));
      if (device.made !== made) throw new Error("another tab took this number");
      s.device.put({ ...device, made: made + 1 }, "device");
      s.notes.put(wrapped, payload.id);
      if (draft) s.drafts.delete(draft);
      const fresh = { id: payload.id, envelope, state: "saved" };
      s.outbox.add(fresh);
      return fresh;
    });
  });
  tellChange();
  return record;
}

/** Records in these states, oldest first. @param {string[]} states @returns {Promise<Record[]>} */
export async function inStates(states) {
  const found = await within(["outbox"], "readonly", (s) =>
    Promise.all(states.map((state) => ask(s.outbox.index("state").getAll(state)))));
  return found.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @param {string} id @returns {Promise<Record | undefined>} */
export const recordOf = (id) => within(["outbox"], "readonly", (s) => ask(s.outbox.get(id)));

/** How many stand in each state. @returns {Promise<globalThis.Record<string, number>>} */
export async function standing() {
  const counts = await within(["outbox"], "readonly", (s) =>
    Promise.all(STATES.map((state) => ask(s.outbox.index("state").count(state)))));
  return Object.fromEntries(STATES.map((state, at) => [state, counts[at]]));
}

/** How many are not yet received. @param {globalThis.Record<string, number>} counts of `standing` */
export const unconfirmed = (counts) => UNCONFIRMED.reduce((sum, state) => sum + counts[state], 0);

/** The last few, newest first. @param {number} most @returns {Promise<Record[]>} */
export function latest(most) {
  return within(["outbox"], "readonly", async (s) => {
    const ids = (await ask(s.outbox.getAllKeys())).slice(-most).reverse();
    return Promise.all(ids.map((id) => ask(s.outbox.get(id))));
  });
}

/** What this device knows of its own records, oldest first. @param {CryptoKey} key @returns {Promise<Note[]>} */
export async function keptNotes(key) {
  return Promise.all((await all("notes")).map((wrapped) => unwrap(key, wrapped)));
}

/**
 * Note what became of records; `what` gives each its change, or nothing.
 * @param {string[]} ids @param {(record: Record) => Partial<Record> | undefined} what
 */
export async function mark(ids, what) {
  await within(["outbox"], "readwrite", async (s) => {
    for (const id of ids) {
      const record = await ask(s.outbox.get(id));
      const change = record && what(record);
      if (change) s.outbox.put({ ...record, ...change });
    }
  });
  tellChange();
}

/** Envelopes somebody brought from another device; those known already stay as they are. */
export async function bring(/** @type {Envelope[]} */ envelopes) {
  const fresh = await within(["outbox"], "readwrite", async (s) => {
    let count = 0;
    for (const envelope of envelopes) {
      if (await ask(s.outbox.get(envelope.id))) continue;
      s.outbox.put({ id: envelope.id, envelope, state: "saved" });
      count += 1;
    }
    return count;
  });
  tellChange();
  return fresh;
}
