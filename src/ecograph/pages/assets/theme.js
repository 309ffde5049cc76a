// @ts-check
// Light or dark, and the colours of the page as its style gives them.
/** @import { Paint } from "./types.d.ts" */

/** @type {Paint} */
export const paint = {
  ground: "", halo: "", ink: "", soft: "", accent: "", border: "", focus: "", edge: "",
};

/** Reads the colours anew, after the theme has changed. */
export function repaint() {
  const style = getComputedStyle(document.documentElement);
  for (const name of /** @type {(keyof Paint)[]} */ (Object.keys(paint))) {
    paint[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

export function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
