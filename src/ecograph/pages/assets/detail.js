// @ts-check
// The detail of an entity or of a path: what is said, the edges, and where each is said.
import { button, byId, el, fill } from "./dom.js";
import { nameOf, noteOf, otherEnd, signsOf } from "./graph.js";
import { communityColour, MOST_COLOURED } from "./look.js";
import { shapeSwatch } from "./swatches.js";
import { nameButton } from "./tables.js";
import { labelOf, language, pick, t } from "./texts.js";
import { isDark, paint } from "./theme.js";

/** @import { Kid } from "./dom.js" */
/** @import { Actions, EdgeColumns, PlaceColumns, State } from "./types.d.ts" */
/** @import { Scene } from "./scene.js" */

const MOST_ROWS = 40;
const NAMED_MEMBERS = 3;

/** @param {string} words */
const note = (words) => el("p", { class: "soft small" }, words);

/** @param {Kid[]} rows the first of them as a list, and how many are left out */
const list = (rows) => [
  el("ul", {}, rows.slice(0, MOST_ROWS)),
  rows.length > MOST_ROWS ? note(t("net.facts_left", { n: rows.length - MOST_ROWS })) : "",
];

export class Detail {
  #scene;
  #graph;
  #actions;

  /**
   * @param {Scene} scene
   * @param {Actions} actions
   */
  constructor(scene, actions) {
    this.#scene = scene;
    this.#graph = scene.graph;
    this.#actions = actions;
  }

  /**
   * @param {State} state
   * @param {number[][]} paths the edges of the paths that the state asks for
   * @param {number} nth which of them is shown
   */
  show(state, paths, nth) {
    const place = byId("detail");
    const kids = state.path
      ? this.#path(state.path[0], paths, nth)
      : state.selected !== null
        ? this.#entity(state.selected, state)
        : this.#nothing(state);
    fill(place, ...kids);
    place.scrollTop = 0;
  }

  /** @param {State} state */
  #nothing(state) {
    const byCommunity = this.#graph.groups !== null || state.colour === "community";
    return [
      el("h2", { class: "small" }, t("net.detail")),
      el("p", { class: "soft" }, t("net.detail_none")),
      ...(byCommunity ? this.#communities() : []),
    ];
  }

  /** The communities, each as a way to it: what a click does, by keyboard too. */
  #communities() {
    const { members, groups } = this.#graph;
    const comma = language() === "zh" ? "、" : ", ";
    const rows = members.slice(0, MOST_ROWS).map((found, c) => {
      const coloured = c < MOST_COLOURED || groups !== null;
      const colour = coloured ? communityColour(c, isDark()) : paint.soft;
      const names = found.slice(0, NAMED_MEMBERS).map((i) => nameOf(this.#graph, i));
      const words = labelOf(this.#graph.data.communities[c]);
      return el(
        "li",
        {},
        shapeSwatch("dot", colour),
        " ",
        button(words, () => this.#actions.openCommunity(c), "plain"),
        el("span", { class: "count soft small" }, ` ${found.length}: ${names.join(comma)}`),
      );
    });
    return [
      el("h3", {}, t("net.communities")),
      note(t("net.communities_note")),
      el("ul", {}, rows),
    ];
  }

  /**
   * @param {number} i
   * @param {State} state
   * @returns {Kid[]}
   */
  #entity(i, state) {
    const { data, nodes } = this.#graph;
    const isChinese = language() === "zh";
    const standsIn = nodes.fallback[i];
    const second = standsIn ? "" : nodes.en[i] && (isChinese ? nodes.en[i] : nodes.zh[i]);
    const lacks = standsIn && standsIn !== language();
    return [
      el("h2", {}, nameOf(this.#graph, i)),
      second && el("p", { class: "other", lang: isChinese ? "en" : "zh" }, second),
      el(
        "p",
        { class: "small" },
        shapeSwatch(this.#scene.shape(i), this.#scene.colour(i)),
        " ",
        labelOf(data.classes[nodes.class[i]]),
        " · ",
        el("code", {}, nodes.id[i]),
      ),
      lacks ? el("p", { class: "small warn" }, t("page.fallback")) : "",
      this.#marks(i),
      this.#buttons(i, state),
      ...this.#facts(i),
      ...this.#edges(i),
    ];
  }

  /** @param {number} i what is marked on it, in words */
  #marks(i) {
    const { nodes } = this.#graph;
    const told = pick(nodes.toldZh[i], nodes.toldEn[i]);
    return told && el("p", { class: "told" }, `${signsOf(this.#graph, i)} ${told}`.trim());
  }

  /**
   * @param {number} i
   * @param {State} state
   */
  #buttons(i, state) {
    const { data, nodes } = this.#graph;
    const actions = this.#actions;
    const id = nodes.id[i];
    const focus =
      state.focus === i
        ? button(t("net.unfocus"), () => actions.focusOn(null))
        : button(t("net.focus"), () => actions.focusOn(i), "main");
    const href = data.pages && `${data.pages.base}${data.pages.odd[id] ?? id}.html`;
    return el(
      "div",
      { class: "buttons" },
      focus,
      button(t("net.path_start"), () => actions.startPath("from", i)),
      button(t("net.path_end"), () => actions.startPath("to", i)),
      href && el("a", { class: "button", href }, t("net.open_page")),
      button(t("net.clear"), () => actions.choose(null)),
    );
  }

  /** @param {number} i */
  #facts(i) {
    const facts = this.#graph.factsAbout.get(i) ?? [];
    const head = el("h3", {}, `${t("net.facts")} (${facts.length})`);
    if (!facts.length) return [head, note(t("net.no_facts"))];
    return [head, ...list(facts.map((fact) => this.#fact(fact)))];
  }

  /** @param {number} fact */
  #fact(fact) {
    const { facts, places, placesOf } = this.#graph;
    const cited = placesOf.get(fact) ?? [];
    return el(
      "li",
      {},
      el("strong", { class: "small" }, pick(facts.aboutZh[fact], facts.aboutEn[fact])),
      " ",
      pick(facts.valueZh[fact], facts.valueEn[fact]),
      " ",
      this.#modality(facts.modality[fact]),
      this.#level(facts.evidence[fact]),
      this.#doubt(facts.doubt[fact]),
      cited.map((row) => this.#cite(places, row)),
    );
  }

  /** @param {number} i */
  #edges(i) {
    const { data, edges, around } = this.#graph;
    const shown = around[i].filter((e) => this.#scene.shown.edgeOn[e]);
    const hidden = around[i].length - shown.length;
    const byRelation = data.relations.flatMap((relation, row) => {
      const found = shown.filter((e) => edges.relation[e] === row);
      if (!found.length) return [];
      return [
        el("h4", {}, `${labelOf(relation)} (${found.length})`),
        ...list(found.map((e) => this.#edge(e, i))),
      ];
    });
    return [
      el("h3", {}, `${t("net.edges_of")} (${shown.length})`),
      ...byRelation,
      hidden ? note(t("net.edges_hidden", { n: hidden })) : "",
    ];
  }

  /**
   * An edge as a row of the entity at one of its ends.
   * @param {number} e
   * @param {number} i
   */
  #edge(e, i) {
    const words = noteOf(this.#graph, e);
    return el(
      "li",
      {},
      el("span", { "aria-hidden": "true", class: "soft" }, this.#arrow(e, i)),
      nameButton(this.#graph, this.#actions, otherEnd(this.#graph, e, i)),
      " ",
      words && el("span", { class: "small" }, words),
      " ",
      ...this.#evidence(e),
    );
  }

  /**
   * A path from its first node on, and the ways to the other ones.
   * @param {number} start
   * @param {number[][]} paths
   * @param {number} nth
   * @returns {Kid[]}
   */
  #path(start, paths, nth) {
    const clear = button(t("net.clear"), () => this.#actions.clearPath());
    const head = el("h2", {}, t("net.path"));
    const path = paths[nth];
    if (!path) return [head, el("p", { class: "warn" }, t("net.path_none")), clear];
    let at = start;
    const rows = path.map((e) => {
      const from = at;
      at = otherEnd(this.#graph, e, from);
      const relation = labelOf(this.#graph.data.relations[this.#graph.edges.relation[e]]);
      return el(
        "li",
        {},
        el("span", { class: "soft" }, `${this.#arrow(e, from)}${relation} `),
        nameButton(this.#graph, this.#actions, at),
        " ",
        ...this.#evidence(e),
      );
    });
    return [
      head,
      el("p", {}, t("net.path_found", { i: nth + 1, of: paths.length, n: path.length })),
      note(t("net.path_rule")),
      el("div", { class: "buttons" }, paths.length > 1 ? this.#paths(paths, nth) : []),
      nameButton(this.#graph, this.#actions, start),
      el("ul", {}, rows),
      clear,
    ];
  }

  /**
   * @param {number[][]} paths
   * @param {number} nth
   */
  #paths(paths, nth) {
    return paths.map(({ length }, i) => {
      const words = t("net.path_nth", { i: i + 1, n: length });
      const press = button(words, () => this.#actions.takePath(i));
      press.setAttribute("aria-pressed", String(i === nth));
      return press;
    });
  }

  /**
   * @param {number} e
   * @param {number} from
   */
  #arrow(e, from) {
    return this.#graph.edges.source[e] === from ? "→ " : "← ";
  }

  /**
   * How real an edge is, and where it is said.
   * @param {number} e
   */
  #evidence(e) {
    const { edges } = this.#graph;
    return [
      this.#modality(edges.modality[e]),
      this.#level(edges.evidence[e]),
      this.#doubt(edges.doubt[e]),
      this.#cite(edges, e, edges.statement[e]),
    ];
  }

  /** @param {number} i what is stated, which is the first, needs no word */
  #level(i) {
    return i ? el("span", { class: "badge" }, labelOf(this.#graph.data.evidence[i])) : "";
  }

  /** @param {number} i 0 for none */
  #doubt(i) {
    const words = labelOf(this.#graph.data.doubts[i]);
    return i ? el("span", { class: "cite warn" }, `${t("net.doubt")}: ${words}`) : "";
  }

  /** @param {number} i -1 for none; what exists needs no word */
  #modality(i) {
    const row = this.#graph.data.modalities[i];
    if (!row || row.key === "exists") return "";
    return el("span", { class: row.key === "lacking" ? "badge warn" : "badge" }, labelOf(row));
  }

  /**
   * @param {EdgeColumns | PlaceColumns} table
   * @param {number} row
   * @param {string} [statement]
   */
  #cite(table, row, statement = "") {
    const source = this.#graph.data.sources[table.document[row]];
    const [paragraph, span, locator] = [table.paragraph[row], table.span[row], table.locator[row]];
    const words = [
      source?.key ? labelOf(source) : "",
      paragraph ? t("net.paragraph", { n: paragraph }) : "",
      span ? t("net.span", { span }) : "",
      locator ? t("net.locator", { locator }) : "",
    ];
    const title = statement || false;
    const told = words.filter(Boolean).join(" · ");
    if (!source?.key) return told && el("span", { class: "cite", title }, told);
    const data = {
      "data-document": source.key, "data-paragraph": paragraph || "", "data-span": span,
      "data-locator": locator,
    };
    return el("a", { class: "cite where", href: "#", title, ...data }, told);
  }
}
