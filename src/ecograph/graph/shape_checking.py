"""Checks a graph against the shapes of the ontology, a part of it at a time where it is large.

What a shape asks of a node stands at the node itself, but for the classes and lists of what it
points at and for what points at it by a property that a shape follows backwards: so a node is
checked with these alone as it is with all.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, Store

from ecograph.base.database import DuckDatabase, new_database, quoted
from ecograph.base.errors import Finding
from ecograph.base.namespaces import (
    ECO,
    GRAPH_INFERRED,
    GRAPH_ONTOLOGY,
    GRAPH_VOCABULARY,
    PREFIXES,
    key_of,
)
from ecograph.base.progress import progress
from ecograph.base.resources import ontology_dir
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.staging import stage_store, staging

if TYPE_CHECKING:
    import rdflib

Home = Mapping[str, tuple[str, int]]  # the file and the row of each IRI
NO_ROWS: Home = MappingProxyType({})
AT_ONCE = 500_000  # statements that are checked at once: they are held in memory
_SEVERITY = {"Violation": "error", "Warning": "warning", "Info": "warning"}


@dataclass(frozen=True)
class _Part:
    """Statements without their graphs, and the nodes to check in them; None for all."""

    data: Store
    nodes: list["rdflib.URIRef"] | None = None


def check_shapes(
    graph: CitedGraph,
    language: str = "en",
    home: Home = NO_ROWS,
    *,
    at_once: int = AT_ONCE,
    stage: DuckDatabase | None = None,
) -> tuple[int, list[Finding]]:
    """How many property shapes there are, and what in the graph violates them.

    `stage` holds the statements of the graph where they are staged already.
    """
    import rdflib

    sh = rdflib.Namespace(PREFIXES["sh"])
    findings: list[Finding] = []
    with _parts(graph, at_once, stage) as parts:
        for part in parts:
            findings += _violations(part, language, home)
    return len(set(_shapes().subjects(rdflib.RDF.type, sh.PropertyShape))), findings


@cache
def _shapes() -> "rdflib.Graph":
    """The shapes of the ontology."""
    import rdflib

    shapes = rdflib.Graph()
    for path in sorted((ontology_dir() / "shapes").glob("*.ttl")):
        shapes.parse(path, format="turtle")
    return shapes


def _violations(part: _Part, language: str, home: Home) -> Iterator[Finding]:
    import rdflib
    from pyshacl_turbo import validate

    sh = rdflib.Namespace(PREFIXES["sh"])
    _, results, _ = validate(
        part.data,
        shacl_graph=_shapes(),
        inference="none",
        advanced=False,
        do_owl_imports=False,
        focus_nodes=part.nodes,
    )
    for result in results.subjects(rdflib.RDF.type, sh.ValidationResult):
        messages = {
            str(getattr(m, "language", None)): str(m)
            for m in results.objects(result, sh.resultMessage)
        }
        message = messages.get(language) or next(iter(messages.values()), "")
        focus, value = results.value(result, sh.focusNode), results.value(result, sh.value)
        path = results.value(result, sh.resultPath)
        severity = str(results.value(result, sh.resultSeverity)).rsplit("#", 1)[-1]
        yield finding_on(
            str(focus),
            # a path of several steps is no column, and its blank node has a new name each time
            str(path).rsplit("#", 1)[-1] if isinstance(path, rdflib.URIRef) else None,
            key_of(str(value)) if value not in (None, focus) else None,
            message,
            _SEVERITY[severity],
            home,
        )


def finding_on(
    node: str, column: str | None, value: str | None, message: str, severity: str, home: Home
) -> Finding:
    """The finding that a message tells of a node, in the file and row that the node is from."""
    file, row = home.get(node, (key_of(node), None))
    problem, separator, mend = message.partition("；" if "；" in message else ";")
    text = mend.strip() if separator else "see the shape or query that says so"
    return Finding(file, row, column, value, problem.strip(), text, severity)


# ---------------------------------------------------------------------- parts


@contextmanager
def _parts(
    graph: CitedGraph, at_once: int, stage: DuckDatabase | None
) -> Iterator[Iterator[_Part]]:
    """The parts of a graph, each node in one of them; all of it where it is small."""
    assert graph.store is not None
    if len(graph.store) <= at_once:
        yield iter([_Part(without_graphs(graph))])
        return
    with ExitStack() as open_:
        folder = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="ecograph-")))
        if stage is None:
            stage = open_.enter_context(staging(new_database(folder), folder))
            stage_store(stage, graph.store)
        yield _cut(stage, 1 + len(graph.store) // at_once, folder / "part.nt")


def without_graphs(graph: CitedGraph) -> Store:
    """A copy of all statements, each once and without its graphs, that nothing writes back."""
    assert graph.store is not None
    # that it says how sure it is was filled in when it was opened
    taken = {
        q.triple for q in graph.store.quads_for_pattern(None, ECO.evidence, None, GRAPH_INFERRED)
    }
    quads = (Quad(*quad.triple) for quad in graph.store if quad.triple not in taken)
    copy = Store()
    copy.bulk_extend(quads)
    return copy


# Each statement without its graph, but for what was filled in when the graph was opened; blank
# nodes get names, by which those of a part can be told.
_SAID = f"""
CREATE MACRO named(term) AS
    CASE WHEN starts_with(term, '_:') THEN '<urn:blank:' || substr(term, 3) || '>' ELSE term END;
CREATE TABLE plain AS
SELECT DISTINCT named(s) AS s, p, named(o) AS o,
       coalesce(g IN ('{GRAPH_ONTOLOGY}', '{GRAPH_VOCABULARY}'), false) AS ours
FROM said WHERE NOT (p = '{ECO.evidence}' AND coalesce(g = '{GRAPH_INFERRED}', false));
CREATE TABLE kind AS SELECT s, p, o FROM plain
WHERE p = rdf_type() OR p = '<{PREFIXES["skos"]}inScheme>';
"""
# What is said of the nodes of a part, the classes and lists of what they point at, what points at
# them backwards, and the ontology.
_PART = """
COPY (
    SELECT s || ' ' || p || ' ' || o || ' .' FROM (
        SELECT s, p, o FROM plain WHERE ours OR hash(s) % {parts} = {part}
        UNION SELECT kind.s, kind.p, kind.o FROM kind
            SEMI JOIN (FROM plain WHERE hash(s) % {parts} = {part}) AS held ON held.o = kind.s
        UNION SELECT s, p, o FROM plain WHERE hash(o) % {parts} = {part} AND p IN ({backwards})
    )
) TO {path} (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')
"""
_NODES = "SELECT DISTINCT bare(s) FROM plain WHERE hash(s) % {parts} = {part}"


def _cut(stage: DuckDatabase, parts: int, path: Path) -> Iterator[_Part]:
    """The parts of statements that are staged, one after the other by way of a file."""
    import rdflib

    stage.run(_SAID)
    sh = rdflib.Namespace(PREFIXES["sh"])
    followed = sorted({o.n3() for o in _shapes().objects(None, sh.inversePath)})
    backwards = ", ".join(map(quoted, followed))
    tell = progress("checking shapes")
    for part in range(parts):
        tell(part, parts)
        asked = {"parts": parts, "part": part, "path": quoted(path), "backwards": backwards}
        stage.run(_PART.format(**asked))
        store = Store()
        store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES)
        nodes = stage.rows(_NODES.format(**asked))
        yield _Part(store, [rdflib.URIRef(iri) for (iri,) in nodes])
    tell(parts, parts)
