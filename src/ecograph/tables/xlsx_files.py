"""Reads Excel workbooks: the records of the first sheet, as those of a CSV file, or all sheets."""

import zipfile
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from ecograph.base.errors import MissingExtra, Unreadable
from ecograph.base.files import MOST_BYTES, read_bytes
from ecograph.tables.csv_files import Record, Records

MOST_UNPACKED = 4 * MOST_BYTES  # a workbook is packed; what it unpacks to is bounded too


def read_sheet(path: Path, most: int) -> Records:
    """The header and the records of the first sheet; of a formula the value that was saved.

    The first row that is not blank is the header; cells right of it are not read, nor records
    after the first `most`.
    Raises Unreadable, MissingExtra without `pip install 'ecograph[xlsx]'`.
    """
    rows = ((n, c) for n, c in _rows(path) if any(c))
    _, header = next(rows, (0, []))
    while header and not header[-1]:
        header.pop()
    width = len(header)
    found = (Record(n, tuple((c + [""] * width)[:width])) for n, c in rows if any(c[:width]))
    return Records(tuple(header), tuple(islice(found, most)))


def read_sheets(path: Path, most: int) -> dict[str, list[tuple[int, list[str]]]]:
    """The first rows of every sheet by its name, with their numbers, their cells as text.

    Raises Unreadable, MissingExtra without `pip install 'ecograph[xlsx]'`.
    """
    found = {}
    for sheet in _sheets(path):
        cells = enumerate(sheet.iter_rows(values_only=True), 1)
        found[sheet.title] = [(n, [_text(c) for c in row]) for n, row in islice(cells, most)]
    return found


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their numbers, their cells as text."""
    sheet = next(_sheets(path))
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield number, [_text(cell) for cell in cells]


def _sheets(path: Path) -> Iterator[Any]:
    """The sheets of a workbook, opened within bounds."""
    try:
        import openpyxl
    except ImportError:
        raise MissingExtra("openpyxl is not installed; pip install 'ecograph[xlsx]'") from None
    data = BytesIO(read_bytes(path))
    try:
        with zipfile.ZipFile(data) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise Unreadable(
                f"{path}: unpacks to more than {MOST_UNPACKED // 1024**2} MiB; make it smaller"
            )
        book = openpyxl.load_workbook(data, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what some programs write there is wrong
            yield sheet
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken workbook makes the reader raise
        why = type(error).__name__
        raise Unreadable(
            f"{path}: is no workbook that can be read ({why}); "
            "save its sheets of cells as a new .xlsx, or as .csv"
        ) from None


def _text(cell: Any) -> str:
    """A cell as a CSV file has it: numbers without an exponent."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    return str(cell).strip()
