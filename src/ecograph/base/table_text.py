"""A table as text: aligned for a terminal, csv, tsv, json."""

import csv
import io
import json
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ecograph.base.results import Cell, Table
from ecograph.base.spreadsheet import MARK, guard
from ecograph.base.words import column_heads

MOST_WIDTH = 56  # of a cell on a terminal
MOST_DIGITS = 15  # of a number, which a float holds exactly
FORMATS = ("table", "csv", "tsv", "json", "md")


def as_text(
    table: Table,
    format: str,
    about: dict[str, Any] | None = None,
    language: str = "en",
    *,
    mark: bool = False,
    wrap: bool = False,
    heads: Sequence[str] | None = None,
) -> str:
    """A table in one of FORMATS; `about` goes along in json, `mark` opens a csv for Excel.

    On a terminal wide cells are cut, or with `wrap` go on in the next line, under `heads` where
    these are given.
    """
    if format == "json":
        return as_json(table, about or {})
    if format == "table":
        return as_aligned(table, heads or column_heads(table.columns, language), wrap=wrap)
    if format == "md":
        return as_markdown(table, language)
    return as_csv(table, "\t" if format == "tsv" else ",", mark=mark)


def as_json(table: Table, about: dict[str, Any]) -> str:
    """Rows as objects, with `columns` and what goes along."""
    rows = [dict(zip(table.columns, map(_for_json, row), strict=True)) for row in table.rows]
    document = {"schema_version": 1, **about, "columns": list(table.columns), "rows": rows}
    return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"


def as_csv(table: Table, delimiter: str = ",", *, mark: bool = False) -> str:
    """Rows under the names of the columns; nothing in a cell is run by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([[_for_spreadsheet(c) for c in row] for row in table.rows])
    return (MARK if mark else "") + out.getvalue()


def as_markdown(table: Table, language: str) -> str:
    """Rows as a table of Markdown, whole, under heads in the language."""
    cells = [column_heads(table.columns, language), ["---"] * len(table.columns)]
    cells += [list(map(_for_markdown, row)) for row in table.rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def _for_markdown(cell: Cell) -> str:
    return plain(cell).replace("\\", "\\\\").replace("|", "\\|")


def as_aligned(table: Table, heads: Sequence[str], *, wrap: bool = False) -> str:
    """Rows in columns for a terminal under heads; wide cells are cut or wrapped."""
    rows = [list(row) for row in table.rows]
    if wrap:
        cells = [[*heads]] + [line for row in rows for line in _wrapped([plain(c) for c in row])]
    else:
        cells = [[*heads]] + [[_cut(plain(c)) for c in row] for row in rows]
    count = len(table.columns)
    widths = [max(_width(row[i]) for row in cells) for i in range(count)]
    right = [
        bool(rows) and all(isinstance(r[i], int | float | Decimal) or r[i] is None for r in rows)
        for i in range(count)
    ]
    lines = []
    for row in cells:
        padded = [
            " " * (w - _width(c)) + c if r else c + " " * (w - _width(c))
            for c, w, r in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(lines) + "\n"


def in_full(table: Table) -> Table:
    """A table whose numbers are shown with all their digits: what is stated is not rounded."""
    return replace(table, rows=tuple(tuple(map(_in_full, row)) for row in table.rows))


def _in_full(cell: Cell) -> Cell:
    whole = isinstance(cell, float) and math.isfinite(cell)
    return Decimal(f"{cell:.{MOST_DIGITS}g}") if whole else cell


def plain(cell: Cell) -> str:
    """A cell as a terminal may show it: no control and no direction characters."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}" if abs(cell.adjusted()) <= MOST_DIGITS else f"{cell}"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        return f"{cell:.4g}" if abs(cell) < 1000 else f"{cell:.0f}"
    return "".join(c for c in str(cell) if unicodedata.category(c) not in ("Cc", "Cf"))


def _for_json(cell: Cell) -> Cell:
    """A cell as JSON can hold it: a number that is none is unknown."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _for_spreadsheet(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return f"{cell:.12g}" if math.isfinite(cell) else ""
    return guard(cell)


def _cut(text: str) -> str:
    """A cell of a table, cut with … where it is wide; the other formats hold it whole."""
    while _width(text) > MOST_WIDTH:
        text = text[: len(text) - max(2, (_width(text) - MOST_WIDTH) // 2)] + "…"
    return text


def _wrapped(row: list[str]) -> list[list[str]]:
    """A row in as many lines as its widest cell needs."""
    each = [_folded(cell) for cell in row]
    return [
        [lines[i] if i < len(lines) else "" for lines in each] for i in range(max(map(len, each)))
    ]


def _folded(text: str) -> list[str]:
    """A text in lines of at most MOST_WIDTH, broken at a space where there is one near the end."""
    lines = []
    while _width(text) > MOST_WIDTH:
        end = len(text)
        while _width(text[:end]) > MOST_WIDTH:
            end -= max(1, (_width(text[:end]) - MOST_WIDTH) // 2)
        space = text.rfind(" ", end * 2 // 3, end + 1)
        end = space if space > 0 else end
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, text]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
