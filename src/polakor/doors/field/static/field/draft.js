/** A form being filled in: kept wrapped after every change, so that a killed tab loses nothing. */

import { localTime, uuid7 } from "./bytes.js";
import { unwrap, wrap } from "./pin.js";
import { drop, get, put } from "./store.js";

/** @typedef {import("./question.js").Filled} Filled */
/** @typedef {Filled & {id: string, photos: string[], known?: {sex?: string, age?: number, age_band?: number}}} Member */
/**
 * @typedef {object} Draft
 * @property {string} id of the record it will be
 * @property {"register" | "enrich" | "counts"} kind
 * @property {string} form its key, `arrival/1`
 * @property {string | null} base
 * @property {string | null} token
 * @property {string} typed the token as it stands in its line
 * @property {Filled} household
 * @property {Member[]} members
 * @property {number} at 0 the family, 1 the first person
 * @property {string} [corrects] the record this corrects
 */

/** A count and a form can both be unfinished. @param {Draft["kind"]} kind @returns {Slot} */
const slotOf = (kind) => (kind === "counts" ? "counts" : "form");
/** @typedef {"form" | "counts"} Slot */

/** @returns {Filled} */
export const blank = () => ({ answers: {}, unanswered: {} });
/** @returns {Member} */
export const newMember = () => ({ id: uuid7(), photos: [], ...blank() });

/** @param {Draft["kind"]} kind @param {string} form @param {Partial<Draft>} [more] @returns {Draft} */
export const newDraft = (kind, form, more = {}) => ({
  id: uuid7(), kind, form, base: null, token: null, typed: "", household: blank(),
  members: kind === "register" ? [newMember()] : [], at: 0, ...more,
});

/** Whether anything was answered. @param {Filled} filled */
export const says = ({ answers, unanswered }) => Object.keys(answers).length + Object.keys(unanswered).length > 0;

/** Whether losing it would lose anything; a later desk reads the number again. @param {Draft} draft */
export const worthKeeping = (draft) => (!!draft.typed && draft.kind === "register") || says(draft.household) || draft.members.some((one) => says(one) || one.photos.length);

/** Keeps one draft on the device; writes follow one another and the last one wins. */
export class Keeper {
  /** @param {CryptoKey} key */
  constructor(key) {
    this.key = key;
    /** @type {Draft | null} */
    this.next = null;
    /** @type {Promise<void> | null} */
    this.writing = null;
    this.ended = false;
  }

  /** @param {Draft} draft */
  keep(draft) {
    this.next = draft;
    this.writing ??= this.write();
  }

  /** The page says of itself while something on it is not yet on the disk. */
  async write() {
    document.documentElement.toggleAttribute("data-keeping", true);
    try {
      while (this.next && !this.ended) {
        const draft = this.next;
        this.next = null;
        const wrapped = await wrap(this.key, draft);
        if (!this.ended) await put("drafts", slotOf(draft.kind), wrapped);
      }
      document.documentElement.toggleAttribute("data-keeping", false);
    } finally {
      this.writing = null;
    }
  }

  /** No more writes, and those begun are over. */
  async end() {
    this.ended = true;
    await this.writing;
  }

  /** It could not be laid down after all: keep it as a draft again. @param {Draft} draft */
  resume(draft) {
    this.ended = false;
    this.keep(draft);
  }
}

/** @param {CryptoKey} key @param {Slot} slot @returns {Promise<Draft | null>} */
export async function keptDraft(key, slot) {
  const wrapped = await get("drafts", slot);
  return wrapped ? unwrap(key, wrapped) : null;
}

/** @param {Slot} slot */
export const forget = (slot) => drop("drafts", slot);

/** To which record a photo of this person goes: one this device made before is theirs already. @param {Draft} draft @param {Member} member */
export const recordFor = (draft, member) => (member.known && draft.base ? draft.base : draft.id);

/** The payload of a finished form. Members nobody said anything of are no members. @param {Draft} draft @param {string} gate */
export function payloadOf(draft, gate) {
  const { id, kind, form, base, token, household, members } = draft;
  return {
    id, kind, form, base, token, gate, made_at: localTime(),
    household: bare(household),
    members: members.filter(says).map((member) => ({ id: member.id, ...bare(member) })),
  };
}

const bare = (/** @type {Filled} */ { answers, unanswered }) => ({ answers, unanswered });

/** What the list and a later desk need of it. @param {Draft} draft @param {string} at */
export function noteOf(draft, at) {
  const members = draft.members.filter((one) => says(one) || one.known).map(({ id, answers, known }) => ({
    id, sex: answers.sex ?? known?.sex, age: answers.age ?? known?.age, age_band: answers.age_band ?? known?.age_band }));
  return { id: draft.id, kind: draft.kind, form: draft.form, base: draft.base, token: draft.token, people: members.length, at, members };
}

/** What differs from what was sent before: the answers of a correction. @param {Filled} before @param {Filled} now @returns {Filled} */
export function difference(before, now) {
  const same = (/** @type {any} */ a, /** @type {any} */ b) => JSON.stringify(a) === JSON.stringify(b);
  const changed = (/** @type {Record<string, any>} */ old, /** @type {Record<string, any>} */ fresh) =>
    Object.fromEntries(Object.entries(fresh).filter(([code, value]) => !same(value, old[code])));
  return { answers: changed(before.answers, now.answers), unanswered: changed(before.unanswered, now.unanswered) };
}
