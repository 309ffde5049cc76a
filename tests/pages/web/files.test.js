import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import * as csv from "../../../src/ecograph/pages/assets/csv.js";
import { Scene } from "../../../src/ecograph/pages/assets/scene.js";
import { outline } from "../../../src/ecograph/pages/assets/shapes.js";
import { freshState } from "../../../src/ecograph/pages/assets/state.js";
import { escapeXml, svgShape, svgText } from "../../../src/ecograph/pages/assets/svg.js";
import { setLanguage } from "../../../src/ecograph/pages/assets/texts.js";
import { graphOf } from "./help.js";

const PAINT = { ground: "#fff", edge: "#999", ink: "#000", halo: "#fff" };

beforeEach(() => setLanguage("en"));

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
    ["id", "class", "label_zh", "label_en", "degree"],
    ["a", "Firm", "a中", "A", 1],
    ["b", "City", "b中", "b中", null],
  ]);
  const [head, row] = csv.edgeRows(scene);
  assert.deepEqual(Object.fromEntries(head.map((name, i) => [name, row[i]])), {
    statement: "st", source: "a", target: "b", relation: "in", modality: "exists",
    evidence: "implied", cited: "news~1", licence: "CC BY 4.0", paragraph: 7, span: "3..9",
    locator: "row 4", value: "sixty", doubt_zh: "疑", doubt_en: "unclear",
  });
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
  const svg = svgText(scene, PAINT, "a <title>");
  assert.ok(svg.includes("<title>a &#60;title&#62;</title>") && !svg.includes("<script"));
  assert.ok(svg.includes("<desc>CC BY 4.0</desc>"));
  assert.equal(svg.match(/<polygon /g).length, 3);
  assert.equal(svg.match(/<line /g).length, 2);
  assert.equal(svg.match(/stroke-dasharray="7 5"/g).length, 1);
  assert.equal(svg.match(/B &#38; C/g).length, 2);
  assert.match(svg, /viewBox="-60 -40 420 90"/);
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
