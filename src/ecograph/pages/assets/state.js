// @ts-check
// The state of a network page, as its address keeps it.
/** @import { FilterName, Graph, State, Tab } from "./types.d.ts" */

/** @typedef {Record<string, string | null>} Address */

/** The letter of each filter in an address. */
const FILTER_LETTERS = /** @type {const} */ ({
  class: "c", relation: "t", modality: "m", evidence: "l", document: "s",
});
export const FILTERS = /** @type {FilterName[]} */ (Object.keys(FILTER_LETTERS));
/** @type {Tab[]} */
export const TABS = ["network", "entities", "edges", "about"];
const MOST_HOPS = 6;
const FEW = 60; // nodes; a page of so few shows those without an edge too

/**
 * The state in which a page opens.
 * @param {Graph} graph
 * @returns {State}
 */
export const freshState = (graph) => ({
  off: {
    class: new Set(), relation: new Set(), modality: new Set(), evidence: new Set(),
    document: new Set(),
  },
  focus: null,
  hops: 1,
  path: null,
  selected: null,
  size: "degree",
  colour: graph.data.colour,
  names: true,
  alone: graph.alone > 0 && graph.count <= FEW,
  tab: "network",
  open: new Set(),
});

// Keys stand between ~ in an address, so one that holds a ~ itself is written otherwise.
/** @param {string} key */
const written = (key) => key.replace(/%(?=25|7E)/g, "%25").replaceAll("~", "%7E");
/** @param {string} key */
const unwritten = (key) => key.replace(/%7E|%25(?=25|7E)/g, (code) => (code === "%7E" ? "~" : "%"));

/**
 * A state as the values of an address; what is as in a fresh state is null or empty.
 * @param {Graph} graph
 * @param {State} state
 * @returns {Address}
 */
export function addressOf(graph, state) {
  const plain = freshState(graph);
  /** @type {(i: number | null) => string | null} */
  const idOf = (i) => (i === null ? null : written(graph.nodes.id[i]));
  const off = FILTERS.flatMap((name) =>
    [...state.off[name]].map(
      (row) => `${FILTER_LETTERS[name]}.${written(graph.legends[name][row].key)}`,
    ),
  );
  /** @type {(name: "size" | "colour" | "tab") => string | null} */
  const changed = (name) => (state[name] === plain[name] ? null : state[name]);
  return {
    off: off.sort().join("~"),
    focus: idOf(state.focus),
    hops: state.focus === null ? null : String(state.hops),
    sel: idOf(state.selected),
    path: state.path ? state.path.map(idOf).join("~") : null,
    size: changed("size"),
    colour: changed("colour"),
    tab: changed("tab"),
    names: state.names ? null : "0",
    alone: state.alone === plain.alone ? null : state.alone ? "1" : "0",
    open: [...state.open].sort((a, b) => a - b).join("~"),
  };
}

/**
 * The state that an address holds; what it says wrongly is as in a fresh state.
 * @param {Graph} graph
 * @param {(name: string) => string | null} get
 * @returns {State}
 */
export function stateFrom(graph, get) {
  const state = freshState(graph);
  /** @type {(written: string | null) => number | null} */
  const find = (id) => graph.index.get(unwritten(id ?? "")) ?? null;
  readFilters(graph, state, get("off") ?? "");
  state.focus = find(get("focus"));
  state.selected = find(get("sel"));
  state.hops = Math.min(Math.max(parseInt(get("hops") ?? "", 10) || 1, 1), MOST_HOPS);
  const path = (get("path") ?? "").split("~").map(find);
  if (path.length === 2 && path[0] !== null && path[1] !== null) state.path = [path[0], path[1]];
  const measures = graph.data.measures.map((row) => row.key);
  const size = get("size");
  if (size !== null && ["same", ...measures].includes(size)) state.size = size;
  const colour = get("colour");
  const colours = ["class", "community", "plain", ...measures];
  if (colour !== null && colours.includes(colour)) state.colour = colour;
  state.tab = TABS.find((tab) => tab === get("tab")) ?? state.tab;
  state.names = get("names") !== "0";
  if (get("alone")) state.alone = get("alone") === "1";
  for (const community of (get("open") ?? "").split("~")) {
    if (/^\d+$/.test(community) && Number(community) < graph.members.length) {
      state.open.add(Number(community));
    }
  }
  return state;
}

/**
 * @param {Graph} graph
 * @param {State} state
 * @param {string} off
 */
function readFilters(graph, state, off) {
  for (const token of off.split("~")) {
    const name = FILTERS.find((filter) => token.startsWith(`${FILTER_LETTERS[filter]}.`));
    if (!name) continue;
    const row = graph.legends[name].findIndex(({ key }) => key === unwritten(token.slice(2)));
    if (row >= 0) state.off[name].add(row);
  }
}
