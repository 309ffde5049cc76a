// @ts-check
// The search field: a list of what fits, from which one is chosen by mouse or keyboard.
import { el } from "./dom.js";
import { alike, bestOf, searched } from "./search.js";
import { t } from "./texts.js";

/** @import { Entry } from "./types.d.ts" */
/**
 * @template Found
 * @typedef {{ heading: string, entries: Found[] }} Reply
 */

const MOST_FOUND = 12;

/** @template {Entry} Found */
export class Finder {
  #input;
  #list;
  #entries;
  #choose;
  #answer;
  /** @type {Found[]} */
  #found = [];
  #at = 0;

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {Found[]} entries
   * @param {(entry: Found) => void} choose
   * @param {(question: string) => Reply<Found> | null} [answer] what a question is answered with;
   * null where it is none, and names are searched
   */
  constructor(input, list, entries, choose, answer = () => null) {
    this.#input = input;
    this.#list = list;
    this.#entries = entries;
    this.#choose = choose;
    this.#answer = answer;
    input.addEventListener("input", () => this.#look());
    input.addEventListener("focus", () => this.#look());
    input.addEventListener("blur", () => this.#close());
    input.addEventListener("keydown", (event) => this.#press(event));
  }

  #close() {
    this.#found = []; // or Enter in an empty field would choose what was found before
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #look() {
    const wanted = searched(this.#input.value);
    if (!wanted) {
      this.#close();
      return;
    }
    const reply = this.#answer(this.#input.value);
    this.#found = reply?.entries ?? bestOf(this.#entries, wanted, MOST_FOUND);
    let heading = reply?.heading ?? "";
    if (!reply && !this.#found.length) {
      this.#found = alike(this.#entries, wanted, MOST_FOUND);
      heading = t(this.#found.length ? "net.search_alike" : "net.search_none");
    }
    const rows = this.#found.map((entry, i) => this.#row(entry, i));
    this.#list.replaceChildren(...(heading ? [said(heading)] : []), ...rows);
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    // an answer is there to be read: Enter first marks a row of it, and then leads there
    if (rows.length) this.#moveTo(heading ? -1 : 0);
  }

  /**
   * @param {Found} entry
   * @param {number} i
   */
  #row(entry, i) {
    const on = {
      // the field keeps the focus, or the list would close before the click
      mousedown: (/** @type {Event} */ event) => event.preventDefault(),
      click: () => this.#chooseRow(i),
    };
    return el(
      "li",
      { role: "option", id: `${this.#list.id}-${i}`, "aria-selected": "false", on },
      el("span", {}, entry.name()),
      el("span", { class: "soft" }, entry.note()),
    );
  }

  /** @param {number} i */
  #moveTo(i) {
    this.#at = i;
    const rows = [...this.#list.querySelectorAll("[id]")]; // without what is only said
    rows.forEach((row, j) => row.setAttribute("aria-selected", String(j === i)));
    if (i < 0) {
      this.#input.removeAttribute("aria-activedescendant");
      return;
    }
    this.#input.setAttribute("aria-activedescendant", rows[i].id);
    rows[i].scrollIntoView({ block: "nearest" });
  }

  /** @param {number} i */
  #chooseRow(i) {
    const chosen = this.#found[i];
    if (!chosen) return;
    this.#input.value = "";
    this.#close();
    this.#choose(chosen);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const count = this.#found.length;
    if (event.key === "ArrowDown" && count) this.#moveTo((this.#at + 1) % count);
    else if (event.key === "ArrowUp" && count) {
      this.#moveTo((Math.max(this.#at, 0) + count - 1) % count);
    } else if (event.key === "Enter" && this.#at < 0 && count) this.#moveTo(0);
    else if (event.key === "Enter") this.#chooseRow(this.#at);
    else if (event.key === "Escape") {
      this.#input.value = "";
      this.#close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @param {string} words a row that cannot be chosen */
const said = (words) =>
  el(
    "li",
    { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "said soft" },
    words,
  );
