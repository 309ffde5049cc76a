// @ts-check
// A table that sorts and turns its pages; a big one stays quick, for it shows 100 rows at a time.
import { button, el } from "./dom.js";
import { sortedBy } from "./sorting.js";
import { t } from "./texts.js";

/** @import { Column } from "./types.d.ts" */

const STEP = 100;

export class Table {
  #sheet;
  #key;
  #caption;
  #columns;
  /** @type {number[]} */
  #rows = [];
  #sorted = { by: 0, descending: false };
  #start = 0;

  /**
   * @param {HTMLElement} sheet the element that holds the table
   * @param {string} key the id of the table
   * @param {() => string} caption
   * @param {Column[]} columns
   */
  constructor(sheet, key, caption, columns) {
    this.#sheet = sheet;
    this.#key = key;
    this.#caption = caption;
    this.#columns = columns;
  }

  /** @param {number[]} rows */
  show(rows) {
    this.#rows = rows;
    this.#sort();
  }

  #sort() {
    const { by, descending } = this.#sorted;
    this.#rows = sortedBy(this.#rows, this.#columns[by].value, descending);
    this.#start = 0;
    this.#draw();
  }

  /** @param {number} by */
  #sortBy(by) {
    const again = by === this.#sorted.by;
    const descending = again ? !this.#sorted.descending : Boolean(this.#columns[by].numeric);
    this.#sorted = { by, descending };
    this.#sort();
    // the heads are new: the reader's place is the same head again
    /** @type {NodeListOf<HTMLElement>} */
    const heads = this.#sheet.querySelectorAll("th button");
    heads[by].focus();
  }

  #draw() {
    const shown = this.#rows.slice(this.#start, this.#start + STEP);
    this.#sheet.replaceChildren(
      el(
        "table",
        { id: this.#key },
        el("caption", { class: "unseen" }, this.#caption()),
        el("thead", {}, el("tr", {}, this.#columns.map((column, i) => this.#head(column, i)))),
        el("tbody", {}, shown.map((row) => this.#row(row))),
      ),
      this.#pager(),
    );
  }

  /**
   * @param {Column} column
   * @param {number} i
   */
  #head(column, i) {
    const { by, descending } = this.#sorted;
    const order = i !== by ? "none" : descending ? "descending" : "ascending";
    const sign = { none: "", ascending: " ▲", descending: " ▼" }[order];
    const on = { click: () => this.#sortBy(i) };
    return el(
      "th",
      { scope: "col", "aria-sort": order, class: column.numeric && "number" },
      el("button", { type: "button", title: t("net.sort"), on }, column.name() + sign),
    );
  }

  /** @param {number} row */
  #row(row) {
    const cells = this.#columns.map((column) =>
      el(
        "td",
        { class: column.numeric && "number" },
        column.show ? column.show(row) : String(column.value(row) ?? ""),
      ),
    );
    return el("tr", {}, cells);
  }

  #pager() {
    const end = Math.min(this.#start + STEP, this.#rows.length);
    /** @type {(key: string, by: number, disabled: boolean) => HTMLElement} */
    const turn = (words, by, disabled) => {
      const press = button(words, () => {
        this.#start += by;
        this.#draw();
        this.#sheet.scrollTop = 0;
      });
      press.disabled = disabled;
      return press;
    };
    const range = { a: end ? this.#start + 1 : 0, b: end, n: this.#rows.length };
    return el(
      "div",
      { class: "pager" },
      turn(t("net.previous"), -STEP, this.#start === 0),
      turn(t("net.next"), STEP, end === this.#rows.length),
      el("span", { class: "small soft" }, t("net.rows", range)),
    );
  }
}
