// @ts-check
// What is written above the drawing: around which entity it is, or that it shows communities.
import { button, byId, el, fill } from "./dom.js";
import { nameOf } from "./graph.js";
import { t } from "./texts.js";

/** @import { Actions, Graph } from "./types.d.ts" */
/** @import { Store } from "./store.js" */

const HOPS = [1, 2, 3, 4];

/**
 * @param {Graph} graph
 * @param {Store} store
 * @param {Actions} actions
 */
export function showBanner(graph, store, actions) {
  const { focus, hops } = store.state;
  const place = byId("banner");
  place.hidden = focus === null && !graph.groups;
  if (focus === null) {
    if (!graph.groups) return fill(place);
    const all = graph.members.map((_, c) => c);
    const open = all.every((c) => store.state.open.has(c));
    const turned = new Set(open ? [] : all);
    const turn = () => store.change((state) => (state.open = turned), { fit: true });
    const words = t(open ? "net.groups_close" : "net.groups_open");
    return fill(place, el("span", {}, t("net.groups_note")), button(words, turn));
  }
  const options = HOPS.map((n) =>
    el("option", { value: n, selected: n === hops }, t("net.hops_of", { n })),
  );
  const choice = el("select", { "aria-label": t("net.hops") }, options);
  choice.addEventListener("change", () => {
    store.change((state) => (state.hops = Number(choice.value)), { fit: true });
  });
  fill(
    place,
    el("span", {}, t("net.focused", { name: nameOf(graph, focus), hops })),
    choice,
    button(t("net.unfocus"), () => actions.focusOn(null)),
  );
}
