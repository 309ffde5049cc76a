"""Staged statements: what a database makes of them is what SPARQL finds in the same store."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from ecograph.base.namespaces import PREFIXES
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.opening import open_graph
from ecograph.graph.partitions import META, partitions_of
from ecograph.graph.staging import stage_rows, stage_store, staging, write_derived
from ecograph.graph.store_building import build_region
from ecograph.tables.reading import region_at

XSD = PREFIXES["xsd"]
TEXTS = ["plain", 'a "quote"', "back\\slash", "two\nlines", "tab\tand\x01", "厦门 <x> .", "", '\\"']


def test_terms_come_back_as_they_are() -> None:
    store = Store()
    where = [None, NamedNode("urn:g")]
    for n, text in enumerate(TEXTS):
        for graph in where:
            for value in (Literal(text), Literal(text, language="zh-hans")):
                store.add(Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), value, graph))
    with staging() as stage:
        stage_store(stage, store)
        found = stage.rows("SELECT s, lexical(o), language(o), datatype(o), g FROM said")
    rdf = PREFIXES["rdf"]
    assert sorted(found, key=str) == sorted(
        (
            (f"<urn:s{n}>", text, language, datatype, graph)
            for n, text in enumerate(TEXTS)
            for graph in (None, "<urn:g>")
            for language, datatype in ((None, f"{XSD}string"), ("zh-hans", f"{rdf}langString"))
        ),
        key=str,
    )


def test_a_statement_that_stands_in_a_file_twice_is_staged_once(tmp_path: Path) -> None:
    quad = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"), NamedNode("urn:g"))
    other = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"))
    serialize([quad, other, quad], str(tmp_path / "a.nq"), format=RdfFormat.N_QUADS)
    with staging(folder=tmp_path) as stage:
        stage_rows(stage, tmp_path / "a.nq")
        assert stage.rows("SELECT g FROM said ORDER BY g") == [("<urn:g>",), (None,)]


def test_what_is_derived_is_written_as_n_quads(tmp_path: Path) -> None:
    path = tmp_path / "d.nq"
    with staging() as stage:
        stage.run("INSERT INTO derived VALUES ('<urn:s>', '<urn:p>', '\"a \"\"b\"\"\"', '<urn:g>')")
        assert not write_derived(stage, path)
        assert path.read_text("utf-8") == '<urn:s> <urn:p> "a ""b""" <urn:g> .\n'
        stage.run("INSERT INTO derived VALUES ('_:b', '<urn:p>', '<urn:o>', NULL)")
        assert write_derived(stage, path)
        assert "_:b <urn:p> <urn:o> .\n" in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["tiny", "xiamen"])
def test_classes_and_values_are_counted_as_sparql_counts_them(name: str) -> None:
    graph = open_graph(name)
    counted = partitions_of(graph)
    entities = {c.value: int(n.value) for c, n in graph.ask_for("class_entities")}
    assert counted.entities == {c: n for c, n in entities.items() if not c.startswith(META)}
    said = {(c.value, p.value, int(n.value)) for c, p, n in graph.ask_for("class_properties")}
    assert {(c, p, n) for c, held in counted.properties.items() for p, n in held.items()} == said
    forms = {(p.value, f.value, lang.value, int(n.value))
             for p, f, lang, n in graph.ask_for("value_forms")}  # fmt: skip
    assert {
        (p, f.form, f.language, f.count) for p, held in counted.values.items() for f in held
    } == forms


@pytest.mark.parametrize("name", ["tiny", "xiamen"])
def test_a_store_built_by_way_of_files_is_the_graph_in_memory(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOGRAPH_NO_CACHE", "1")
    here = open_graph(name)
    statements = build_region(region_at(name), tmp_path / "store", name=name)
    built: CitedGraph = open_graph(str(tmp_path / "store"))
    assert set(built.store or ()) == set(here.store or ())
    assert statements == len(here.store or ())
    assert not [p for p in tmp_path.rglob("*") if "stage" in p.name or p.suffix == ".nq"]
