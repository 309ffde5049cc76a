"""Rows put into the text of a CSV table or taken out of it, the rest as it was, byte for byte."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

Row = dict[str, str]


def header_of(text: str) -> list[str]:
    """The columns of a table; none of an empty one."""
    records = _records(text)
    return records[0][1] if records else []


def without_rows(text: str, gone: Callable[[Row], bool], *, cut: bool = True) -> str:
    """The text without the rows that are `gone`; with `cut` last columns go that only they fill."""
    records = _records(text)
    if not records:
        return text
    header = records[0][1]
    kept = [records[0]]
    taken: list[list[str]] = []
    for raw, cells in records[1:]:
        if cells and gone(dict(zip(header, cells, strict=False))):
            taken.append(cells)
        else:
            kept.append((raw, cells))
    if not taken:
        return text
    rows_left = any(cells for _, cells in kept[1:])
    for column in range(len(header) - 1, 0, -1) if rows_left and cut else ():
        theirs = any(len(cells) > column and cells[column] for cells in taken)
        if not theirs or not all(_ends_empty(record, column) for record in kept[1:]):
            break
        name = header[column]
        kept = [(_cut(kept[0][0], name), header[:column])] + [
            (_cut(raw, ""), cells[:column]) if cells else (raw, cells) for raw, cells in kept[1:]
        ]
    return "".join(raw for raw, _ in kept)


def with_rows(text: str, rows: Sequence[Row], columns: Iterable[str]) -> tuple[str, int]:
    """The text with more rows at its end, and the number of the line on which the first stands.

    Columns that they need and that are missing are added, in the order of `columns`.
    """
    records = _records(text)
    header = records[0][1] if records else []
    needed = {c for row in rows for c, value in row.items() if value}
    more = [c for c in columns if c in needed and c not in header]
    tail = "".join(f",{c}" for c in more) if header else ",".join(more)
    if not records:
        records = [("\n", [])]
    out = [_put_on(records[0][0], tail)]
    out += [_put_on(raw, "," * len(more) if cells else "") for raw, cells in records[1:]]
    before = "".join(out)
    added = io.StringIO(newline="")
    writer = csv.DictWriter(
        added, [*header, *more], lineterminator="\n", restval="", extrasaction="ignore"
    )
    writer.writerows(rows)
    return before + added.getvalue(), len(io.StringIO(before, newline="").readlines()) + 1


def _records(text: str) -> list[tuple[str, list[str]]]:
    """Each record as it is written and its cells; a line of nothing has none.

    The header comes first, with the comments above it.
    """
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines)
    found: list[tuple[str, list[str]]] = []
    start = 0
    for cells in reader:
        if not found and cells and cells[0].lstrip().startswith("#"):
            continue
        raw = "".join(lines[start : reader.line_num])
        found.append((raw, cells))
        start = reader.line_num
    return found


def _ends_empty(record: tuple[str, list[str]], column: int) -> bool:
    raw, cells = record
    return not cells or (len(cells) == column + 1 and raw.rstrip("\n").endswith(","))


def _cut(raw: str, cell: str) -> str:
    """A line without its last cell."""
    body = raw.rstrip("\n")
    return body.removesuffix(f",{cell}") + raw[len(body) :]


def _put_on(raw: str, tail: str) -> str:
    """A line with something behind it, and with a line end."""
    body = raw.rstrip("\n")
    return body + tail + (raw[len(body) :] or "\n")
