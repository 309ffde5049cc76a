// @ts-check
// The controls beside the drawing: filters, which are its legend too, sizes and colours.
import { byId, button, el, fill, inputById, selectById } from "./dom.js";
import { nameOf } from "./graph.js";
import { FILTERS } from "./state.js";
import { OUTLINES } from "./scene.js";
import { dashSwatch, outlineSwatch, shapeSwatch } from "./swatches.js";
import { labelOf, t } from "./texts.js";
import { isDark, paint } from "./theme.js";

/** @import { FilterName, Graph } from "./types.d.ts" */
/** @import { Store } from "./store.js" */

const MOST_SUGGESTED = 3000; // names in the fields of a path

/**
 * How many nodes or edges there are of each row of each filter.
 * @param {Graph} graph
 * @returns {Record<FilterName, Map<number, number>>}
 */
export function countRows({ nodes, edges }) {
  /** @param {number[]} column */
  const count = (column) => {
    const counts = new Map();
    for (const row of column) counts.set(row, (counts.get(row) ?? 0) + 1);
    return counts;
  };
  return {
    class: count(nodes.class),
    relation: count(edges.relation),
    modality: count(edges.modality),
    evidence: count(edges.evidence),
    document: count(edges.document),
  };
}

export class Legend {
  #graph;
  #store;
  #counts;

  /**
   * @param {Graph} graph
   * @param {Store} store
   */
  constructor(graph, store) {
    this.#graph = graph;
    this.#store = store;
    this.#counts = countRows(graph);
    this.#listen();
  }

  #listen() {
    const store = this.#store;
    /** @type {(id: string, kind: string, listener: () => void) => void} */
    const on = (id, kind, listener) => byId(id).addEventListener(kind, listener);
    const [size, colour] = [selectById("size"), selectById("colour")];
    const [names, alone] = [inputById("labels"), inputById("isolated")];
    on("moved-back", "click", () => store.change((state) => state.moved.clear()));
    on("undo", "click", () => store.undo());
    on("reset", "click", () => store.reset());
    on("size", "change", () => store.change((state) => (state.size = size.value)));
    on("colour", "change", () => store.change((state) => (state.colour = colour.value)));
    on("labels", "change", () => store.change((state) => (state.names = names.checked)));
    on("isolated", "change", () => {
      store.change((state) => (state.alone = alone.checked), { fit: true });
    });
    for (const name of FILTERS) {
      on(`all-${name}`, "click", () => this.#only(name, () => true));
      on(`none-${name}`, "click", () => this.#only(name, () => false));
    }
  }

  /**
   * Lets exactly some rows of a filter be on.
   * @param {FilterName} name
   * @param {(row: number) => boolean} isOn
   */
  #only(name, isOn) {
    const rows = this.#graph.legends[name].map((_, row) => row);
    this.#store.change((state) => (state.off[name] = new Set(rows.filter((row) => !isOn(row)))));
  }

  /** Writes all words and signs anew, after the language or the colours have changed. */
  write() {
    const { data, count, alone } = this.#graph;
    for (const name of FILTERS) {
      const rows = [...this.#graph.legends[name].keys()];
      const used = rows.filter((row) => this.#counts[name].has(row));
      fill(byId(`filter-${name}`), used.map((row) => this.#filterRow(name, row)));
    }
    /** @type {(value: string, words: string) => HTMLElement} */
    const option = (value, words) => el("option", { value }, words);
    const measures = () => data.measures.map((row) => option(row.key, labelOf(row)));
    fill(byId("size"), measures(), option("same", t("net.size_same")));
    fill(
      byId("colour"),
      option("class", t("net.colour_class")),
      option("community", t("net.colour_community")),
      measures(),
      option("plain", t("net.colour_plain")),
    );
    if (count <= MOST_SUGGESTED) {
      const names = this.#graph.nodes.id.map((_, i) => nameOf(this.#graph, i));
      fill(byId("names"), names.map((value) => el("option", { value })));
    }
    this.#writeMarks();
    byId("isolated-row").hidden = !alone;
    byId("isolated-count").textContent = String(alone);
    const { quiet } = this.#graph;
    const held = this.#graph.edges.relation.filter((row) => quiet.has(row)).length;
    byId("quiet").textContent = held ? t("net.quiet_note", { n: held }) : "";
  }

  /** What is marked on the nodes of this page: its sign, and a way to show it alone. */
  #writeMarks() {
    const { data, marked } = this.#graph;
    const used = [...data.marks.keys()].filter((row) => marked[row]);
    byId("group-marks").hidden = !used.length;
    const rows = used.map((row) => {
      const { key, sign } = data.marks[row];
      const press = button(labelOf(data.marks[row]), () => this.#spot(row), "plain name");
      press.id = `mark-${row}`;
      press.title = t("mark.spot");
      const outline = OUTLINES[key];
      const shown = outline ? outlineSwatch(paint[outline.colour], outline.dashes) : sign;
      return el(
        "div",
        { class: "check" },
        el("span", { class: "sign", "aria-hidden": "true" }, shown),
        press,
        el("span", { class: "count" }, String(marked[row])),
      );
    });
    fill(byId("marks"), ...rows);
  }

  /** @param {number} row the communities that hold a node with a mark, where they are folded */
  #communitiesWith(row) {
    const { nodes, groups } = this.#graph;
    const held = nodes.community.filter((_, i) => nodes.marks[i] & (1 << row));
    return groups ? held.filter((c) => c >= 0) : [];
  }

  /** @param {number} row shown alone, or no longer */
  #spot(row) {
    this.#store.change((state) => {
      state.mark = state.mark === row ? null : row;
      if (state.mark !== null) for (const c of this.#communitiesWith(row)) state.open.add(c);
      state.selected = null;
      state.path = null;
    });
  }

  /**
   * @param {FilterName} name
   * @param {number} row
   */
  #filterRow(name, row) {
    const label = labelOf(this.#graph.legends[name][row]);
    const check = el("input", { type: "checkbox", id: `${name}-${row}` });
    check.addEventListener("change", () => {
      this.#store.change(({ off }) => (check.checked ? off[name].delete(row) : off[name].add(row)));
    });
    const choose = () => this.#only(name, (other) => other === row);
    const only = button(t("net.only"), choose, "plain only");
    only.setAttribute("aria-label", `${t("net.only")}: ${label}`);
    return el(
      "div",
      { class: "check" },
      el(
        "label",
        {},
        check,
        this.#sign(name, row),
        el("span", { class: "name" }, label || "–"),
        el("span", { class: "count" }, String(this.#counts[name].get(row))),
      ),
      only,
    );
  }

  /**
   * @param {FilterName} name
   * @param {number} row
   */
  #sign(name, row) {
    const { classes, modalities } = this.#graph.data;
    if (name === "modality") return dashSwatch(modalities[row].dashes);
    if (name !== "class") return "";
    const { shape, light, dark } = classes[row];
    const byClass = this.#store.state.colour === "class";
    return shapeSwatch(shape, byClass ? (isDark() ? dark : light) : paint.soft);
  }

  /** Sets the controls to the state. */
  show() {
    const { state, canUndo } = this.#store;
    for (const name of FILTERS) {
      for (const row of this.#counts[name].keys()) {
        inputById(`${name}-${row}`).checked = !state.off[name].has(row);
      }
    }
    for (const row of this.#graph.data.marks.keys()) {
      const press = document.getElementById(`mark-${row}`);
      press?.setAttribute("aria-pressed", String(state.mark === row));
    }
    byId("moved").hidden = !state.moved.size;
    byId("moved-count").textContent = t("net.moved", { n: state.moved.size });
    selectById("size").value = state.size;
    selectById("colour").value = state.colour;
    inputById("labels").checked = state.names;
    inputById("isolated").checked = state.alone;
    /** @type {HTMLButtonElement} */ (byId("undo")).disabled = !canUndo;
  }
}
