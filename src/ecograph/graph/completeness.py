"""How complete and how well founded the tables of a graph are: by column, by class, by year."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from ecograph.base.database import name_of, quoted
from ecograph.base.evidence import EVIDENCE, WEAKEST, is_documented, is_in
from ecograph.base.periods import read_period
from ecograph.base.results import Coverage, Missing
from ecograph.graph.columns import Tables
from ecograph.graph.containment import pairs, reach
from ecograph.graph.pivot import column_types
from ecograph.tables.schema import Column, TableSpec, table_specs

# The class of all that a kind of table lists, where the kind has columns in common.
_OF_KIND = {"entity": "Entity", "statement": "Statement"}
_CITATION = frozenset({"source", "paragraph", "span", "locator"})
_CITED = "(paragraph IS NOT NULL OR locator IS NOT NULL)"
_DOCUMENTED = f"(evidence IS DISTINCT FROM {quoted(WEAKEST)})"


@dataclass(frozen=True)
class ColumnCoverage:
    """How many of `rows` have a column filled in, of these how many are documented, and cited.

    `table` is a table, or the class of all entities or all statements for what every such table
    has. `cited` ones name the paragraph of a document or the row of a register.
    """

    table: str
    column: str
    filled: int
    rows: int
    documented: int
    cited: int


@dataclass(frozen=True)
class ClassCoverage:
    """The entities of a class: by modality, how many are documented, cited, in any statement."""

    class_name: str
    entities: int
    modalities: dict[str, int]
    documented: int
    cited: int
    in_statements: int


@dataclass(frozen=True)
class YearCoverage:
    """The statements whose period begins in a year, or that say no time (None), by their table."""

    year: int | None
    statements: int
    documented: int
    tables: dict[str, int]


def statements_that_count(tables: Tables, evidence: str, sources: str) -> Tables:
    """The tables with those statements alone that are as sure, and said by those, as asked.

    Entities are there however sure it is that they exist, as for every question.
    """
    database = tables.database.layer()
    for spec in table_specs().values():
        if spec.kind == "statement":
            name = name_of(spec.name)
            counts, asked = _counts(tables, evidence, sources)
            database.run(f"CREATE TABLE {name} AS FROM {name} WHERE {counts}", asked)
    return replace(tables, database=database)


def _counts(tables: Tables, evidence: str, sources: str) -> tuple[str, dict[str, list[str]]]:
    """Which rows count, in SQL, with the values that it asks for."""
    conditions, asked = ["true"], {}
    if evidence != WEAKEST:
        conditions.append("list_contains($firm::VARCHAR[], evidence)")
        asked["firm"] = [e for e in EVIDENCE if is_in(e, evidence)]
    if sources != "all":
        conditions.append("list_contains($counted::VARCHAR[], source)")
        asked["counted"] = tables.counted_sources(sources)
    return " AND ".join(conditions), asked


def empty_cells(
    tables: Tables, table: str, column: str, evidence: str = WEAKEST, sources: str = "all"
) -> Missing:
    """How many rows of a table have nothing in a column, of those rows that count."""
    is_filled = _is_filled(column_types(table_specs()[table]), column)
    counts, asked = _counts(tables, evidence, sources)
    [(filled, rows)] = tables.database.rows(
        f"SELECT count(*) FILTER ({is_filled}), count(*) FROM {name_of(table)} WHERE {counts}",
        asked,
    )
    return Missing(table, column, rows - filled, rows)


def columns_of(tables: Tables) -> tuple[ColumnCoverage, ...]:
    """Each column that a row may leave empty, those with the most empty cells first.

    What all entities or all statements have is one row for all of them.
    """
    together: dict[tuple[str, str], list[ColumnCoverage]] = {}
    for spec in table_specs().values():
        if spec.kind != "registry":
            for one in _of_table(tables, spec):
                together.setdefault((one.table, one.column), []).append(one)
    found = [_sum(held) for held in together.values()]
    return tuple(sorted(found, key=lambda c: c.filled - c.rows))


def _of_table(tables: Tables, spec: TableSpec) -> Iterator[ColumnCoverage]:
    types = column_types(spec)
    held = [c for c in spec.columns.values() if c.name in types and _may_be_empty(c)]
    if not held:
        return
    counts = ["count(*)"]
    for column in held:
        is_filled = _is_filled(types, column.name)
        counts += [
            f"count(*) FILTER ({is_filled})",
            f"count(*) FILTER ({is_filled} AND {_DOCUMENTED})",
            f"count(*) FILTER ({is_filled} AND {_CITED})",
        ]
    [(rows, *each)] = tables.database.rows(f"SELECT {', '.join(counts)} FROM {name_of(spec.name)}")
    for i, column in enumerate(held):
        if rows:
            filled, documented, cited = each[3 * i : 3 * i + 3]
            table = _OF_KIND[spec.kind] if _is_common(spec, column) else spec.name
            yield ColumnCoverage(table, column.name, filled, rows, documented, cited)


def _is_filled(types: Mapping[str, str], column: str) -> str:
    name = name_of(column)
    return f"len({name}) > 0" if types[column].endswith("[]") else f"{name} IS NOT NULL"


def _may_be_empty(column: Column) -> bool:
    """Of a text in languages one at least must be given, so each may be missing."""
    return column.name not in _CITATION and (not column.required or column.tag is not None)


def _is_common(spec: TableSpec, column: Column) -> bool:
    return column.name in _common_columns(spec.kind)


@cache
def _common_columns(kind: str) -> frozenset[str]:
    """The columns that every table of a kind has; none where the kind is no class of its own."""
    if kind not in _OF_KIND:
        return frozenset()
    return frozenset.intersection(
        *(frozenset(s.columns) for s in table_specs().values() if s.kind == kind)
    )


def _sum(held: list[ColumnCoverage]) -> ColumnCoverage:
    return ColumnCoverage(
        held[0].table,
        held[0].column,
        filled=sum(c.filled for c in held),
        rows=sum(c.rows for c in held),
        documented=sum(c.documented for c in held),
        cited=sum(c.cited for c in held),
    )


def mentions(tables: Tables) -> Counter[str]:
    """In how many statements each entity stands."""
    parts = []
    for spec in table_specs().values():
        if spec.kind != "statement":
            continue
        for column in spec.columns.values():
            if column.type == "ref":
                end = name_of(column.name)
                end = f"unnest({end})" if column.many else end
                parts.append(f"SELECT id AS statement, {end} AS key FROM {name_of(spec.name)}")
    query = f"SELECT key, count(DISTINCT statement) FROM ({' UNION ALL '.join(parts)}) "
    return Counter(dict(tables.database.rows(f"{query} WHERE key IS NOT NULL GROUP BY key")))


def classes_of(tables: Tables) -> tuple[ClassCoverage, ...]:
    """Each class that has an entity, in the order of the tables."""
    mentioned = mentions(tables)
    found = []
    for spec in table_specs().values():
        if spec.kind == "entity" and tables.count(spec.name):
            modality = "modality" if "modality" in column_types(spec) else "NULL"
            rows = tables.database.rows(
                f"SELECT id, {modality}, {_DOCUMENTED}, {_CITED} FROM {name_of(spec.name)}"
            )
            modalities = Counter(m for _, m, _, _ in rows if m is not None)
            found.append(
                ClassCoverage(
                    spec.class_name,
                    entities=len(rows),
                    modalities=dict(sorted(modalities.items())),
                    documented=sum(documented for _, _, documented, _ in rows),
                    cited=sum(cited for *_, cited in rows),
                    in_statements=sum(key in mentioned for key, *_ in rows),
                )
            )
    return tuple(found)


def years_of(tables: Tables) -> tuple[YearCoverage, ...]:
    """The statements of each year in which a period begins, and last those that say no time.

    The time of a statement is its period, else when it began to be so, else when it ceased.
    """
    by_year: dict[int | None, Counter[tuple[str, bool]]] = {}
    for spec in table_specs().values():
        if spec.kind == "statement":
            held = [c for c in ("period", "valid_from", "valid_to") if c in spec.columns]
            when = f"coalesce({', '.join(map(name_of, held))})" if len(held) > 1 else held[0]
            for text, evidence in tables.database.rows(
                f"SELECT {when}, evidence FROM {name_of(spec.name)}"
            ):
                key = (spec.name, is_documented(evidence))
                by_year.setdefault(_year(text), Counter())[key] += 1
    return tuple(
        _of_year(year, by_year[year]) for year in sorted(by_year, key=lambda y: (y is None, y or 0))
    )


def _year(text: str | None) -> int | None:
    period = None if text is None else read_period(text)
    return None if period is None else period.first.year


def _of_year(year: int | None, counts: Counter[tuple[str, bool]]) -> YearCoverage:
    by_table: Counter[str] = Counter()
    for (table, _), count in counts.items():
        by_table[table] += count
    documented = sum(n for (_, is_so), n in counts.items() if is_so)
    return YearCoverage(year, counts.total(), documented, dict(by_table.most_common()))


def of_responses(tables: Tables) -> Coverage:
    """The coverage of what answers problems: the problems that a measure of any modality answers.

    A larger problem that is answered answers those that are part of it.
    """
    wholes: dict[str, set[str]] = {}
    for part, whole in pairs(tables, "problem", "id", "part_of"):
        wholes.setdefault(part, set()).add(whole)
    answered: dict[str, bool] = {}
    for problem, evidence in tables.rows("response", "problem", "evidence"):
        answered[problem] = answered.get(problem, False) or is_documented(evidence)
    problems = [reach(key, wholes) for key in tables.column("problem", "id")]
    known = [held & answered.keys() for held in problems if held & answered.keys()]
    open_ = Missing("response", "problem", len(problems) - len(known), len(problems), "problems")
    return Coverage(
        question="responses",
        counted="problems",
        known=len(known),
        total=len(problems),
        documented=sum(any(answered[key] for key in held) for held in known),
        missing=_those_missing(tables, open_, "problem", "response"),
    )


def of_actors(tables: Tables) -> Coverage:
    """The coverage of who carries measures out: the measures of which an actor is named."""
    measures = set(tables.column("measure", "id"))
    named: dict[str, bool] = {}
    for measure, actor, evidence in tables.rows("implementation", "measure", "actor", "evidence"):
        if actor is not None and measure in measures:
            named[measure] = named.get(measure, False) or is_documented(evidence)
    open_ = Missing(
        "implementation", "actor", len(measures) - len(named), len(measures), "measures"
    )
    return Coverage(
        question="actors",
        counted="measures",
        known=len(named),
        total=len(measures),
        documented=sum(named.values()),
        missing=_those_missing(tables, open_, "measure", "implementation"),
    )


def of_dates(tables: Tables) -> Coverage:
    """The coverage of when: the statements that say a time."""
    years = years_of(tables)
    dated = [y for y in years if y.year is not None]
    undated = {name: n for y in years if y.year is None for name, n in y.tables.items()}
    known, total = sum(y.statements for y in dated), sum(y.statements for y in years)
    return Coverage(
        question="dates",
        counted="statements",
        known=known,
        total=total,
        documented=sum(y.documented for y in dated),
        missing=tuple(
            Missing(name, "valid_from", n, tables.count(name)) for name, n in undated.items()
        ),
    )


def _those_missing(tables: Tables, found: Missing, *needed: str) -> tuple[Missing, ...]:
    """What is missing where there are rows, else the tables that have none."""
    if found.of:
        return (found,) if found.empty else ()
    return tuple(Missing(name, "", 0, 0) for name in needed if not tables.count(name))
