"""The source `editorial`: what is from no document.  Every region has it, written down or not."""

from dataclasses import replace

from ecograph.base.words import word
from ecograph.tables.rows import MADE, Row, Table
from ecograph.tables.schema import table_specs

EDITORIAL = "editorial"  # its id and its kind


def with_editorial(sources: Table | None) -> Table:
    """The table of sources with a row `editorial`: the region's own where it has one."""
    table = sources or Table(table_specs()["sources"], ())
    if any(row.one("id") == EDITORIAL for row in table.rows):
        return table
    zh, en = word("source.editorial")
    cells = {"id": EDITORIAL, "kind": EDITORIAL, "label_zh": zh, "label_en": en}
    cells["licence"] = word("source.licence")[1]
    made = Row(MADE, {column: (value,) for column, value in cells.items()})
    return replace(table, rows=(*table.rows, made))
