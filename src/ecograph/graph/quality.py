"""How complete and how well founded a graph is: what it holds, cites, doubts and contradicts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyarrow as pa

from ecograph.graph.columns import Tables
from ecograph.tables.schema import table_specs

# Columns that a table adds or that every row has: they say nothing of completeness.
_ALWAYS = frozenset({"id", "base_value", "evidence", "citation", "source", "paragraph", "span"})


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
    kinds = {name: spec.kind for name, spec in table_specs().items()}
    held = {n: f for n, f in tables.by_name.items() if kinds.get(n) != "registry"}
    filled = {name: f for name, f in held.items() if f.num_rows}
    return Quality(
        completeness=tuple(c for name, table in filled.items() for c in _complete(name, table)),
        provenance=tuple(_provenance(name, table) for name, table in filled.items()),
        doubts=dict(sorted(Counter(tables["doubt"]["kind"].to_pylist()).items())),
        contradictions=tuple(_contradictions(tables)),
        disputed=tuple(
            Disputed(row["statement"], {"zh": row["basis_zh"], "en": row["basis_en"]})
            for row in tables["doubt"].to_pylist()
            if row["kind"] == "contradiction"
        ),
    )


def _complete(name: str, table: pa.Table) -> Iterator[Completeness]:
    for column in table.column_names:
        if column not in _ALWAYS:
            count = sum(v not in (None, []) for v in table[column].to_pylist())
            yield Completeness(name, column, count, table.num_rows)


def _provenance(name: str, table: pa.Table) -> Provenance:
    def counted(column: str) -> dict[str, int]:
        if column not in table.column_names:
            return {}
        return dict(sorted(Counter(str(v) for v in table[column].to_pylist()).items()))

    return Provenance(
        table=name,
        rows=table.num_rows,
        cited=sum(bool(v) for v in table["source"].to_pylist()),
        placed=table.num_rows - table["paragraph"].null_count,
        evidence=counted("evidence"),
        modalities=counted("modality"),
    )


def _contradictions(tables: Tables) -> Iterator[Contradiction]:
    """Observations that share what, when and where they observe but not what they say.

    A bound (more than, about) contradicts only where two bounds or values cannot both hold;
    here values of different qualifiers are not compared.
    """
    rows = [r for r in tables["observation"].to_pylist() if r["modality"] == "exists"]

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
