"""What contradicts what in a graph, and the doubts that are noted in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ecograph.graph.columns import Tables
from ecograph.graph.labels import in_both


@dataclass(frozen=True)
class Contradiction:
    """Statements that do not agree, or one that contradicts a passage, as somebody noted.

    Of observations that differ, `indicator`, `period` and `values` say in what and how; of what is
    noted, `basis` says it in zh and en.
    """

    about: str
    statements: tuple[str, ...]
    sources: tuple[str, ...]
    indicator: str | None = None
    period: str | None = None
    values: tuple[str, ...] = ()
    basis: tuple[str, str] | None = None


def contradictions_of(tables: Tables) -> tuple[Contradiction, ...]:
    """The contradictions of a graph: first those between observations, then those noted in it."""
    return (*_between_observations(tables), *_noted(tables))


def doubts_by_kind(tables: Tables) -> dict[str, int]:
    """How many doubts of each kind are noted, by the keys of the kinds."""
    return dict(sorted(Counter(tables.column("doubt", "kind")).items()))


def _between_observations(tables: Tables) -> Iterator[Contradiction]:
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
                statements=tuple(r["id"] for r in group),
                sources=tuple(sorted({r["source"] for r in group})),
                indicator=group[0]["indicator"],
                period=group[0]["period"],
                values=tuple(r["value_written"] for r in group),
            )


def _noted(tables: Tables) -> Iterator[Contradiction]:
    rows = tables.rows("doubt", "kind", "id", "statement", "source", "basis_zh", "basis_en")
    for kind, key, statement, source, zh, en in rows:
        if kind == "contradiction":
            basis = in_both({"zh": zh, "en": en})
            yield Contradiction(statement, (statement, key), (source,), basis=basis)
