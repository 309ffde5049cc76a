// What can be taken away: PNG, SVG and CSV of what is shown, and a link to it.
eco.take = (() => {
  const g = eco.graph;
  if (!g) return null;
  const stem = () => (document.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "ecograph").slice(0, 60);
  const save = (blob, ending) => {
    const link = eco.el("a", { href: URL.createObjectURL(blob), download: `${stem()}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    eco.byId("taken").textContent = `${stem()}.${ending}`;
  };
  const xml = (words) => words.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "");
  // A cell that no spreadsheet runs as a formula.
  const cell = (value) => {
    let words = String(value ?? "");
    if (typeof value === "string" && /^[=+\-@\t\r＝＋－＠]/.test(words)) words = "'" + words;
    return /[",\n\r]/.test(words) ? `"${words.replace(/"/g, '""')}"` : words;
  };
  const csv = (rows) => new Blob(["\ufeff" + rows.map((r) => r.map(cell).join(",")).join("\n") + "\n"], { type: "text/csv" });

  const svg = () => {
    const { items, pairs } = g.shown;
    const spots = items.map(g.spot);
    const x0 = Math.min(...spots.map((s) => s[0])) - 60;
    const y0 = Math.min(...spots.map((s) => s[1])) - 40;
    const wide = Math.max(...spots.map((s) => s[0])) - x0 + 160;
    const high = Math.max(...spots.map((s) => s[1])) - y0 + 50;
    const p = eco.paint;
    const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x0} ${y0} ${wide} ${high}" width="${wide}" height="${high}" font-family="system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif" font-size="11">`,
      `<title>${xml(document.title)}</title><rect x="${x0}" y="${y0}" width="${wide}" height="${high}" fill="${p.ground}"/>`, `<g stroke="${p.edge}" fill="none">`];
    for (const pair of pairs) {
      const [[ax, ay], [bx, by]] = [g.spot(pair.a), g.spot(pair.b)];
      const dash = pair.modality < g.modalities.length ? g.modalities[pair.modality][3] : [];
      parts.push(`<line x1="${ax}" y1="${ay}" x2="${bx}" y2="${by}"${dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : ""}/>`);
    }
    parts.push("</g>");
    for (const i of items) {
      const [x, y] = g.spot(i);
      parts.push(`${eco.svgShape(g.shape(i), x, y, g.size(i))} fill="${g.colour(i)}"><title>${xml(g.name(i))}</title></${g.shape(i) === "dot" ? "circle" : "polygon"}>`);
    }
    if (items.length <= 2000) for (const i of items) {
      const [x, y] = g.spot(i);
      parts.push(`<text x="${x + g.size(i) + 3}" y="${y + 4}" fill="${p.ink}" stroke="${p.halo}" stroke-width="3" paint-order="stroke">${xml(g.name(i))}</text>`);
    }
    parts.push("</svg>");
    return parts.join("\n");
  };
  const picture = () => {
    const under = document.querySelector("#canvas canvas");
    const over = eco.byId("over");
    const sheet = eco.el("canvas", { width: under.width, height: under.height });
    const ctx = sheet.getContext("2d");
    ctx.fillStyle = eco.paint.ground;
    ctx.fillRect(0, 0, sheet.width, sheet.height);
    ctx.drawImage(under, 0, 0);
    ctx.drawImage(over, 0, 0, sheet.width, sheet.height);
    return sheet;
  };
  const entities = () => [["id", "class", "label_zh", "label_en", ...g.data.measures.map((m) => m[0])],
    ...g.shown.nodes.map((i) => [g.nodes[i][0], g.classes[g.nodes[i][1]][0], g.nodes[i][2], g.nodes[i][3] || g.nodes[i][2], ...g.nodes[i][8]])];
  const edges = () => [["statement", "source", "target", "relation", "modality", "basis", "cited", "paragraph", "span", "value"],
    ...g.shown.edges.map((e) => g.edges[e]).map((e) => [e[8] || "", g.nodes[e[0]][0], g.nodes[e[1]][0], g.relations[e[2]][0], g.modalities[e[3]][0], g.evidence[e[4]][0], g.sources[e[5]][0], e[6] || "", e[7] || "", g.note(e)])];
  return {
    begin() {
      const on = (id, f) => eco.byId(id).addEventListener("click", f);
      on("png", () => picture().toBlob((blob) => save(blob, "png"), "image/png"));
      on("svg", () => save(new Blob([svg()], { type: "image/svg+xml" }), "svg"));
      on("csv-entities", () => save(csv(entities()), "entities.csv"));
      on("csv-edges", () => save(csv(edges()), "edges.csv"));
      on("link", () => {
        const say = (key) => (eco.byId("taken").textContent = eco.t(key));
        const copy = navigator.clipboard ? navigator.clipboard.writeText(location.href) : Promise.reject(new Error());
        copy.then(() => say("net.link_done"), () => say("net.link_failed"));
      });
      addEventListener("beforeprint", () => {
        eco.byId("print-image").src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg());
      });
    },
    svg, entities, edges,
  };
})();
