// @ts-check
// What a reader can keep: PNG, SVG and CSV of what is shown, and an address that leads to it.
import { csvText, edgeRows, entityRows } from "./csv.js";
import { byId, el } from "./dom.js";
import { svgText } from "./svg.js";
import { t } from "./texts.js";
import { paint } from "./theme.js";

/** @import { Scene } from "./scene.js" */

const LONGEST_FILE_NAME = 60;
const KEPT = 10_000; // milliseconds until the browser may forget a file that it has saved

/** The name of a file after the title of the page. */
const stem = () => {
  const words = document.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return (words || "ecograph").slice(0, LONGEST_FILE_NAME);
};

/** @param {string} words */
const report = (words) => (byId("downloaded").textContent = words);

/**
 * @param {BlobPart} content
 * @param {string} type
 * @param {string} ending
 */
function save(content, type, ending) {
  const name = `${stem()}.${ending}`;
  const href = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT);
  report(name);
}

/** The drawing with its names on one canvas. */
function picture() {
  const drawing = /** @type {HTMLCanvasElement} */ (document.querySelector("#canvas canvas"));
  const overlay = /** @type {HTMLCanvasElement} */ (byId("overlay"));
  const sheet = el("canvas", { width: drawing.width, height: drawing.height });
  const ctx = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
  ctx.fillStyle = paint.ground;
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  ctx.drawImage(drawing, 0, 0);
  ctx.drawImage(overlay, 0, 0, sheet.width, sheet.height);
  return sheet;
}

/** @param {Scene} scene */
export function startDownloads(scene) {
  /** @type {(id: string, press: () => void) => void} */
  const on = (id, press) => byId(id).addEventListener("click", press);
  const svg = () => svgText(scene, paint, document.title);
  on("png", () => {
    picture().toBlob((blob) => blob && save(blob, "image/png", "png"), "image/png");
  });
  on("svg", () => save(svg(), "image/svg+xml", "svg"));
  on("csv-entities", () => save(csvText(entityRows(scene)), "text/csv", "entities.csv"));
  on("csv-edges", () => save(csvText(edgeRows(scene)), "text/csv", "edges.csv"));
  on("link", () => {
    const copied = navigator.clipboard
      ? navigator.clipboard.writeText(location.href)
      : Promise.reject(new Error("no clipboard"));
    copied.then(
      () => report(t("net.link_done")),
      () => report(t("net.link_failed")),
    );
  });
  addEventListener("beforeprint", () => {
    const image = /** @type {HTMLImageElement} */ (byId("print-image"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg())}`;
  });
}
