// @ts-check
// What of the network is shown in a state: nodes, edges, communities that stand for their members.
import { within } from "./reach.js";
import { ringsAround } from "./rings.js";

/** @import { Bundle, Graph, Shown, State } from "./types.d.ts" */

const KEY_STEP = 1e7; // more than any number of marks, so that two marks make one number

/**
 * @param {Graph} graph
 * @param {State} state
 * @returns {Shown}
 */
export function computeShown(graph, state) {
  const { focus, hops } = state;
  const classOn = rowsOn(graph.legends.class.length, state.off.class);
  const edgeOn = filteredEdges(graph, state, classOn);
  const near = focus === null ? null : within(graph, focus, hops, edgeOn);
  if (near) keepNear(graph, near, edgeOn);
  const nodeOn = filteredNodes(graph, state, classOn, near, edgeOn);
  if (!nodeOn.includes(1)) keepClasses(graph, classOn, near, nodeOn);
  const nodes = numbersOn(nodeOn);
  const edges = numbersOn(edgeOn);
  const folded = graph.groups !== null && focus === null && !state.path;
  /** @param {number} i */
  const markOf = (i) => {
    const c = graph.nodes.community[i];
    return folded && c >= 0 && !state.open.has(c) ? graph.count + c : i;
  };
  const marks = [...new Set(nodes.map(markOf))];
  const bundles = bundlesOf(graph, edges, markOf);
  /** @type {Map<number, Bundle[]>} */
  const bundlesAt = new Map(marks.map((mark) => [mark, []]));
  for (const bundle of bundles) {
    bundlesAt.get(bundle.a)?.push(bundle);
    bundlesAt.get(bundle.b)?.push(bundle);
  }
  const rings = focus !== null && near ? ringsAround(graph, focus, near, edgeOn) : null;
  return { marks, bundles, bundlesAt, nodes, edges, edgeOn, folded, rings };
}

/**
 * @param {number} count
 * @param {Set<number>} off
 */
function rowsOn(count, off) {
  const on = new Uint8Array(count).fill(1);
  for (const row of off) on[row] = 0;
  return on;
}

/** @param {Uint8Array} on */
function numbersOn(on) {
  const found = [];
  for (let i = 0; i < on.length; i++) if (on[i]) found.push(i);
  return found;
}

/**
 * The edges that no filter has switched off, neither their own nor those of their ends.
 * @param {Graph} graph
 * @param {State} state
 * @param {Uint8Array} classOn
 */
function filteredEdges({ nodes, edges, edgeCount, legends }, { off }, classOn) {
  const relationOn = rowsOn(legends.relation.length, off.relation);
  const modalityOn = rowsOn(legends.modality.length, off.modality);
  const evidenceOn = rowsOn(legends.evidence.length, off.evidence);
  const documentOn = rowsOn(legends.document.length, off.document);
  const edgeOn = new Uint8Array(edgeCount);
  for (let e = 0; e < edgeCount; e++) {
    edgeOn[e] =
      relationOn[edges.relation[e]] &
      modalityOn[edges.modality[e]] &
      evidenceOn[edges.evidence[e]] &
      documentOn[edges.document[e]] &
      classOn[nodes.class[edges.source[e]]] &
      classOn[nodes.class[edges.target[e]]];
  }
  return edgeOn;
}

/**
 * @param {Graph} graph
 * @param {Set<number>} near
 * @param {Uint8Array} edgeOn
 */
function keepNear({ edges }, near, edgeOn) {
  for (let e = 0; e < edgeOn.length; e++) {
    if (!near.has(edges.source[e]) || !near.has(edges.target[e])) edgeOn[e] = 0;
  }
}

/**
 * The nodes of classes that are on, which have a shown edge or are wanted without one.
 * @param {Graph} graph
 * @param {State} state
 * @param {Uint8Array} classOn
 * @param {Set<number> | null} near
 * @param {Uint8Array} edgeOn
 */
function filteredNodes({ nodes, edges, count }, state, classOn, near, edgeOn) {
  const wanted = new Uint8Array(count);
  if (state.alone) wanted.fill(1);
  for (let e = 0; e < edgeOn.length; e++) {
    if (edgeOn[e]) wanted[edges.source[e]] = wanted[edges.target[e]] = 1;
  }
  for (const i of [state.focus, state.selected]) if (i !== null) wanted[i] = 1;
  return wanted.map((yes, i) => yes & classOn[nodes.class[i]] & Number(!near || near.has(i)));
}

/**
 * Where the filters leave no edge, as one class alone does, its nodes are shown without any.
 * @param {Graph} graph
 * @param {Uint8Array} classOn
 * @param {Set<number> | null} near
 * @param {Uint8Array} nodeOn
 */
function keepClasses({ nodes, count }, classOn, near, nodeOn) {
  for (let i = 0; i < count; i++) {
    nodeOn[i] = classOn[nodes.class[i]] & Number(!near || near.has(i));
  }
}

/**
 * One bundle for all edges between two marks.
 * @param {Graph} graph
 * @param {number[]} shownEdges
 * @param {(node: number) => number} markOf
 */
function bundlesOf({ edges, count }, shownEdges, markOf) {
  /** @type {Map<number, Bundle>} */
  const bundles = new Map();
  for (const e of shownEdges) {
    const [from, to] = [markOf(edges.source[e]), markOf(edges.target[e])];
    // within a mark, or from an entity to a folded community: left out
    if (from === to || from >= count !== to >= count) continue;
    const [a, b] = [Math.min(from, to), Math.max(from, to)];
    const key = a * KEY_STEP + b;
    let bundle = bundles.get(key);
    if (!bundle) {
      bundle = { key, a, b, forward: false, backward: false, edges: [], modality: Infinity };
      bundles.set(key, bundle);
    }
    if (from < to) bundle.forward = true;
    else bundle.backward = true;
    bundle.edges.push(e);
    bundle.modality = Math.min(bundle.modality, edges.modality[e]); // the least hypothetical
  }
  return [...bundles.values()];
}
