"""What-if scenarios: small TOML files that are applied to the tables; the graph never changes.

    id, label_zh, label_en, description_zh, description_en
    [remove]   entities = [ids of organisations, places, countries], supplies = [ids of supply rows]
    [[add.firm]]    id, label_zh, label_en, place, makes = [product ids]
    [[add.supply]]  supplier, buyer, product, value_cny (optional)

A place that is removed takes with it what lies wholly inside it.  A firm that is removed no
longer buys either; who bought from what is gone still needs it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecograph.base.database import Database
from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.files import read_toml
from ecograph.graph.columns import Tables
from ecograph.graph.containment import PLACE_TABLES, sites
from ecograph.tables.schema import superclasses

_SHIPPED = Path(__file__).with_name("scenarios")
_ROLES = {
    "production": "maker",
    "mastery": "holder",
    "location": "located",
    "membership": "member",
    "participation": "participant",
    "research": "researcher",
    "development": "developer",
}
_CAN_GO = {"Organization", "Place", "Park", "Platform", "Fund", "Consortium"}
_KEYS = {
    "": {"id", "label_zh", "label_en", "description_zh", "description_en", "remove", "add"},
    "remove": {"entities", "supplies"},
    "add": {"firm", "supply"},
    "add.firm": {"id", "label_zh", "label_en", "place", "makes"},
    "add.supply": {"supplier", "buyer", "product", "value_cny"},
}
_NEEDED = {
    "": ("id",),
    "add.firm": ("id", "place", "makes"),
    "add.supply": ("supplier", "buyer", "product"),
}


@dataclass(frozen=True)
class Scenario:
    """A scenario as read: what is removed and what is added."""

    id: str
    labels: dict[str, str]
    descriptions: dict[str, str]
    gone_entities: tuple[str, ...] = ()
    gone_supplies: tuple[str, ...] = ()
    new_firms: tuple[dict[str, Any], ...] = field(default=())
    new_supplies: tuple[dict[str, Any], ...] = field(default=())


def shipped_scenarios() -> list[str]:
    """The names of the scenarios that ship, sorted."""
    return sorted(p.stem for p in _SHIPPED.glob("*.toml"))


def read_scenario(name: str) -> Scenario:
    """A shipped scenario by its name, or one from a .toml file.

    Raises UnknownName, Unreadable, UsageError for keys that mean nothing.
    """
    path = Path(name) if name.endswith(".toml") else _SHIPPED / f"{name}.toml"
    if not name.endswith(".toml") and name not in shipped_scenarios():
        raise UnknownName(
            "scenario", name, shipped_scenarios(), "or give a file that ends in .toml"
        )
    held = read_toml(path)
    _check(path.name, "", held)
    remove, add = held.get("remove", {}), held.get("add", {})
    _check(path.name, "remove", remove)
    _check(path.name, "add", add)
    for kind in ("firm", "supply"):
        rows = add.get(kind, [])
        if not isinstance(rows, list):
            raise UsageError(f"{path.name}, add.{kind}: must be tables; write [[add.{kind}]]")
        for row in rows:
            _check(path.name, f"add.{kind}", row)
    return Scenario(
        id=held["id"],
        labels={k: held.get(f"label_{k}", held["id"]) for k in ("zh", "en")},
        descriptions={k: held.get(f"description_{k}", "") for k in ("zh", "en")},
        gone_entities=tuple(remove.get("entities", ())),
        gone_supplies=tuple(remove.get("supplies", ())),
        new_firms=tuple(add.get("firm", ())),
        new_supplies=tuple(add.get("supply", ())),
    )


def _check(file: str, section: str, held: Any) -> None:
    where = f"{file}, [{section}]" if section else file
    if not isinstance(held, dict):
        raise UsageError(f"{where}: must be a table; write [{section}]")
    for key in held:
        if key not in _KEYS[section]:
            raise UnknownName(f"key in {where}", key, _KEYS[section])
    for key in _NEEDED.get(section, ()):
        if key not in held:
            raise UsageError(f"{where}: {key} is missing; add it")
    for key, value in held.items():
        if key in ("remove", "add", "firm", "supply"):
            continue
        if key in ("entities", "supplies", "makes"):
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise UsageError(f'{where}, {key}: must be a list of ids, such as ["japan"]')
        elif key == "value_cny":
            if type(value) not in (int, float) or not 0 <= value < math.inf:
                raise UsageError(f"{where}, {key}: {value!r} is no amount; write 1000000")
        elif not isinstance(value, str):
            raise UsageError(f"{where}, {key}: {value!r} is no text; write it in quotes")


def removed_entities(tables: Tables, scenario: Scenario) -> frozenset[str]:
    """Everything that the scenario removes: what it names, and what lies wholly inside it.

    Raises UnknownName for an id that nothing has.
    """
    for key in scenario.gone_entities:
        if key not in tables.class_of:
            raise UnknownName("entity in this graph", key, tables.class_of)
        if not _CAN_GO & {tables.class_of[key], *superclasses().get(tables.class_of[key], ())}:
            raise UsageError(
                f"{key}: a {tables.class_of[key]} is no source that may go; name an organisation "
                "or a place, or the supply itself"
            )
    known = set(tables.column("supply", "id"))
    for key in scenario.gone_supplies:
        if key not in known:
            raise UnknownName("supply", key, known)
    return taken_with(tables, scenario.gone_entities)


def taken_with(tables: Tables, entities: Iterable[str]) -> frozenset[str]:
    """These entities, and what lies wholly inside those of them that are places."""
    named = set(entities)
    gone = set(named)
    direct: dict[str, list[str]] = {}
    for located, place in sites(tables):
        direct.setdefault(located, []).append(place)
    inside = tables.places_of
    for located, at in direct.items():
        if all(inside.get(p, frozenset({p})) & named for p in at):
            gone.add(located)
    places = [p for table in PLACE_TABLES for p in tables.column(table, "id")]
    gone |= {p for p in places if inside[p] & named}
    return frozenset(gone)


def apply_scenario(tables: Tables, scenario: Scenario) -> Tables:
    """The tables as they would be under the scenario.  Raises UnknownName, UsageError."""
    gone = removed_entities(tables, scenario)
    database = tables.database.layer()
    for table, column in _ROLES.items():
        database.run(
            f"CREATE TABLE {table} AS FROM {table} "
            f"WHERE NOT coalesce(list_contains($gone::VARCHAR[], {column}), false)",
            {"gone": sorted(gone)},
        )
    database.run(_CUT, {"gone": sorted(gone), "cut": list(scenario.gone_supplies)})
    database.run("CREATE TABLE firm AS FROM firm")
    rows = [row for n, firm in enumerate(scenario.new_firms) for row in _new_firm(tables, firm, n)]
    known = tables.class_of | {f["id"]: "Firm" for f in scenario.new_firms}
    rows += [_new_supply(row, known, n) for n, row in enumerate(scenario.new_supplies)]
    for table, cells in rows:
        _append(database, table, cells)
    name = f"{tables.name} + {scenario.id}"
    return Tables(name, database, tables.centres, frozenset(str(c["id"]) for _, c in rows))


# Without what is gone: the need stays, and how much of it; its supplier and origin are unknown.
_CUT = """
CREATE TABLE supply AS FROM supply
WHERE NOT coalesce(list_contains($gone::VARCHAR[], buyer), false);
UPDATE supply SET supplier = NULL, origin = NULL
WHERE list_contains($cut::VARCHAR[], id)
   OR coalesce(list_contains($gone::VARCHAR[], supplier), false)
   OR coalesce(list_contains($gone::VARCHAR[], origin), false);
"""

_Row = tuple[str, dict[str, Any]]  # a table, and the cells of one more row of it


def _new_firm(tables: Tables, firm: dict[str, Any], number: int) -> list[_Row]:
    """The rows that say of a firm that it is, where, and what it makes."""
    key = firm["id"]
    if key in tables.class_of:
        raise UsageError(f"the scenario adds {key}, which the graph has already; rename it")
    _require(tables, "place", firm["place"])
    for product in firm["makes"]:
        _require(tables, "product", product)
    labels = {k: firm.get(k, key) for k in ("label_zh", "label_en")}
    location = {"id": f"scenario-location-{number}", "located": key, "place": firm["place"]}
    made = [
        {"id": f"scenario-production-{number}-{i}", "maker": key, "product": product}
        for i, product in enumerate(firm["makes"])
    ]
    return [
        ("firm", {"id": key, **labels}),
        ("location", location),
        *(("production", cells) for cells in made),
    ]


def _new_supply(row: dict[str, Any], known: Mapping[str, str], number: int) -> _Row:
    for role in ("supplier", "buyer", "product"):
        if row[role] not in known:
            raise UnknownName(f"{role} in the scenario", row[role], known)
    value = row.get("value_cny")
    cells = {k: row[k] for k in ("supplier", "buyer", "product")}
    return "supply", cells | {
        "id": f"scenario-supply-{number}",
        "value": value,
        "unit": None if value is None else "cny",
        "base_value": value,
    }


def _require(tables: Tables, kind: str, key: str) -> None:
    known: Iterable[str] = tables.column("product", "id") if kind == "product" else tables.places_of
    if key not in set(known):
        raise UnknownName(f"{kind} in the scenario", key, known)


def _append(database: Database, table: str, cells: dict[str, Any]) -> None:
    """One more row, said to exist: an assumption, which cites nothing and is let in always."""
    given = {"evidence": "editorial", "source": "", "citation": "", **cells}
    if table != "firm":
        given |= {"modality": "exists"}
    database.fill(table, {column: [value] for column, value in given.items()})


def fits(scenario: Scenario, tables: Tables) -> bool:
    """Whether all that a scenario names is in a graph."""
    known = set(tables.column("supply", "id"))
    new = {f["id"] for f in scenario.new_firms}
    named = {*scenario.gone_entities, *(f["place"] for f in scenario.new_firms)}
    named |= {p for f in scenario.new_firms for p in f["makes"]}
    named |= {
        row[c] for row in scenario.new_supplies for c in ("supplier", "buyer", "product")
    } - new
    return named <= set(tables.class_of) and set(scenario.gone_supplies) <= known
