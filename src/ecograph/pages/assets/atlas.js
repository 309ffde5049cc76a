// @ts-check
// A page of an atlas: search over all entities, tables that sort, a chain that lights up.
import { startChain } from "./chain.js";
import { byId, el, inputById, isWriting } from "./dom.js";
import { Finder } from "./finder.js";
import { startPage } from "./page.js";
import { startSortable } from "./sortable.js";
import { pick } from "./texts.js";

/** @import { Listed } from "./types.d.ts" */

const input = inputById("q");
const folder = input.dataset.root ?? "";
const nonce = document.currentScript?.nonce;

/** The search reads its entities from a file of their own, when somebody first searches. */
function loadIndex() {
  const script = el("script", { nonce, src: `${folder}assets/index.js` });
  script.addEventListener("load", () => {
    new Finder(input, byId("hits"), entriesOf(window.ecographIndex), ({ href }) => {
      const anchor = el("a", { href });
      document.body.append(anchor);
      anchor.click(); // a click on an anchor, so that language and theme go along
    });
    if (document.activeElement === input) input.dispatchEvent(new Event("input"));
    document.documentElement.dataset.searchable = "1";
  });
  document.head.append(script);
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
startSortable();
startChain();
document.documentElement.dataset.ready = "1";
