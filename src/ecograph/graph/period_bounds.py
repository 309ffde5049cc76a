"""The first and the last day of what happened or held in a period, as dates that compare."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

from ecograph.base.namespaces import GRAPH_INFERRED, PREFIXES
from ecograph.base.periods import Period, read_period
from ecograph.tables.schema import bounds

_DATE = NamedNode(PREFIXES["xsd"] + "date")


def replace_bounds(store: Store) -> None:
    """Derives both days of every period of a store; those that a file brought along are gone.

    So each has one first and one last day, also where its period was changed since they were
    written.
    """
    for iri, days in bounds().items():
        for day in map(NamedNode, days):
            for old in list(store.quads_for_pattern(None, day, None)):
                store.remove(old)
        store.bulk_extend(list(_bounds(store, iri, days)))


def _bounds(store: Store, iri: str, days: tuple[str, str]) -> Iterator[Quad]:
    """The bounds of one property, over all values where it has several."""
    read: dict[str, Period | None] = {}
    found: dict[Any, list[Period]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(iri), None):
        text = quad.object.value if isinstance(quad.object, Literal) else ""
        if text not in read:
            read[text] = read_period(text)
        if (period := read[text]) is not None:
            found.setdefault(quad.subject, []).append(period)
    first, last = map(NamedNode, days)
    for subject, periods in found.items():
        yield Quad(subject, first, _day(min(p.first for p in periods)), GRAPH_INFERRED)
        yield Quad(subject, last, _day(max(p.last for p in periods)), GRAPH_INFERRED)


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=_DATE)
