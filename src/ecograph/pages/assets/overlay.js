// @ts-check
// A canvas above the drawing: names that do not run into each other, and what is picked out.
import { byId } from "./dom.js";
import { signedName, signsOf } from "./graph.js";
import { FARTHEST_PLACES, Labels, MOST_FAR, placesFor, shorten } from "./labels.js";
import { traceShape } from "./shapes.js";
import { labelOf } from "./texts.js";
import { paint } from "./theme.js";

/** @import { Bundle, Picked, Point } from "./types.d.ts" */
/** @import { Drawing } from "./drawing.js" */
/** @import { Scene } from "./scene.js" */

const FAMILIES =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", ' +
  '"Noto Sans CJK SC", "Noto Sans SC", sans-serif';
const FONT = `12px ${FAMILIES}`;
const STRONG_FONT = `600 ${FONT}`;
const SMALL_FONT = `11px ${FAMILIES}`;
const MOST_PICKED_NAMES = 150;
const MOST_NAMED_BUNDLES = 30;
const MARGIN = 20; // pixels; a mark this far outside may have its name inside
const ARROW = { long: 8, wide: 3.5 };
const MOST_BLOCKING = 6000; // marks in sight; of more, names are kept off each other alone
const SMALLEST_SIGNED = 4; // pixels of radius

export class Overlay {
  #scene;
  #drawing;
  #canvas = /** @type {HTMLCanvasElement} */ (byId("overlay"));
  #ctx = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
  /** @type {Map<string, number>} */
  #widths = new Map();
  /** @type {number[]} the marks, those first that are named first */
  #ranked = [];
  /** @type {(mark: number) => Point} where a mark stands on the screen now */
  #at = () => [0, 0];
  #scale = 1;

  /**
   * @param {Scene} scene
   * @param {Drawing} drawing
   */
  constructor(scene, drawing) {
    this.#scene = scene;
    this.#drawing = drawing;
    /** @type {Picked | null} */
    this.picked = null;
    /** @type {number | null} the entity that is both focus and selected */
    this.ringed = null;
    /** @type {number | null} */
    this.hovered = null;
    this.showNames = true;
  }

  /** Takes on in which order marks are named. */
  rank() {
    this.#ranked = this.#scene.ranked();
  }

  draw() {
    const { net } = this.#drawing;
    const { clientWidth: wide, clientHeight: high } = this.#canvas;
    this.#clear(wide, high);
    if (!net) return;
    const scale = (this.#scale = net.getScale());
    const origin = net.canvasToDOM({ x: 0, y: 0 });
    this.#at = (mark) => {
      const [x, y] = this.#scene.spot(mark);
      return [origin.x + x * scale, origin.y + y * scale];
    };
    const inside = this.picked?.nodes.filter((i) => this.#scene.shown.bundlesAt.has(i)) ?? [];
    if (this.picked && inside.length) {
      this.#drawPicked(this.picked, inside, wide, high);
    } else {
      this.#drawSigns(this.#scene.shown.marks);
      if (this.showNames) {
        this.#drawNames(this.#ranked, Math.min(140, Math.max(16, (wide * high) / 8000)));
      }
    }
    for (const mark of [this.ringed, this.hovered]) this.#drawRinged(mark);
  }

  /**
   * @param {number} wide
   * @param {number} high
   */
  #clear(wide, high) {
    const canvas = this.#canvas;
    const dense = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(wide * dense), Math.round(high * dense)];
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
    }
    this.#ctx.setTransform(dense, 0, 0, dense, 0, 0);
    this.#ctx.clearRect(0, 0, wide, high);
  }

  /**
   * @param {number} mark
   * @param {number} [least]
   */
  #radius(mark, least = 2) {
    return Math.max(this.#scene.size(mark) * this.#scale, least);
  }

  /**
   * A veil over all, and above it what is picked out.
   * @param {Picked} picked
   * @param {number[]} inside
   * @param {number} wide
   * @param {number} high
   */
  #drawPicked(picked, inside, wide, high) {
    const ctx = this.#ctx;
    ctx.globalAlpha = 0.8;
    ctx.fillStyle = paint.ground;
    ctx.fillRect(0, 0, wide, high);
    ctx.globalAlpha = 1;
    for (const bundle of picked.bundles) this.#drawBundle(bundle, picked.strong);
    for (const i of inside) {
      traceShape(ctx, this.#scene.shape(i), this.#at(i), this.#radius(i, 3));
      ctx.fillStyle = this.#scene.colour(i);
      ctx.fill();
      const outline = this.#scene.outline(i);
      if (picked.ring && picked.main.includes(i)) this.#stroke(paint.focus, 3);
      else if (outline) this.#strokeDashed(paint[outline.colour], outline.dashes);
    }
    this.#drawSigns(inside);
    if (picked.bundles.length <= MOST_NAMED_BUNDLES) this.#nameBundles(picked.bundles);
    const main = picked.main.filter((i) => inside.includes(i));
    const rest = inside
      .filter((i) => !picked.main.includes(i))
      .sort((a, b) => this.#scene.size(b) - this.#scene.size(a) || a - b);
    this.#drawNames([...main, ...rest], MOST_PICKED_NAMES, new Set(main));
  }

  /** @param {number | null} mark */
  #drawRinged(mark) {
    if (mark === null || !this.#scene.shown.bundlesAt.has(mark)) return;
    traceShape(this.#ctx, this.#scene.shape(mark), this.#at(mark), this.#radius(mark, 3));
    this.#stroke(paint.focus, 2.5);
    this.#drawNames([mark], 1, new Set([mark]));
  }

  /**
   * @param {string} colour
   * @param {number} width
   */
  #stroke(colour, width) {
    this.#ctx.strokeStyle = colour;
    this.#ctx.lineWidth = width;
    this.#ctx.stroke();
  }

  /**
   * @param {string} colour
   * @param {number[]} dashes
   */
  #strokeDashed(colour, dashes) {
    this.#ctx.setLineDash(dashes);
    this.#stroke(colour, 2);
    this.#ctx.setLineDash([]);
  }

  /**
   * The signs of what is marked, each inside its node.
   * @param {number[]} marks
   */
  #drawSigns(marks) {
    const ctx = this.#ctx;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = paint.ground;
    for (const mark of marks) {
      const signs = signsOf(this.#scene.graph, mark);
      const r = this.#radius(mark);
      if (!signs || r < SMALLEST_SIGNED) continue;
      ctx.font = `${Math.round(r * 1.4)}px ${FAMILIES}`;
      ctx.fillText(signs[0], ...this.#at(mark));
    }
  }

  /** @param {string} words */
  #width(words) {
    let width = this.#widths.get(words);
    if (width === undefined) {
      this.#ctx.font = FONT;
      width = this.#ctx.measureText(words).width;
      this.#widths.set(words, width);
    }
    return width;
  }

  /**
   * Names in this order, each only where it is free.
   * @param {number[]} marks
   * @param {number} most
   * @param {Set<number>} strong
   */
  #drawNames(marks, most, strong = new Set()) {
    const { clientWidth, clientHeight } = this.#canvas;
    const labels = new Labels({ left: 0, top: 0, right: clientWidth, bottom: clientHeight });
    this.#block(labels, clientWidth, clientHeight);
    this.#ctx.textBaseline = "middle";
    this.#ctx.textAlign = "left";
    let count = 0;
    for (const [rank, mark] of marks.entries()) {
      if (count >= most) break;
      const [x, y] = this.#at(mark);
      const near = (/** @type {number} */ v, /** @type {number} */ end) =>
        v >= -MARGIN && v <= end + MARGIN;
      if (!near(x, clientWidth) || !near(y, clientHeight)) continue;
      const words = shorten(signedName(this.#scene.graph, mark));
      const wide = this.#width(words);
      const reach = count < MOST_FAR ? FARTHEST_PLACES : undefined;
      const place = labels.find(placesFor([x, y], this.#radius(mark), wide, reach), wide, rank);
      if (!place) continue;
      this.#write(words, place[0], place[1] + 7, paint.ink, strong.has(mark) ? STRONG_FONT : FONT);
      count++;
    }
  }

  /**
   * Keeps names off the nodes that can be seen: those picked out where some are, else all.
   * @param {Labels} labels
   * @param {number} wide
   * @param {number} high
   */
  #block(labels, wide, high) {
    const picked = this.picked?.nodes.filter((i) => this.#scene.shown.bundlesAt.has(i)) ?? [];
    const seen = picked.length ? picked : this.#scene.shown.marks;
    const spots = seen.filter((mark) => {
      const [x, y] = this.#at(mark);
      return x >= -MARGIN && y >= -MARGIN && x <= wide + MARGIN && y <= high + MARGIN;
    });
    if (spots.length > MOST_BLOCKING) return;
    for (const mark of spots) labels.block(this.#at(mark), this.#radius(mark));
  }

  /**
   * Words with a halo, so that they can be read above edges.
   * @param {string} words
   * @param {number} x
   * @param {number} y
   * @param {string} colour
   * @param {string} font
   */
  #write(words, x, y, colour, font) {
    const ctx = this.#ctx;
    ctx.font = font;
    ctx.strokeStyle = paint.halo;
    ctx.lineWidth = 3.5;
    ctx.lineJoin = "round";
    ctx.strokeText(words, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(words, x, y);
  }

  /**
   * @param {Bundle} bundle
   * @param {boolean} strong
   */
  #drawBundle(bundle, strong) {
    const ctx = this.#ctx;
    const [[ax, ay], [bx, by]] = [this.#at(bundle.a), this.#at(bundle.b)];
    const colour = strong ? paint.accent : paint.border;
    ctx.setLineDash(this.#scene.dashes(bundle));
    ctx.beginPath();
    ctx.moveTo(ax, ay);
    ctx.lineTo(bx, by);
    this.#stroke(colour, strong ? 2.2 : 1.3);
    ctx.setLineDash([]);
    const far = Math.hypot(bx - ax, by - ay);
    if (far < 24 || !this.#scene.graph.data.directed) return;
    const [ux, uy] = [(bx - ax) / far, (by - ay) / far];
    if (bundle.forward) this.#drawArrow(bundle.b, ux, uy, colour);
    if (bundle.backward) this.#drawArrow(bundle.a, -ux, -uy, colour);
  }

  /**
   * The head of an arrow that comes to a mark from a direction.
   * @param {number} mark
   * @param {number} ux
   * @param {number} uy
   * @param {string} colour
   */
  #drawArrow(mark, ux, uy, colour) {
    const ctx = this.#ctx;
    const r = this.#radius(mark) + 1;
    const [x, y] = this.#at(mark);
    const [px, py] = [x - ux * r, y - uy * r];
    const [qx, qy] = [px - ux * ARROW.long, py - uy * ARROW.long];
    ctx.beginPath();
    ctx.moveTo(px, py);
    ctx.lineTo(qx - uy * ARROW.wide, qy + ux * ARROW.wide);
    ctx.lineTo(qx + uy * ARROW.wide, qy - ux * ARROW.wide);
    ctx.closePath();
    ctx.fillStyle = colour;
    ctx.fill();
  }

  /**
   * The relations along bundles, in the middle of each, where there is room.
   * @param {Bundle[]} bundles
   */
  #nameBundles(bundles) {
    const { data, edges } = this.#scene.graph;
    /** @type {Point[]} */
    const used = [];
    this.#ctx.textAlign = "center";
    this.#ctx.textBaseline = "middle";
    for (const bundle of bundles) {
      const [[ax, ay], [bx, by]] = [this.#at(bundle.a), this.#at(bundle.b)];
      const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
      const crowded = used.some(([ux, uy]) => Math.abs(ux - x) < 50 && Math.abs(uy - y) < 13);
      if (crowded || Math.hypot(bx - ax, by - ay) < 70) continue;
      used.push([x, y]);
      const relations = bundle.edges.map((e) => labelOf(data.relations[edges.relation[e]]));
      const names = [...new Set(relations)];
      const words = names.slice(0, 2).join("、") + (names.length > 2 ? "…" : "");
      this.#write(words, x, y, paint.soft, SMALL_FONT);
    }
  }
}
