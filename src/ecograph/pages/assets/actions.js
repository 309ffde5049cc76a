// @ts-check
// What a reader can do from several places of the page.
import { byId, inputById } from "./dom.js";
import { endsOf, nameOf } from "./graph.js";
import { shortestPaths } from "./reach.js";
import { rank } from "./search.js";
import { labelOf, t } from "./texts.js";

/** @import { Actions, Graph } from "./types.d.ts" */
/** @import { Drawing } from "./drawing.js" */
/** @import { Overlay } from "./overlay.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Store } from "./store.js" */

const BEGINS = 3; // the rank of an entity of which a form begins with what is searched

/**
 * The node that a reader names: by id or whole name, or else by how a name begins; -1 for none.
 * @param {Graph} graph
 * @param {string} words
 */
export function nodeNamed(graph, words) {
  const { id, search } = graph.nodes;
  const wanted = words.trim().toLowerCase();
  if (!wanted) return -1;
  const exact = id.findIndex(
    (key, i) => key === words.trim() || nameOf(graph, i).toLowerCase() === wanted,
  );
  return exact >= 0 ? exact : search.findIndex((forms) => rank(forms, wanted) >= BEGINS);
}

/**
 * @param {Scene} scene
 * @param {Store} store
 * @param {Drawing} drawing
 * @param {Overlay} overlay
 * @returns {Actions}
 */
export function makeActions(scene, store, drawing, overlay) {
  const { graph } = scene;
  const { nodes } = graph;
  return {
    choose(node) {
      const change = (/** @type {import("./types.d.ts").State} */ state) => {
        state.selected = node;
        state.path = null;
        if (node === null) return;
        state.mark = null;
        if (graph.groups && nodes.community[node] >= 0) state.open.add(nodes.community[node]);
        state.off.class.delete(nodes.class[node]);
      };
      store.change(change, { keep: false });
      if (node === null) return;
      const className = labelOf(graph.data.classes[nodes.class[node]]);
      byId("spoken").textContent = `${nameOf(graph, node)}, ${className}`;
      if (store.state.tab === "network") drawing.bring(node);
      overlay.draw();
    },
    focusOn(node) {
      const change = (/** @type {import("./types.d.ts").State} */ state) => {
        state.focus = node;
        state.moved.clear(); // all stand elsewhere now
        if (node === null) return;
        state.selected = node;
        state.tab = "network";
      };
      store.change(change, { fit: true });
    },
    openCommunity(community) {
      if (graph.groups) {
        store.change((state) => {
          state.open.add(community);
          state.focus = null;
        });
      }
      const { bundlesAt } = scene.shown;
      drawing.fit(graph.members[community].filter((i) => bundlesAt.has(i)), true);
    },
    clearPath() {
      store.change((state) => (state.path = null));
    },
    takePath(nth) {
      store.change((state) => (state.nth = nth));
      fitPath(scene, store, drawing);
    },
    startPath(id, node) {
      const [here, other] = [inputById(id), inputById(id === "from" ? "to" : "from")];
      here.value = nameOf(graph, node);
      here.closest("details")?.setAttribute("open", "");
      if (other.value) findPath(scene, store, drawing);
      else other.focus();
    },
  };
}

/**
 * Shows a shortest path between the two entities that the reader has named.
 * @param {Scene} scene
 * @param {Store} store
 * @param {Drawing} drawing
 */
export function findPath(scene, store, drawing) {
  const { graph } = scene;
  const from = nodeNamed(graph, inputById("from").value);
  const to = nodeNamed(graph, inputById("to").value);
  if (from < 0 || to < 0) {
    for (const id of ["spoken", "downloaded"]) byId(id).textContent = t("net.path_unknown");
    return;
  }
  store.change((state) => {
    state.path = [from, to];
    state.nth = 0;
    state.focus = null;
    for (const i of [from, to]) state.off.class.delete(graph.nodes.class[i]);
  });
  fitPath(scene, store, drawing);
}

/**
 * @param {Scene} scene
 * @param {Store} store
 * @param {Drawing} drawing
 */
function fitPath({ graph, shown }, { state }, drawing) {
  const paths = state.path ? shortestPaths(graph, ...state.path, shown.edgeOn) : [];
  const path = paths[Math.min(state.nth, paths.length - 1)];
  if (path) drawing.fit(endsOf(graph, path), true);
}
