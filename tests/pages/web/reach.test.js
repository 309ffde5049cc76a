import assert from "node:assert/strict";
import { test } from "node:test";

import { endsOf } from "../../../src/ecograph/pages/assets/graph.js";
import { shortestPaths, within } from "../../../src/ecograph/pages/assets/reach.js";
import { ringsAround } from "../../../src/ecograph/pages/assets/rings.js";
import { allOn, edgesOf, graphOf, idsOf } from "./help.js";

const NODES = { a: "Firm", b: "Firm", c: "Firm", d: "Firm", city: "City", far: "Firm" };
const EDGES = edgesOf("a>b c>b c>d a>city far>city");
const graph = graphOf(NODES, EDGES);

test("hops go along edges in both directions", () => {
  const near = (hops) => idsOf(graph, within(graph, 0, hops, allOn(graph)));
  assert.deepEqual(near(0), ["a"]);
  assert.deepEqual(near(1), ["a", "b", "city"]);
  assert.deepEqual(near(2), ["a", "b", "c", "city"]);
  assert.deepEqual(near(3), ["a", "b", "c", "city", "d"]);
});

test("no hop goes through a city, but one may start there", () => {
  assert.ok(!within(graph, 0, 6, allOn(graph)).has(5));
  assert.deepEqual(idsOf(graph, within(graph, 4, 1, allOn(graph))), ["a", "city", "far"]);
});

test("hops go only along edges that are on", () => {
  const on = allOn(graph);
  on[0] = 0;
  assert.deepEqual(idsOf(graph, within(graph, 0, 3, on)), ["a", "city"]);
});

const pathsOf = (from, to, words, on) => {
  const longer = graphOf(NODES, edgesOf(words));
  const edgeOn = allOn(longer);
  for (const e of on ?? []) edgeOn[e] = 0;
  return shortestPaths(longer, from, to, edgeOn);
};

test("the shortest path comes first, then the next ones, along edges that are on", () => {
  assert.deepEqual(pathsOf(0, 3, "a>b b>c c>d a>d"), [[3], [0, 1, 2]]);
  assert.deepEqual(pathsOf(0, 3, "a>b b>c c>d a>d", [3]), [[0, 1, 2]]);
  const longer = graphOf(NODES, edgesOf("a>b b>c"));
  assert.deepEqual(idsOf(longer, endsOf(longer, [0, 1])), ["a", "b", "c"]);
});

test("a path goes against directions; from a node to itself there is none", () => {
  assert.deepEqual(shortestPaths(graph, 3, 0, allOn(graph)), [[2, 1, 0]]);
  assert.deepEqual(shortestPaths(graph, 2, 2, allOn(graph)), []);
});

test("what is not joined has no path", () => {
  assert.deepEqual(pathsOf(0, 3, "a>b c>d"), []);
});

test("no path runs through a city, but one may end there", () => {
  assert.deepEqual(pathsOf(0, 5, "a>city far>city"), []);
  assert.deepEqual(pathsOf(0, 4, "a>city far>city"), [[0]]);
  assert.deepEqual(pathsOf(0, 5, "a>city far>city a>b b>far"), [[2, 3]]);
});

test("of several edges between two the most real is taken, and no path comes twice", () => {
  const both = graphOf({ a: "Firm", b: "Firm" }, [
    { source: "a", target: "b", modality: "planned" },
    { source: "b", target: "a", evidence: "implied" },
    { source: "a", target: "b" },
  ]);
  assert.deepEqual(shortestPaths(both, 0, 1, allOn(both)), [[2]]);
});

test("at most five paths are offered", () => {
  const ids = ["b", "c", "d", "e", "f", "g", "h"];
  const nodes = Object.fromEntries(["a", "z", ...ids].map((id) => [id, "Firm"]));
  const wide = graphOf(nodes, edgesOf(ids.map((id) => `a>${id} ${id}>z`).join(" ")));
  assert.equal(shortestPaths(wide, 0, 1, allOn(wide)).length, 5);
});

test("rings stand around the focus, each farther than the one before", () => {
  const near = within(graph, 0, 3, allOn(graph));
  const spots = ringsAround(graph, 0, near, allOn(graph));
  const far = (i) => Math.hypot(spots.get(i)[0] / 1.35, spots.get(i)[1]);
  assert.deepEqual(idsOf(graph, spots.keys()), ["a", "b", "c", "city", "d"]);
  assert.deepEqual(spots.get(0).map(Math.abs), [0, 0]);
  assert.ok(far(0) < far(1) && far(1) < far(2) && far(2) < far(3));
  assert.notDeepEqual(spots.get(1), spots.get(4));
});
