// @ts-check
// A page with a network: joins the state, the drawing, the legend, the tables and the keyboard.
import { findPath, makeActions } from "./actions.js";
import { address, remember, reread } from "./address.js";
import { startChain } from "./chain.js";
import { showBanner } from "./banner.js";
import { Detail } from "./detail.js";
import { startCitations } from "./cite.js";
import { byId, inputById, readBlock } from "./dom.js";
import { startDownloads } from "./downloads.js";
import { Drawing } from "./drawing.js";
import { Finder } from "./finder.js";
import { endsOf, makeGraph, nameOf, withParts } from "./graph.js";
import { startKeyboard } from "./keyboard.js";
import { Legend } from "./legend.js";
import { Overlay } from "./overlay.js";
import { onChange, startPage } from "./page.js";
import { shortestPaths } from "./reach.js";
import { Scene } from "./scene.js";
import { TABS } from "./state.js";
import { Store } from "./store.js";
import { makeEdgeTable, makeEntityTable } from "./tables.js";
import { labelOf, t } from "./texts.js";
import { isDark, repaint } from "./theme.js";
import { bundleTip, nodeTip, Tip } from "./tip.js";

const DOUBLE = 600; // milliseconds in which two clicks are one double click

/** @import { Picked } from "./types.d.ts" */

startPage();
repaint();
const graph = makeGraph(withParts(readBlock("network"), window.ecographParts));
const store = new Store(graph, remember);
const scene = new Scene(graph);
const drawing = new Drawing(scene);
const overlay = new Overlay(scene, drawing);
const actions = makeActions(scene, store, drawing, overlay);
const tabs = TABS.filter((tab) => document.getElementById(`tab-${tab}`));
const legend = new Legend(graph, store);
const tip = new Tip(byId("sheet-network"));
const detail = new Detail(scene, actions);
const entityTable = makeEntityTable(graph, actions);
const edgeTable = makeEdgeTable(graph, actions);

/**
 * What the overlay picks out: the path, all with a mark, or the selected entity and its neighbours.
 * @param {number[] | undefined} path
 * @returns {Picked | null}
 */
function pickedOut(path) {
  const { state } = store;
  const { bundles, bundlesAt, nodes } = scene.shown;
  if (state.path && path) {
    const along = new Set(path);
    return {
      nodes: endsOf(graph, path),
      main: state.path,
      ring: true,
      strong: true,
      bundles: bundles.filter((bundle) => bundle.edges.some((e) => along.has(e))),
    };
  }
  if (state.mark !== null && state.selected === null) {
    const bit = 1 << state.mark;
    const main = nodes.filter((i) => graph.nodes.marks[i] & bit && bundlesAt.has(i));
    const found = [...new Set(main.flatMap((i) => bundlesAt.get(i) ?? []))];
    const marked = new Set([...main, ...found.flatMap(({ a, b }) => [a, b])]);
    return { nodes: [...marked], main, ring: false, strong: false, bundles: found };
  }
  const found = state.selected === null ? undefined : bundlesAt.get(state.selected);
  if (state.selected === null || state.selected === state.focus || !found) return null;
  const { selected } = state;
  const neighbours = found.map(({ a, b }) => (a === selected ? b : a));
  return {
    nodes: [selected, ...neighbours], main: [selected], ring: true, strong: false, bundles: found,
  };
}

/** @param {{ fit?: boolean }} [how] */
function show({ fit = false } = {}) {
  const { state } = store;
  const restyled = scene.show(state, isDark());
  drawing.refresh(restyled);
  const paths = state.path ? shortestPaths(graph, ...state.path, scene.shown.edgeOn) : [];
  const nth = Math.min(state.nth, paths.length - 1);
  overlay.rank();
  overlay.showNames = state.names;
  overlay.picked = pickedOut(paths[nth]);
  overlay.ringed = state.selected === state.focus ? state.selected : null;
  showTabs();
  if (restyled) legend.write();
  legend.show();
  showBanner(graph, store, actions);
  detail.show(state, paths, nth);
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
  for (const tab of tabs) {
    const isShown = tab === store.state.tab;
    byId(`tab-${tab}`).setAttribute("aria-selected", String(isShown));
    byId(`tab-${tab}`).tabIndex = isShown ? 0 : -1;
    byId(`sheet-${tab}`).hidden = !isShown;
  }
  if (store.state.tab === "entities") entityTable.show(nodes);
  if (store.state.tab === "edges") edgeTable.show(edges);
}

function startTabs() {
  for (const [i, tab] of tabs.entries()) {
    /** @param {import("./types.d.ts").Tab} chosen */
    const open = (chosen) => store.change((state) => (state.tab = chosen), { keep: false });
    byId(`tab-${tab}`).addEventListener("click", () => open(tab));
    byId(`tab-${tab}`).addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(i + step + tabs.length) % tabs.length];
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
  let opened = 0; // when a community was: the second half of a double click is not for its members
  net.on("click", ({ nodes: [mark = null] }) => {
    if (mark === null || mark < graph.count) actions.choose(mark);
    else {
      opened = performance.now();
      actions.openCommunity(mark - graph.count);
    }
  });
  net.on("doubleClick", ({ nodes: [mark = null] }) => {
    if (performance.now() - opened < DOUBLE) return;
    if (mark === null) {
      if (graph.groups) store.change((state) => state.open.clear());
    } else actions.focusOn(mark);
  });
  net.on("hoverNode", ({ node }) => {
    hover(node);
    if (node < graph.count) tip.show(nodeTip(graph, node));
  });
  net.on("blurNode", () => hover(null));
  net.on("hoverEdge", ({ edge }) => tip.show(bundleTip(graph, scene, edge)));
  net.on("blurEdge", () => tip.hide());
  net.on("dragStart", () => tip.hide());
  net.on("dragEnd", ({ nodes: [mark = null] }) => {
    if (mark === null || mark >= graph.count) return;
    const { x, y } = net.getPosition(mark);
    store.change((state) => state.moved.set(mark, [Math.round(x), Math.round(y)]));
  });
  byId("sheet-network").hidden = store.state.tab !== "network";
  drawing.fit(scene.core());
  if (store.state.selected !== null && store.state.focus === null) {
    drawing.bring(store.state.selected);
  }
}

/** @param {number | null} mark */
function hover(mark) {
  overlay.hovered = mark;
  if (mark === null) tip.hide();
  overlay.draw();
}

startTabs();
startChain();
startCitations((citation) => {
  const source = graph.data.sources.find(({ key }) => key === citation.dataset.document);
  return { label: source ? labelOf(source) : "", url: source?.address ?? "" };
});
startSearch();
startKeyboard(scene, store, drawing, actions);
startDownloads(scene, store);
byId("find-path").addEventListener("click", () => findPath(scene, store, drawing));
onChange((what) => {
  if (what === "language") legend.write();
  else {
    repaint();
    drawing.recolourEdges();
  }
  show();
});
store.begin((name) => address.get(name), show, history.state);
addEventListener("hashchange", () => {
  reread();
  store.begin((name) => address.get(name), show, history.state);
  show();
  if (store.state.selected !== null) drawing.bring(store.state.selected);
});
document.addEventListener("click", ({ target }) => {
  const menu = document.querySelector("details.switch[open]");
  if (menu && target instanceof Node && !menu.contains(target)) menu.removeAttribute("open");
});
byId("reset-empty").addEventListener("click", () => store.reset());
show();
openDrawing();
requestAnimationFrame(() => requestAnimationFrame(() => { // the frame with the drawing is out
  performance.mark("ecograph-drawn");
  document.documentElement.dataset.ready = "1";
}));
