// @ts-check
// The shapes of nodes, as outlines: the same for the canvas, the legend and SVG.
/** @import { Point } from "./types.d.ts" */

/**
 * The corners of a shape of radius r around a centre; null for a dot.
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @returns {Point[] | null}
 */
export function outline(shape, x, y, r) {
  /** @type {(n: number, turn: number, radius: (i: number) => number) => Point[]} */
  const ring = (n, turn, radius) =>
    Array.from({ length: n }, (_, i) => {
      const angle = turn + (i * 2 * Math.PI) / n;
      return [x + radius(i) * Math.cos(angle), y + radius(i) * Math.sin(angle)];
    });
  switch (shape) {
    case "square":
      return [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]];
    case "diamond":
      return ring(4, 0, () => r * 1.2);
    case "triangle":
      return ring(3, -Math.PI / 2, () => r * 1.25);
    case "triangleDown":
      return ring(3, Math.PI / 2, () => r * 1.25);
    case "star":
      return ring(10, -Math.PI / 2, (i) => (i % 2 ? r * 0.55 : r * 1.25));
    case "hexagon":
      return ring(6, 0, () => r * 1.05);
    default:
      return null;
  }
}

/**
 * Traces a shape on a canvas, to be filled or stroked.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} shape
 * @param {Point} spot
 * @param {number} r
 */
export function traceShape(ctx, shape, [x, y], r) {
  const points = outline(shape, x, y, r);
  ctx.beginPath();
  if (points) {
    for (const [px, py] of points) ctx.lineTo(px, py);
    ctx.closePath();
  } else ctx.arc(x, y, r, 0, 2 * Math.PI);
}
