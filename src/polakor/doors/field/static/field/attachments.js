/**
 * Photos: taken or chosen, made small, sealed, and sent in pieces apart from the records, so that
 * a record never waits for its photo. They lie in a database of their own, sealed from the start:
 * this device cannot open them. A photo of an unfinished form stays with it; one of a record goes once
 * the server has the record.
 *
 * What travels is one line of JSON (whose photo it is, how it is sealed), a line feed, and the sealed
 * picture; the line is bound into the seal. The name is the SHA-256 of all these bytes.
 */

import { decode, encode, fromText, random, toText } from "./bytes.js";
import { get } from "./store.js";

const NAME = "polakor-photos";
const LONGEST_SIDE = 1280;
const QUALITY = 0.7;
const PIECE = 32_768; // small enough that a poor network brings one between two looks at the records
const PATIENCE = 60_000;
/** Not a photo the server will ever take, or not as these bytes. */
const REFUSED = new Set([400, 409, 413]);
/** Refused since the app was opened: not sent again and again over a network somebody pays for. */
const refused = new Set();

/**
 * @typedef {{submission: string, person: string}} About ids of the record and of the person in it
 * @typedef {{sha256: string, bytes: Blob, about: About, draft: string}} Photo `draft`: id of the unfinished form, "" when laid down
 * @typedef {{sent: number, left: number, wait: number}} Sent `wait`: seconds the server asks for
 */

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "sha256" }).createIndex("draft", "draft");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * One request in a transaction of its own, on the disk before this resolves.
 * @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>}
 */
async function kept(mode, work) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction("photos", mode, { durability: "strict" });
      const request = work(transaction.objectStore("photos"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("the device could not keep this"));
    });
  } finally {
    base.close();
  }
}

/**
 * Upright, no side longer than 1,280 pixels, JPEG: what the camera wrote beside the picture is gone.
 * @param {Blob} file @returns {Promise<Blob>}
 */
export async function madeSmall(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", QUALITY);
  });
}

/**
 * Make the photo small, seal it and lay it down. Rejects for a file that is no picture.
 * @param {import("./seal.js").Session} session @param {string} device its id
 * @param {Blob} file @param {About} about @param {string} [draft] the unfinished form it was taken for
 * @returns {Promise<{sha256: string}>}
 */
export async function addPhoto(session, device, file, about, draft = "") {
  const picture = await (await madeSmall(file)).arrayBuffer();
  const iv = random(12);
  const { submission, person } = about;
  const line = encode(JSON.stringify({
    device, submission, person, server_key: session.kid, session: session.session, iv: toText(iv),
  }));
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: line }, session.key, picture);
  const bytes = new Blob([line, "\n", body]);
  const sha256 = await nameOf(await bytes.arrayBuffer());
  await kept("readwrite", (store) => store.put({ sha256, bytes, about: { submission, person }, draft }));
  return { sha256 };
}

/** @param {ArrayBuffer} bytes */
async function nameOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Photos of records that are not yet sent. @returns {Promise<number>} */
export const photosLeft = () => kept("readonly", (store) => store.index("draft").count(""));

/** Their names. */
export const namesLeft = async () => /** @type {string[]} */ (await kept("readonly", (store) => store.index("draft").getAllKeys("")));

/**
 * Sealed photos as text for a saved file, those first that are in none yet, as many as fit.
 * @param {Set<string>} saved names in files before @param {number} room letters that still fit
 * @returns {Promise<{names: string[], texts: string[], left: number}>} `left`: in no file even now
 */
export async function photosAsText(saved, room) {
  const all = await namesLeft();
  const fresh = all.filter((name) => !saved.has(name));
  const [names, texts] = /** @type {[string[], string[]]} */ ([[], []]);
  for (const name of fresh.length ? fresh : all) {
    /** @type {Photo | undefined} */
    const photo = await kept("readonly", (store) => store.get(name));
    const text = photo ? toText(await photo.bytes.arrayBuffer()) : "";
    room -= text.length + 3; // in quotation marks, and a comma
    if (room < 0) break;
    names.push(name);
    texts.push(text);
  }
  return { names, texts, left: fresh.filter((name) => !names.includes(name)).length };
}

/**
 * Take in photos of a saved file; what is no sealed photo is left. @param {string[]} texts
 * @returns {Promise<number>} how many are here now
 */
export async function bringPhotos(texts) {
  let count = 0;
  for (const text of texts) {
    try {
      const all = fromText(text);
      const { submission, person } = JSON.parse(decode(all.slice(0, all.indexOf(10)).buffer));
      if (typeof submission !== "string" || typeof person !== "string") continue;
      const photo = { sha256: await nameOf(all.buffer), bytes: new Blob([all]), about: { submission, person }, draft: "" };
      await kept("readwrite", (store) => store.put(photo));
      count += 1;
    } catch (problem) {
      if (problem instanceof DOMException && problem.name === "QuotaExceededError") throw problem;
    }
  }
  return count;
}

/** Let go of one that is not sent. @param {string} sha256 */
export const dropPhoto = (sha256) => kept("readwrite", (store) => store.delete(sha256));

/** Their form was saved: these go with their records. @param {string} draft its id */
export async function keepPhotos(draft) {
  for (const photo of /** @type {Photo[]} */ (await kept("readonly", (store) => store.index("draft").getAll(draft)))) {
    await kept("readwrite", (store) => store.put({ ...photo, draft: "" }));
  }
}

/**
 * Let go of photos whose form was thrown away; keep those whose record lies in the outbox, whatever
 * stopped us before we could note it. @param {string} [open] id of the form that is still being filled in
 */
export async function sortPhotos(open = "") {
  for (const { sha256, draft } of /** @type {Photo[]} */ (await kept("readonly", (store) => store.getAll()))) {
    if (!draft || draft === open) continue;
    if (await get("outbox", draft)) await keepPhotos(draft);
    else await dropPhoto(sha256);
  }
}

/**
 * Send what is left, one photo after the other, each from where it stopped. One run at a time over
 * all tabs. Ends quietly at the first sign of trouble with the network or the server: the photos
 * stay, a later run goes on. One the server refuses holds up no other.
 * @param {{device: string, secret: string}} as
 * @param {{may?: (submission: string) => Promise<boolean>, signal?: AbortSignal}} [how] `may`: whether
 *   the server has that record; `signal` ends the run at once
 * @returns {Promise<Sent>}
 */
export async function sendPhotos(as, { may = async () => true, signal } = {}) {
  return navigator.locks.request("polakor-photos", { ifAvailable: true }, async (lock) => {
    const names = /** @type {string[]} */ (await kept("readonly", (store) => store.index("draft").getAllKeys("")));
    let sent = 0;
    let wait = 0;
    for (const name of lock ? names : []) {
      /** @type {Photo | undefined} */
      const photo = await kept("readonly", (store) => store.get(name));
      if (!photo || refused.has(name) || !(await may(photo.about.submission))) continue;
      const came = await sendOne(as, photo, signal);
      if (came.whole) {
        await dropPhoto(name);
        sent += 1;
      } else if (came.refused) refused.add(name);
      else {
        wait = came.wait;
        break;
      }
    }
    return { sent, left: names.length - sent, wait };
  });
}

/** @typedef {{whole: boolean, refused: boolean, wait: number}} Came `wait`: seconds the server asks for, 0 for none */

/** @param {Response | null} answer the last one, null when none came @returns {Came} */
const cameOf = (answer) => ({
  whole: answer?.ok ?? false,
  refused: !!answer && REFUSED.has(answer.status),
  wait: Number(answer?.headers.get("Retry-After")) || 0,
});

/**
 * @param {{device: string, secret: string}} as @param {Photo} photo @param {AbortSignal} [signal]
 * @returns {Promise<Came>}
 */
async function sendOne(as, photo, signal) {
  const headers = { Authorization: `Device ${as.device}:${as.secret}` };
  const path = `/field/attachments/${photo.sha256}/`;
  const ask = (/** @type {RequestInit} */ how) => patiently(path, how, signal);
  const total = photo.bytes.size;
  try {
    let answer = await ask({ method: "HEAD", headers });
    let here = Number(answer.headers.get("Upload-Offset")) || 0;
    for (let anew = 0; answer.ok && here < total;) {
      const end = Math.min(total, here + PIECE);
      const range = `bytes ${here}-${end - 1}/${total}`;
      answer = await ask({ method: "PUT", headers: { ...headers, "Content-Range": range }, body: photo.bytes.slice(here, end) });
      if (answer.ok) here = (await answer.json()).here;
      // Broken on the way: the server let go of it, and it begins anew once.
      else if (answer.status === 409 && anew++ === 0) {
        here = 0;
        answer = await ask({ method: "HEAD", headers });
      }
    }
    return cameOf(answer);
  } catch {
    return cameOf(null); // no network, or the answer was lost: the next run asks how much is there
  }
}

/** One request, given up after a minute or when the run ends. @param {string} path @param {RequestInit} how @param {AbortSignal} [signal] */
async function patiently(path, how, signal) {
  const end = new AbortController();
  const stop = () => end.abort();
  const timer = setTimeout(stop, PATIENCE);
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  try {
    return await fetch(path, { ...how, credentials: "omit", cache: "no-store", redirect: "error", signal: end.signal });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
