// The network: its data by name, what of it is shown, and the drawing by vis-network.
// A node is [id, class, zh, en, search, x, y, community, measures, fallback];
// an edge is [from, to, relation, modality, evidence, source, paragraph, span, statement,
// note in zh, note in en where it differs].
eco.graph = (() => {
  const data = eco.read("network");
  if (!data) return null;
  const { nodes, edges } = data;
  const count = nodes.length;
  const LARGE = 3000; // edges; beyond this arrows and hovering are left out
  const around = Array.from({ length: count }, () => []);
  edges.forEach((e, i) => { around[e[0]].push(i); if (e[1] !== e[0]) around[e[1]].push(i); });
  const g = {
    data, nodes, edges, count, around,
    classes: data.classes, relations: data.relations, modalities: data.modalities, evidence: data.evidence, sources: data.sources,
    index: new Map(nodes.map((n, i) => [n[0], i])),
    name: (i) => (i >= count ? groupName(i - count) : eco.pick(nodes[i][2], nodes[i][3] || nodes[i][2])),
    note: (e) => eco.pick(e[9] || "", e[10] || e[9] || ""),
    label: (row) => eco.pick(row[1], row[2]),
    communities: 1 + nodes.reduce((most, n) => Math.max(most, n[7]), -1),
    aggregated: Boolean(data.centres),
    folded: false, // whether communities stand for their members now
  };
  const members = Array.from({ length: g.communities }, () => []);
  nodes.forEach((n, i) => n[7] >= 0 && members[n[7]].push(i));
  members.forEach((m) => m.sort((a, b) => around[b].length - around[a].length || a - b));
  g.members = members;
  const groupName = (c) => eco.t("net.group_name", { n: c + 1, name: g.name(members[c][0]), count: members[c].length });
  // A community that is opened keeps to the room between its centre and the next one.
  const centre = data.centres || [];
  const middle = members.map((m) => [5, 6].map((k) => m.reduce((sum, i) => sum + nodes[i][k], 0) / (m.length || 1)));
  const shrink = centre.map(([x, y], c) => {
    const room = centre.reduce((least, [u, v], d) => (d === c ? least : Math.min(least, Math.hypot(u - x, v - y))), 2000) * 0.42;
    const far = members[c].map((i) => Math.hypot(nodes[i][5] - middle[c][0], nodes[i][6] - middle[c][1])).sort((a, b) => a - b);
    return room / (far[Math.floor(far.length * 0.9)] || 1);
  });
  g.spot = (i) => {
    if (g.rings && g.rings.has(i)) return g.rings.get(i);
    if (i >= count) return centre[i - count];
    const c = nodes[i][7];
    if (!g.folded || c < 0) return [nodes[i][5], nodes[i][6]];
    return [5, 6].map((k, j) => centre[c][j] + (nodes[i][k] - middle[c][j]) * shrink[c]);
  };
  g.shape = (i) => (i >= count ? "dot" : g.classes[nodes[i][1]][3]);

  // What is shown: the nodes, and one line for each pair of them that a shown edge joins.
  let moved = false;
  g.shown = { items: [], pairs: [], edges: [], nodes: [], of: new Uint8Array(count) };
  g.compute = (state) => {
    const off = (kind, i) => state.off.has(kind + i);
    const classOn = g.classes.map((_, i) => !off("c", i));
    const on = { t: g.relations.map((_, i) => !off("t", i)), m: g.modalities.map((_, i) => !off("m", i)),
      l: g.evidence.map((_, i) => !off("l", i)), s: g.sources.map((_, i) => !off("s", i)) };
    let edgeOn = edges.map((e) => on.t[e[2]] && on.m[e[3]] && on.l[e[4]] && on.s[e[5]] && classOn[nodes[e[0]][1]] && classOn[nodes[e[1]][1]]);
    let near = null;
    if (state.focus !== null) {
      near = g.within(state.focus, state.hops, edgeOn);
      edgeOn = edgeOn.map((yes, i) => yes && near.has(edges[i][0]) && near.has(edges[i][1]));
    }
    const joined = new Uint8Array(count);
    edges.forEach((e, i) => { if (edgeOn[i]) joined[e[0]] = joined[e[1]] = 1; });
    const of = new Uint8Array(count);
    nodes.forEach((n, i) => {
      of[i] = classOn[n[1]] && (!near || near.has(i)) && (joined[i] || state.isolated || i === state.focus || i === state.sel) ? 1 : 0;
    });
    const fold = g.aggregated && state.focus === null && !state.path;
    const ringed = state.focus === null ? "" : `${state.focus} ${state.hops}`;
    moved = fold !== g.folded || ringed !== g.ringed;
    g.folded = fold;
    g.ringed = ringed;
    g.rings = near ? ringsAround(state.focus, near, edgeOn) : null;
    const stand = (i) => (fold && nodes[i][7] >= 0 && !state.open.has(nodes[i][7]) ? count + nodes[i][7] : i);
    const items = new Set();
    for (let i = 0; i < count; i++) if (of[i]) items.add(stand(i));
    const pairs = new Map();
    edges.forEach((e, i) => {
      if (!edgeOn[i]) return;
      const [a, b] = [stand(e[0]), stand(e[1])];
      if (a === b || a >= count !== b >= count) return; // from an entity to a folded community: left out
      const key = a < b ? a * 1e7 + b : b * 1e7 + a;
      let pair = pairs.get(key);
      if (!pair) pairs.set(key, (pair = { key, a: Math.min(a, b), b: Math.max(a, b), ab: false, ba: false, edges: [], modality: 99 }));
      if (a < b) pair.ab = true; else pair.ba = true;
      pair.edges.push(i);
      pair.modality = Math.min(pair.modality, e[3]);
    });
    g.shown = { items: [...items], pairs: [...pairs.values()], of, edgeOn,
      nodes: nodes.map((_, i) => i).filter((i) => of[i]), edges: edges.map((_, i) => i).filter((i) => edgeOn[i]) };
    g.pairsAt = new Map(g.shown.items.map((i) => [i, []]));
    for (const pair of g.shown.pairs) { g.pairsAt.get(pair.a).push(pair); g.pairsAt.get(pair.b).push(pair); }
    return g.shown;
  };
  // Around a focus: what is one edge away on the first ring, two on the second, each by its branch.
  const ringsAround = (start, near, edgeOn) => {
    const kids = new Map([[start, []]]);
    const depth = new Map([[start, 0]]);
    const order = [start];
    for (const i of order) {
      const next = new Set();
      if (i === start || !hubs.has(nodes[i][1])) for (const e of around[i]) if (edgeOn[e]) for (const j of [edges[e][0], edges[e][1]]) if (near.has(j) && !depth.has(j)) next.add(j);
      for (const j of [...next].sort((a, b) => nodes[a][1] - nodes[b][1] || (nodes[a][0] < nodes[b][0] ? -1 : 1))) {
        depth.set(j, depth.get(i) + 1);
        kids.set(j, []);
        kids.get(i).push(j);
        order.push(j);
      }
    }
    const leaves = new Map();
    for (const i of [...order].reverse()) leaves.set(i, kids.get(i).reduce((sum, k) => sum + leaves.get(k), 0) || 1);
    const wide = [];
    for (const i of order) wide[depth.get(i)] = (wide[depth.get(i)] || 0) + 1;
    // A ring of many is several rings close together.
    const lanes = wide.map((n) => Math.max(1, Math.round(Math.sqrt(n / 16))));
    const radius = [0];
    for (let d = 1; d < wide.length; d++) radius[d] = Math.max(radius[d - 1] + 60 * lanes[d - 1] + 100, ((wide[d] / lanes[d]) * 60) / (2 * Math.PI));
    const spots = new Map();
    const seats = wide.map(() => 0);
    const place = (i, from, to) => {
      const turn = (from + to) / 2;
      const d = depth.get(i);
      const r = radius[d] + (d ? (seats[d]++ % lanes[d]) * 60 : 0);
      spots.set(i, [Math.round(r * 1.35 * Math.cos(turn)), Math.round(r * Math.sin(turn))]);
      let at = from;
      for (const k of kids.get(i)) {
        const share = ((to - from) * leaves.get(k)) / leaves.get(i);
        place(k, at, at + share);
        at += share;
      }
    };
    place(start, -Math.PI, Math.PI);
    return spots;
  };
  // No hop goes through these: they would join nearly everything with everything.
  const hubs = new Set(data.hubs.map((name) => g.classes.findIndex((row) => row[0] === name)));
  g.within = (start, hops, edgeOn) => {
    const seen = new Set([start]);
    let edge = [start];
    for (let h = 0; h < hops; h++) {
      const next = [];
      for (const i of edge) if (i === start || !hubs.has(nodes[i][1])) for (const e of around[i]) if (edgeOn[e]) for (const j of [edges[e][0], edges[e][1]]) {
        if (!seen.has(j)) { seen.add(j); next.push(j); }
      }
      edge = next;
    }
    return seen;
  };
  // The edges of a shortest path along shown edges, without regard to direction.
  g.path = (a, b) => {
    const via = new Map([[a, -1]]);
    let edge = [a];
    while (edge.length && !via.has(b)) {
      const next = [];
      for (const i of edge) for (const e of around[i]) {
        if (!g.shown.edgeOn[e]) continue;
        const j = edges[e][0] === i ? edges[e][1] : edges[e][0];
        if (!via.has(j)) { via.set(j, e); next.push(j); }
      }
      edge = next;
    }
    if (!via.has(b)) return null;
    const steps = [];
    for (let i = b; i !== a; ) {
      const e = via.get(i);
      steps.unshift(e);
      i = edges[e][0] === i ? edges[e][1] : edges[e][0];
    }
    return steps;
  };

  g.measure = (key) => {
    const m = data.measures.findIndex((row) => row[0] === key);
    return m < 0 ? null : nodes.map((n) => n[8][m]);
  };
  // In a wide drawing, seen from afar, entities are drawn larger.
  const reach = (k) => nodes.reduce((m, n) => Math.max(m, n[k]), -1e9) - nodes.reduce((m, n) => Math.min(m, n[k]), 1e9);
  g.swell = Math.min(Math.max(Math.max(reach(5) / 1100, reach(6) / 750) * 0.55, 1), 4);
  // Sizes grow with the square root of the measure; what has no value is drawn smallest.
  g.sizes = (key) => {
    const values = g.measure(key);
    if (!values) return nodes.map(() => 8 * g.swell);
    const most = values.reduce((top, v) => Math.max(top, v || 0), 0) || 1;
    return values.map((v) => (4.5 + 12 * Math.sqrt(Math.max(v || 0, 0) / most)) * g.swell);
  };
  const wheel = [["#0069a8", "#5cb3e6"], ["#c04d00", "#f08b45"], ["#00795a", "#35c29a"], ["#a03a7d", "#e290c3"], ["#8a6500", "#dcb13c"], ["#20707f", "#63bccb"], ["#9c2f2f", "#ef8d85"], ["#3f4a9c", "#9ea8f0"]];
  g.colours = (key) => {
    const dark = eco.dark() ? 1 : 0;
    if (key === "community") return nodes.map((n) => (n[7] < 0 || n[7] > 15 ? (dark ? "#a9b4bf" : "#5a6570") : wheel[n[7] % wheel.length][dark]));
    if (key === "plain") return nodes.map(() => (dark ? "#8cbcf0" : "#17528f"));
    const values = g.measure(key);
    if (!values) return nodes.map((n) => g.classes[n[1]][4 + dark]);
    const most = values.reduce((top, v) => Math.max(top, v || 0), 0) || 1;
    const [low, high] = dark ? [[58, 70, 82], [140, 200, 255]] : [[176, 190, 204], [10, 60, 120]];
    return values.map((v) => {
      if (v === null || v === undefined) return dark ? "#6b5b4b" : "#c5b39f";
      const f = Math.sqrt(Math.max(v, 0) / most);
      return "#" + low.map((c, k) => Math.round(c + (high[k] - c) * f).toString(16).padStart(2, "0")).join("");
    });
  };

  // ------------------------------------------------------------- drawing
  const items = new vis.DataSet();
  const lines = new vis.DataSet();
  const drawnItems = new Map();
  const drawnLines = new Map();
  const small = edges.length <= LARGE;
  g.size = (i) => (i >= count ? Math.min(25 + 3 * Math.sqrt(members[i - count].length), 190) : g.folded && nodes[i][7] >= 0 ? g.look.sizes[i] * Math.min(shrink[nodes[i][7]] * 2.2, 1) : g.look.sizes[i] / (g.rings ? g.swell * 0.8 : 1));
  g.colour = (i) => (i >= count ? wheel[(i - count) % wheel.length][eco.dark() ? 1 : 0] : g.look.colours[i]);
  const asItem = (i) => {
    const [x, y] = g.spot(i);
    return { id: i, x, y, shape: g.shape(i), size: g.size(i), color: g.colour(i) };
  };
  const arrows = (pair) => {
    if (!small || !data.directed) return "";
    return [pair.ab ? "to" : "", pair.ba ? "from" : ""].filter(Boolean).join(",");
  };
  const asLine = (pair) => ({ id: pair.key, from: pair.a, to: pair.b, arrows: arrows(pair),
    width: Math.min(1 + Math.log2(pair.edges.length) * 0.7, 5) * (pair.b < count && g.folded ? 0.4 : 1),
    dashes: pair.modality < g.modalities.length && g.modalities[pair.modality][3].length ? g.modalities[pair.modality][3] : false });
  // The more lines, the fainter each; in a drawing of communities there are few.
  const lineColour = () => ({ color: eco.colour("edge"), inherit: false, opacity: Math.min(Math.max(Math.sqrt(1500 / g.shown.pairs.length), 0.2), 1) });
  let opacity = 1;
  g.draw = (container) => {
    opacity = lineColour().opacity;
    g.net = new vis.Network(container, { nodes: items, edges: lines }, {
      autoResize: true,
      physics: false,
      layout: { improvedLayout: false },
      interaction: { hover: small, dragNodes: false, keyboard: false, selectable: true, selectConnectedEdges: false,
        hideEdgesOnDrag: lines.length > LARGE, hideEdgesOnZoom: lines.length > LARGE, tooltipDelay: 1e9 },
      nodes: { borderWidth: 0, chosen: false, labelHighlightBold: false, physics: false },
      edges: { smooth: false, chosen: false, selectionWidth: 0, hoverWidth: 0, physics: false,
        color: lineColour(), arrows: { to: { scaleFactor: 0.45 }, from: { scaleFactor: 0.45 } }, arrowStrikethrough: true },
    });
  };
  // Brings the drawing in line with what is shown, touching only what changed.
  g.refresh = (look) => {
    const restyle = g.look !== look || moved;
    g.look = look;
    const nowItems = new Set(g.shown.items);
    const gone = [...drawnItems.keys()].filter((i) => !nowItems.has(i));
    const goneLines = new Set(drawnLines.keys());
    const newLines = [];
    for (const pair of g.shown.pairs) {
      goneLines.delete(pair.key);
      const print = `${pair.edges.length} ${pair.modality} ${arrows(pair)}`;
      if (drawnLines.get(pair.key) !== print) { newLines.push(asLine(pair)); drawnLines.set(pair.key, print); }
    }
    for (const key of goneLines) drawnLines.delete(key);
    for (const i of gone) drawnItems.delete(i);
    const newItems = g.shown.items.filter((i) => restyle || !drawnItems.has(i)).map(asItem);
    newItems.forEach((item) => drawnItems.set(item.id, true));
    if (goneLines.size) lines.remove([...goneLines]);
    if (gone.length) items.remove(gone);
    if (newItems.length) items.update(newItems);
    if (newLines.length) lines.update(newLines);
    if (g.net && Math.abs(lineColour().opacity - opacity) > 0.05) g.recolourLines();
  };
  g.recolourLines = () => {
    opacity = lineColour().opacity;
    g.net.setOptions({ edges: { color: lineColour() } });
  };
  // What the first look shows: all but the few entities that lie far out.
  g.core = () => {
    const { items } = g.shown;
    if (items.length < 200 || g.folded) return null;
    const keep = [0, 1].map((k) => {
      const sorted = items.map((i) => g.spot(i)[k]).sort((a, b) => a - b);
      return [sorted[Math.floor(sorted.length * 0.015)], sorted[Math.floor(sorted.length * 0.985)]];
    });
    return items.filter((i) => g.spot(i).every((v, k) => v >= keep[k][0] && v <= keep[k][1]));
  };
  g.community = (c) => wheel[c % wheel.length][eco.dark() ? 1 : 0];
  g.fit = (which, animate) => {
    const joined = g.folded ? g.shown.items.filter((i) => g.pairsAt.get(i).length) : [];
    const wanted = which && which.length ? which : joined.length ? joined : g.shown.items;
    if (!wanted.length) return;
    const spots = wanted.map(g.spot);
    const [xs, ys] = [spots.map((s) => s[0]), spots.map((s) => s[1])];
    const least = (a) => a.reduce((m, v) => Math.min(m, v), Infinity);
    const most = (a) => a.reduce((m, v) => Math.max(m, v), -Infinity);
    const box = eco.byId("canvas").getBoundingClientRect();
    const wide = Math.max(most(xs) - least(xs), 1);
    const high = Math.max(most(ys) - least(ys), 1);
    const scale = Math.min(Math.max(box.width - 170, 80) / wide, Math.max(box.height - 80, 80) / high, 1.6);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !small || !animate;
    g.net.moveTo({ position: { x: (most(xs) + least(xs)) / 2, y: (most(ys) + least(ys)) / 2 }, scale, animation: still ? false : { duration: 250, easingFunction: "easeOutQuad" } });
  };
  return g;
})();
