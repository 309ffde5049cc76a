"""How complete and how well founded a graph is: what it holds, cites, doubts and contradicts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ecograph.graph.columns import Tables
from ecograph.graph.database import name_of
from ecograph.graph.labels import in_both
from ecograph.graph.pivot import column_types
from ecograph.tables.schema import TableSpec, table_specs

# Columns that a table adds or that every row has: they say nothing of completeness.
_CITED = frozenset({"citation", "source", "paragraph", "span", "locator"})
_ALWAYS = _CITED | {"id", "base_value", "evidence"}


@dataclass(frozen=True)
class Completeness:
    """How many rows of a table have a column filled in."""

    table: str
    column: str
    filled: int
    rows: int


@dataclass(frozen=True)
class Provenance:
    """How many rows of a table cite a source, and how many a place in a document."""

    table: str
    rows: int
    cited: int
    placed: int
    evidence: dict[str, int]
    modalities: dict[str, int]


@dataclass(frozen=True)
class Contradiction:
    """Two observations of the same entity at the same time that do not agree."""

    about: str
    indicator: str
    period: str | None
    statements: tuple[str, ...]
    values: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Disputed:
    """A statement or entity that, as somebody noted, contradicts another passage."""

    about: str
    basis: dict[str, str]


@dataclass(frozen=True)
class Quality:
    """The quality of a graph: completeness, provenance, doubts by kind, contradictions.

    `contradictions` are computed from the observations, `disputed` noted in the data.
    """

    completeness: tuple[Completeness, ...]
    provenance: tuple[Provenance, ...]
    doubts: dict[str, int]
    contradictions: tuple[Contradiction, ...]
    disputed: tuple[Disputed, ...]


def measure_quality(tables: Tables) -> Quality:
    """The quality of a graph, from its tables."""
    filled = [s for s in table_specs().values() if s.kind != "registry" and tables.count(s.name)]
    doubts = tables.rows("doubt", "kind", "statement", "basis_zh", "basis_en")
    return Quality(
        completeness=tuple(c for spec in filled for c in _complete(tables, spec)),
        provenance=tuple(_provenance(tables, spec) for spec in filled),
        doubts=dict(sorted(Counter(kind for kind, *_ in doubts).items())),
        contradictions=tuple(_contradictions(tables)),
        disputed=tuple(
            Disputed(statement, dict(zip(("zh", "en"), in_both({"zh": zh, "en": en}), strict=True)))
            for kind, statement, zh, en in doubts
            if kind == "contradiction"
        ),
    )


def _complete(tables: Tables, spec: TableSpec) -> Iterator[Completeness]:
    held = {c: kind for c, kind in column_types(spec).items() if c not in _ALWAYS}
    filled = [
        f"count(*) FILTER (len({name_of(c)}) > 0)"
        if kind.endswith("[]")
        else f"count({name_of(c)})"
        for c, kind in held.items()
    ]
    [counts] = tables.database.rows(f"SELECT {', '.join(filled)} FROM {name_of(spec.name)}")
    for column, count in zip(held, counts, strict=True):
        yield Completeness(spec.name, column, count, tables.count(spec.name))


def _provenance(tables: Tables, spec: TableSpec) -> Provenance:
    def counted(column: str) -> dict[str, int]:
        if column not in column_types(spec):
            return {}
        return dict(sorted(Counter(map(str, tables.column(spec.name, column))).items()))

    cited = tables.rows(spec.name, "source", "paragraph", "locator")
    return Provenance(
        table=spec.name,
        rows=len(cited),
        cited=sum(bool(source) for source, *_ in cited),
        placed=sum(place is not None or row is not None for _, place, row in cited),
        evidence=counted("evidence"),
        modalities=counted("modality"),
    )


def _contradictions(tables: Tables) -> Iterator[Contradiction]:
    """Observations that share what, when and where they observe but not what they say.

    A bound (more than, about) contradicts only where two bounds or values cannot both hold;
    here values of different qualifiers are not compared.
    """
    rows = [r for r in tables.records("observation") if r["modality"] == "exists"]

    def same(row: dict[str, Any]) -> tuple[str, ...]:
        keys = ("about", "indicator", "period", "place", "qualifier")
        return tuple(str(row[k]) for k in keys)

    for _, found in groupby(sorted(rows, key=same), same):
        group = sorted(found, key=lambda r: str(r["id"]))
        if (
            group[0]["period"] is not None
            and len({r["base_value"] or r["value"] for r in group}) > 1
        ):
            yield Contradiction(
                about=group[0]["about"],
                indicator=group[0]["indicator"],
                period=group[0]["period"],
                statements=tuple(r["id"] for r in group),
                values=tuple(r["value_written"] for r in group),
                sources=tuple(sorted({r["source"] for r in group})),
            )
