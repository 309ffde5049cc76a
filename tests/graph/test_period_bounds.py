"""First and last days: each period gives both, once, as dates; what is no period gives none."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ecograph.base.namespaces import ECO_BASE, GRAPH_INFERRED, PREFIXES, entity
from ecograph.export.subgraph_files import export_subgraph
from ecograph.graph.facts import facts_about
from ecograph.graph.opening import CitedGraph, open_graph, open_tables
from ecograph.networks.subgraph import Selection
from ecograph.tables.schema import bounds
from rdf_help import add_rows, statement

DAYS = "SELECT ?first ?last { id:e eco:dateEarliest ?first ; eco:dateLatest ?last }"


def dated(path: Path, *values: str) -> CitedGraph:
    """The graph of a file in which an event has these dates, as Turtle writes them."""
    said = " , ".join(values)
    path.write_text(
        f"@prefix eco: <{ECO_BASE}> . @prefix id: <{PREFIXES['id']}> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        f"id:e a eco:Event ; eco:citation id:here ; eco:date {said} .\n",
        encoding="utf-8",
    )
    return open_graph(str(path))


def days_of(graph: CitedGraph) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in graph.select(DAYS)]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ('"2020"^^xsd:gYear', "2020-01-01", "2020-12-31"),
        ('"2022-03"^^xsd:gYearMonth', "2022-03-01", "2022-03-31"),
        ('"2024-02"^^xsd:gYearMonth', "2024-02-01", "2024-02-29"),
        ('"2024-02-29"^^xsd:date', "2024-02-29", "2024-02-29"),
        ('"2021/2023"', "2021-01-01", "2023-12-31"),
        ('"2020"^^xsd:gYear , "2021-06"^^xsd:gYearMonth , "soon"', "2020-01-01", "2021-06-30"),
    ],
)
def test_both_days_of_every_form(tmp_path: Path, value: str, first: str, last: str) -> None:
    graph = dated(tmp_path / "a.ttl", value)
    assert days_of(graph) == [(first, last)]
    assert graph.store is not None
    day = Literal(first, datatype=NamedNode(PREFIXES["xsd"] + "date"))
    wanted = Quad(entity("e"), NamedNode(ECO_BASE + "dateEarliest"), day, GRAPH_INFERRED)
    assert wanted in graph.store


@pytest.mark.parametrize(
    "value",
    ['"soon"', '"2023-02-29"^^xsd:date', '"2023/2021"', '"0000"^^xsd:gYear', "2020.5", "id:x",
     '"2020-01-01T00:00:00Z"^^xsd:dateTime', "[]", '""', '"2020\\u0000"'],
)  # fmt: skip
def test_what_is_no_period_has_no_days(tmp_path: Path, value: str) -> None:
    assert days_of(dated(tmp_path / "a.ttl", value)) == []


def test_days_that_a_file_brings_along_give_way(tmp_path: Path) -> None:
    """A file that was exported, then edited: the days are those of what it says now."""
    stale = '"2021"^^xsd:gYear ; eco:dateEarliest "1990-01-01"^^xsd:date'
    assert days_of(dated(tmp_path / "a.ttl", stale)) == [("2021-01-01", "2021-12-31")]


def test_every_property_of_periods_has_days(tiny_folder: Path, tmp_path: Path) -> None:
    event = {
        "id": "e1",
        "label_zh": "事",
        "label_en": "event",
        "kind": "meeting",
        "date": "2020-06",
    }
    add_rows(tiny_folder, "event", event | {"source": "invented"})
    about = statement(id="dev", developer="b1", developed="pump", period="2022")
    add_rows(tiny_folder, "development", about | {"valid_from": "2021", "valid_to": "2023-02"})
    policy = {"id": "p1", "label_zh": "政", "label_en": "policy", "issued": "2019-02-03"}
    add_rows(tiny_folder, "policy", policy | {"source": "invented"})
    bank = {"id": "k1", "label_zh": "行", "label_en": "bank", "founded": "2001/2002"}
    add_rows(tiny_folder, "bank", bank | {"source": "invented"})
    graph = open_tables(tiny_folder, "test")
    found = {
        (s.value.rsplit("/", 1)[-1], p.value.removeprefix(ECO_BASE)): day.value
        for s, p, day in graph.select(
            "SELECT ?s ?p ?day { { ?p rdfs:subPropertyOf eco:earliest } UNION "
            "{ ?p rdfs:subPropertyOf eco:latest } ?s ?p ?day }"
        )
        if s.value.rsplit("/", 1)[-1] in ("e1", "dev", "p1", "k1")
    }
    assert found == {
        ("e1", "dateEarliest"): "2020-06-01", ("e1", "dateLatest"): "2020-06-30",
        ("dev", "periodEarliest"): "2022-01-01", ("dev", "periodLatest"): "2022-12-31",
        ("dev", "validFromEarliest"): "2021-01-01", ("dev", "validFromLatest"): "2021-12-31",
        ("dev", "validToEarliest"): "2023-02-01", ("dev", "validToLatest"): "2023-02-28",
        ("p1", "issuedEarliest"): "2019-02-03", ("p1", "issuedLatest"): "2019-02-03",
        ("k1", "foundedEarliest"): "2001-01-01", ("k1", "foundedLatest"): "2002-12-31",
    }  # fmt: skip
    of_rows = {iri.removeprefix(ECO_BASE) for pair in bounds().values() for iri in pair}
    assert {name for _, name in found} == of_rows - {"storedEarliest", "storedLatest"}
    for key in ("e1", "b1", "p1", "k1"):
        said = {iri for fact in facts_about(graph, key) for iri, _ in fact.values}
        assert not {iri for iri in said if iri.endswith(("Earliest", "Latest"))}
    export_subgraph(graph, Selection(("e1",), 0, None, None, None), tmp_path / "e1.nq")
    again = open_graph(str(tmp_path / "e1.nq"))  # and nothing is counted twice
    assert len(again.select("SELECT ?d { id:e1 eco:dateEarliest ?d }")) == 1


def test_since_2020(xiamen: CitedGraph) -> None:
    """The dates as written find five of them: they are of four datatypes."""
    query = 'SELECT ?e {{ ?e a eco:Event ; eco:{} ?d FILTER(?d >= "2020{}) }}'
    assert len(xiamen.select(query.format("date", '"^^xsd:gYear'))) == 5
    assert len(xiamen.select(query.format("dateEarliest", '-01-01"^^xsd:date'))) == 11
