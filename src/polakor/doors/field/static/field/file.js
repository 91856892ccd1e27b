/** Records and photos carried by hand: a sealed file without any network, of this device or another. */

import { bringPhotos, namesLeft, photosAsText } from "./attachments.js";
import { bring, inStates, UNCONFIRMED } from "./outbox.js";
import { thisDevice } from "./pin.js";
import { get, put } from "./store.js";

const KIND = "polakor field file 1";
const FIELDS = ["id", "device", "server_key", "session", "iv", "body"];
const MEGABYTE = 1024 * 1024;
/** What the office takes in one file, where the pack has not said so. */
const MOST = 50;

/** Not a file of ours, or a broken one. */
export class Unreadable extends Error {}

/** More than the office takes at once. */
export class TooLarge extends Error {}

/** @param {import("./down.js").Down | undefined} down @returns {number} megabytes in one file */
export const mostInFile = (down) => down?.settings?.file_megabytes ?? MOST;

/**
 * Everything the server has not confirmed, as one file; of the photos as many as fit, the rest in
 * the next one. @param {number} most megabytes
 * @returns {Promise<{records: number, photos: number, left: number}>} `left`: photos in no file yet
 */
export async function savedFile(most) {
  const waiting = await inStates(UNCONFIRMED);
  const device = (await thisDevice())?.device ?? waiting[0]?.envelope.device ?? "";
  const made_at = new Date().toISOString();
  const head = { polakor: KIND, device, made_at, envelopes: waiting.map(({ envelope }) => envelope) };
  const before = await savedBefore();
  const room = most * MEGABYTE - JSON.stringify({ ...head, photos: [] }).length;
  const { names, texts, left } = await photosAsText(before.photos, room);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ ...head, photos: texts })], { type: "application/json" }));
  link.download = `polakor-${device.slice(0, 8)}-${made_at.slice(0, 16).replace(/[:T]/g, "-")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  await put("plain", "file", { at: made_at, ids: waiting.map(({ id }) => id), photos: [...before.photos, ...names] });
  return { records: waiting.length, photos: names.length, left };
}

/** What lies in a file that was saved here. */
async function savedBefore() {
  const file = await get("plain", "file");
  return { ids: new Set(file?.ids ?? []), photos: new Set(/** @type {string[]} */ (file?.photos ?? [])) };
}

/** What is neither received nor in a saved file. @returns {Promise<{records: number, photos: number}>} */
export async function nowhereElse() {
  const saved = await savedBefore();
  const records = (await inStates(UNCONFIRMED)).filter(({ id }) => !saved.ids.has(id)).length;
  const photos = (await namesLeft()).filter((name) => !saved.photos.has(name)).length;
  return { records, photos };
}

/**
 * Take in what another device saved. @param {Blob} file @param {number} most megabytes
 * @returns {Promise<{records: number, photos: number}>} records that were new here, photos that are here
 */
export async function broughtFile(file, most) {
  if (file.size > most * MEGABYTE) throw new TooLarge();
  let told;
  try {
    told = JSON.parse(await file.text());
  } catch {
    throw new Unreadable();
  }
  const sound = (/** @type {any} */ one) => one && Number.isInteger(one.seq) && FIELDS.every((name) => typeof one[name] === "string");
  if (told?.polakor !== KIND || !Array.isArray(told.envelopes) || !told.envelopes.every(sound)) throw new Unreadable();
  const records = await bring(told.envelopes);
  const texts = Array.isArray(told.photos) ? told.photos.filter((/** @type {unknown} */ one) => typeof one === "string") : [];
  return { records, photos: await bringPhotos(texts) };
}
