import assert from "node:assert/strict";
import { test } from "node:test";

import { countRows } from "../../../src/ecograph/pages/assets/legend.js";
import { Scene } from "../../../src/ecograph/pages/assets/scene.js";
import { computeShown } from "../../../src/ecograph/pages/assets/shown.js";
import { freshState } from "../../../src/ecograph/pages/assets/state.js";
import { edgesOf, graphOf, idsOf } from "./help.js";

const NODES = { a: "Firm", b: "Firm", p: "Product", alone: "Firm" };
const EDGES = [
  { source: "a", target: "b" },
  { source: "b", target: "a", relation: "in", modality: "planned" },
  { source: "a", target: "p", evidence: "implied", document: "news~1" },
];

/** What is shown of a graph in a fresh state with some changes. */
function shownOf(graph, change = () => {}) {
  const state = freshState(graph);
  change(state);
  return computeShown(graph, state);
}

const graph = graphOf(NODES, EDGES);

test("a fresh state shows every edge, and of few nodes those without an edge too", () => {
  const shown = shownOf(graph);
  assert.deepEqual(shown.edges, [0, 1, 2]);
  assert.deepEqual(idsOf(graph, shown.nodes), ["a", "alone", "b", "p"]);
  const without = shownOf(graph, (state) => (state.alone = false));
  assert.deepEqual(idsOf(graph, without.nodes), ["a", "b", "p"]);
});

for (const [name, row, edges] of [
  ["class", 1, [0, 1]],
  ["relation", 1, [0, 2]],
  ["modality", 0, [1]],
  ["evidence", 1, [0, 1]],
  ["document", 0, [2]],
]) {
  test(`the filter ${name} leaves out exactly its edges`, () => {
    assert.deepEqual(shownOf(graph, (state) => state.off[name].add(row)).edges, edges);
  });
}

test("a class that is off is off even where its node is selected", () => {
  const shown = shownOf(graph, (state) => {
    state.off.class.add(1);
    state.selected = 2;
  });
  assert.ok(!shown.nodes.includes(2));
});

test("the selected node is shown without an edge too", () => {
  const change = (state) => Object.assign(state, { alone: false, selected: 3 });
  assert.ok(shownOf(graph, change).nodes.includes(3));
});

test("a focus shows what is within its hops, by edges that are on", () => {
  const chain = graphOf({ a: "Firm", b: "Firm", c: "Firm" }, edgesOf("a>b b>c"));
  const near = shownOf(chain, (state) => (state.focus = 0));
  assert.deepEqual([near.nodes, near.edges], [[0, 1], [0]]);
  const far = shownOf(chain, (state) => Object.assign(state, { focus: 0, hops: 2 }));
  assert.deepEqual([far.nodes, far.edges], [[0, 1, 2], [0, 1]]);
  assert.deepEqual([...far.rings.keys()].sort(), [0, 1, 2]);
});

test("parallel edges are one bundle, both ways and as real as the most real of them", () => {
  const [first, second] = shownOf(graph).bundles;
  assert.deepEqual(first.edges, [0, 1]);
  assert.deepEqual([first.forward, first.backward, first.modality], [true, true, 0]);
  assert.deepEqual([second.forward, second.backward], [true, false]);
  assert.deepEqual(shownOf(graph).bundlesAt.get(0), [first, second]);
  const planned = shownOf(graph, (state) => state.off.relation.add(0));
  assert.equal(planned.bundles[0].modality, 1);
});

const RINGS = { a: "Firm", b: "Firm", c: "Firm", d: "Firm" };
const folding = graphOf(RINGS, edgesOf("a>b c>d a>c"), {
  columns: { community: [0, 0, 1, 1] },
  centres: [[0, 0], [900, 0]],
});

test("communities stand for their members until they are opened", () => {
  const opened = (...communities) =>
    shownOf(folding, (state) => communities.forEach((c) => state.open.add(c)));
  const bundled = (shown) => shown.bundles.map(({ edges }) => edges);
  assert.deepEqual(opened().marks, [4, 5]);
  assert.deepEqual(bundled(opened()), [[2]]);
  assert.deepEqual(opened(0).marks, [0, 1, 5]);
  assert.deepEqual(bundled(opened(0)), [[0]]);
  assert.deepEqual(bundled(opened(0, 1)), [[0], [1], [2]]);
});

test("a focus and a path unfold every community", () => {
  assert.deepEqual(shownOf(folding, (state) => (state.path = [0, 3])).marks, [0, 1, 2, 3]);
  assert.deepEqual(shownOf(folding, (state) => (state.focus = 0)).marks, [0, 1, 2]);
});

test("a scene places marks: where they are, around a focus, in the room of a community", () => {
  const scene = new Scene(folding);
  const state = freshState(folding);
  scene.show(state, false);
  assert.deepEqual(scene.spot(5), [900, 0]);
  state.open.add(0);
  scene.show(state, false);
  const { centre, middle, shrink } = folding.groups[0];
  assert.deepEqual(scene.spot(1), [centre[0] + (100 - middle[0]) * shrink, 0]);
  state.path = [0, 3];
  scene.show(state, false);
  assert.deepEqual(scene.spot(1), [100, 0]);
  assert.deepEqual(scene.bounds([0, 3]), { left: 0, right: 300, top: 0, bottom: 0 });
});

test("a scene says when sizes or colours are others", () => {
  const scene = new Scene(graph);
  const state = freshState(graph);
  assert.equal(scene.show(state, false), true);
  assert.equal(scene.show(state, false), false);
  assert.equal(scene.show(state, true), true);
  assert.equal(scene.colour(0), "#eeeeee");
  state.size = "same";
  assert.equal(scene.show(state, true), true);
});

test("the legend counts nodes by class and edges by the rest", () => {
  const counts = countRows(
    graphOf(NODES, [...EDGES, { source: "a", target: "p", evidence: "implied", relation: "in" }]),
  );
  assert.deepEqual([...counts.class], [[0, 3], [1, 1]]);
  assert.deepEqual([...counts.relation], [[0, 2], [1, 2]]);
  assert.deepEqual([...counts.modality], [[0, 3], [1, 1]]);
  assert.deepEqual([...counts.evidence], [[0, 2], [1, 2]]);
  assert.deepEqual([...counts.document], [[0, 3], [1, 1]]);
});

test("one class alone is shown without its edges, so that no page is empty", () => {
  const only = shownOf(graph, (state) => {
    state.alone = false;
    state.off.class = new Set([0, 2]);
  });
  assert.deepEqual([idsOf(graph, only.nodes), only.edges], [["p"], []]);
});
