"""What lies in what, at every level: places in places, who is in them, chains in chains."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

PLACE_TABLES = ("country", "area", "province", "city_cluster", "city", "district")


class HasRows(Protocol):
    """The tables of a graph."""

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """The rows of a table, as tuples of these columns."""


def pairs(tables: HasRows, name: str, first: str, second: str) -> Iterator[tuple[str, str]]:
    """The pairs of two columns, list cells unrolled, empty cells left out."""
    for a, b in tables.rows(name, first, second):
        for each in b if isinstance(b, list) else [b]:
            if a is not None and each is not None:
                yield a, each


def reach(start: str, direct: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """All that can be reached from `start`, itself included."""
    seen, todo = {start}, [start]
    while todo:
        for other in direct.get(todo.pop(), ()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return frozenset(seen)


def chains_below(tables: HasRows) -> dict[str, frozenset[str]]:
    """For each chain, itself and all chains that are part of it."""
    parts: dict[str, set[str]] = {}
    for part, whole in pairs(tables, "industry_chain", "id", "part_of"):
        parts.setdefault(whole, set()).add(part)
    return {key: reach(key, parts) for (key,) in tables.rows("industry_chain", "id")}


def places_of(tables: HasRows) -> dict[str, frozenset[str]]:
    """For each located entity and each place, all places that it is in, itself included."""
    direct = _wholes(tables)
    for key, place in sites(tables):
        direct.setdefault(key, set()).add(place)
    return {key: reach(key, direct) for key in direct}


def sites(tables: HasRows) -> Iterator[tuple[str, str]]:
    """Each entity that sits somewhere with the place, park or facility: a tenant with its park."""
    for key, place, modality in tables.rows("location", "located", "place", "modality"):
        if modality == "exists":
            yield key, place
    parks = {key for (key,) in tables.rows("park", "id")}
    for key, park, *how in tables.rows("membership", "member", "body", "role", "modality"):
        if how == ["tenant", "exists"] and park in parks:
            yield key, park


def _wholes(tables: HasRows) -> dict[str, set[str]]:
    """For each place, what it is directly part of."""
    direct: dict[str, set[str]] = {}
    for name in PLACE_TABLES:
        for (key,) in tables.rows(name, "id"):
            direct.setdefault(key, set())
        for key, whole in pairs(tables, name, "id", "part_of"):
            direct[key].add(whole)
    return direct
