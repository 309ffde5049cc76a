"""What an import makes: rows by table, what was rejected and why, what names are doubtful."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ecograph.intake.names import Candidate, Doubtful
from ecograph.tables.schema import table_specs

Row = dict[str, str]
NOT_MEANT = "not_meant"  # why a record was left out: no part of the map is about it
REJECT_COLUMNS = ("file", "row", "table", "column", "value", "problem", "mend", "record")


@dataclass(frozen=True)
class Where:
    """A record: the file or sheet, its row there, and what it holds."""

    file: str
    row: int
    record: Mapping[str, Any]

    @property
    def locator(self) -> str:
        """How a citation names it."""
        return f"{self.file} row {self.row}"


@dataclass(frozen=True)
class Reject:
    """What could not be taken of a record: all of it, a row of a table, or one cell."""

    where: Where
    table: str
    column: str
    value: str
    problem: str
    mend: str


@dataclass(frozen=True)
class TableChange:
    """What an import does to a table: how many rows are new, changed, as they were, gone."""

    table: str
    new: int
    changed: int
    same: int
    gone: int


@dataclass
class Counted:
    """What became of the records of a file: read = taken + rejected + left out."""

    taken: int = 0
    rejected: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        """How many rows the file has but for the header: titles, blank ones and totals too."""
        return self.taken + self.rejected + sum(self.left_out.values())


@dataclass
class MadeRows:
    """The rows by table and id, the rejects, the doubtful names, and counts of all kinds.

    `taken` are the ids of the region's own rows; `several` the statements that have one id until
    `settle` tells them apart.  `repeated` counts rows that say what another one
    says, `nothing` the cells that say that nothing is known, `derived` the places that a name or an
    address says.
    """

    taken: frozenset[str] = frozenset()
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    several: dict[str, dict[str, list[Row]]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    counts: dict[str, Counted] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    doubtful: dict[tuple[str, str], Doubtful] = field(default_factory=dict)
    repeated: Counter[str] = field(default_factory=Counter)
    nothing: int = 0
    derived: int = 0

    def reject(
        self, where: Where, table: str, column: str, value: str, problem: str, mend: str
    ) -> None:
        """Something that could not be taken."""
        self.rejects.append(Reject(where, table, column, value, problem, mend))

    def doubt(self, written: str, table: str, class_name: str, candidates: list[Candidate]) -> None:
        """A name that may mean something that is known."""
        if candidates:
            held = Doubtful(written, table, class_name, tuple(candidates))
            self.doubtful.setdefault((table, written), held)

    def put_entity(self, table: str, row: Row) -> None:
        """Adds the row of an entity, whose id is its own."""
        self.rows.setdefault(table, {})[row["id"]] = row

    def put(self, table: str, row: Row) -> None:
        """Adds the row of a statement, once; it gets its own id when all are known.

        Two records with the same amount are two payments, not one.
        """
        held = self.several.setdefault(table, {}).setdefault(row["id"], [])
        apart = bool(row.get("value"))
        if any(
            _says(other) == _says(row) and not (apart and other["locator"] != row["locator"])
            for other in held
        ):
            self.repeated[table] += 1
        else:
            held.append(row)

    def settle(self, earlier: Mapping[str, Mapping[str, Row]]) -> None:
        """Gives statements of one id ids of their own, by numbers.

        What says the same as a row of before (`earlier`, by table and id) keeps its id; what is
        new then takes over the ids of rows that are gone, and else the next number.
        """
        for table, by_base in self.several.items():
            held = self.rows.setdefault(table, {})
            before = _by_base(table, earlier.get(table, {}))
            for base, rows in by_base.items():
                of_base = before.get((base, _ends(table, rows[0])), {})
                for row in _with_ids(base, rows, of_base, self.taken):
                    held[row["id"]] = row
        self.several = {}


def _by_base(
    table: str, rows: Mapping[str, Row]
) -> dict[tuple[str, tuple[str, ...]], dict[str, Row]]:
    """Rows of before by the id that they have, but for a number, and what they refer to."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, Row]] = {}
    for key, row in rows.items():
        base, _, number = key.rpartition("-")
        for of in (key, base) if number.isdigit() else (key,):
            found.setdefault((of, _ends(table, row)), {})[key] = row
    return found


def _ends(table: str, row: Row) -> tuple[str, ...]:
    """What a row refers to: an id with a number may be that of another entity too."""
    columns = table_specs()[table].columns.values()
    return tuple(row.get(c.name, "") for c in columns if c.type == "ref" and c.name != "source")


def _with_ids(
    base: str, rows: list[Row], before: Mapping[str, Row], taken: Container[str]
) -> Iterator[Row]:
    """Rows of one id with ids of their own."""
    free = sorted(before, key=lambda key: (len(key), key))
    same = {}
    for n, row in enumerate(rows):
        kept = next((key for key in free if _says(before[key]) == _says(row)), None)
        if kept is not None:
            free.remove(kept)
            same[n] = kept
    used, number = {*same.values(), *free}, 1
    for n, row in enumerate(rows):
        key = same.get(n) or (free.pop(0) if free else None)
        while key is None:
            again = base if number == 1 else f"{base}-{number}"
            number += 1
            key = None if again in used or again in taken else again
        yield row | {"id": key}


def _says(row: Row) -> dict[str, str]:
    """What a row says, wherever it says so."""
    apart = ("id", "locator", "basis_zh", "basis_en")
    return {k: v for k, v in row.items() if v and k not in apart}
