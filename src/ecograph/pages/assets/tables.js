// @ts-check
// The two tables of a network page: its entities and its edges.
import { button, byId } from "./dom.js";
import { nameOf, noteOf } from "./graph.js";
import { Table } from "./table.js";
import { labelOf, t } from "./texts.js";

/** @import { Actions, Column, Graph, Named } from "./types.d.ts" */

/** @param {number | null} value */
const numberText = (value) => {
  if (value === null) return "–";
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
};

/**
 * A name that leads to the entity.
 * @param {Graph} graph
 * @param {Actions} actions
 * @param {number} i
 */
export const nameButton = (graph, actions, i) =>
  button(nameOf(graph, i), () => actions.choose(i), "plain");

/**
 * @param {Graph} graph
 * @param {Actions} actions
 */
export function makeEntityTable(graph, actions) {
  const { data, nodes } = graph;
  /** @type {Column[]} */
  const columns = [
    {
      name: () => t("net.name"),
      value: (i) => nameOf(graph, i),
      show: (i) => nameButton(graph, actions, i),
    },
    { name: () => t("net.class"), value: (i) => labelOf(data.classes[nodes.class[i]]) },
    ...data.measures.map((measure) => ({
      name: () => labelOf(measure),
      value: (/** @type {number} */ i) => data.values[measure.key][i],
      show: (/** @type {number} */ i) => numberText(data.values[measure.key][i]),
      numeric: true,
    })),
  ];
  return new Table(byId("sheet-entities"), "entities", () => t("net.table_entities"), columns);
}

/**
 * @param {Graph} graph
 * @param {Actions} actions
 */
export function makeEdgeTable(graph, actions) {
  const { data, edges } = graph;
  /** @type {(name: () => string, ends: number[]) => Column} */
  const end = (name, ends) => ({
    name,
    value: (e) => nameOf(graph, ends[e]),
    show: (e) => nameButton(graph, actions, ends[e]),
  });
  /** @type {(name: () => string, rows: Named[], column: number[]) => Column} */
  const label = (name, rows, column) => ({ name, value: (e) => labelOf(rows[column[e]]) });
  /** @type {Column[]} */
  const columns = [
    end(() => t("net.from"), edges.source),
    label(() => t("net.relation"), data.relations, edges.relation),
    end(() => t("net.to"), edges.target),
    { name: () => t("net.value"), value: (e) => noteOf(graph, e) },
    label(() => t("net.modality"), data.modalities, edges.modality),
    label(() => t("net.evidence"), data.evidence, edges.evidence),
    label(() => t("net.doubt"), data.doubts, edges.doubt),
    { name: () => t("net.said_in"), value: (e) => citedText(graph, e) },
  ];
  return new Table(byId("sheet-edges"), "edges", () => t("net.table_edges"), columns);
}

/**
 * @param {Graph} graph
 * @param {number} e
 */
export function citedText({ data, edges }, e) {
  const document = data.sources[edges.document[e]];
  return [
    document.key ? labelOf(document) : "",
    edges.paragraph[e] ? ` ${t("net.paragraph", { n: edges.paragraph[e] })}` : "",
    edges.span[e] ? ` ${t("net.span", { span: edges.span[e] })}` : "",
    edges.locator[e] ? ` ${t("net.locator", { locator: edges.locator[e] })}` : "",
  ].join("");
}
