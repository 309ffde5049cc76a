"""Facts: everything said of a thing, with where it is said, how surely, and what is doubted."""

from pathlib import Path

import pytest
from pyoxigraph import Literal

from ecograph.base.namespaces import ECO, RDF_TYPE, RDFS_LABEL, entity
from ecograph.graph.citation import Citation
from ecograph.graph.facts import Fact, fact_index, facts_about, facts_of
from ecograph.graph.facts_text import FACT_COLUMNS, fact_row, fact_value
from ecograph.graph.naming import all_named
from ecograph.graph.opening import CitedGraph, open_graph
from rdf_help import add_document, add_rows, statement


@pytest.fixture
def rich(tiny_folder: Path, tmp_path: Path) -> CitedGraph:
    """The invented region with a document, a supply it states, and a doubt about it."""
    add_document(tiny_folder, tmp_path / "documents", "paper", "丙密封向甲泵业供应约3亿元密封件")
    supply = statement(
        supplier="s1", buyer="b1", product="seal", source="paper", said_by="flow-lab"
    )
    supply |= {"id": "sup", "paragraph": "1", "span": "0..16", "value_written": "约3亿元"}
    supply |= {"value": "3", "unit": "cny-100m", "qualifier": "approx", "modality": "planned"}
    supply |= {"basis_zh": "编者的话", "basis_en": "our words"}
    add_rows(tiny_folder, "supply", supply)
    doubt = {"id": "doubt", "statement": "sup", "kind": "implausible", "confidence": "high"}
    doubt |= {"suggested_value": "0.3", "basis_zh": "太大", "basis_en": "too large"}
    add_rows(tiny_folder, "doubt", doubt | {"source": "paper", "paragraph": "1", "span": "9..13"})
    return open_graph(str(tiny_folder))


def fact_of(graph: CitedGraph, key: str, statement_id: str) -> Fact:
    return next(f for f in facts_about(graph, key) if f.statement == statement_id)


def test_the_facts_of_a_firm(tiny: CitedGraph) -> None:
    """Golden: `ecograph show b1 --graph tiny`."""
    found = [
        (f.class_name, f.role and f.role.split("#")[-1], f.statement)
        for f in facts_about(tiny, "b1")
    ]
    assert found == [
        (None, "label", None),
        (None, "label", None),
        (None, "altLabel", None),
        (None, "type", None),
        (None, "ladder", None),
        ("Location", "located", "location-b1"),
        ("Participation", "participant", "participation-b1"),
        ("Production", "maker", "production-b1-pump"),
        ("Supply", "buyer", "supply-s1-b1-seal"),
        ("Supply", "buyer", "supply-s2-b1-motor"),
    ]


def test_a_fact_says_all_that_its_row_says(rich: CitedGraph) -> None:
    fact = fact_of(rich, "b1", "sup")
    assert (fact.class_name, fact.role) == ("Supply", ECO.buyer.value)
    assert (fact.modality, fact.evidence, fact.said_by) == ("planned", "stated", "flow-lab")
    assert fact.places == (Citation("paper", 1, 0, 16),)
    assert str(fact.places[0]) == "paper ¶1 0..16"
    assert fact.basis == ("编者的话", "our words")
    values = dict(fact.values)
    assert values[ECO.supplier.value] == entity("s1")
    assert values[ECO.valueWritten.value] == Literal("约3亿元")
    assert {(d.kind, d.suggested, d.confidence) for d in fact.doubts} == {
        ("implausible", "0.3", "high")
    }


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "en",
            ["planned", "约3亿元", "Gamma Seals", "too large → 0.3", "Flow Laboratory", "paper"],
        ),
        ("zh", ["计划", "约3亿元", "虚构丙密封", "太大 → 0.3", "虚构流体实验室", "论文"]),
    ],
)
def test_a_row_is_told_in_one_language(rich: CitedGraph, language: str, wanted: list[str]) -> None:
    row = fact_row(fact_of(rich, "b1", "sup"), fact_index(rich), language)
    assert len(row) == len(FACT_COLUMNS)
    text = " | ".join(str(c) for c in row)
    for words in wanted:
        assert words in text, text
    assert ("太大" in text) is (language == "zh") and ("too large" in text) is (language == "en")
    assert row[5:7] == ("1", "0..16")
    cells = dict(zip(FACT_COLUMNS, row, strict=True))
    assert cells["basis"] == {"zh": "编者的话", "en": "our words"}[language]


def test_a_written_value_stands_for_its_parts(rich: CitedGraph) -> None:
    text = fact_value(fact_of(rich, "b1", "sup"), fact_index(rich), "en")
    assert "value as written: 约3亿元" in text and "unit" not in text and "qualifier" not in text


def test_who_said_it_has_the_fact_too(rich: CitedGraph) -> None:
    assert fact_of(rich, "flow-lab", "sup").role == ECO.saidBy.value


def test_our_words_are_told_apart(rich: CitedGraph) -> None:
    own = {
        f.values[0][1].language: f.places
        for f in facts_about(rich, "b1")
        if f.role == RDFS_LABEL.value
    }  # type: ignore[union-attr]
    assert [p.document for p in own["en"]] == ["editorial"]
    assert [p.document for p in own["zh"]] == ["invented"]


def test_derived_links_are_no_facts(tiny: CitedGraph) -> None:
    roles = {f.role for f in facts_about(tiny, "b1")}
    assert ECO.makes.value not in roles and ECO.locatedIn.value not in roles


@pytest.mark.parametrize("suffix", [".ttl", ".nq"])
def test_facts_of_a_file(rich: CitedGraph, tmp_path: Path, suffix: str) -> None:
    from ecograph.export.graph_files import build_to

    build_to(rich, tmp_path / f"x{suffix}")
    opened = open_graph(str(tmp_path / f"x{suffix}"))
    told = [(f.statement, f.role, f.values, f.doubts) for f in facts_about(opened, "b1")]
    assert told == [(f.statement, f.role, f.values, f.doubts) for f in facts_about(rich, "b1")]
    assert fact_of(opened, "b1", "sup") == fact_of(rich, "b1", "sup")


def test_every_thing_of_xiamen_has_a_class_and_a_place_that_says_so(xiamen: CitedGraph) -> None:
    index = fact_index(xiamen)
    for key in ("xiamen", "tianma", "framework-4-4-6"):
        facts = facts_about(xiamen, key, index)
        (kind,) = [f for f in facts if f.role == RDF_TYPE.value]
        assert kind.places
        for language in ("zh", "en"):
            assert all(fact_row(f, index, language)[1] for f in facts)


def test_nothing_is_said_of_what_is_not_there(tiny: CitedGraph) -> None:
    assert facts_about(tiny, "nobody") == []


def test_the_address_of_a_document_goes_along_with_what_it_says(tiny_folder: Path) -> None:
    page = {"id": "page", "label_zh": "网页", "label_en": "web page", "kind": "paper"}
    page |= {"licence": "free", "address": "https://example.org/2024/a", "sha256": "0" * 64}
    add_rows(tiny_folder, "sources", page)
    row = statement(id="sup", supplier="s1", buyer="b1", product="seal", source="page")
    add_rows(tiny_folder, "supply", row | {"paragraph": "1", "span": "0..4"})
    graph = open_graph(str(tiny_folder))
    fact = fact_of(graph, "b1", "sup")
    assert [p.address for p in fact.places] == ["https://example.org/2024/a"]
    cells = dict(zip(FACT_COLUMNS, fact_row(fact, fact_index(graph), "en"), strict=True))
    assert cells["address"] == "https://example.org/2024/a" and cells["paragraph"] == "1"


# ------------------------------------------------------------------- in batches


def test_many_are_told_as_each_alone(rich: CitedGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    index = fact_index(rich)
    keys = [*all_named(rich), "nobody"]
    alone = {key: facts_about(rich, key, index) for key in keys}
    for size in (2, 3, 2000):
        monkeypatch.setattr("ecograph.graph.facts.BATCH", size)
        assert facts_of(rich, keys, index) == alone
    assert alone["nobody"] == [] and len(alone["b1"]) > 5
    assert facts_of(rich, [], index) == {}
