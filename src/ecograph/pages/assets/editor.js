// @ts-check
// The page with YASGUI: it asks the service that gave it, completes what the graph has, no more.
import { byId, readBlock } from "./dom.js";
import { startPage } from "./page.js";

const VOID = "http://rdfs.org/ns/void#";
/** @type {Record<string, string>} */
const prefixes = readBlock("prefixes");
/** @type {any} what the script of YASGUI leaves behind */
const Yasgui = Reflect.get(window, "Yasgui");

/** The classes and properties that the graph has, as its description says. */
const described = fetch(".well-known/void", { headers: { Accept: "application/n-triples" } })
  .then((answer) => answer.text())
  .catch(() => "");

/** @param {"class" | "property"} kind */
async function termsOf(kind) {
  const found = (await described).matchAll(new RegExp(`<${VOID}${kind}> <([^>]+)>`, "g"));
  return [...new Set([...found].map(([, iri]) => iri))].sort();
}

/** @param {"class" | "property"} kind */
function completeFromGraph(kind) {
  const terms = termsOf(kind);
  /**
   * @param {unknown} _
   * @param {{ autocompletionString?: string }} [token]
   */
  const get = async (_, token) =>
    (await terms).filter((iri) => iri.startsWith(token?.autocompletionString ?? ""));
  Object.assign(Yasgui.Yasqe.Autocompleters[kind], { get, bulk: false, persistenceId: null });
}

function start() {
  const { defaults } = Yasgui.Yasqe;
  completeFromGraph("class");
  completeFromGraph("property");
  // the list of prefixes comes with the page, and from nowhere else
  const known = Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  Object.assign(Yasgui.Yasqe.Autocompleters.prefixes, { get: known, persistenceId: null });
  defaults.autocompleters = ["prefixes", "variables", "class", "property"];
  const used = ["eco", "rdfs"].map((name) => `PREFIX ${name}: <${prefixes[name]}>\n`).join("");
  defaults.value = `${used}SELECT ?firm ?name {\n  ?firm a eco:Firm ; rdfs:label ?name\n} LIMIT 20`;
  const endpoint = new URL("sparql", location.href).href;
  new Yasgui(byId("editor"), {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    persistenceId: `ecograph ${endpoint}`,
    persistencyExpire: 0,
    copyEndpointOnNewTab: true,
  });
}

startPage();
start();
