// @ts-check
// What a reader can keep: PNG, SVG and CSV of what is shown, and an address that leads to it.
import { csvText, edgeRows, entityRows } from "./csv.js";
import { byId, el } from "./dom.js";
import { saveFile } from "./saving.js";
import { svgText } from "./svg.js";
import { language, t } from "./texts.js";
import { inLight, isDark, paint } from "./theme.js";

/** @import { Scene } from "./scene.js" */
/** @import { Store } from "./store.js" */

const LONGEST_FILE_NAME = 60;
const MOST_PIXELS = 8000; // of a side of a picture

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
  saveFile(content, type, name);
  report(name);
}

/**
 * A drawing as SVG on a canvas, twice as fine as it is large as far as browsers can.
 * @param {string} svg
 * @returns {Promise<Blob>}
 */
async function pngOf(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const fine = Math.min(2, MOST_PIXELS / Math.max(image.width, image.height));
  const sheet = el("canvas", { width: image.width * fine, height: image.height * fine });
  sheet.getContext("2d")?.drawImage(image, 0, 0, sheet.width, sheet.height);
  return new Promise((done, failed) =>
    sheet.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"),
  );
}

/** @param {string} id the words of an element, in the language of the page */
const shownIn = (id) => byId(id).querySelector(`.${language()}`)?.textContent ?? "";

/**
 * What is shown as SVG, in light colours.
 * @param {Scene} scene
 * @param {Store} store
 */
function pictureOf(scene, store) {
  const svg = inLight(() => {
    scene.show(store.state, false);
    return svgText(scene, paint, {
      title: shownIn("title"),
      note: [shownIn("note"), byId("status").textContent].join(" · "),
      made: shownIn("made"),
    });
  });
  scene.show(store.state, isDark());
  return svg;
}

/**
 * @param {Scene} scene
 * @param {Store} store
 */
export function startDownloads(scene, store) {
  /** @type {(id: string, press: () => void) => void} */
  const on = (id, press) => byId(id).addEventListener("click", press);
  const svg = () => pictureOf(scene, store);
  on("png", () => {
    report(t("net.png_making"));
    pngOf(svg()).then(
      (blob) => save(blob, "image/png", "png"),
      () => report(t("net.png_failed")),
    );
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
