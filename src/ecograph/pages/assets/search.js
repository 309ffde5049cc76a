// @ts-check
// How well an entity fits what is searched: by name, pinyin, initials or traditional script.
/** @import { Entry } from "./types.d.ts" */

/**
 * How a reader's words are compared: without case, full-width letters as plain ones.
 * @param {string} words
 */
export const searched = (words) => words.trim().toLowerCase().normalize("NFKC");

const PLURAL = /(?<=[a-z]{3})e?s$/;

/**
 * Whether a form has every word that is searched, in any order, plural or not.
 * @param {string} form
 * @param {string[]} words
 */
const hasAll = (form, words) =>
  words.length > 1 && words.every((word) => form.includes(word.replace(PLURAL, "")));

/**
 * 4 where a form is what is searched, 3 where it begins with it, 2 or 1 where it contains it, 1
 * where it contains its words.
 * @param {string} search the forms of an entity, with | between them
 * @param {string} wanted
 */
export function rank(search, wanted) {
  // One Latin letter stands in nearly every name, one Chinese character does not.
  const inside = wanted.length > 1 || /[^\0-\x7f]/.test(wanted) ? 2 : 1;
  const words = wanted.split(/[\s()（）,，.]+/).filter(Boolean);
  let best = 0;
  for (const form of search.split("|")) {
    if (form === wanted) return 4;
    if (form.startsWith(wanted)) best = Math.max(best, 3);
    else if (form.includes(wanted)) best = Math.max(best, inside);
    else if (hasAll(form, words)) best = Math.max(best, 1);
  }
  return best;
}

/**
 * The entries that fit best; among equals those of more weight.
 * @template {Entry} Found
 * @param {Found[]} entries
 * @param {string} wanted
 * @param {number} most
 * @returns {Found[]}
 */
export function bestOf(entries, wanted, most) {
  return entries
    .map((entry) => ({ entry, rank: rank(entry.search, wanted) }))
    .filter((found) => found.rank > 0)
    .sort(
      (a, b) =>
        b.rank - a.rank ||
        b.entry.weight - a.entry.weight ||
        (a.entry.search < b.entry.search ? -1 : 1),
    )
    .slice(0, most)
    .map((found) => found.entry);
}

const ENOUGH = 0.5; // how much of one of two names the other has
const LEAST = 2; // pairs of Chinese characters, or as much

/**
 * The entries whose name has much in common with what was typed, where none contains it: with a
 * question that no form is known for, or a name that is written otherwise.
 * @template {Entry} Found
 * @param {Found[]} entries
 * @param {string} wanted
 * @param {number} most
 * @returns {Found[]}
 */
export function alike(entries, wanted, most) {
  const asked = pairs(wanted);
  return entries
    .map((entry) => ({
      entry,
      shared: Math.max(...entry.search.split("|").map((form) => sharedBy(asked, form))),
    }))
    .filter(({ shared }) => shared >= ENOUGH)
    .sort((a, b) => b.shared - a.shared || b.entry.weight - a.entry.weight)
    .slice(0, most)
    .map(({ entry }) => entry);
}

/**
 * How much of a form is asked for, or of what is asked for it holds: 0 where it is next to nothing.
 * @param {Set<string>} wanted
 * @param {string} form
 */
function sharedBy(wanted, form) {
  const held = pairs(form);
  const common = weigh([...held].filter((pair) => wanted.has(pair)));
  if (common < LEAST && held.size > 1) return 0;
  return common && Math.max(common / weigh(held), common / weigh(wanted));
}

/** @param {Iterable<string>} found a Latin word counts by its length */
const weigh = (found) =>
  [...found].reduce((sum, { length }) => sum + (length > 2 ? length / 3 : 1), 0);

/**
 * What a name is compared by: each two Chinese characters that stand together, each Latin word.
 * @param {string} name
 */
function pairs(name) {
  const found = new Set(name.match(/[a-z]{4,}/g));
  for (const run of name.match(/[^\0-\x7f]{2,}/g) ?? []) {
    for (let i = 1; i < run.length; i += 1) found.add(run.slice(i - 1, i + 1));
  }
  return found;
}
