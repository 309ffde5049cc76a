// @ts-check
// What a citation leads to: its source with its address, the place in it, and the words themselves
// where the page was made by a reader who has the document.
import { el, fill, nonce, readBlock } from "./dom.js";
import { t } from "./texts.js";

/** @typedef {{ label: string, url: string }} Source */
/** @typedef {Record<string, [before: string, words: string, after: string]>} Quotes */

/** @type {Promise<Quotes> | null} */
let quotes = null;

/** The sentences: in the page, or in a script beside it that is read when one is first wanted. */
function loadQuotes() {
  const inside = readBlock("quotes");
  const src = document.documentElement.dataset.quotes;
  quotes ??= inside || !src
    ? Promise.resolve(inside ?? {})
    : new Promise((done) => {
        const script = el("script", { nonce, src });
        script.addEventListener("load", () => done(window.ecographQuotes ?? {}));
        script.addEventListener("error", () => done({}));
        document.head.append(script);
      });
  return quotes;
}

/** @param {(citation: HTMLElement) => Source} sourceOf */
export function startCitations(sourceOf) {
  const body = el("div", {});
  const close = el("button", { type: "button", on: { click: () => box.close() } });
  const box = el("dialog", { class: "citation" }, body, close);
  document.body.append(box);
  box.addEventListener("click", ({ target }) => target === box && box.close());
  document.addEventListener("pointerover", ({ target }) => {
    const citation = citationAt(target);
    if (!citation || citation.dataset.told) return;
    citation.dataset.told = "1";
    loadQuotes().then((found) => {
      const quote = found[keyOfPlace(citation)];
      if (quote) citation.title += `\n${quote.join("")}`;
    });
  });
  document.addEventListener("click", (event) => {
    const citation = citationAt(event.target);
    if (!citation) return;
    event.preventDefault(); // the address holds the state of the page
    loadQuotes().then((found) => {
      fill(body, ...told(citation, sourceOf(citation), found));
      close.textContent = t("cite.close");
      box.setAttribute("aria-label", t("net.said_in"));
      box.showModal();
    });
  });
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null}
 */
const citationAt = (target) => (target instanceof Element ? target.closest("a.where") : null);

/** @param {HTMLElement} citation */
const keyOfPlace = ({ dataset }) => `${dataset.document} ${dataset.paragraph} ${dataset.span}`;

/**
 * @param {HTMLElement} citation
 * @param {Source} source
 * @param {Quotes} found
 */
function told(citation, { label, url }, found) {
  const { paragraph = "", span = "", locator = "" } = citation.dataset;
  const place = [
    paragraph && t("net.paragraph", { n: paragraph }),
    span && t("net.span", { span }),
    locator && t("net.locator", { locator }),
  ];
  const quote = found[keyOfPlace(citation)];
  return [
    el("p", {}, el("strong", {}, label)),
    el("p", {}, place.filter(Boolean).join(" · ")),
    quote
      ? el("blockquote", {}, quote[0], el("mark", {}, quote[1]), quote[2])
      : el("p", { class: "soft small" }, t(paragraph ? "cite.no_words" : "cite.no_place")),
    url && el("p", { class: "small" }, `${t("cite.address")} `, webLink(url)),
  ];
}

/** @param {string} url */
const webLink = (url) => el("a", { href: url, rel: "noopener noreferrer" }, url);
