// A page with a network: joins the state, the drawing, the legend, the tables and the keyboard.
(() => {
  const { graph: g, over, state, panel, take, el, t, byId } = eco;
  eco.start();
  if (!g) return;
  const { s, KINDS } = state;
  const tabs = ["network", "entities", "edges", "about"];
  const counts = { c: new Map(), t: new Map(), m: new Map(), l: new Map(), s: new Map() };
  const add = (kind, i) => counts[kind].set(i, (counts[kind].get(i) || 0) + 1);
  g.nodes.forEach((n) => add("c", n[1]));
  g.edges.forEach((e) => { add("t", e[2]); add("m", e[3]); add("l", e[4]); add("s", e[5]); });

  // ------------------------------------------------------------- tables
  const nameOf = (i) => el("button", { type: "button", class: "plain", on: { click: () => eco.choose(i) } }, g.name(i));
  const measures = g.data.measures.map((row, k) => ({ name: () => g.label(row), value: (i) => g.nodes[i][8][k] ?? null,
    show: (i) => { const v = g.nodes[i][8][k]; return v === null || v === undefined ? "–" : Number.isInteger(v) ? String(v) : v.toPrecision(4); }, number: true }));
  const entities = eco.table(byId("sheet-entities"), () => t("net.table_entities"), [
    { name: () => t("net.name"), value: (i) => g.name(i), show: nameOf },
    { name: () => t("net.class"), value: (i) => g.label(g.classes[g.nodes[i][1]]) },
    ...measures,
  ], "entities");
  const end = (k) => ({ name: () => t(k ? "net.to" : "net.from"), value: (e) => g.name(g.edges[e][k]), show: (e) => nameOf(g.edges[e][k]) });
  const edges = eco.table(byId("sheet-edges"), () => t("net.table_edges"), [
    end(0),
    { name: () => t("net.relation"), value: (e) => g.label(g.relations[g.edges[e][2]]) },
    end(1),
    { name: () => t("net.value"), value: (e) => g.note(g.edges[e]) },
    { name: () => t("net.modality"), value: (e) => g.label(g.modalities[g.edges[e][3]]) },
    { name: () => t("net.evidence"), value: (e) => g.label(g.evidence[g.edges[e][4]]) },
    { name: () => t("net.said_in"), value: (e) => (g.sources[g.edges[e][5]][0] ? g.label(g.sources[g.edges[e][5]]) : "") +
      (g.edges[e][6] ? " " + t("net.paragraph", { n: g.edges[e][6] }) : "") + (g.edges[e][7] ? " " + t("net.span", { span: g.edges[e][7] }) : "") },
  ], "edges");

  // ------------------------------------------------------------- controls
  const box = (kind, i, row) => {
    const check = el("input", { type: "checkbox", id: `${kind}${i}`, on: { change: (event) => state.change((x) => (event.target.checked ? x.off.delete(kind + i) : x.off.add(kind + i))) } });
    const mark = kind === "c" ? eco.swatch(row[3], s.colour === "class" ? row[eco.dark() ? 5 : 4] : eco.paint.soft) : kind === "m" ? eco.lineSwatch(row[3]) : "";
    const only = el("button", { type: "button", class: "plain only", "aria-label": `${t("net.only")}: ${g.label(row)}`,
      on: { click: () => state.change((x) => KINDS[kind].forEach((_, j) => (j === i ? x.off.delete(kind + j) : x.off.add(kind + j)))) } }, t("net.only"));
    return el("div", { class: "check" }, el("label", {}, check, mark, el("span", { class: "name" }, g.label(row) || "–"), el("span", { class: "count" }, String(counts[kind].get(i)))), only);
  };
  const legend = () => {
    for (const [kind, rows] of Object.entries(KINDS)) {
      byId(`filter-${kind}`).replaceChildren(...rows.map((row, i) => (counts[kind].has(i) ? box(kind, i, row) : "")).filter(Boolean));
    }
    const option = (value, words) => el("option", { value }, words);
    byId("size").replaceChildren(...g.data.measures.map((row) => option(row[0], g.label(row))), option("same", t("net.size_same")));
    byId("colour").replaceChildren(option("class", t("net.colour_class")), option("community", t("net.colour_community")), ...g.data.measures.map((row) => option(row[0], g.label(row))), option("plain", t("net.colour_plain")));
    if (g.count <= 3000) byId("names").replaceChildren(...g.nodes.map((_, i) => el("option", { value: g.name(i) })));
    byId("isolated-row").hidden = !state.alone;
    byId("isolated-count").textContent = state.alone;
  };
  const setControls = () => {
    for (const [kind, rows] of Object.entries(KINDS)) rows.forEach((_, i) => { const b = byId(kind + i); if (b) b.checked = !s.off.has(kind + i); });
    byId("size").value = s.size;
    byId("colour").value = s.colour;
    byId("labels").checked = s.labels;
    byId("isolated").checked = s.isolated;
    byId("undo").disabled = !state.canUndo;
  };
  const banner = () => {
    const place = byId("banner");
    place.hidden = s.focus === null && !g.aggregated;
    if (s.focus !== null) {
      const hops = el("select", { "aria-label": t("net.hops"), on: { change: (event) => state.change((x) => (x.hops = Number(event.target.value)), { fit: true }) } },
        [1, 2, 3, 4].map((n) => el("option", { value: n, selected: n === s.hops }, t("net.hops_of", { n }))));
      place.replaceChildren(el("span", {}, t("net.focused", { name: g.name(s.focus), hops: s.hops })), hops, el("button", { type: "button", on: { click: () => eco.focusOn(null) } }, t("net.unfocus")));
    } else if (g.aggregated) place.replaceChildren(t("net.groups_note"));
  };

  // ------------------------------------------------------------- showing
  let look = null;
  let lookKey = "";
  const apply = ({ fit = false } = {}) => {
    g.compute(s);
    const key = [s.size, s.colour, eco.dark()].join();
    if (key !== lookKey && lookKey) setTimeout(legend);
    if (key !== lookKey) { look = { sizes: g.sizes(s.size), colours: g.colours(s.colour) }; lookKey = key; }
    g.refresh(look);
    over.rank();
    over.showNames = s.labels;
    const steps = s.path ? g.path(...s.path) : null;
    over.picked = null;
    if (s.path && steps) {
      const on = new Set(steps.flatMap((e) => [g.edges[e][0], g.edges[e][1]]));
      over.picked = { nodes: [...on], main: s.path, strong: true, pairs: g.shown.pairs.filter((p) => p.edges.some((e) => steps.includes(e))) };
    } else if (s.sel !== null && s.sel !== s.focus && g.pairsAt.has(s.sel)) {
      const pairs = g.pairsAt.get(s.sel);
      over.picked = { nodes: [s.sel, ...pairs.map((p) => (p.a === s.sel ? p.b : p.a))], main: [s.sel], strong: false, pairs };
    }
    over.mark = s.sel !== null && s.sel === s.focus ? s.sel : null;
    byId("empty").hidden = g.shown.items.length > 0;
    byId("status").textContent = t("net.shown", { n: g.shown.nodes.length, of: g.count, m: g.shown.edges.length, mof: g.edges.length });
    for (const tab of tabs) {
      byId(`tab-${tab}`).setAttribute("aria-selected", String(tab === s.tab));
      byId(`tab-${tab}`).tabIndex = tab === s.tab ? 0 : -1;
      byId(`sheet-${tab}`).hidden = tab !== s.tab;
    }
    if (s.tab === "entities") entities.show(g.shown.nodes);
    if (s.tab === "edges") edges.show(g.shown.edges);
    setControls();
    banner();
    panel.show(s, steps);
    if (g.net) {
      if (fit) g.fit(null, true);
      over.draw();
    }
  };
  const bring = (i) => {
    if (!g.pairsAt.has(i)) return;
    const canvas = byId("canvas").getBoundingClientRect();
    const [x, y] = g.spot(i);
    const at = g.net.canvasToDOM({ x, y });
    if (at.x < 40 || at.y < 40 || at.x > canvas.width - 40 || at.y > canvas.height - 40 || g.net.getScale() < 0.5) {
      g.net.moveTo({ position: { x, y }, scale: Math.max(g.net.getScale(), 0.7), animation: false });
    }
  };
  eco.choose = (i) => {
    state.change((x) => {
      x.sel = i;
      x.path = null;
      if (i !== null && g.aggregated && g.nodes[i][7] >= 0) x.open.add(g.nodes[i][7]);
      if (i !== null) x.off.delete("c" + g.nodes[i][1]);
    }, { keep: false });
    if (i !== null) {
      byId("spoken").textContent = `${g.name(i)}, ${g.label(g.classes[g.nodes[i][1]])}`;
      if (s.tab === "network") bring(i);
      over.draw();
    }
  };
  eco.goTo = (c) => {
    if (g.aggregated) state.change((x) => { x.open.add(c); x.focus = null; });
    g.fit(g.members[c].filter((i) => g.pairsAt.has(i)), true);
  };
  eco.focusOn = (i) => state.change((x) => { x.focus = i; if (i !== null) { x.sel = i; x.tab = "network"; } }, { fit: true });
  eco.clearPath = () => state.change((x) => (x.path = null));
  eco.pathEnd = (id, i) => {
    byId(id).value = g.name(i);
    byId(id).closest("details").open = true;
    if (byId("from").value && byId("to").value) findPath();
    else byId(id === "from" ? "to" : "from").focus();
  };
  const named = (words) => {
    const wanted = words.trim().toLowerCase();
    const exact = g.nodes.findIndex((n, i) => n[0] === words.trim() || g.name(i).toLowerCase() === wanted);
    return exact >= 0 ? exact : g.nodes.findIndex((n) => wanted && eco.rank(n[4], wanted) >= 3);
  };
  const findPath = () => {
    const ends = [named(byId("from").value), named(byId("to").value)];
    if (ends.some((i) => i < 0)) { byId("spoken").textContent = byId("taken").textContent = t("net.path_unknown"); return; }
    state.change((x) => { x.path = ends; x.focus = null; ends.forEach((i) => x.off.delete("c" + g.nodes[i][1])); });
    const steps = g.path(...ends);
    if (steps) g.fit([...new Set(steps.flatMap((e) => [g.edges[e][0], g.edges[e][1]]))], true);
  };

  const on = (id, kind, f) => byId(id).addEventListener(kind, f);
  on("undo", "click", () => state.undo());
  on("reset", "click", () => state.reset());
  on("size", "change", (e) => state.change((x) => (x.size = e.target.value)));
  on("colour", "change", (e) => state.change((x) => (x.colour = e.target.value)));
  on("labels", "change", (e) => state.change((x) => (x.labels = e.target.checked)));
  on("isolated", "change", (e) => state.change((x) => (x.isolated = e.target.checked), { fit: true }));
  on("find-path", "click", findPath);
  for (const b of document.querySelectorAll("[data-all], [data-none]")) {
    b.addEventListener("click", () => state.change((x) => {
      const kind = b.dataset.all || b.dataset.none;
      KINDS[kind].forEach((_, i) => (b.dataset.all ? x.off.delete(kind + i) : x.off.add(kind + i)));
    }));
  }
  for (const tab of tabs) {
    on(`tab-${tab}`, "click", () => state.change((x) => (x.tab = tab), { keep: false }));
    on(`tab-${tab}`, "keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      state.change((x) => (x.tab = next), { keep: false });
      byId(`tab-${next}`).focus();
    });
  }
  eco.finder(byId("q"), byId("hits"), g.nodes.map((n, i) => ({ i, search: n[4], name: () => g.name(i), note: () => g.label(g.classes[n[1]]), weight: g.around[i].length })), (entry) => eco.choose(entry.i));

  // ------------------------------------------------------------- keyboard
  const zoom = (by) => g.net.moveTo({ scale: Math.min(Math.max(g.net.getScale() * by, 0.02), 8), animation: false });
  const move = (x, y) => { const p = g.net.getViewPosition(); const k = 60 / g.net.getScale(); g.net.moveTo({ position: { x: p.x + x * k, y: p.y + y * k }, animation: false }); };
  const step = (by) => {
    const list = [...g.shown.nodes].sort((a, b) => (g.name(a) < g.name(b) ? -1 : 1));
    if (list.length) eco.choose(list[(list.indexOf(s.sel) + by + list.length) % list.length]);
  };
  const keys = {
    "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => g.fit(null, true),
    ArrowLeft: () => move(-1, 0), ArrowRight: () => move(1, 0), ArrowUp: () => move(0, -1), ArrowDown: () => move(0, 1),
    n: () => step(1), p: () => step(-1), f: () => s.sel !== null && eco.focusOn(s.focus === s.sel ? null : s.sel),
  };
  byId("canvas").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "/") { event.preventDefault(); byId("q").focus(); }
    else if (event.key === "Escape") (s.path ? eco.clearPath() : eco.choose(null));
    else if (event.key === "u") state.undo();
  });
  on("zoom-in", "click", () => zoom(1.25));
  on("zoom-out", "click", () => zoom(0.8));
  on("zoom-fit", "click", () => g.fit(null, true));

  // ------------------------------------------------------------- start
  eco.onChange((what) => {
    if (what === "theme" || what === "print") { eco.repaint(); g.recolourLines(); }
    legend();
    apply();
  });
  state.begin(apply);
  legend();
  apply();
  if (s.tab !== "network") byId("sheet-network").hidden = false; // vis-network measures its place
  g.draw(byId("canvas"));
  g.net.on("afterDrawing", over.draw);
  g.net.on("click", (event) => {
    const i = event.nodes.length ? event.nodes[0] : null;
    if (i === null || i < g.count) eco.choose(i);
  });
  g.net.on("doubleClick", (event) => {
    const i = event.nodes.length ? event.nodes[0] : null;
    if (i !== null && i >= g.count) {
      state.change((x) => x.open.add(i - g.count));
      g.fit(g.members[i - g.count], true);
    }
    else if (i !== null) eco.focusOn(i);
    else if (g.aggregated) state.change((x) => x.open.clear());
  });
  g.net.on("hoverNode", (event) => { over.hovered = event.node; over.draw(); });
  g.net.on("blurNode", () => { over.hovered = null; over.draw(); });
  byId("sheet-network").hidden = s.tab !== "network";
  take.begin();
  g.fit(g.core());
  if (s.sel !== null && s.focus === null) bring(s.sel);
  requestAnimationFrame(() => requestAnimationFrame(() => { // the frame with the drawing is out
    performance.mark("ecograph-drawn");
    document.documentElement.dataset.ready = "1";
  }));
})();
