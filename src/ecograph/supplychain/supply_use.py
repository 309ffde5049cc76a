"""Supply and use: who makes, needs and supplies what, and where, as plain relations.

Matching, gaps, chokepoints and what-if are pure functions of these tables.  What follows from
how the ontology is meant is worked out here, once: a maker of a narrower product makes the
wider one; who is in a district is in its city, province and country; a supplier or a stated
origin is a known source; what is lacking, planned or recommended exists for nobody.

`level` is the evidence that a row rests on: 0 stated, 1 implied, 2 editorial; a row derived from
several statements has the highest of theirs, a row derived in several ways the lowest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ecograph.base.evidence import EVIDENCE, WEAKEST, is_in, level_of
from ecograph.base.words import word
from ecograph.graph.columns import Tables
from ecograph.graph.containment import (
    Levels,
    buyer_locations,
    countries_of,
    existing,
    located_of,
    place_rows,
    places_above,
    possible_locations,
)

if TYPE_CHECKING:
    import duckdb

# name of a table -> its columns; all are strings but those in _TYPES
COLUMNS = {
    "makes": ("maker", "product", "chain_maker", "level"),
    "requires": ("requirer", "input", "input_class", "essential", "level"),
    "chain_requires": ("buyer", "input", "input_class", "level"),
    "consumes": ("buyer", "product", "level"),
    "source": ("maker", "product", "chain_maker", "level"),
    "supplies": ("seller", "buyer", "product", "value", "level"),
    "stated_absent": ("product", "place", "level"),
    "located": ("entity", "place", "level"),
    "buyer_location": ("buyer", "place", "level"),
    "possible_location": ("entity", "place"),
    "country_of": ("entity", "origin"),
    "place": ("place", "class", "country"),
}
_TYPES = {
    "level": pa.int8(),
    "value": pa.float64(),
    "essential": pa.bool_(),
    "chain_maker": pa.bool_(),
}


@dataclass(frozen=True, eq=False)
class SupplyUse:
    """The edge tables of one graph (see COLUMNS) and the tables they come from.

    `region_places` are the places that the graph's regions centre on; `evidence` is how sure
    at least what was let in is; `notes` are in zh and en.
    """

    tables: Tables
    evidence: str
    region_places: tuple[str, ...]
    relations: dict[str, pa.Table]
    notes: tuple[tuple[str, str], ...] = field(default=())

    @cached_property
    def connection(self) -> "duckdb.DuckDBPyConnection":
        """A database in memory with the relations as tables: relation_makes, relation_located …"""
        import duckdb

        connection = duckdb.connect()
        for name, table in self.relations.items():
            connection.register("arriving", table)
            connection.execute(f"CREATE TABLE relation_{name} AS FROM arriving")
        connection.unregister("arriving")
        return connection

    def rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a table as tuples."""
        table = self.relations[name]
        return zip(*(table[c].to_pylist() for c in COLUMNS[name]), strict=True)


def build_supply_use(
    tables: Tables, region_places: tuple[str, ...] | None = None, evidence: str = WEAKEST
) -> SupplyUse:
    """Supply and use of tables; `evidence` is how sure at least a statement must be.

    Chains are at home in `region_places`, else where the regions of the graph centre.
    """
    region_places = tables.centres if region_places is None else region_places
    parts = {name: _rows(tables, name, evidence) for name in _STATEMENTS}
    stated = _Stated(
        tables=tables,
        region_places=region_places,
        parts=parts,
        places=places_above(tables, region_places),
        chains=set(tables["industry_chain"]["id"].to_pylist()),
        made=_least((r["maker"], r["product"], r["level"]) for r in existing(parts["production"])),
        consumes=_least((r["buyer"], r["product"], r["level"]) for r in existing(parts["supply"])),
    )
    rows = _relate_trade(stated, _wider(tables, evidence)) | _relate_places(stated)
    relations = {name: _table(name, own) for name, own in rows.items()}
    return SupplyUse(tables, evidence, region_places, relations, _notes(parts))


@dataclass(frozen=True)
class _Stated:
    """What the relations follow from: the statements by table, and what is read from them."""

    tables: Tables
    region_places: tuple[str, ...]
    parts: dict[str, list[dict[str, Any]]]
    places: dict[str, frozenset[str]]
    chains: set[str]
    made: Levels
    consumes: Levels


Relations = dict[str, Iterable[tuple[Any, ...]]]


def _relate_trade(stated: _Stated, wider: dict[str, dict[str, int]]) -> Relations:
    """The relations of who makes, needs and supplies what."""
    parts, chains = stated.parts, stated.chains
    sourced = _sources(parts, stated.made)
    of_firms, of_chains = (
        _requires(parts["requirement"], stated.tables, chains, of_chains=c) for c in (False, True)
    )
    return {
        "makes": ((m, p, m in chains, r) for m, p, r in _wide(stated.made, wider)),
        "requires": of_firms,
        "chain_requires": ((b, i, c, r) for b, i, c, _, r in of_chains),
        "consumes": ((*k, r) for k, r in stated.consumes.items()),
        "source": ((m, p, m in chains, r) for m, p, r in _wide(sourced, wider)),
        "supplies": _wide_supplies(_supplies(parts["supply"]), wider),
        "stated_absent": _stated_absent(parts, stated.region_places, chains, set(stated.places)),
    }


def _relate_places(stated: _Stated) -> Relations:
    """The relations of who is where, and of the places themselves."""
    tables, places = stated.tables, stated.places
    located, leaves = located_of(tables, stated.parts["location"], places)
    at_home = {
        (c, p): 0
        for c in stated.chains
        for centre in stated.region_places
        for p in places.get(centre, ())
    }
    leaves |= {c: set(stated.region_places) for c in stated.chains}
    buyers = buyer_locations(
        stated.parts, located, at_home, stated.made, stated.consumes, tables, places
    )
    return {
        "located": ((e, p, r) for (e, p), r in (located | at_home).items()),
        "buyer_location": ((b, p, r) for (b, p), r in buyers.items()),
        "possible_location": possible_locations(leaves, places),
        "country_of": countries_of(located, at_home, places, tables),
        "place": place_rows(tables, places, tables.class_of),
    }


_STATEMENTS = ("production", "requirement", "supply", "mastery", "location", "participation")


def local_sources(supply_use: SupplyUse, place: str) -> dict[str, dict[str, int]]:
    """For each product, who in a place is known to make, master or supply it.

    Who makes a narrower product makes the wider one.  With each source stands the level of the
    evidence for it, as in `base.evidence`.
    """
    here = {entity for entity, at, _ in supply_use.rows("located") if at == place}
    found: dict[str, dict[str, int]] = {}
    for maker, product, _, level in supply_use.rows("source"):
        if maker in here:
            found.setdefault(product, {})[maker] = level
    return found


def origins_of(supply_use: SupplyUse) -> dict[str, set[str]]:
    """The countries of each entity, else its areas; those of unknown place are left out."""
    found: dict[str, set[str]] = {}
    for entity, origin in supply_use.rows("country_of"):
        if origin is not None:
            found.setdefault(entity, set()).add(origin)
    return found


def _rows(tables: Tables, name: str, least: str) -> list[dict[str, Any]]:
    """The rows of a statement table that the chosen evidence hold, with `level`."""
    found = []
    table = tables[name]
    held = [c for c in table.column_names if c not in ("basis", "said_by", "value_written")]
    columns = [table[c].to_pylist() for c in held]
    for cells in zip(*columns, strict=True):
        row = dict(zip(held, cells, strict=True))
        row["level"] = EVIDENCE.index(row["evidence"])
        if is_in(row["evidence"], least) or row["id"] in tables.assumed:
            found.append(row)
    return [r for r in found if r["modality"] in ("exists", "lacking")]


def _least(rows: Iterable[tuple[str, str, int]]) -> Levels:
    found: Levels = {}
    for a, b, level in rows:
        if level < found.get((a, b), len(EVIDENCE)):
            found[a, b] = level
    return found


def _wider(tables: Tables, least: str) -> dict[str, dict[str, int]]:
    """For each product, itself and all wider ones, each with the level of the way to it."""
    table = tables["product"]
    columns = (table[c].to_pylist() for c in ("id", "broader", "evidence"))
    supplied = {
        (row["entity"], row["filled_value"]): EVIDENCE.index(row["evidence"])
        for row in tables["supplement"].to_pylist()
        if row["filled_column"] == "broader"
    }
    direct: dict[str, list[tuple[str, int]]] = {}
    for key, broader, evidence in zip(*columns, strict=True):
        ways = [
            (wide, supplied.get((key, wide), EVIDENCE.index(evidence))) for wide in broader or ()
        ]
        direct[key] = [(wide, level) for wide, level in ways if level <= level_of(least)]
    found: dict[str, dict[str, int]] = {}
    for key in direct:
        reached = {key: 0}
        todo = [key]
        while todo:
            at = todo.pop()
            for wide, own in direct.get(at, ()):
                level = max(reached[at], own)
                if level < reached.get(wide, len(EVIDENCE)):
                    reached[wide] = level
                    todo.append(wide)
        found[key] = reached
    return found


def _sources(parts: dict[str, list[dict[str, Any]]], made: Levels) -> Levels:
    """Who or where a product is known to come from: makers, masters, suppliers, origins."""
    rows = [(m, p, level) for (m, p), level in made.items()]
    rows += [(r["holder"], r["mastered"], r["level"]) for r in existing(parts["mastery"])]
    for row in existing(parts["supply"]):
        rows += [(s, row["product"], row["level"]) for s in (row["supplier"], row["origin"]) if s]
    return _least(rows)


def _wide(held: Levels, wider: dict[str, dict[str, int]]) -> list[tuple[str, str, int]]:
    """The pairs, and the same with each wider product."""
    found: Levels = {}
    for (maker, product), level in held.items():
        for wide, way in wider.get(product, {product: 0}).items():
            together = max(level, way)
            if together < found.get((maker, wide), len(EVIDENCE)):
                found[maker, wide] = together
    return [(m, p, r) for (m, p), r in found.items()]


Supply = tuple[str, str, str, float | None, int]  # seller, buyer, product, value, level


def _supplies(rows: list[dict[str, Any]]) -> Iterator[Supply]:
    """The supplies whose supplier, or else origin, is known."""
    for row in existing(rows):
        seller = row["supplier"] or row["origin"]
        if seller is not None:
            yield seller, row["buyer"], row["product"], row["base_value"], row["level"]


def _wide_supplies(
    supplies: Iterable[Supply], wider: dict[str, dict[str, int]]
) -> Iterator[tuple[Any, ...]]:
    """The supplies, and the same with each wider product; only the product's own has the value."""
    for seller, buyer, product, value, level in supplies:
        for wide, way in wider.get(product, {product: 0}).items():
            yield seller, buyer, wide, value if wide == product else None, max(level, way)


def _requires(
    rows: list[dict[str, Any]], tables: Tables, chains: set[str], *, of_chains: bool
) -> Iterator[tuple[Any, ...]]:
    technologies = set(tables["technology"]["id"].to_pylist())
    for row in existing(rows):
        if (row["requirer"] in chains) is of_chains and row["requirer"] != row["input"]:
            kind = "technology" if row["input"] in technologies else "product"
            yield row["requirer"], row["input"], kind, row["essential"], row["level"]


def _stated_absent(
    parts: dict[str, list[dict[str, Any]]],
    region_places: tuple[str, ...],
    chains: set[str],
    places: set[str],
) -> Iterator[tuple[str, str, int]]:
    """What a source says is not made in a place."""
    rows = [
        (r["product"], r["origin_outside"], r["level"])
        for r in existing(parts["supply"])
        if r["origin_outside"]
    ]
    lacking = [(r["holder"], r["mastered"], r["level"]) for r in parts["mastery"] if _lacks(r)]
    lacking += [(r["maker"], r["product"], r["level"]) for r in parts["production"] if _lacks(r)]
    for holder, product, level in lacking:
        where = region_places if holder in chains else (holder,) if holder in places else ()
        rows += [(product, place, level) for place in where]
    yield from ((p, place, r) for (p, place), r in _least(rows).items())


def _lacks(row: dict[str, Any]) -> bool:
    return bool(row["modality"] == "lacking")


def _table(name: str, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    columns = COLUMNS[name]
    ordered = sorted(set(rows), key=lambda row: [(c is not None, c) for c in row])
    cells = list(zip(*ordered, strict=True)) or [() for _ in columns]
    kinds = [_TYPES.get(c, pa.string()) for c in columns]
    arrays = [pa.array(list(c), k) for c, k in zip(cells, kinds, strict=True)]
    return pa.table(dict(zip(columns, arrays, strict=True)))


def _notes(parts: dict[str, list[dict[str, Any]]]) -> tuple[tuple[str, str], ...]:
    """What a reader should know of the data before trusting a rate."""
    own = {r["requirer"] for r in existing(parts["requirement"]) if r["requirer"] == r["input"]}
    return tuple(word("note.requires_itself", key=key) for key in sorted(own))
