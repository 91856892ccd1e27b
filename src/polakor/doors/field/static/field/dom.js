/** Elements without a template language: text is always text, never markup. */

/** @typedef {Node | string | number | null | undefined | false} Piece */

/**
 * @param {string} tag may carry classes: `p.note.big`
 * @param {Record<string, any> | null} [given] `onclick` and the like take functions; true and false switch
 * @param {...(Piece | Piece[])} pieces
 * @returns {any} the element
 */
export function h(tag, given, ...pieces) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(given ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...some(pieces.flat()));
  return element;
}

/** What is there. @param {Piece[]} pieces @returns {(Node | string)[]} */
const some = (pieces) => pieces.filter((p) => p || p === 0).map((p) => (p instanceof Node ? p : String(p)));

/** Put these in place of all that was in `element`. @param {Element} element @param {...Piece} pieces */
export const fill = (element, ...pieces) => element.replaceChildren(...some(pieces));

/** A button of the look. @param {string} label @param {() => void} onclick @param {string} [more] classes */
export const button = (label, onclick, more = "", given = {}) =>
  h(`button.button${more}`, { type: "button", onclick, ...given }, label);

const SHAPES = {
  box: "M1.5 1.5h13v13h-13z", half: "M8 1a7 7 0 0 1 0 14z", dot: "M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1z",
  tick: "M1.5 8.5l4.5 4.5L14.5 3", dia: "M8 0l8 8-8 8-8-8z", tri: "M8 1l8 14H0z", ring: "M8 1.5a6.5 6.5 0 1 1 0 13A6.5 6.5 0 1 1 8 1.5z",
};
const STROKES = new Set(["box", "tick", "ring"]);

/** The shape of a state, always beside its word. @param {keyof typeof SHAPES} kind */
export function mark(kind) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("class", "mark");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("aria-hidden", "true");
  /** @type {[string, boolean][]} */
  const paths = kind === "half" ? [[SHAPES.ring, true], [SHAPES.half, false]] : [[SHAPES[kind], STROKES.has(kind)]];
  for (const [line, stroke] of paths) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", line);
    if (stroke) path.setAttribute("class", "stroke");
    picture.append(path);
  }
  return picture;
}
