// @ts-check
// What is shown as tables for a spreadsheet.
import { nameOf, noteOf } from "./graph.js";
import { labelOf, pick, t } from "./texts.js";

/** @import { Scene } from "./scene.js" */

/** @typedef {string | number | null} Cell */

/**
 * A cell that no spreadsheet runs as a formula.
 * @param {Cell} value
 */
export function csvCell(value) {
  let words = String(value ?? "");
  if (typeof value === "string" && /^[=+\-@\t\r＝＋－＠]/.test(words)) words = `'${words}`;
  return /[",\n\r]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}

/**
 * A file that spreadsheets read as UTF-8, by its first character.
 * @param {Cell[][]} rows
 */
export const csvText = (rows) =>
  `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\n")}\n`;

/**
 * The nodes: first what people read, in the language of the page, then keys for programs.
 * @param {Scene} scene
 * @returns {Cell[][]}
 */
export function entityRows({ graph, shown }) {
  const { data, nodes } = graph;
  const measures = data.measures.map((row) => row.key);
  return [
    [
      t("net.name"), t("net.class"), t("net.marks"),
      ...data.measures.map(labelOf),
      "id", "class", "label_zh", "label_en",
    ],
    ...shown.nodes.map((i) => [
      nameOf(graph, i),
      labelOf(data.classes[nodes.class[i]]),
      pick(nodes.toldZh[i], nodes.toldEn[i]),
      ...measures.map((measure) => data.values[measure][i]),
      nodes.id[i],
      data.classes[nodes.class[i]].key,
      nodes.zh[i],
      nodes.en[i] || nodes.zh[i],
    ]),
  ];
}

/**
 * The edges, each a row: names and words in the language of the page, then ids and keys.
 * @param {Scene} scene
 * @returns {Cell[][]}
 */
export function edgeRows({ graph, shown }) {
  const { data, nodes, edges } = graph;
  return [
    [
      t("net.from"), t("net.relation"), t("net.to"), t("net.value"), t("net.modality"),
      t("net.evidence"), t("net.said_in"), t("net.paragraph_head"), t("net.span_head"),
      t("net.locator_head"), t("net.doubt"),
      "statement", "source", "relation", "target", "modality", "evidence", "cited", "licence",
    ],
    ...shown.edges.map((e) => [
      nameOf(graph, edges.source[e]),
      labelOf(data.relations[edges.relation[e]]),
      nameOf(graph, edges.target[e]),
      noteOf(graph, e),
      labelOf(data.modalities[edges.modality[e]]),
      labelOf(data.evidence[edges.evidence[e]]),
      labelOf(data.sources[edges.document[e]]),
      edges.paragraph[e] || "",
      edges.span[e],
      edges.locator[e],
      labelOf(data.doubts[edges.doubt[e]]),
      edges.statement[e],
      nodes.id[edges.source[e]],
      data.relations[edges.relation[e]].key,
      nodes.id[edges.target[e]],
      data.modalities[edges.modality[e]].key,
      data.evidence[edges.evidence[e]].key,
      data.sources[edges.document[e]].key,
      data.sources[edges.document[e]].licence,
    ]),
  ];
}
