// What lies over the drawing: names that do not run into each other, and what is picked out.
eco.over = (() => {
  const g = eco.graph;
  if (!g) return null;
  const canvas = eco.byId("over");
  const ctx = canvas.getContext("2d");
  const FONT = '12px system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
  const widths = new Map();
  const over = { picked: null, hovered: null };
  let ranked = [];

  const width = (words) => {
    if (!widths.has(words)) { ctx.font = FONT; widths.set(words, ctx.measureText(words).width); }
    return widths.get(words);
  };
  const shorten = (words) => (words.length > 26 ? words.slice(0, 25) + "…" : words);
  over.rank = () => {
    ranked = [...g.shown.items].sort((a, b) => g.size(b) - g.size(a) || g.pairsAt.get(b).length - g.pairsAt.get(a).length || a - b);
  };
  // Names by their weight, each only where it is free; the entities picked out come first.
  const names = (at, scale, wanted, most) => {
    const taken = new Map();
    const free = (x0, y0, x1, y1) => {
      const cells = [];
      for (let cx = Math.floor(x0 / 40); cx <= Math.floor(x1 / 40); cx++)
        for (let cy = Math.floor(y0 / 16); cy <= Math.floor(y1 / 16); cy++) {
          const cell = cx * 10007 + cy;
          for (const [a, b, c, d] of taken.get(cell) || []) if (x0 < c && x1 > a && y0 < d && y1 > b) return null;
          cells.push(cell);
        }
      return cells;
    };
    const box = [canvas.clientWidth, canvas.clientHeight];
    ctx.font = FONT;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    let drawn = 0;
    for (const [i, strong] of wanted) {
      if (drawn >= most) break;
      const [x, y] = at(i);
      if (x < -20 || y < -20 || x > box[0] + 20 || y > box[1] + 20) continue;
      const words = shorten(g.name(i));
      const wide = width(words);
      const r = Math.max(g.size(i) * scale, 2);
      for (const [x0, y0] of [[x + r + 3, y - 7], [x - wide / 2, y + r + 2], [x - r - 3 - wide, y - 7]]) {
        const cells = free(x0 - 1, y0, x0 + wide + 1, y0 + 14);
        if (!cells) continue;
        const spot = [x0 - 1, y0, x0 + wide + 1, y0 + 14];
        cells.forEach((c) => (taken.get(c) ? taken.get(c).push(spot) : taken.set(c, [spot])));
        ctx.strokeStyle = eco.paint.halo;
        ctx.lineWidth = 3.5;
        ctx.strokeText(words, x0, y0 + 7);
        ctx.fillStyle = eco.paint.ink;
        ctx.font = strong ? "600 " + FONT : FONT;
        ctx.fillText(words, x0, y0 + 7);
        ctx.font = FONT;
        drawn++;
        break;
      }
    }
  };
  const line = (at, scale, pair, strong) => {
    const [[ax, ay], [bx, by]] = [at(pair.a), at(pair.b)];
    const dashes = pair.modality < g.modalities.length ? g.modalities[pair.modality][3] : [];
    ctx.setLineDash(dashes);
    ctx.strokeStyle = strong ? eco.paint.accent : eco.paint.border;
    ctx.lineWidth = strong ? 2.2 : 1.3;
    ctx.beginPath();
    ctx.moveTo(ax, ay);
    ctx.lineTo(bx, by);
    ctx.stroke();
    ctx.setLineDash([]);
    const far = Math.hypot(bx - ax, by - ay) || 1;
    if (far < 24 || !g.data.directed) return;
    const head = (from, to, i) => {
      const r = Math.max(g.size(i) * scale, 2) + 1;
      const [ux, uy] = [(to[0] - from[0]) / far, (to[1] - from[1]) / far];
      const [px, py] = [to[0] - ux * r, to[1] - uy * r];
      ctx.beginPath();
      ctx.moveTo(px, py);
      ctx.lineTo(px - ux * 8 - uy * 3.5, py - uy * 8 + ux * 3.5);
      ctx.lineTo(px - ux * 8 + uy * 3.5, py - uy * 8 - ux * 3.5);
      ctx.closePath();
      ctx.fillStyle = ctx.strokeStyle;
      ctx.fill();
    };
    if (pair.ab) head([ax, ay], [bx, by], pair.b);
    if (pair.ba) head([bx, by], [ax, ay], pair.a);
  };
  const tieName = (at, pair, taken) => {
    const [[ax, ay], [bx, by]] = [at(pair.a), at(pair.b)];
    if (Math.hypot(bx - ax, by - ay) < 70) return;
    const kinds = [...new Set(pair.edges.map((e) => g.label(g.relations[g.edges[e][2]])))];
    const words = kinds.slice(0, 2).join("、") + (kinds.length > 2 ? "…" : "");
    const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
    if (taken.some(([tx, ty]) => Math.abs(tx - x) < 50 && Math.abs(ty - y) < 13)) return;
    taken.push([x, y]);
    ctx.font = FONT.replace("12px", "11px");
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.strokeStyle = eco.paint.halo;
    ctx.lineWidth = 3.5;
    ctx.strokeText(words, x, y);
    ctx.fillStyle = eco.paint.soft;
    ctx.fillText(words, x, y);
    ctx.textAlign = "left";
  };
  over.draw = () => {
    const dense = window.devicePixelRatio || 1;
    const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(wide * dense) || canvas.height !== Math.round(high * dense)) {
      canvas.width = Math.round(wide * dense);
      canvas.height = Math.round(high * dense);
    }
    ctx.setTransform(dense, 0, 0, dense, 0, 0);
    ctx.clearRect(0, 0, wide, high);
    if (!g.net) return;
    const scale = g.net.getScale();
    const origin = g.net.canvasToDOM({ x: 0, y: 0 });
    const at = (i) => { const [x, y] = g.spot(i); return [origin.x + x * scale, origin.y + y * scale]; };
    const picked = over.picked;
    const inside = picked ? new Set(picked.nodes.filter((i) => g.pairsAt.has(i))) : null;
    if (picked && inside.size) {
      ctx.globalAlpha = 0.8;
      ctx.fillStyle = eco.paint.ground;
      ctx.fillRect(0, 0, wide, high);
      ctx.globalAlpha = 1;
      picked.pairs.forEach((pair) => line(at, scale, pair, picked.strong));
      for (const i of inside) {
        const [x, y] = at(i);
        eco.drawShape(ctx, g.shape(i), x, y, Math.max(g.size(i) * scale, 3));
        ctx.fillStyle = g.colour(i);
        ctx.fill();
        if (picked.main.includes(i)) { ctx.strokeStyle = eco.paint.focus; ctx.lineWidth = 3; ctx.stroke(); }
      }
      const taken = [];
      if (picked.pairs.length <= 30) picked.pairs.forEach((pair) => tieName(at, pair, taken));
      const rest = [...inside].filter((i) => !picked.main.includes(i)).sort((a, b) => g.size(b) - g.size(a) || a - b);
      names(at, scale, [...picked.main.filter((i) => inside.has(i)).map((i) => [i, true]), ...rest.map((i) => [i, false])], 150);
    } else if (over.showNames) {
      names(at, scale, ranked.map((i) => [i, false]), Math.min(140, Math.max(16, (wide * high) / 8000)));
    }
    for (const i of [over.mark, over.hovered]) {
      if (i === null || i === undefined || !g.pairsAt.has(i)) continue;
      const [x, y] = at(i);
      eco.drawShape(ctx, g.shape(i), x, y, Math.max(g.size(i) * scale, 3));
      ctx.strokeStyle = eco.paint.focus;
      ctx.lineWidth = 2.5;
      ctx.stroke();
      names(at, scale, [[i, true]], 1);
    }
  };
  eco.repaint = () => {
    eco.paint = Object.fromEntries(["ground", "halo", "ink", "soft", "accent", "border", "focus", "edge"].map((n) => [n, eco.colour(n)]));
  };
  eco.repaint();
  return over;
})();
