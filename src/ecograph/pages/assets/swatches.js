// @ts-check
// The small signs of the legend.
import { svgElement } from "./dom.js";
import { outline } from "./shapes.js";

/** @param {Node} kid */
const swatch = (kid) =>
  svgElement("svg", { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" }, kid);

/**
 * The shape and colour of a class.
 * @param {string} shape
 * @param {string} colour
 */
export function shapeSwatch(shape, colour) {
  const points = outline(shape, 8, 8, 5.5);
  if (!points) return swatch(svgElement("circle", { cx: 8, cy: 8, r: 5.5, fill: colour }));
  const corners = points.map((point) => point.join(",")).join(" ");
  return swatch(svgElement("polygon", { points: corners, fill: colour }));
}

/**
 * The outline of what is marked.
 * @param {string} colour
 * @param {number[]} dashes
 */
export const outlineSwatch = (colour, dashes) =>
  swatch(
    svgElement("circle", {
      cx: 8, cy: 8, r: 5.5, fill: "none", stroke: colour, "stroke-width": 2.2,
      "stroke-dasharray": dashes.join(" "),
    }),
  );

/**
 * The dashes of a modality.
 * @param {number[]} dashes
 */
export const dashSwatch = (dashes) =>
  swatch(
    svgElement("line", {
      x1: 0, y1: 8, x2: 16, y2: 8,
      stroke: "currentColor",
      "stroke-width": 2,
      "stroke-dasharray": dashes.map((dash) => dash / 2).join(" "),
    }),
  );
