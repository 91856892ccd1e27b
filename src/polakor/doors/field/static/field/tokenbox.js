/** The family's number: the next one of the sheet by one tap, typed, scanned, or photographed as the last way. */

import { call } from "./api.js";
import { button, fill, h, mark } from "./dom.js";
import { readToken, tokenCheck } from "./tokens.js";
import { t } from "./words.js";

const GOOD = new Set(["good", "unsure"]);

/** The number printed after this one on the sheet, "" at the end of a batch. @param {string} token */
export function nextToken(token) {
  const [code, number] = token.split("-");
  const next = Number(number) + 1;
  if (!code || !(next < 100_000)) return "";
  const body = code + String(next).padStart(5, "0");
  return `${code}-${body.slice(3)}-${tokenCheck(body)}`;
}

/**
 * @param {object} what
 * @param {any[]} what.batches @param {string} what.typed as it stands in the line
 * @param {string} [what.next] the number we expect on the sheet
 * @param {(token: string) => string} what.usedFor words about a use of it on this device, "" for none
 * @param {(token: string | null, typed: string) => void} what.take null: not one to be used
 * @param {{device: string, secret: string}} what.as
 * @param {boolean} [what.again] a second use is what we want: a later desk
 */
export function tokenBox({ batches, typed, next, usedFor, take, as, again = false }) {
  const told = h("p.verdict", { "aria-live": "polite" });
  let asked = 0;
  const settle = async (/** @type {string} */ text) => {
    const turn = ++asked;
    if (!text.trim()) {
      fill(told);
      offer.hidden = false;
      return take(null, "");
    }
    const { token, verdict } = await readToken(text, batches);
    if (turn !== asked) return;
    offer.hidden = true;
    const good = GOOD.has(verdict);
    const used = good && !again ? usedFor(token) : "";
    if (good) input.value = token;
    const kind = !good || used ? "danger" : verdict === "unsure" ? "caution" : "ok";
    told.className = `verdict ${kind}`;
    fill(told, mark(kind === "ok" ? "tick" : kind === "caution" ? "dia" : "tri"), used || t(`token_${verdict}`));
    take(good && !used ? token : null, good ? token : text);
  };
  const input = h("input.token-line", {
    id: "token", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 200,
    value: typed, "aria-describedby": "token-told",
    oninput: () => {
      // Judged when it is long enough to be whole, so that nobody reads "wrong" while still typing.
      if (input.value.replace(/[^A-Za-z0-9០-៩]/g, "").length >= 9 || !input.value.trim()) void settle(input.value);
      else { asked += 1; fill(told); take(null, input.value); }
    },
    onchange: () => void settle(input.value),
  });
  told.id = "token-told";
  const offer = h("div.offer", null, next ? button("", () => void settle(next), ".offer-next") : null);
  if (next) fill(offer.firstElementChild, t("token_take"), " ", h("b.digits", null, next));
  const element = h("div.ask.token-box", null,
    h("div.token-head", null, h("label", { for: "token" }, t("token")), h("span.note", null, again ? t("token_read") : t("token_hand"))),
    h("div.token-row", null, input, scanner((text) => void settle(text)), photo(as, (text) => void settle(text), told)),
    offer, told);
  if (typed) void settle(typed);
  return { element, focus: () => input.focus() };
}

/** Reading by the camera, where the browser can. @param {(text: string) => void} found */
function scanner(found) {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return null;
  return button(t("scan"), async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
    if (!stream) return;
    const video = h("video", { autoplay: true, playsinline: true, muted: true });
    const dialog = h("dialog.scan", null, video, button(t("close"), () => dialog.close()));
    dialog.addEventListener("close", () => { stream.getTracks().forEach((track) => track.stop()); dialog.remove(); });
    document.body.append(dialog);
    video.srcObject = stream;
    dialog.showModal();
    const detector = new (/** @type {any} */ (window)).BarcodeDetector({ formats: ["qr_code"] });
    while (dialog.open) {
      const [code] = await detector.detect(video).catch(() => []);
      if (code) {
        dialog.close();
        return found(code.rawValue);
      }
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  });
}

const WIDE = 1600;

/** What a reader needs of a photo and a bad network can carry. @param {File} file @returns {Promise<Blob>} */
async function smaller(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, WIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
}

/** A photo for the server to read, where the browser cannot. Needs the network. */
function photo(/** @type {{device: string, secret: string}} */ as, /** @type {(text: string) => void} */ found, /** @type {HTMLElement} */ told) {
  if ("BarcodeDetector" in window) return null;
  const input = h("input.unseen", {
    type: "file", accept: "image/*", capture: "environment", tabindex: "-1", "aria-hidden": "true",
    onchange: async () => {
      const [file] = input.files;
      if (!file) return;
      fill(told, t("photo_reading"));
      const answer = await call("/field/photo/", { as, body: await smaller(file) }).catch(() => null);
      input.value = "";
      if (answer?.told?.token) found(answer.told.token);
      else {
        told.className = "verdict caution";
        fill(told, mark("dia"), answer ? t("photo_unread") : t("photo_offline"));
      }
    },
  });
  return h("span.photo", null, button(t("photo"), () => input.click()), input);
}
