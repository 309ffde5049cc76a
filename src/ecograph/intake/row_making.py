"""Turns the records of files into rows of tables, as a map says.

First all entities are noted, with their keys, codes and names; then references are looked up among
them and in the region, so that it does not matter which file comes first.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product as combinations
from types import MappingProxyType

from ecograph.base.errors import near_names
from ecograph.base.progress import progress
from ecograph.base.words import word
from ecograph.intake.amounts_written import Amount, read_amount, unit_rows
from ecograph.intake.conversion import Codes, converted, is_nothing, labels_of
from ecograph.intake.entity_notes import EntityNotes
from ecograph.intake.import_map import (
    AMOUNT,
    AMOUNT_COLUMNS,
    PLACE,
    CellMap,
    ImportMap,
    ReadMap,
    RowMap,
)
from ecograph.intake.made_rows import NOT_MEANT, Row, Where
from ecograph.intake.minting import LONGEST, mark
from ecograph.intake.record_values import (
    Record,
    column_names,
    columns_asked,
    is_meant,
    records_of_each,
    values_of,
)
from ecograph.tables.given_files import GivenTable
from ecograph.tables.schema import Column, TableSpec, table_specs

MOST_COMBINATIONS = 10_000  # of the values of a record
_SAME_AS = ("role", "kind", "status", "rank", "award", "period", "modality", "property")
_TOLD_EACH = 1000  # records between two words on how far it is
_TAKEN, _WRONG = 1, 2  # what became of a record, as bits
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_SIGN_OF_ID = re.compile("[^0-9a-z-]")
_ZERO = re.compile(r"[-+]?0+(\.0*)?%?")
_GIVEN = ("id", "modality", "evidence", "source")  # which every row has anyway


class RowMaker:
    """Makes the rows of an import.

    `note` sees every record once, then `make` again in the same order.
    """

    def __init__(self, asked: ImportMap, notes: EntityNotes, codes: Codes) -> None:
        self.asked = asked
        self.notes = notes
        self.made = notes.made
        self.codes = codes
        self._flags: dict[str, dict[int, int]] = {}  # of the records of each table, by their rows
        self._numbers: dict[str, int] = {}  # of records, once they were seen
        self._units = labels_of("unit", codes)

    def note(self, read: ReadMap, table: GivenTable) -> None:
        """Notes the entities of a file."""
        for where, wrong in self._records(table, "reading"):
            for row in read.rows if wrong is None else ():
                for record in self._meant(row, where):
                    spec = _spec_of(row, record)
                    if spec is not None and spec.kind == "entity":
                        self.notes.note(spec, row, _at(where, record))

    def make(self, read: ReadMap, table: GivenTable) -> None:
        """Makes the rows of a file, and counts what became of its records."""
        flags = self._flags.setdefault(table.called, {})
        for where, wrong in self._records(table, "taking"):
            before, flag = len(self.made.rejects), 0
            if wrong is not None:
                self.made.reject(where, "", "", "", wrong, "mend the row, and import again")
                flag = _WRONG
            else:
                meant = False
                for row in read.rows:
                    for record in self._meant(row, where):
                        meant = True
                        flag |= self._row(row, _at(where, record))
                flag |= _WRONG if len(self.made.rejects) > before and not flag else 0
                flag = flag if meant else 0
            flags[where.row] = flags.get(where.row, 0) | flag  # a file may be read in two ways
        counted = self.made.counts[table.called]
        counted.taken = sum(1 for f in flags.values() if f & _TAKEN)
        counted.rejected = sum(1 for f in flags.values() if f and not f & _TAKEN)
        rest = sum(1 for f in flags.values() if not f)
        counted.left_out = table.left_out + Counter({NOT_MEANT: rest} if rest else {})

    def _records(self, table: GivenTable, doing: str) -> Iterator[tuple[Where, str | None]]:
        """The records of a table by the names of their columns, and what is wrong with one."""
        names, tell = column_names(table.header), progress(f"{doing} {table.called}")
        total, n = self._numbers.get(table.called, 0), 0
        for n, record in enumerate(table.records(), 1):
            if n % _TOLD_EACH == 0:
                tell(n, total)
            cells = dict(zip(names, record.cells, strict=True)) if record.cells else {}
            yield Where(table.called, record.number, cells), record.wrong
        self._numbers[table.called] = n
        tell(1, 1)

    def _meant(self, row: RowMap, where: Where) -> Iterator[Record]:
        if is_meant(row, where.record):
            yield from records_of_each(row, where.record)

    def _row(self, row: RowMap, where: Where) -> int:
        """Makes what a part of the map says of a record; whether it was taken, or was wrong."""
        spec = _spec_of(row, where.record)
        if spec is None:
            cell = row.tables or CellMap()
            value = "|".join(values_of(cell, where.record))
            problem, mend = "is of no table that the map names", "add it to values of table"
            self.made.reject(where, "", str(cell.column), value, problem, mend)
            return _WRONG
        if spec.kind == "entity":
            return self._entity(spec, row, where)
        return self._statements(spec, row, where)

    # -------------------------------------------------------------- entities

    def _entity(self, spec: TableSpec, row: RowMap, where: Where) -> int:
        """The cells of an entity that is noted: what refers to others, where it is."""
        key = self.notes.key_of(spec, row, where)
        if key is None:
            return _WRONG
        cells = self._cells(spec, row, where, many=True)
        for name, values in cells.items():
            self.notes.fill(spec, spec.columns[name], key, values, where)
        for found in self._places(row, where):
            self._put_location(key, found, where)
        return _TAKEN

    def _places(self, row: RowMap, where: Where) -> Iterator[tuple[str, str | None]]:
        """The places of an entity, each with the kind of text that says it, where it is derived."""
        cell = row.cells.get(PLACE)
        if cell is None:
            return
        problem, mend = "is no place that is known", 'add make = "city" and of = to the map'
        if cell.within is not None:
            problem = f"says no place that is known ({cell.within})"
            mend = "give the place in a column of its own"
        for text in values_of(cell, where.record):
            if is_nothing(text):
                self.made.nothing += 1
            elif (found := self.notes.places.find(cell, text, where)) is not None:
                yield found
            else:
                self.made.reject(where, "location", "place", text, problem, mend)

    def _put_location(self, key: str, found: tuple[str, str | None], where: Where) -> None:
        place, within = found
        row = {"located": key, "place": place}
        if within is not None:
            self.made.derived += 1
            row |= _implied_by(within)
        self._put(table_specs()["location"], row, where)

    # ------------------------------------------------------------ statements

    def _statements(self, spec: TableSpec, row: RowMap, where: Where) -> int:
        """The rows of a statement: one for each combination of the values of its cells."""
        if spec.name == "requirement" and _goes_in_nowhere(row, where.record):
            return 0
        before = len(self.made.rejects)
        cells = self._cells(spec, row, where, many=False)
        asked = [c for n, c in row.cells.items() if n in spec.columns and n not in cells]
        columns = (spec.columns.get(r.column) for r in self.made.rejects[before:])
        if asked and any(c is not None and c.type == "ref" for c in columns):
            # without what it refers to it would say something else
            return _WRONG
        missing = [c for c in spec.required if not any(x.name in cells for x in c)]
        missing = [c for c in missing if c[0].name not in _GIVEN]
        if missing:
            if len(self.made.rejects) == before:
                name = missing[0][0].name
                problem, mend = "is missing", "fill it in, or leave the table out of the map"
                self.made.reject(where, spec.name, name, "", problem, mend)
            return _WRONG
        amount = self._amount(row, where) if AMOUNT in row.cells else {}
        names, within = list(cells), [c.within for c in row.cells.values() if c.within]
        derived = _implied_by(within[0]) if within and spec.name == "location" else _NOTHING
        for n, values in enumerate(combinations(*cells.values())):
            if n >= MOST_COMBINATIONS:
                problem = f"makes more than {MOST_COMBINATIONS} rows"
                self.made.reject(where, spec.name, "", "", problem, "part the record")
                break
            self._put(spec, dict(zip(names, values, strict=True)) | amount, where, derived)
        return _TAKEN

    def _put(
        self, spec: TableSpec, cells: Row, where: Where, derived: Mapping[str, str] = _NOTHING
    ) -> None:
        """A statement with what all of them have, under an id that its parts make.

        `derived` is what a row says of itself that a text only implies.
        """
        row = {"modality": "exists", "evidence": "stated"} | dict(derived) | cells
        row["id"] = statement_id(spec, row)
        row |= {"source": self.asked.key, "locator": where.locator}
        self.made.put(spec.name, {k: v for k, v in row.items() if k in spec.columns})

    def _cells(
        self, spec: TableSpec, row: RowMap, where: Where, *, many: bool
    ) -> dict[str, list[str]]:
        """The values of each column that the map fills; what cannot be taken is rejected.

        With `many` only columns that refer to others: the rest of an entity is noted before.
        """
        found: dict[str, list[str]] = {}
        for name, cell in row.cells.items():
            column = spec.columns.get(name)
            if column is None or column.type == "id" or (many and column.type != "ref"):
                continue
            values = list(self._values(spec, column, cell, where))
            if values:
                found[name] = values if many or not column.many else ["|".join(values)]
        return found

    def _values(
        self, spec: TableSpec, column: Column, cell: CellMap, where: Where
    ) -> Iterator[str]:
        for text in values_of(cell, where.record):
            if column.type == "ref":
                found = self.notes.reference(spec, column, cell, text, where)
                if found is not None:
                    yield found
            elif cell.value is None and is_nothing(text):
                self.made.nothing += 1
            else:
                value = converted(text, column, self.codes)
                if isinstance(value, str):
                    yield value
                else:
                    self.made.reject(where, spec.name, column.name, text, *value)

    def _amount(self, row: RowMap, where: Where) -> Row:
        """The four cells of an amount: as written, number, unit, and how it is meant."""
        cell = row.cells[AMOUNT]
        for text in values_of(cell, where.record):
            if is_nothing(text):
                self.made.nothing += 1
                continue
            found = read_amount(text, cell.unit, self._units)
            if not isinstance(found, Amount):
                self.made.reject(where, row.table, AMOUNT, text, *found)
                continue
            self._add_unit(found.unit)
            values = (found.written, found.value, found.unit, found.qualifier)
            return dict(zip(AMOUNT_COLUMNS, values, strict=True))
        return {}

    def _add_unit(self, unit: str) -> None:
        known = self.codes.lists["unit"]
        if unit not in known:
            for held in unit_rows(unit):
                if held["key"] not in known:
                    self.made.rows.setdefault("concept", {})[held["key"]] = held


def _implied_by(within: str) -> Row:
    """What a location says of itself that only a name or an address says."""
    zh, en = word(f"import.within_{within}")
    return {"evidence": "implied", "basis_zh": zh, "basis_en": en}


def _goes_in_nowhere(row: RowMap, record: Record) -> bool:
    """Whether an input weighs 0, as a matrix says of most pairs."""
    cells = (row.cells.get(name) for name in ("weight", "share"))
    texts = (v for cell in cells if cell is not None for v in values_of(cell, record))
    return any(_ZERO.fullmatch(text) for text in texts)


def _spec_of(row: RowMap, record: Record) -> TableSpec | None:
    """The table that a record becomes a row of; None where the map has none for it."""
    if row.tables is None:
        return table_specs()[row.table]
    known = set(row.tables.values.values())
    names = [n for n in values_of(row.tables, record) if n in known and n in table_specs()]
    return table_specs()[names[0]] if names else None


def _at(where: Where, record: Record) -> Where:
    return where if record is where.record else Where(where.file, where.row, record)


def statement_id(spec: TableSpec, row: Mapping[str, str]) -> str:
    """An id for a statement: its table, what it refers to, its role, kind and time."""
    refs = [c.name for c in spec.columns.values() if c.type == "ref"]
    names = [n for n in refs if n not in ("source", "said_by")]
    parts = [row[n] for n in (*names, *_SAME_AS) if row.get(n)]
    plain = [p for p in parts if p not in ("exists",)]
    whole = "-".join([spec.name.replace("_", "-"), *plain]).lower()
    text = _NO_SIGN_OF_ID.sub("-", whole)
    return text if len(text) <= 2 * LONGEST else f"{text[: 2 * LONGEST]}-{mark(whole)}"


def missing_columns(read: ReadMap, table: GivenTable) -> dict[str, list[str]]:
    """The columns that the map names and a table has not, with near ones."""
    known = column_names(table.header)
    found = {}
    for row in read.rows:
        opened = str(row.each.column) if row.each else None
        for column in columns_asked(row):
            first = column.partition(".")[0]
            if column in known or first in known or (opened and column.startswith(f"{opened}.")):
                continue
            found[column] = near_names(column, known)
    return found
