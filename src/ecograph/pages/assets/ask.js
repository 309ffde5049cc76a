// @ts-check
// Questions as people type them: what is asked of which entity, and the answer out of the index.
import { bestOf, searched } from "./search.js";

/** @import { Entry } from "./types.d.ts" */
/** @typedef {"makes" | "elsewhere" | "users" | "mends" | "needs" | "lacks" | "helps"} Kind */
/** @typedef {{ kind: Kind, about: number }} Asked */

const SHORTEST = { chinese: 2, latin: 4 };

/**
 * The forms of questions, the more special first; what is left of a question without its name is
 * held against them.
 * @type {[Kind, RegExp][]}
 */
const FORMS = [
  ["helps", /帮谁|帮哪|帮到谁|能帮|可以帮|帮上|适合谁|适合哪|服务谁|补什么|补哪|补上哪/],
  ["helps", /could .*help|helps? who|(?:which|what) gaps (?:could|can|might|may)/],
  ["mends", /谁(?:可能|能|可以|来)?(?:补|帮)|怎么补|如何补|怎样补|由谁补/],
  ["mends", /who (?:could|can|might|may) (?:mend|help|close|fill|supply)|(?:close|fill) the gap/],
  ["users", /谁(?:在|还)?(?:需要|要|用|采购|买)|哪些?(?:企业|公司)?(?:需要|用)|who (?:needs|uses|buys)/],
  ["lacks", /缺|断|短板|薄弱|卡脖子|lack|missing|broken|gap|weak|bottleneck/],
  ["needs", /需要|要用|用到|采购|要买|依赖|\bneeds?\b|\brequires?\b|\bbuys?\b/],
  ["makes", /谁.*(?:产|做|造|供|有)|(?:产|做|造|供)的?(?:企业|厂家|厂商|公司)|哪.*(?:产(?!品)|做|造)/],
  ["makes", /who (?:makes|produces|supplies|sells)|makers? of|supplie(?:rs?|d)|made by/],
];

// What a question has beside its name and its form.
const FILLERS = [
  /什么|哪些|哪里|哪儿|哪个|谁|吗|呢|的|了|能|可以|可能|这个|缺口|产品|东西|企业|公司在|^上|上$/g,
  /\b(?:what|which|who|whom|does|do|is|are|the|of|could|can|might|for|in|with|gaps?|by)\b/g,
];

/**
 * What a question asks and of which entry; null where it is no question that is understood.
 * @param {string} question
 * @param {Entry[]} entries
 * @returns {Asked | null}
 */
export function asked(question, entries) {
  const words = plain(searched(question));
  const named = longestName(words, entries);
  const rest = named ? words.replace(named.form, " ") : words;
  const form = FORMS.find(([, pattern]) => pattern.test(rest)) ?? null;
  if (!form) return null;
  const rare = words.replace(form[1], " ");
  const name = FILLERS.reduce((left, filler) => left.replace(filler, " "), rare);
  const whole = shortened(plain(name), entries);
  // The name that takes in more of what was typed: 厦门天马微电子 is no question about 厦门.
  const about = whole && (!named || whole.length > named.form.length) ? whole.at : named?.at;
  return about === undefined ? null : { kind: form[0], about };
}

/** @param {string} words without quotation marks, brackets and the like, with single spaces */
const plain = (words) => words.replace(/[?？。！!,，、"“”'‘’「」『』()（）:：\s]+/g, " ").trim();

/**
 * The entry that a shortened name is of: 恒坤 of 厦门恒坤新材料, 嘉庚实验室 of 嘉庚创新实验室.
 * @param {string} name
 * @param {Entry[]} entries
 */
function shortened(name, entries) {
  if (!isName(name)) return null;
  const { length } = name.replaceAll(" ", "");
  const [within] = bestOf(entries, name, 1);
  if (within) return { at: entries.indexOf(within), length };
  const [best] = entries
    .filter(({ search }) => search.split("|").some((form) => skips(name, form)))
    .sort((a, b) => b.weight - a.weight);
  return best ? { at: entries.indexOf(best), length } : null;
}

/**
 * Whether a Chinese name is another with some characters left out, not the first.
 * @param {string} name
 * @param {string} form
 */
function skips(name, form) {
  if (name.length < 3 || !/^[^\0-\x7f]+$/.test(name) || name[0] !== form[0]) return false;
  let at = 0;
  for (const character of form) if (character === name[at]) at += 1;
  return at === name.length;
}

/**
 * The entry with the longest name in a text; among equals that of more weight.
 * @param {string} words
 * @param {Entry[]} entries
 */
function longestName(words, entries) {
  /** @type {{ at: number, form: string } | null} */
  let best = null;
  for (const [at, entry] of entries.entries()) {
    for (const form of entry.search.split("|")) {
      if (!isName(form) || !words.includes(form)) continue;
      const more = best ? form.length - best.form.length : 1;
      if (more > 0 || (more === 0 && best && entry.weight > entries[best.at].weight)) {
        best = { at, form };
      }
    }
  }
  return best;
}

/** @param {string} form */
const isName = (form) =>
  form.length >= (/[^\0-\x7f]/.test(form) ? SHORTEST.chinese : SHORTEST.latin);

/**
 * The places of the entries that answer, each with how sure it is: 0 stated, 1 implied, 2 ours.
 * @param {Asked} question
 * @param {Record<string, Record<string, number[]>>} answers
 * @returns {{ at: number, level: number }[]}
 */
export function answersTo({ kind, about }, answers) {
  const cells = answers[kind]?.[about] ?? [];
  return cells.flatMap((at, i) => (i % 2 ? [] : [{ at, level: cells[i + 1] }]));
}
