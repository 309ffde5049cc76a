// @ts-check
// What a served graph answers, as elements of the page: rows, sources, what can be kept.
import { button, el } from "./dom.js";
import { saveFile } from "./saving.js";
import { t } from "./texts.js";

/** @import { Reply } from "./types.d.ts" */

const MOST_ROWS = 1000; // shown; what is kept holds the rest
const FORMS = { csv: "text/csv", tsv: "text/tab-separated-values", json: "application/json" };

/** @param {Reply} reply */
export function statusOf({ kind, boolean, rows, truncated }) {
  if (kind === "boolean") return t(boolean ? "query.yes" : "query.no");
  if (kind === "triples") return t("query.triples");
  return t(truncated ? "query.rows_part" : "query.rows", { n: rows.length });
}

/** @param {Reply} reply */
export function tableOf({ kind, columns, rows, turtle }) {
  if (turtle !== undefined) return el("pre", { tabindex: 0 }, turtle);
  if (kind === "boolean" || !columns.length) return null;
  const kinds = columns.map((c) => rows.some((row) => typeof row[c] === "number") && "number");
  const head = columns.map((name, i) => {
    const words = name.startsWith("cited_") ? t(`column.${name}`) : name;
    return el("th", { scope: "col", class: kinds[i] }, words);
  });
  const body = rows.slice(0, MOST_ROWS).map((row) => {
    const cells = columns.map((c, i) => el("td", { class: kinds[i] }, cellOf(row[c])));
    return el("tr", {}, cells);
  });
  const parts = [el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)];
  const about = { class: "scroll", tabindex: 0, role: "region", "aria-label": t("query.answer") };
  const more = rows.length > MOST_ROWS;
  return el(
    "div",
    {},
    el("div", about, el("table", { class: "sortable" }, parts)),
    more ? el("p", { class: "soft small" }, t("query.first", { n: MOST_ROWS })) : null,
  );
}

/** @param {string | number | boolean | null} value */
function cellOf(value) {
  const written = value === null ? "" : String(value);
  const href = pageOf(written);
  return href ? el("a", { href, rel: "noopener noreferrer" }, written) : written;
}

/**
 * The address of what a cell names, where there is one.
 * @param {string} written
 */
function pageOf(written) {
  const [, kind, key] = /^(id|voc):([^\s<>"]+)$/.exec(written) ?? [];
  if (kind) return `ecograph/${kind === "id" ? "id" : "vocab"}/${encodeURI(key)}`;
  return isAddress(written) ? written : null;
}

/** @param {string | null} written */
const isAddress = (written) => /^https?:\/\/[^\s<>"]+$/.test(written ?? "");

/** @param {Reply} reply */
export function sourceList({ sources }) {
  if (!sources.length) return [];
  const rows = sources.map(({ title, address, id }) => {
    const about = { href: address, rel: "noopener noreferrer" };
    return el("li", {}, title || id, ...(isAddress(address) ? [" ", el("a", about, address)] : []));
  });
  return [el("h2", {}, t("query.sources")), el("ul", { class: "lines small" }, rows)];
}

/**
 * What an answer can be kept as; it is asked for again in that form.
 * @param {Reply} reply
 * @param {(media: string) => Promise<Response>} ask
 */
export function downloadRow({ kind, digest, turtle }, ask) {
  const data = digest ? ` · ${t("query.digest")} ${digest.slice(0, 12)}` : "";
  if (kind === "boolean") return [data.replace(" · ", "")];
  const buttons =
    turtle === undefined
      ? Object.entries(FORMS).map(([form, media]) => button(form, () => void keep(form, media)))
      : [button("turtle", () => saveFile(turtle, "text/turtle", "answer.ttl"))];
  return [t("query.as"), ...buttons.flatMap((one) => [" ", one]), data];

  /**
   * @param {string} form
   * @param {string} media
   */
  async function keep(form, media) {
    const answer = await ask(media);
    if (answer.ok) saveFile(await answer.text(), media, `answer.${form}`);
  }
}
