// The detail of an entity or of a path: what is said, the edges, and where each is said.
eco.panel = (() => {
  const g = eco.graph;
  if (!g) return null;
  const { el, t } = eco;
  const MOST = 40;
  const modality = (i) => {
    if (i < 0 || !g.modalities[i] || g.modalities[i][0] === "exists") return "";
    const row = g.modalities[i];
    return el("span", { class: "badge" + (row[0] === "lacking" ? " warn" : "") }, g.label(row));
  };
  const cite = (source, paragraph, span, evidence, statement) => {
    const words = [g.sources[source] && g.sources[source][0] ? g.label(g.sources[source]) : ""];
    if (paragraph) words.push(t("net.paragraph", { n: paragraph }));
    if (span) words.push(t("net.span", { span }));
    if (evidence > 0) words.push(g.label(g.evidence[evidence]));
    return el("span", { class: "cite", title: statement || false }, words.filter(Boolean).join(" · "));
  };
  const to = (i) => el("button", { type: "button", class: "plain", on: { click: () => eco.choose(i) } }, g.name(i));
  const tieRow = (e, i) => {
    const edge = g.edges[e];
    const out = edge[0] === i;
    const other = out ? edge[1] : edge[0];
    return el("li", {}, el("span", { "aria-hidden": "true", class: "soft" }, out ? "→ " : "← "), to(other), " ",
      edge[9] ? el("span", { class: "small" }, g.note(edge)) : "", " ", modality(edge[3]),
      cite(edge[5], edge[6], edge[7], edge[4], edge[8]));
  };
  const saidRow = (row) => {
    const [zh, en, valueZh, valueEn, how, places, doubtZh, doubtEn] = row;
    return el("li", {}, el("strong", { class: "small" }, eco.pick(zh, en)), " ", eco.pick(valueZh, valueEn), " ", modality(how),
      doubtZh ? el("span", { class: "cite warn" }, t("net.doubt") + ": " + eco.pick(doubtZh, doubtEn)) : "",
      places.map(([source, paragraph, span]) => cite(source, paragraph, span, 0)));
  };
  const button = (words, f, main) => el("button", { type: "button", class: main ? "main" : false, on: { click: f } }, words);
  const entity = (i, state) => {
    const node = g.nodes[i];
    const second = eco.lang === "zh" ? node[3] : node[3] ? node[2] : "";
    const pages = g.data.pages;
    const kids = [
      el("h2", {}, g.name(i)),
      second ? el("p", { class: "other", lang: eco.lang === "zh" ? "en" : "zh" }, second) : "",
      el("p", { class: "small" }, eco.swatch(g.shape(i), g.colour(i)), " ", g.label(g.classes[node[1]]), " · ", el("code", {}, node[0])),
      node[9] && node[9] !== eco.lang ? el("p", { class: "small warn" }, t("page.fallback")) : "",
      el("div", { class: "buttons" },
        state.focus === i ? button(t("net.unfocus"), () => eco.focusOn(null)) : button(t("net.focus"), () => eco.focusOn(i), true),
        button(t("net.path_start"), () => eco.pathEnd("from", i)), button(t("net.path_end"), () => eco.pathEnd("to", i)),
        pages ? el("a", { class: "button", href: pages.base + (pages.odd[node[0]] || node[0]) + ".html" }, t("net.open_page")) : "",
        button(t("net.clear"), () => eco.choose(null))),
    ];
    const said = g.data.said[i] || [];
    kids.push(el("h3", {}, `${t("net.facts")} (${said.length})`));
    kids.push(said.length ? el("ul", {}, said.slice(0, MOST).map(saidRow)) : el("p", { class: "soft small" }, t("net.no_facts")));
    if (said.length > MOST) kids.push(el("p", { class: "soft small" }, t("net.facts_left", { n: said.length - MOST })));
    const edges = g.around[i].filter((e) => g.shown.edgeOn[e]);
    const hidden = g.around[i].length - edges.length;
    kids.push(el("h3", {}, `${t("net.edges_of")} (${edges.length})`));
    g.relations.forEach((row, k) => {
      const mine = edges.filter((e) => g.edges[e][2] === k);
      if (!mine.length) return;
      kids.push(el("h4", {}, `${g.label(row)} (${mine.length})`), el("ul", {}, mine.slice(0, MOST).map((e) => tieRow(e, i))));
      if (mine.length > MOST) kids.push(el("p", { class: "soft small" }, t("net.facts_left", { n: mine.length - MOST })));
    });
    if (hidden) kids.push(el("p", { class: "soft small" }, t("net.edges_hidden", { n: hidden })));
    return kids;
  };
  // The communities, each as a way to it: what a double-click does, by keyboard too.
  const groups = () => [el("h3", {}, t("net.communities")), el("p", { class: "soft small" }, t("net.communities_note")),
    el("ul", {}, g.members.slice(0, MOST).map((m, c) => el("li", {}, eco.swatch("dot", c > 15 && !g.aggregated ? eco.paint.soft : g.community(c)), " ",
      el("button", { type: "button", class: "plain", on: { click: () => eco.goTo(c) } },
        m.slice(0, 3).map(g.name).join(eco.lang === "zh" ? "、" : ", ")), el("span", { class: "count soft small" }, ` ${m.length}`))))];
  const path = (ends, steps) => {
    const kids = [el("h2", {}, t("net.path"))];
    if (!steps) return [...kids, el("p", { class: "warn" }, t("net.path_none")), button(t("net.clear"), () => eco.clearPath())];
    let at = ends[0];
    kids.push(el("p", {}, t("net.path_found", { n: steps.length })), to(at));
    kids.push(el("ul", {}, steps.map((e) => {
      const edge = g.edges[e];
      const out = edge[0] === at;
      at = out ? edge[1] : edge[0];
      return el("li", {}, el("span", { class: "soft" }, (out ? "→ " : "← ") + g.label(g.relations[edge[2]]) + " "), to(at), " ", modality(edge[3]),
        cite(edge[5], edge[6], edge[7], edge[4], edge[8]));
    })), button(t("net.clear"), () => eco.clearPath()));
    return kids;
  };
  return {
    show(state, steps) {
      const place = eco.byId("detail");
      if (state.path) place.replaceChildren(...path(state.path, steps));
      else if (state.sel !== null) place.replaceChildren(...entity(state.sel, state).filter((k) => k !== ""));
      else place.replaceChildren(el("h2", { class: "small" }, t("net.detail")), el("p", { class: "soft" }, t("net.detail_none")),
        ...(g.aggregated || state.colour === "community" ? groups() : []));
      place.scrollTop = 0;
    },
  };
})();
