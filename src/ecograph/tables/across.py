"""What one table alone cannot show: ids used twice, references, sources, citations."""

from collections.abc import Collection, Mapping

from ecograph.base.errors import Finding, near_names
from ecograph.tables.cells import wrong_form
from ecograph.tables.citing import check_citation, check_sources, located_kinds
from ecograph.tables.concepts import Lists
from ecograph.tables.editorial import EDITORIAL
from ecograph.tables.identifiers import check_codes
from ecograph.tables.rows import Row, Table
from ecograph.tables.schema import (
    Column,
    TableSpec,
    belongs_elsewhere,
    concept_spec,
    superclasses,
    table_specs,
)

MOST_NEAR = 50  # findings that come with near names


def check_across(
    tables: Mapping[str, Table], concepts: tuple[Row, ...], lists: Lists, place: str
) -> list[Finding]:
    """What is wrong among the tables of a region, whose own place `place` is."""
    findings: list[Finding] = []
    class_of = _check_ids(tables, findings)
    of_sources = reversed(tables["sources"].rows)
    sources = {key: row for row in of_sources if (key := row.one("id"))}
    check_sources(sources, findings)
    if place not in class_of:
        mend = "give the id of a row in a table of places"
        findings.append(Finding("region.toml", None, "place", place, "refers to nothing", mend))
    located = located_kinds(concepts)
    for table in tables.values():
        references = _references(table.spec)
        for row in table.rows:
            _check_references(table.spec, references, row, class_of, findings)
            if table.spec.name == "supplement":
                _check_supplement(row, class_of, lists, findings)
            elif table.spec.name in ("identifier", "crosswalk"):
                findings += check_codes(table.spec.name, row, class_of)
            check_citation(table.spec, row, sources, located, findings)
    for row in concepts:
        check_citation(concept_spec(), row, sources, located, findings)
    return findings


def _check_ids(read: Mapping[str, Table], findings: list[Finding]) -> dict[str, str]:
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


def _references(spec: TableSpec) -> list[Column]:
    """The columns that refer to rows; sources are apart."""
    return [c for c in spec.columns.values() if c.type == "ref" and c.name != "source"]


def _check_references(
    spec: TableSpec,
    references: list[Column],
    row: Row,
    class_of: dict[str, str],
    findings: list[Finding],
) -> None:
    above = superclasses()
    for column in references:
        for key in row.many(column.name):
            if key not in class_of:
                near = few_near(key, class_of, findings)
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


def few_near(name: str, known: Collection[str], findings: Collection[Finding]) -> list[str]:
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
        about = TableSpec("supplement", home or "", "about", {name: column}, None)
        _check_references(about, [column], filled, class_of, findings)
    elif wrong := wrong_form(column, value, lists):
        findings.append(Finding("supplement.csv", row.number, "filled_value", value, *wrong))
