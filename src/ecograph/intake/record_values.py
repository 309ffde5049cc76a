"""The values of a record that a map asks for: a column, a part of JSON, several in one cell."""

from collections.abc import Iterator, Mapping
from typing import Any

from ecograph.intake.conversion import is_nothing
from ecograph.intake.import_map import EVERY, CellMap, Only, RowMap, columns_of

Record = Mapping[str, Any]  # the cells of a record by the names of its columns
MOST_VALUES = 10_000  # of a cell


def column_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the columns of a file, each once: a second of a name is `name.2`."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        own = name if seen[name] == 1 else f"{name}.{seen[name]}"
        while own in names or (own != name and own in header):
            seen[name] += 1
            own = f"{name}.{seen[name]}"
        names.append(own)
    return tuple(names)


def columns_asked(row: RowMap) -> Iterator[str]:
    """The columns that a file must have for a part of a map: not those that `each` makes."""
    yield from (c for c in columns_of(row) if not c.startswith(EVERY))


def value_at(record: Record, column: str) -> Any:
    """What a record holds in a column; a dot leads into JSON."""
    if column in record:
        return record[column]
    held: Any = record
    for step in column.split("."):
        if not isinstance(held, Mapping) or step not in held:
            return None
        held = held[step]
    return held


def values_of(cell: CellMap, record: Record) -> list[str]:
    """The values of a cell of the map: those of a list, those that a sign parts; empty ones not."""
    if cell.value is not None:
        return [cell.value]
    held = value_at(record, str(cell.column))
    parts = held if isinstance(held, list) else [held]
    texts: list[str] = []
    for part in parts[:MOST_VALUES]:
        if part is None or part == "" or isinstance(part, (dict, list)):
            continue
        text = _text(part)
        texts += text.split(cell.split) if cell.split else [text]
    meant = (cell.values.get(t, t) for t in (text.strip() for text in texts) if t)
    return [text for text in meant if text]  # what stands for nothing says nothing


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def records_of_each(row: RowMap, record: Record) -> Iterator[Record]:
    """A record once for each value of the column that makes rows; itself where there is none."""
    if row.each is None:
        yield record
        return
    column = str(row.each.column)
    if column == EVERY:
        held: Any = {n: value for n, value in record.items() if n not in row.each.without}
    else:
        held = value_at(record, column)
    if isinstance(held, Mapping):
        for key, value in list(held.items())[:MOST_VALUES]:
            if column == EVERY and value in (None, ""):
                continue
            yield {**record, f"{column}.key": key, f"{column}.value": value}
    elif isinstance(held, list):
        for part in held[:MOST_VALUES]:
            inner = part if isinstance(part, Mapping) else {}
            parts = {f"{column}.{name}": value for name, value in inner.items()}
            yield {**record, column: part, **parts}
    else:
        for value in values_of(row.each, record):
            yield {**record, column: value}


def is_meant(row: RowMap, record: Record) -> bool:
    """Whether a part of the map is about a record."""
    return all(_fits(only, value_at(record, only.column)) for only in row.only)


def _fits(only: Only, held: Any) -> bool:
    text = "" if held is None else _text(held)
    return bool(text.strip()) and not is_nothing(text) if only.filled else text in only.values
