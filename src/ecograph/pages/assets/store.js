// @ts-check
// Holds the state of a page: each change is written down, shown, and can be undone.
import { addressOf, freshState, stateFrom } from "./state.js";

/** @import { Graph, State } from "./types.d.ts" */
/** @import { Address } from "./state.js" */

const MOST_UNDONE = 100;

export class Store {
  /** @type {Address[]} */
  #past = [];
  #show = (/** @type {{ fit: boolean }} */ _) => {};
  #graph;
  #remember;

  /**
   * @param {Graph} graph
   * @param {(address: Address, past: Address[]) => void} remember keeps the address of the page
   */
  constructor(graph, remember) {
    this.#graph = graph;
    this.#remember = remember;
    /** @type {State} */
    this.state = freshState(graph);
  }

  /**
   * Reads the state from an address; from now on each change is shown.
   * @param {(name: string) => string | null} get
   * @param {(how: { fit: boolean }) => void} show
   * @param {unknown} [past] what could be undone before the page was loaded again
   */
  begin(get, show, past = null) {
    if (Array.isArray(past)) this.#past = past.slice(-MOST_UNDONE);
    this.state = stateFrom(this.#graph, get);
    this.#show = show;
  }

  /**
   * Changes the state and shows it; `keep: false` is for what nobody would undo.
   * @param {(state: State) => void} change
   * @param {{ keep?: boolean, fit?: boolean }} [how]
   */
  change(change, { keep = true, fit = false } = {}) {
    const before = addressOf(this.#graph, this.state);
    change(this.state);
    const after = addressOf(this.#graph, this.state);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (keep) {
      this.#past.push(before);
      if (this.#past.length > MOST_UNDONE) this.#past.shift();
    }
    this.#remember(after, this.#past);
    this.#show({ fit });
  }

  undo() {
    const before = this.#past.pop();
    if (!before) return;
    this.state = stateFrom(this.#graph, (name) => before[name]);
    this.#remember(addressOf(this.#graph, this.state), this.#past);
    this.#show({ fit: true });
  }

  reset() {
    this.change(
      (state) => Object.assign(state, freshState(this.#graph), { tab: state.tab }),
      { fit: true },
    );
  }

  get canUndo() {
    return this.#past.length > 0;
  }
}
