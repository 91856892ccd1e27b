/** What the server sends down: forms, places, tokens, settings. Never anybody's data. */

import { call } from "./api.js";
import { amend } from "./pin.js";
import { get, within } from "./store.js";

/** @typedef {{forms: any[], tokens: any[], places: import("./places.js").Row[], settings: Record<string, any>}} Down */

const NOTHING = { forms: [], tokens: [], places: [], settings: {} };

/** @returns {Promise<Down>} what lies on the device */
export const keptDown = async () => ({ ...NOTHING, ...(await get("down", "rest")), places: (await get("down", "places")) ?? [] });

/**
 * Fetch what changed. @param {{device: string, secret: string}} as
 * @returns {Promise<Down | null>} null when nothing did, or nobody answered
 */
export async function fetchDown(as) {
  const rest = await ask("/field/down/", "rest", as);
  const places = await ask("/field/down/places/", "places", as);
  if (!rest && !places) return null;
  const settings = rest?.settings;
  if (settings) await amend((device) => obey(device, rest));
  return keptDown();
}

/** The server's keys and limits as they are now. @param {any} device @param {any} told */
function obey(device, told) {
  const { settings } = told;
  if (settings.lock_minutes) device.lock_minutes = settings.lock_minutes;
  if (settings.pin?.tries) device.allowed = settings.pin.tries;
  Object.assign(device.sign_keys, told.keys?.sign);
  if (told.keys?.server_key) Object.assign(device, { server_key: told.keys.server_key, server_kid: told.keys.server_kid });
}

/** @param {string} path @param {string} key @param {{device: string, secret: string}} as */
async function ask(path, key, as) {
  const etag = (await get("down", `${key} etag`)) ?? "";
  const answer = await call(path, { as, etag }).catch(() => null);
  if (answer?.status !== 200 || !answer.told) return null;
  await within(["down"], "readwrite", (s) => {
    s.down.put(key === "places" ? answer.told.places ?? answer.told : answer.told, key);
    s.down.put(answer.etag, `${key} etag`);
  });
  return answer.told;
}
