import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import * as csv from "../../../src/ecograph/pages/assets/csv.js";
import { Scene } from "../../../src/ecograph/pages/assets/scene.js";
import { outline } from "../../../src/ecograph/pages/assets/shapes.js";
import { freshState } from "../../../src/ecograph/pages/assets/state.js";
import { escapeXml, svgShape, svgText } from "../../../src/ecograph/pages/assets/svg.js";
import { setLanguage, useTexts } from "../../../src/ecograph/pages/assets/texts.js";
import { edgesOf, graphOf } from "./help.js";

const PAINT = {
  ground: "#fff", edge: "#999", ink: "#000", halo: "#fff", soft: "#555", "lacking-line": "#a00",
};
const TEXTS = ["name", "class", "marks", "from", "relation", "to", "value", "modality", "evidence",
  "said_in", "paragraph_head", "span_head", "locator_head", "doubt"];

beforeEach(() => {
  setLanguage("en");
  useTexts({
    ...Object.fromEntries(TEXTS.map((key) => [`net.${key}`, [`${key}中`, key]])),
    "net.sources_all": ["来源：{names}", "Sources: {names}"],
    "net.names_left": ["{n} 个", "{n} left"],
  });
});

function sceneOf(nodes, edges, more) {
  const graph = graphOf(nodes, edges, more);
  const scene = new Scene(graph);
  scene.show(freshState(graph), false);
  return scene;
}

test("a cell with a comma, a quote or a new row is quoted", () => {
  assert.equal(csv.csvCell("plain"), "plain");
  assert.equal(csv.csvCell('a "b", c'), '"a ""b"", c"');
  assert.equal(csv.csvCell("two\nrows"), '"two\nrows"');
  assert.equal(csv.csvCell(null), "");
});

test("no cell runs as a formula, full-width signs neither", () => {
  for (const sign of "=+-@\t\r＝＋－＠") {
    assert.ok(csv.csvCell(`${sign}HYPERLINK(1)`).replace(/^"/, "").startsWith(`'${sign}`), sign);
  }
  assert.equal(csv.csvCell("a=1"), "a=1");
  assert.equal(csv.csvCell(-3), "-3");
  assert.equal(csv.csvCell('=1,"'), `"'=1,"""`);
});

test("a table is UTF-8 by its first character and ends its last row", () => {
  assert.equal(csv.csvText([["id", "值"], [1, "b"]]), "\ufeffid,值\n1,b\n");
});

test("the tables hold what is shown, by its keys", () => {
  const scene = sceneOf(
    { a: "Firm", b: "City" },
    [{ source: "a", target: "b", relation: "in", evidence: "implied", document: "news~1" }],
    { columns: { en: ["A", ""] }, values: { degree: [1, null] } },
  );
  Object.assign(scene.graph.edges, { statement: ["st"], paragraph: [7], span: ["3..9"] });
  scene.graph.edges.locator = ["row 4"];
  Object.assign(scene.graph.edges, { noteZh: ["六十"], noteEn: ["sixty"], doubt: [1] });
  assert.deepEqual(csv.entityRows(scene), [
    ["name", "class", "marks", "degree", "id", "class", "label_zh", "label_en"],
    ["A", "Firm", "", 1, "a", "Firm", "a中", "A"],
    ["b中", "City", "", null, "b", "City", "b中", "b中"],
  ]);
  const [head, row] = csv.edgeRows(scene);
  assert.deepEqual(head.slice(0, 3), ["from", "relation", "to"]);
  assert.deepEqual(row, [
    "A", "in", "b中", "sixty", "exists", "implied", "news~1", 7, "3..9", "row 4", "unclear",
    "st", "a", "in", "b", "exists", "implied", "news~1", "CC BY 4.0",
  ]);
  setLanguage("zh");
  assert.deepEqual(csv.edgeRows(scene)[1].slice(0, 4), ["a中", "in中", "b中", "六十"]);
});

test("XML holds text as text, without what it forbids", () => {
  assert.equal(escapeXml(`<a href="x">'&`), "&#60;a href=&#34;x&#34;&#62;&#39;&#38;");
  assert.equal(escapeXml("a\x00b\x1fc\n"), "abc\n");
});

test("a drawing as SVG has every mark, edge and name, escaped", () => {
  const scene = sceneOf(
    { a: "Firm", b: "Firm", c: "Firm" },
    [{ source: "a", target: "b", modality: "planned" }, { source: "b", target: "c" }],
    { columns: { en: ["<script>", "B & C", "c"] } },
  );
  const words = { title: "a <title>", note: "3 nodes", made: "made by" };
  const svg = svgText(scene, PAINT, words);
  assert.ok(svg.includes("<title>a &#60;title&#62;</title>") && !svg.includes("<script"));
  assert.ok(svg.includes("<desc>CC BY 4.0</desc>"));
  const [lines] = svg.match(/<g stroke="#999" fill="none">\n(<line [^\n]*\n)*/);
  assert.equal(lines.match(/<line /g).length, 2);
  assert.equal(svg.match(/class="arrow"/g).length, 2);
  assert.equal(svg.match(/stroke-dasharray="7 5"/g).length, 2); // the line, and the legend
  assert.equal(svg.match(/B &#38; C/g).length, 2);
  for (const told of ["3 nodes", "made by", "Sources: paper", ">planned<", ">Firm<"]) {
    assert.ok(svg.includes(told), told);
  }
});

test("names on a drawing cover neither nodes nor each other; what has no room is counted", () => {
  const ids = Array.from({ length: 12 }, (_, i) => `n${i}`);
  const scene = sceneOf(Object.fromEntries(ids.map((id) => [id, "Firm"])), edgesOf("n0>n1"), {
    columns: { en: ids.map(() => "a rather long name"), x: ids.map((_, i) => i * 14) },
  });
  const svg = svgText(scene, PAINT, { title: "t", note: "n", made: "m" });
  const found = [...svg.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)"[^>]*paint-order/g)];
  const boxes = found.map(([, x, y]) => [Number(x), Number(y)]);
  for (const [i, [x, y]] of boxes.entries()) {
    for (const [ox, oy] of boxes.slice(i + 1)) {
      assert.ok(Math.abs(x - ox) > 100 || Math.abs(y - oy) >= 13, `${x},${y} ${ox},${oy}`);
    }
  }
  assert.ok(boxes.length && boxes.length < 12);
  assert.ok(svg.includes(`${12 - boxes.length} left`));
});

test("a gap is outlined and a chokepoint has its sign, in the drawing and in its legend", () => {
  const columns = { marks: [17, 0] };
  const scene = sceneOf({ a: "Product", b: "Firm" }, edgesOf("b>a"), { columns });
  const svg = svgText(scene, PAINT, { title: "t", note: "n", made: "m" });
  assert.equal(svg.match(/stroke="#a00"/g).length, 2);
  assert.equal(svg.match(/>◆</g).length, 2);
  assert.equal(svg.match(/◆ a/g).length, 1);
});

test("a shape is closed around its centre; a dot has no corners", () => {
  assert.equal(outline("dot", 0, 0, 5), null);
  for (const [shape, corners] of [["square", 4], ["diamond", 4], ["triangle", 3], ["star", 10]]) {
    const points = outline(shape, 10, 20, 5);
    assert.equal(points.length, corners, shape);
    const [x, y] = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k], 0) / corners);
    assert.ok(Math.abs(x - 10) < 1e-9 && Math.abs(y - 20) < 1e-9, shape);
  }
  const dot = svgShape("dot", [1.26, 2], 5, "#123456", "x");
  assert.equal(dot, '<circle cx="1.3" cy="2" r="5" fill="#123456">x</circle>');
});
