// @ts-check
// The drawing of a chain: what is joined to a product lights up with it.

export function startChain() {
  for (const drawing of document.querySelectorAll("svg.layers")) {
    /** @type {NodeListOf<SVGElement>} */
    const boxes = drawing.querySelectorAll("[data-key]");
    for (const box of boxes) {
      const { key = null } = box.dataset;
      for (const kind of ["mouseenter", "focusin"]) {
        box.addEventListener(kind, () => lightUp(drawing, key));
      }
      for (const kind of ["mouseleave", "focusout"]) {
        box.addEventListener(kind, () => lightUp(drawing, null));
      }
    }
  }
}

/**
 * @param {Element} drawing
 * @param {string | null} key of a product; null puts all lights out
 */
function lightUp(drawing, key) {
  drawing.classList.toggle("lit", key !== null);
  const near = new Set([key]);
  /** @type {NodeListOf<SVGElement>} */
  const edges = drawing.querySelectorAll("[data-joins]");
  for (const edge of edges) {
    const ends = (edge.dataset.joins ?? "").split(" ");
    const isOn = key !== null && ends.includes(key);
    edge.classList.toggle("on", isOn);
    if (isOn) for (const end of ends) near.add(end);
  }
  /** @type {NodeListOf<SVGElement>} */
  const boxes = drawing.querySelectorAll("[data-key]");
  for (const box of boxes) box.classList.toggle("on", near.has(box.dataset.key ?? null));
}
