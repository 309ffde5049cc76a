"""Excel workbooks that are written: texts stay texts whatever they are."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from ecograph.base.errors import MissingExtra
from ecograph.base.results import Cell

LONGEST_NAME = 31  # of a sheet, in Excel
LONGEST_CELL = 32_767  # characters of a cell, in Excel
_WIDEST = 60.0  # of a column, in characters
_LOOKED_AT = 200  # rows by which a column is measured


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet; without heads its first column names what the others say."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def workbook_of(fill: Callable[[Any], None], *, comments: str = "") -> bytes:
    """The bytes of an .xlsx file that `fill` puts sheets into, the same for the same sheets.

    Raises MissingExtra.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtra("xlsxwriter is not installed; pip install 'ecograph[xlsx]'") from None
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"comments": comments, "created": datetime(2000, 1, 1)})
        fill(book)
    return out.getvalue()


def workbook_bytes(sheets: Sequence[Sheet], *, comments: str = "") -> bytes:
    """The bytes of an .xlsx file of sheets with a frozen head and a filter.

    Raises MissingExtra.
    """

    def fill(book: Any) -> None:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        used: set[str] = set()
        for held in sheets:
            sheet = book.add_worksheet(sheet_name(held.name, used))
            for column, head in enumerate(held.heads):
                sheet.write_string(0, column, head, bold)
            first = 1 if held.heads else 0
            for number, row in enumerate(held.rows, first):
                for column, cell in enumerate(row):
                    form = plain if held.heads or column else bold
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell[:LONGEST_CELL], form)
                    elif cell is not None:
                        sheet.write(number, column, cell, form)
            for column, wide in enumerate(_widths(held)):
                sheet.set_column(column, column, wide)
            if held.heads:
                sheet.freeze_panes(1, 1)
                sheet.autofilter(0, 0, max(len(held.rows), 1), len(held.heads) - 1)

    return workbook_of(fill, comments=comments)


def sheet_name(wanted: str, used: set[str]) -> str:
    """A name that Excel takes, and that no other sheet has; it is added to those `used`."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", wanted).strip("' ")[:LONGEST_NAME] or "1"
    name, number = plain, 1
    while name.casefold() in used:
        number += 1
        name = f"{plain[: LONGEST_NAME - 4]} {number}"
    used.add(name.casefold())
    return name


def _widths(sheet: Sheet) -> list[float]:
    """How wide each column has to be, by its longest line among the first rows."""
    count = max([len(sheet.heads), *(len(row) for row in sheet.rows[:_LOOKED_AT])], default=0)
    wide = [_length(head) for head in sheet.heads] + [0.0] * (count - len(sheet.heads))
    for row in sheet.rows[:_LOOKED_AT]:
        for column, cell in enumerate(row):
            wide[column] = max(wide[column], _length("" if cell is None else str(cell)))
    return [min(w + 2, _WIDEST) for w in wide]


def _length(text: str) -> float:
    """How long a text is: a Chinese character takes the room of two Latin ones."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)
