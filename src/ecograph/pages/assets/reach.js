// @ts-check
// What can be reached along edges, without regard to their direction.
import { otherEnd } from "./graph.js";

/** @import { Graph } from "./types.d.ts" */

/**
 * The nodes within some hops of a start.  No hop goes through a hub such as a city: it would join
 * nearly everything with everything.
 * @param {Graph} graph
 * @param {number} start
 * @param {number} hops
 * @param {Uint8Array} edgeOn
 */
export function within(graph, start, hops, edgeOn) {
  const seen = new Set([start]);
  let rim = [start];
  for (let hop = 0; hop < hops; hop++) {
    const next = [];
    for (const i of rim) {
      for (const j of steps(graph, i, start, edgeOn)) {
        if (!seen.has(j)) {
          seen.add(j);
          next.push(j);
        }
      }
    }
    rim = next;
  }
  return seen;
}

/**
 * The neighbours to which a walk from a start may go on.
 * @param {Graph} graph
 * @param {number} i
 * @param {number} start
 * @param {Uint8Array} edgeOn
 */
export function steps(graph, i, start, edgeOn) {
  if (i !== start && graph.hubs.has(graph.nodes.class[i])) return [];
  return graph.around[i].filter((e) => edgeOn[e]).map((e) => otherEnd(graph, e, i));
}

/** The most paths between two nodes that are offered. */
const MOST_PATHS = 5;
const LONGEST = 8; // edges; a longer path says nothing

/**
 * The shortest paths between two nodes, each as its edges, by the algorithm of Yen (1971).  None
 * runs through a city, a chain or what else is closed.
 * @param {Graph} graph
 * @param {number} from
 * @param {number} to
 * @param {Uint8Array} edgeOn
 * @returns {number[][]}
 */
export function shortestPaths(graph, from, to, edgeOn) {
  const first = walk(graph, edgeOn, from, to, new Set(), new Set());
  if (!first || from === to) return [];
  const found = [first];
  /** @type {number[][]} */
  let others = [];
  while (found.length < MOST_PATHS) {
    others.push(...detours(graph, edgeOn, found, to));
    const known = new Set(found.map((path) => path.join()));
    others = unlike(others).filter((path) => !known.has(path.join()));
    others.sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1));
    const next = others.shift();
    if (!next || next.length - 1 > LONGEST) break;
    found.push(next);
  }
  return found.map((path) =>
    path.slice(1).map((j, at) => firmestEdge(graph, edgeOn, path[at], j)),
  );
}

/** @param {number[][]} paths each once */
const unlike = (paths) => [...new Map(paths.map((path) => [path.join(), path])).values()];

/**
 * The ways that leave the last path found at each of its nodes, where none has left it yet.
 * @param {Graph} graph
 * @param {Uint8Array} edgeOn
 * @param {number[][]} found
 * @param {number} to
 */
function detours(graph, edgeOn, found, to) {
  const last = found[found.length - 1];
  const ways = [];
  for (let at = 0; at < last.length - 1; at++) {
    const start = last.slice(0, at + 1);
    const gone = found.filter((path) => path.slice(0, at + 1).join() === start.join());
    const barred = new Set(gone.map((path) => path[at + 1]));
    const rest = walk(graph, edgeOn, last[at], to, barred, new Set(start.slice(0, -1)));
    if (rest) ways.push([...start.slice(0, -1), ...rest]);
  }
  return ways;
}

/**
 * Of the edges between two joined nodes the most real and best evidenced.
 * @param {Graph} graph
 * @param {Uint8Array} edgeOn
 * @param {number} a
 * @param {number} b
 */
function firmestEdge(graph, edgeOn, a, b) {
  const { modality, evidence } = graph.edges;
  const between = graph.around[a].filter((e) => edgeOn[e] && otherEnd(graph, e, a) === b);
  return between.reduce((best, e) =>
    (modality[e] - modality[best] || evidence[e] - evidence[best]) < 0 ? e : best,
  );
}

/**
 * The nodes of a shortest walk, first to last; its first step goes to none of the barred ones.
 * @param {Graph} graph
 * @param {Uint8Array} edgeOn
 * @param {number} from
 * @param {number} to
 * @param {Set<number>} barred
 * @param {Set<number>} gone nodes that it must not touch
 */
function walk(graph, edgeOn, from, to, barred, gone) {
  /** @type {Map<number, number>} the node before each */
  const via = new Map([[from, -1]]);
  let rim = [from];
  while (rim.length && !via.has(to)) {
    const next = [];
    for (const i of rim) {
      if (i !== from && graph.closed.has(graph.nodes.class[i])) continue;
      for (const e of graph.around[i]) {
        const j = otherEnd(graph, e, i);
        if (!edgeOn[e] || via.has(j) || gone.has(j) || (i === from && barred.has(j))) continue;
        via.set(j, i);
        next.push(j);
      }
    }
    rim = next;
  }
  if (!via.has(to)) return null;
  const path = [];
  for (let i = to; i >= 0; i = via.get(i) ?? -1) path.unshift(i);
  return path;
}
