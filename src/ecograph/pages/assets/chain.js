// @ts-check
// The picture of a chain: segments open and close, a chosen product shows what it is joined to and
// what is said of it beside the picture.
import { address, remember } from "./address.js";
import { isCovered } from "./dom.js";

const GAP = 8; // between strips, and once more between bands, as in layers.py
const TIP = 9; // the length of the point of an arrow
const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{ from: SVGGElement, to: SVGGElement, evidence: string }} Need */

export function startChain() {
  /** @type {SVGSVGElement | null} */
  const drawing = document.querySelector("svg.layers");
  if (!drawing) return;
  for (const head of groups(drawing, ".segment-head")) startHead(drawing, head);
  for (const box of groups(drawing, ".box")) startBox(drawing, box);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isCovered()) choose(drawing, null);
  });
  addEventListener("beforeprint", () => showPrinted(drawing));
  addEventListener("beforeprint", () => openTable(true));
  addEventListener("afterprint", () => openTable(false));
  const before = address.get("product");
  if (before) choose(drawing, groups(drawing, ".box").find((b) => keyOf(b) === before) ?? null);
}

/**
 * The picture in strips, each a drawing of its own, so that no sheet of paper cuts through a box.
 * @param {SVGSVGElement} drawing
 */
function showPrinted(drawing) {
  const wide = drawing.viewBox.baseVal.width;
  const closed = groups(drawing, ".segment.closed"); // nobody can open one on paper
  for (const segment of closed) segment.classList.remove("closed");
  stack(drawing);
  const strips = groups(drawing, ".strip-row").map((strip) => {
    const sheet = /** @type {SVGSVGElement} */ (drawing.cloneNode(false));
    const [, top] = (strip.getAttribute("transform") ?? "").match(/([\d.]+)\)/) ?? [0, 0];
    const high = Math.max(...groups(strip, ".segment").map(heightOf));
    sheet.setAttribute("viewBox", `0 ${Number(top) - 2} ${wide} ${high + 6}`);
    for (const name of ["width", "height", "aria-labelledby"]) sheet.removeAttribute(name);
    const isFirst = strip === strip.parentElement?.querySelector(".strip-row");
    const band = isFirst ? strip.parentElement?.querySelector(".band-name") : null;
    sheet.append(...[band, strip].flatMap((part) => (part ? [part.cloneNode(true)] : [])));
    return sheet;
  });
  const place = document.querySelector(".printed") ?? document.createElement("div");
  place.className = "printed";
  place.setAttribute("aria-hidden", "true");
  place.replaceChildren(...strips);
  for (const segment of closed) segment.classList.add("closed");
  stack(drawing);
  drawing.closest(".picture")?.prepend(place);
}

/**
 * The table of products, which has their whole names, is open on paper.
 * @param {boolean} isPrinted
 */
function openTable(isPrinted) {
  const table = document.querySelector("details.whole-names");
  if (!(table instanceof HTMLDetailsElement)) return;
  if (isPrinted && !table.open) table.dataset.opened = "";
  if (isPrinted || table.dataset.opened === "") table.open = isPrinted;
  if (!isPrinted) delete table.dataset.opened;
}

/**
 * @param {SVGSVGElement} drawing
 * @param {SVGGElement} head
 */
function startHead(drawing, head) {
  head.addEventListener("click", () => toggle(drawing, head));
  head.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    toggle(drawing, head);
  });
}

/**
 * @param {SVGSVGElement} drawing
 * @param {SVGGElement} box
 */
function startBox(drawing, box) {
  for (const kind of ["mouseenter", "focusin"]) {
    box.addEventListener(kind, () => lightUp(drawing, box));
  }
  for (const kind of ["mouseleave", "focusout"]) {
    box.addEventListener(kind, () => lightUp(drawing, chosenOf(drawing)));
  }
  box.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // to a tab of its own
    event.preventDefault();
    choose(drawing, box === chosenOf(drawing) ? null : box);
  });
}

/**
 * @param {ParentNode} place
 * @param {string} selector
 */
const groups = (place, selector) =>
  /** @type {SVGGElement[]} */ ([...place.querySelectorAll(selector)]);

/** @param {SVGGElement | null} box */
const keyOf = (box) => box?.dataset.key ?? null;

/** @param {Element} drawing */
const chosenOf = (drawing) => groups(drawing, ".box.chosen")[0] ?? null;

/**
 * @param {SVGSVGElement} drawing
 * @param {SVGGElement} head
 */
function toggle(drawing, head) {
  const isClosed = head.parentElement?.classList.toggle("closed") ?? false;
  head.setAttribute("aria-expanded", String(!isClosed));
  stack(drawing);
  lightUp(drawing, chosenOf(drawing));
}

/**
 * Puts the strips below each other, by the heights of the segments as they are.
 * @param {SVGSVGElement} drawing
 */
function stack(drawing) {
  let y = 4;
  for (const band of groups(drawing, ".band")) {
    for (const name of groups(band, ".band-name")) moveTo(name, y);
    for (const strip of groups(band, ".strip-row")) {
      moveTo(strip, y);
      y += Math.max(...groups(strip, ".segment").map(heightOf)) + GAP;
    }
    y += GAP;
  }
  drawing.setAttribute("viewBox", `0 0 ${drawing.viewBox.baseVal.width} ${y}`);
  drawing.setAttribute("height", String(y));
}

/**
 * The height of a segment as it is, which its frame takes too.
 * @param {SVGGElement} segment
 */
function heightOf(segment) {
  const isClosed = segment.classList.contains("closed");
  const high = Number(isClosed ? segment.dataset.closed : segment.dataset.open);
  segment.querySelector(".frame")?.setAttribute("height", String(high));
  return high;
}

/**
 * @param {SVGGElement} group
 * @param {number} y
 */
const moveTo = (group, y) => group.setAttribute("transform", `translate(0 ${y})`);

/**
 * Shows what is said of a product beside the picture, and keeps it lit.
 * @param {SVGSVGElement} drawing
 * @param {SVGGElement | null} box
 */
function choose(drawing, box) {
  chosenOf(drawing)?.classList.remove("chosen");
  box?.classList.add("chosen");
  const key = keyOf(box);
  /** @type {NodeListOf<HTMLElement>} */
  const notes = document.querySelectorAll("#beside .product-note");
  for (const note of notes) note.hidden = note.id !== `about-${key}`;
  /** @type {HTMLElement | null} */
  const hint = document.querySelector("#beside .hint");
  if (hint) hint.hidden = box !== null;
  remember({ product: key });
  lightUp(drawing, box);
}

/**
 * What a product requires and what requires it, as far as both are drawn and seen.
 * @param {SVGSVGElement} drawing
 * @param {SVGGElement} box
 * @returns {Need[]}
 */
function needsOf(drawing, box) {
  const boxes = new Map(groups(drawing, ".box").map((b) => [keyOf(b), b]));
  /** @type {Need[]} */
  const found = [];
  for (const to of boxes.values()) {
    for (const pair of (to.dataset.inputs ?? "").split(" ")) {
      const at = pair.lastIndexOf(":");
      const from = boxes.get(pair.slice(0, at));
      if (from && (from === box || to === box)) {
        found.push({ from, to, evidence: pair.slice(at + 1) });
      }
    }
  }
  return found;
}

/**
 * @param {SVGSVGElement} drawing
 * @param {SVGGElement | null} box null puts all lights out
 */
function lightUp(drawing, box) {
  drawing.classList.toggle("lit", box !== null);
  const needs = box ? needsOf(drawing, box) : [];
  const near = new Set([box, ...needs.flatMap((need) => [need.from, need.to])]);
  for (const each of groups(drawing, ".box")) each.classList.toggle("on", near.has(each));
  const lines = drawing.querySelector(".lines");
  lines?.replaceChildren(...needs.filter(isSeen).flatMap((need) => arrow(drawing, need)));
}

/** @param {Need} need */
const isSeen = ({ from, to }) => !from.closest(".closed") && !to.closest(".closed");

/**
 * An arrow from an input to what needs it, from edge to edge.
 * @param {SVGSVGElement} drawing
 * @param {Need} need
 */
function arrow(drawing, { from, to, evidence }) {
  const [a, b] = [spotOf(drawing, from), spotOf(drawing, to)];
  const way = b.top >= a.bottom ? 1 : -1;
  const [start, tip] = way > 0 ? [a.bottom, b.top] : [a.top, b.bottom];
  const end = tip - TIP * way;
  const bend = Math.max(18, Math.abs(end - start) / 2) * way;
  const curve = `C${a.x} ${start + bend} ${b.x} ${end - bend} ${b.x} ${end}`;
  return [
    path(`need ${evidence}`, `M${a.x} ${start}${curve}`),
    path("tip", `M${b.x} ${tip}l-5 ${-TIP * way}l10 0z`),
  ];
}

/**
 * @param {string} kind
 * @param {string} way
 */
function path(kind, way) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("class", kind);
  made.setAttribute("d", way);
  return made;
}

/**
 * The middle, head and foot of a box in the coordinates of the drawing.
 * @param {SVGSVGElement} drawing
 * @param {SVGGElement} box
 */
function spotOf(drawing, box) {
  const at = (box.querySelector("rect") ?? box).getBoundingClientRect();
  const whole = drawing.getBoundingClientRect();
  const scale = drawing.viewBox.baseVal.width / whole.width;
  return {
    x: (at.left + at.width / 2 - whole.left) * scale,
    top: (at.top - whole.top) * scale,
    bottom: (at.bottom - whole.top) * scale,
  };
}
