import assert from "node:assert/strict";
import { test } from "node:test";

import { endsOf } from "../../../src/ecograph/pages/assets/graph.js";
import { shortestPath, within } from "../../../src/ecograph/pages/assets/reach.js";
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

test("a path is the shortest along edges that are on", () => {
  const longer = graphOf(NODES, edgesOf("a>b b>c c>d a>d"));
  assert.deepEqual(shortestPath(longer, 0, 3, allOn(longer)), [3]);
  const on = allOn(longer);
  on[3] = 0;
  assert.deepEqual(shortestPath(longer, 0, 3, on), [0, 1, 2]);
  assert.deepEqual(idsOf(longer, endsOf(longer, [0, 1])), ["a", "b", "c"]);
});

test("a path goes against directions, and from a node to itself takes no edge", () => {
  assert.deepEqual(shortestPath(graph, 3, 0, allOn(graph)), [2, 1, 0]);
  assert.deepEqual(shortestPath(graph, 2, 2, allOn(graph)), []);
});

test("what is not joined has no path", () => {
  const apart = graphOf(NODES, edgesOf("a>b c>d"));
  assert.equal(shortestPath(apart, 0, 3, allOn(apart)), null);
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
