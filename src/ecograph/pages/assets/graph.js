// @ts-check
// The network of a page: its tables, and what is found in them at once.
import { labelOf, pick, t } from "./texts.js";

/** @import { Graph, Named, NodeColumns, Payload } from "./types.d.ts" */

const FARTHEST = 2000; // a community takes no more room than if the next were so far away

const GAP_BITS = 0b111; // the first marks: lacking, broken, made elsewhere
const EMPTY_NODE = {
  id: "", class: 0, zh: "", en: "", search: "", x: 0, y: 0, community: 0, fallback: "",
  marks: 0, toldZh: "", toldEn: "",
};
const EMPTY_EDGE = {
  source: 0, target: 0, relation: 0, modality: 0, evidence: 0, document: 0, paragraph: 0,
  span: "", locator: "", statement: "", noteZh: "", noteEn: "", doubt: 0,
};
const EMPTY_FACT = {
  node: 0, aboutZh: "", aboutEn: "", valueZh: "", valueEn: "", modality: 0,
  evidence: 0, doubt: 0,
};
const EMPTY_PLACE = { fact: 0, document: 0, paragraph: 0, span: "", locator: "" };

/**
 * A table with every column: one that is empty in all rows is not in the page.
 * @template {Record<string, string | number>} Row
 * @param {{ [name in keyof Row]?: Row[name][] }} columns
 * @param {Row} empty a row of it with nothing in it
 * @returns {{ [name in keyof Row]: Row[name][] }}
 */
function filled(columns, empty) {
  const count = Object.values(columns)[0].length;
  const all = Object.entries(empty).map(([name, value]) => [name, new Array(count).fill(value)]);
  return { ...Object.fromEntries(all), ...columns };
}

/**
 * The rows of a legend with these keys.
 * @param {Named[]} legend
 * @param {string[]} keys
 */
const rowsNamed = (legend, keys) =>
  new Set(legend.flatMap(({ key }, row) => (keys.includes(key) ? [row] : [])));

/**
 * The rows of a table by one of its columns.
 * @param {number[]} column
 * @returns {Map<number, number[]>}
 */
function rowsBy(column) {
  const found = new Map();
  column.forEach((value, row) => {
    if (found.has(value)) found.get(value).push(row);
    else found.set(value, [row]);
  });
  return found;
}

/**
 * The data of a page with the rows that stand in scripts beside it.
 * @param {Payload} data
 * @param {Window["ecographParts"]} parts
 * @returns {Payload}
 */
export function withParts(data, parts = []) {
  for (const [table, rows] of parts) {
    /** @type {Record<string, unknown[]>} */
    const columns = data[table];
    for (const [name, cells] of Object.entries(rows)) columns[name] = columns[name].concat(cells);
  }
  return data;
}

/**
 * @param {Payload} data
 * @returns {Graph}
 */
export function makeGraph(data) {
  const nodes = filled(data.nodes, EMPTY_NODE);
  const edges = filled(data.edges, EMPTY_EDGE);
  const facts = filled(data.facts, EMPTY_FACT);
  const places = filled(data.places, EMPTY_PLACE);
  const count = nodes.id.length;
  const edgeCount = edges.source.length;
  /** @type {number[][]} */
  const around = Array.from({ length: count }, () => []);
  for (let e = 0; e < edgeCount; e++) {
    around[edges.source[e]].push(e);
    if (edges.target[e] !== edges.source[e]) around[edges.target[e]].push(e);
  }
  const members = membersOf(nodes.community, around);
  return {
    data, count, edgeCount, nodes, edges, facts, places, around, members,
    legends: {
      class: data.classes,
      relation: data.relations,
      modality: data.modalities,
      evidence: data.evidence,
      document: data.sources,
    },
    index: new Map(nodes.id.map((id, i) => [id, i])),
    factsAbout: rowsBy(facts.node),
    placesOf: rowsBy(places.fact),
    hubs: rowsNamed(data.classes, data.hubs),
    closed: rowsNamed(data.classes, data.closed),
    quiet: rowsNamed(data.relations, data.quiet),
    marked: data.marks.map(
      (_, row) => nodes.marks.filter((bits, i) => around[i].length && bits & (1 << row)).length,
    ),
    groups: data.centres ? groupsOf(nodes, members, data.centres) : null,
    alone: around.filter((found) => !found.length).length,
  };
}

/**
 * @param {number[]} community
 * @param {number[][]} around
 */
function membersOf(community, around) {
  const most = community.reduce((top, c) => Math.max(top, c), -1);
  /** @type {number[][]} */
  const members = Array.from({ length: most + 1 }, () => []);
  community.forEach((c, i) => c >= 0 && members[c].push(i));
  for (const found of members) {
    found.sort((a, b) => around[b].length - around[a].length || a - b);
  }
  return members;
}

/**
 * A community that is opened keeps to the room between its centre and the next one.
 * @param {NodeColumns} nodes
 * @param {number[][]} members
 * @param {NonNullable<Payload["centres"]>} centres
 * @returns {Graph["groups"]}
 */
function groupsOf(nodes, members, centres) {
  return centres.map((centre, c) => {
    const found = members[c];
    const [mx, my] = [nodes.x, nodes.y].map(
      (column) => found.reduce((sum, i) => sum + column[i], 0) / (found.length || 1),
    );
    const nearest = centres.reduce((least, [x, y], other) => {
      const apart = other === c ? Infinity : Math.hypot(x - centre[0], y - centre[1]);
      return Math.min(least, apart);
    }, FARTHEST);
    const far = found
      .map((i) => Math.hypot(nodes.x[i] - mx, nodes.y[i] - my))
      .sort((a, b) => a - b);
    const most = far[Math.floor(far.length * 0.9)] || 1; // a few that lie far out may reach over
    const shrink = (nearest * 0.42) / most;
    return { centre, middle: [mx, my], shrink };
  });
}

/**
 * The name of a node, or of a community that is drawn as one.
 * @param {Graph} graph
 * @param {number} mark
 * @returns {string}
 */
export function nameOf(graph, mark) {
  const { nodes, members, count, data } = graph;
  if (mark < count) return pick(nodes.zh[mark], nodes.en[mark]);
  const found = members[mark - count];
  const gaps = found.filter((i) => nodes.marks[i] & GAP_BITS).length;
  const values = { name: labelOf(data.communities[mark - count]), count: found.length, gaps };
  return t(gaps ? "net.group_gaps" : "net.group_name", values);
}

/**
 * The signs of what is marked on a node, as its name is written with them.
 * @param {Graph} graph
 * @param {number} mark
 */
export function signsOf({ nodes, data, count }, mark) {
  const bits = mark < count ? nodes.marks[mark] : 0;
  return bits ? data.marks.map((row, i) => (bits & (1 << i) ? row.sign : "")).join("") : "";
}

/**
 * A name with its signs before it.
 * @param {Graph} graph
 * @param {number} mark
 */
export function signedName(graph, mark) {
  const signs = signsOf(graph, mark);
  return signs ? `${signs} ${nameOf(graph, mark)}` : nameOf(graph, mark);
}

/**
 * What an edge carries as a value.
 * @param {Graph} graph
 * @param {number} e
 */
export const noteOf = ({ edges }, e) => pick(edges.noteZh[e], edges.noteEn[e]);

/**
 * The end of an edge that is not this node.
 * @param {Graph} graph
 * @param {number} e
 * @param {number} node
 */
export const otherEnd = ({ edges }, e, node) =>
  edges.source[e] === node ? edges.target[e] : edges.source[e];

/**
 * The nodes at the ends of edges, each once.
 * @param {Graph} graph
 * @param {number[]} found
 */
export const endsOf = ({ edges }, found) => [
  ...new Set(found.flatMap((e) => [edges.source[e], edges.target[e]])),
];
