/** Records carried by hand: a sealed file without any network, of this device or another. */

import { bring, inStates, UNCONFIRMED } from "./outbox.js";
import { thisDevice } from "./pin.js";
import { put } from "./store.js";

const KIND = "polakor field file 1";
const FIELDS = ["id", "device", "server_key", "session", "iv", "body"];

/** Not a file of ours, or a broken one. */
export class Unreadable extends Error {}

/** Everything the server has not confirmed, as one file. @returns {Promise<number>} how many records */
export async function savedFile() {
  const waiting = await inStates(UNCONFIRMED);
  const device = (await thisDevice())?.device ?? waiting[0]?.envelope.device ?? "";
  const made_at = new Date().toISOString();
  const text = JSON.stringify({ polakor: KIND, device, made_at, envelopes: waiting.map(({ envelope }) => envelope) });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `polakor-${device.slice(0, 8)}-${made_at.slice(0, 16).replace(/[:T]/g, "-")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  await put("plain", "file", { at: made_at, ids: waiting.map(({ id }) => id) });
  return waiting.length;
}

/** Take in what another device saved. @param {Blob} file @returns {Promise<number>} records that were new here */
export async function broughtFile(file) {
  let told;
  try {
    told = JSON.parse(await file.text());
  } catch {
    throw new Unreadable();
  }
  const sound = (/** @type {any} */ one) => one && Number.isInteger(one.seq) && FIELDS.every((name) => typeof one[name] === "string");
  if (told?.polakor !== KIND || !Array.isArray(told.envelopes) || !told.envelopes.every(sound)) throw new Unreadable();
  return bring(told.envelopes);
}
