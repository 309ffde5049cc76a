// @ts-check
// Elements of the page.  Texts from data become text nodes and attributes, never markup.

/**
 * @typedef {Node | string | null | undefined} Kid
 * @typedef {Record<string, (event: any) => void>} Listeners
 */

/** What lets a script of the page read others that lie beside it. */
export const nonce =
  typeof document === "undefined" ? undefined : document.currentScript?.nonce;

/**
 * A new element; `on` holds listeners, `true` an attribute without a value, `false` none.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{ on?: Listeners, [name: string]: unknown }} [attributes]
 * @param {(Kid | Kid[])[]} kids
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...kids) {
  const made = document.createElement(tag);
  const { on = {}, ...plain } = attributes;
  for (const [kind, listener] of Object.entries(on)) made.addEventListener(kind, listener);
  for (const [name, value] of Object.entries(plain)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  fill(made, ...kids);
  return made;
}

/**
 * Puts these in place of what an element holds; what is empty is left out.
 * @param {Element} element
 * @param {(Kid | Kid[])[]} kids
 */
export function fill(element, ...kids) {
  element.replaceChildren();
  for (const kid of kids.flat()) {
    if (kid !== null && kid !== undefined && kid !== "") element.append(kid);
  }
}

/**
 * @param {string | Node} words
 * @param {() => void} press
 * @param {string} [kind] its class
 */
export const button = (words, press, kind) =>
  el("button", { type: "button", class: kind, on: { click: press } }, words);

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {Node[]} kids
 */
export function svgElement(tag, attributes, ...kids) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...kids);
  return made;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** @param {string} id */
export const inputById = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** @param {string} id */
export const selectById = (id) => /** @type {HTMLSelectElement} */ (byId(id));

/**
 * The data that the page carries under an id; null where it carries none.
 * @param {string} id
 */
export function readBlock(id) {
  const block = document.getElementById(id);
  return block ? JSON.parse(block.textContent ?? "null") : null;
}

/** Whether something stands above the page that takes the keys. */
export const isCovered = () => document.querySelector("dialog[open]") !== null;

/**
 * Whether a key press belongs to a field in which the reader writes.
 * @param {Event} event
 */
export const isWriting = (event) =>
  event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
