"""What an import makes: rows by table, what was rejected and why, what names are doubtful."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ecograph.intake.names import Candidate, Doubtful

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

    `taken` are the ids of the region's own rows.  `repeated` counts rows that say what another one
    says, `nothing` the cells that say that nothing is known, `derived` the places that a name or an
    address says.
    """

    taken: frozenset[str] = frozenset()
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
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

    def put(self, table: str, row: Row) -> None:
        """Adds a row, once; one with the id of another that says something else has a number."""
        held = self.rows.setdefault(table, {})
        key, n = row["id"], 1
        while row["id"] in held or row["id"] in self.taken:
            if row["id"] in held and _says(held[row["id"]]) == _says(row):
                self.repeated[table] += 1
                return
            n += 1
            row["id"] = f"{key}-{n}"
        held[row["id"]] = row


def _says(row: Row) -> dict[str, str]:
    """What a row says, wherever it says so."""
    return {k: v for k, v in row.items() if k not in ("id", "locator", "basis_zh", "basis_en")}
