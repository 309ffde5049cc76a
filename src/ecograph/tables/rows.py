"""Tables as read."""

from dataclasses import dataclass

from ecograph.tables.schema import TableSpec

MADE = 0  # the line of a row that stands in no file, because the program adds it


@dataclass(frozen=True)
class Row:
    """A row: its line in the file or MADE, and its cells that are not empty, split where listed."""

    number: int
    cells: dict[str, tuple[str, ...]]

    def one(self, column: str) -> str | None:
        """The only value of a cell, None where it is empty."""
        values = self.cells.get(column)
        return values[0] if values else None


@dataclass(frozen=True)
class Table:
    """A table as read: what its columns mean, and its rows in the order of the file."""

    spec: TableSpec
    rows: tuple[Row, ...]
