// @ts-check
// What the keys do, on the drawing and everywhere on the page.
import { byId, isCovered, isWriting } from "./dom.js";
import { nameOf } from "./graph.js";

/** @import { Actions } from "./types.d.ts" */
/** @import { Drawing } from "./drawing.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Store } from "./store.js" */

const CLOSER = 1.25;
const FARTHER = 0.8;

/** @param {KeyboardEvent} event */
const isShortcut = (event) => event.ctrlKey || event.metaKey || event.altKey;

/**
 * @param {Scene} scene
 * @param {Store} store
 * @param {Drawing} drawing
 * @param {Actions} actions
 */
export function startKeyboard(scene, store, drawing, actions) {
  /** @param {number} by to the next entity by name, or the one before */
  const step = (by) => {
    const names = new Map(scene.shown.nodes.map((i) => [i, nameOf(scene.graph, i)]));
    const sorted = [...names].sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([i]) => i);
    if (!sorted.length) return;
    const at = store.state.selected === null ? -1 : sorted.indexOf(store.state.selected);
    const from = at < 0 && by < 0 ? 0 : at; // from none, the one before is the last
    actions.choose(sorted[(from + by + sorted.length) % sorted.length]);
  };
  const toggleFocus = () => {
    const { selected, focus } = store.state;
    if (selected !== null) actions.focusOn(focus === selected ? null : selected);
  };
  const fit = () => drawing.fit([], true);
  /** @type {Record<string, () => void>} */
  const keys = {
    "+": () => drawing.zoom(CLOSER),
    "=": () => drawing.zoom(CLOSER),
    "-": () => drawing.zoom(FARTHER),
    0: fit,
    ArrowLeft: () => drawing.pan(-1, 0),
    ArrowRight: () => drawing.pan(1, 0),
    ArrowUp: () => drawing.pan(0, -1),
    ArrowDown: () => drawing.pan(0, 1),
    n: () => step(1),
    p: () => step(-1),
    f: toggleFocus,
  };
  byId("canvas").addEventListener("keydown", (event) => {
    if (isShortcut(event) || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("keydown", (event) => {
    if (isShortcut(event) || isWriting(event) || isCovered()) return;
    if (event.key === "/") {
      event.preventDefault();
      byId("q").focus();
    } else if (event.key === "Escape") {
      const { path, selected, focus, mark } = store.state;
      if (path) actions.clearPath();
      else if (focus !== null) actions.focusOn(null);
      else if (selected !== null) actions.choose(null);
      else if (mark !== null) store.change((state) => (state.mark = null));
    } else if (event.key === "u") store.undo();
  });
  byId("zoom-in").addEventListener("click", () => drawing.zoom(CLOSER));
  byId("zoom-out").addEventListener("click", () => drawing.zoom(FARTHER));
  byId("zoom-fit").addEventListener("click", fit);
}
