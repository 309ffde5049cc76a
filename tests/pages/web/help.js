// Small networks for tests, as a page would hold them.
import { makeGraph } from "../../../src/ecograph/pages/assets/graph.js";

const CLASSES = ["Firm", "Product", "City"];
const RELATIONS = ["supplies", "in"];
const MODALITIES = ["exists", "planned"];
const EVIDENCE = ["stated", "implied"];
const MARKS = ["lacking", "broken", "elsewhere", "unknown", "chokepoint"];
const SOURCES = ["paper", "news~1"];

const legend = (keys, more = {}) => keys.map((key) => ({ key, zh: `${key}中`, en: key, ...more }));

/**
 * A graph: `nodes` maps ids to classes; each edge names its ends and what is not the first of
 * its legend; `more` goes over the payload.
 */
export function graphOf(nodes, edges, more = {}) {
  const ids = Object.keys(nodes);
  const rows = (keys, name) => edges.map((edge) => keys.indexOf(edge[name] ?? keys[0]));
  const { columns = {}, ...rest } = more;
  return makeGraph({
    directed: true,
    colour: "class",
    pages: null,
    centre: null,
    hops: 1,
    tab: "network",
    quiet: [],
    hubs: ["City"],
    closed: ["City"],
    communities: legend(["0", "1", "2"]),
    marks: legend(MARKS).map((row) => ({ ...row, sign: row.key === "chokepoint" ? "◆" : "" })),
    centres: null,
    classes: legend(CLASSES, { shape: "square", light: "#111111", dark: "#eeeeee" }),
    relations: legend(RELATIONS),
    modalities: legend(MODALITIES).map((row, i) => ({ ...row, dashes: i ? [7, 5] : [] })),
    evidence: legend(EVIDENCE),
    sources: legend(SOURCES).map((row) => ({ ...row, licence: "CC BY 4.0" })),
    doubts: [{ key: "0", zh: "", en: "" }, { key: "1", zh: "疑", en: "unclear" }],
    measures: legend(["degree"]),
    values: { degree: ids.map(() => null) },
    nodes: {
      id: ids,
      class: Object.values(nodes).map((name) => CLASSES.indexOf(name)),
      zh: ids.map((id) => `${id}中`),
      en: ids,
      search: ids,
      x: ids.map((_, i) => i * 100),
      y: ids.map(() => 0),
      community: ids.map(() => -1),
      ...columns,
    },
    edges: {
      source: edges.map(({ source }) => ids.indexOf(source)),
      target: edges.map(({ target }) => ids.indexOf(target)),
      relation: rows(RELATIONS, "relation"),
      modality: rows(MODALITIES, "modality"),
      evidence: rows(EVIDENCE, "evidence"),
      document: rows(SOURCES, "document"),
    },
    facts: { node: [] },
    places: { fact: [] },
    ...rest,
  });
}

/** Edges written as "a>b", each with what is the same for all. */
export const edgesOf = (words, more = {}) =>
  words.split(" ").map((word) => {
    const [source, target] = word.split(">");
    return { source, target, ...more };
  });

/** The ids of nodes. */
export const idsOf = (graph, nodes) => [...nodes].map((i) => graph.nodes.id[i]).sort();

export const allOn = (graph) => new Uint8Array(graph.edgeCount).fill(1);
