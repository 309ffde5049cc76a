"""Quality: golden numbers on the invented region, and what contradicts what."""

from pathlib import Path

import pytest

from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.opening import open_graph
from ecograph.graph.quality import Completeness, Quality, measure_quality
from rdf_help import add_rows, statement


@pytest.fixture
def folder(tiny_folder: Path) -> Path:
    """The invented region with an indicator."""
    row = {"id": "ind", "label_zh": "投资", "label_en": "investment", "additive": "true"}
    row |= {"definition_zh": "投资额", "definition_en": "sum invested", "source": "invented"}
    add_rows(tiny_folder, "indicator", row)
    return tiny_folder


def observed(folder: Path, *cells: dict[str, str]) -> Quality:
    base = statement(indicator="ind", about="b1", period="2025", value="1", value_written="1元")
    base |= {"unit": "cny"}
    add_rows(folder, "observation", *(base | c | {"id": f"o{i}"} for i, c in enumerate(cells)))
    return measure_quality(read_tables(open_graph(str(folder))))


def test_the_quality_of_the_invented_region(tiny_tables: Tables) -> None:
    """Golden: `ecograph quality --graph tiny --format csv`."""
    found = measure_quality(tiny_tables)
    columns = {(c.table, c.column): (c.filled, c.rows) for c in found.completeness}
    assert columns["firm", "ladder"] == (4, 4)
    assert columns["firm", "founded"] == (0, 4)
    assert columns["firm", "alt_zh"] == (4, 4)
    assert columns["production", "share"] == (0, 4)
    assert columns["requirement", "share"] == (2, 2)
    assert columns["city", "alt_zh"] == (1, 2)
    tables = {p.table: p for p in found.provenance}
    assert len(tables) == 16
    supply = tables["supply"]
    assert (supply.rows, supply.cited, supply.placed) == (2, 2, 0)
    assert (supply.evidence, supply.modalities) == ({"stated": 2}, {"exists": 2})
    assert tables["firm"].modalities == {"exists": 4}
    assert (found.doubts, found.contradictions) == ({}, ())


def test_every_count_is_within_its_rows(xiamen_tables: Tables) -> None:
    found = measure_quality(xiamen_tables)
    for one in found.completeness:
        assert isinstance(one, Completeness) and 0 <= one.filled <= one.rows
    for table in found.provenance:
        assert 0 <= table.placed <= table.cited <= table.rows == xiamen_tables.count(table.table)
        assert sum(table.evidence.values()) == table.rows
    assert all(p.cited == p.rows for p in found.provenance)


def test_two_values_of_one_time_contradict(folder: Path) -> None:
    (one,) = observed(folder, {}, {"value": "2", "value_written": "2元"}).contradictions
    assert (one.about, one.indicator, one.period) == ("b1", "ind", "2025")
    assert (one.statements, one.values, one.sources) == (
        ("o0", "o1"),
        ("1元", "2元"),
        ("invented",),
    )


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"period": "2024", "value": "2"},
        {"place": "hillside", "value": "2"},
        {"about": "b2", "value": "2"},
        {"qualifier": "gt", "value": "2"},
        {"modality": "planned", "value": "2"},
        {"value": "0.0001", "unit": "cny-10k"},  # the same sum in another unit
    ],
)
def test_what_does_not_contradict(folder: Path, cells: dict[str, str]) -> None:
    assert observed(folder, {}, cells).contradictions == ()


def test_a_time_that_is_not_known_contradicts_nothing(folder: Path) -> None:
    assert observed(folder, {"period": ""}, {"period": "", "value": "2"}).contradictions == ()


def test_nought_against_something_contradicts(folder: Path) -> None:
    assert len(observed(folder, {"value": "0"}, {"value": "2"}).contradictions) == 1


def test_doubts_are_counted_by_kind(folder: Path) -> None:
    row = {"statement": "b1", "kind": "ambiguous", "basis_zh": "不明", "basis_en": "unclear"}
    row |= {"confidence": "low", "source": "invented"}
    add_rows(folder, "doubt", row | {"id": "d1"}, row | {"id": "d2"})
    assert observed(folder).doubts == {"ambiguous": 2}
