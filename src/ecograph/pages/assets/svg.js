// @ts-check
// The drawing as SVG: to be kept, and to be printed.
import { nameOf, signedName, signsOf } from "./graph.js";
import {
  FARTHEST_PLACES, Labels, MOST_FAR, NAME_HIGH, placesFor, shorten, widthOf,
} from "./labels.js";
import { OUTLINES } from "./scene.js";
import { outline } from "./shapes.js";
import { labelOf, language, t } from "./texts.js";

/** @import { Bundle, Paint, Point } from "./types.d.ts" */
/** @import { Scene } from "./scene.js" */

const NAME_SIZE = 11;
const AROUND = 30; // around the drawing
const TITLE_HIGH = 40; // for the title
const PAD = 16;
const LEGEND_ROW = 18; // of the legend
const LEAST_WIDE = 560;
const MOST_SOURCES = 6;
const POINT = { long: 9, wide: 3.5 };
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
 * The drawing with its title above it, its legend and its sources below.
 * @param {Scene} scene
 * @param {Paint} paint
 * @param {{ title: string, note: string, made: string }} words
 */
export function svgText(scene, paint, { title, note, made }) {
  const { marks, bundles } = scene.shown;
  const box = scene.bounds(marks, (mark) => scene.spotOnPaper(mark));
  const names = placedNames(scene, marks, box);
  const [x, right] = [box.left - AROUND, Math.max(box.right, names.right) + AROUND];
  const wide = Math.max(right - x, LEAST_WIDE);
  const foot = footRows(scene, paint, wide - 2 * PAD, [...names.notes, ...sourceRows(scene), made]);
  const top = box.top - AROUND - TITLE_HIGH;
  const below = Math.max(box.bottom, names.bottom) + AROUND;
  const high = below + foot.high + PAD - top;
  const licences = new Set(scene.graph.data.sources.map((row) => row.licence).filter(Boolean));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${top} ${wide} ${high}"` +
      ` width="${wide}" height="${high}" font-family="${FONTS}" font-size="${NAME_SIZE}">`,
    `<title>${escapeXml(title)}</title>` +
      `<desc>${escapeXml([...licences].join(" | "))}</desc>` +
      `<rect x="${x}" y="${top}" width="${wide}" height="${high}" fill="${paint.ground}"/>`,
    textAt(title, x + PAD, top + 26, `fill="${paint.ink}" font-size="18" font-weight="600"`),
    textAt(note, x + PAD, top + 44, `fill="${paint.soft}"`),
    `<g stroke="${paint.edge}" fill="none">`,
    ...bundles.map((bundle) => edgeRow(scene, bundle)),
    "</g>",
    ...(scene.graph.data.directed ? bundles.flatMap((one) => arrowRows(scene, paint, one)) : []),
    ...marks.map((mark) => markRow(scene, paint, mark)),
    ...names.rows.map(({ words, spot }) => nameRow(paint, words, spot)),
    `<g transform="translate(${x + PAD} ${below})">`,
    ...foot.rows,
    "</g>",
    "</svg>",
  ].join("\n");
}

/**
 * @param {string} words
 * @param {number} x
 * @param {number} y
 * @param {string} attributes
 */
const textAt = (words, x, y, attributes) =>
  `<text x="${rounded(x)}" y="${rounded(y)}" ${attributes}>${escapeXml(words)}</text>`;

/**
 * The names that find a free place, the most important first, and how many find none.
 * @param {Scene} scene
 * @param {number[]} marks
 * @param {{ left: number, right: number, top: number, bottom: number }} box
 */
function placedNames(scene, marks, box) {
  const labels = new Labels();
  for (const mark of marks) labels.block(scene.spotOnPaper(mark), scene.sizeOnPaper(mark));
  /** @type {{ words: string, spot: Point }[]} */
  const rows = [];
  let [right, bottom] = [box.right, box.bottom];
  for (const [rank, mark] of scene.ranked().entries()) {
    const words = shorten(signedName(scene.graph, mark));
    const wide = widthOf(words, NAME_SIZE);
    const reach = rows.length < MOST_FAR ? FARTHEST_PLACES : undefined;
    const places = placesFor(scene.spotOnPaper(mark), scene.sizeOnPaper(mark), wide, reach)
      .filter(([x]) => x > box.left - AROUND);
    const spot = labels.find(places, wide, rank);
    if (!spot) continue;
    rows.push({ words, spot });
    right = Math.max(right, spot[0] + wide);
    bottom = Math.max(bottom, spot[1] + NAME_HIGH);
  }
  const left = marks.length - rows.length;
  return { rows, right, bottom, notes: left ? [t("net.names_left", { n: left })] : [] };
}

/**
 * What is cited most for the edges that are shown.
 * @param {Scene} scene
 */
function sourceRows({ graph, shown }) {
  const { data, edges } = graph;
  const counts = data.sources.map(() => 0);
  for (const e of shown.edges) counts[edges.document[e]]++;
  const cited = [...counts.keys()].filter((row) => counts[row] && data.sources[row].key);
  cited.sort((a, b) => counts[b] - counts[a] || a - b);
  if (!cited.length) return [];
  const comma = language() === "zh" ? "；" : "; ";
  const names = cited.slice(0, MOST_SOURCES).map((row) => labelOf(data.sources[row])).join(comma);
  const key = cited.length > MOST_SOURCES ? "net.sources_most" : "net.sources_all";
  return [t(key, { names, n: cited.length })];
}

/**
 * The legend, made from what is drawn, and rows of words below it.
 * @param {Scene} scene
 * @param {Paint} paint
 * @param {number} wide
 * @param {string[]} notes
 */
function footRows(scene, paint, wide, notes) {
  const rows = [];
  let [x, y] = [0, LEGEND_ROW / 2];
  for (const [sign, words] of legendOf(scene, paint)) {
    const long = 26 + widthOf(words, NAME_SIZE) + 16;
    if (x && x + long > wide) [x, y] = [0, y + LEGEND_ROW];
    rows.push(`<g transform="translate(${rounded(x)} ${y})">${sign}</g>`);
    rows.push(textAt(words, x + 24, y + 4, `fill="${paint.ink}"`));
    x += long;
  }
  for (const words of notes) {
    for (const row of folded(words, wide)) {
      y += LEGEND_ROW;
      rows.push(textAt(row, 0, y + 4, `fill="${paint.soft}"`));
    }
  }
  return { rows, high: y + LEGEND_ROW };
}

/**
 * Words in rows of no more than a width.
 * @param {string} words
 * @param {number} wide
 */
function folded(words, wide) {
  const rows = [""];
  for (const part of words.match(/[\x21-\x7e]+ ?|./gu) ?? []) {
    const row = rows[rows.length - 1] + part;
    if (widthOf(row, NAME_SIZE) > wide && rows[rows.length - 1]) rows.push(part);
    else rows[rows.length - 1] = row;
  }
  return rows;
}

/**
 * Each sign that is drawn with what it means.
 * @param {Scene} scene
 * @param {Paint} paint
 * @returns {[sign: string, words: string][]}
 */
function legendOf(scene, paint) {
  const { graph, shown } = scene;
  const { data, nodes, edges } = graph;
  const drawn = shown.marks.filter((mark) => mark < graph.count);
  const classes = new Set(drawn.map((i) => nodes.class[i]));
  const modalities = new Set(shown.edges.map((e) => edges.modality[e]));
  const bits = drawn.reduce((all, i) => all | nodes.marks[i], 0);
  /** @type {(row: number) => [string, string]} */
  const classRow = (row) => {
    const { shape, light } = data.classes[row];
    const colour = scene.byClass ? light : paint.soft;
    return [svgShape(shape, [10, 0], 5, colour, ""), labelOf(data.classes[row])];
  };
  /** @type {(row: number) => [string, string]} */
  const lineRow = (row) => {
    const dashes = dashed(data.modalities[row].dashes);
    const line = `<line x1="0" y1="0" x2="20" y2="0" stroke="${paint.ink}"${dashes}/>`;
    return [line, labelOf(data.modalities[row])];
  };
  /** @type {(row: number) => [string, string]} */
  const markSign = (row) => {
    const outline = OUTLINES[data.marks[row].key];
    const words = labelOf(data.marks[row]);
    if (!outline) return [textAt(data.marks[row].sign, 5, 4, `fill="${paint.ink}"`), words];
    const stroke = `stroke="${paint[outline.colour]}" stroke-width="2"${dashed(outline.dashes)}`;
    return [`<circle cx="10" cy="0" r="5" fill="none" ${stroke}/>`, words];
  };
  /** @type {(found: Set<number>) => number[]} */
  const sorted = (found) => [...found].sort((a, b) => a - b);
  const marked = [...data.marks.keys()].filter((row) => bits & (1 << row));
  return [
    ...sorted(classes).map(classRow),
    ...sorted(modalities).map(lineRow),
    ...marked.map(markSign),
  ];
}

/** @param {number[]} dashes */
const dashed = (dashes) => (dashes.length ? ` stroke-dasharray="${dashes.join(" ")}"` : "");

/**
 * @param {Scene} scene
 * @param {Bundle} bundle
 */
function edgeRow(scene, bundle) {
  const [[ax, ay], [bx, by]] = [scene.spotOnPaper(bundle.a), scene.spotOnPaper(bundle.b)];
  return `<line x1="${ax}" y1="${ay}" x2="${bx}" y2="${by}"${dashed(scene.dashes(bundle))}/>`;
}

/**
 * The heads of the arrows of a bundle, at the rim of what they lead to.
 * @param {Scene} scene
 * @param {Paint} paint
 * @param {Bundle} bundle
 */
function arrowRows(scene, paint, { a, b, forward, backward }) {
  /** @type {(from: number, to: number) => string[]} */
  const head = (from, to) => {
    const [[ax, ay], [bx, by]] = [scene.spotOnPaper(from), scene.spotOnPaper(to)];
    const far = Math.hypot(bx - ax, by - ay);
    const [ux, uy] = [(bx - ax) / far, (by - ay) / far];
    const r = scene.sizeOnPaper(to) * 1.15;
    if (far < r + POINT.long) return [];
    const [px, py] = [bx - ux * r, by - uy * r];
    const [qx, qy] = [px - ux * POINT.long, py - uy * POINT.long];
    const corners = [[px, py], [qx - uy * POINT.wide, qy + ux * POINT.wide],
      [qx + uy * POINT.wide, qy - ux * POINT.wide]];
    const points = corners.map((point) => point.map(rounded).join(",")).join(" ");
    return [`<polygon class="arrow" points="${points}" fill="${paint.edge}"/>`];
  };
  return [...(forward ? head(a, b) : []), ...(backward ? head(b, a) : [])];
}

/**
 * @param {Scene} scene
 * @param {Paint} paint
 * @param {number} mark
 */
function markRow(scene, paint, mark) {
  const title = `<title>${escapeXml(nameOf(scene.graph, mark))}</title>`;
  const [spot, size] = [scene.spotOnPaper(mark), scene.sizeOnPaper(mark)];
  const outline = scene.outline(mark);
  const sign = signsOf(scene.graph, mark)[0];
  const shape = svgShape(scene.shape(mark), spot, size, scene.colour(mark), title);
  const stroke = outline
    ? `<g stroke="${paint[outline.colour]}" stroke-width="2"${dashed(outline.dashes)}>${shape}</g>`
    : shape;
  const font = `fill="${paint.ground}" font-size="${rounded(size * 1.4)}" text-anchor="middle"`;
  return sign ? stroke + textAt(sign, spot[0], spot[1] + size / 2, font) : stroke;
}

/**
 * @param {Paint} paint
 * @param {string} words
 * @param {Point} spot its left upper corner
 */
const nameRow = (paint, words, [x, y]) =>
  textAt(
    words, x, y + NAME_SIZE,
    `fill="${paint.ink}" stroke="${paint.halo}" stroke-width="3" paint-order="stroke"`,
  );
