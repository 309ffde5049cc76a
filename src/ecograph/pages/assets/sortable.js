// @ts-check
// Tables of a page that sort by the column whose head is pressed.
import { button } from "./dom.js";
import { sortedBy } from "./sorting.js";

export function startSortable() {
  /** @type {NodeListOf<HTMLTableElement>} */
  const tables = document.querySelectorAll("table.sortable");
  for (const table of tables) {
    const heads = [...(table.tHead?.rows[0].cells ?? [])];
    heads.forEach((head, column) => {
      const words = document.createDocumentFragment();
      words.append(...head.childNodes);
      head.append(button(words, () => sort(table, heads, column), "sort"));
    });
  }
}

/**
 * @param {HTMLTableElement} table
 * @param {HTMLTableCellElement[]} heads
 * @param {number} column
 */
function sort(table, heads, column) {
  const before = heads[column].getAttribute("aria-sort");
  const numeric = heads[column].classList.contains("number"); // the largest first
  const descending = before === "ascending" || (numeric && before !== "descending");
  for (const head of heads) head.removeAttribute("aria-sort");
  heads[column].setAttribute("aria-sort", descending ? "descending" : "ascending");
  const [body] = table.tBodies;
  /** @param {HTMLTableRowElement} row */
  const value = (row) => {
    const cell = row.cells[column];
    return cell.dataset.order || cell.innerText.trim();
  };
  body.append(...sortedBy([...body.rows], value, descending));
}
