// @ts-check
// The page that asks: a query goes to the service that gave the page, which answers in rows.
import { byId, button, el, fill, inputById, readBlock, selectById } from "./dom.js";
import { onChange, startPage } from "./page.js";
import { downloadRow, sourceList, statusOf, tableOf } from "./reply.js";
import { drawReply } from "./reply_network.js";
import { startSortable } from "./sortable.js";
import { language, pick, t } from "./texts.js";

/** @import { Both, Hint, Reply } from "./types.d.ts" */

/** @type {{ number: number, text: Both, query: Both }[]} */
const examples = readBlock("examples");
const text = /** @type {HTMLTextAreaElement} */ (byId("query"));
const chosen = selectById("example");
/** @type {{ reply: Reply | null, running: AbortController | null }} */
const state = { reply: null, running: null };

function startExamples() {
  for (const { number, text: both } of examples) {
    const words = { "data-zh": `${number} ${both[0]}`, "data-en": `${number} ${both[1]}` };
    chosen.append(el("option", { value: number, ...words }));
  }
  chosen.addEventListener("change", () => {
    const example = examples.find(({ number }) => String(number) === chosen.value);
    if (!example) return;
    text.value = pick(...example.query).trim();
    void run();
  });
}

/** The query of the address, as /sparql sends a browser here; else one to begin with. */
function startText() {
  const asked = new URLSearchParams(location.search).get("query");
  text.value = asked ?? "SELECT ?firm ?firmLabel {\n  ?firm a eco:Firm\n} LIMIT 20";
  if (asked) void run();
}

/**
 * The answer to what stands in the field, in a form.
 * @param {string} media
 * @param {AbortSignal | null} [signal]
 */
const ask = (media, signal = null) =>
  fetch(`api/query?lang=${language()}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: media },
    body: JSON.stringify({ query: text.value, cite: inputById("cite").checked }),
    signal,
  });

async function run() {
  state.running?.abort();
  const running = new AbortController();
  state.running = running;
  byId("run").setAttribute("aria-busy", "true");
  byId("status").textContent = t("query.running");
  try {
    const answer = await ask("application/json", running.signal);
    const said = await answer.json();
    if (answer.ok) show(said);
    else refuse(said);
  } catch {
    if (!running.signal.aborted) refuse({ detail: t("query.gone") });
  } finally {
    if (state.running === running) byId("run").removeAttribute("aria-busy");
  }
}

/** @param {{ detail: string, line?: number, column?: number }} problem */
function refuse(problem) {
  byId("status").textContent = t("query.no_answer");
  showReply(null, [{ ...problem, text: problem.detail }]);
}

/** @param {Reply} reply */
function show(reply) {
  byId("status").textContent = statusOf(reply);
  showReply(reply, [...reply.hints, ...reply.notes.map((note) => ({ text: note }))]);
}

/**
 * @param {Reply | null} reply
 * @param {Hint[]} hints
 */
function showReply(reply, hints) {
  state.reply = reply;
  fill(byId("hints"), ...hints.map(hintRow));
  fill(byId("answer"), reply && tableOf(reply));
  startSortable();
  fill(byId("sources"), ...(reply ? sourceList(reply) : []));
  fill(byId("downloads"), ...(reply ? downloadRow(reply, ask) : []));
  drawReply(reply);
}

/** @param {Hint} hint */
function hintRow({ line, column, text: told }) {
  if (!line || !column) return el("li", {}, told);
  const place = button(t("hint.place", { line, column }), () => goTo(line, column), "plain");
  return el("li", {}, place, " ", told);
}

/**
 * Puts the cursor at a place in the query.
 * @param {number} line
 * @param {number} column
 */
function goTo(line, column) {
  const before = text.value.split("\n").slice(0, line - 1);
  const start = before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  text.focus();
  text.setSelectionRange(start, start + 1);
}

startExamples();
startPage();
startText();
byId("run").addEventListener("click", () => void run());
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void run();
});
onChange((what) => {
  if (what === "theme") drawReply(state.reply);
  else if (state.reply) void run();
});
