// @ts-check
// Light or dark, and the colours of the page as its style gives them.
/** @import { Paint } from "./types.d.ts" */

/** @type {Paint} */
export const paint = {
  ground: "", halo: "", ink: "", soft: "", accent: "", border: "", focus: "", edge: "",
  "lacking-line": "", "broken-line": "", "elsewhere-line": "",
};

/** Reads the colours anew, after the theme has changed. */
export function repaint() {
  const style = getComputedStyle(document.documentElement);
  for (const name of /** @type {(keyof Paint)[]} */ (Object.keys(paint))) {
    paint[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

/**
 * What a function gives in light colours: pictures that are kept are for paper and for slides.
 * @template Given
 * @param {() => Given} make
 * @returns {Given}
 */
export function inLight(make) {
  const { dataset } = document.documentElement;
  const before = dataset.theme;
  dataset.theme = "light";
  repaint();
  const made = make();
  if (before) dataset.theme = before;
  else delete dataset.theme;
  repaint();
  return made;
}

export function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
