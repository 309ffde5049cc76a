"""The W3C's query tests of SPARQL 1.0 and 1.1: by the engine, the guarded executor, over HTTP.

They run where RDF_TESTS names a checkout of github.com/w3c/rdf-tests, and are skipped elsewhere.
`w3c_expected.json` is a ratchet: what the engine gets wrong, what only the executor does, and
why; a listed test that passes fails too.  `python tests/sparql/test_w3c.py` counts what passes,
also where the default graph is the union of all graphs.

Rows have an order only where the suite numbers them or the query orders them, blank nodes have
no names, and terms are compared as they are written; only numbers that the query computes are
compared by value, since the suites themselves write now 2 and now 2.0.
"""

import csv
import io
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from ecograph.base.errors import EcographError
from ecograph.base.namespaces import PREFIXES
from ecograph.graph.opening import CitedGraph
from ecograph.service.http_app import make_app
from ecograph.service.served import Served
from ecograph.sparql.execution import query_kind, run_query
from loop_help import run_apart

PLACE = "https://w3c.github.io/rdf-tests/"  # for the files' IRIs, so that no machine's paths are
LEFT_OUT = ("entailment", "service")
RDF = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}
FORMATS: dict[str, tuple[str, Any]] = {
    ".ttl": ("turtle", RdfFormat.TURTLE),
    ".srx": ("xml", QueryResultsFormat.XML),
    ".srj": ("json", QueryResultsFormat.JSON),
    ".tsv": ("tsv", QueryResultsFormat.TSV),
    ".csv": ("csv", QueryResultsFormat.CSV),
}
MEDIA = {
    ".ttl": "text/turtle",
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
}
VOCABULARY = "http://www.w3.org/2001/sw/DataAccess/tests/"
NUMBERS: dict[str, Callable[[str], Any]] = {
    PREFIXES["xsd"] + "integer": int,
    PREFIXES["xsd"] + "decimal": lambda text: Decimal(text).normalize(),
    PREFIXES["xsd"] + "float": float,
    PREFIXES["xsd"] + "double": float,
}
MANIFEST = f"""
PREFIX mf: <{VOCABULARY}test-manifest#>
PREFIX qt: <{VOCABULARY}test-query#>
SELECT ?test ?query ?result (BOUND(?cardinality) AS ?lax)
       (GROUP_CONCAT(DISTINCT COALESCE(STR(?file), "")) AS ?default)
       (GROUP_CONCAT(DISTINCT COALESCE(STR(?graph), "")) AS ?named) {{
  VALUES ?kind {{ mf:QueryEvaluationTest mf:CSVResultFormatTest }}
  [] mf:entries/rdf:rest*/rdf:first ?test .
  ?test a ?kind ; mf:action ?action ; mf:result ?result .
  ?action qt:query ?query .
  OPTIONAL {{ ?action qt:data ?file }}
  OPTIONAL {{ ?action qt:graphData ?graph }}
  OPTIONAL {{ ?test mf:resultCardinality ?cardinality }}
}} GROUP BY ?test ?query ?result ?cardinality ORDER BY ?test
"""


@dataclass(frozen=True)
class Case:
    """One test of a suite; its files are named by their IRIs."""

    name: str
    folder: Path
    query: str
    result: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    lax: bool

    def path(self, iri: str) -> Path:
        """Where the file of an IRI is."""
        return self.folder / iri.removeprefix(PLACE)

    @property
    def text(self) -> str:
        """The query."""
        return self.path(self.query).read_text(encoding="utf-8")

    @property
    def format(self) -> str:
        """In which format to ask, as the suffix of its files."""
        if query_kind(self.text) == "triples":
            return ".ttl"
        suffix = self.path(self.result).suffix
        return ".srj" if suffix in RDF else suffix

    @property
    def sources(self) -> list[str]:
        """The files that the query names after FROM."""
        names = re.findall(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", self.text, re.IGNORECASE)
        return [urljoin(self.query, name) for name in names]


def read_cases(folder: Path) -> Iterator[Case]:
    """The tests that the manifests of both suites list."""
    for path in sorted((folder / "sparql").glob("sparql1[01]/*/manifest.ttl")):
        if path.parent.name in LEFT_OUT:
            continue
        base = PLACE + path.relative_to(folder).as_posix()
        store = Store()
        store.load(path=path, format=RdfFormat.TURTLE, base_iri=base)
        rows: Any = store.query(MANIFEST, prefixes=PREFIXES)
        for test, query, result, lax, default, named in rows:
            name = f"{path.parts[-3]}/{path.parts[-2]}#{test.value.partition('#')[2]}"
            files = tuple(default.value.split()), tuple(named.value.split())
            yield Case(name, folder, query.value, result.value, *files, lax.value == "true")


def load(case: Case) -> Store:
    """The dataset of a test; the files that its query names after FROM are graphs of it."""
    graphs: list[tuple[str, Any]] = [(iri, DefaultGraph()) for iri in case.default]
    graphs += [(iri, NamedNode(iri)) for iri in dict.fromkeys((*case.named, *case.sources))]
    store = Store()
    for iri, graph in graphs:
        path = case.path(iri)
        store.load(path=path, format=RDF[path.suffix], base_iri=iri, to_graph=graph)
    return store


# --------------------------------------------------------------------- asking


def ask_engine(case: Case, store: Store, union: bool = False) -> bytes:
    """What the engine alone answers, from the unnamed graph or from the union of all graphs."""
    results: Any = store.query(case.text, base_iri=case.query, use_default_graph_as_union=union)
    return bytes(results.serialize(format=FORMATS[case.format][1]))


def ask_guarded(case: Case, store: Store) -> bytes:
    """What the guarded executor answers, which learns the base of IRIs from the query alone."""
    text = f"BASE <{case.query}>\n{case.text}"
    graph = CitedGraph(case.name, "file", store=store)
    return run_query(graph, text, FORMATS[case.format][0]).data


def ask_over_http(case: Case, store: Store) -> bytes:
    """What the service answers.  Raises SyntaxError where it answers that it cannot."""
    served = Served(case.name, CitedGraph(case.name, "file", store=store))
    text = f"BASE <{case.query}>\n{case.text}"
    headers = {"Content-Type": "application/sparql-query", "Accept": MEDIA[case.format]}

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(make_app(served))
        async with httpx.AsyncClient(transport=transport, base_url="http://suite") as client:
            return await client.post("/sparql", content=text.encode(), headers=headers)

    try:
        answer = run_apart(ask(), 60)
    finally:
        served.close()
    if answer.status_code != 200:
        raise SyntaxError(answer.text)
    return answer.content


WAYS: dict[str, Callable[[Case, Store], bytes]] = {
    "engine": ask_engine,
    "engine, union": lambda case, store: ask_engine(case, store, union=True),
    "engine, union without FROM": lambda c, store: ask_engine(c, store, union=not c.sources),
    "guard": ask_guarded,
    "http": ask_over_http,
}

# ------------------------------------------------------------------ comparing


@dataclass(frozen=True)
class Solutions:
    """The rows of an answer; `ordered` where their order is a part of it."""

    variables: set[str]
    rows: list[dict[str, Any]]
    ordered: bool


def read(case: Case, data: bytes, suffix: str) -> bool | Dataset | Solutions:
    """What an answer holds: that of the suite, or one that was given."""
    if suffix in RDF:
        graph = Dataset(parse(data, format=RDF[suffix], base_iri=case.result))
        return graph if case.format == ".ttl" else _read_result_set(graph)
    if suffix == ".csv":
        names, *lines = csv.reader(io.StringIO(data.decode()))
        terms = [[_csv_term(text) for text in line] for line in lines]
    else:
        results: Any = parse_query_results(data, format=FORMATS[suffix][1])
        if isinstance(results, QueryBoolean):
            return bool(results)
        names = [variable.value for variable in results.variables]
        terms = [list(solution) for solution in results]
    rows = [{n: t for n, t in zip(names, row, strict=True) if t is not None} for row in terms]
    ordered = re.search(r"\bORDER\s+BY\b", case.text.rpartition("}")[2], re.IGNORECASE)
    return Solutions(set(names), rows, ordered is not None)


def _csv_term(text: str) -> BlankNode | Literal | None:
    return BlankNode(text[2:]) if text.startswith("_:") else Literal(text) if text else None


def _read_result_set(graph: Dataset) -> bool | Solutions:
    """What a graph in the suites' own vocabulary of results says."""

    def said(name: str, subject: Any = None) -> list[Any]:
        quads = graph if subject is None else graph.quads_for_subject(subject)
        return [q.object for q in quads if q.predicate.value == f"{VOCABULARY}result-set#{name}"]

    if answer := said("boolean"):
        return bool(answer[0].value == "true")
    nodes = sorted(said("solution"), key=lambda n: [int(i.value) for i in said("index", n)])
    rows = [
        {said("variable", b)[0].value: said("value", b)[0] for b in said("binding", node)}
        for node in nodes
    ]
    return Solutions({v.value for v in said("resultVariable")}, rows, bool(said("index")))


def same(case: Case, expected: object, found: object) -> bool:
    """Whether two answers are the same but for the names of their blank nodes."""
    if isinstance(expected, Solutions) and isinstance(found, Solutions):
        if expected.variables != found.variables:
            return False
        if case.lax and len(found.rows) > len(expected.rows):
            return False  # REDUCED may leave out repeated rows, as many as it likes
        ordered = expected.ordered
        expected, found = (_as_graph(case, s.rows, ordered) for s in (expected, found))
    if isinstance(expected, Dataset) and isinstance(found, Dataset):
        expected.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
        found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return expected == found


def _as_graph(case: Case, rows: list[dict[str, Any]], ordered: bool) -> Dataset:
    """Each different row as a node, which says how often it stands, or where."""
    computed = set(re.findall(r"\bAS\s+[?$](\w+)", case.text, re.IGNORECASE))
    counted: Counter[frozenset[tuple[str, Any]]] = Counter()
    for number, row in enumerate(rows):
        terms = {n: _value(t) if n in computed else t for n, t in row.items()}
        counted[frozenset({**terms, "-place": Literal(number if ordered else 0)}.items())] += 1
    graph = Dataset()
    for cells, count in counted.items():
        node = BlankNode()
        graph.add(Quad(node, NamedNode("row:-count"), Literal(1 if case.lax else count)))
        for name, term in cells:
            graph.add(Quad(node, NamedNode("row:" + name), term))
    return graph


def _value(term: Any) -> Any:
    """The term; a number written in one way only."""
    number = NUMBERS.get(term.datatype.value) if isinstance(term, Literal) else None
    try:
        return term if number is None else Literal(str(number(term.value)), datatype=term.datatype)
    except (ValueError, InvalidOperation):
        return term


def problem(case: Case, way: str) -> str | None:
    """What is wrong with the answer that is got in one of the WAYS."""
    try:
        found = read(case, WAYS[way](case, load(case)), case.format)
    except (EcographError, SyntaxError) as error:
        return f"{way}: {type(error).__name__}: {error}"
    path = case.path(case.result)
    expected = read(case, path.read_bytes(), path.suffix)
    return None if same(case, expected, found) else f"{way}: {expected} is expected, not {found}"


# -------------------------------------------------------------------- ratchet

FOLDER = os.environ.get("RDF_TESTS")
CASES = list(read_cases(Path(FOLDER))) if FOLDER else []
EXPECTED = json.loads(Path(__file__).with_name("w3c_expected.json").read_text(encoding="utf-8"))
LISTED = {n: (way, why) for way, said in EXPECTED.items() for why in said for n in said[why]}
pytestmark = pytest.mark.skipif(not FOLDER, reason="RDF_TESTS names no checkout of the suites")


@pytest.mark.parametrize("case", CASES or [None], ids=lambda case: case.name if case else "none")
def test_query(case: Case) -> None:
    problems = [said for way in ("engine", "guard", "http") if (said := problem(case, way))]
    listed, reason = LISTED.get(case.name, (None, None))
    found = problems[0].partition(":")[0] if problems else None
    assert found == listed, problems[0] if problems else f"it passes now: {reason}"


def test_each_listed_test_is_in_the_suites() -> None:
    assert len(CASES) > 500
    assert set(LISTED) <= {case.name for case in CASES}


if __name__ == "__main__":
    for way in WAYS:
        passed = Counter(c.name.partition("/")[0] for c in CASES if problem(c, way) is None)
        sys.stdout.write(f"{way}: {dict(passed)} of {len(CASES)}\n")
