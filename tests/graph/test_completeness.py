"""Completeness by column, class and year; what contradicts what; golden on the invented region."""

from pathlib import Path

import pytest

from ecograph.graph.columns import Tables, read_tables
from ecograph.graph.completeness import (
    ClassCoverage,
    ColumnCoverage,
    YearCoverage,
    classes_of,
    columns_of,
    empty_cells,
    of_actors,
    of_dates,
    of_responses,
    years_of,
)
from ecograph.graph.contradictions import Contradiction, contradictions_of, doubts_by_kind
from ecograph.graph.opening import open_graph
from ecograph.tables.schema import table_specs
from rdf_help import add_rows, statement
from supply_use_help import ids, invented_tables, rows


@pytest.fixture
def folder(tiny_folder: Path) -> Path:
    """The invented region with an indicator."""
    row = {"id": "ind", "label_zh": "投资", "label_en": "investment", "additive": "true"}
    row |= {"definition_zh": "投资额", "definition_en": "sum invested", "source": "invented"}
    add_rows(tiny_folder, "indicator", row)
    return tiny_folder


def observed(folder: Path, *cells: dict[str, str]) -> tuple[Contradiction, ...]:
    base = statement(indicator="ind", about="b1", period="2025", value="1", value_written="1元")
    base |= {"unit": "cny"}
    add_rows(folder, "observation", *(base | c | {"id": f"o{i}"} for i, c in enumerate(cells)))
    return contradictions_of(read_tables(open_graph(str(folder))))


# ----------------------------------------------------------------------- columns


def test_the_columns_of_the_invented_region(tiny_tables: Tables) -> None:
    columns = {(c.table, c.column): c for c in columns_of(tiny_tables)}
    assert columns["firm", "ladder"] == ColumnCoverage("firm", "ladder", 4, 4, 4, 0)
    assert columns["firm", "founded"] == ColumnCoverage("firm", "founded", 0, 4, 0, 0)
    assert columns["production", "share"] == ColumnCoverage("production", "share", 0, 4, 0, 0)
    assert columns["requirement", "share"] == ColumnCoverage("requirement", "share", 2, 2, 2, 0)
    # all entities: 2 cities, 1 country, 4 firms, 1 fund, 1 lab, 1 chain, 1 policy, 3 products
    assert columns["Entity", "label_en"].rows == columns["Entity", "label_en"].filled == 14
    assert columns["Entity", "alt_zh"].filled == 5
    # all statements: 6 locations, 4 productions, 3 participations, 2 requirements, 2 supplies,
    # an investment, a research, a targeting
    assert columns["Statement", "valid_from"] == ColumnCoverage(
        "Statement", "valid_from", 0, 20, 0, 0
    )
    assert ("supply", "supplier") in columns and (
        "production",
        "product",
    ) not in columns  # required


def test_what_is_emptiest_comes_first(xiamen_tables: Tables) -> None:
    empty = [c.rows - c.filled for c in columns_of(xiamen_tables)]
    assert empty == sorted(empty, reverse=True) and empty[0] > 1000


def test_every_count_is_within_its_rows(xiamen_tables: Tables) -> None:
    for column in columns_of(xiamen_tables):
        assert 0 <= column.cited <= column.filled <= column.rows
        assert 0 <= column.documented <= column.filled
        if column.table in table_specs():
            assert column.rows == xiamen_tables.count(column.table)


def test_empty_cells_of_texts_and_lists(tiny_tables: Tables) -> None:
    missing = empty_cells(tiny_tables, "city", "alt_zh")
    assert (missing.table, missing.column, missing.empty, missing.of) == ("city", "alt_zh", 1, 2)
    assert empty_cells(tiny_tables, "supply", "origin").empty == 2


# ----------------------------------------------------------------------- classes


def test_the_classes_of_the_invented_region(tiny_tables: Tables) -> None:
    classes = {c.class_name: c for c in classes_of(tiny_tables)}
    assert classes["Firm"] == ClassCoverage("Firm", 4, {"exists": 4}, 4, 0, 4)
    assert classes["Product"] == ClassCoverage("Product", 3, {}, 3, 0, 3)
    assert classes["Country"].in_statements == 0  # only cities are part of it
    assert sum(c.entities for c in classes.values()) == len(tiny_tables.class_of)


def test_modalities_add_up(xiamen_tables: Tables) -> None:
    for c in classes_of(xiamen_tables):
        # what is named only as the issuer of a policy is said nothing of by a statement
        assert sum(c.modalities.values()) in (0, c.entities) or c.class_name == "GovernmentBody"
        assert sum(c.modalities.values()) <= c.entities
        assert max(c.documented, c.cited, c.in_statements) <= c.entities


# ------------------------------------------------------------------------- years


def test_a_statement_counts_in_the_year_in_which_it_begins() -> None:
    dated = rows(
        "buyer product period valid_from evidence",
        ("b", "p", "2019-03/2021", None, "stated"),
        ("b", "p", None, "2019", "editorial"),
        ("b", "p", "2020", "2018", "stated"),
        ("b", "p", None, None, "stated"),
    )
    tables = invented_tables(firm=ids("b"), product=ids("p"), supply=dated)
    assert years_of(tables) == (
        YearCoverage(2019, 2, 1, {"supply": 2}),
        YearCoverage(2020, 1, 1, {"supply": 1}),
        YearCoverage(None, 1, 1, {"supply": 1}),
    )
    held = of_dates(tables)
    assert (held.known, held.total, held.documented, held.answer) == (3, 4, 2, "partly")


def test_years_are_of_every_statement(xiamen_tables: Tables) -> None:
    stated = [s.name for s in table_specs().values() if s.kind == "statement"]
    years = years_of(xiamen_tables)
    assert sum(y.statements for y in years) == sum(map(xiamen_tables.count, stated))
    assert years[-1].year is None and all(y.year for y in years[:-1])


# ---------------------------------------------------------- problems and measures


def test_a_problem_is_answered_by_what_answers_the_larger_one() -> None:
    problem = [{"id": "whole"}, {"id": "part", "part_of": "whole"}, {"id": "alone"}]
    response = rows("measure problem evidence", ("m", "whole", "editorial"))
    found = of_responses(invented_tables(problem=problem, measure=ids("m"), response=response))
    assert (found.known, found.total, found.documented, found.answer) == (2, 3, 0, "partly")
    [missing] = found.missing
    assert (missing.table, missing.column, missing.empty) == ("response", "problem", 1)


def test_a_measure_without_an_actor_is_not_known() -> None:
    carried = rows("actor measure", ("f", "one"), (None, "two"), (None, "one"))
    tables = invented_tables(firm=ids("f"), measure=ids("one", "two"), implementation=carried)
    found = of_actors(tables)
    assert (found.known, found.total, found.missing[0].empty) == (1, 2, 1)


def test_tables_without_rows_are_what_is_missing() -> None:
    found = of_responses(invented_tables())
    assert (found.answer, found.share) == ("no", None)
    assert [m.table for m in found.missing] == ["problem", "response"]


# ---------------------------------------------------------------- contradictions


def test_two_values_of_one_time_contradict(folder: Path) -> None:
    (one,) = observed(folder, {}, {"value": "2", "value_written": "2元"})
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
    assert observed(folder, {}, cells) == ()


def test_a_time_that_is_not_known_contradicts_nothing(folder: Path) -> None:
    assert observed(folder, {"period": ""}, {"period": "", "value": "2"}) == ()


def test_nought_against_something_contradicts(folder: Path) -> None:
    assert len(observed(folder, {"value": "0"}, {"value": "2"})) == 1


def test_doubts_are_counted_by_kind_and_those_of_contradictions_are_told(folder: Path) -> None:
    row = {"statement": "b1", "kind": "ambiguous", "basis_zh": "不明", "basis_en": "unclear"}
    row |= {"confidence": "low", "source": "invented"}
    other = row | {"id": "d3", "kind": "contradiction", "basis_en": "says otherwise"}
    add_rows(folder, "doubt", row | {"id": "d1"}, row | {"id": "d2"}, other)
    (one,) = observed(folder)
    assert doubts_by_kind(read_tables(open_graph(str(folder)))) == {
        "ambiguous": 2,
        "contradiction": 1,
    }
    assert (one.about, one.statements, one.basis) == (
        "b1",
        ("b1", "d3"),
        ("不明", "says otherwise"),
    )
