"""Reads and checks the tables of a region; collects every finding, then raises once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ecograph.base.errors import (
    DataError,
    Finding,
    UnknownName,
    Unreadable,
    near_names,
    shorten,
)
from ecograph.base.files import kind_of
from ecograph.base.resources import graph_data_dir, shipped_regions
from ecograph.base.written_together import is_unfinished
from ecograph.tables.cells import wrong_form
from ecograph.tables.citing import check_citation, check_sources, located_kinds
from ecograph.tables.concepts import Lists, check_concepts, with_concepts
from ecograph.tables.csv_files import Records
from ecograph.tables.editorial import EDITORIAL, with_editorial
from ecograph.tables.identifiers import check_codes
from ecograph.tables.region_file import control_in, read_about
from ecograph.tables.region_tables import Held, tables_in
from ecograph.tables.rows import Row, Table
from ecograph.tables.schema import (
    CONCEPT,
    Column,
    TableSpec,
    belongs_elsewhere,
    code_lists,
    concept_spec,
    moved,
    renamed_column,
    superclasses,
    table_specs,
)

MOST_LISTED = 12  # keys of a code list that a message names
MOST_NEAR = 50  # findings that come with near names


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
    _require_region(folder)
    findings: list[Finding] = []
    about = read_about(folder / "region.toml", findings)
    read: dict[str, Table] = {}
    specs = table_specs()
    held = tables_in(folder, (*specs, CONCEPT), findings)
    concepts, lists = _read_concepts(held.get(CONCEPT), findings)
    files = {f"{name}.csv": one.file for name, one in held.items() if one.file != f"{name}.csv"}
    for name, spec in specs.items():
        if name in held:
            read[name] = _read_table(f"{name}.csv", held[name].records, spec, lists, findings)
    read["sources"] = with_editorial(read.get("sources"))
    ordered = {name: read[name] for name in specs if name in read}
    _check_across(ordered, about, lists, concepts, findings)
    findings = [replace(f, file=files.get(f.file, f.file)) for f in findings]
    if any(f.severity == "error" for f in findings):
        raise DataError(sorted(findings, key=lambda f: (f.file, f.row or 0, f.column or "")))
    return Region(
        folder=folder,
        name=about["id"],
        labels={tag: about[f"label_{tag}"] for tag in ("zh", "en") if f"label_{tag}" in about},
        place=about["place"],
        synthetic=bool(about.get("synthetic", False)),
        tables=ordered,
        concepts=concepts,
        warnings=tuple(findings),  # no error is among them
        files=files,
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
            findings.append(Finding(file, 1, name, None, problem, where, "warning"))
        elif name not in spec.columns:
            near = _few_near(name, spec.columns, findings)
            known = f"the columns are {', '.join(spec.columns)}"
            mend = f"rename it to {near[0]}" if near else known
            findings.append(Finding(file, 1, name, None, "is an unknown column", mend))
    for asked in spec.required:
        if not any(column.name in header for column in asked):
            mend = " or ".join(["add it", *(column.name for column in asked[1:])])
            findings.append(Finding(file, 1, asked[0].name, None, "is a missing column", mend))
    rows = []
    for record in records.rows:
        cells = dict(zip(header, record.cells, strict=True))
        values = _read_cells(file, record.number, spec, cells, lists, findings)
        rows.append(Row(record.number, values))
    return Table(spec, tuple(rows))


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


def _read_cells(
    file: str,
    number: int,
    spec: TableSpec,
    cells: dict[str, str],
    lists: Lists,
    findings: list[Finding],
) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for column in spec.columns.values():
        cell = cells.get(column.name, "").strip()
        if not cell:
            continue
        if sign := control_in(cell):
            problem = f"holds a character that is not seen (U+{ord(sign):04X})"
            findings.append(Finding(file, number, column.name, cell, problem, "delete it"))
        parts = tuple(p.strip() for p in cell.split("|")) if column.many else (cell,)
        for part in parts:
            wrong = wrong_form(column, part, lists)
            if wrong:
                findings.append(Finding(file, number, column.name, part, *wrong))
        values[column.name] = parts
    for asked in spec.required:
        given = [column.name for column in asked if column.name in cells]
        if given and not any(column.name in values for column in asked):
            others = [column.name for column in asked if column.name != given[0]]
            fill = _how_to_fill(asked[0], lists)
            mend = ", or ".join([fill, *others])
            findings.append(Finding(file, number, given[0], None, "is missing", mend))
    return values


def _how_to_fill(column: Column, lists: Lists) -> str:
    if column.type == "concept" and len(keys := tuple(lists[column.argument[0]])) <= MOST_LISTED:
        return f"write one of {', '.join(keys)}"
    return "give the row an id" if column.type == "id" else "fill it in"


def _check_across(
    read: dict[str, Table],
    about: dict[str, str],
    lists: Lists,
    concepts: tuple[Row, ...],
    findings: list[Finding],
) -> None:
    """What one table alone cannot show: ids used twice, references, sources, spans."""
    class_of = _check_ids(read, findings)
    sources = {key: row for row in reversed(read["sources"].rows) if (key := row.one("id"))}
    check_sources(sources, findings)
    if about["place"] not in class_of:
        mend = "give the id of a row in a table of places"
        findings.append(
            Finding("region.toml", None, "place", about["place"], "refers to nothing", mend)
        )
    located = located_kinds(concepts)
    for table in read.values():
        for row in table.rows:
            _check_references(table.spec, row, class_of, findings)
            if table.spec.name == "supplement":
                _check_supplement(row, class_of, lists, findings)
            elif table.spec.name in ("identifier", "crosswalk"):
                findings += check_codes(table.spec.name, row, class_of)
            check_citation(table.spec, row, sources, located, findings)
    for row in concepts:
        check_citation(concept_spec(), row, sources, located, findings)


def _check_ids(read: dict[str, Table], findings: list[Finding]) -> dict[str, str]:
    """The class of what each id stands for; an id that is used twice is that of the first."""
    home: dict[str, tuple[str, int]] = {}
    class_of: dict[str, str] = {}
    for table in read.values():
        file = f"{table.spec.name}.csv"
        for row in table.rows:
            key = row.one("id")
            if key is None:
                continue
            if key == EDITORIAL and table.spec.name != "sources":
                mend = "choose another id: the source of general knowledge is called so"
                findings.append(Finding(file, row.number, "id", key, "is taken", mend))
            elif key in home:
                other, line = home[key]
                mend = f"it stands in {other} row {line} too; choose another"
                findings.append(Finding(file, row.number, "id", key, "is used twice", mend))
            else:
                home[key] = (file, row.number)
                class_of[key] = table.spec.class_name
    return class_of


def _check_references(
    spec: TableSpec, row: Row, class_of: dict[str, str], findings: list[Finding]
) -> None:
    above = superclasses()
    for column in spec.columns.values():
        if column.type != "ref" or column.name == "source":
            continue
        for key in row.cells.get(column.name, ()):
            if key not in class_of:
                near = _few_near(key, class_of, findings)
                mend = f"did you mean {near[0]}?" if near else "add a row with this id"
                problem = "refers to nothing"
            elif not above[class_of[key]] & set(column.argument):
                problem = f"is of class {class_of[key]}, not {' or '.join(column.argument)}"
                mend = belongs_elsewhere(spec.name, column.name, class_of[key]) or (
                    "refer to another row, or put the fact into another table"
                )
            else:
                continue
            findings.append(
                Finding(f"{spec.name}.csv", row.number, column.name, key, problem, mend)
            )


def _few_near(name: str, known: Collection[str], findings: list[Finding]) -> list[str]:
    """The names nearest to a name; none where many were looked up already: it takes long."""
    return near_names(name, known) if len(findings) < MOST_NEAR else []


def _check_supplement(
    row: Row, class_of: dict[str, str], lists: Lists, findings: list[Finding]
) -> None:
    """A supplement fills in a column that the row's table has, with a value of its form."""
    home = class_of.get(str(row.one("entity")))
    spec = next((s for s in table_specs().values() if s.class_name == home), None)
    name, value = str(row.one("filled_column")), str(row.one("filled_value"))
    if spec is None:
        return
    column = spec.columns.get(name)
    if column is None:
        near = near_names(name, spec.columns)
        mend = f"did you mean {near[0]}?" if near else f"one of {', '.join(spec.columns)}"
        problem = f"is no column of {spec.name}.csv"
        findings.append(Finding("supplement.csv", row.number, "filled_column", name, problem, mend))
    elif column.type == "ref":
        filled = Row(row.number, {name: (value,)})
        _check_references(
            TableSpec("supplement", home or "", "about", {name: column}, None),
            filled,
            class_of,
            findings,
        )
    elif wrong := wrong_form(column, value, lists):
        findings.append(Finding("supplement.csv", row.number, "filled_value", value, *wrong))
