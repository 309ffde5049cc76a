"""The map of an import: which file is read how, and which column is what.

A map is a TOML file to be corrected, kept and replayed:

    [source]                       # what all rows cite; one id an import
    id = "bureau-2024"
    label_zh = "…"

    [[read]]                       # a file, and how it is laid out where its looks do not say it
    file = "list.csv"

    [[read.rows]]                  # each record becomes a row of this table
    table = "firm"
    label_zh = "企业名称"          # a column of the table = a column of the file
    uscc = "统一社会信用代码"      # a scheme of codes: a row of identifier.csv
    place = { column = "所属区" }  # where it is: a row of location.csv
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from ecograph.base.errors import DataError, Finding, near_names
from ecograph.base.files import toml_of
from ecograph.tables.cells import wrong_form
from ecograph.tables.editorial import EDITORIAL
from ecograph.tables.identifiers import schemes
from ecograph.tables.schema import TableSpec, code_lists, superclasses, table_specs

PLACE, AMOUNT = "place", "amount"  # what a map may fill besides the columns of a table
EVERY = "*"  # as the column of `each`: every column that is named nowhere else, of a matrix
LABEL, ALIAS = "label", "alt"  # a name whose language its signs tell
AMOUNT_COLUMNS = ("value_written", "value", "unit", "qualifier")
_SOURCE = ("label_zh", "label_en", "kind", "date", "publisher", "grade", "licence", "address")
_LAYOUT = {
    "sheet": str,
    "header": int,
    "encoding": str,
    "delimiter": str,
    "fill_down": list,
    "totals": bool,
    "records": str,
}


@dataclass(frozen=True)
class CellMap:
    """From where a cell has its value, and what becomes of it on the way.

    `column` is the column of the file (a dot leads into JSON), `value` a value that all rows have;
    `split` parts several values, `path` the steps of a way through classes; `values` says what
    stands for what; `unit` is that of bare numbers; `make` is the table in which an entity that
    nothing has is made, `name` the column with its name, `of` the one with what it is part of;
    `within` says that the place is a part of a text: a name or an address; `without` are the
    columns that `each` of all columns passes over.
    """

    column: str | None = None
    value: str | None = None
    split: str | None = None
    path: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    make: str | None = None
    name: str | None = None
    of: str | None = None
    within: str | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Only:
    """Which records are meant: those with one of these values in a column, or any (`filled`)."""

    column: str
    values: tuple[str, ...] = ()
    filled: bool = False


@dataclass(frozen=True)
class RowMap:
    """The table that records become rows of, by one name or by a column, and its cells.

    `each` is a column with several values, each of which makes a row; of a JSON object they are
    `column.key` and `column.value`.  Of `*` they are the columns that the row names nowhere else.
    """

    table: str
    tables: CellMap | None
    cells: Mapping[str, CellMap]
    each: CellMap | None = None
    only: tuple[Only, ...] = ()

    def specs(self) -> list[TableSpec]:
        """The tables that a record may become a row of."""
        names = [*self.tables.values.values()] if self.tables else [self.table]
        return [table_specs()[name] for name in dict.fromkeys(names)]


@dataclass(frozen=True)
class ReadMap:
    """A file, how it is laid out, and what its records become."""

    file: str
    layout: Mapping[str, Any]
    rows: tuple[RowMap, ...]


@dataclass(frozen=True)
class ImportMap:
    """A map as read: the source that rows cite, the files in its order, a new region's place."""

    source: Mapping[str, str]
    reads: tuple[ReadMap, ...]
    place: str | None = None

    @property
    def key(self) -> str:
        """The id of the source."""
        return self.source["id"]

    def source_row(self, before: Mapping[str, str]) -> dict[str, str]:
        """The row of the source: what the map says, else what people wrote there, else the usual.

        `before` is the row of before.
        """
        usual = {"kind": "dataset", "licence": "not stated"}
        row = usual | {k: v for k, v in before.items() if v} | dict(self.source)
        return row if {"label_zh", "label_en"} & set(row) else row | {"label_en": self.key}


def map_of(text: str, file: str) -> ImportMap:
    """A map from its text, TOML; `file` is how it is called.

    Raises Unreadable, DataError with everything that is wrong in it.
    """
    reader = _Reader(file)
    found = reader.whole(toml_of(text, file))
    if reader.findings:
        raise DataError(reader.findings)
    return found


class _Reader:
    """Reads the parts of a map and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def wrong(self, where: str, value: object, problem: str, mend: str) -> None:
        text = None if value is None else str(value)
        self.findings.append(Finding(self.file, None, where, text, problem, mend))

    def whole(self, held: dict[str, Any]) -> ImportMap:
        self.unknown(held, ("source", "place", "read"), "")
        source = self.source(held.get("source"))
        reads = held.get("read")
        if not isinstance(reads, list) or not reads:
            self.wrong("read", None, "is missing", "write [[read]] with file = and [[read.rows]]")
            reads = []
        place = held.get("place")
        if place is not None and not isinstance(place, str):
            self.wrong("place", place, "is no name", 'write place = "厦门"')
        found = tuple(self.read(r, f"read {n}") for n, r in enumerate(reads, 1))
        return ImportMap(source, found, None if place is None else str(place))

    def unknown(self, held: Mapping[str, Any], names: tuple[str, ...], at: str) -> None:
        for key in held:
            if key not in names:
                near = near_names(key, names)
                mend = f"did you mean {near[0]}?" if near else f"write one of {', '.join(names)}"
                self.wrong(f"{at}.{key}".lstrip("."), None, "is no key of a map", mend)

    def source(self, held: Any) -> dict[str, str]:
        if not isinstance(held, dict):
            held = {}
        self.unknown(held, ("id", *_SOURCE), "source")
        for name, value in held.items():
            if isinstance(value, (list, dict, bool)) or value == "":
                self.wrong(f"source.{name}", value, "is no text", _AS[str])
        texts = {k: str(v) for k, v in held.items()}
        spec = table_specs()["sources"]
        for name in ("id", *_SOURCE):
            column = spec.columns[name]
            if (value := texts.get(name)) and (told := wrong_form(column, value, code_lists())):
                self.wrong(f"source.{name}", value, *told)
        if texts.get("id") == EDITORIAL:
            mend = "choose another: the source of general knowledge is called so"
            self.wrong("source.id", EDITORIAL, "is taken", mend)
        if "id" not in texts:
            self.wrong("source.id", None, "is missing", 'write id = "…" with a-z, 0-9 and -')
        return {"id": "", **texts}

    def read(self, held: Any, at: str) -> ReadMap:
        if not isinstance(held, dict):
            held = {}
        self.unknown(held, ("file", "rows", *_LAYOUT), at)
        if not isinstance(held.get("file"), str):
            self.wrong(f"{at}.file", held.get("file"), "is no name of a file", 'write file = "…"')
        layout = {}
        for name, kind in _LAYOUT.items():
            if name in held:
                of_texts = kind is not list or all(isinstance(v, str) for v in held[name])
                if type(held[name]) is not kind or not of_texts:
                    self.wrong(f"{at}.{name}", held[name], "is of another kind", _AS[kind])
                else:
                    layout[name] = tuple(held[name]) if kind is list else held[name]
        rows = held.get("rows")
        if not isinstance(rows, list) or not rows:
            self.wrong(f"{at}.rows", None, "is missing", "write [[read.rows]] with table =")
            rows = []
        maps = [self.row(r, f"{at}, rows {n}") for n, r in enumerate(rows, 1)]
        named = {c for row in maps for c in columns_of(row)}
        return ReadMap(
            str(held.get("file", "")), layout, tuple(_passing_over(row, named) for row in maps)
        )

    def row(self, held: Any, at: str) -> RowMap:
        if not isinstance(held, dict):
            held = {}
        given = held.get("table")
        chosen = self.cell(given, f"{at}.table") if isinstance(given, dict) else None
        if chosen is not None and (chosen.column is None or not chosen.values):
            mend = 'write table = "firm", or { column = "…", values = { "theirs" = "firm" } }'
            self.wrong(f"{at}.table", None, "does not say which tables there are", mend)
        names = [*chosen.values.values()] if chosen else [given]
        for name in names:
            if not isinstance(name, str) or name not in table_specs() or name == "sources":
                near = near_names(str(name), [t for t in table_specs() if t != "sources"])
                mend = f"did you mean {near[0]}?" if near else "see ontology/tables.toml"
                if name == "sources":
                    mend = "the source of the list stands under [source]"
                self.wrong(f"{at}.table", name, "is no table", mend)
        specs = [table_specs()[n] for n in names if isinstance(n, str) and n in table_specs()]
        cells = {}
        for key, value in held.items():
            if key in ("table", "each", "only"):
                continue
            if specs and not any(key in _keys(spec) for spec in specs):
                known = [k for spec in specs for k in _keys(spec)]
                near = near_names(key, known)
                mend = f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}"
                if key == "id":
                    mend = "take it out: a statement gets its id from what it says"
                self.wrong(f"{at}.{key}", None, f"is no column of {specs[0].name}", mend)
            cells[key] = self.cell(value, f"{at}.{key}")
            if cells[key].path and not any(_may_be_path(spec, key) for spec in specs):
                mend = "classes stand in id, or in a column that refers to something"
                self.wrong(f"{at}.{key}.path", cells[key].path, "leads through no classes", mend)
        each = self.cell(held["each"], f"{at}.each") if "each" in held else None
        if each is not None and each.column is None:
            self.wrong(f"{at}.each", None, "names no column", 'write each = "…"')
        given_only = held.get("only", [])
        parts = given_only if isinstance(given_only, list) else [given_only]
        only = tuple(self.only(part, f"{at}.only") for part in parts)
        table = given if isinstance(given, str) else ""
        return RowMap(table, chosen, cells, each, only)

    def only(self, held: Any, at: str) -> Only:
        if isinstance(held, dict) and isinstance(held.get("column"), str):
            values = held.get("values")
            if isinstance(values, list) and values and set(held) == {"column", "values"}:
                return Only(held["column"], tuple(map(str, values)))
            if held.get("filled") is True and set(held) == {"column", "filled"}:
                return Only(held["column"], filled=True)
        mend = 'write { column = "…", values = ["…"] } or { column = "…", filled = true }'
        self.wrong(at, held, "does not say which records are meant", mend)
        return Only("", ())

    def cell(self, held: Any, at: str) -> CellMap:
        if isinstance(held, str):
            return CellMap(column=held)
        if not isinstance(held, dict):
            mend = 'write the name of a column, or { column = "…" }, or { value = "…" }'
            self.wrong(at, held, "says no column", mend)
            return CellMap(value="")
        self.unknown(held, tuple(f.name for f in fields(CellMap)), at)
        if ("column" in held) == ("value" in held):
            self.wrong(at, None, "needs a column or a value, one of them", 'write column = "…"')
        texts = {}
        for name in (f.name for f in fields(CellMap) if f.name not in ("values", "without")):
            if name in held:
                if not isinstance(held[name], str) or not held[name]:
                    self.wrong(f"{at}.{name}", held[name], "is no text", 'write it in "…"')
                texts[name] = str(held[name])
        values = held.get("values", {})
        if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
            self.wrong(f"{at}.values", None, "does not say what stands for what", _AS[dict])
            values = {}
        without = held.get("without", [])
        if not isinstance(without, list) or not all(isinstance(c, str) for c in without):
            self.wrong(f"{at}.without", without, "is of another kind", _AS[list])
            without = []
        make = texts.get("make")
        if make is not None and (make not in table_specs() or table_specs()[make].kind != "entity"):
            self.wrong(f"{at}.make", make, "is no table of entities", "write such as firm, product")
        if (within := texts.get("within")) not in (None, "name", "address"):
            self.wrong(f"{at}.within", within, "is no text that is known", "write name or address")
        return CellMap(**texts, values=values, without=tuple(without))


def _may_be_path(spec: TableSpec, key: str) -> bool:
    """Whether a way through classes may stand in a column: a key, a reference."""
    column = spec.columns.get(key)
    return column is not None and column.type in ("id", "ref")


def columns_of(row: RowMap) -> Iterator[str]:
    """The columns of a file that a part of a map names."""
    cells = [*row.cells.values(), *(c for c in (row.tables, row.each) if c is not None)]
    for cell in cells:
        yield from (c for c in (cell.column, cell.name, cell.of, *cell.without) if c is not None)
    yield from (only.column for only in row.only)


def _passing_over(row: RowMap, named: Collection[str]) -> RowMap:
    """A part of a map; where it goes over every column, those that are named are passed over."""
    if row.each is None or row.each.column != EVERY:
        return row
    return replace(row, each=replace(row.each, without=tuple(sorted(named))))


_AS = {
    str: 'write a text in "…"',
    int: "write a whole number",
    bool: "write true or false",
    list: 'write a list: ["…"]',
    dict: 'write { "theirs" = "ours" }',
}


def _keys(spec: TableSpec) -> list[str]:
    """What a map may fill in of a table: its columns, codes and a place of entities, an amount.

    The id of a statement is made of what it says.
    """
    own = [c for c in spec.columns if c not in ("source", "paragraph", "span", "locator")]
    if spec.kind != "entity":
        own.remove("id")
    else:
        coded = [key for key, s in schemes().items() if _is_of(spec, s.classes)]
        own += [LABEL, ALIAS, *coded, *([PLACE] if _located(spec) else [])]
    return own + ([AMOUNT] if set(AMOUNT_COLUMNS) <= set(spec.columns) else [])


def _is_of(spec: TableSpec, classes: tuple[str, ...]) -> bool:
    return bool({spec.class_name, *superclasses()[spec.class_name]} & set(classes))


def _located(spec: TableSpec) -> bool:
    return _is_of(spec, table_specs()["location"].columns["located"].argument)
