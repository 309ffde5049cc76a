"""What changed between two graphs, fact by fact: added, withdrawn, changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ecograph.base.database import name_of
from ecograph.graph.columns import Tables
from ecograph.tables.schema import TableSpec, has_modality, table_specs

KINDS = ("added", "withdrawn", "changed")
_CITED = ("source", "paragraph", "span", "locator")


@dataclass(frozen=True)
class Change:
    """A row that is only in the later tables (added), only in the earlier ones (withdrawn), or
    differs in some cells: column, before, after."""

    kind: str
    table: str
    key: str
    cells: tuple[tuple[str, Any, Any], ...]
    names: frozenset[str]

    def mentions(self, keys: Iterable[str]) -> bool:
        """Whether it is about one of these: names it in a cell, before or after, or is it."""
        return not self.names.isdisjoint(keys)


def changes_of(before: Tables, after: Tables) -> tuple[Change, ...]:
    """The changes of entities and statements, by table and id.

    Rows are the same by their id; how a row cites its source counts as one of its cells.
    """
    found: list[Change] = []
    for spec in table_specs().values():
        columns = _columns(spec)
        old, new = _hashes(before, spec, columns), _hashes(after, spec, columns)
        differ = {k for k in old.keys() & new.keys() if old[k] != new[k]}
        was = _rows(before, spec, columns, (old.keys() - new.keys()) | differ)
        now = _rows(after, spec, columns, (new.keys() - old.keys()) | differ)
        for key in sorted(was.keys() | now.keys()):
            kind = (
                "changed" if key in was and key in now else "added" if key in now else "withdrawn"
            )
            found.append(_change(kind, spec.name, key, was.get(key), now.get(key)))
    return tuple(found)


def _columns(spec: TableSpec) -> list[str]:
    own = [c for c in spec.columns if c != "id"]
    extra = ["modality"] if has_modality(spec) and "modality" not in own else []
    return [*own, *extra]


def _held(tables: Tables, spec: TableSpec, columns: list[str]) -> list[str]:
    """Those of the columns that the tables have."""
    described = tables.database.rows(f"SELECT column_name FROM (DESCRIBE {name_of(spec.name)})")
    known = {name for (name,) in described}
    return [c for c in columns if c in known]


def _hashes(tables: Tables, spec: TableSpec, columns: list[str]) -> dict[str, str]:
    cells = ", ".join(map(name_of, _held(tables, spec, columns)))
    query = f"SELECT id, md5((struct_pack({_packed(cells)}))::VARCHAR) FROM {name_of(spec.name)}"
    return dict(tables.database.rows(query))


def _packed(cells: str) -> str:
    return ", ".join(f"{c} := {c}" for c in cells.split(", ")) if cells else "none := NULL"


def _rows(
    tables: Tables, spec: TableSpec, columns: list[str], keys: Iterable[str]
) -> dict[str, dict[str, Any]]:
    wanted = sorted(keys)
    if not wanted:
        return {}
    cells = ", ".join(["id", *map(name_of, _held(tables, spec, columns))])
    rows = tables.database.records(
        f"SELECT {cells} FROM {name_of(spec.name)} WHERE list_contains($keys, id)", {"keys": wanted}
    )
    return {row.pop("id"): row for row in rows}


def _change(
    kind: str, table: str, key: str, was: dict[str, Any] | None, now: dict[str, Any] | None
) -> Change:
    old, new = was or {}, now or {}
    cells = tuple(
        (column, old.get(column), new.get(column))
        for column in dict.fromkeys([*old, *new])
        if old.get(column) != new.get(column)
    )
    return Change(kind, table, key, cells, frozenset({key, *_names(old), *_names(new)}))


def _names(row: dict[str, Any]) -> Iterable[str]:
    """What the cells name, apart from the source."""
    for column, value in row.items():
        if column in _CITED or column.startswith(("label_", "basis_", "alt_", "definition_")):
            continue
        yield from (
            v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)
        )
