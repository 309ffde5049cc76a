import assert from "node:assert/strict";
import { test } from "node:test";

import * as states from "../../../src/ecograph/pages/assets/state.js";
import { Store } from "../../../src/ecograph/pages/assets/store.js";
import { edgesOf, graphOf } from "./help.js";

const graph = graphOf({ a: "Firm", b: "Product", "c~d%7E": "City" }, edgesOf("a>b"), {
  columns: { community: [0, 1, -1] },
});

/** The address of a state as text, and the state that an address of text holds. */
function hashOf(state) {
  const address = Object.entries(states.addressOf(graph, state)).filter(([, value]) => value);
  return new URLSearchParams(address).toString();
}
function stateOf(hash) {
  const address = new URLSearchParams(hash);
  return states.stateFrom(graph, (name) => address.get(name));
}

test("a fresh state needs no address", () => {
  assert.equal(hashOf(states.freshState(graph)), "");
  assert.deepEqual(stateOf(""), states.freshState(graph));
});

test("every part of a state comes back from its address", () => {
  const state = states.freshState(graph);
  state.off.class.add(1).add(2);
  state.off.document.add(1);
  Object.assign(state, {
    focus: 0, hops: 3, path: [1, 2], selected: 2, size: "same", colour: "plain", names: false,
    alone: !state.alone, tab: "edges", open: new Set([1, 0]),
  });
  assert.deepEqual(stateOf(hashOf(state)), { ...state, open: new Set([0, 1]) });
});

test("addresses are as they always were, so that old ones lead to the same", () => {
  const state = states.freshState(graph);
  state.off.relation.add(0);
  state.off.class.add(0);
  Object.assign(state, { focus: 1, selected: 0, path: [0, 1], names: false, colour: "degree" });
  assert.equal(
    hashOf(state),
    "off=c.Firm%7Et.supplies&focus=b&hops=1&sel=a&path=a%7Eb&colour=degree&names=0",
  );
  const old = stateOf("off=c.City~m.planned~l.implied~s.paper&open=1&alone=0&hops=2&focus=a");
  assert.deepEqual(
    states.FILTERS.map((name) => [...old.off[name]]), [[2], [], [1], [1], [0]],
  );
  assert.deepEqual([old.focus, old.hops, old.alone, [...old.open]], [0, 2, false, [1]]);
});

test("what is not drawn at first is off, and an address says what the reader has changed", () => {
  const quiet = graphOf({ a: "Firm", b: "Firm" }, edgesOf("a>b"), { quiet: ["in"] });
  const row = (name) => quiet.legends.relation.findIndex(({ key }) => key === name);
  const fresh = states.freshState(quiet);
  assert.deepEqual([...fresh.off.relation], [row("in")]);
  assert.equal(states.addressOf(quiet, fresh).off, "");
  fresh.off.relation.delete(row("in"));
  fresh.off.relation.add(row("supplies"));
  const { off } = states.addressOf(quiet, fresh);
  assert.equal(off, "t.in~t.supplies");
  const back = states.stateFrom(quiet, (name) => (name === "off" ? off : null));
  assert.deepEqual([...back.off.relation], [row("supplies")]);
});

test("marks, moved nodes and the path that is chosen come back", () => {
  const state = states.freshState(graph);
  Object.assign(state, { mark: 4, path: [0, 1], nth: 2, moved: new Map([[1, [-30, 7]]]) });
  const back = stateOf(hashOf(state));
  assert.deepEqual([back.mark, back.nth, [...back.moved]], [4, 2, [[1, [-30, 7]]]]);
  assert.equal(stateOf("at=x.y.a~1.2.nobody").moved.size, 0);
});

test("a page around something opens there, and an address can say that it was left", () => {
  const around = graphOf({ a: "Firm", b: "Firm" }, edgesOf("a>b"), { centre: "b", hops: 2 });
  const state = states.freshState(around);
  assert.deepEqual([state.focus, state.selected, state.hops], [1, 1, 2]);
  assert.equal(states.addressOf(around, state).focus, null);
  state.focus = null;
  const address = states.addressOf(around, state);
  assert.equal(states.stateFrom(around, (name) => address[name]).focus, null);
});

test("keys with a ~ come back whole", () => {
  const state = states.freshState(graph);
  state.off.document.add(1);
  Object.assign(state, { selected: 2, path: [2, 0] });
  const back = stateOf(hashOf(state));
  assert.deepEqual([[...back.off.document], back.selected, back.path], [[1], 2, [2, 0]]);
});

test("nodes without an edge are shown among few, not among many, or as asked", () => {
  const ids = Array.from({ length: 61 }, (_, i) => [`n${i}`, "Firm"]);
  const many = graphOf(Object.fromEntries(ids), []);
  for (const alone of [true, false]) {
    for (const [some, fresh] of [[graph, true], [many, false]]) {
      const state = { ...states.freshState(some), alone };
      const address = states.addressOf(some, state);
      assert.equal(address.alone, alone === fresh ? null : String(Number(alone)));
      assert.equal(states.stateFrom(some, (name) => address[name]).alone, alone);
    }
  }
});

test("what an address says wrongly is as in a fresh state", () => {
  const wrong =
    "off=c.%00~t.no~~x~constructor.a&sel=nobody&hops=x&path=a~b~a&open=999~-1~0.5~x&tab=zz" +
    "&size=toString&colour=nothing&focus=";
  assert.deepEqual(stateOf(wrong), states.freshState(graph));
  assert.equal(stateOf("hops=99").hops, 6);
  assert.equal(stateOf("hops=-3").hops, 1);
});

function storeOf() {
  const written = [];
  const shown = [];
  const store = new Store(graph, (address) => written.push(address));
  store.begin(() => null, (how) => shown.push(how));
  return { store, written, shown };
}

test("a change is written down, shown and undone", () => {
  const { store, written, shown } = storeOf();
  store.change((state) => state.off.class.add(0), { fit: true });
  assert.equal(written.at(-1).off, "c.Firm");
  assert.deepEqual(shown, [{ fit: true }]);
  assert.ok(store.canUndo);
  store.undo();
  assert.equal(written.at(-1).off, "");
  assert.equal(store.state.off.class.size, 0);
  assert.ok(!store.canUndo);
  store.undo();
  assert.equal(shown.length, 2);
});

test("a change that changes nothing is neither shown nor undone", () => {
  const { store, shown } = storeOf();
  store.change((state) => (state.hops = 1));
  assert.deepEqual([shown.length, store.canUndo], [0, false]);
});

test("what nobody would undo is not kept, and a reset keeps the tab", () => {
  const { store } = storeOf();
  store.change((state) => (state.tab = "edges"), { keep: false });
  assert.ok(!store.canUndo);
  store.change((state) => (state.selected = 1));
  store.reset();
  assert.deepEqual([store.state.selected, store.state.tab], [null, "edges"]);
  store.undo();
  assert.equal(store.state.selected, 1);
});

test("a hundred changes can be undone", () => {
  const { store } = storeOf();
  for (let i = 0; i < 120; i++) store.change((state) => (state.focus = i % 3));
  let undone = 0;
  for (; store.canUndo; undone++) store.undo();
  assert.deepEqual([undone, store.state.focus], [100, 19 % 3]); // after the twentieth change
});
