"""All that a graph says of something with an IRI and no name of its own, and who points at it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from ecograph.base.namespaces import ID_BASE, PREFIXES
from ecograph.base.results import Cell
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.labels import Labels
from ecograph.sparql.rows import short_iri, whole_iri

RESOURCE_COLUMNS = ("direction", "property", "label", "value")
MOST_POINTING = 200  # triples that point at it
_NUMBERS = {PREFIXES["xsd"] + kind for kind in ("integer", "decimal", "double", "float")}


@dataclass(frozen=True)
class Resource:
    """What is said of an IRI: its own properties, and the triples that point at it."""

    iri: str
    own: tuple[tuple[str, Any], ...]
    pointing: tuple[tuple[str, Any], ...]


def resource_of(graph: CitedGraph, name: str) -> Resource | None:
    """What a graph says of an id, a name with a prefix or an IRI; None where it has no such."""
    iri = _iri(name)
    if iri is None:
        return None
    node = NamedNode(iri)
    own = said_of(graph, node)
    pointing = [(p.value, s) for s, p in graph.ask_for("pointing_at", about=node)]
    if not own and not pointing:
        return None
    return Resource(iri, tuple(own), tuple(pointing[:MOST_POINTING]))


def said_of(graph: CitedGraph, about: NamedNode) -> list[tuple[str, Any]]:
    """The properties of something with their values, in order; endpoints may order otherwise."""
    rows = [(p.value, o) for p, o in graph.ask_for("said_of", about=about)]
    return rows if graph.store is not None else sorted(rows, key=lambda r: (r[0], _place(r[1])))


def _place(value: Any) -> tuple[int, float, str, str]:
    """Where a value stands among others: of literals numbers stand by what they are."""
    if not isinstance(value, Literal):
        return int(isinstance(value, NamedNode)), 0.0, str(value), ""
    number = 0.0
    if value.datatype.value in _NUMBERS:
        with suppress(ValueError):
            number = float(value.value)
    return 2, number, value.value, value.language or ""


def _iri(name: str) -> str | None:
    found = whole_iri(name)
    found = found if ":" in found else ID_BASE + found
    try:
        NamedNode(found)
    except ValueError:
        return None
    return found


def resource_rows(resource: Resource, labels: Labels, language: str) -> list[list[Cell]]:
    """Its triples as rows: the direction, the property by name and label, the other end."""
    rows: list[list[Cell]] = []
    for arrow, triples in (("→", resource.own), ("←", resource.pointing)):
        for property_, term in triples:
            shown = term.value
            if isinstance(term, NamedNode):
                name = labels.of_term(term, language)
                shown = (
                    short_iri(term.value)
                    if name in term.value
                    else f"{short_iri(term.value)} ({name})"
                )
            named = labels.of_term(property_, language)
            rows.append([arrow, short_iri(property_), named, shown])
    return rows
