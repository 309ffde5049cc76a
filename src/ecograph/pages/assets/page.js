// @ts-check
// What every page has: its language and theme, and anchors that take both along.
import { address, remember } from "./address.js";
import { byId, readBlock } from "./dom.js";
import { language, pick, setLanguage, t, useTexts } from "./texts.js";
import { isDark } from "./theme.js";

/** @typedef {(what: "language" | "theme") => void} Listener */

/** @type {Listener[]} */
const listeners = [];
const root = document.documentElement;

/**
 * Calls back whenever the language or the theme has changed.
 * @param {Listener} listener
 */
export const onChange = (listener) => listeners.push(listener);

/** @type {Listener} */
const announce = (what) => listeners.forEach((listener) => listener(what));

/** Shows the page in the language and theme of its address, or of the reader. */
export function startPage() {
  useTexts(readBlock("texts") ?? window.ecographTexts ?? {});
  chooseLanguage();
  const theme = address.get("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  showWords();
  byId("lang").addEventListener("click", () => {
    setLanguage(language() === "zh" ? "en" : "zh");
    remember({ lang: language() });
    showWords();
    announce("language");
  });
  byId("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember({ theme: root.dataset.theme });
    announce("theme");
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => announce("theme"));
  document.querySelector("a.skip")?.addEventListener("click", (event) => {
    event.preventDefault(); // the address holds the state of the page
    byId("main").focus();
  });
  document.addEventListener("click", carryAlong);
  // a part of the page, which the address names beside its state
  const part = [...address].find(([key, value]) => !value && document.getElementById(key));
  if (part) document.getElementById(part[0])?.scrollIntoView();
}

function chooseLanguage() {
  const asked = address.get("lang");
  if (asked === "zh" || asked === "en") setLanguage(asked);
  else if (root.dataset.auto === undefined) setLanguage(root.dataset.lang === "zh" ? "zh" : "en");
  else setLanguage(/^zh\b/i.test(navigator.language || "") ? "zh" : "en");
}

/** Puts the texts that the page itself carries into the language of the page. */
function showWords() {
  root.dataset.lang = language();
  root.lang = language() === "zh" ? "zh-Hans" : "en";
  /** @type {NodeListOf<HTMLElement>} what can hold no two texts of which one is shown */
  const plain = document.querySelectorAll("title[data-zh], option[data-zh]");
  for (const element of plain) {
    element.textContent = pick(element.dataset.zh ?? "", element.dataset.en ?? "");
  }
  /** @type {NodeListOf<HTMLElement>} what a pointer is told, written in zh, then in en */
  const told = document.querySelectorAll("[data-two]");
  for (const element of told) {
    element.dataset.two ||= element.title;
    element.title = oneOf(element.dataset.two);
  }
  for (const [mark, attribute] of [
    ["data-t-label", "aria-label"],
    ["data-t-placeholder", "placeholder"],
  ]) {
    for (const element of document.querySelectorAll(`[${mark}]`)) {
      element.setAttribute(attribute, t(element.getAttribute(mark) ?? ""));
    }
  }
}

/** @param {string} both two texts, a line each */
export function oneOf(both) {
  const [zh, en] = both.split("\n");
  return pick(zh, en ?? zh);
}

/**
 * Language and theme go along to the other pages of an atlas.
 * @param {MouseEvent} event
 */
function carryAlong(event) {
  const anchor = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const to = anchor?.getAttribute("href");
  if (!anchor || !to || /^[a-z]+:/i.test(to)) return;
  if (to.startsWith("#")) {
    const part = document.getElementById(to.slice(1));
    if (part && !anchor.matches(".where")) {
      event.preventDefault(); // the address holds the state of the page
      part.scrollIntoView();
    }
    return;
  }
  const [page, hash] = to.split("#");
  const merged = new URLSearchParams(hash || "");
  for (const key of ["lang", "theme"]) {
    const value = address.get(key);
    if (value) merged.set(key, value);
  }
  const tail = merged.toString();
  anchor.setAttribute("href", tail ? `${page}#${tail}` : page);
}
