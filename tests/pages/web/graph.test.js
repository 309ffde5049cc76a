import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import * as graphs from "../../../src/ecograph/pages/assets/graph.js";
import * as texts from "../../../src/ecograph/pages/assets/texts.js";
import { edgesOf, graphOf } from "./help.js";

beforeEach(() => texts.setLanguage("en"));

test("a column that the page leaves out is empty in every row", () => {
  const graph = graphOf({ a: "Firm", b: "Firm" }, edgesOf("a>b a>b"));
  assert.deepEqual(graph.edges.span, ["", ""]);
  assert.deepEqual(graph.edges.paragraph, [0, 0]);
  assert.deepEqual(graph.nodes.fallback, ["", ""]);
});

test("a network without an edge is a graph too", () => {
  const graph = graphOf({ a: "Firm" }, []);
  assert.deepEqual([graph.count, graph.edgeCount, graph.alone], [1, 0, 1]);
});

test("an edge to itself is once around its node", () => {
  const graph = graphOf({ a: "Firm", b: "Firm" }, edgesOf("a>a a>b"));
  assert.deepEqual(graph.around, [[0, 1], [1]]);
});

test("members of a community are sorted by their edges", () => {
  const columns = { community: [0, 0, 1, -1] };
  const graph = graphOf({ a: "Firm", b: "Firm", c: "Firm", d: "Firm" }, edgesOf("b>c b>d"), {
    columns,
  });
  assert.deepEqual(graph.members, [[1, 0], [2]]);
});

test("names are in the language of the page, or in the other where there is none", () => {
  const columns = { zh: ["甲", "乙"], en: ["A", ""] };
  const graph = graphOf({ a: "Firm", b: "Firm" }, [], { columns });
  assert.deepEqual([0, 1].map((i) => graphs.nameOf(graph, i)), ["A", "乙"]);
  texts.setLanguage("zh");
  assert.deepEqual([0, 1].map((i) => graphs.nameOf(graph, i)), ["甲", "乙"]);
});

test("a community is named by what it holds, with its gaps", () => {
  texts.useTexts({
    "net.group_name": ["{name}等{count}个", "{name} of {count}"],
    "net.group_gaps": ["{name}等{count}个，缺{gaps}", "{name} of {count}, {gaps} gaps"],
  });
  const nodes = { a: "Firm", b: "Firm" };
  const named = (marks) => {
    const communities = [{ key: "0", zh: "显示", en: "display" }];
    const columns = { community: [0, 0], marks };
    const graph = graphOf(nodes, edgesOf("a>b b>b"), { columns, communities });
    return graphs.nameOf(graph, graph.count);
  };
  assert.equal(named([0, 0]), "display of 2");
  assert.equal(named([1, 16]), "display of 2, 1 gaps");
});

test("a name has its signs before it", () => {
  const graph = graphOf({ a: "Product", b: "Product" }, [], { columns: { marks: [17, 1] } });
  assert.equal(graphs.signedName(graph, 0), `◆ ${graphs.nameOf(graph, 0)}`);
  assert.equal(graphs.signedName(graph, 1), graphs.nameOf(graph, 1));
});

test("facts and places are found by what they belong to", () => {
  const graph = graphOf({ a: "Firm", b: "Firm" }, [], {
    facts: { node: [1, 1, 0], valueZh: ["x", "y", "z"] },
    places: { fact: [0, 1, 1], paragraph: [0, 3, 4] },
  });
  assert.deepEqual(graph.factsAbout.get(1), [0, 1]);
  assert.deepEqual(graph.placesOf.get(1), [1, 2]);
  assert.equal(graph.placesOf.get(2), undefined);
  assert.deepEqual(graph.facts.doubt, [0, 0, 0]);
});

test("an opened community keeps to its room", () => {
  const graph = graphOf({ a: "Firm", b: "Firm", c: "Firm" }, [], {
    columns: { community: [0, 0, 1], x: [0, 100, 500], y: [0, 0, 0] },
    centres: [[0, 0], [1000, 0]],
  });
  assert.deepEqual(graph.groups[0].middle, [50, 0]);
  assert.equal(graph.groups[0].shrink, 420 / 50);
});

test("a text fills in its values and an unknown one is an error", () => {
  texts.useTexts({ "net.shown": ["{n} 个", "{n} of {of}"] });
  assert.equal(texts.t("net.shown", { n: 2, of: 3 }), "2 of 3");
  assert.throws(() => texts.t("net.nothing_of_it"), /no text net.nothing_of_it/);
});
