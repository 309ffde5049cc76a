// @ts-check
// The drawing as SVG: to be kept, and to be printed.
import { nameOf } from "./graph.js";
import { outline } from "./shapes.js";

/** @import { Paint, Point } from "./types.d.ts" */
/** @import { Scene } from "./scene.js" */

const MOST_NAMES = 2000; // marks; beyond this a name is shown only by pointing at one
const FONTS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

/**
 * Text that may stand in XML, in an attribute too; what XML forbids is left out.
 * @param {string} words
 */
export const escapeXml = (words) =>
  words
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
    // eslint-disable-next-line no-control-regex -- these are the characters that XML forbids
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "");

/** @param {number} v */
const rounded = (v) => String(Math.round(v * 10) / 10);

/**
 * A shape with what is inside it.
 * @param {string} shape
 * @param {Point} spot
 * @param {number} r
 * @param {string} colour
 * @param {string} inside
 */
export function svgShape(shape, [x, y], r, colour, inside) {
  const points = outline(shape, x, y, r);
  if (!points) {
    const [cx, cy, radius] = [x, y, r].map(rounded);
    return `<circle cx="${cx}" cy="${cy}" r="${radius}" fill="${colour}">${inside}</circle>`;
  }
  const corners = points.map((point) => point.map(rounded).join(",")).join(" ");
  return `<polygon points="${corners}" fill="${colour}">${inside}</polygon>`;
}

/**
 * @param {Scene} scene
 * @param {Paint} paint
 * @param {string} title
 */
export function svgText(scene, paint, title) {
  const { marks, bundles } = scene.shown;
  const box = scene.bounds(marks);
  const [x, y] = [box.left - 60, box.top - 40];
  const [wide, high] = [box.right - x + 160, box.bottom - y + 50];
  const licences = new Set(scene.graph.data.sources.map((row) => row.licence).filter(Boolean));
  const rows = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${wide} ${high}"` +
      ` width="${wide}" height="${high}" font-family="${FONTS}" font-size="11">`,
    `<title>${escapeXml(title)}</title>` +
      `<desc>${escapeXml([...licences].join(" | "))}</desc>` +
      `<rect x="${x}" y="${y}" width="${wide}" height="${high}" fill="${paint.ground}"/>`,
    `<g stroke="${paint.edge}" fill="none">`,
    ...bundles.map((bundle) => edgeRow(scene, bundle)),
    "</g>",
    ...marks.map((mark) => markRow(scene, mark)),
  ];
  if (marks.length <= MOST_NAMES) rows.push(...marks.map((mark) => nameRow(scene, paint, mark)));
  return [...rows, "</svg>"].join("\n");
}

/**
 * @param {Scene} scene
 * @param {import("./types.d.ts").Bundle} bundle
 */
function edgeRow(scene, bundle) {
  const [[ax, ay], [bx, by]] = [scene.spot(bundle.a), scene.spot(bundle.b)];
  const dashes = scene.dashes(bundle);
  const dashed = dashes.length ? ` stroke-dasharray="${dashes.join(" ")}"` : "";
  return `<line x1="${ax}" y1="${ay}" x2="${bx}" y2="${by}"${dashed}/>`;
}

/**
 * @param {Scene} scene
 * @param {number} mark
 */
function markRow(scene, mark) {
  const title = `<title>${escapeXml(nameOf(scene.graph, mark))}</title>`;
  const colour = scene.colour(mark);
  return svgShape(scene.shape(mark), scene.spot(mark), scene.size(mark), colour, title);
}

/**
 * @param {Scene} scene
 * @param {Paint} paint
 * @param {number} mark
 */
function nameRow(scene, paint, mark) {
  const [x, y] = scene.spot(mark);
  const name = escapeXml(nameOf(scene.graph, mark));
  return (
    `<text x="${x + scene.size(mark) + 3}" y="${y + 4}" fill="${paint.ink}"` +
    ` stroke="${paint.halo}" stroke-width="3" paint-order="stroke">${name}</text>`
  );
}
