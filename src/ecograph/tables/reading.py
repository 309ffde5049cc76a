"""Reads and checks the tables of a region; collects every finding, then raises once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ecograph.base.errors import (
    DataError,
    Finding,
    UnknownName,
    Unreadable,
    shorten,
)
from ecograph.base.files import kind_of
from ecograph.base.progress import progress
from ecograph.base.resources import graph_data_dir, shipped_regions
from ecograph.base.written_together import is_unfinished
from ecograph.tables.across import check_across, few_near
from ecograph.tables.cells import wrong_form
from ecograph.tables.concepts import Lists, check_concepts, with_concepts
from ecograph.tables.csv_files import Record, Records
from ecograph.tables.editorial import with_editorial
from ecograph.tables.region_file import control_in, read_about
from ecograph.tables.region_tables import Held, tables_in
from ecograph.tables.rows import MADE, Row, Table
from ecograph.tables.schema import (
    CONCEPT,
    Column,
    TableSpec,
    code_lists,
    concept_spec,
    moved,
    renamed_column,
    table_specs,
)

_TOLD_EACH = 1000  # rows between two words on how far it is
MOST_LISTED = 12  # keys of a code list that a message names


@dataclass(frozen=True)
class Region:
    """The checked tables of one region."""

    folder: Path
    name: str
    labels: dict[str, str]  # in zh, in en or in both
    place: str
    synthetic: bool
    tables: dict[str, Table]
    concepts: tuple[Row, ...] = ()  # the keys that it adds to code lists
    warnings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)  # where a table is in no file of its own

    def file_of(self, table: str) -> str:
        """The file that holds a table, as findings name it."""
        return self.files.get(f"{table}.csv", f"{table}.csv")

    def rows(self) -> Iterator[tuple[TableSpec, Row]]:
        """All rows with their tables, in the order of tables.toml and of the files."""
        for table in self.tables.values():
            for row in table.rows:
                yield table.spec, row


def region_folder(name: str) -> Path:
    """The folder of a shipped region by its name.

    Raises UnknownName.
    """
    if name not in shipped_regions():
        raise UnknownName("shipped region", name, shipped_regions())
    return graph_data_dir() / name


def region_at(name: str) -> Region:
    """The checked tables of a shipped region by its name, or of a folder."""
    return read_region(region_folder(name) if name in shipped_regions() else Path(name))


def read_region(folder: Path) -> Region:
    """The tables in a folder, checked whole.

    Raises Unreadable where there is no region.toml, DataError with every finding.
    """
    read = _read(folder)
    told = read.named([*read.findings, *read.across()])
    if any(f.severity == "error" for f in told):
        raise DataError(told)
    return read.region(told)


def read_what_conforms(folder: Path) -> Region:
    """The tables in a folder without the rows that do not conform, each of which is a warning.

    What refers to a row that is left out is left out too.
    Raises Unreadable, DataError where more is wrong than rows: a column, a file, the place.
    """
    read = _read(folder)
    found = [*read.findings, *read.across()]
    warned = [f for f in found if f.severity != "error"]
    while errors := [f for f in found if f.severity == "error"]:
        if read.broken or any(read.is_of_all(f) for f in errors):
            raise DataError(read.named([*warned, *errors]))
        warned += [replace(f, severity="warning", mend=f"{LEFT_OUT}: {f.mend}") for f in errors]
        read = read.without({(f.file, f.row) for f in errors})
        found = read.across()
    return read.region(read.named(warned))


LEFT_OUT = "the row was left out"


@dataclass(frozen=True)
class _Read:
    """The tables of a folder as read one by one: what is wrong with each is in `findings`.

    Findings call a table by its csv file; `files` are those that stand elsewhere.  `header_rows`
    are the rows of the headers, by those names; `broken` says that a file was not read to its end.
    """

    folder: Path
    about: dict[str, Any]
    tables: dict[str, Table]
    concepts: tuple[Row, ...]
    lists: Lists
    findings: tuple[Finding, ...]
    files: dict[str, str]
    header_rows: dict[str, int]
    broken: bool

    def across(self) -> list[Finding]:
        """What is wrong among the tables."""
        return check_across(self.tables, self.concepts, self.lists, self.about["place"])

    def is_of_all(self, finding: Finding) -> bool:
        """Whether a finding is of more than a row: of a file, a column, the lists of keys."""
        head = self.header_rows.get(finding.file)
        return finding.row in (None, head, MADE) or finding.file == f"{CONCEPT}.csv"

    def named(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings with the files in which the tables stand, in order."""
        told = (replace(f, file=self.files.get(f.file, f.file)) for f in findings)
        return sorted(told, key=lambda f: (f.file, f.row or 0, f.column or ""))

    def without(self, rows: Collection[tuple[str, int | None]]) -> "_Read":
        """The same without some rows, by file and number."""
        by_name = {called: table for table, called in self.files.items()}
        gone = {(by_name.get(file, file), row) for file, row in rows}
        tables = {
            name: replace(
                table,
                rows=tuple(r for r in table.rows if (f"{name}.csv", r.number) not in gone),
            )
            for name, table in self.tables.items()
        }
        return replace(self, tables=tables, findings=())

    def region(self, warnings: Iterable[Finding]) -> Region:
        """The region of these tables."""
        about = self.about
        return Region(
            folder=self.folder,
            name=about["id"],
            labels={tag: about[f"label_{tag}"] for tag in ("zh", "en") if f"label_{tag}" in about},
            place=about["place"],
            synthetic=bool(about.get("synthetic", False)),
            tables=self.tables,
            concepts=self.concepts,
            warnings=tuple(warnings),
            files=self.files,
        )


def _read(folder: Path) -> _Read:
    """The tables of a folder, each by itself.  Raises Unreadable."""
    _require_region(folder)
    findings: list[Finding] = []
    about = read_about(folder / "region.toml", findings)
    read: dict[str, Table] = {}
    specs = table_specs()
    held = tables_in(folder, (*specs, CONCEPT), findings)
    concepts, lists = _read_concepts(held.get(CONCEPT), findings)
    for name, spec in specs.items():
        if name in held:
            read[name] = _read_table(f"{name}.csv", held[name].records, spec, lists, findings)
    read["sources"] = with_editorial(read.get("sources"))
    records = {name: one.records for name, one in held.items() if one.records is not None}
    files = {f"{name}.csv": one.file for name, one in held.items() if one.file != f"{name}.csv"}
    heads = {f"{name}.csv": one.header_row for name, one in records.items()}
    heads |= {held[name].file: one.header_row for name, one in records.items()}
    return _Read(
        folder=folder,
        about=about,
        tables={name: read[name] for name in specs if name in read},
        concepts=concepts,
        lists=lists,
        findings=tuple(findings),
        files=files,
        header_rows=heads,
        broken=any(one.broken for one in records.values()),
    )


def _require_region(folder: Path) -> None:
    """Raises Unreadable where there is no region, or one that is written in part."""
    if kind_of(folder / "region.toml") != "file":
        raise Unreadable(
            f"{shorten(str(folder), 200)}: has no region.toml, so it is no folder of tables; "
            "ecograph new begins one"
        )
    if is_unfinished(folder):
        raise Unreadable(
            f"{folder}: was being written when that was interrupted; run the command that wrote it "
            "again, which finishes it"
        )


def _read_concepts(held: Held | None, findings: list[Finding]) -> tuple[tuple[Row, ...], Lists]:
    """The keys that a region adds to code lists, and the lists with them."""
    if held is None:
        return (), code_lists()
    file = f"{CONCEPT}.csv"
    rows = _read_table(file, held.records, concept_spec(), code_lists(), findings).rows
    lists = with_concepts(rows)
    check_concepts(rows, lists, findings)
    return rows, lists


def _read_table(
    file: str, records: Records | None, spec: TableSpec, lists: Lists, findings: list[Finding]
) -> Table:
    if records is None:
        return Table(spec, ())
    told = records.header
    header = [_column_called(file, name, spec, told, findings) for name in told]
    for name in dict.fromkeys(header):
        if name not in spec.columns and (where := moved(name)) is not None:
            problem = "is no column any more and was not read"
            at = records.header_row
            findings.append(Finding(file, at, name, None, problem, where, "warning"))
        elif name not in spec.columns:
            near = few_near(name, spec.columns, findings)
            known = f"the columns are {', '.join(spec.columns)}"
            mend = f"rename it to {near[0]}" if near else known
            at = records.header_row
            findings.append(Finding(file, at, name, None, "is an unknown column", mend))
    for asked in spec.required:
        if not any(column.name in header for column in asked):
            mend = " or ".join(["add it", *(column.name for column in asked[1:])])
            at = records.header_row
            findings.append(Finding(file, at, asked[0].name, None, "is a missing column", mend))
    rows = _Asked(
        file,
        [(header.index(c.name), c) for c in spec.columns.values() if c.name in header],
        [(given, group) for group in spec.required
         if (given := [c.name for c in group if c.name in header])],
        lists,
        findings,
    )  # fmt: skip
    tell = progress(f"reading {file}")
    found = []
    for n, record in enumerate(records.rows, 1):
        found.append(Row(record.number, _read_cells(rows, record)))
        if n % _TOLD_EACH == 0:
            tell(n, 0)
    tell(1, 1)
    return Table(spec, tuple(found))


def _column_called(
    file: str, name: str, spec: TableSpec, header: Collection[str], findings: list[Finding]
) -> str:
    """The column that a name of the header means: one of old is read, with a warning."""
    now = renamed_column(name)
    if name in spec.columns or now not in spec.columns or now in header:
        return name
    problem = f"is called {now} now, and was read as that"
    findings.append(Finding(file, 1, name, None, problem, f"rename it to {now}", "warning"))
    return now


@dataclass(frozen=True)
class _Asked:
    """What is asked of the rows of a table: where each column stands, which must be filled.

    `seen` are cells that are right and come again: keys, places in time, what rows refer to.
    """

    file: str
    columns: list[tuple[int, Column]]
    required: list[tuple[list[str], tuple[Column, ...]]]
    lists: Lists
    findings: list[Finding]
    seen: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


_COME_AGAIN = ("ref", "concept", "period", "boolean")  # types of columns


def _read_cells(asked: _Asked, record: Record) -> dict[str, tuple[str, ...]]:
    """The cells of a row that are not empty, split where listed; what is wrong is a finding."""
    values: dict[str, tuple[str, ...]] = {}
    for place, column in asked.columns:
        cell = record.cells[place].strip()
        if not cell:
            continue
        known = asked.seen.get((column.name, cell))
        if known is None:
            known, right = _read_cell(asked, record.number, column, cell)
            if right and column.type in _COME_AGAIN:
                asked.seen[column.name, cell] = known
        values[column.name] = known
    for given, group in asked.required:
        if not any(column.name in values for column in group):
            others = [column.name for column in group if column.name != given[0]]
            mend = ", or ".join([_how_to_fill(group[0], asked.lists), *others])
            wrong = (given[0], None, "is missing", mend)
            asked.findings.append(Finding(asked.file, record.number, *wrong))
    return values


def _read_cell(
    asked: _Asked, number: int, column: Column, cell: str
) -> tuple[tuple[str, ...], bool]:
    """The values of a cell, and whether they are right."""
    wrong = []
    if sign := control_in(cell):
        wrong.append((cell, f"holds a character that is not seen (U+{ord(sign):04X})", "delete it"))
    parts = tuple(p.strip() for p in cell.split("|")) if column.many else (cell,)
    wrong += [(part, *told) for part in parts if (told := wrong_form(column, part, asked.lists))]
    asked.findings.extend(Finding(asked.file, number, column.name, *told) for told in wrong)
    return parts, not wrong


def _how_to_fill(column: Column, lists: Lists) -> str:
    if column.type == "concept" and len(keys := tuple(lists[column.argument[0]])) <= MOST_LISTED:
        return f"write one of {', '.join(keys)}"
    return "give the row an id" if column.type == "id" else "fill it in"
