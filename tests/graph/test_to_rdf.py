"""Lifting: rows become statements in the graph of their citation, and come back unchanged."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from ecograph.base.errors import DataError
from ecograph.base.namespaces import (
    ECO,
    GRAPH_EDITORIAL,
    GRAPH_INFERRED,
    GRAPH_REGISTRY,
    ID_BASE,
    PREFIXES,
    RDF_TYPE,
    RDFS_LABEL,
    concept,
    entity,
    inferred_from,
    key_of,
)
from ecograph.graph import to_rdf as lift
from ecograph.graph.columns import read_tables
from ecograph.graph.facts import facts_about
from ecograph.graph.opening import CitedGraph, open_tables
from ecograph.tables.reading import read_region, region_at
from ecograph.tables.schema import Column, table_specs
from rdf_help import add_rows, statement

INVENTED = entity("citation-invented")
XSD = PREFIXES["xsd"]


@pytest.fixture
def cited_folder(tiny_folder: Path) -> Path:
    """The invented region with a document of its own: a paper of one paragraph."""
    path = tiny_folder / "sources.csv"
    checksum = "0" * 64
    row = f"paper,论文,paper,paper,2025,CC BY 4.0,{checksum},paper.txt\n"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    return tiny_folder


def quads(folder: Path) -> set[Quad]:
    return set(lift.lift(read_region(folder)))


def test_the_statements_of_a_row(tiny: CitedGraph) -> None:
    """Golden: what supply-s1-b1-seal becomes (`ecograph query "DESCRIBE id:supply-s1-b1-seal"`)."""
    assert tiny.store is not None
    subject = entity("supply-s1-b1-seal")
    held = {
        (q.predicate, q.object) for q in tiny.store.quads_for_pattern(subject, None, None, INVENTED)
    }
    assert held == {
        (RDF_TYPE, ECO.Supply),
        (ECO.supplier, entity("s1")),
        (ECO.buyer, entity("b1")),
        (ECO.product, entity("seal")),
        (ECO.value, Literal("60", datatype=NamedNode(XSD + "decimal"))),
        (ECO.unit, concept("unit", "cny-10k")),
        (ECO.period, Literal("2025", datatype=NamedNode(XSD + "gYear"))),
        (ECO.modality, concept("modality", "exists")),
        (ECO.evidence, concept("evidence", "stated")),
        (ECO.citation, INVENTED),
    }
    derived = {
        (q.predicate, q.object)
        for q in tiny.store.quads_for_pattern(subject, None, None, GRAPH_INFERRED)
    }
    derived = {(p, o) for p, o in derived if p != RDF_TYPE}
    assert derived == {
        (ECO.baseValue, Literal("600000", datatype=NamedNode(XSD + "decimal"))),
        (ECO["from"], entity("s1")),
        (ECO.to, entity("b1")),
        (ECO.periodEarliest, Literal("2025-01-01", datatype=NamedNode(XSD + "date"))),
        (ECO.periodLatest, Literal("2025-12-31", datatype=NamedNode(XSD + "date"))),
    }
    link = next(iter(tiny.store.quads_for_pattern(entity("s1"), ECO.supplies, None)))
    assert (link.object, link.graph_name) == (entity("b1"), inferred_from("stated", False))


def test_chinese_names_are_the_sources_and_english_ones_ours(tiny: CitedGraph) -> None:
    assert tiny.store is not None
    found = {
        (q.object.language, q.graph_name)  # type: ignore[union-attr]
        for q in tiny.store.quads_for_pattern(entity("b1"), RDFS_LABEL, None)
    }
    assert found == {("zh", INVENTED), ("en", GRAPH_EDITORIAL)}


def test_every_statement_stands_in_a_graph_that_says_where_it_is_from(tiny: CitedGraph) -> None:
    region = region_at("tiny")
    for quad in lift.lift(region):
        assert isinstance(quad.graph_name, NamedNode)
        if quad.graph_name != GRAPH_REGISTRY:
            assert list(tiny.store.quads_for_pattern(quad.graph_name, ECO.source, None))  # type: ignore[union-attr]


def test_a_place_in_a_document_becomes_a_citation(cited_folder: Path) -> None:
    add_rows(
        cited_folder,
        "development",
        statement(
            id="dev", developer="b1", developed="pump", source="paper", paragraph="3", span="5..9"
        ),
    )
    graph = entity("citation-paper-3-5-9")
    held = quads(cited_folder)
    integer = NamedNode(XSD + "integer")
    assert {q.predicate for q in held if q.graph_name == graph} >= {RDF_TYPE, ECO.developer}
    for link, value in ((ECO.paragraph, "3"), (ECO.spanStart, "5"), (ECO.spanEnd, "9")):
        assert Quad(graph, link, Literal(value, datatype=integer), GRAPH_REGISTRY) in held
    assert Quad(graph, ECO.source, entity("paper"), GRAPH_REGISTRY) in held


def test_a_support_adds_its_place_and_nothing_twice(cited_folder: Path) -> None:
    add_rows(
        cited_folder,
        "support",
        {"id": "sup", "statement": "b1", "source": "paper", "paragraph": "1", "span": "0..4"},
    )
    graph = entity("citation-paper-1-0-4")
    said = [q for q in quads(cited_folder) if q.graph_name == graph]
    assert said == [Quad(entity("b1"), ECO.citation, graph, graph)]
    opened = open_tables(cited_folder, "test")
    assert len(opened.select("SELECT ?f { ?f a eco:Firm }")) == 4
    places = {
        str(p) for f in facts_about(opened, "b1") if f.role == RDF_TYPE.value for p in f.places
    }
    assert places == {"invented", "paper ¶1 0..4"}


@pytest.mark.parametrize("name", ["tiny", "xiamen"])
def test_no_triple_stands_in_two_graphs(name: str, request: pytest.FixtureRequest) -> None:
    """Else a query over the union of all graphs would count it twice."""
    graph: CitedGraph = request.getfixturevalue(name)
    assert graph.store is not None
    held = Counter(q.triple for q in graph.store)
    assert [t for t, count in held.items() if count > 1] == []


def test_a_naming_adds_a_name_where_it_is_read(cited_folder: Path) -> None:
    add_rows(
        cited_folder,
        "naming",
        {
            "id": "n1",
            "entity": "b1",
            "alt_zh": "甲泵",
            "source": "paper",
            "paragraph": "1",
            "span": "0..2",
        },
    )
    graph = entity("citation-paper-1-0-2")
    held = [q for q in quads(cited_folder) if q.graph_name == graph]
    assert [(q.subject, q.predicate, q.object) for q in held] == [
        (entity("b1"), NamedNode(PREFIXES["skos"] + "altLabel"), Literal("甲泵", language="zh"))
    ]


def test_a_basis_is_ours_even_in_a_row_of_a_document(cited_folder: Path) -> None:
    row = statement(
        id="dev", developer="b1", developed="pump", basis_zh="编者判断", basis_en="our reading"
    )
    add_rows(
        cited_folder, "development", row | {"source": "paper", "paragraph": "1", "span": "0..2"}
    )
    graphs = {q.graph_name for q in quads(cited_folder) if q.predicate == ECO.basis}
    assert graphs == {GRAPH_EDITORIAL}


@pytest.mark.parametrize("modality", ["planned", "recommended", "underway", "lacking"])
def test_only_what_exists_yields_the_plain_shortcut(cited_folder: Path, modality: str) -> None:
    row = statement(id="dev", developer="b1", developed="motor") | {"modality": modality}
    add_rows(cited_folder, "development", row)
    graph = open_tables(cited_folder, "test")
    assert not graph.select("SELECT ?a ?b { ?a eco:develops ?b }")
    assert graph.select("SELECT ?a ?b { ?a eco:developsAnyModality ?b }") == [
        (entity("b1"), entity("motor"))
    ]


def test_a_shortcut_stands_by_its_surest_statement_and_by_the_doubt_on_it(
    cited_folder: Path,
) -> None:
    where = {"source": "paper", "paragraph": "1", "span": "0..2"}
    why = {"basis_zh": "编者判断", "basis_en": "our reading"}
    stated = statement(id="dev", developer="b1", developed="motor") | where
    add_rows(
        cited_folder,
        "development",
        stated,
        stated | why | {"id": "dev-2", "evidence": "implied"},
        stated | why | {"id": "dev-3", "developed": "seal", "evidence": "implied"},
    )
    doubt = {"id": "doubt-dev", "statement": "dev", "kind": "ambiguous", "confidence": "high"}
    add_rows(cited_folder, "doubt", doubt | why | where)
    graph = open_tables(cited_folder, "test")
    asked = "GRAPH ?g { id:b1 ?p ?b } ?g eco:evidence ?e ; eco:doubted ?d"
    found = graph.select(f"SELECT ?b ?e ?d {{ VALUES ?p {{ eco:develops }} {asked} }} ORDER BY ?b")
    assert [(key_of(b.value), e, d.value) for b, e, d in found] == [
        ("motor", concept("evidence", "stated"), "true"),
        ("seal", concept("evidence", "implied"), "false"),
    ]


def test_roles_have_relations_of_their_own_and_partners_each_other(cited_folder: Path) -> None:
    add_rows(
        cited_folder,
        "membership",
        statement(id="m1", member="b1", body="s1", role="subsidiary"),
        statement(id="m2", member="b2", body="s1", role="tenant"),
    )
    add_rows(
        cited_folder,
        "collaboration",
        statement(id="c1", partner="b1", other_partner="flow-lab"),
    )
    graph = open_tables(cited_folder, "test")

    def pairs(path: str) -> list[tuple[str, str]]:
        found = graph.select(f"SELECT ?a ?b {{ ?a {path} ?b }} ORDER BY ?a ?b")
        return [(key_of(a.value), key_of(b.value)) for a, b in found]

    assert pairs("eco:affiliatedWith") == [("b1", "s1"), ("b2", "s1")]
    assert pairs("eco:belongsTo") == pairs("eco:subsidiaryOf") == [("b1", "s1")]
    assert pairs("eco:tenantOf") == [("b2", "s1")]
    assert pairs("eco:memberOf") == []
    assert {("b1", "flow-lab"), ("flow-lab", "b1")} <= set(pairs("eco:collaboratesWith"))


def test_what_a_thing_is_it_is_in_the_wider_classes_too(tiny: CitedGraph) -> None:
    for wider in ("eco:Organization", "eco:Entity", "org:Organization", "schema:Organization"):
        assert tiny.select(f"SELECT ?x {{ VALUES ?x {{ id:b1 }} ?x a {wider} }}"), wider
    assert not tiny.select("SELECT ?x { VALUES ?x { id:b1 } ?x a eco:Place }")


def test_the_modality_of_a_thing_is_the_strongest_that_is_said_of_it(cited_folder: Path) -> None:
    named = {"label_zh": "院", "label_en": "lab", "source": "invented"}
    for key in ("planned-lab", "presupposed-lab", "silent-lab"):
        add_rows(cited_folder, "lab", {"id": key} | named | {"label_zh": key, "label_en": key})
    add_rows(
        cited_folder,
        "research",
        statement(id="r1", researcher="planned-lab", topic="motor", modality="planned"),
        statement(id="r2", researcher="planned-lab", topic="seal", modality="recommended"),
        statement(id="r3", researcher="presupposed-lab", topic="seal", modality="recommended"),
    )
    add_rows(cited_folder, "existence", statement(id="e1", existing="presupposed-lab"))
    graph = open_tables(cited_folder, "test")
    found = graph.select("SELECT ?x ?m { ?x a eco:Lab ; eco:modality ?m } ORDER BY ?x")
    assert {key_of(x.value): m.value.rsplit("-", 1)[1] for x, m in found} == {
        "flow-lab": "exists",
        "planned-lab": "planned",
        "presupposed-lab": "exists",
    }
    modalities = dict(read_tables(graph).rows("lab", "id", "modality"))
    assert modalities["planned-lab"] == "planned" and modalities["silent-lab"] is None


def test_what_is_stated_without_doubt_to_exist_is_not_doubted(xiamen: CitedGraph) -> None:
    """Whichever of the statements that a thing is in is read first."""
    doubted = xiamen.select(
        """SELECT DISTINCT ?x {
          GRAPH ?graph { ?x eco:modality voc:modality-exists }
          ?graph eco:doubted true ; eco:evidence voc:evidence-stated .
        }"""
    )
    assert doubted
    for (thing,) in doubted:
        sure = xiamen.select(
            """SELECT ?s {
              ?s ?role ?thing ; a eco:Statement ; eco:modality voc:modality-exists ;
                 eco:evidence voc:evidence-stated .
              FILTER NOT EXISTS { ?d eco:statement ?s }
            }""",
            thing=thing,
        )
        assert not sure, thing


def test_shortcuts_equal_their_statements(tiny: CitedGraph) -> None:
    """The set of plain shortcuts is exactly what the statements that exist amount to."""
    assert tiny.store is not None
    wanted = set()
    for spec, row in region_at("tiny").rows():
        if spec.shortcut and row.one("modality") == "exists":
            first, second = (row.one(r) for r in spec.roles)
            if first and second:
                wanted.add((first, spec.shortcut, second))
    found = {
        (key_of(q.subject.value), q.predicate.value.split("#")[1], key_of(q.object.value))  # type: ignore[union-attr]
        for q in tiny.store
        if q.graph_name.value.startswith(f"{GRAPH_INFERRED.value}-")  # type: ignore[union-attr]
        and not q.predicate.value.endswith("AnyModality")
        and q.predicate not in (ECO.modality, ECO.isIn)
    }
    assert found == wanted and len(found) > 15


def test_rows_come_back_from_the_graph_as_they_were(tiny: CitedGraph) -> None:
    """Rows -> statements -> tables is the identity on every cell."""
    tables = read_tables(tiny)
    counted = 0
    for spec, row in region_at("tiny").rows():
        if spec.kind == "registry":
            continue
        held = next(r for r in tables.records(spec.name) if r["id"] == row.one("id"))
        for column in spec.columns.values():
            value = held[column.name]
            cell = row.cells.get(column.name, ())
            if column.many:
                assert value == sorted(cell), (row, column.name)
            elif column.type in ("decimal", "integer"):
                assert value == (float(cell[0]) if cell else None)
            elif column.type == "boolean":
                assert value == (cell[0] == "true" if cell else None)
            else:
                assert value == (cell[0] if cell else None), (row, column.name)
            counted += len(cell)
    assert counted > 200


def test_lifting_twice_gives_the_same_and_adds_nothing() -> None:
    region = region_at("tiny")
    first, again = list(lift.lift(region)), list(lift.lift(region))
    assert first == again
    store = Store()
    store.extend(first)
    size = len(store)
    store.extend(again)
    assert len(store) == size


def test_the_ontology_is_the_same_each_time() -> None:
    """Its blank nodes too, so that the same input gives the same file."""
    assert list(lift.ontology()) == list(lift.ontology())


PERIODS = st.one_of(
    st.integers(1000, 2999).map(str),
    st.tuples(st.integers(1000, 2999), st.integers(1, 12)).map(lambda t: f"{t[0]}-{t[1]:02}"),
    st.dates().filter(lambda d: d.year >= 1000).map(str),
    st.tuples(st.integers(1000, 2999), st.integers(1000, 2999)).map(lambda t: f"{t[0]}/{t[1]}"),
)


@given(PERIODS)
def test_a_period_keeps_what_is_written(text: str) -> None:
    column = table_specs()["supply"].columns["period"]
    (term,) = lift.terms(column, (text,))
    assert isinstance(term, Literal) and term.value == text
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    wanted = "string" if "/" in text else kinds[len(text)]
    assert term.datatype.value == XSD + wanted
    store = Store()
    store.add(Quad(entity("a"), ECO.period, term))
    assert next(iter(store)).object == term


@given(st.text(min_size=1).filter(lambda t: t.strip() == t and "\x00" not in t))
def test_text_keeps_every_character(text: str) -> None:
    column = Column("x", "text", ("zh",), "urn:x", False, False, False)
    (term,) = lift.terms(column, (text,))
    store = Store()
    store.add(Quad(entity("a"), NamedNode("urn:x"), term))
    assert next(iter(store)).object.value == text  # type: ignore[union-attr]


@pytest.mark.parametrize("number", ["1e3", "1_000", "１２", "0x10", " 1", "+-1", "1.2.3", "٣"])
def test_a_number_that_rdf_cannot_hold_is_found_in_the_table(
    tiny_folder: Path, number: str
) -> None:
    path = tiny_folder / "supply.csv"
    text = path.read_text(encoding="utf-8").replace(",60,", f",{number},")
    path.write_text(text, encoding="utf-8")
    if number.strip().isascii() and number.strip().isdigit():
        assert read_region(tiny_folder)  # white space around a cell does not count
        return
    with pytest.raises(DataError, match="is no number"):
        read_region(tiny_folder)


@pytest.mark.parametrize("number", ["4.0", "1e1", "-3", "0", "３"])
def test_a_paragraph_is_a_whole_number_from_one(cited_folder: Path, number: str) -> None:
    row = statement(id="dev", developer="b1", developed="pump", source="paper", span="5..9")
    add_rows(cited_folder, "development", row | {"paragraph": number})
    with pytest.raises(DataError, match=r"development.csv row 2, paragraph"):
        read_region(cited_folder)


@pytest.mark.parametrize("period", ["2025-13", "2025-02-30", "2025/2026-00", "２０２５", "0000"])
def test_a_period_is_in_the_calendar(tiny_folder: Path, period: str) -> None:
    add_rows(tiny_folder, "event", _event(period))
    with pytest.raises(DataError, match=r"event.csv row 2, date"):
        read_region(tiny_folder)


@pytest.mark.parametrize(
    "period", ["2024-02-29", "2025-12", "2025", "2021/2023", "2021-03/2023-04-30"]
)
def test_a_period_that_is_right(tiny_folder: Path, period: str) -> None:
    add_rows(tiny_folder, "event", _event(period))
    assert read_region(tiny_folder).tables["event"].rows[0].one("date") == period


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2024/06", "is not how a period is written; write 2024-06"),
        ("2024年6月", "is not how a period is written; write 2024-06"),
        ("2022/3/1", "is not how a period is written; write 2022-03-01"),
        ("２０２５", "is not how a period is written; write 2025"),
        ("3/1/2022", "looks like a date changed by a spreadsheet; write it as 2022-03-01"),
        ("2024-2-30", "is not in the calendar; write a month from 01 to 12"),
        ("2023/2021", "ends before it begins; write the earlier one first"),
        ("last spring", "is no period; write 2022, 2022-03, 2022-03-01 or 2021/2023"),
    ],
)
def test_a_period_that_is_wrong_comes_with_its_mend(
    tiny_folder: Path, period: str, said: str
) -> None:
    add_rows(tiny_folder, "event", _event(period))
    with pytest.raises(DataError) as caught:
        read_region(tiny_folder)
    assert f"event.csv row 2, date: {period} {said}" in str(caught.value)
    if said.startswith("is not how"):  # the mend mends
        path = tiny_folder / "event.csv"
        text = path.read_text(encoding="utf-8").replace(period, said.rsplit(" ", 1)[1])
        path.write_text(text, encoding="utf-8")
        read_region(tiny_folder)


def _event(period: str) -> dict[str, str]:
    row = {"id": "e1", "label_zh": "事", "label_en": "event", "kind": "meeting"}
    return row | {"date": period, "source": "invented"}


def test_an_empty_part_of_a_list_is_found(tiny_folder: Path) -> None:
    add_rows(tiny_folder, "event", _event("2025") | {"alt_zh": "甲||乙"})
    with pytest.raises(DataError, match="has an empty part"):
        read_region(tiny_folder)


def test_ids_become_addresses(tiny: CitedGraph) -> None:
    assert entity("b1").value == ID_BASE + "b1"
    assert key_of(ID_BASE + "b1") == "b1"
    assert key_of("https://example.org/x") == "https://example.org/x"
    assert concept("stage", "upstream").value.endswith("/vocab/stage-upstream")
