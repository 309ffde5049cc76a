// @ts-check
// Tables of a page that show the rows that fit the fields above them; the address keeps the fields.
import { address, remember } from "./address.js";

export function startFiltering() {
  /** @type {NodeListOf<HTMLFormElement>} */
  const forms = document.querySelectorAll("form.filters");
  for (const form of forms) {
    const of = form.dataset.of ?? "";
    /** @type {HTMLTableElement | null} */
    const table = document.querySelector(`table[data-name="${of}"]`);
    if (!table) continue;
    const fields = fieldsOf(form);
    for (const field of fields) field.value = address.get(`${of}-${field.name}`) ?? "";
    const show = () => {
      remember(Object.fromEntries(fields.map((f) => [`${of}-${f.name}`, f.value || null])));
      showRows(table, of, fields);
    };
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(show)); // once the fields are empty
    showRows(table, of, fields);
  }
}

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** @param {HTMLFormElement} form */
const fieldsOf = (form) => /** @type {Field[]} */ ([...form.querySelectorAll("input, select")]);

/**
 * @param {HTMLTableElement} table
 * @param {string} of
 * @param {Field[]} fields
 */
function showRows(table, of, fields) {
  const rows = [...table.tBodies[0].rows];
  for (const row of rows) row.hidden = !fields.every((field) => fits(row, field));
  const shown = rows.filter((row) => !row.hidden).length;
  const count = document.querySelector(`[data-count="${of}"]`);
  if (count) count.textContent = shown < rows.length ? `${shown} / ${rows.length}` : `${shown}`;
  /** @type {HTMLElement | null} */
  const none = document.querySelector(`[data-none="${of}"]`);
  if (none) none.hidden = shown > 0;
}

/**
 * @param {HTMLTableRowElement} row
 * @param {Field} field
 */
function fits(row, { name, value }) {
  if (!value) return true;
  const held = row.dataset[name] ?? "";
  if (name === "words") return held.toLowerCase().includes(value.trim().toLowerCase());
  return held.split(" ").includes(value);
}
