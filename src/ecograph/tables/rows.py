"""Tables as read."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecograph.tables.schema import TableSpec

MADE = 0  # the line of a row that stands in no file, because the program adds it
_NAMES: dict[tuple[str, ...], tuple[str, ...]] = {}  # which cells rows fill, each once


class Row:
    """A row: its line in the file or MADE, and its cells that are not empty, split where listed.

    A million of them take a third of the room that a dictionary each would take.
    """

    __slots__ = ("_names", "_values", "number")

    def __init__(self, number: int, cells: Mapping[str, tuple[str, ...]]) -> None:
        names = tuple(cells)
        self.number = number
        self._names = _NAMES.setdefault(names, names)
        self._values = tuple(cells.values())

    @property
    def cells(self) -> dict[str, tuple[str, ...]]:
        """The values of the cells by their columns, in the order of the table."""
        return dict(zip(self._names, self._values, strict=True))

    def one(self, column: str) -> str | None:
        """The only value of a cell, None where it is empty."""
        values = self.many(column)
        return values[0] if values else None

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell, none where it is empty."""
        names = self._names
        return self._values[names.index(column)] if column in names else ()


@dataclass(frozen=True)
class Table:
    """A table as read: what its columns mean, and its rows in the order of the file."""

    spec: TableSpec
    rows: tuple[Row, ...]
