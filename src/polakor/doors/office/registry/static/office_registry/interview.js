// Questions that follow from others stand there only while they are asked. The server judges all of it
// again; without script every question stands there. The rule is the one devices have (forms.js).

import { relevant } from "../field/forms.js";

/** @typedef {"household" | "member"} Who */

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.interview"));
const { questions, earlier } = JSON.parse(document.getElementById("relevance")?.textContent ?? "{}");
/** @type {Record<Who, string>} */
const PREFIX = { household: "h", member: "m" };

/** What is filled in for a question now; undefined for nothing. @param {Who} who @param {any} question */
function filled(who, { code, type }) {
  const told = new FormData(form).getAll(`${PREFIX[who]}-${code}`).map(String).filter(Boolean);
  if (type === "many") return told.length ? told : undefined;
  if (!told.length) return undefined;
  return type === "number" ? Number(told[0]) : told[0];
}

/** Answers as they stand: those of before, and what is filled in now. @param {Who} who */
function answers(who) {
  const found = { ...earlier[who] };
  for (const question of questions) {
    const value = question.who === who ? filled(who, question) : undefined;
    if (value !== undefined) found[question.code] = value;
  }
  return found;
}

function show() {
  const household = answers("household"), member = answers("member");
  for (const block of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-question]"))) {
    const [who, code] = (block.dataset.question ?? "").split(" ");
    const own = who === "member" ? member : household;
    const asked = relevant({ questions }, code, own, who === "member" ? household : null, who);
    block.hidden = !asked;
    for (const field of block.querySelectorAll("input, select, textarea")) field.toggleAttribute("disabled", !asked);
  }
}

form.addEventListener("change", show);
show();
addEventListener("pageshow", show);
addEventListener("beforeprint", () => form.querySelectorAll("details").forEach((one) => { one.open = true; }));
