"""Codes in the graph: notations in the graph of their citation, found by any spelling, mapped."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ecograph.base.errors import UsageError
from ecograph.base.namespaces import CODE_BASE, ECO, PREFIXES, SKOS_NOTATION, entity
from ecograph.export.graph_files import build_to
from ecograph.graph.columns import read_tables
from ecograph.graph.facts import facts_about
from ecograph.graph.naming import all_named, find_entity, search_names
from ecograph.graph.opening import CitedGraph, open_graph, open_tables
from ecograph.graph.validation import check_region
from ecograph.networks.subgraph import Selection, select, subgraph_network
from rdf_help import add_document, add_rows, endpoint

INVENTED = entity("citation-invented")


def coded(folder: Path, *rows: tuple[str, str, str]) -> CitedGraph:
    """The invented region with codes of entities."""
    held = (
        {"id": f"i{n}", "entity": e, "scheme": s, "code": c, "source": "invented"}
        for n, (e, s, c) in enumerate(rows)
    )
    add_rows(folder, "identifier", *held)
    return open_tables(folder, "coded")


def notations(graph: CitedGraph, key: str) -> list[Quad]:
    assert graph.store is not None
    return list(graph.store.quads_for_pattern(entity(key), SKOS_NOTATION, None))


def test_a_code_is_a_notation_in_the_graph_of_its_citation(tiny_folder: Path) -> None:
    graph = coded(tiny_folder, ("b1", "stock", "sh600703"))
    (said,) = notations(graph, "b1")
    assert said.object == Literal("600703.SH", datatype=ECO["stock"])
    assert said.graph_name == INVENTED
    [row] = read_tables(graph).records("identifier")  # the spelling of the source is kept
    assert (row["entity"], row["scheme"], row["code"]) == ("b1", "stock", "sh600703")
    assert (row["source"], row["evidence"]) == ("invented", "stated")


def test_a_code_that_two_places_give_stands_once(tiny_folder: Path, tmp_path: Path) -> None:
    add_document(tiny_folder, tmp_path / "documents", "paper", "股票代码600703")
    place = {"source": "paper", "paragraph": "1", "span": "4..10"}
    row = {"id": "j", "entity": "b1", "scheme": "stock", "code": "600703.SS"}
    add_rows(tiny_folder, "identifier", row | place)
    graph = coded(tiny_folder, ("b1", "stock", "600703"))
    assert len(notations(graph, "b1")) == 1
    assert read_tables(graph).count("identifier") == 2


@pytest.mark.parametrize(
    "name", ["600703", "SH600703", "XSHG:600703", "stock:600703", "６００７０３"]
)
def test_an_entity_is_found_by_any_spelling_of_its_code(tiny_folder: Path, name: str) -> None:
    graph = coded(tiny_folder, ("b1", "stock", "600703.SS"))
    assert find_entity(graph, name) == "b1"
    assert [n.key for n in search_names(all_named(graph), name)] == ["b1"]
    with endpoint(graph) as address:
        assert find_entity(open_graph(address), name) == "b1"


def test_a_network_has_the_codes_of_its_nodes(tiny_folder: Path) -> None:
    graph = coded(tiny_folder, ("b1", "stock", "SH600703"), ("b1", "lei", "213800KUD8LAJWSQ9D15"))
    tables = read_tables(graph)
    G = subgraph_network(tables, select(tables, Selection()))
    assert G.nodes["b1"]["codes"] == ["lei:213800KUD8LAJWSQ9D15", "stock:600703.SH"]
    assert "codes" not in G.nodes["b2"]


def test_a_code_of_several_is_asked_back(tiny_folder: Path) -> None:
    graph = coded(tiny_folder, ("pump", "gbt4754", "C3441"), ("seal", "gbt4754", "3441"))
    assert [n.key for n in search_names(all_named(graph), "C3441")] == ["pump", "seal"]
    with pytest.raises(UsageError, match=r"C3441 names 2 entities: pump .*, seal .*; give the id"):
        find_entity(graph, "C3441")


def test_a_label_goes_before_a_code(tiny_folder: Path) -> None:
    add_rows(
        tiny_folder,
        "product",
        {"id": "x", "label_zh": "3441", "label_en": "3441", "source": "invented"},
    )
    graph = coded(tiny_folder, ("pump", "gbt4754", "3441"))
    assert find_entity(graph, "3441") == "x"
    assert find_entity(graph, "gbt4754:3441") == "pump"


def test_a_fact_says_of_which_scheme_a_code_is(tiny_folder: Path) -> None:
    graph = coded(tiny_folder, ("b1", "lei", "213800KUD8LAJWSQ9D15"))
    [fact] = [f for f in facts_about(graph, "b1") if f.role == ECO["lei"].value]
    assert str(fact.places[0]) == "invented"
    assert fact.values[0][1].value == "213800KUD8LAJWSQ9D15"


def test_the_names_beside_a_store_have_the_codes(tiny_folder: Path, tmp_path: Path) -> None:
    graph = coded(tiny_folder, ("b1", "stock", "600703"))
    build_to(graph, tmp_path / "store")
    built = open_graph(str(tmp_path / "store"))
    assert all_named(built) == all_named(graph)
    assert all_named(built)["b1"].codes == ("stock:600703.SH",)
    assert find_entity(built, "sh600703") == "b1"


def crosswalk(folder: Path, match: str) -> None:
    row = {"scheme": "gbt4754", "code": "C3441", "other_scheme": "hs", "other_code": "84.13"}
    add_rows(folder, "crosswalk", {"id": "c", "match": match, "source": "invented"} | row)


@pytest.mark.parametrize(
    ("match", "pump", "seal"),
    [
        ("exact", True, True),
        ("close", True, True),
        ("broad", True, False),  # what has the industry code is in the customs code
        ("narrow", False, True),
    ],
)
def test_a_crosswalk_is_followed_to_what_is_the_same_or_more(
    tiny_folder: Path, match: str, pump: bool, seal: bool
) -> None:
    crosswalk(tiny_folder, match)
    named = all_named(coded(tiny_folder, ("pump", "gbt4754", "3441"), ("seal", "hs", "8413")))
    assert ("pump" in {n.key for n in search_names(named, "hs:8413")}) == pump
    assert ("seal" in {n.key for n in search_names(named, "gbt4754:3441")}) == seal
    assert named["pump"].codes == ("gbt4754:3441",)


def test_a_crosswalk_is_a_mapping_of_concepts(tiny_folder: Path) -> None:
    crosswalk(tiny_folder, "close")
    graph = open_tables(tiny_folder, "mapped")
    assert graph.store is not None
    one, two = (NamedNode(f"{CODE_BASE}{key}") for key in ("gbt4754/3441", "hs/8413"))
    close = NamedNode(PREFIXES["skos"] + "closeMatch")
    assert Quad(one, close, two, INVENTED) in graph.store
    query = """SELECT ?code { ?a skos:closeMatch ?b ; skos:notation '3441'^^eco:gbt4754 ;
      a skos:Concept . ?b skos:notation ?code }"""
    assert graph.select(query) == [(Literal("8413", datatype=ECO["hs"]),)]
    assert not {n for n in all_named(graph) if "gbt4754" in n}


def test_a_code_of_two_entities_and_two_codes_of_one_are_findings(tiny_folder: Path) -> None:
    coded(
        tiny_folder,
        ("b1", "stock", "600703"),
        ("b2", "stock", "SH600703"),
        ("s1", "stock", "00700.HK"),
        ("s1", "stock", "600549"),
        ("s2", "lei", "213800KUD8LAJWSQ9D15"),
        ("s2", "lei", "5493001KJTIIGC8Y1R12"),
        ("pump", "gbt4754", "3441"),
        ("seal", "gbt4754", "3441"),
    )
    found = [f for f in check_region(str(tiny_folder)).findings if f.severity == "error"]
    assert [(f.file, f.row, f.value) for f in found] == [
        ("firm.csv", 2, "b2, 600703.SH"),
        ("firm.csv", 5, "213800KUD8LAJWSQ9D15, 5493001KJTIIGC8Y1R12"),
    ]
    assert "One code stands for two entities [identifier-of-two]" in found[0].problem
    assert "correct identifier.csv" in found[1].mend


def test_the_codes_of_xiamen_are_where_they_were(xiamen: CitedGraph) -> None:
    """What was the column admin_code of cities is found by the same codes."""
    for code, key in (("350200", "xiamen"), ("110000", "beijing"), ("350206", "huli")):
        assert find_entity(xiamen, f"gbt2260:{code}") == key
    assert find_entity(xiamen, "SH600549") == "xiamen-tungsten"
    assert find_entity(xiamen, "https://ror.org/00mcjh785") == "xiamen-university"
