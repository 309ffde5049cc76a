"""Supply and use: who makes, needs and supplies what, and where, as plain relations.

Matching, gaps, chokepoints and what-if are pure functions of these tables.  What follows from
how the ontology is meant is worked out here, once, in sql/places.sql and sql/trade.sql: a maker
of a narrower product makes the wider one; who is in a district is in its city, province and
country; a supplier or a stated origin is a known source; what an industry is said to make is
made, by no maker that is named (`by_industry`); who has it made by others makes it, but does not
produce it (`produces`) and needs none of its inputs; what is lacking, planned or recommended exists
for nobody.

`level` is the evidence that a row rests on: 0 stated, 1 implied, 2 editorial; a row derived from
several statements has the highest of theirs, a row derived in several ways the lowest.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ecograph.base.database import Database, Rows
from ecograph.base.errors import UsageError
from ecograph.base.evidence import EVIDENCE, WEAKEST, level_of
from ecograph.base.results import Method, Parameter
from ecograph.base.words import word
from ecograph.graph.columns import Tables
from ecograph.graph.identity import possibly_same
from ecograph.measures.currencies import CURRENCIES

# name of a relation -> its columns
COLUMNS = {
    "makes": ("maker", "product", "by_industry", "level"),
    "produces": ("maker", "product", "level"),
    "requires": ("requirer", "input", "input_class", "essential", "level"),
    "settled": ("maker", "requirer", "input"),
    "input_share": ("needed_by", "product", "share"),
    "chain_requires": ("needed_by", "input", "input_class", "level"),
    "consumes": ("needed_by", "product", "level"),
    "source": ("maker", "product", "by_industry", "level"),
    "small": ("maker", "product", "small", "level"),
    "unfit": ("needed_by", "product", "maker", "open"),
    "supplies": ("supply", "seller", "needed_by", "product", "value_low", "value_high", "level"),
    "stated_absent": ("product", "place", "mainly", "delivered", "level"),
    "sought_in_vain": ("place", "product"),
    "located": ("entity", "place", "level"),
    "user_location": ("needed_by", "place", "level"),
    "possible_location": ("entity", "place"),
    "country_of": ("entity", "origin"),
    "place": ("place", "class", "country"),
}


@dataclass(frozen=True, eq=False)
class SupplyUse:
    """The relations of one graph (see COLUMNS) in front of the tables they come from.

    In `database` a relation is the table relation_NAME.  `region_places` are the places that the
    graph's regions centre on; `evidence` is how sure at least what was let in is, `sources` whose
    word counts (SOURCES); `notes` are in zh and en.
    """

    tables: Tables
    evidence: str
    sources: str
    region_places: tuple[str, ...]
    database: Database
    notes: tuple[tuple[str, str], ...] = ()

    def rows(self, name: str) -> Rows:
        """The rows of a relation as tuples of its COLUMNS, sorted."""
        return self.database.rows(f"SELECT {', '.join(COLUMNS[name])} FROM relation_{name}")

    def ask(self, query: str, **asked: Any) -> Rows:
        """The rows of a query on relations and tables; `asked` are the values of its $names."""
        return self.database.rows(query, asked or None)


def build_supply_use(
    tables: Tables,
    region_places: tuple[str, ...] | None = None,
    evidence: str = WEAKEST,
    sources: str = "all",
) -> SupplyUse:
    """Supply and use of tables; `evidence` is how sure at least a statement must be.

    `sources` says whose word counts where something is stated or read: documents, public or all.
    Chains are at home in `region_places`, else where the regions of the graph centre.
    """
    region_places = tables.centres if region_places is None else region_places
    database = tables.database.layer()
    let_in: dict[str, str | int | list[str]] = {
        "evidence": list(EVIDENCE),
        "least": level_of(evidence),
        "sources": sources,
        "counted": tables.counted_sources(sources),
        "public": tables.counted_sources("public"),
        "assumed": sorted(tables.assumed),
        "centres": list(region_places),
        "currencies": list(CURRENCIES),
    }
    database.let(let_in)
    database.run(sql_text("places"))
    database.run(sql_text("trade"))
    _require_amounts(database)
    same = possibly_same(tables, counted=counted_in(tables, sources))
    database.make("same_as", {"entity": "VARCHAR", "first": "VARCHAR"}, same.items())
    return SupplyUse(tables, evidence, sources, region_places, database, _notes(database))


def counted_in(tables: Tables, sources: str) -> list[str] | None:
    """The sources whose word counts; None where that of all does."""
    return None if sources == "all" else tables.counted_sources(sources)


def _require_amounts(database: Database) -> None:
    """Raises UsageError for an amount below 0, which nothing can be a part of."""
    for table in ("supply", "production"):
        for key, value in database.rows(
            f"SELECT id, value FROM {table} WHERE value < 0 AND is_in(id, evidence, source) "
            "ORDER BY id LIMIT 1"
        ):
            raise UsageError(
                f"{table}.csv, {key}, value: {value:g} is below 0; mend it, and write what was "
                "given back as a statement of its own"
            )


@cache
def sql_text(name: str) -> str:
    """A query or script of sql/ by its name."""
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def method_of(
    supply_use: SupplyUse,
    definition: str,
    place: str,
    parameters: dict[str, Parameter],
    coverage: tuple[int, int],
) -> Method:
    """What a result says of itself; `coverage` is how many are known, of how many."""
    known, total = coverage
    evidence, sources = supply_use.evidence, supply_use.sources
    return Method(definition, place, parameters, known, total, evidence, sources)


def local_sources(supply_use: SupplyUse, place: str) -> dict[str, dict[str, int]]:
    """For each product, which actors in a place are known to make, master or supply it.

    Who makes a narrower product makes the wider one.  With each source stands the level of the
    evidence for it, as in `base.evidence`.  An industry is no actor, nor is a place.
    """
    found: dict[str, dict[str, int]] = {}
    for product, maker, level in supply_use.ask(
        "SELECT product, maker, s.level FROM relation_source s "
        "JOIN relation_located l ON l.entity = s.maker WHERE l.place = $place "
        "AND NOT s.by_industry AND s.maker NOT IN (SELECT place FROM relation_place) ORDER BY ALL",
        place=place,
    ):
        found.setdefault(product, {})[maker] = level
    return found


def local_products(supply_use: SupplyUse, place: str) -> frozenset[str]:
    """The products that are known to be made, mastered or supplied in a place, by whomever."""
    found = supply_use.ask(
        "SELECT DISTINCT product FROM relation_source s "
        "JOIN relation_located l ON l.entity = s.maker WHERE l.place = $place",
        place=place,
    )
    return frozenset(product for (product,) in found)


def entities_in(supply_use: SupplyUse, place: str) -> frozenset[str]:
    """Everything that is known to be in a place, the place itself included."""
    found = supply_use.ask("SELECT entity FROM relation_located WHERE place = $place", place=place)
    return frozenset(entity for (entity,) in found)


def origins_of(supply_use: SupplyUse) -> dict[str, set[str]]:
    """The countries of each entity, else its areas; those of unknown place are left out."""
    found: dict[str, set[str]] = {}
    for entity, origin in supply_use.rows("country_of"):
        if origin is not None:
            found.setdefault(entity, set()).add(origin)
    return found


def _notes(database: Database) -> tuple[tuple[str, str], ...]:
    """What a reader should know of the data before trusting a rate."""
    own = database.rows(
        "SELECT DISTINCT requirer FROM requirement WHERE modality = 'exists' "
        "AND requirer = input AND is_in(id, evidence, source) ORDER BY ALL"
    )
    return tuple(word("note.requires_itself", key=key) for (key,) in own)
