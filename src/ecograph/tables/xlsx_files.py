"""Reads the records of the first sheet of an Excel workbook, as those of a CSV file."""

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


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, their cells as text."""
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
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what some programs write there is wrong
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, [_text(cell) for cell in cells]
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken workbook makes the reader raise
        why = type(error).__name__
        raise Unreadable(
            f"{path}: is no workbook ({why}); save it again as .xlsx or .csv"
        ) from None


def _text(cell: Any) -> str:
    """A cell as a CSV file has it: numbers without an exponent."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    return str(cell).strip()
