"""Reads tables that others made: where the header stands, what is a row, what is left out.

A file holds one table or several: the sheets of a workbook, the tables of a database.  Each is read
as a stream of records under its header; nothing is passed over without being counted.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecograph.base.errors import UsageError

LOOKED_AT = 60  # rows in which the header is looked for
LONGEST_CELL = 131_072  # characters
ABOVE, BLANK, TOTALS = "above", "blank", "totals"  # why a row is left out
_TOTAL = re.compile(r"(合计|总计|小计|共计|总和|(grand|sub)?total|sum)[:：]?", re.I)
_FIGURE = re.compile(r"\d|^[-—–/]+$")
NO_TEXT = re.compile("[\ud800-\udfff]")  # halves of signs, which stand for bytes too
_NUMBER = re.compile(r"[-+]?[0-9][0-9,.]*%?")


@dataclass(frozen=True)
class Layout:
    """How a table is laid out, where its looks do not say it or say it wrong.

    `header` is the row of the header; `fill_down` the columns in which an empty cell means the one
    above; `totals` whether rows that only add others up are left out; `records` the way to the
    records of a JSON file (`data.rows`).
    """

    sheet: str | None = None
    header: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    fill_down: tuple[str, ...] = ()
    totals: bool = True
    records: str | None = None


PLAIN = Layout()  # as it looks


@dataclass(frozen=True)
class GivenRecord:
    """A record: the row or line on which it starts, counted from 1, and its cells.

    A cell is a text, None where it is empty, or what JSON holds: a list, a mapping.  `wrong` says
    why the record cannot be taken.
    """

    number: int
    cells: tuple[Any, ...]
    wrong: str | None = None


@dataclass(eq=False)
class GivenTable:
    """A table of a file: its name there, how it is written, its header and its records.

    `left_out` counts the rows that are no records by why; it is whole once all were read.
    """

    path: Path
    name: str | None
    written: str  # such as: gb18030, ";"
    header: tuple[str, ...]
    header_row: int
    records: Callable[[], Iterator[GivenRecord]]
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def called(self) -> str:
        """The file, and the sheet or table where it has several."""
        return self.path.name if self.name is None else f"{self.path.name}:{self.name}"


def table_of(
    path: Path,
    name: str | None,
    written: str,
    rows: Callable[[], Iterable[GivenRecord]],
    layout: Layout,
) -> GivenTable | None:
    """A table of rows as they stand in a sheet; None where it has no header.

    Raises UsageError for a column that is to be filled down and is not there.
    """
    first = []
    for row in rows():
        first.append(row)
        if len(first) >= LOOKED_AT:
            break
    at = _header_at(first, layout.header)
    if at is None:
        return None
    header = _named(first[at].cells)
    for column in layout.fill_down:
        if column not in header:
            known = ", ".join(header)
            raise UsageError(f"{path.name}: has no column {column} to fill down; it has {known}")
    table = GivenTable(path, name, written, header, first[at].number, iter)  # type: ignore[arg-type]
    table.records = lambda: _records(table, rows(), layout)
    return table


def _header_at(rows: list[GivenRecord], number: int | None) -> int | None:
    """The place of the header: the one that is named, else the first row about as wide as others.

    Rows above it, titles and notes, have fewer cells.  A header has words, not numbers.
    """
    if number is not None:
        return next((i for i, row in enumerate(rows) if row.number == number), None)
    wide = [sum(c not in (None, "") for c in row.cells) for row in rows]
    held = sorted((n for n in wide if n), reverse=True)
    usual = held[len(held) * 3 // 10] if held else 0  # three in ten rows are wider, or as wide
    enough = max(usual * 6 // 10, min(2, usual))
    for i, row in enumerate(rows):
        cells = [str(c) for c in row.cells if c not in (None, "")]
        words = [c for c in cells if not _NUMBER.fullmatch(c)]
        if cells and len(cells) >= enough and len(words) * 2 > len(cells):
            return i
    return next((i for i, n in enumerate(wide) if n), None)


def _named(cells: tuple[Any, ...]) -> tuple[str, ...]:
    """The header without what follows its last name, each name on one line."""
    names = [" ".join(str(c or "").split()) for c in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _records(
    table: GivenTable, rows: Iterable[GivenRecord], layout: Layout
) -> Iterator[GivenRecord]:
    """The records behind the header: as wide as that is, filled down, without totals."""
    table.left_out.clear()
    width = len(table.header)
    filled = [i for i, name in enumerate(table.header) if name in layout.fill_down]
    above: dict[int, Any] = {}
    for row in rows:
        if row.number <= table.header_row:
            if row.number < table.header_row and any(row.cells):
                table.left_out[ABOVE] += 1
            continue
        if row.wrong is None and not any(c not in (None, "") for c in row.cells):
            table.left_out[BLANK] += 1
            continue
        if layout.totals and _is_total(row.cells):
            table.left_out[TOTALS] += 1
            continue
        cells = [*row.cells[:width], *[None] * (width - len(row.cells))]
        for i in filled:
            cells[i] = above[i] = cells[i] if cells[i] not in (None, "") else above.get(i)
        yield GivenRecord(row.number, tuple(cells), row.wrong or _too_much(row.cells, width))


def _is_total(cells: tuple[Any, ...]) -> bool:
    """Whether a row adds others up: its first cell that is not empty says so, the rest are figures.

    A company may be called Total.
    """
    first, *rest = [str(c) for c in cells if c not in (None, "")] or [""]
    return _TOTAL.fullmatch("".join(first.split())) is not None and all(
        _FIGURE.search(cell) for cell in rest
    )


def _too_much(cells: tuple[Any, ...], width: int) -> str | None:
    """What of a record cannot be taken: cells right of the header, cells without end."""
    if any(c not in (None, "") for c in cells[width:]):
        return f"has {len(cells)} cells where the header has {width}"
    longest = max((len(c) for c in cells if isinstance(c, str)), default=0)
    if longest > LONGEST_CELL:
        return f"holds a cell of {longest} characters, more than {LONGEST_CELL}"
    for cell in cells:
        text = json.dumps(cell, ensure_ascii=False) if isinstance(cell, (list, dict)) else cell
        if isinstance(text, str) and ("\x00" in text or "\\u0000" in text):
            return "holds a NUL, so it is no text"
        if isinstance(text, str) and NO_TEXT.search(text):
            return "holds bytes that are no text"
    return None
