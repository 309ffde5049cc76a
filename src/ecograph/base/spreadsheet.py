"""What a spreadsheet needs of a CSV: the mark of its encoding, and cells that it does not run."""

from typing import TypeVar

MARK = "\ufeff"  # without it Excel reads UTF-8 as the encoding of the machine
_RUNS = tuple("=+-@\t\r＝＋－＠")
Cell = TypeVar("Cell")


def guard(cell: Cell) -> Cell | str:
    """The cell, with an apostrophe before a text that a spreadsheet would run as a formula."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_RUNS) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that `guard` puts there."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_RUNS) else cell
