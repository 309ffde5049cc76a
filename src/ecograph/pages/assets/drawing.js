// @ts-check
// The drawing by vis-network: what is shown is brought into it, touching only what changed.
import { byId } from "./dom.js";
import { paint } from "./theme.js";

/** @import { Bundle, VisBundle, VisMark, VisNetwork } from "./types.d.ts" */
/** @import { Scene } from "./scene.js" */

const LARGE = 3000; // edges; beyond this arrows, hovering and moving by steps are left out
const ZOOM = { least: 0.02, most: 8, first: 1.6, read: 0.7 };
const PAN = 60; // pixels
const OUTLINE = 0.18; // of the size of a node
const ROOM = { left: 40, right: 150, high: 60 }; // pixels that names need around what is fitted

/**
 * Dashes of an outline, longer around a larger node; false for a solid one.
 * @param {number[]} dashes
 * @param {number} size
 */
const dashesAt = (dashes, size) => dashes.length > 0 && dashes.map((dash) => (dash * size) / 4);

export class Drawing {
  #scene;
  #small;
  #marks = /** @type {import("./types.d.ts").VisDataSet<VisMark>} */ (new vis.DataSet());
  #bundles = /** @type {import("./types.d.ts").VisDataSet<VisBundle>} */ (new vis.DataSet());
  /** @type {Set<number>} */
  #shownMarks = new Set();
  /** @type {Map<number, string>} by key, what each bundle was drawn from */
  #shownBundles = new Map();
  #standing = "";
  #opacity = 1;

  /** @param {Scene} scene */
  constructor(scene) {
    this.#scene = scene;
    this.#small = scene.graph.edgeCount <= LARGE;
    /** @type {VisNetwork | null} null until the drawing is opened */
    this.net = null;
  }

  /** @param {HTMLElement} container */
  open(container) {
    const many = this.#bundles.length > LARGE;
    this.#opacity = this.#edgeColour().opacity;
    this.net = new vis.Network(container, { nodes: this.#marks, edges: this.#bundles }, {
      autoResize: true,
      physics: false,
      layout: { improvedLayout: false },
      interaction: {
        hover: this.#small, dragNodes: true, keyboard: false, selectable: true,
        selectConnectedEdges: false, hideEdgesOnDrag: many, hideEdgesOnZoom: many,
        tooltipDelay: 1e9,
      },
      nodes: { borderWidth: 0, chosen: false, labelHighlightBold: false, physics: false },
      edges: {
        smooth: false, chosen: false, selectionWidth: 0, hoverWidth: 0, physics: false,
        color: this.#edgeColour(), arrowStrikethrough: true,
        arrows: { to: { scaleFactor: 0.45 }, from: { scaleFactor: 0.45 } },
      },
    });
    return this.net;
  }

  /** The more edges, the fainter each; in a drawing of communities there are few. */
  #edgeColour() {
    const share = Math.sqrt(1500 / this.#scene.shown.bundles.length);
    return { color: paint.edge, inherit: false, opacity: Math.min(Math.max(share, 0.2), 1) };
  }

  recolourEdges() {
    this.#opacity = this.#edgeColour().opacity;
    this.net?.setOptions({ edges: { color: this.#edgeColour() } });
  }

  /**
   * Brings the drawing in line with the scene.
   * @param {boolean} restyled whether sizes or colours have changed
   */
  refresh(restyled) {
    const { marks, bundles } = this.#scene.shown;
    const all = restyled || this.#standing !== this.#scene.standing;
    this.#standing = this.#scene.standing;
    const before = this.#shownBundles;
    this.#shownBundles = new Map(bundles.map((bundle) => [bundle.key, this.#bundleStyle(bundle)]));
    const goneBundles = [...before.keys()].filter((key) => !this.#shownBundles.has(key));
    const newBundles = bundles.filter(({ key }) => before.get(key) !== this.#shownBundles.get(key));
    const goneMarks = new Set(this.#shownMarks);
    for (const mark of marks) goneMarks.delete(mark);
    const newMarks = marks.filter((mark) => all || !this.#shownMarks.has(mark));
    this.#shownMarks = new Set(marks);
    if (goneBundles.length) this.#bundles.remove(goneBundles);
    if (goneMarks.size) this.#marks.remove([...goneMarks]);
    if (newMarks.length) this.#marks.update(newMarks.map((mark) => this.#visMark(mark)));
    if (newBundles.length) {
      this.#bundles.update(newBundles.map((bundle) => this.#visBundle(bundle)));
    }
    if (Math.abs(this.#edgeColour().opacity - this.#opacity) > 0.05) this.recolourEdges();
  }

  /** @param {number} mark */
  #visMark(mark) {
    const [x, y] = this.#scene.spot(mark);
    const size = this.#scene.size(mark);
    const outline = this.#scene.outline(mark);
    const background = this.#scene.colour(mark);
    return {
      id: mark, x, y, size,
      shape: this.#scene.shape(mark),
      color: { background, border: outline ? paint[outline.colour] : background },
      borderWidth: outline ? size * OUTLINE : 0,
      shapeProperties: { borderDashes: dashesAt(outline?.dashes ?? [], size) },
      fixed: mark >= this.#scene.graph.count, // a community stays where it is
    };
  }

  /** @param {Bundle} bundle */
  #arrows({ forward, backward }) {
    if (!this.#small || !this.#scene.graph.data.directed) return "";
    return [forward && "to", backward && "from"].filter(Boolean).join(",");
  }

  /** @param {Bundle} bundle */
  #width({ edges, b }) {
    const amongEntities = b < this.#scene.graph.count;
    const faint = amongEntities && this.#scene.shown.folded ? 0.4 : 1;
    return Math.min(1 + Math.log2(edges.length) * 0.7, 5) * faint;
  }

  /**
   * All that decides how a bundle looks, to tell whether it has to be drawn anew.
   * @param {Bundle} bundle
   */
  #bundleStyle(bundle) {
    return `${this.#width(bundle)} ${bundle.modality} ${this.#arrows(bundle)}`;
  }

  /**
   * @param {Bundle} bundle
   * @returns {VisBundle}
   */
  #visBundle(bundle) {
    const dashes = this.#scene.dashes(bundle);
    return {
      id: bundle.key, from: bundle.a, to: bundle.b,
      arrows: this.#arrows(bundle),
      width: this.#width(bundle),
      dashes: dashes.length ? dashes : false,
    };
  }

  /**
   * Fits marks into the drawing; without any, all that has an edge or, failing that, all.
   * @param {number[]} [wanted]
   * @param {boolean} [animated]
   */
  fit(wanted = [], animated = false) {
    const { marks, folded, bundlesAt } = this.#scene.shown;
    const joined = folded ? marks.filter((mark) => bundlesAt.get(mark)?.length) : [];
    const fitted = [wanted, joined, marks].find((found) => found.length);
    if (!fitted) return;
    const { left, right, top, bottom } = this.#scene.bounds(fitted);
    const box = byId("canvas").getBoundingClientRect();
    const scale = Math.min(
      Math.max(box.width - ROOM.left - ROOM.right, 80) / Math.max(right - left, 1),
      Math.max(box.height - ROOM.high, 80) / Math.max(bottom - top, 1),
      ZOOM.first,
    );
    const aside = (ROOM.right - ROOM.left) / 2 / scale; // names stand to the right
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const moving = animated && this.#small && !still;
    this.net?.moveTo({
      position: { x: (right + left) / 2 + aside, y: (bottom + top) / 2 },
      scale,
      animation: moving ? { duration: 250, easingFunction: "easeOutQuad" } : false,
    });
  }

  /**
   * Moves the drawing where a mark would be out of sight, or too small to see.
   * @param {number} mark
   */
  bring(mark) {
    if (!this.net || !this.#scene.shown.bundlesAt.has(mark)) return;
    const canvas = byId("canvas").getBoundingClientRect();
    const [x, y] = this.#scene.spot(mark);
    const at = this.net.canvasToDOM({ x, y });
    const margin = 40;
    const inside =
      at.x >= margin && at.x <= canvas.width - margin &&
      at.y >= margin && at.y <= canvas.height - margin;
    if (inside && this.net.getScale() >= 0.5) return;
    const scale = Math.max(this.net.getScale(), ZOOM.read);
    this.net.moveTo({ position: { x, y }, scale, animation: false });
  }

  /** @param {number} by */
  zoom(by) {
    if (!this.net) return;
    const scale = Math.min(Math.max(this.net.getScale() * by, ZOOM.least), ZOOM.most);
    this.net.moveTo({ scale, animation: false });
  }

  /**
   * @param {number} right
   * @param {number} down
   */
  pan(right, down) {
    if (!this.net) return;
    const { x, y } = this.net.getViewPosition();
    const step = PAN / this.net.getScale();
    const position = { x: x + right * step, y: y + down * step };
    this.net.moveTo({ position, animation: false });
  }
}
