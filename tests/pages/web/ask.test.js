// Questions as people type them: which entity, what is asked of it, and the answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answersTo, asked } from "../../../src/ecograph/pages/assets/ask.js";

const entry = (search, weight = 1) => ({ search, weight, name: () => search, note: () => "" });
const ENTRIES = [
  entry("驱动ic|qudongic|driver ic|driver-ic"),
  entry("天马|tianma"),
  entry("嘉庚创新实验室|嘉庚实验室|jiageng lab"),
  entry("平板显示|flat panel display"),
  entry("厦门天马微电子有限公司|xiamen tianma microelectronics"),
  entry("显示"),
];

const found = (question) => {
  const asking = asked(question, ENTRIES);
  return asking && [asking.kind, asking.about];
};

test("the forms that people type", () => {
  assert.deepEqual(found("谁生产驱动IC"), ["makes", 0]);
  assert.deepEqual(found("谁生产驱动ＩＣ？"), ["makes", 0]);
  assert.deepEqual(found("驱动IC的生产企业"), ["makes", 0]);
  assert.deepEqual(found("哪些企业做驱动IC"), ["makes", 0]);
  assert.deepEqual(found("天马需要什么"), ["needs", 1]);
  assert.deepEqual(found("谁需要驱动IC"), ["users", 0]);
  assert.deepEqual(found("嘉庚实验室能帮谁"), ["helps", 2]);
  assert.deepEqual(found("平板显示缺什么"), ["lacks", 3]);
  assert.deepEqual(found("平板显示哪里断了"), ["lacks", 3]);
  assert.deepEqual(found("谁能补驱动IC"), ["mends", 0]);
});

test("in English", () => {
  assert.deepEqual(found("Who makes driver IC?"), ["makes", 0]);
  assert.deepEqual(found("what does Tianma need"), ["needs", 1]);
  assert.deepEqual(found("Whom could Jiageng Lab help?"), ["helps", 2]);
  assert.deepEqual(found("What is flat panel display lacking?"), ["lacks", 3]);
  assert.deepEqual(found("who could mend driver ic"), ["mends", 0]);
});

test("the longest name counts", () => {
  assert.deepEqual(found("厦门天马微电子有限公司需要什么"), ["needs", 4]);
  assert.deepEqual(found("平板显示需要什么"), ["needs", 3]);
});

test("a name that takes in more of the question is meant", () => {
  const more = [...ENTRIES, entry("厦门市|厦门|xiamen"), entry("显示玻璃基板|display glass substrate")];
  const of = (question) => {
    const asking = asked(question, more);
    return asking && [asking.kind, asking.about];
  };
  assert.deepEqual(of("厦门天马微电子缺什么"), ["lacks", 4]);
  assert.deepEqual(of("天马微电子（厦门）需要哪些产品？"), ["needs", 4]);
  assert.deepEqual(of("What does Tianma Microelectronics (Xiamen) need?"), ["needs", 4]);
  assert.deepEqual(of("what does Xiamen Tianma Microelectronics need"), ["needs", 4]);
  assert.deepEqual(of("谁可能补上“显示玻璃基板”这个缺口？"), ["mends", 7]);
  assert.deepEqual(of("who might close the gap in display glass substrates"), ["mends", 7]);
  assert.deepEqual(of("Which gaps could Jiageng Lab mend?"), ["helps", 2]);
  assert.deepEqual(of("厦门需要什么"), ["needs", 6]);
});

test("shortened names", () => {
  assert.deepEqual(found("嘉庚创实验室能帮谁"), ["helps", 2]);
  assert.deepEqual(found("微电子需要什么"), ["needs", 4]);
  assert.equal(found("庚验室能帮谁"), null);
});

test("a name alone, or a question of nothing known, is searched as a name", () => {
  assert.equal(found("天马"), null);
  assert.equal(found("谁生产飞碟"), null);
  assert.equal(found(""), null);
});

test("answers are places with how sure they are", () => {
  const answers = { makes: { 0: [1, 0, 4, 2] } };
  const asking = asked("谁生产驱动IC", ENTRIES);
  assert.deepEqual(answersTo(asking, answers), [
    { at: 1, level: 0 },
    { at: 4, level: 2 },
  ]);
  assert.deepEqual(answersTo({ kind: "needs", about: 0 }, answers), []);
});
