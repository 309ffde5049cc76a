"""Answers as Python values: rows, frames, graphs, hints as warnings."""

import datetime
import warnings

import pytest

import ecograph
from ecograph.base.errors import QueryHint
from ecograph.base.notebook_table import MOST_SHOWN
from ecograph.sparql.rows import SparqlRows, SparqlTriples

TINY = ecograph.open("tiny")
XIAMEN = ecograph.open("xiamen")


def rows(query: str, dataset: ecograph.Dataset = TINY, **given: object) -> SparqlRows:
    found = dataset.sparql(query, **given)  # type: ignore[arg-type]
    assert isinstance(found, SparqlRows)
    return found


def test_rows_are_a_sequence_of_dictionaries() -> None:
    found = rows("SELECT ?f ?fLabel { ?f a eco:Firm } ORDER BY ?f")
    assert found.columns == ("f", "fLabel") and len(found) == len(list(found)) > 3
    assert found[0] == {"f": "id:b1", "fLabel": "Alpha Pumps"} and found[-1] == list(found)[-1]
    assert [row["f"] for row in found[:2]] == ["id:b1", "id:b2"]


def test_values_are_of_python() -> None:
    query = (
        'SELECT ("1"^^xsd:integer AS ?n) (1.5 AS ?d) (true AS ?t) ("2020-02-01"^^xsd:date AS ?day)'
        ' ("a"@en AS ?s) (eco:Firm AS ?c) {}'
    )
    (row,) = rows(query)
    assert row["n"] == 1 and row["d"] == 1.5 and row["t"] is True and row["s"] == "a"
    assert row["day"] in ("2020-02-01", datetime.date(2020, 2, 1)) and row["c"] == "eco:Firm"


def test_a_frame_has_the_columns_of_an_empty_answer_too() -> None:
    pytest.importorskip("pandas")
    full = rows("SELECT ?f ?fLabel { ?f a eco:Firm }", language="zh").df()
    assert list(full.columns) == ["f", "fLabel"] and len(full) > 3
    empty = rows("SELECT ?f ?g { ?f a eco:Firm ; eco:supplies ?g FILTER(false) }", hints=False).df()
    assert list(empty.columns) == ["f", "g"] and empty.empty


def test_truth_and_triples() -> None:
    assert TINY.sparql("ASK { id:b1 a eco:Firm }") is True
    found = TINY.sparql("CONSTRUCT { ?a eco:supplies ?b } WHERE { ?a eco:supplies ?b }")
    assert isinstance(found, SparqlTriples) and str(found) == found.turtle
    pairs = rows("SELECT DISTINCT ?a ?b { ?a eco:supplies ?b }")
    assert len(found.graph()) == len(pairs) > 0


def test_hints_are_warnings_that_can_be_left_out() -> None:
    query = "SELECT ?f { ?f a eco:Frim }"
    with pytest.warns(QueryHint, match="did you mean eco:Firm"):
        assert len(rows(query)) == 0
    with pytest.warns(QueryHint, match="eco:Firm"):
        rows(query, language="zh")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rows(query, hints=False).notes == ()
        rows("SELECT ?f { ?f a eco:Firm }")


def test_an_empty_answer_says_why_beside_the_rows() -> None:
    found = rows("SELECT ?f { ?f a eco:Firm ; eco:supplies ?f }")
    assert not len(found) and "no row" in found.notes[0][1] and "没有" in found.notes[0][0]


def test_cited_rows_name_document_and_paragraph() -> None:
    found = rows("SELECT ?a ?b { ?a eco:supplies ?b }", XIAMEN, cite=True)
    assert {f"cited_{c}" for c in ("document", "paragraph", "evidence")} <= set(found.columns)
    assert all(row["cited_document"] for row in found)
    assert rows("SELECT (COUNT(?a) AS ?n) { ?a a eco:Firm }", cite=True).notes


def test_a_notebook_shows_the_first_rows_and_runs_nothing() -> None:
    query = 'SELECT ?f ("<script>x</script>" AS ?s) { ?f a eco:Firm }'
    shown = rows(query, XIAMEN)._repr_html_()
    assert f"{MOST_SHOWN} of " in shown and shown.count("<tr>") == MOST_SHOWN + 1
    assert "共" in rows(query, XIAMEN, language="zh")._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown


def test_a_notebook_shows_numbers_in_full() -> None:
    found = rows("SELECT (238609.83 AS ?a) (0.61987 AS ?b) {}")
    assert "<td>238609.83</td><td>0.61987</td>" in found._repr_html_()
    assert found[0] == {"a": 238609.83, "b": 0.61987}
