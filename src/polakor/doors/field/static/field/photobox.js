/** Photos of one person's papers: taken or chosen, sealed at once, and taken out again while they lie here. */

import { button, fill, h } from "./dom.js";
import { t } from "./words.js";

/**
 * @param {object} what
 * @param {() => string[]} what.names photos of this person in this form
 * @param {(file: File) => Promise<void>} what.add rejects for what is no picture or cannot be kept
 * @param {(name: string) => Promise<void>} what.drop
 * @returns {HTMLElement}
 */
export function photoBox({ names, add, drop }) {
  const list = h("ul.rows.photos");
  const told = h("p.verdict", { role: "status" });
  const input = h("input.unseen", {
    type: "file", accept: "image/*", tabindex: "-1", "aria-hidden": "true",
    onchange: async () => {
      const [file] = input.files;
      input.value = "";
      if (!file) return;
      take.disabled = true;
      const kept = await add(file).then(() => true, () => false);
      take.disabled = false;
      told.className = `verdict ${kept ? "ok" : "danger"}`;
      fill(told, t(kept ? "photo_kept" : "photo_not_kept"));
      draw();
      take.focus();
    },
  });
  const take = button(t("photo_take"), () => input.click(), ".wide-button.photo-take");
  const draw = () => fill(list, ...names().map((name, at) => h("li", null, h("span", null, t("photo_n", { n: at + 1 })),
    h("button.link", { type: "button", "aria-label": `${t("photo_n", { n: at + 1 })}: ${t("photo_drop")}`, onclick: async () => {
      await drop(name);
      fill(told);
      draw();
      take.focus();
    } }, t("photo_drop")))));
  draw();
  return h("details.more.part", { open: names().length > 0 }, h("summary", null, t("photos")),
    h("div.part-in", null, h("p.hint", null, t("photo_hint")), take, input, told, list));
}
