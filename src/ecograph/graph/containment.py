"""What lies in what, at every level: places in places, who is in them, chains in chains."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import pyarrow as pa

from ecograph.base.evidence import EVIDENCE

PLACE_TABLES = ("country", "area", "province", "city_cluster", "city", "district")


class ByName(Protocol):
    """The tables of a graph by their names."""

    def __getitem__(self, name: str, /) -> pa.Table: ...


Levels = dict[tuple[str, str], int]  # a pair -> the least level of evidence it rests on


def pairs(tables: ByName, name: str, first: str, second: str) -> Iterator[tuple[str, str]]:
    """The pairs of two columns, list cells unrolled, empty cells left out."""
    table = tables[name]
    for a, b in zip(table[first].to_pylist(), table[second].to_pylist(), strict=True):
        for each in b if isinstance(b, list) else [b]:
            if a is not None and each is not None:
                yield a, each


def existing(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The statements that say that something exists."""
    return (r for r in rows if r["modality"] == "exists")


def reach(start: str, direct: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """All that can be reached from `start`, itself included."""
    seen, todo = {start}, [start]
    while todo:
        for other in direct.get(todo.pop(), ()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return frozenset(seen)


def chains_below(tables: ByName) -> dict[str, frozenset[str]]:
    """For each chain, itself and all chains that are part of it."""
    parts: dict[str, set[str]] = {}
    for part, whole in pairs(tables, "industry_chain", "id", "part_of"):
        parts.setdefault(whole, set()).add(part)
    return {key: reach(key, parts) for key in tables["industry_chain"]["id"].to_pylist()}


def places_of(tables: ByName) -> dict[str, frozenset[str]]:
    """For each located entity and each place, all places that it is in, itself included."""
    direct = _wholes(tables)
    located = tables["location"]
    columns = (located[c].to_pylist() for c in ("located", "place", "modality"))
    for key, place, modality in zip(*columns, strict=True):
        if modality == "exists":
            direct.setdefault(key, set()).add(place)
    return {key: reach(key, direct) for key in direct}


def places_above(tables: ByName, region_places: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """For each place, itself and all places that it is in; parks count as places."""
    direct = _wholes(tables)
    return {key: reach(key, direct) for key in (*direct, *region_places)}


def _wholes(tables: ByName) -> dict[str, set[str]]:
    """For each place, what it is directly part of."""
    direct: dict[str, set[str]] = {}
    for name in PLACE_TABLES:
        for key in tables[name]["id"].to_pylist():
            direct.setdefault(key, set())
        for key, whole in pairs(tables, name, "id", "part_of"):
            direct[key].add(whole)
    return direct


def located_of(
    tables: ByName, rows: list[dict[str, Any]], places: dict[str, frozenset[str]]
) -> tuple[Levels, dict[str, set[str]]]:
    """Who is in which place, at every level, and the narrowest places known of each."""
    direct: dict[str, dict[str, int]] = {}
    for row in existing(rows):
        held = direct.setdefault(row["located"], {})
        held[row["place"]] = min(row["level"], held.get(row["place"], len(EVIDENCE)))
    found: Levels = {(key, p): 0 for key, above in places.items() for p in above}
    leaves: dict[str, set[str]] = {key: {key} for key in places}
    for key in direct:
        levels = _closure(key, direct, places)
        for place, level in levels.items():
            found[key, place] = min(level, found.get((key, place), level))
        wholes = {w for p in levels for w in places[p] if w != p}
        leaves[key] = set(levels) - wholes
    return found, leaves


def _closure(
    start: str, direct: dict[str, dict[str, int]], places: dict[str, frozenset[str]]
) -> dict[str, int]:
    """The places that an entity is in, also by way of a park, with their levels."""
    found: dict[str, int] = {}
    seen = {start: 0}
    todo = [start]
    while todo:
        at = todo.pop()
        for place, level in direct.get(at, {}).items():
            level = max(level, seen[at])
            if level >= seen.get(place, len(EVIDENCE)):
                continue
            seen[place] = level
            todo.append(place)
            for above in places.get(place, ()):
                found[above] = min(level, found.get(above, level))
    return found


def buyer_locations(
    parts: dict[str, list[dict[str, Any]]],
    located: Levels,
    chain_locations: Levels,
    made: Levels,
    consumes: Levels,
    tables: ByName,
    places: dict[str, frozenset[str]],
) -> Levels:
    """Where each buyer is: firms where they are; chains, and products and entities that are named
    as buyers but located nowhere, where the region is and where their participants or makers are.
    """
    found = located | chain_locations
    products = set(tables["product"]["id"].to_pylist())
    stand_ins = [
        (r["chain"], r["participant"], r["level"]) for r in existing(parts["participation"])
    ]
    stand_ins += [(p, m, r) for (m, p), r in made.items() if p in products]
    at: dict[str, list[tuple[str, int]]] = {}
    for (entity, place), level in located.items():
        at.setdefault(entity, []).append((place, level))
    chains = set(tables["industry_chain"]["id"].to_pylist())
    bought = {b for b, _ in consumes}
    for whole, member, level in stand_ins:
        if whole in chains or whole in bought:
            for place, place_level in at.get(member, ()):
                together = max(level, place_level)
                if together < found.get((whole, place), len(EVIDENCE)):
                    found[whole, place] = together
    centred = {p for key, above in places.items() if (key, key) in chain_locations for p in above}
    centred |= {p for _, p in chain_locations}
    for buyer in bought & products:
        for place in centred:
            found.setdefault((buyer, place), 0)
    return found


def countries_of(
    located: Levels, chain_locations: Levels, places: dict[str, frozenset[str]], tables: ByName
) -> list[tuple[str, str | None]]:
    """The countries of each located entity; where it has none, its area, else null.

    An area such as Europe that is in no recorded country is abroad for every country.
    """
    countries = set(tables["country"]["id"].to_pylist())
    areas = set(tables["area"]["id"].to_pylist())
    of: dict[str, set[str]] = {}
    for key, place in (*located, *chain_locations):
        of.setdefault(key, set()).add(place)
    rows: list[tuple[str, str | None]] = []
    for key, all_places in of.items():
        origins = all_places & countries or all_places & areas
        rows += [(key, o) for o in origins] if origins else [(key, None)]
    return rows


def possible_locations(
    leaves: dict[str, set[str]], places: dict[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """The pairs of an entity and a place that it may be in: it is known only to be around it."""
    below: dict[str, set[str]] = {}
    for key, above in places.items():
        for whole in above - {key}:
            below.setdefault(whole, set()).add(key)
    for entity, known in leaves.items():
        inside = [below.get(leaf, set()) for leaf in known]
        if inside:
            for place in set.intersection(*inside):
                yield entity, place


def place_rows(
    tables: ByName, places: dict[str, frozenset[str]], class_of: Mapping[str, str]
) -> Iterator[tuple[str, str, str | None]]:
    """Each place with its class and its country, None where it has none or several."""
    countries = set(tables["country"]["id"].to_pylist())
    for key, above in places.items():
        held = above & countries
        yield key, class_of.get(key, "Place"), min(held) if len(held) == 1 else None
