import assert from "node:assert/strict";
import { test } from "node:test";

import { nodeNamed } from "../../../src/ecograph/pages/assets/actions.js";
import { alike, bestOf, rank, searched } from "../../../src/ecograph/pages/assets/search.js";
import { graphOf } from "./help.js";

const TIANMA = "天马微电子|tianmaweidianzi|tmwdz|天馬微電子|tianma microelectronics|tianma";

test("a whole form is better than a beginning, that better than a part", () => {
  assert.equal(rank(TIANMA, "tianma"), 4);
  assert.equal(rank(TIANMA, "tianm"), 3);
  assert.equal(rank(TIANMA, "micro"), 2);
  assert.equal(rank(TIANMA, "nothing"), 0);
});

test("names are found by characters, traditional script, pinyin and initials", () => {
  for (const wanted of ["天马", "天馬", "tianmawei", "tmw"]) assert.equal(rank(TIANMA, wanted), 3);
  assert.equal(rank(TIANMA, "微电"), 2);
});

test("one Latin letter inside a form is worth less than one Chinese character", () => {
  assert.equal(rank("xiamen", "m"), 1);
  assert.equal(rank("厦门", "门"), 2);
});

test("no form runs over into the next", () => {
  assert.equal(rank("ab|cd", "b|c"), 0);
});

test("what is typed is compared without case, with full-width letters as plain ones", () => {
  assert.equal(searched("  ＴＩＡＮ ma "), "tian ma");
});

test("the best come first, among equals those of more weight, and no more than asked", () => {
  const entries = [
    { search: "pump station", weight: 1 },
    { search: "heat pump", weight: 99 },
    { search: "pump works", weight: 5 },
    { search: "pump", weight: 0 },
    { search: "motor", weight: 99 },
  ];
  const found = (most) => bestOf(entries, "pump", most).map(({ search }) => search);
  assert.deepEqual(found(9), ["pump", "pump works", "pump station", "heat pump"]);
  assert.deepEqual(found(2), ["pump", "pump works"]);
});

test("an end of a path is named by id, by whole name, or by how a name begins", () => {
  const graph = graphOf({ s1: "Firm", s2: "Firm" }, [], {
    columns: { zh: ["甲泵业", "乙电机"], search: ["甲泵业|jiabengye|s1", "乙电机|yidianji|s2"] },
  });
  for (const words of ["s2", " 乙电机 ", "yidian"]) assert.equal(nodeNamed(graph, words), 1, words);
  for (const words of ["", "  ", "dianji", "丙"]) assert.equal(nodeNamed(graph, words), -1, words);
});

test("what no name contains is answered with names that have much in common with it", () => {
  const entries = [
    { search: "电子特种气体|electronic special gas", weight: 1 },
    { search: "研发经费投入强度|r&d intensity", weight: 1 },
    { search: "翔安区|xiang'an district", weight: 1 },
    { search: "厦门大学|xiamen university", weight: 9 },
  ];
  const found = (/** @type {string} */ words) =>
    alike(entries, words, 3).map(({ search }) => search.split("|")[0]);
  assert.deepEqual(found("电子特气"), ["电子特种气体"]);
  assert.deepEqual(found("厦门2022年研发投入强度"), ["研发经费投入强度"]);
  assert.deepEqual(found("翔安区半导体企业"), ["翔安区"]);
  assert.deepEqual(found("which gas is special"), ["电子特种气体"]);
  assert.deepEqual(found("毫不相干"), []);
});
