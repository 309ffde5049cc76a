"""What hints are made from: what a graph has, what is near to a name, what is written alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from ecograph.base.errors import near_names
from ecograph.base.namespaces import PREFIXES, code_of, key_of
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.own_codes import own_codes
from ecograph.graph.partitions import Partitions, partitions_of
from ecograph.sparql.patterns import Term
from ecograph.sparql.rows import as_written, short_iri


@dataclass(frozen=True)
class Known:
    """What hints are made from.

    `partitions` are those of the graph; `has` says whether the graph has an IRI, `near` gives the
    ids near one; `alike` the values of a property that are written alike but are of another form,
    as a query writes them, None where the very value is there; `own` the codes that regions add,
    by their key with that of the list: unit-krw-100m; `deeper_inside` how many entities are said to
    sit in parts of a place and not in the place itself; `also_called` what has a text in a name or
    as another name; `around` other values of a property that hold a text, or that it holds.
    """

    partitions: Partitions
    has: Callable[[str], bool]
    near: Callable[[str], list[str]]
    alike: Callable[[str, Term], list[str] | None]
    own: Callable[[str], list[str]]
    deeper_inside: Callable[[str], int]
    also_called: Callable[[str], list[str]]
    around: Callable[[str, str], list[str]]


def known_of(graph: CitedGraph) -> Known:
    """What hints are made from, of a graph that is open here."""
    store = graph.store
    assert store is not None

    def has(iri: str) -> bool:
        node = NamedNode(iri)
        sides = ((node, None), (None, node))
        return any(next(store.quads_for_pattern(s, None, o), None) is not None for s, o in sides)

    def near(key: str) -> list[str]:
        return near_names(key, {key_of(s.value) for (s,) in graph.ask_for("subjects")})

    def alike(property_: str, value: Term) -> list[str] | None:
        node = NamedNode(property_)
        if next(store.quads_for_pattern(None, node, _literal(value)), None) is not None:
            return None
        rows = graph.ask_for("written_alike", property_=node, text=Literal(value.value))
        return [_literal_or_iri(o) for (o,) in rows[:3]]

    def own(key: str) -> list[str]:
        return [as_written(iri) for iri in own_codes(graph) if code_of(iri) == key]

    def deeper_inside(place: str) -> int:
        ((n,),) = graph.ask_for("deeper_inside", given=NamedNode(place))
        return int(n.value)

    def also_called(text: str) -> list[str]:
        rows = graph.ask_for("also_called", text=Literal(text))
        named = (as_written(n.value) for (n,) in rows if isinstance(n, NamedNode))
        return list(dict.fromkeys(named))

    def around(property_: str, text: str) -> list[str]:
        node = NamedNode(property_)
        rows = graph.ask_for("written_around", property_=node, text=Literal(text))
        return [value.value for (value,) in rows]

    return Known(partitions_of(graph), has, near, alike, own, deeper_inside, also_called, around)


def _literal(value: Term) -> Literal:
    if value.language:
        return Literal(value.value, language=value.language)
    return Literal(value.value, datatype=NamedNode(value.datatype))


def _literal_or_iri(term: Any) -> str:
    """A value as a query writes it."""
    if isinstance(term, NamedNode):
        return as_written(term.value)
    if term.language:
        return f'"{term.value}"@{term.language}'
    kind = term.datatype.value
    return f'"{term.value}"' + (
        "" if kind == PREFIXES["xsd"] + "string" else f"^^{short_iri(kind)}"
    )
