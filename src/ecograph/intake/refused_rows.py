"""Rows of an import that the region cannot hold, traced back to the records that they are of."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from ecograph.base.errors import Finding
from ecograph.intake.import_map import ReadMap
from ecograph.intake.made_rows import MadeRows, Where
from ecograph.intake.record_values import column_names
from ecograph.tables.given_files import GivenTable


def refuse_rows(
    made: MadeRows,
    opened: Iterable[tuple[ReadMap, GivenTable]],
    findings: Iterable[Finding],
    texts: Mapping[str, str],
) -> int:
    """Takes the rows out of an import that findings are about, and rejects what they are of.

    `texts` are the tables that the findings speak of.  Gives how many rows that were.
    """
    refused: dict[tuple[str, str], tuple[str, Finding]] = {}
    keys: dict[str, dict[int, str]] = {}
    for finding in findings:
        table = finding.file.removesuffix(".csv")
        if finding.severity != "error" or finding.row is None or table not in made.rows:
            continue
        if table not in keys:
            keys[table] = _ids_by_line(texts.get(finding.file, ""))
        key = keys[table].get(finding.row, "")
        row = made.rows[table].get(key)
        if row is not None and row.get("locator"):
            refused.setdefault((table, key), (row["locator"], finding))
    for table, key in refused:
        del made.rows[table][key]
    _reject(made, opened, refused)
    return len(refused)


def _reject(
    made: MadeRows,
    opened: Iterable[tuple[ReadMap, GivenTable]],
    refused: Mapping[tuple[str, str], tuple[str, Finding]],
) -> None:
    """Tells each, with the record as it was, and counts a record of which nothing is left."""
    records = _records_at(opened, {locator for locator, _ in refused.values()})
    left = {row.get("locator") for rows in made.rows.values() for row in rows.values()}
    for (table, _), (locator, finding) in refused.items():
        where = records.get(locator) or Where(*_parted(locator), {})
        told = (finding.column or "", finding.value or "", finding.problem, finding.mend)
        made.reject(where, table, *told)
    for locator in {locator for locator, _ in refused.values()} - left:
        counted = made.counts.get(_parted(locator)[0])
        if counted is not None and counted.taken:
            counted.taken -= 1
            counted.rejected += 1


def _ids_by_line(text: str) -> dict[int, str]:
    """The id of each row of a table by the line on which the row begins."""
    lines = io.StringIO(text, newline="")
    reader, at = csv.reader(lines), 0
    place: int | None = None
    found: dict[int, str] = {}
    begin = 1
    for cells in reader:
        if place is None and cells and not cells[0].lstrip().startswith("#"):
            place = cells.index("id") if "id" in cells else 0
        elif place is not None and len(cells) > place:
            found[begin] = cells[place]
        at = reader.line_num
        begin = at + 1
    return found


def _records_at(
    opened: Iterable[tuple[ReadMap, GivenTable]], locators: set[str]
) -> dict[str, Where]:
    """The records that rows cite, read once more."""
    found: dict[str, Where] = {}
    files = {_parted(locator)[0] for locator in locators}
    for _, table in opened:
        if table.called not in files:
            continue
        names = column_names(table.header)
        for record in table.records():
            cells: dict[str, Any] = dict(zip(names, record.cells, strict=False))
            where = Where(table.called, record.number, cells)
            if where.locator in locators:
                found.setdefault(where.locator, where)
    return found


def _parted(locator: str) -> tuple[str, int]:
    """The file and the row that a citation names."""
    file, _, number = locator.rpartition(" row ")
    return file, int(number)
