"""A result as an Excel workbook: its rows on one sheet, how it was made on another."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from ecograph.base.errors import MissingExtra
from ecograph.base.words import column_heads, word

if TYPE_CHECKING:
    from ecograph.operations.result import Result


def workbook(result: "Result", language: str) -> bytes:
    """The bytes of an .xlsx file; texts stay texts, whatever they begin with.

    Raises MissingExtra.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtra("xlsxwriter is not installed; pip install 'ecograph[xlsx]'") from None
    out = BytesIO()
    table = result.table(language)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"comments": " | ".join(result.licences)})
        sheet = book.add_worksheet(result.operation[:31])
        bold = book.add_format({"bold": True})
        for column, head in enumerate(column_heads(table.columns, language)):
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(table.rows, 1):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell)
        sheet.freeze_panes(1, 0)
        about = book.add_worksheet(word("note.method_sheet")[language != "zh"])
        for number, (name, value) in enumerate(_flat(result.about(language))):
            about.write_string(number, 0, name, bold)
            about.write_string(number, 1, value)
    return out.getvalue()


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
