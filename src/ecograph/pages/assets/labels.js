// @ts-check
// Where names may stand so that none runs into another.
/** @import { Point } from "./types.d.ts" */

const CELL = { wide: 40, high: 16 }; // pixels; a name is compared with those in its cells only
export const NAME_HIGH = 14;
const LONGEST_NAME = 26;
const FAR = 12; // pixels; a name that finds no place nearer stands so far off
/** The few that matter most are named even where they are crowded in. */
export const FARTHEST_PLACES = [FAR, 30, 50];
export const MOST_FAR = 20;
/** The first of all are named even where only other marks are: who is in the middle of all. */
export const MOST_OVER = 3;
const ROW = 10007; // more than the cells of any screen side by side

/** @typedef {{ left: number, top: number, right: number, bottom: number, mark?: boolean }} Box */

/**
 * The places for a name beside, below, above and before a mark, best first: left edge and top.
 * @param {Point} spot
 * @param {number} r
 * @param {number} wide
 * @param {number[]} [reach] how far off it may stand where there is no place beside the mark
 * @returns {Point[]}
 */
export const placesFor = ([x, y], r, wide, reach = [FAR]) => [
  [x + r + 3, y - NAME_HIGH / 2],
  [x - wide / 2, y + r + 2],
  [x - wide / 2, y - r - 2 - NAME_HIGH],
  [x - r - 3 - wide, y - NAME_HIGH / 2],
  [x + r, y + r],
  [x + r, y - r - NAME_HIGH],
  ...reach.flatMap((far) => /** @type {Point[]} */ ([
    [x + r + far, y + far],
    [x + r + far, y - far - NAME_HIGH],
    [x - r - far - wide, y + far],
    [x - r - far - wide, y - far - NAME_HIGH],
    [x - wide / 2, y + r + far],
    [x - wide / 2, y - r - far - NAME_HIGH],
  ])),
];

/** @param {string} words a name as it is drawn */
export const shorten = (words) =>
  words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME - 1)}…` : words;

/**
 * About how wide words are: a Chinese character is as wide as high, a Latin letter 0.58 of it.
 * @param {string} words
 * @param {number} size
 */
export const widthOf = (words, size) =>
  [...words].reduce((sum, c) => sum + ((c.codePointAt(0) ?? 0) < 0x2e80 ? 0.58 : 1) * size, 0);

export class Labels {
  /** @type {Map<number, Box[]>} */
  #cells = new Map();
  #edge;

  /** @param {Box} edge no name goes over it */
  constructor(edge = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity }) {
    this.#edge = edge;
  }

  /**
   * Keeps names off a mark.
   * @param {Point} spot
   * @param {number} r
   */
  block([x, y], r) {
    this.#add({ left: x - r, top: y - r, right: x + r, bottom: y + r, mark: true });
  }

  /**
   * Reserves a place for a name; false where another name or a mark stands there.
   * @param {Point} place
   * @param {number} wide
   * @param {boolean} [over] whether it may stand over marks
   */
  reserve([x, y], wide, over = false) {
    const box = { left: x - 1, top: y, right: x + wide + 1, bottom: y + NAME_HIGH };
    const { left, top, right, bottom } = this.#edge;
    if (box.left < left || box.right > right || box.top < top || box.bottom > bottom) return false;
    for (const cell of cellsOf(box)) {
      for (const other of this.#cells.get(cell) ?? []) {
        if (overlap(box, other) && !(over && other.mark)) return false;
      }
    }
    this.#add(box);
    return true;
  }

  /**
   * The first place that is free, for the most important names also one over marks.
   * @param {Point[]} places best first
   * @param {number} wide
   * @param {number} rank how many names are more important
   */
  find(places, wide, rank) {
    const free = places.find((place) => this.reserve(place, wide));
    if (free || rank >= MOST_OVER) return free;
    return places.find((place) => this.reserve(place, wide, true));
  }

  /** @param {Box} box */
  #add(box) {
    for (const cell of cellsOf(box)) {
      const boxes = this.#cells.get(cell);
      if (boxes) boxes.push(box);
      else this.#cells.set(cell, [box]);
    }
  }
}

/**
 * @param {Box} a
 * @param {Box} b
 */
const overlap = (a, b) =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

/** @param {Box} box */
function cellsOf({ left, top, right, bottom }) {
  const cells = [];
  for (let cx = Math.floor(left / CELL.wide); cx <= Math.floor(right / CELL.wide); cx++) {
    for (let cy = Math.floor(top / CELL.high); cy <= Math.floor(bottom / CELL.high); cy++) {
      cells.push(cx * ROW + cy);
    }
  }
  return cells;
}
