/**
 * Photos: taken or chosen, made small, sealed, and sent in pieces apart from the records, so that
 * a record never waits for its photo. They lie in a database of their own, sealed from the start:
 * this device cannot open them.
 *
 * What travels is one line of JSON (whose photo it is, how it is sealed), a line feed, and the sealed
 * picture; the line is bound into the seal. The name is the SHA-256 of all these bytes.
 */

import { encode, random, toText } from "./bytes.js";

const NAME = "polakor-photos";
const LONGEST_SIDE = 1280;
const QUALITY = 0.7;
const PIECE = 65_536;
const PATIENCE = 60_000;

/**
 * @typedef {{submission: string, person: string}} About ids of the record and of the person in it
 * @typedef {{sha256: string, bytes: Blob, about: About}} Photo
 * @typedef {{sent: number, left: number, wait: number}} Sent `wait`: seconds the server asks for
 */

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "sha256" });
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
 * @param {Blob} file @param {About} about
 * @returns {Promise<{sha256: string}>}
 */
export async function addPhoto(session, device, file, about) {
  const picture = await (await madeSmall(file)).arrayBuffer();
  const iv = random(12);
  const { submission, person } = about;
  const line = encode(JSON.stringify({
    device, submission, person, server_key: session.kid, session: session.session, iv: toText(iv),
  }));
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: line }, session.key, picture);
  const bytes = new Blob([line, "\n", body]);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await bytes.arrayBuffer()));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  await kept("readwrite", (store) => store.put({ sha256, bytes, about: { submission, person } }));
  return { sha256 };
}

/** Photos not yet sent. @returns {Promise<number>} */
export const photosLeft = () => kept("readonly", (store) => store.count());

/** Let go of every photo, with the device's other data. @returns {Promise<void>} */
export function forgetPhotos() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

/**
 * Send what is left, one photo after the other, each from where it stopped. One run at a time over
 * all tabs. Ends quietly at the first sign of trouble: the photos stay, a later run goes on.
 * @param {{device: string, secret: string}} as
 * @returns {Promise<Sent>}
 */
export async function sendPhotos(as) {
  return navigator.locks.request("polakor-photos", { ifAvailable: true }, async (lock) => {
    const names = /** @type {string[]} */ (await kept("readonly", (store) => store.getAllKeys()));
    let sent = 0;
    if (!lock) return { sent, left: names.length, wait: 0 };
    for (const name of names) {
      const photo = await kept("readonly", (store) => store.get(name));
      const wait = photo ? await sendOne(as, photo) : 0;
      if (wait !== 0) return { sent, left: names.length - sent, wait: Math.max(0, wait) };
      await kept("readwrite", (store) => store.delete(name));
      sent += 1;
    }
    return { sent, left: 0, wait: 0 };
  });
}

/**
 * @param {{device: string, secret: string}} as @param {Photo} photo
 * @returns {Promise<number>} 0 when the whole is there; else seconds to wait, -1 when not said
 */
async function sendOne(as, photo) {
  const headers = { Authorization: `Device ${as.device}:${as.secret}` };
  const path = `/field/attachments/${photo.sha256}/`;
  const ask = (/** @type {RequestInit} */ how) => fetch(path, {
    ...how, credentials: "omit", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE),
  });
  const total = photo.bytes.size;
  try {
    const begun = await ask({ method: "HEAD", headers });
    if (!begun.ok) return waitOf(begun);
    let here = Number(begun.headers.get("Upload-Offset")) || 0;
    for (let anew = 0; here < total;) {
      const end = Math.min(total, here + PIECE);
      const range = `bytes ${here}-${end - 1}/${total}`;
      const body = photo.bytes.slice(here, end);
      const answer = await ask({ method: "PUT", headers: { ...headers, "Content-Range": range }, body });
      // Broken on the way: the server let go of it, and it begins anew once.
      if (answer.status === 409 && anew++ === 0) here = 0;
      else if (!answer.ok) return waitOf(answer);
      else here = (await answer.json()).here;
    }
    return 0;
  } catch {
    return -1; // no network, or the answer was lost: the next run asks how much is there
  }
}

/** @param {Response} answer */
const waitOf = (answer) => Number(answer.headers.get("Retry-After")) || -1;
