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
export const TABS = ["chain", "network", "entities", "edges", "about"];
const MOST_HOPS = 6;
const FEW = 60; // nodes; a page of so few shows those without an edge too

/** @param {Graph} graph */
const centreOf = ({ data, index }) => index.get(data.centre ?? "") ?? null;
const NONE = "-"; // in an address, where a page opens with something chosen and nothing is

/**
 * The state in which a page opens.
 * @param {Graph} graph
 * @returns {State}
 */
export const freshState = (graph) => ({
  off: {
    class: new Set(), relation: new Set(graph.quiet), modality: new Set(), evidence: new Set(),
    document: new Set(),
  },
  focus: centreOf(graph),
  hops: graph.data.hops,
  path: null,
  nth: 0,
  mark: null,
  moved: new Map(),
  selected: centreOf(graph),
  size: "degree",
  colour: graph.data.colour,
  names: true,
  alone: graph.alone > 0 && graph.count <= FEW,
  tab: graph.data.tab,
  open: new Set(),
});

// Keys stand between ~ in an address, so one that holds a ~ itself is written otherwise.
/** @param {string} key */
const written = (key) => key.replace(/%(?=25|7E)/g, "%25").replaceAll("~", "%7E");
/** @param {string} key */
const unwritten = (key) => key.replace(/%7E|%25(?=25|7E)/g, (code) => (code === "%7E" ? "~" : "%"));

/** @type {(now: Set<number>, before: Set<number>) => number[]} the rows that are in one only */
const changedRows = (now, before) => [
  ...[...now].filter((row) => !before.has(row)),
  ...[...before].filter((row) => !now.has(row)),
];

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
    changedRows(state.off[name], plain.off[name]).map(
      (row) => `${FILTER_LETTERS[name]}.${written(graph.legends[name][row].key)}`,
    ),
  );
  /** @type {(name: "focus" | "selected") => string | null} */
  const chosen = (name) =>
    state[name] === plain[name] ? null : state[name] === null ? NONE : idOf(state[name]);
  const moved = [...state.moved].map(([i, [x, y]]) => `${x}.${y}.${idOf(i)}`);
  /** @type {(name: "size" | "colour" | "tab") => string | null} */
  const changed = (name) => (state[name] === plain[name] ? null : state[name]);
  return {
    off: off.sort().join("~"),
    focus: chosen("focus"),
    hops: state.focus === null ? null : String(state.hops),
    sel: chosen("selected"),
    path: state.path ? state.path.map(idOf).join("~") : null,
    nth: state.path && state.nth ? String(state.nth) : null,
    mark: state.mark === null ? null : graph.data.marks[state.mark].key,
    at: moved.join("~"),
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
  if (get("focus")) state.focus = find(get("focus"));
  if (get("sel")) state.selected = find(get("sel"));
  const hops = parseInt(get("hops") ?? "", 10) || state.hops;
  state.hops = Math.min(Math.max(hops, 1), MOST_HOPS);
  const path = (get("path") ?? "").split("~").map(find);
  if (path.length === 2 && path[0] !== null && path[1] !== null) state.path = [path[0], path[1]];
  state.nth = state.path ? parseInt(get("nth") ?? "", 10) || 0 : 0;
  const mark = graph.data.marks.findIndex(({ key }) => key === get("mark"));
  state.mark = mark < 0 ? null : mark;
  for (const token of (get("at") ?? "").split("~")) {
    const [, x, y, id] = /^(-?\d{1,6})\.(-?\d{1,6})\.(.*)$/.exec(token) ?? [];
    const node = id === undefined ? null : find(id);
    if (node !== null) state.moved.set(node, [Number(x), Number(y)]);
  }
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
    if (row < 0) continue;
    if (name === "relation" && graph.quiet.has(row)) state.off[name].delete(row);
    else state.off[name].add(row);
  }
}
