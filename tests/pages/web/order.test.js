import assert from "node:assert/strict";
import { test } from "node:test";

import { Labels, MOST_OVER, placesFor } from "../../../src/ecograph/pages/assets/labels.js";
import * as look from "../../../src/ecograph/pages/assets/look.js";
import { sortedBy } from "../../../src/ecograph/pages/assets/sorting.js";
import { graphOf } from "./help.js";

const sorted = (rows, descending = false) => sortedBy(rows, (row) => row, descending);

test("words are sorted by pinyin, numbers in them by their value", () => {
  assert.deepEqual(sorted(["天津", "北京", "上海"]), ["北京", "上海", "天津"]);
  assert.deepEqual(sorted(["n10", "n9", "N1"]), ["N1", "n9", "n10"]);
});

test("numbers are sorted as numbers, either way", () => {
  assert.deepEqual(sorted([10, 9, -1, 0.5]), [-1, 0.5, 9, 10]);
  assert.deepEqual(sorted([10, 9, -1, 0.5], true), [10, 9, 0.5, -1]);
});

test("what is unknown comes last either way", () => {
  assert.deepEqual(sorted([null, 2, 0]), [0, 2, null]);
  assert.deepEqual(sorted([null, 2, 0], true), [2, 0, null]);
  assert.deepEqual(sorted(["", "b", "a"], true), ["b", "a", ""]);
});

test("equals stay in their order either way, and the rows themselves are left alone", () => {
  const rows = [["x", 1], ["x", 2], ["y", 0], [null, 3], [null, 4]];
  const order = (descending) => sortedBy(rows, ([value]) => value, descending).map(([, i]) => i);
  assert.deepEqual(order(false), [1, 2, 0, 3, 4]);
  assert.deepEqual(order(true), [0, 1, 2, 3, 4]);
  assert.deepEqual(rows[0], ["x", 1]);
});

test("names do not run into each other", () => {
  const labels = new Labels();
  assert.ok(labels.reserve([0, 0], 100));
  assert.ok(!labels.reserve([90, 5], 50));
  assert.ok(labels.reserve([0, 15], 100));
  assert.ok(labels.reserve([103, 0], 50));
  assert.ok(!labels.reserve([-500, 10], 2000));
});

test("a name stands right of its mark, else below, above, left, or at a corner", () => {
  assert.deepEqual(placesFor([100, 50], 10, 30, []), [
    [113, 43], [85, 62], [85, 24], [57, 43], [110, 60], [110, 26],
  ]);
  assert.ok(placesFor([100, 50], 10, 30, [30]).length > placesFor([100, 50], 10, 30, []).length);
});

test("no name covers a mark or goes over the edge", () => {
  const labels = new Labels({ left: 0, top: 0, right: 100, bottom: 100 });
  labels.block([50, 50], 10);
  assert.ok(!labels.reserve([30, 45], 15));
  assert.ok(!labels.reserve([80, 10], 30) && !labels.reserve([10, 90], 20));
  assert.ok(labels.reserve([62, 43], 30));
});

test("the first of all are named over other marks where nothing is free, never over names", () => {
  const crowded = () => {
    const labels = new Labels();
    labels.block([50, 50], 500);
    return labels;
  };
  assert.deepEqual(crowded().find([[60, 43]], 30, 0), [60, 43]);
  assert.equal(crowded().find([[60, 43]], 30, MOST_OVER), undefined);
  const labels = crowded();
  assert.ok(labels.find([[60, 43]], 30, 0));
  assert.deepEqual(labels.find([[60, 43], [0, 0]], 30, 1), [0, 0]);
});

const graph = graphOf({ a: "Firm", b: "Firm", c: "City" }, [], {
  columns: { community: [0, look.MOST_COLOURED, -1] },
  values: { degree: [100, 25, null] },
});

test("areas grow with the measure; what has no value is smallest", () => {
  assert.deepEqual(look.sizesBy(graph, "degree", 1), [13.5, 9, 4.5]);
  assert.deepEqual(look.sizesBy(graph, "same", 2), [16, 16, 16]);
});

test("colours are by class, community, measure or plain, for light and dark ground", () => {
  assert.deepEqual(look.coloursBy(graph, "class", false), ["#111111", "#111111", "#111111"]);
  assert.deepEqual(look.coloursBy(graph, "class", true), ["#eeeeee", "#eeeeee", "#eeeeee"]);
  const grey = "#5a6570"; // a small community, and none
  assert.deepEqual(look.coloursBy(graph, "community", false), ["#0069a8", grey, grey]);
  assert.deepEqual(look.coloursBy(graph, "degree", false), ["#0a3c78", "#5d7da2", "#c5b39f"]);
  assert.equal(new Set(look.coloursBy(graph, "plain", true)).size, 1);
});

test("a wide drawing has larger marks, within bounds", () => {
  assert.equal(look.swellOf(graph), 1);
  const wide = graphOf({ a: "Firm", b: "Firm" }, [], { columns: { x: [0, 4400], y: [0, 0] } });
  assert.equal(look.swellOf(wide), 2.2);
  const widest = graphOf({ a: "Firm", b: "Firm" }, [], { columns: { x: [0, 1e6], y: [0, 0] } });
  assert.equal(look.swellOf(widest), 4);
});
