// @ts-check
// What is shown as tables for a spreadsheet.
import { noteOf } from "./graph.js";

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
 * @param {Scene} scene
 * @returns {Cell[][]}
 */
export function entityRows({ graph, shown }) {
  const { data, nodes } = graph;
  const measures = data.measures.map((row) => row.key);
  return [
    ["id", "class", "label_zh", "label_en", ...measures],
    ...shown.nodes.map((i) => [
      nodes.id[i],
      data.classes[nodes.class[i]].key,
      nodes.zh[i],
      nodes.en[i] || nodes.zh[i],
      ...measures.map((measure) => data.values[measure][i]),
    ]),
  ];
}

/**
 * @param {Scene} scene
 * @returns {Cell[][]}
 */
export function edgeRows({ graph, shown }) {
  const { data, nodes, edges } = graph;
  return [
    [
      "statement", "source", "target", "relation", "modality", "evidence", "cited", "licence",
      "paragraph", "span", "locator", "value", "doubt_zh", "doubt_en",
    ],
    ...shown.edges.map((e) => [
      edges.statement[e],
      nodes.id[edges.source[e]],
      nodes.id[edges.target[e]],
      data.relations[edges.relation[e]].key,
      data.modalities[edges.modality[e]].key,
      data.evidence[edges.evidence[e]].key,
      data.sources[edges.document[e]].key,
      data.sources[edges.document[e]].licence,
      edges.paragraph[e] || "",
      edges.span[e],
      edges.locator[e],
      noteOf(graph, e),
      data.doubts[edges.doubt[e]].zh,
      data.doubts[edges.doubt[e]].en,
    ]),
  ];
}
