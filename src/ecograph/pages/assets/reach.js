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

/**
 * The edges of a shortest path; null where there is none.
 * @param {Graph} graph
 * @param {number} from
 * @param {number} to
 * @param {Uint8Array} edgeOn
 */
export function shortestPath(graph, from, to, edgeOn) {
  /** @type {Map<number, number>} the edge by which each node was first reached */
  const via = new Map([[from, -1]]);
  let rim = [from];
  while (rim.length && !via.has(to)) {
    const next = [];
    for (const i of rim) {
      for (const e of graph.around[i]) {
        const j = otherEnd(graph, e, i);
        if (edgeOn[e] && !via.has(j)) {
          via.set(j, e);
          next.push(j);
        }
      }
    }
    rim = next;
  }
  if (!via.has(to)) return null;
  const path = [];
  for (let i = to; i !== from; ) {
    const e = /** @type {number} */ (via.get(i));
    path.unshift(e);
    i = otherEnd(graph, e, i);
  }
  return path;
}
