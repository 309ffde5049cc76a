// @ts-check
// Rows of an answer as a network: in each row the first entity is joined to the others.
import { byId } from "./dom.js";

/** @import { Reply } from "./types.d.ts" */

const MOST_EDGES = 500;
/** @type {{ net: { destroy: () => void } | null }} */
const drawn = { net: null };

/**
 * The entities by id with their names, and the edges between them, each once.
 * @param {Reply} reply
 */
export function networkOf({ columns, rows }) {
  /** @type {Map<string, string>} */
  const names = new Map();
  /** @type {Map<string, { from: string, to: string, title: string }>} */
  const edges = new Map();
  for (const row of rows) {
    const here = columns.filter((c) => String(row[c] ?? "").startsWith("id:"));
    const [first, ...others] = here;
    for (const other of others) {
      if (edges.size >= MOST_EDGES) return { names, edges: [...edges.values()] };
      const [from, to] = [String(row[first]), String(row[other])];
      names.set(from, String(row[`${first}Label`] ?? from.slice(3)));
      names.set(to, String(row[`${other}Label`] ?? to.slice(3)));
      edges.set(JSON.stringify([from, to, other]), { from, to, title: other });
    }
  }
  return { names, edges: [...edges.values()] };
}

/** @param {Reply | null} reply */
export function drawReply(reply) {
  drawn.net?.destroy();
  drawn.net = null;
  const { names, edges } = reply ? networkOf(reply) : { names: new Map(), edges: [] };
  byId("picture").hidden = !edges.length;
  if (!edges.length) return;
  const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
  const dot = { shape: "dot", size: 8, font: { color: ink } };
  const nodes = [...names].map(([id, label]) => ({ id, label, ...dot }));
  const data = {
    nodes: new vis.DataSet(nodes),
    edges: new vis.DataSet(edges.map((edge, id) => ({ id, arrows: "to", ...edge }))),
  };
  drawn.net = new vis.Network(byId("network"), data, {
    layout: { randomSeed: 1, improvedLayout: nodes.length < 100 },
    physics: { stabilization: { iterations: 200 } },
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false } },
  });
}
