/** One request to the server: it answers, it says to wait, or the network does not reach it. */

/** Nothing came back: no network, or it took too long. The device keeps everything. */
export class Unreached extends Error {}

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} told JSON of the answer, null when there is none
 * @property {number} wait seconds the server asks us to leave it alone, 0 for none
 * @property {string} etag
 */

/**
 * @param {string} path
 * @param {{as?: {device: string, secret: string}, json?: unknown, form?: Record<string, string>, etag?: string,
 *   method?: string, body?: Blob, patience?: number}} [how] `patience` in milliseconds
 * @returns {Promise<Answer>}
 */
export async function call(path, { as, json, form, etag, method, body, patience = 30_000 } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (as) headers.Authorization = `Device ${as.device}:${as.secret}`;
  if (json !== undefined) headers["Content-Type"] = "application/json";
  if (etag) headers["If-None-Match"] = etag;
  if (form) headers["X-CSRFToken"] = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
  const sent = json !== undefined ? JSON.stringify(json) : form ? new URLSearchParams(form) : body;
  try {
    const answer = await fetch(path, {
      method: method ?? (sent === undefined ? "GET" : "POST"),
      headers,
      body: sent,
      // A device speaks with its own secret; the cookie of whoever is signed in must not help it.
      credentials: as ? "omit" : "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    const wait = Number(answer.headers.get("Retry-After")) || 0;
    const told = await answer.json().catch((problem) => {
      if (problem instanceof SyntaxError) return null;
      throw problem;
    });
    return { status: answer.status, told, wait, etag: answer.headers.get("ETag") ?? "" };
  } catch (problem) {
    throw new Unreached(String(problem));
  }
}
