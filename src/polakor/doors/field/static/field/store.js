/**
 * What lies on the device: one database, few stores, and one way to change several at once.
 *
 * device   the enrolment, the lock, the last sequence number   (secret parts wrapped by the PIN)
 * outbox   sealed records and their states                     (only the server can open them)
 * notes    what the list shows of a record                     (wrapped by the PIN)
 * drafts   a form not finished                                 (wrapped by the PIN)
 * down     forms, places, tokens, the server's keys            (nobody's data)
 * plain    the language, places chosen lately                  (nobody's data)
 */

export const NAME = "polakor-field";
const VERSION = 1;
const STORES = ["device", "outbox", "notes", "drafts", "down", "plain"];

/** @type {Promise<IDBDatabase> | null} */
let database = null;

/** @returns {Promise<IDBDatabase>} */
function opened() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const name of STORES) {
        const store = request.result.createObjectStore(name, name === "outbox" ? { keyPath: "id" } : {});
        if (name !== "outbox") continue;
        store.createIndex("place", ["envelope.device", "envelope.seq"], { unique: true });
        store.createIndex("state", "state");
      }
    };
    request.onsuccess = () => {
      request.result.onclose = () => { database = null; };
      resolve(request.result);
    };
    request.onerror = () => { database = null; reject(request.error); };
  });
  return database;
}

/**
 * The answer of one request, inside `within` only.
 * @template T @param {IDBRequest<T>} request @returns {Promise<T>}
 */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Do `work` in one transaction that lies on the disk before this resolves, or not at all.
 * Inside, await nothing but `ask`: a transaction ends when it is left waiting for anything else.
 * @template T
 * @param {string[]} names of the stores
 * @param {"readonly" | "readwrite"} mode
 * @param {(stores: Record<string, IDBObjectStore>) => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function within(names, mode, work) {
  const base = await opened();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(names, mode, { durability: "strict" });
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
    /** @type {T} */
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error ?? new Error("the device could not keep this"));
    Promise.resolve(work(stores)).then(
      (value) => { result = value; },
      (problem) => {
        reject(problem);
        try { transaction.abort(); } catch { /* it has ended by itself */ }
      },
    );
  });
}

/** @param {string} store @param {IDBValidKey} key @returns {Promise<any>} */
export const get = (store, key) => within([store], "readonly", (s) => ask(s[store].get(key)));

/** @param {string} store @returns {Promise<any[]>} in the order of their keys */
export const all = (store) => within([store], "readonly", (s) => ask(s[store].getAll()));

/** @param {string} store @param {IDBValidKey} key @param {unknown} value @returns {Promise<unknown>} */
export const put = (store, key, value) => within([store], "readwrite", (s) => ask(s[store].put(value, key)));

/** @param {string} store @param {IDBValidKey} key @returns {Promise<unknown>} */
export const drop = (store, key) => within([store], "readwrite", (s) => ask(s[store].delete(key)));
