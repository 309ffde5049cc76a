// @ts-check
// The network as it is shown now: which marks, where, how large, in which shape and colour.
import { signsOf } from "./graph.js";
import { communityColour, makeLook, swellOf } from "./look.js";
import { computeShown } from "./shown.js";

/** @import { Bundle, Graph, Look, Point, State } from "./types.d.ts" */

/** @typedef {{ colour: keyof import("./types.d.ts").Paint, dashes: number[] }} Outline */

/** @type {Record<string, Outline>} */
export const OUTLINES = {
  lacking: { colour: "lacking-line", dashes: [5, 2] },
  broken: { colour: "broken-line", dashes: [] },
  elsewhere: { colour: "elsewhere-line", dashes: [2, 2] },
};

/**
 * What decides the look, to tell whether it has to be made anew.
 * @type {(state: State, dark: boolean) => string}
 */
const lookKey = ({ size, colour }, dark) => [size, colour, dark].join();

export class Scene {
  #lookKey = "";
  /** Whether colours tell classes. */
  byClass = true;
  #swell;
  /** @type {Map<number, Point>} */
  #moved = new Map();

  /** @param {Graph} graph */
  constructor(graph) {
    this.graph = graph;
    this.#swell = swellOf(graph);
    /** @type {Look} */
    this.look = { sizes: [], colours: [], dark: false };
    /** Changes whenever marks may stand elsewhere than before. */
    this.standing = "";
    /** @type {import("./types.d.ts").Shown} */
    this.shown = {
      marks: [], bundles: [], bundlesAt: new Map(), nodes: [], edges: [],
      edgeOn: new Uint8Array(graph.edgeCount), folded: false, rings: null,
    };
  }

  /**
   * Takes on a state; returns whether sizes or colours are others than before.
   * @param {State} state
   * @param {boolean} dark
   */
  show(state, dark) {
    this.shown = computeShown(this.graph, state);
    this.#moved = state.moved;
    this.byClass = state.colour === "class";
    const put = [...state.moved].flat(2).join(" ");
    const near = state.focus !== null && state.hops;
    this.standing = [this.shown.folded, state.focus, near, put].join();
    const key = lookKey(state, dark);
    if (key === this.#lookKey) return false;
    this.#lookKey = key;
    this.look = makeLook(this.graph, state, this.#swell, dark);
    return true;
  }

  /** @param {number} mark */
  #community(mark) {
    return this.graph.nodes.community[mark];
  }

  /**
   * @param {number} mark
   * @returns {Point}
   */
  spot(mark) {
    const { count, nodes, groups } = this.graph;
    const put = this.#moved.get(mark);
    if (put) return put;
    const ring = this.shown.rings?.get(mark);
    if (ring) return ring;
    if (groups && mark >= count) return groups[mark - count].centre;
    const [x, y] = [nodes.x[mark], nodes.y[mark]];
    if (!groups || !this.shown.folded || this.#community(mark) < 0) return [x, y];
    const { centre, middle, shrink } = groups[this.#community(mark)];
    return [centre[0] + (x - middle[0]) * shrink, centre[1] + (y - middle[1]) * shrink];
  }

  /** How much nearer and smaller all is on paper, so that names of one size can be read there. */
  get #paper() {
    return Math.sqrt(this.shown.rings || this.shown.folded ? 1 : this.#swell);
  }

  /**
   * Where a mark stands on paper.
   * @param {number} mark
   * @returns {Point}
   */
  spotOnPaper(mark) {
    const [x, y] = this.spot(mark);
    return [x / this.#paper, y / this.#paper];
  }

  /** @param {number} mark */
  sizeOnPaper(mark) {
    return this.size(mark) / this.#paper ** 2;
  }

  /**
   * The box around the centres of some marks.
   * @param {number[]} marks
   * @param {(mark: number) => Point} spotOf
   */
  bounds(marks, spotOf = (mark) => this.spot(mark)) {
    const bounds = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const mark of marks) {
      const [x, y] = spotOf(mark);
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x);
      bounds.top = Math.min(bounds.top, y);
      bounds.bottom = Math.max(bounds.bottom, y);
    }
    return bounds;
  }

  /** What the first look shows: all but the few marks that lie far out; [] for all. */
  core() {
    const { marks, folded } = this.shown;
    if (marks.length < 200 || folded) return [];
    const ranges = [0, 1].map((axis) => {
      const sorted = marks.map((mark) => this.spot(mark)[axis]).sort((a, b) => a - b);
      const at = (/** @type {number} */ share) => sorted[Math.floor(sorted.length * share)];
      return { least: at(0.015), most: at(0.985) };
    });
    return marks.filter((mark) =>
      this.spot(mark).every((v, axis) => v >= ranges[axis].least && v <= ranges[axis].most),
    );
  }

  /** @param {number} mark */
  size(mark) {
    const { count, members, groups } = this.graph;
    if (mark >= count) return Math.min(15 + 8 * Math.sqrt(members[mark - count].length), 190);
    const size = this.look.sizes[mark];
    if (groups && this.shown.folded && this.#community(mark) >= 0) {
      return size * Math.min(groups[this.#community(mark)].shrink * 2.2, 1);
    }
    return this.shown.rings ? size / (this.#swell * 0.8) : size;
  }

  /** @param {number} mark */
  colour(mark) {
    const { count } = this.graph;
    if (mark < count) return this.look.colours[mark];
    return communityColour(mark - count, this.look.dark);
  }

  /** @param {number} mark */
  shape(mark) {
    const { count, data, nodes } = this.graph;
    return mark >= count ? "dot" : data.classes[nodes.class[mark]].shape;
  }

  /**
   * The marks in the order in which they are named: what is marked, the larger, the better joined.
   * @returns {number[]}
   */
  ranked() {
    const { marks, bundlesAt } = this.shown;
    const rows = marks.map((mark) => ({
      mark,
      size: this.size(mark) * (this.outline(mark) || signsOf(this.graph, mark) ? 2 : 1),
      edges: bundlesAt.get(mark)?.length ?? 0,
    }));
    rows.sort((a, b) => b.size - a.size || b.edges - a.edges || a.mark - b.mark);
    return rows.map((row) => row.mark);
  }

  /**
   * The outline of a node by how it stands in the place: its colour in the style, its dashes.
   * @param {number} mark
   */
  outline(mark) {
    const { count, nodes, data } = this.graph;
    const bits = mark < count ? nodes.marks[mark] : 0;
    const row = bits ? data.marks.findIndex((_, i) => bits & (1 << i)) : -1;
    return row < 0 ? null : (OUTLINES[data.marks[row].key] ?? null);
  }

  /**
   * The dashes of a bundle; [] is a solid line.
   * @param {Bundle} bundle
   */
  dashes(bundle) {
    return this.graph.data.modalities[bundle.modality]?.dashes ?? [];
  }
}
