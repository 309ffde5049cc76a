"""What-if scenarios: small TOML files that are applied to the tables; the graph never changes.

    id, label_zh, label_en, description_zh, description_en
    [remove]   entities = [ids of organisations, places, countries], supplies = [ids of supply rows]
    [[add.firm]]    id, label_zh, label_en, place, makes = [product ids]
    [[add.supply]]  supplier, buyer, product, value_cny (optional)

A place that is removed takes with it what lies wholly inside it.  A firm that is removed no
longer buys either; who bought from what is gone still needs it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.files import read_toml
from ecograph.graph.columns import Tables
from ecograph.graph.containment import PLACE_TABLES, existing

_SHIPPED = Path(__file__).with_name("scenarios")
_ROLES = {
    "production": ("maker",),
    "mastery": ("holder",),
    "location": ("located",),
    "participation": ("participant",),
    "research": ("researcher",),
    "development": ("developer",),
}
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
    known = set(tables["supply"]["id"].to_pylist())
    for key in scenario.gone_supplies:
        if key not in known:
            raise UnknownName("supply", key, known)
    named = set(scenario.gone_entities)
    gone = set(named)
    direct: dict[str, list[str]] = {}
    for row in existing(tables["location"].to_pylist()):
        direct.setdefault(row["located"], []).append(row["place"])
    inside = tables.places_of
    for located, at in direct.items():
        if all(inside.get(p, frozenset({p})) & named for p in at):
            gone.add(located)
    places = [p for table in PLACE_TABLES for p in tables[table]["id"].to_pylist()]
    gone |= {p for p in places if inside[p] & named}
    return frozenset(gone)


def apply_scenario(tables: Tables, scenario: Scenario) -> Tables:
    """The tables as they would be under the scenario.  Raises UnknownName, UsageError."""
    gone = removed_entities(tables, scenario)
    changed = dict(tables.by_name)
    for table, columns in _ROLES.items():
        rows = [r for r in tables[table].to_pylist() if not gone & {r[c] for c in columns}]
        changed[table] = pa.Table.from_pylist(rows, tables[table].schema)
    changed["supply"] = _supply(tables, gone, set(scenario.gone_supplies))
    for number, firm in enumerate(scenario.new_firms):
        _add_firm(tables, changed, firm, number)
    known = tables.class_of | {f["id"]: "Firm" for f in scenario.new_firms}
    for number, row in enumerate(scenario.new_supplies):
        for role in ("supplier", "buyer", "product"):
            if row[role] not in known:
                raise UnknownName(f"{role} in the scenario", row[role], known)
        value = row.get("value_cny")
        _append(
            changed,
            "supply",
            id=f"scenario-supply-{number}",
            value=value,
            base_value=value,
            **{k: row[k] for k in ("supplier", "buyer", "product")},
        )
    before = {k for name in tables.by_name for k in tables[name]["id"].to_pylist()}
    after = {k for table in changed.values() for k in table["id"].to_pylist()}
    name = f"{tables.name} + {scenario.id}"
    return Tables(name, changed, tables.centres, frozenset(after - before))


def _supply(tables: Tables, gone: frozenset[str], cut: set[str]) -> pa.Table:
    """Supply without what is gone: the need stays, its supplier and origin are unknown."""
    rows = []
    for row in tables["supply"].to_pylist():
        if row["buyer"] in gone:
            continue
        if row["id"] in cut or row["supplier"] in gone or row["origin"] in gone:
            row |= {"supplier": None, "origin": None, "value": None, "base_value": None}
        rows.append(row)
    return pa.Table.from_pylist(rows, tables["supply"].schema)


def _add_firm(
    tables: Tables, changed: dict[str, pa.Table], firm: dict[str, Any], number: int
) -> None:
    if firm["id"] in tables.class_of:
        raise UsageError(f"the scenario adds {firm['id']}, which the graph has already; rename it")
    _require(tables, "place", firm["place"])
    for product in firm["makes"]:
        _require(tables, "product", product)
    labels = {k: firm.get(k, firm["id"]) for k in ("label_zh", "label_en")}
    _append(changed, "firm", id=firm["id"], **labels)
    _append(
        changed,
        "location",
        id=f"scenario-location-{number}",
        located=firm["id"],
        place=firm["place"],
    )
    for i, product in enumerate(firm["makes"]):
        _append(
            changed,
            "production",
            id=f"scenario-production-{number}-{i}",
            maker=firm["id"],
            product=product,
        )


def _require(tables: Tables, kind: str, key: str) -> None:
    known: Iterable[str] = (
        tables["product"]["id"].to_pylist() if kind == "product" else tables.places_of
    )
    if key not in set(known):
        raise UnknownName(f"{kind} in the scenario", key, known)


def _append(changed: dict[str, pa.Table], name: str, **cells: Any) -> None:
    """One more row, said to exist: an assumption, which cites nothing and is let in always."""
    schema = changed[name].schema
    given = {"modality": "exists", "certainty": "implied", "evidence": "editorial", **cells}
    given |= {"source": "", "citation": ""}
    row = {column: given.get(column) for column in schema.names}
    changed[name] = pa.concat_tables([changed[name], pa.Table.from_pylist([row], schema)])


def fits(scenario: Scenario, tables: Tables) -> bool:
    """Whether all that a scenario names is in a graph."""
    known = set(tables["supply"]["id"].to_pylist())
    new = {f["id"] for f in scenario.new_firms}
    named = {*scenario.gone_entities, *(f["place"] for f in scenario.new_firms)}
    named |= {p for f in scenario.new_firms for p in f["makes"]}
    named |= {
        row[c] for row in scenario.new_supplies for c in ("supplier", "buyer", "product")
    } - new
    return named <= set(tables.class_of) and set(scenario.gone_supplies) <= known
