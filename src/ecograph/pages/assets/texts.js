// @ts-check
// The language of the page, and its texts in zh and en.
/** @import { Both, Language, Named } from "./types.d.ts" */

/** @type {{ language: Language, texts: Record<string, Both> }} */
const spoken = { language: "zh", texts: {} };

/** @param {Record<string, Both>} texts */
export function useTexts(texts) {
  spoken.texts = texts;
}

/** @param {Language} chosen */
export function setLanguage(chosen) {
  spoken.language = chosen;
}

export const language = () => spoken.language;

/**
 * The one of two that is in the language of the page, or the other where it is empty.
 * @param {string} zh
 * @param {string} en
 */
export const pick = (zh, en) => (spoken.language === "zh" ? zh || en : en || zh);

/** @param {Named} row */
export const labelOf = (row) => pick(row.zh, row.en);

/**
 * A text of the page by its key, with values in place of {names}.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values) {
  const both = spoken.texts[key];
  if (!both) throw new Error(`no text ${key}`);
  const words = both[spoken.language === "zh" ? 0 : 1];
  return values ? words.replace(/\{(\w+)\}/g, (_, name) => String(values[name])) : words;
}
