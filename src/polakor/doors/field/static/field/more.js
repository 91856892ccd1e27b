/** What is needed seldom: sending by hand, files, the next officer, which version this is. */

import { photosLeft } from "./attachments.js";
import { button, fill, h } from "./dom.js";
import { broughtFile, mostInFile, nowhereElse, savedFile, TooLarge, Unreadable } from "./file.js";
import { standing, unconfirmed } from "./outbox.js";
import { wipe } from "./pin.js";
import { clock, said, t } from "./words.js";

/** @param {import("./main.js").App} app @param {HTMLElement} root */
export async function moreScreen(app, root) {
  const { device, guarded } = app.unlocked();
  const waiting = unconfirmed(await standing());
  const photos = await photosLeft().catch(() => 0);
  const most = mostInFile(app.down);
  const told = h("div.message.info", { role: "status", hidden: true });
  const say = (/** @type {string} */ text, tone = "info") => { told.hidden = false; told.className = `message ${tone}`; fill(told, h("p.message-title", null, text)); told.scrollIntoView({ block: "center" }); };
  const chosen = h("input.unseen", {
    type: "file", accept: ".json,application/json", tabindex: "-1", "aria-hidden": "true",
    onchange: async () => {
      const [file] = chosen.files;
      chosen.value = "";
      if (!file) return;
      try {
        const fresh = await broughtFile(file, most);
        await app.frame.count();
        say(t("file_brought", { n: fresh.records, photos: fresh.photos }), "ok");
        void app.sync?.flush(true);
      } catch (problem) {
        if (problem instanceof TooLarge) say(t("file_too_large", { mb: most }), "danger");
        else if (problem instanceof Unreadable) say(t("file_unreadable"), "danger");
        else throw problem;
      }
    },
  });
  const save = async () => {
    const saved = await savedFile(most);
    const inIt = t("file_saved", { n: saved.records, photos: saved.photos });
    say(saved.left ? `${inIt} ${t("file_not_all", { n: saved.left, mb: most })}` : inIt, saved.left ? "caution" : "ok");
  };
  const handOver = async () => {
    const only = await nowhereElse();
    if (only.records || only.photos) return say(t("hand_over_not_yet", { n: only.records, photos: only.photos }), "caution");
    app.sure(t("hand_over_sure"), async () => { await app.end(); await wipe(); app.go("enrol", { told: t("handed_over") }); });
  };
  const health = app.health;
  const facts = /** @type {[string, string][]} */ ([
    [t("officer"), `${guarded.officer.name} · ${guarded.officer.office}`], [t("desk"), `${said(device.gate)} · ${device.desk}`],
    [t("last_answer"), health.lastAt ? clock(health.lastAt) : "–"], [t("version"), app.version],
    [t("device_number"), device.device.slice(0, 8)], [t("kept_safe"), (await navigator.storage?.persisted?.()) ? t("yes") : t("no")]]);
  fill(root, h("div.plain-page.stack", null, h("h1", null, t("more")), told,
    choice(t("send_now"), waiting ? t("send_now_hint", { n: waiting }) : photos ? t("photos_left", { n: photos }) : t("all_received"), () => { void app.sync?.flush(true); app.go("home"); }),
    choice(t("save_file"), t("save_file_hint"), () => void save()),
    h("div", null, choice(t("bring_file"), t("bring_file_hint"), () => chosen.click()), chosen),
    choice(t("help"), t("help_hint"), () => app.go("help")),
    choice(t("hand_over"), t("hand_over_hint"), () => void handOver()),
    h("dl.facts", null, facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)))),
    button(t("to_list"), () => app.go("home"))));
}

const choice = (/** @type {string} */ title, /** @type {string} */ hint, /** @type {() => void} */ act) =>
  h("button.more-choice", { type: "button", onclick: act }, h("b", null, title), h("span.note", null, hint));
