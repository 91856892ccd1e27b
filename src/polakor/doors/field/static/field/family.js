/**
 * One family, one minute: its number, how and where they go, then each person by three or four taps.
 * The same screen serves a later desk, an interview and the correction of what was just saved.
 */

import { addPhoto, dropPhoto, keepPhotos } from "./attachments.js";
import { button, fill, h } from "./dom.js";
import { difference, forget, Keeper, newMember, noteOf, payloadOf, recordFor, says, worthKeeping } from "./draft.js";
import { choicesOf, problems } from "./forms.js";
import { formKeys } from "./keys.js";
import * as outbox from "./outbox.js";
import { panel } from "./panel.js";
import { photoBox } from "./photobox.js";
import { nextToken, tokenBox } from "./tokenbox.js";
import { said, speak, t } from "./words.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("./draft.js").Member} Member */

/**
 * @param {import("./main.js").App} app @param {HTMLElement} root
 * @param {{draft: Draft, before?: Draft}} given `before`: what was saved and is being corrected
 */
export function familyScreen(app, root, { draft, before }) {
  const open = app.unlocked();
  const form = app.form(draft.form);
  const worded = app.newest("arrival") ?? form; // has the words for sex and age, whatever is asked now
  const keeper = new Keeper(open.key);
  const later = draft.kind === "enrich";
  const strip = h("ul.strip", { "aria-label": t("persons") });
  const body = h("div.form-body");
  const faults = h("div.message.danger", { role: "alert", hidden: true });
  const next = button("", () => onward());
  const save = button("", () => void finish(), ".button-main");
  const place = h("p.note.where-in");
  const bar = h("div.savebar", null, h("div.savebar-in", null, place, next, save));
  let saving = false;
  /** @type {Promise<void>} the photo being made small and sealed */
  let sealing = Promise.resolve();

  const keep = () => { if (worthKeeping(draft) && !before) keeper.keep(draft); };
  const counted = () => Math.max(1, draft.members.filter((one) => says(one) || one.known).length);

  const drawStrip = () => {
    const tile = (/** @type {number} */ at, /** @type {any[]} */ inside, /** @type {string} */ label) => h("li", null,
      h("button.tile", { type: "button", "aria-current": draft.at === at ? "true" : null, "aria-label": label, onclick: () => goTo(at) }, inside));
    const tiles = draft.members.map((member, at) => {
      const sex = sexOf(worded, member), age = ageOf(worded, member);
      return tile(at + 1, [h("b", null, at + 1), h("span", null, sex || t("not_yet")), h("span.digits", null, age || "–")],
        `${t("person_n", { n: at + 1 })}: ${sex || t("not_yet")} ${age}`);
    });
    fill(strip, tile(0, [h("b", null, t("family")), h("span", null, householdDone() ? "✓" : "–")], t("family")), ...tiles,
      h("li", null, h("button.tile.tile-add", { type: "button", "aria-label": t("add_person"), onclick: () => addPerson() }, "+")));
  };
  const householdDone = () => form.demanded.filter((/** @type {any} */ one) => one.who === "household")
    .every((/** @type {any} */ one) => one.one_of.some((/** @type {string} */ code) => code in draft.household.answers || code in draft.household.unanswered));

  const drawBar = () => {
    const last = draft.at === draft.members.length;
    fill(place, draft.at ? t("person_of", { n: draft.at, all: draft.members.length }) : t("family"));
    fill(next, draft.at === 0 && draft.members.length ? t("to_person", { n: 1 }) : last ? t("next_person") : t("to_person", { n: draft.at + 1 }));
    fill(save, later || before ? t("save_answers") : t("save_n", { n: counted() }));
    // One filled button on a screen: the family alone cannot be saved yet.
    const ready = later || before || draft.members.some(says);
    save.classList.toggle("button-main", ready);
    next.classList.toggle("button-main", !ready);
  };

  const changed = (/** @type {string} */ code) => {
    if (code === "group_size") grow();
    keep();
    drawStrip();
    drawBar();
  };
  /** Told how many they are: as many places in the strip. */
  const grow = () => {
    const size = Math.min(30, Number(draft.household.answers.group_size) || 0);
    while (draft.members.length < size) draft.members.push(newMember());
  };

  const drawBody = () => {
    const member = draft.members[draft.at - 1];
    const part = panel({
      form, places: app.places, prefix: member?.id ?? "household", changed,
      who: member ? "member" : "household", filled: member ?? draft.household, household: draft.household.answers,
    });
    const title = member ? t("person_n", { n: draft.at }) : t("family");
    const remove = member && !member.known && draft.members.length > 1 && draft.kind === "register"
      ? h("button.link.remove", { type: "button", onclick: () => removePerson() }, t("remove_person")) : null;
    const asked = part.children.length > 0;
    if (member) part.append(photosOf(member));
    fill(body, draft.at === 0 ? token.element : null,
      h("h1", { tabindex: "-1" }, title), asked ? null : h("p.hint", null, t("nothing_asked")), part, remove);
  };
  const photosOf = (/** @type {Member} */ member) => photoBox({
    names: () => member.photos,
    add: async (file) => {
      const added = addPhoto(open.session, open.device.device, file, { submission: recordFor(draft, member), person: member.id }, draft.id);
      sealing = added.then(({ sha256 }) => { member.photos.push(sha256); }, () => undefined);
      await added;
      keep();
    },
    drop: async (name) => {
      member.photos = member.photos.filter((one) => one !== name);
      keep();
      await dropPhoto(name);
    },
  });
  const goTo = (/** @type {number} */ at) => {
    draft.at = at;
    drawStrip();
    drawBody();
    drawBar();
    keep();
    const head = body.querySelector("h1");
    window.scrollTo(0, at === 0 ? 0 : Math.max(0, strip.getBoundingClientRect().top + scrollY - 120));
    head?.focus({ preventScroll: true });
    speak(head?.textContent ?? "");
  };
  const addPerson = () => {
    const empty = draft.kind === "register" ? draft.members.findIndex((one) => !says(one)) : -1;
    if (empty < 0) draft.members.push(newMember());
    goTo(empty < 0 ? draft.members.length : empty + 1);
  };
  const removePerson = () => {
    const [gone] = draft.members.splice(draft.at - 1, 1);
    for (const name of gone.photos) void dropPhoto(name);
    goTo(Math.min(draft.at, draft.members.length));
  };
  const onward = () => (draft.at < draft.members.length ? goTo(draft.at + 1) : addPerson());

  const finish = async () => {
    if (saving) return;
    const last = /** @type {HTMLElement | null} */ (document.activeElement);
    last?.blur?.();
    await sealing;
    const sent = before ? correction(draft, before) : draft;
    const payload = payloadOf(sent, open.device.gate.code);
    // A number that is typed and not right must not be left out unseen.
    const tokenless = !draft.token && (later || draft.typed.trim());
    const wrong = tokenless ? [{ member: null, code: "token", message: undefined }] : problems(form, { ...payload, device: open.device.device, seq: 1 });
    if (wrong.length) return tell(wrong);
    // A photo needs the record of its person: this one, or one this device made before.
    const lost = draft.members.findIndex((one) => one.photos.length && !says(one) && recordFor(draft, one) === draft.id);
    if (lost >= 0) return tell([{ member: null, code: "photo", at: lost + 1, message: undefined }]);
    const silent = later && !says(sent.household) && !sent.members.some(says);
    if (silent && !draft.members.some((one) => one.photos.length)) return tell([{ member: null, code: "", message: undefined }]);
    saving = true;
    await keeper.end();
    if (silent) {
      await keepPhotos(draft.id);
      await forget("form");
      outbox.tellChange();
      void app.sync?.flush();
      return app.go("home");
    }
    const note = { ...noteOf(draft, payload.made_at), kind: sent.kind, base: sent.base };
    try {
      await outbox.add(open, payload, note, "form");
    } catch {
      saving = false;
      keeper.resume(draft);
      return tell([{ member: null, code: "kept", message: undefined }]);
    }
    // Should this fail, the next unlock finds their record in the outbox.
    await keepPhotos(draft.id).catch(() => undefined);
    await app.saved(note);
    app.go("slip", { draft: sent, people: note.people, whole: draft });
  };
  const tell = (/** @type {any[]} */ wrong) => {
    const [first] = wrong;
    const where = first.member ?? null;
    // A member left out because nothing was said of them shifts the numbers: find the one meant.
    const at = where === null ? 0 : draft.members.indexOf(draft.members.filter(says)[where]) + 1;
    if (first.code === "kept") goTo(draft.at);
    else goTo(first.at ?? (first.problem === "nobody" ? 1 : at));
    faults.hidden = false;
    fill(faults, ...wrong.slice(0, 3).map((one) => h("p.message-title", null,
      one.message ? `${one.member === null ? t("family") : t("person_n", { n: draft.members.indexOf(draft.members.filter(says)[one.member]) + 1 })}: ${said(one.message)}`
        : one.code === "kept" ? t("not_kept") : one.code === "photo" ? t("photo_whose") : one.code !== "token" ? t("nothing_to_save") : later ? t("token_needed") : t("token_wrong"))));
    faults.scrollIntoView({ block: "center" });
    const field = body.querySelector(`[data-question="${first.code}"]`) ?? body.querySelector("#token");
    (field?.querySelector("input, textarea") ?? field)?.focus();
  };

  const token = tokenBox({
    batches: app.down.tokens, typed: draft.typed, again: later, as: { device: open.device.device, secret: open.guarded.secret },
    next: later ? "" : nextToken(app.lastToken), usedFor: (one) => app.usedFor(one),
    take: (one, typed) => {
      draft.token = one;
      draft.typed = typed;
      if (later && one) meetKnown(one);
      keep();
      drawStrip();
      drawBar();
    },
  });
  /** A later desk: what this device itself registered under the number. @param {string} number */
  const meetKnown = (number) => {
    const note = app.familyOf(number);
    if (!note || draft.base === note.id) return;
    draft.base = note.id;
    draft.members = [...note.members.map((one) => ({ ...newMember(), id: one.id, known: one })), ...draft.members.filter((one) => says(one) || one.photos.length)];
  };

  const title = before ? t("correct_title") : draft.form.startsWith("profile") ? t("interview") : later ? t("enrich_title") : "";
  fill(root, h("div.columns-field", null,
    h("section.form-side", null, title ? h("p.kicker", null, title) : null, faults, strip, body),
    app.side()), bar);
  const keys = formKeys(body, { next: onward, back: () => { if (draft.at > 0) goTo(draft.at - 1); }, save: () => void finish() });
  if (before) token.element.hidden = true;
  drawStrip();
  drawBody();
  drawBar();
  if (draft.at === 0 && !draft.typed && !before) queueMicrotask(() => (nextToken(app.lastToken) && !later ? body.querySelector(".offer-next")?.focus() : token.focus()));
  return {
    busy: () => worthKeeping(draft),
    leave: async () => { keys.end(); await sealing; await keeper.writing; },
  };
}

/** What was changed since it was saved, as an addition to it. @param {Draft} draft @param {Draft} before @returns {Draft} */
function correction(draft, before) {
  const was = new Map(before.members.map((member) => [member.id, member]));
  return {
    ...draft, kind: "enrich",
    household: difference(before.household, draft.household),
    members: draft.members.map((member) => ({ ...member, ...difference(was.get(member.id) ?? { answers: {}, unanswered: {} }, member) })),
  };
}

/** @param {any} form @param {Member} member */
function sexOf(form, member) {
  const code = member.answers.sex ?? member.known?.sex;
  const question = form.questions.find((/** @type {any} */ one) => one.code === "sex") ?? null;
  const choice = question && choicesOf(form, question).find((one) => one.code === code);
  return choice ? said(choice.label) : code ? t(`sex_${code}`) : "";
}

/** @param {any} form @param {Member} member */
function ageOf(form, member) {
  const age = member.answers.age ?? member.known?.age;
  if (age !== undefined) return String(age);
  const band = member.answers.age_band ?? member.known?.age_band;
  if (band === undefined) return String(member.answers.birth ?? "").slice(0, 4);
  const question = form.questions.find((/** @type {any} */ one) => one.code === "age_band");
  const choice = question && choicesOf(form, question).find((one) => one.code === String(band));
  return choice ? said(choice.label) : `${band}+`;
}

