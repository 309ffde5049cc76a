"""Reads Excel workbooks: the rows of their sheets, their cells as text."""

import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from ecograph.base.errors import MissingExtra, Unreadable
from ecograph.base.files import MOST_BYTES, read_bytes

# a cell with a formula, and the value behind it where there is one
_UNSAVED = re.compile(
    rb'<c r="[A-Z]+(?P<row>[0-9]+)"[^>]*>\s*<f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)'
    rb"\s*(?P<value><v>[^<]+</v>|<is>)?"
)
MOST_UNPACKED = 4 * MOST_BYTES  # a workbook is packed; what it unpacks to is bounded too


def sheet_rows(path: Path) -> dict[str, Callable[[], Iterator[tuple[int, list[str]]]]]:
    """The sheets of a workbook by their names: each gives its rows with their numbers, as texts.

    Of a formula it is the value that was saved.  Raises Unreadable, MissingExtra without
    `pip install 'ecograph[xlsx]'`.
    """
    return {sheet.title: partial(_rows, sheet) for sheet in _sheets(path)}


def unsaved_formulas(path: Path) -> dict[str, frozenset[int]]:
    """The rows of each sheet that hold a formula of which no value was saved.

    Programs that write workbooks leave them out; a spreadsheet has them once it saved the file.
    Raises Unreadable, MissingExtra.
    """
    found = {}
    with zipfile.ZipFile(BytesIO(read_bytes(path))) as packed:
        for sheet in _sheets(path):
            raw = packed.read(sheet._worksheet_path)
            found[sheet.title] = frozenset(
                int(m["row"]) for m in _UNSAVED.finditer(raw) if not m["value"]
            )
    return found


def read_sheets(path: Path, most: int) -> dict[str, list[tuple[int, list[str]]]]:
    """The first rows of every sheet by its name, with their numbers, their cells as text.

    Raises Unreadable, MissingExtra without `pip install 'ecograph[xlsx]'`.
    """
    found = {}
    for sheet in _sheets(path):
        found[sheet.title] = list(islice(_rows(sheet), most))
    return found


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet with their numbers, their cells as text."""
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
