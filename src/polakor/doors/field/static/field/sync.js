/**
 * Sending: one flush at a time over all tabs, batches that shrink on a bad network and grow again,
 * and nothing believed that the server did not sign.
 */

import { call, Unreached } from "./api.js";
import { sendPhotos } from "./attachments.js";
import { inStates, mark, MOVING, recordOf, SETTLED, STATES, TAKEN_IN, tellChange, UNCONFIRMED } from "./outbox.js";
import { thisDevice } from "./pin.js";
import { isSigned } from "./seal.js";

const MOST = 200;
const ASKED = 500;
const FIRST_PAUSE = 4;
const LONGEST_PAUSE = 300;
const SKEW = 120;
/** Too large, not to be read, or too much for the server: perhaps because of one record among them. */
const TOO_HARD = new Set([400, 413, 500]);
const PATIENCE = 3;

/**
 * @typedef {object} Health what the head of the page tells
 * @property {"idle" | "sending" | "stale" | "offline" | "waiting" | "unsigned" | "barred" | "stranger" | "refused" | "trouble"} state
 * @property {number} skew seconds this device's clock is ahead of the server's, 0 when near enough
 * @property {string} lastAt when the server last answered, by its clock
 */

/** @typedef {import("./main.js").Open} Open */

export class Sync {
  /** @param {Open} open @param {string} version of the app @param {(health: Health) => void} tell */
  constructor(open, version, tell) {
    this.open = open;
    this.version = version;
    this.tell = tell;
    this.size = MOST / 4;
    this.failures = 0;
    this.notBefore = 0;
    this.stopped = false;
    this.timer = 0;
    /** @type {Set<number>} */
    this.resent = new Set();
    this.asked = false;
    this.missed = false;
    /** @type {Set<string>} the server could not take these; others must not wait for them */
    this.aside = new Set();
    this.refusals = 0;
    /** @type {AbortController | null} photos on their way */
    this.carrying = null;
    this.photosAfter = 0;
    /** @type {Health} */
    this.health = { state: "idle", skew: 0, lastAt: "" };
  }

  /** @param {Partial<Health>} change */
  say(change) {
    this.health = { ...this.health, ...change };
    if (!this.stopped) this.tell(this.health);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.carrying?.abort();
  }

  /** Try again after so many seconds; the one timer there is. @param {number} seconds */
  again(seconds) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.flush(), seconds * 1000);
  }

  /**
   * Send what waits and ask what became of the rest. A second call while one runs does nothing.
   * @param {boolean} [now] somebody pressed the button: do not wait for the pause to end
   */
  async flush(now = false) {
    await navigator.locks.request("polakor-flush", { ifAvailable: true }, async (lock) => {
      if (this.stopped) return;
      // Somebody flushes already, here or in another tab: come back for what was laid down meanwhile.
      if (!lock) {
        this.missed = true;
        return this.again(2);
      }
      const pause = this.notBefore - Date.now();
      if (pause > 0 && !now) return this.again(pause / 1000);
      try {
        this.say({ state: "sending" });
        this.resent.clear();
        this.aside.clear();
        let done = false;
        do {
          this.asked = false;
          done = (await this.send()) && (await this.ask());
        } while (done && this.asked);
        if (done && this.aside.size) this.rest("trouble");
        else if (done) this.say({ state: "idle" });
        if (done && !this.aside.size) this.again(this.missed ? 0.2 : 30 + Math.random() * 15);
        this.missed = false;
        if (done) void this.photos();
      } catch (problem) {
        if (!(problem instanceof Unreached)) throw problem;
        this.rest("offline");
      }
    });
  }

  /**
   * Photos of records the server has, after the records and never beside them: whatever is asked
   * about records ends this run, and the next one goes on where it stopped.
   */
  async photos() {
    if (this.stopped || this.carrying || Date.now() < this.photosAfter) return;
    const run = new AbortController();
    this.carrying = run;
    const may = async (/** @type {string} */ id) => !UNCONFIRMED.includes((await recordOf(id))?.state ?? "");
    try {
      const { sent, wait } = await sendPhotos(this.me(), { may, signal: run.signal });
      this.photosAfter = Date.now() + wait * 1000;
      if (sent) tellChange();
    } catch {
      // Photos that cannot be read off this device stay counted; records have nothing to do with it.
    } finally {
      this.carrying = null;
    }
  }

  /** Everything not yet confirmed, batch by batch. @returns {Promise<boolean>} false: stop for now */
  async send() {
    for (;;) {
      const waiting = (await inStates(UNCONFIRMED)).filter(({ id }) => !this.aside.has(id));
      if (!waiting.length) return true;
      this.carrying?.abort();
      const mine = waiting.filter(({ envelope }) => envelope.device === this.open.device.device);
      const batch = (mine.length ? mine : waiting).slice(0, Math.max(1, Math.floor(this.size)));
      if (!(await this.post(batch, mine.length > 0))) return false;
    }
  }

  /** @param {import("./outbox.js").Record[]} batch @param {boolean} own false: brought from elsewhere */
  async post(batch, own) {
    const ids = batch.map(({ id }) => id);
    const envelopes = batch.map(({ envelope }) => envelope);
    await mark(ids, () => ({ state: "sent" }));
    const made = (await thisDevice())?.made ?? 0;
    const json = own
      ? { clock: new Date().toISOString(), made, app: this.version, envelopes }
      : { envelopes };
    try {
      const answer = await call(own ? "/field/sync/" : "/field/file/", {
        as: this.me(), json, patience: 20_000 + 200 * ids.length });
      if (!(await this.heard(answer, ids))) return false;
      if (answer.status === 200) this.size = Math.min(MOST, this.size * 2);
      return true;
    } catch (problem) {
      // Whether it arrived is not known; what is certain is that it is kept here.
      await mark(ids, ({ state }) => (state === "sent" ? { state: "saved" } : undefined));
      this.size = Math.max(1, this.size / 2);
      throw problem;
    }
  }

  /** What became of those the server is still working on. */
  async ask() {
    const moving = (await inStates(MOVING)).map(({ id }) => id);
    if (moving.length) this.carrying?.abort();
    for (let at = 0; at < moving.length; at += ASKED) {
      const ids = moving.slice(at, at + ASKED);
      const answer = await call("/field/states/", { as: this.me(), json: { ids } });
      if (!(await this.heard(answer, []))) return false;
    }
    return true;
  }

  me() {
    return { device: this.open.device.device, secret: this.open.guarded.secret };
  }

  /** Take the answer in. @param {import("./api.js").Answer} answer @param {string[]} sent ids of this batch */
  async heard(answer, sent) {
    const { status, told, wait } = answer;
    const back = () => mark(sent, ({ state }) => (state === "sent" ? { state: "saved" } : undefined));
    if (status === 401 || (status === 403 && told?.barred)) {
      await back();
      this.say({ state: status === 401 ? "stranger" : "barred" });
      this.stop();
      return false;
    }
    if (status !== 200 || typeof told?.statement !== "string") {
      await back();
      if (TOO_HARD.has(status) && !wait && sent.length) return this.lighten(sent);
      this.rest(wait ? "waiting" : status === 403 ? "refused" : "trouble", wait);
      return false;
    }
    if (!(await isSigned(told, this.open.device.sign_keys))) {
      await back();
      this.rest("unsigned");
      return false;
    }
    const statement = JSON.parse(told.statement);
    if (statement.device !== this.open.device.device) {
      await back();
      this.rest("unsigned");
      return false;
    }
    await this.believe(statement);
    this.failures = 0;
    this.refusals = 0;
    this.notBefore = 0;
    const confirmed = new Set(statement.receipts.map((/** @type {any} */ one) => one.id));
    // An answer that leaves out what was sent would have us send it for ever without a pause.
    if (sent.some((id) => !confirmed.has(id))) {
      await back();
      this.rest("trouble");
      return false;
    }
    return true;
  }

  /**
   * The server could not take this batch: half of it, down to the one record that is the trouble.
   * @param {string[]} sent @returns {boolean} false: it takes nothing at all just now
   */
  lighten(sent) {
    if (sent.length > 1) {
      this.size = Math.max(1, sent.length / 2);
      return true;
    }
    this.aside.add(sent[0]);
    this.refusals += 1;
    if (this.refusals < PATIENCE) return true;
    this.rest("trouble");
    return false;
  }

  /** @param {any} statement signed */
  async believe(statement) {
    const skew = Math.round((Date.now() - Date.parse(statement.at)) / 1000);
    this.say({ skew: Math.abs(skew) > SKEW ? skew : 0, lastAt: statement.at });
    const receipts = new Map(statement.receipts.map((/** @type {any} */ one) => [one.id, one]));
    let stale = false;
    await mark([...receipts.keys()], (record) => {
      const { state, receipt, reason, say, sha256 } = /** @type {any} */ (receipts.get(record.id));
      // Not opened there, so perhaps damaged on the way: once more at once, then somebody looks.
      if (state === "quarantined" && !sha256 && !record.again && record.envelope.body) {
        stale ||= reason === "key_unknown";
        this.asked = true;
        return { state: "saved", again: true };
      }
      // What a newer server calls otherwise is at least there.
      const change = { state: STATES.includes(state) ? state : "received", receipt, reason, say };
      // In the register: the sealed body has done its work.
      return TAKEN_IN.includes(state) ? { ...change, envelope: { ...record.envelope, body: "" } } : change;
    });
    if (stale) this.say({ state: "stale" });
    // Once for each flush: a server that asks for ever must not keep the radio on.
    const asked = new Set((statement.next?.resend ?? []).filter((/** @type {number} */ seq) => !this.resent.has(seq)));
    asked.forEach((seq) => this.resent.add(seq));
    if (!asked.size) return;
    this.asked = true;
    const again = (await inStates([...MOVING, ...SETTLED])).filter(
      ({ envelope }) => envelope.device === statement.device && asked.has(envelope.seq) && envelope.body);
    await mark(again.map(({ id }) => id), () => ({ state: "saved" }));
  }

  /** Leave the server alone for a while, longer each time, never all devices at once. */
  rest(/** @type {Health["state"]} */ state, wait = 0) {
    this.failures += 1;
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.failures - 1));
    const pause = Math.max(wait, longest / 2 + (Math.random() * longest) / 2);
    this.notBefore = Date.now() + pause * 1000;
    this.say({ state });
    this.again(pause);
  }
}
