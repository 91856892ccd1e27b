/**
 * The service worker: holds one whole version of the app, and answers from it before the network.
 * `KEPT` is written before this text by the server: {version, files, optional}.
 */

const PREFIX = "polakor-field-";
const NAME = PREFIX + KEPT.version;
const AT_ONCE = 6;
const OWN = new Set([...KEPT.files, ...KEPT.optional]);

const fresh = (path) => new Request(path, { cache: "reload", credentials: "omit" });

/** File by file, a few at a time: on a bad network the next try goes on where this one failed. */
async function keepVersion() {
  const cache = await caches.open(NAME);
  const left = [...KEPT.files];
  const some = async () => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      if (!(await cache.match(path, { ignoreVary: true }))) await cache.add(fresh(path));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
  // Letters are looked better with than without, but nobody waits at the gate for a font.
  await Promise.all(KEPT.optional.map((path) => cache.add(fresh(path)).catch(() => undefined)));
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCacheFirst(request, path) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(path, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && KEPT.optional.includes(path)) await cache.put(path, answer.clone());
  return answer;
}

self.addEventListener("install", (event) => event.waitUntil(keepVersion()));
self.addEventListener("activate", (event) => event.waitUntil(dropOthers()));
self.addEventListener("message", (event) => { if (event.data === "take over") self.skipWaiting(); });
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  // Everything else, the API above all, goes to the network or fails: an old answer would be a lie.
  if (event.request.method !== "GET" || origin !== self.location.origin || !OWN.has(pathname)) return;
  event.respondWith(fromCacheFirst(event.request, pathname));
});
