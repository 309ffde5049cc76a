"""The answer to a SPARQL query as Python values."""

from typing import Any

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    parse_query_results,
)

from ecograph.base.namespaces import PREFIXES
from ecograph.graph.cited_graph import CitedGraph
from ecograph.sparql.execution import run_query

_NUMBERS = {"integer": int, "decimal": float, "double": float, "float": float}


def python_rows(
    graph: CitedGraph, query: str, timeout: float = 60
) -> list[dict[str, Any]] | bool | str:
    """Rows for SELECT, True or False for ASK, Turtle for CONSTRUCT and DESCRIBE.

    Raises QueryRefused, QueryError, TookTooLong, TooLarge, CannotDo.
    """
    answer = run_query(graph, query, None, timeout)
    if answer.kind == "triples":
        return answer.data.decode("utf-8")
    found = parse_query_results(answer.data, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return bool(found)
    names = [v.value for v in found.variables]
    return [dict(zip(names, map(python_value, row), strict=True)) for row in found]


def python_value(term: Any) -> Any:
    """A term as Python has it: a number, a truth, a text; an IRI with a known prefix if it can."""
    if isinstance(term, Literal):
        kind = term.datatype.value.removeprefix(PREFIXES["xsd"])
        if kind == "boolean":
            return term.value == "true"
        try:
            return _NUMBERS[kind](term.value)
        except (KeyError, ValueError):
            return term.value
    if isinstance(term, NamedNode):
        return short_iri(term.value)
    return None if term is None else str(term)


def short_iri(iri: str) -> str:
    """An IRI with a known prefix where nothing but a name follows it."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and "/" not in iri[len(base) :]:
            return f"{prefix}:{iri[len(base) :]}"
    return iri
