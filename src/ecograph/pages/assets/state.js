// The state of a network page: kept in its address, and every step of it can be undone.
eco.state = (() => {
  const g = eco.graph;
  if (!g) return null;
  const KINDS = { c: g.classes, t: g.relations, m: g.modalities, l: g.evidence, s: g.sources };
  const alone = g.nodes.filter((_, i) => !g.around[i].length).length;
  const fresh = () => ({ off: new Set(), focus: null, hops: 1, path: null, sel: null, size: "degree", colour: (g.data.look && g.data.look.colour) || "class",
    labels: true, isolated: alone > 0 && g.count <= 60, tab: "network", open: new Set() });
  const s = fresh();
  const keyOf = (i) => (i === null ? null : g.nodes[i][0]);
  const find = (key) => (g.index.has(key) ? g.index.get(key) : null);

  const write = () => {
    const plain = fresh();
    const held = {};
    const off = [...s.off].map((token) => token[0] + "." + KINDS[token[0]][Number(token.slice(1))][0]).sort().join("~");
    held.off = off;
    held.focus = keyOf(s.focus);
    held.hops = s.focus !== null ? String(s.hops) : null;
    held.sel = keyOf(s.sel);
    held.path = s.path ? s.path.map(keyOf).join("~") : null;
    for (const name of ["size", "colour", "tab"]) held[name] = s[name] !== plain[name] ? s[name] : null;
    held.names = s.labels ? null : "0";
    held.alone = s.isolated === plain.isolated ? null : s.isolated ? "1" : "0";
    held.open = [...s.open].sort((a, b) => a - b).join("~");
    return held;
  };
  const readFrom = (get) => {
    Object.assign(s, fresh());
    for (const token of (get("off") || "").split("~")) {
      const rows = KINDS[token[0]];
      const i = rows ? rows.findIndex((row) => row[0] === token.slice(2)) : -1;
      if (i >= 0) s.off.add(token[0] + i);
    }
    s.focus = find(get("focus"));
    s.sel = find(get("sel"));
    s.hops = Math.min(Math.max(parseInt(get("hops"), 10) || 1, 1), 6);
    const path = (get("path") || "").split("~").map(find);
    if (path.length === 2 && path.every((i) => i !== null)) s.path = path;
    if (g.data.measures.some((row) => row[0] === get("size")) || get("size") === "same") s.size = get("size");
    const colours = ["class", "community", "plain", ...g.data.measures.map((row) => row[0])];
    if (colours.includes(get("colour"))) s.colour = get("colour");
    if (["entities", "edges", "about"].includes(get("tab"))) s.tab = get("tab");
    s.labels = get("names") !== "0";
    if (get("alone")) s.isolated = get("alone") === "1";
    for (const c of (get("open") || "").split("~")) if (c !== "" && Number(c) < g.communities) s.open.add(Number(c));
  };
  const past = [];
  let apply = () => {};
  return {
    s, KINDS, alone,
    begin(f) {
      apply = f;
      readFrom((name) => eco.address.get(name));
    },
    // Changes the state and shows it; `keep: false` is for what nobody would undo.
    change(f, { keep = true, fit = false } = {}) {
      const before = write();
      f(s);
      const after = write();
      if (JSON.stringify(before) === JSON.stringify(after)) return;
      if (keep) { past.push(before); if (past.length > 100) past.shift(); }
      eco.remember(after);
      apply({ fit });
    },
    undo() {
      const held = past.pop();
      if (!held) return;
      readFrom((name) => held[name]);
      eco.remember(write());
      apply({ fit: true });
    },
    reset() {
      this.change((state) => Object.assign(state, fresh(), { tab: state.tab }), { fit: true });
    },
    get canUndo() { return past.length > 0; },
  };
})();
