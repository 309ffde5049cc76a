// @ts-check
// What a pointer that rests on a node or a line is told, in a sentence.
import { el, fill } from "./dom.js";
import { nameOf, noteOf, otherEnd, signsOf } from "./graph.js";
import { labelOf, language, pick, t } from "./texts.js";
import { citedText } from "./tables.js";

/** @import { Graph } from "./types.d.ts" */
/** @import { Scene } from "./scene.js" */

const MOST_FACTS = 2;
const MOST_EDGES = 4;
const AWAY = 14; // pixels between the pointer and the words

/** @type {(words: string[]) => string} */
const sentence = (words) => words.filter(Boolean).join(language() === "zh" ? "；" : "; ");

/**
 * An entity: its name and class, what is marked on it, how it is joined, the first facts.
 * @param {Graph} graph
 * @param {number} i
 */
export function nodeTip(graph, i) {
  const { data, nodes, facts, factsAbout } = graph;
  const told = (factsAbout.get(i) ?? []).slice(0, MOST_FACTS).map((fact) => {
    const about = pick(facts.aboutZh[fact], facts.aboutEn[fact]);
    return `${about} ${pick(facts.valueZh[fact], facts.valueEn[fact])}`;
  });
  return [
    `${signsOf(graph, i)} ${nameOf(graph, i)} · ${labelOf(data.classes[nodes.class[i]])}`.trim(),
    pick(nodes.toldZh[i], nodes.toldEn[i]),
    tiesOf(graph, i),
    sentence(told),
  ];
}

/**
 * How many edges of each kind a node has.
 * @param {Graph} graph
 * @param {number} i
 */
function tiesOf({ data, edges, around }, i) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const e of around[i]) {
    counts.set(edges.relation[e], (counts.get(edges.relation[e]) ?? 0) + 1);
  }
  const most = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return sentence(
    most.map(([row, n]) => t("net.ties", { name: labelOf(data.relations[row]), n })),
  );
}

/**
 * The edges that a line stands for: each with both ends, how real and sure it is, where it is said.
 * @param {Graph} graph
 * @param {Scene} scene
 * @param {number} key of the bundle
 */
export function bundleTip(graph, scene, key) {
  const { data, edges, count } = graph;
  const bundle = scene.shown.bundles.find((one) => one.key === key);
  if (!bundle || bundle.b >= count) return [];
  const rows = bundle.edges.slice(0, MOST_EDGES).map((e) => {
    const from = edges.source[e];
    const ends = [nameOf(graph, from), nameOf(graph, otherEnd(graph, e, from))];
    const how = [data.modalities[edges.modality[e]], data.evidence[edges.evidence[e]]];
    const doubt = labelOf(data.doubts[edges.doubt[e]]);
    return sentence([
      `${ends[0]} — ${labelOf(data.relations[edges.relation[e]])} → ${ends[1]}`,
      noteOf(graph, e),
      ...how.map(labelOf),
      citedText(graph, e),
      doubt && `${t("net.doubt")}: ${doubt}`,
    ]);
  });
  const left = bundle.edges.length - rows.length;
  return [...rows, left > 0 ? t("net.facts_left", { n: left }) : ""];
}

export class Tip {
  #sheet;
  #box = el("div", { class: "pointed", hidden: true, "aria-hidden": "true" });
  #at = { x: 0, y: 0 };

  /** @param {HTMLElement} sheet what it stands in */
  constructor(sheet) {
    this.#sheet = sheet;
    sheet.append(this.#box);
    sheet.addEventListener("pointermove", ({ clientX, clientY }) => {
      this.#at = { x: clientX, y: clientY };
    });
    sheet.addEventListener("pointerleave", () => this.hide());
  }

  /** @param {string[]} rows the first is its head; what is empty is left out */
  show(rows) {
    const told = rows.filter(Boolean);
    this.#box.hidden = !told.length;
    if (!told.length) return;
    fill(this.#box, ...told.map((words) => el("p", {}, words)));
    const room = this.#sheet.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.#box;
    const [x, y] = [this.#at.x - room.left, this.#at.y - room.top];
    const left = x + AWAY + offsetWidth > room.width ? x - AWAY - offsetWidth : x + AWAY;
    const top = y + AWAY + offsetHeight > room.height ? y - AWAY - offsetHeight : y + AWAY;
    this.#box.style.left = `${Math.max(left, 0)}px`;
    this.#box.style.top = `${Math.max(top, 0)}px`;
  }

  hide() {
    this.#box.hidden = true;
  }
}
