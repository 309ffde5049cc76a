"""Templates as one workbook: a sheet a table, with lists to choose from and notes on the heads."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ecograph.base.files import write_bytes
from ecograph.base.words import word
from ecograph.base.workbook import workbook_of
from ecograph.intake.templates import Template, about_column, about_table, keys_of, lists_of
from ecograph.tables.schema import Column

LISTS = "lists"  # the sheet of the keys, which is no table
_ROWS = 5_000  # for which lists can be chosen from
_WIDE = 22


def write_templates(path: Path, templates: Sequence[Template]) -> None:
    """Writes the workbook.  Raises MissingExtra, Unwritable."""

    def fill(book: Any) -> None:
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})  # else codes lose their zeros
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _readme(book, templates, wrapped)
        for template in templates:
            _sheet(book.add_worksheet(template.spec.name), template, bold, text)
        _lists(book, templates, bold)

    write_bytes(path, workbook_of(fill))


def _readme(book: Any, templates: Sequence[Template], wrapped: Any) -> None:
    sheet = book.add_worksheet("README")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for row, line in enumerate((*word("template.steps", file="tables.xlsx"), "")):
        sheet.write_string(row, 1, line, wrapped)
    for row, template in enumerate(templates, 4):
        sheet.write_string(row, 0, template.spec.name)
        sheet.write_string(row, 1, " ".join(about_table(template.spec)), wrapped)


def _sheet(sheet: Any, template: Template, bold: Any, text: Any) -> None:
    sheet.set_column(0, len(template.columns) - 1, _WIDE, text)
    for number, column in enumerate(template.columns):
        sheet.write_string(0, number, column.name, bold)
        sheet.write_comment(0, number, "\n".join(about_column(column)), {"x_scale": 2})
        if (choice := _choice(column)) is not None:
            sheet.data_validation(1, number, _ROWS, number, choice)
        for row, held in enumerate(template.rows, 1):
            if value := held.get(column.name):
                sheet.write_string(row, number, value, text)
    sheet.freeze_panes(1, 1)


def _choice(column: Column) -> dict[str, Any] | None:
    """What may be chosen in a column: the keys of its list, true or false; several are typed."""
    told = {"ignore_blank": True, "error_type": "warning" if column.many else "stop"}
    if column.type == "boolean":
        return {"validate": "list", "source": ["true", "false"], **told}
    if column.type == "concept":
        return {"validate": "list", "source": f"=list_{_named(column.argument[0])}", **told}
    return None


def _named(name: str) -> str:
    return name.replace("-", "_")


def _lists(book: Any, templates: Sequence[Template], bold: Any) -> None:
    """The sheet of keys; each list is a name that the sheets of tables refer to."""
    sheet = book.add_worksheet(LISTS)
    names = lists_of([*templates])
    sheet.set_column(0, 3 * len(names), _WIDE)
    for number, name in enumerate(names):
        at = 3 * number
        sheet.write_string(0, at, name, bold)
        keys = keys_of(name)
        for row, (key, zh, en, *_) in enumerate(keys, 1):
            for shift, cell in enumerate((key, zh, en)):
                sheet.write_string(row, at + shift, cell)
        letter = _letters(at)
        where = f"='{LISTS}'!${letter}$2:${letter}${len(keys) + 1}"
        book.define_name(f"list_{_named(name)}", where)


def _letters(column: int) -> str:
    """A column as a spreadsheet names it: A, Z, AA."""
    found = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        found, column = chr(65 + rest) + found, column - 1
    return found
