// @ts-check
// Where names may stand so that none runs into another.
/** @import { Point } from "./types.d.ts" */

const CELL = { wide: 40, high: 16 }; // pixels; a name is compared with those in its cells only
const NAME_HIGH = 14;
const ROW = 10007; // more than the cells of any screen side by side

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

/**
 * The places for a name beside, below and before a mark, best first: left edge and top.
 * @param {Point} spot
 * @param {number} r
 * @param {number} wide
 * @returns {Point[]}
 */
export const placesFor = ([x, y], r, wide) => [
  [x + r + 3, y - NAME_HIGH / 2],
  [x - wide / 2, y + r + 2],
  [x - r - 3 - wide, y - NAME_HIGH / 2],
];

export class Labels {
  /** @type {Map<number, Box[]>} */
  #cells = new Map();

  /**
   * Reserves a place for a name; false where another name stands there.
   * @param {Point} place
   * @param {number} wide
   */
  reserve([x, y], wide) {
    const box = { left: x - 1, top: y, right: x + wide + 1, bottom: y + NAME_HIGH };
    const cells = cellsOf(box);
    for (const cell of cells) {
      for (const other of this.#cells.get(cell) ?? []) if (overlap(box, other)) return false;
    }
    for (const cell of cells) {
      const boxes = this.#cells.get(cell);
      if (boxes) boxes.push(box);
      else this.#cells.set(cell, [box]);
    }
    return true;
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
