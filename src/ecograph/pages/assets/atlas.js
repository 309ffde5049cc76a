// @ts-check
// A page of an atlas: search over all entities, tables that sort, a chain that lights up.
import { answersTo, asked } from "./ask.js";
import { startChain } from "./chain.js";
import { startCitations } from "./cite.js";
import { byId, el, inputById, isWriting, nonce } from "./dom.js";
import { startFiltering } from "./filtering.js";
import { Finder } from "./finder.js";
import { oneOf, startPage } from "./page.js";
import { startSortable } from "./sortable.js";
import { pick, t } from "./texts.js";

/** @import { Listed } from "./types.d.ts" */

const input = inputById("q");
const folder = input.dataset.root ?? "";
const MOST_ANSWERS = 30;

/** The search reads its entities from a file of their own, when somebody first searches. */
function loadIndex() {
  const script = el("script", { nonce, src: `${folder}assets/index.js` });
  script.addEventListener("load", () => {
    const entries = entriesOf(window.ecographIndex);
    new Finder(input, byId("hits"), entries, goTo, (question) => replyTo(question, entries));
    if (document.activeElement === input) input.dispatchEvent(new Event("input"));
    document.documentElement.dataset.searchable = "1";
  });
  document.head.append(script);
}

/** @param {{ href: string }} entry */
function goTo({ href }) {
  const anchor = el("a", { href });
  document.body.append(anchor);
  anchor.click(); // a click on an anchor, so that language and theme go along
}

/**
 * What a question is answered with, out of the index; null where it is none that is understood.
 * @param {string} question
 * @param {ReturnType<typeof entriesOf>} entries
 */
function replyTo(question, entries) {
  const found = asked(question, entries);
  if (!found) return null;
  const { answers } = window.ecographIndex;
  // what a product lacks is who makes it: 谁可能补上它的缺口
  if (found.kind === "lacks" && !answers.lacks[found.about] && answers.mends[found.about]) {
    found.kind = "mends";
  }
  const held = answersTo(found, answers);
  const about = entries[found.about];
  const head = t(`ask.${found.kind}_head`, { name: about.name(), n: held.length });
  // Who is known to make it elsewhere stands behind who makes it here.
  const away = found.kind === "makes" ? answersTo({ ...found, kind: "elsewhere" }, answers) : [];
  const rows = [
    ...held.map((answer) => answerRow(entries, answer)),
    ...away.map((answer) => answerRow(entries, answer, t("ask.elsewhere"))),
  ];
  const heading = held.length ? head : `${head} ${t("ask.nothing")}`;
  const whole = { ...about, note: () => t("ask.whole") };
  return { heading, entries: [...rows.slice(0, MOST_ANSWERS), whole] };
}

/**
 * An answer as a row of the list: the entity, its class, how sure it is unless that is stated.
 * @param {ReturnType<typeof entriesOf>} entries
 * @param {{ at: number, level: number }} answer
 * @param {string} [more]
 */
function answerRow(entries, { at, level }, more = "") {
  const sure = level ? t(`ask.level${level}`) : "";
  const note = () => [entries[at].note(), more, sure].filter(Boolean).join(" · ");
  return { ...entries[at], note };
}

/** @param {Listed} index */
const entriesOf = (index) =>
  index.search.map((search, i) => ({
    search,
    weight: index.edges[i],
    href: `${folder}entities/${index.page[i]}.html`,
    name: () => pick(index.zh[i], index.en[i]),
    note: () => pick(index.classZh[i], index.classEn[i]),
  }));

startPage();
input.addEventListener("focus", loadIndex, { once: true });
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || isWriting(event)) return;
  event.preventDefault();
  input.focus();
});
for (const button of document.querySelectorAll("button.ask")) {
  button.addEventListener("click", () => {
    input.value = button.textContent ?? "";
    input.focus(); // which loads the index, and answers once it is there
    input.dispatchEvent(new Event("input"));
  });
}
startCitations((citation) => {
  const row = document.querySelector(citation.getAttribute("href") ?? "");
  const url = row?.querySelector("a")?.getAttribute("href") ?? "";
  return { label: oneOf(citation.dataset.two ?? citation.title), url };
});
startSortable();
startFiltering();
startChain();
document.documentElement.dataset.ready = "1";
