/** Where the app begins: what is open, which screen stands, and what the head of every screen says. */

import { sortPhotos } from "./attachments.js";
import { keptDraft } from "./draft.js";
import { countsScreen } from "./counts.js";
import { fetchDown, keptDown } from "./down.js";
import { enrolScreen } from "./enrol.js";
import { familyScreen } from "./family.js";
import { drawFrame } from "./frame.js";
import { button, h } from "./dom.js";
import { helpScreen } from "./help.js";
import { homeScreen, sideList } from "./home.js";
import { lockScreen } from "./lockscreen.js";
import { moreScreen } from "./more.js";
import * as outbox from "./outbox.js";
import { thisDevice, unlock, wipe } from "./pin.js";
import { readPlaces } from "./places.js";
import { beginSession } from "./seal.js";
import { slipScreen } from "./slip.js";
import { get, put } from "./store.js";
import { Sync } from "./sync.js";
import { watchWorker } from "./update.js";
import { chooseLanguage, clock, other, people, t } from "./words.js";

/**
 * @typedef {object} Open the unlocked device; in memory only, gone at the next lock
 * @property {import("./pin.js").Device} device
 * @property {CryptoKey} key of the PIN
 * @property {import("./pin.js").Guarded} guarded
 * @property {import("./seal.js").Session} session
 */
/** @typedef {{busy?: () => boolean, leave?: () => void | Promise<void>}} Screen */

const SCREENS = {
  enrol: enrolScreen, lock: lockScreen, home: homeScreen, family: familyScreen, slip: slipScreen,
  counts: countsScreen, more: moreScreen, help: helpScreen,
};
const LATELY = 12;

export class App {
  constructor() {
    /** @type {Open | null} */
    this.open = null;
    /** @type {Sync | null} */
    this.sync = null;
    /** @type {import("./sync.js").Health} */
    this.health = { state: "idle", skew: 0, lastAt: "" };
    /** @type {Map<string, import("./outbox.js").Note>} of this device's own records, oldest first */
    this.notes = new Map();
    /** @type {import("./down.js").Down} */
    this.down = { forms: [], tokens: [], places: [], settings: {} };
    /** @type {import("./placebox.js").Known} */
    this.places = { all: new Map(), lately: [], chosen: (code) => this.placeChosen(code) };
    this.version = document.body.dataset.version ?? "";
    this.frame = drawFrame(this);
    /** @type {{name: keyof typeof SCREENS, given: any}} */
    this.now = { name: "lock", given: {} };
    /** @type {Screen} */
    this.screen = {};
    this.turn = 0;
    this.seen = Date.now();
    outbox.onChange(() => void this.frame.count());
  }

  /** @returns {Open} */
  unlocked() {
    if (!this.open) throw new Error("the device is locked");
    return this.open;
  }

  /** What this device itself registered under a number. @param {string} token */
  familyOf(token) {
    return [...this.notes.values()].findLast((one) => one.token === token && one.kind === "register");
  }

  /** The number given last: the sheet goes on after it. */
  get lastToken() {
    return [...this.notes.values()].findLast((one) => one.token && one.kind === "register")?.token ?? "";
  }

  /** The form of that key, or the newest of its kind when the server has withdrawn it. @param {string} key */
  form(key) {
    return this.down.forms.find((one) => one.key === key) ?? this.newest(key.split("/")[0]);
  }

  /** @param {string} code @returns {any} undefined when the device has no forms yet */
  newest(code) {
    return this.down.forms.filter((one) => one.code === code).sort((a, b) => b.version - a.version)[0];
  }

  /** Words about the first use of a token on this device, "" when there was none. @param {string} token */
  usedFor(token) {
    const note = this.familyOf(token);
    return note ? t("token_used", { time: clock(note.at), people: people(note.people) }) : "";
  }

  /** Show a screen in place of the one that stands. @param {keyof typeof SCREENS} name @param {any} [given] */
  async go(name, given = {}) {
    const turn = ++this.turn;
    await this.screen.leave?.();
    if (turn !== this.turn) return;
    this.now = { name, given };
    if (!this.open && !["enrol", "lock", "help"].includes(name)) return this.lock();
    this.frame.draw();
    document.body.dataset.screen = name;
    const root = h("div.screen");
    this.frame.show(root);
    window.scrollTo(0, 0);
    this.screen = /** @type {any} */ (await SCREENS[name](this, root, given)) ?? {};
  }

  /** The other language, on this very screen. */
  async otherLanguage() {
    chooseLanguage(other());
    const { name, given } = this.now;
    // Answers lie in the draft, not on the screen: drawing it anew loses nothing.
    await this.go(name, given);
    await this.frame.count();
  }

  /** A question before something that cannot be taken back. @param {string} question @param {() => void} act */
  sure(question, act) {
    const dialog = h("dialog.sure", null, h("p.message-title", null, question),
      h("div.buttons", null, button(t("yes_do_it"), () => { dialog.close(); act(); }, ".button-danger"), button(t("no_leave_it"), () => dialog.close())));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  side() {
    return sideList(this);
  }

  /** Open the device with its PIN and go where the officer was. @param {string} pin */
  async enter(pin) {
    const { device, key, guarded } = await unlock(pin);
    const session = await beginSession(device.server_key, device.server_kid);
    this.open = { device, key, guarded, session };
    this.seen = Date.now();
    this.down = await keptDown();
    this.places.all = readPlaces(this.down.places);
    this.places.lately = (await get("plain", "lately")) ?? [];
    this.notes = new Map((await outbox.keptNotes(key)).map((note) => [note.id, note]));
    this.sync = new Sync(this.open, this.version, (health) => this.hear(health));
    void navigator.storage?.persist?.();
    if (!this.down.forms.length) await this.fetchDown();
    else void this.fetchDown();
    const draft = await keptDraft(key, "form");
    await sortPhotos(draft?.id).catch(() => undefined);
    void this.sync.flush(true);
    const counting = await keptDraft(key, "counts");
    await this.go(draft ? "family" : counting ? "counts" : "home", draft ? { draft } : {});
    await this.frame.count();
  }

  /** A record was laid down: counted before anybody reads that it is saved. @param {import("./outbox.js").Note} note */
  async saved(note) {
    this.notes.set(note.id, note);
    outbox.tellChange();
    await this.frame.count();
    void this.sync?.flush();
  }

  /** Forms, places and tokens of the server, when it can be reached. @param {boolean} [show] draw the home again */
  async fetchDown(show = false) {
    const { device, guarded } = this.unlocked();
    const down = await fetchDown({ device: device.device, secret: guarded.secret });
    const now = await thisDevice();
    if (!down || !this.open || !now) return;
    const { sign_keys, lock_minutes, server_key, server_kid } = now;
    this.open.device = { ...this.open.device, sign_keys, lock_minutes, server_key, server_kid };
    if (server_kid !== this.open.session.kid) {
      const session = await beginSession(server_key, server_kid);
      if (this.open) this.open.session = session;
    }
    this.down = down;
    this.places.all = readPlaces(down.places);
    if (show) await this.go("home");
  }

  /** @param {string} code of a place */
  placeChosen(code) {
    this.places.lately = [code, ...this.places.lately.filter((one) => one !== code)].slice(0, LATELY);
    void put("plain", "lately", this.places.lately);
  }

  /** @param {import("./sync.js").Health} health */
  hear(health) {
    this.health = health;
    this.frame.tell();
    // The server may have a new key to sign with or to seal to: it comes with the forms.
    if (health.state === "unsigned" || health.state === "stale") void this.fetchDown();
    if (health.state === "barred" || health.state === "stranger") void this.shut(health.state);
  }

  /** The server knows this device no more: tell, then forget. @param {"barred" | "stranger"} why */
  async shut(why) {
    await this.end();
    await wipe();
    await this.go("enrol", { told: t(why === "barred" ? "barred" : "stranger") });
  }

  /** Forget what only an unlocked device knows. */
  async end() {
    this.sync?.stop();
    await this.screen.leave?.();
    this.screen = {};
    this.open = null;
    this.sync = null;
    this.notes = new Map();
    this.health = { state: "idle", skew: 0, lastAt: "" };
  }

  /** Lock now. An unfinished form is kept and comes back after the PIN. */
  async lock() {
    await this.end();
    const device = await thisDevice();
    await (device ? this.go("lock", { device }) : this.go("enrol"));
    await this.frame.count();
  }

  /** Lock after the pack's minutes without a touch, also when the tablet slept meanwhile. */
  watch() {
    const touched = () => { this.seen = Date.now(); };
    for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, touched, { passive: true });
    const look = () => {
      const idle = this.open && Date.now() - this.seen > this.open.device.lock_minutes * 60_000;
      if (idle) void this.lock();
    };
    setInterval(look, 5_000);
    document.addEventListener("visibilitychange", look);
    addEventListener("online", () => void this.sync?.flush(true));
    addEventListener("offline", () => this.frame.tell());
  }
}

const app = new App();
app.watch();
watchWorker(app);
void app.lock();

