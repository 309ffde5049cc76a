"""Small invented supply–use tables for tests, from rows rather than files."""

from typing import Any

import pyarrow as pa

from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.opening import open_graph
from ecograph.supplychain.supply_use import SupplyUse, build_supply_use

_EMPTY = {n: t.slice(0, 0) for n, t in read_tables(open_graph("tiny")).by_name.items()}
_COMMON = {"modality": "exists", "certainty": "stated", "evidence": "stated"}


def invented_tables(**tables: list[dict[str, Any]]) -> Tables:
    """Tables with these rows; a row without an id gets one, and exists and is stated."""
    held = dict(_EMPTY)
    for name, rows in tables.items():
        schema = _EMPTY[name].schema
        full = [
            {"id": f"{name}-{i}", "source": "invented", "citation": "citation-invented"}
            | _COMMON
            | {"label_zh": row.get("id"), "label_en": row.get("id")}
            | row
            for i, row in enumerate(rows)
        ]
        cells = [{c: row.get(c) for c in schema.names} for row in full]
        held[name] = pa.Table.from_pylist(cells, schema)
    return Tables("invented", held)


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
