"""Small invented supply–use tables for tests, from rows rather than files."""

from dataclasses import replace
from typing import Any

from ecograph.graph.columns import Tables, make_tables
from ecograph.graph.pivot import column_types
from ecograph.supplychain.supply_use import SupplyUse, build_supply_use
from ecograph.tables.schema import table_specs

_COMMON = {"modality": "exists", "evidence": "stated"}


def invented_tables(**tables: list[dict[str, Any]]) -> Tables:
    """Tables with these rows; a row without an id gets one, and exists and is stated."""
    columns: dict[str, dict[str, list[Any]]] = {}
    for name, rows in tables.items():
        full = [
            {"id": f"{name}-{i}", "source": "invented", "citation": "citation-invented"}
            | _COMMON
            | {"label_zh": row.get("id"), "label_en": row.get("id")}
            | row
            for i, row in enumerate(rows)
        ]
        columns[name] = {c: [r.get(c) for r in full] for c in column_types(table_specs()[name])}
    return make_tables("invented", columns)


def with_table(tables: Tables, name: str, rows: list[dict[str, Any]]) -> Tables:
    """The same tables, one of them with other rows."""
    database = tables.database.layer()
    types = column_types(table_specs()[name])
    database.make(name, types)
    database.fill(name, {c: [row.get(c) for row in rows] for c in types})
    return replace(tables, database=database)


def all_rows(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table."""
    return {name: tables.records(name) for name in table_specs()}


def ids(*keys: str, **cells: Any) -> list[dict[str, Any]]:
    """Rows of entities by their ids."""
    return [{"id": key, **cells} for key in keys]


def rows(columns: str, *values: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows of statements: the names of the columns, then a tuple a row."""
    return [dict(zip(columns.split(), value, strict=True)) for value in values]


def golden_tables(**more: list[dict[str, Any]]) -> Tables:
    """The golden case: b1, b2 in r each need a and b; s1 in r makes a; s2 elsewhere makes b."""
    links = (("s1", "b1", "a", 60.0), ("s2", "b1", "b", 40.0))
    tables: dict[str, Any] = {
        "country": ids("home", "abroad"),
        "city": [
            {"id": "r", "part_of": ["home"]},
            {"id": "other", "part_of": ["home"]},
            {"id": "far", "part_of": ["abroad"]},
        ],
        "firm": ids("b1", "b2", "s1", "s2"),
        "product": ids("e", "a", "b"),
        "location": rows("located place", ("b1", "r"), ("b2", "r"), ("s1", "r"), ("s2", "other")),
        "production": rows("maker product", ("b1", "e"), ("b2", "e"), ("s1", "a"), ("s2", "b")),
        "requirement": rows("requirer input essential", ("e", "a", True), ("e", "b", True)),
        "supply": rows("supplier buyer product base_value", *links),
    }
    return invented_tables(**(tables | more))


def golden(**more: list[dict[str, Any]]) -> SupplyUse:
    """Supply and use of the golden case."""
    return build_supply_use(golden_tables(**more), ("r",))
