/** A place found by two letters in either script, or by what was chosen lately. */

import { fill, h } from "./dom.js";
import { findPlaces, spelled } from "./places.js";
import { spoken, t } from "./words.js";

/**
 * @typedef {object} Known
 * @property {Map<string, import("./places.js").Place>} all
 * @property {string[]} lately codes, newest first
 * @property {(code: string) => void} chosen
 */

const LATELY = 4;

/** @param {string} id @param {Known} known @param {(code: string) => void} take */
export function placeBox(id, known, take) {
  const list = h("ul.finds", { id: `${id}-finds`, role: "listbox", hidden: true, "aria-label": t("places_found") });
  const recent = h("div.picks.picks-2.recent");
  let at = 0;
  /** @type {import("./places.js").Place[]} */
  let found = [];
  const choose = (/** @type {string} */ code) => {
    known.chosen(code);
    take(code);
    show(code);
  };
  const mark = () => {
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (found.length && !list.hidden) input.setAttribute("aria-activedescendant", `${id}-find-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const search = () => {
    found = input.value.trim().length > 1 ? findPlaces(known.all, input.value, known.lately) : [];
    at = 0;
    fill(list, ...found.map((place, number) => h("li", {
      id: `${id}-find-${number}`, role: "option", "aria-selected": "false",
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
      onclick: () => choose(place.code),
    }, h("b", null, spelled(place, spoken())), h("span.note", null, t(`level_${place.level}`)))));
    if (!found.length && input.value.trim().length > 1) fill(list, h("li.none", null, t("no_place_found")));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    recent.hidden = !list.hidden || !!input.dataset.code;
    mark();
  };
  const typed = () => {
    delete input.dataset.code;
    input.classList.remove("settled");
    take("");
    search();
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (list.hidden || !found.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    } else if (event.key === "Enter") choose(found[at].code);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const input = h("input", {
    id, type: "text", autocomplete: "off", spellcheck: "false", role: "combobox", "aria-expanded": "false",
    "aria-controls": `${id}-finds`, "aria-autocomplete": "list", oninput: typed, onkeydown: keys,
    onblur: () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); },
    onfocus: () => {
      if (input.dataset.code) input.select();
      // What is found must lie above the keyboard of a phone and above the bar.
      input.closest(".ask")?.scrollIntoView({ block: "start" });
    },
  });
  const show = (/** @type {string | undefined} */ code) => {
    const place = code ? known.all.get(code) : undefined;
    if (place) {
      input.value = spelled(place, spoken());
      input.dataset.code = place.code;
    } else if (!code && document.activeElement !== input) {
      input.value = "";
      delete input.dataset.code;
    }
    input.classList.toggle("settled", !!place);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    fill(recent, ...known.lately.slice(0, LATELY).map((one) => known.all.get(one)).filter((one) => !!one).map((one) =>
      h("button.pick", { type: "button", onclick: () => choose(/** @type {any} */ (one).code) }, spelled(/** @type {any} */ (one), spoken()))));
    recent.hidden = !!place || !recent.children.length;
  };
  return { element: h("div.place-box", null, recent, h("div.place-line", null, input, list)), show };
}
