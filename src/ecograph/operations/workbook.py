"""A result as an Excel workbook: its rows on one sheet, how it was made on another."""

from typing import TYPE_CHECKING, Any

from ecograph.base.words import column_heads, word
from ecograph.base.workbook import Sheet, workbook_bytes

if TYPE_CHECKING:
    from ecograph.operations.result import Result


def workbook(result: "Result", language: str) -> bytes:
    """The bytes of an .xlsx file.  Raises MissingExtra."""
    table = result.table(language)
    heads = tuple(column_heads(table.columns, language))
    about = word("note.method_sheet")[language != "zh"]
    sheets = [
        Sheet(result.operation, heads, table.rows),
        Sheet(about, (), _flat(result.about(language))),
    ]
    return workbook_bytes(sheets, comments=" | ".join(result.licences))


def _flat(held: dict[str, Any], above: str = "") -> list[tuple[str, str]]:
    """Nested values as names with dots and texts."""
    rows = []
    for name, value in held.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{above}{name}.")
        elif value is not None:
            listed = isinstance(value, list)
            text = " | ".join(map(str, value)) if listed else str(value)
            rows.append((above + name, text))
    return rows
