// The shapes of nodes, as outlines: the same for the canvas, the legend and SVG.
eco.outline = (shape, x, y, r) => {
  const ring = (n, turn, radius) =>
    Array.from({ length: n }, (_, i) => {
      const a = turn + (i * 2 * Math.PI) / n;
      const far = typeof radius === "function" ? radius(i) : radius;
      return [x + far * Math.cos(a), y + far * Math.sin(a)];
    });
  if (shape === "square") return [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]];
  if (shape === "diamond") return ring(4, 0, r * 1.2);
  if (shape === "triangle") return ring(3, -Math.PI / 2, r * 1.25);
  if (shape === "triangleDown") return ring(3, Math.PI / 2, r * 1.25);
  if (shape === "star") return ring(10, -Math.PI / 2, (i) => (i % 2 ? r * 0.55 : r * 1.25));
  if (shape === "hexagon") return ring(6, 0, r * 1.05);
  return null; // a dot
};

eco.drawShape = (ctx, shape, x, y, r) => {
  const points = eco.outline(shape, x, y, r);
  ctx.beginPath();
  if (points) {
    points.forEach(([px, py], i) => (i ? ctx.lineTo(px, py) : ctx.moveTo(px, py)));
    ctx.closePath();
  } else ctx.arc(x, y, r, 0, 2 * Math.PI);
};

eco.svgShape = (shape, x, y, r) => {
  const points = eco.outline(shape, x, y, r);
  const one = (v) => String(Math.round(v * 10) / 10);
  if (!points) return `<circle cx="${one(x)}" cy="${one(y)}" r="${one(r)}"`;
  return `<polygon points="${points.map(([px, py]) => one(px) + "," + one(py)).join(" ")}"`;
};

eco.svgEl = (tag, attributes, ...kids) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...kids);
  return made;
};

eco.swatch = (shape, colour) => {
  const points = eco.outline(shape, 8, 8, 5.5);
  const paint = { fill: colour };
  const kid = points
    ? eco.svgEl("polygon", { points: points.map((p) => p.join(",")).join(" "), ...paint })
    : eco.svgEl("circle", { cx: 8, cy: 8, r: 5.5, ...paint });
  return eco.svgEl("svg", { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" }, kid);
};

eco.lineSwatch = (dashes) =>
  eco.svgEl("svg", { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" },
    eco.svgEl("line", { x1: 0, y1: 8, x2: 16, y2: 8, stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": dashes.map((d) => d / 2).join(" ") }));
