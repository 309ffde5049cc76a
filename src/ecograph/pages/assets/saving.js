// @ts-check
// A file that the browser saves.
import { el } from "./dom.js";

const KEPT = 10_000; // milliseconds until the browser may forget a file that it has saved

/**
 * @param {BlobPart} content
 * @param {string} type
 * @param {string} name
 */
export function saveFile(content, type, name) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT);
}
