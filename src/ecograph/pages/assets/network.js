// @ts-check
// A page with a network: joins the state, the drawing, the legend, the tables and the keyboard.
import { findPath, makeActions } from "./actions.js";
import { address, remember } from "./address.js";
import { showBanner } from "./banner.js";
import { Detail } from "./detail.js";
import { byId, inputById, readBlock } from "./dom.js";
import { startDownloads } from "./downloads.js";
import { Drawing } from "./drawing.js";
import { Finder } from "./finder.js";
import { endsOf, makeGraph, nameOf, withParts } from "./graph.js";
import { startKeyboard } from "./keyboard.js";
import { Legend } from "./legend.js";
import { Overlay } from "./overlay.js";
import { onChange, startPage } from "./page.js";
import { shortestPath } from "./reach.js";
import { Scene } from "./scene.js";
import { TABS } from "./state.js";
import { Store } from "./store.js";
import { makeEdgeTable, makeEntityTable } from "./tables.js";
import { labelOf, t } from "./texts.js";
import { isDark, repaint } from "./theme.js";

/** @import { Picked } from "./types.d.ts" */

startPage();
repaint();
const graph = makeGraph(withParts(readBlock("network"), window.ecographParts));
const store = new Store(graph, remember);
const scene = new Scene(graph);
const drawing = new Drawing(scene);
const overlay = new Overlay(scene, drawing);
const actions = makeActions(scene, store, drawing, overlay);
const legend = new Legend(graph, store);
const detail = new Detail(scene, actions);
const entityTable = makeEntityTable(graph, actions);
const edgeTable = makeEdgeTable(graph, actions);

/**
 * What the overlay picks out: the path, or the selected entity and its neighbours.
 * @param {number[] | null} path
 * @returns {Picked | null}
 */
function pickedOut(path) {
  const { state } = store;
  const { bundles, bundlesAt } = scene.shown;
  if (state.path && path) {
    const along = new Set(path);
    return {
      nodes: endsOf(graph, path),
      main: state.path,
      strong: true,
      bundles: bundles.filter((bundle) => bundle.edges.some((e) => along.has(e))),
    };
  }
  const found = state.selected === null ? undefined : bundlesAt.get(state.selected);
  if (state.selected === null || state.selected === state.focus || !found) return null;
  const { selected } = state;
  const neighbours = found.map(({ a, b }) => (a === selected ? b : a));
  return { nodes: [selected, ...neighbours], main: [selected], strong: false, bundles: found };
}

/** @param {{ fit?: boolean }} [how] */
function show({ fit = false } = {}) {
  const { state } = store;
  const restyled = scene.show(state, isDark());
  drawing.refresh(restyled);
  const path = state.path ? shortestPath(graph, ...state.path, scene.shown.edgeOn) : null;
  overlay.rank();
  overlay.showNames = state.names;
  overlay.picked = pickedOut(path);
  overlay.ringed = state.selected === state.focus ? state.selected : null;
  showTabs();
  if (restyled) legend.write();
  legend.show();
  showBanner(graph, store, actions);
  detail.show(state, path);
  if (!drawing.net) return;
  if (fit) drawing.fit([], true);
  overlay.draw();
}

function showTabs() {
  const { marks, nodes, edges } = scene.shown;
  byId("empty").hidden = marks.length > 0;
  byId("status").textContent = t("net.shown", {
    n: nodes.length, of: graph.count, m: edges.length, mof: graph.edgeCount,
  });
  for (const tab of TABS) {
    const isShown = tab === store.state.tab;
    byId(`tab-${tab}`).setAttribute("aria-selected", String(isShown));
    byId(`tab-${tab}`).tabIndex = isShown ? 0 : -1;
    byId(`sheet-${tab}`).hidden = !isShown;
  }
  if (store.state.tab === "entities") entityTable.show(nodes);
  if (store.state.tab === "edges") edgeTable.show(edges);
}

function startTabs() {
  for (const [i, tab] of TABS.entries()) {
    /** @param {import("./types.d.ts").Tab} chosen */
    const open = (chosen) => store.change((state) => (state.tab = chosen), { keep: false });
    byId(`tab-${tab}`).addEventListener("click", () => open(tab));
    byId(`tab-${tab}`).addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = TABS[(i + step + TABS.length) % TABS.length];
      open(next);
      byId(`tab-${next}`).focus();
    });
  }
}

function startSearch() {
  const { data, nodes, around } = graph;
  const entries = nodes.search.map((search, i) => ({
    i,
    search,
    weight: around[i].length,
    name: () => nameOf(graph, i),
    note: () => labelOf(data.classes[nodes.class[i]]),
  }));
  new Finder(inputById("q"), byId("hits"), entries, (entry) => actions.choose(entry.i));
}

function openDrawing() {
  byId("sheet-network").hidden = false; // vis-network measures its place
  const net = drawing.open(byId("canvas"));
  net.on("afterDrawing", () => overlay.draw());
  net.on("click", ({ nodes: [mark = null] }) => {
    if (mark === null || mark < graph.count) actions.choose(mark);
  });
  net.on("doubleClick", ({ nodes: [mark = null] }) => {
    if (mark === null) {
      if (graph.groups) store.change((state) => state.open.clear());
    } else if (mark < graph.count) actions.focusOn(mark);
    else actions.openCommunity(mark - graph.count);
  });
  net.on("hoverNode", ({ node }) => hover(node));
  net.on("blurNode", () => hover(null));
  byId("sheet-network").hidden = store.state.tab !== "network";
  drawing.fit(scene.core());
  if (store.state.selected !== null && store.state.focus === null) {
    drawing.bring(store.state.selected);
  }
}

/** @param {number | null} mark */
function hover(mark) {
  overlay.hovered = mark;
  overlay.draw();
}

startTabs();
startSearch();
startKeyboard(scene, store, drawing, actions);
startDownloads(scene);
byId("find-path").addEventListener("click", () => findPath(scene, store, drawing));
onChange((what) => {
  if (what === "language") legend.write();
  else {
    repaint();
    drawing.recolourEdges();
  }
  show();
});
store.begin((name) => address.get(name), show);
show();
openDrawing();
requestAnimationFrame(() => requestAnimationFrame(() => { // the frame with the drawing is out
  performance.mark("ecograph-drawn");
  document.documentElement.dataset.ready = "1";
}));
