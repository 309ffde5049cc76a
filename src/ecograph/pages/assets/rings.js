// @ts-check
// Around a focus: what is one edge away stands on the first ring, two on the second, by branch.
import { steps } from "./reach.js";

/** @import { Graph, Point } from "./types.d.ts" */

const APART = 60; // between two neighbours on a ring, and between the lanes of one ring
const MOST_IN_LANE = 16;

/**
 * Where each node near a focus stands.
 * @param {Graph} graph
 * @param {number} focus
 * @param {Set<number>} near
 * @param {Uint8Array} edgeOn
 * @returns {Map<number, Point>}
 */
export function ringsAround(graph, focus, near, edgeOn) {
  const { order, kids, depth } = tree(graph, focus, near, edgeOn);
  /** @type {Map<number, number>} how many ends of branches lie beyond a node */
  const leaves = new Map();
  for (const i of [...order].reverse()) {
    leaves.set(i, kids[i].reduce((sum, k) => sum + (leaves.get(k) ?? 0), 0) || 1);
  }
  const { lanes, radius } = ringSizes(order.map((i) => depth[i]));
  const seats = lanes.map(() => 0);
  /** @type {Map<number, Point>} */
  const spots = new Map();
  /** @type {(i: number, from: number, to: number) => void} */
  const place = (i, from, to) => {
    const turn = (from + to) / 2;
    const d = depth[i];
    const r = radius[d] + (d ? (seats[d]++ % lanes[d]) * APART : 0);
    spots.set(i, [Math.round(r * 1.35 * Math.cos(turn)), Math.round(r * Math.sin(turn))]);
    let at = from;
    for (const k of kids[i]) {
      const share = ((to - from) * (leaves.get(k) ?? 1)) / (leaves.get(i) ?? 1);
      place(k, at, at + share);
      at += share;
    }
  };
  place(focus, -Math.PI, Math.PI);
  return spots;
}

/**
 * The nodes as a tree that grows from the focus, ring by ring, sorted by class and id.
 * @param {Graph} graph
 * @param {number} focus
 * @param {Set<number>} near
 * @param {Uint8Array} edgeOn
 */
function tree(graph, focus, near, edgeOn) {
  const { nodes } = graph;
  /** @type {Record<number, number[]>} */
  const kids = { [focus]: [] };
  /** @type {Record<number, number>} */
  const depth = { [focus]: 0 };
  const order = [focus];
  for (const i of order) {
    const next = new Set(steps(graph, i, focus, edgeOn));
    for (const j of next) if (!near.has(j) || j in depth) next.delete(j);
    const sorted = [...next].sort(
      (a, b) => nodes.class[a] - nodes.class[b] || (nodes.id[a] < nodes.id[b] ? -1 : 1),
    );
    for (const j of sorted) {
      depth[j] = depth[i] + 1;
      kids[j] = [];
      kids[i].push(j);
      order.push(j);
    }
  }
  return { order, kids, depth };
}

/**
 * How many lanes each ring has, and its radius: a ring of many is several rings close together.
 * @param {number[]} depths
 */
function ringSizes(depths) {
  /** @type {number[]} */
  const wide = [];
  for (const d of depths) wide[d] = (wide[d] || 0) + 1;
  const lanes = wide.map((n) => Math.max(1, Math.round(Math.sqrt(n / MOST_IN_LANE))));
  const radius = [0];
  for (let d = 1; d < wide.length; d++) {
    radius[d] = Math.max(
      radius[d - 1] + APART * lanes[d - 1] + 100,
      ((wide[d] / lanes[d]) * APART) / (2 * Math.PI),
    );
  }
  return { lanes, radius };
}
