"""Exports: each format is read back by its own reader, whatever the attributes hold."""

import csv
import gzip
import io
import itertools
import json
import math
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse

from ecograph.base.errors import QueryError, UnknownName, Unreadable, UsageError
from ecograph.base.evidence import EVIDENCE
from ecograph.base.namespaces import ECO, GRAPH_EDITORIAL, entity, inferred_from
from ecograph.export.network_files import WRITERS, network_texts, write_network
from ecograph.export.network_rows import clean
from ecograph.export.subgraph_files import (
    constructed_statements,
    export_constructed,
    export_subgraph,
)
from ecograph.export.table_folder import write_table_folder
from ecograph.graph.columns import Tables
from ecograph.graph.opening import CitedGraph, open_graph, read_rdf
from ecograph.graph.rdf_files import rdf_bytes, write_rdf
from ecograph.networks.subgraph import Selection, select, subgraph_network
from rdf_help import endpoint
from supply_use_help import golden_tables, ids

ALL = Selection()
B1 = Selection(seeds=("b1",), hops=1)


def read(G: Any, format: str) -> Any:
    """A network as its format's own reader reads what was written of it."""
    text = network_texts(G, format)[""]
    match format:
        case "graphml":
            return nx.parse_graphml(text, force_multigraph=True)
        case "gexf":
            return nx.read_gexf(io.BytesIO(text.encode()))
        case "cytoscape":
            return nx.cytoscape_graph(json.loads(text))
        case _:
            return nx.node_link_graph(json.loads(text), edges="edges")


def tables(G: Any, format: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The two tables of a format, each as rows by column."""
    texts = network_texts(G, format)
    found = []
    for written in texts.values():
        text = written.removeprefix("\ufeff")
        header = next(csv.reader(io.StringIO(text, newline="")))
        assert len(header) == len(set(header)), header
        found.append(list(csv.DictReader(io.StringIO(text, newline=""))))
    return found[0], found[1]


@pytest.fixture(scope="module")
def G(tiny_tables: Tables) -> Any:  # noqa: N802
    return subgraph_network(tiny_tables, select(tiny_tables, ALL))


# ------------------------------------------------------------------ selections


def test_the_neighbours_of_a_firm(tiny_tables: Tables) -> None:
    """Golden: `ecograph export --graph tiny --seed b1 -o b1.csv`."""
    part = select(tiny_tables, B1)
    assert part.entities == {"b1", "rivermouth", "pump-chain", "pump", "s1", "s2", "seal", "motor"}
    assert (
        "supply-s1-b1-seal" in part.statements and "investment-river-fund-b2" not in part.statements
    )


@pytest.mark.parametrize(
    ("selection", "entities"),
    [
        (Selection(seeds=("b1",), hops=0), {"b1"}),
        (Selection(class_name="Fund"), {"river-fund"}),
        (Selection(class_name="Place"), {"rivermouth", "hillside", "farland"}),
        (Selection(place="hillside"), {"s2", "hillside"}),
        (Selection(place="farland", class_name="Firm"), {"b1", "b2", "s1", "s2"}),
        (Selection(chain="pump-chain", class_name="Product"), {"motor", "pump", "seal"}),
    ],
)
def test_selections(tiny_tables: Tables, selection: Selection, entities: set[str]) -> None:
    assert select(tiny_tables, selection).entities == entities


def test_more_hops_reach_no_less(tiny_tables: Tables) -> None:
    reached = [select(tiny_tables, Selection(seeds=("s2",), hops=n)).entities for n in range(5)]
    assert all(a <= b for a, b in itertools.pairwise(reached))


def test_a_place_is_no_thoroughfare(tiny_tables: Tables) -> None:
    """Else two hops from any firm would be every firm of its city."""
    part = select(tiny_tables, Selection(seeds=("flow-lab",), hops=2))
    assert "rivermouth" in part.entities and "river-fund" not in part.entities


def test_selections_that_select_nothing(
    tiny: CitedGraph, tiny_tables: Tables, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="the selection is empty"):
        select(tiny_tables, Selection(class_name="Bank"))
    with pytest.raises(UnknownName, match="did you mean Firm"):
        select(tiny_tables, Selection(class_name="Frim"))
    with pytest.raises(UnknownName, match="did you mean pump-chain"):
        select(tiny_tables, Selection(chain="pump-chian"))
    for wrong in (Selection(seeds=("nobdy",)), Selection(chain="b1"), Selection(place="b1")):
        with pytest.raises(UnknownName):
            export_subgraph(tiny, wrong, tmp_path / "x.graphml")
    assert list(tmp_path.iterdir()) == []


# -------------------------------------------------------------------- networks


def test_an_edge_carries_its_statement_and_where_it_is_said(G: Any) -> None:
    data = G.edges["s1", "b1", "supply-s1-b1-seal"]
    assert data["predicate"] == "supplies" and data["modality"] == "exists"
    assert (data["document"], data["citation"]) == ("invented", "citation-invented")
    assert (data["value"], data["unit"], data["base_value"]) == (60.0, "cny-10k", 600_000.0)


@pytest.mark.parametrize("format", ["graphml", "gexf", "cytoscape", "json", "node-link"])
def test_a_network_reads_back(G: Any, format: str) -> None:
    back = read(G, format)
    assert back.is_directed() and set(back) == set(G)
    assert back.number_of_edges() == G.number_of_edges()
    node = back.nodes["b1"]
    assert (node["label_zh"], node["label_en"], node["class"]) == (
        "虚构甲泵业",
        "Alpha Pumps",
        "Firm",
    )
    (edge,) = (
        list(back.get_edge_data("s1", "b1").values())
        if back.is_multigraph()
        else [back.get_edge_data("s1", "b1")]
    )
    assert (edge["predicate"], edge["value"]) == ("supplies", 60.0)
    assert (edge["document"], edge["citation"]) == ("invented", "citation-invented")


@pytest.mark.parametrize("format", ["csv", "neo4j"])
def test_tables_of_a_network_read_back(G: Any, format: str) -> None:
    nodes, edges = tables(G, format)
    node_id = {"csv": "id", "neo4j": "id:ID"}[format]
    source, target = {"csv": ("source", "target"), "neo4j": (":START_ID", ":END_ID")}[format]
    assert [n[node_id] for n in nodes] == sorted(G)
    (edge,) = [e for e in edges if e["statement"] == "supply-s1-b1-seal"]
    assert (edge[source], edge[target], edge["document"]) == ("s1", "b1", "invented")
    assert len(edges) == G.number_of_edges()
    assert {e[source] for e in edges} | {e[target] for e in edges} <= {n[node_id] for n in nodes}


def test_neo4j_headers_are_as_its_importer_reads_them(G: Any) -> None:
    texts = network_texts(G, "neo4j")
    nodes, edges = (text.split("\n")[0].split(",") for text in texts.values())
    assert list(texts) == ["neo4j-nodes", "neo4j-relationships"]
    assert nodes[0] == "id:ID" and nodes[-1] == ":LABEL"
    assert edges[:4] == [":START_ID", ":END_ID", ":TYPE", "statement"]
    assert "value:double" in edges and "essential:boolean" in edges
    assert not texts["neo4j-nodes"].startswith("\ufeff")
    assert {e["essential:boolean"] for e in tables(G, "neo4j")[1]} == {"", "true"}


NASTY: dict[str, Any] = {
    "none": None,
    "list": ["a", "b"],
    "tuple": (1, 2),
    "set": {"b", "a", "c"},
    "empty": "",
    "control": "a\x00b\x1b[2J\x7f\x85\u0000c",
    "half": "a\ud800b",
    "no character": "a\ufffe\uffffb",
    "formula": "=cmd|'/C calc'!A0",
    "full width": "＝1+1",
    "quotes": "\"a\" 'b' <c> & ]]> </script>",
    "marks": "a\u202eb\u200fc\ufeff",
    "lines": "a\nb\tc\r\nd",
    "comma": "a,b;c",
    "nan": math.nan,
    "inf": math.inf,
    "big": 2**70,
    "numpy": np.int64(3),
    "truth": True,
    "中文": "厦门",
    "𠮷": "𠮷",
    "with:colon": 1,
    "=HYPERLINK": "x",
    **dict.fromkeys(
        (
            *("id", "pid", "label", "name", "key", "source", "target", "type", "for", "start"),
            *("viz", "spells", "slices", "parents", "value", "statement", "weight", "class"),
            *("predicate", "self", "node_for_adding", "u_for_edge", "v_for_edge", "u_of_edge"),
            *("networkx_key", "kind", "edge_id", "directed", "graph", "attr", "end"),
        ),
        "own",
    ),
}


def nasty(directed: bool = True) -> Any:
    N = nx.MultiDiGraph() if directed else nx.MultiGraph()
    N.graph.update({"name": "nasty", "none": None, "list": [1]})
    for node in ("a", "b", "=c"):
        N.add_node(node)
        N.nodes[node].update(NASTY)
    for source, target, key in (
        ("a", "b", "k1"),
        ("a", "b", "k2"),
        ("b", "b", "=k3"),
        ("=c", "a", "k4"),
    ):
        N.add_edge(source, target, key)
        N.edges[source, target, key].update(NASTY)
    return N


EXPECTED = {
    "list": "a|b",
    "tuple": "1|2",
    "set": "a|b|c",
    "control": "ab[2Jc",
    "half": "ab",
    "no character": "ab",
    "formula": "=cmd|'/C calc'!A0",
    "quotes": "\"a\" 'b' <c> & ]]> </script>",
    "marks": "a\u202eb\u200fc\ufeff",
    "comma": "a,b;c",
    "numpy": 3,
    "中文": "厦门",
    "𠮷": "𠮷",
}


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("format", ["graphml", "gexf", "cytoscape", "json"])
def test_nasty_attributes_survive(format: str, directed: bool) -> None:
    back = read(nasty(directed), format)
    assert set(back) == {"a", "b", "=c"} and back.is_directed() is directed
    assert back.number_of_edges() == 4
    edges = [d for *_, d in back.edges(data=True)]
    for data in (back.nodes["a"], *edges):
        assert {k: data[k] for k in EXPECTED} == EXPECTED
        assert "none" not in data and "nan" not in data and "inf" not in data
        assert data["truth"] is True
    for name in NASTY:  # what has a name of its own is there, if under another
        held = back.nodes["a"]
        assert NASTY[name] != "own" or "own" in (held.get(name), held.get(f"eco_{name}")), name


@pytest.mark.parametrize("format", ["csv", "neo4j"])
def test_nasty_attributes_survive_in_tables(format: str) -> None:
    nodes, edges = tables(nasty(), format)
    for data in (*nodes, *edges):
        for name, value in EXPECTED.items():
            held = data.get(name, data.get(f"{name}:long"))
            plain = held.removeprefix("'") if held is not None and format == "csv" else held
            assert plain == str(value), (name, held)
    assert {n["truth" if format == "csv" else "truth:boolean"].lower() for n in nodes} == {"true"}


def test_no_cell_of_a_csv_file_is_run_by_a_spreadsheet() -> None:
    """Neither values nor ids nor headers; an apostrophe before them, taken off by reading."""
    for text in network_texts(nasty(), "csv").values():
        assert text.startswith("\ufeff")
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
            assert not [c for c in row if c[:1] in "=+-@\t\r＝＋－＠" and c]


@pytest.mark.parametrize("format", ["graphml", "gexf", "cytoscape", "json"])
def test_a_value_of_several_types_is_text_or_a_number(format: str) -> None:
    N: Any = nx.MultiDiGraph()
    N.add_node("a", mixed=1, number=1, truth=True)
    N.add_node("b", mixed="x", number=2.5, truth="no")
    N.add_edge("a", "b", "k", weight=2)
    N.add_edge("b", "a", "l", weight=0.5)
    back = read(N, format)
    assert (back.nodes["a"]["mixed"], back.nodes["a"]["number"]) == ("1", 1.0)
    assert back.nodes["b"]["truth"] == "no"
    weights = sorted(d["weight"] for *_, d in back.edges(data=True))
    assert weights == [0.5, 2.0]


def test_json_is_json() -> None:
    for format in ("cytoscape", "json"):
        json.loads(network_texts(nasty(), format)[""], parse_constant=lambda c: pytest.fail(c))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.text(max_size=8), st.text(max_size=12) | st.integers() | st.booleans(), max_size=5
    )
)
def test_any_attributes_can_be_written_and_read(data: dict[str, Any]) -> None:
    N: Any = nx.MultiDiGraph()
    N.add_node("a")
    N.nodes["a"].update(data)
    N.add_edge("a", "a", "k")
    N.edges["a", "a", "k"].update(data)
    for format in ("graphml", "gexf", "cytoscape", "json"):
        assert read(N, format).number_of_edges() == 1
    for format in ("csv", "neo4j"):
        network_texts(N, format)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert not set(clean(text)) & set("\x00\x0b\x1b\x7f\ufffe\uffff")


def test_writing_a_network_changes_nothing_of_it() -> None:
    N = nasty()
    before = {n: dict(d) for n, d in N.nodes(data=True)}
    for format in WRITERS:
        network_texts(N, format)
    assert {n: dict(d) for n, d in N.nodes(data=True)}.keys() == before.keys()
    assert all(N.nodes[n]["set"] == {"a", "b", "c"} for n in N)


def test_the_order_of_building_does_not_matter() -> None:
    N, M = nasty(), nx.MultiDiGraph()
    M.graph.update(N.graph)
    for node in reversed(list(N)):
        M.add_node(node)
        M.nodes[node].update(dict(reversed(N.nodes[node].items())))
    for source, target, key in reversed(list(N.edges(keys=True))):
        M.add_edge(source, target, key)
        M.edges[source, target, key].update(N.edges[source, target, key])
    for format in WRITERS:
        assert network_texts(N, format) == network_texts(M, format), format


def test_files_are_named(G: Any, tmp_path: Path) -> None:
    assert write_network(G, tmp_path / "x.graphml") == (tmp_path / "x.graphml",)
    assert write_network(G, tmp_path / "x.csv") == (
        tmp_path / "x-nodes.csv",
        tmp_path / "x-edges.csv",
    )
    assert write_network(G, tmp_path / "y", "neo4j")[0] == tmp_path / "y-neo4j-nodes.csv"
    with pytest.raises(UsageError, match="choose one of graphml, gexf, csv"):
        write_network(G, tmp_path / "x.docx")


# ------------------------------------------------------------------------- RDF


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        (".ttl", RdfFormat.TURTLE),
        (".trig", RdfFormat.TRIG),
        (".nt", RdfFormat.N_TRIPLES),
        (".nq", RdfFormat.N_QUADS),
        (".jsonld", RdfFormat.JSON_LD),
    ],
)
def test_rdf_reads_back_equal(tiny: CitedGraph, suffix: str, form: RdfFormat) -> None:
    quads = set(tiny.store or ())
    back = set(parse(rdf_bytes(quads, suffix), format=form))
    wanted = quads if suffix in (".trig", ".nq", ".jsonld") else {Quad(*_spo(q)) for q in quads}
    assert back == wanted


def _spo(quad: Quad) -> tuple[Any, Any, Any]:
    return quad.subject, quad.predicate, quad.object


def test_rdf_is_sorted_so_that_one_fact_is_one_line(tiny: CitedGraph) -> None:
    lines = rdf_bytes(tiny.store or (), ".nt").decode().splitlines()
    assert len(lines) == len(set(lines))
    fewer = [q for q in tiny.store or () if q.subject != entity("supply-s1-b1-seal")]
    left = rdf_bytes(fewer, ".nt").decode().splitlines()
    assert set(left) < set(lines)
    kept = set(left)
    assert [line for line in lines if line in kept] == left


def test_packed_rdf_is_the_same_each_time(tiny: CitedGraph, tmp_path: Path) -> None:
    for name in ("a.nq.gz", "b.nq.gz"):
        write_rdf(tiny.store or (), tmp_path / name)
    assert (tmp_path / "a.nq.gz").read_bytes() == (tmp_path / "b.nq.gz").read_bytes()


@pytest.mark.parametrize("name", ["x.ttl", "x.trig", "x.nq.gz", "x.jsonld"])
def test_a_part_of_a_graph_is_a_graph(tiny: CitedGraph, tmp_path: Path, name: str) -> None:
    done = export_subgraph(tiny, B1, tmp_path / name)
    assert done.summary == f"{tmp_path / name}: 8 entities, 11 statements (11 stated)"
    part = open_graph(str(tmp_path / name))
    assert part.select("SELECT DISTINCT ?f { ?f a eco:Firm } ORDER BY ?f") == [
        (entity("b1"),),
        (entity("s1"),),
        (entity("s2"),),
    ]
    (licence,) = part.select("SELECT DISTINCT ?l { id:invented eco:licence ?l }")
    assert licence[0].value == "CC BY 4.0"
    assert not part.select("SELECT ?x { ?x ?p id:b2 }")  # nothing leads out of it


def test_a_part_of_a_file_without_graphs(tiny: CitedGraph, tmp_path: Path) -> None:
    write_rdf(tiny.store or (), tmp_path / "all.ttl")
    export_subgraph(open_graph(str(tmp_path / "all.ttl")), B1, tmp_path / "part.nt")
    export_subgraph(tiny, B1, tmp_path / "same.nt")
    part, same = ({q.triple for q in read_rdf(tmp_path / f"{n}.nt")} for n in ("part", "same"))
    ours = {GRAPH_EDITORIAL, entity("editorial")}  # no graph says there which words are ours
    ours |= {inferred_from(e, d) for e in EVIDENCE for d in (False, True)}  # nor what is derived
    assert part == {t for t in same if t.subject not in ours}


def test_the_format_asked_for_goes_before_the_name(tiny: CitedGraph, tmp_path: Path) -> None:
    export_subgraph(tiny, B1, tmp_path / "x.ttl", "nq")
    assert list(parse((tmp_path / "x.ttl").read_bytes(), format=RdfFormat.N_QUADS))
    export_subgraph(tiny, B1, tmp_path / "x.nq.gz", "turtle")
    data = gzip.decompress((tmp_path / "x.nq.gz").read_bytes())
    assert data.startswith(b"@prefix")


def test_to_stdout(tiny: CitedGraph) -> None:
    for format in ("turtle", "graphml", "json"):
        assert export_subgraph(tiny, B1, Path("-"), format).data
    for format in ("csv", "neo4j"):
        with pytest.raises(UsageError, match="is two files"):
            export_subgraph(tiny, B1, Path("-"), format)
    with pytest.raises(UsageError, match="give --format, one of"):
        export_subgraph(tiny, B1, Path("-"))


def test_an_endpoint_gives_networks_and_constructs(tiny: CitedGraph, tmp_path: Path) -> None:
    with endpoint(tiny) as address:
        remote = open_graph(address)
        export_subgraph(remote, B1, tmp_path / "remote.json")
        export_subgraph(tiny, B1, tmp_path / "here.json")
        assert (
            json.loads((tmp_path / "remote.json").read_text())["edges"]
            == (json.loads((tmp_path / "here.json").read_text())["edges"])
        )
        with pytest.raises(UsageError, match="--construct"):
            export_subgraph(remote, B1, tmp_path / "x.ttl")
        with pytest.raises(UsageError, match="open its data here"):
            write_table_folder(remote, tmp_path / "tables")
        assert not (tmp_path / "tables").exists()
        assert constructed_statements(remote, "CONSTRUCT WHERE { ?f a eco:Firm }", 20)


CONSTRUCT = """CONSTRUCT { ?f a eco:Firm ; rdfs:label ?name ; skos:altLabel ?other ; eco:makes ?p }
WHERE { ?f a eco:Firm ; rdfs:label ?name ; skos:altLabel ?other . OPTIONAL { ?f eco:makes ?p } }"""


def test_a_construct_becomes_a_network_or_rdf(tiny: CitedGraph, tmp_path: Path) -> None:
    quads = constructed_statements(tiny, CONSTRUCT, 20)
    export_constructed(quads, tmp_path / "x.graphml")
    back = nx.read_graphml(tmp_path / "x.graphml", force_multigraph=True)
    assert back.nodes["b1"] == {
        "class": "Firm",
        "label": "Alpha Pumps",
        "label_en": "Alpha Pumps",
        "label_zh": "虚构甲泵业",
        "altLabel_zh": "甲泵业",
    }
    assert {(s, t) for s, t in back.edges()} == {
        ("b1", "pump"),
        ("b2", "pump"),
        ("s1", "seal"),
        ("s2", "motor"),
    }
    export_constructed(quads, tmp_path / "x.nt")
    assert {q.triple for q in read_rdf(tmp_path / "x.nt")} == {q.triple for q in quads}


@pytest.mark.parametrize(("language", "label"), [("zh", "虚构甲泵业"), ("en", "Alpha Pumps")])
def test_nodes_are_labelled_in_the_language_asked(
    tiny: CitedGraph, tmp_path: Path, language: str, label: str
) -> None:
    for name in ("x.graphml", "x.gexf", "x.json"):
        export_subgraph(tiny, B1, tmp_path / name, language=language)
    assert nx.read_graphml(tmp_path / "x.graphml").nodes["b1"]["label"] == label
    assert nx.read_gexf(tmp_path / "x.gexf").nodes["b1"]["label"] == label
    nodes = json.loads((tmp_path / "x.json").read_text("utf-8"))["nodes"]
    assert {n["id"]: n["label"] for n in nodes}["b1"] == label
    export_subgraph(tiny, B1, tmp_path / "x.csv", language=language)
    export_subgraph(tiny, B1, tmp_path / "x", "neo4j", language=language)
    for name in ("x-nodes.csv", "x-neo4j-nodes.csv"):  # neither took the name of the other
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert {r.get("id") or r["id:ID"]: r["label"] for r in rows}["b1"] == label


def test_every_element_of_a_cytoscape_document_has_an_id_of_its_own(G: Any) -> None:
    G = G.copy()
    G.add_edge("b2", "b1", key="supply-s1-b1-seal")
    G.add_edge("b2", "b1", key="b1")
    elements = json.loads(network_texts(G, "cytoscape")[""])["elements"]
    ids = [e["data"]["id"] for kind in ("nodes", "edges") for e in elements[kind]]
    assert len(ids) == len(set(ids)) == len(G) + G.number_of_edges()
    assert {"supply-s1-b1-seal", "supply-s1-b1-seal~2", "b1", "b1~2"} <= set(ids)


def test_several_values_of_one_property_are_all_kept(tmp_path: Path) -> None:
    quads = list(parse("<urn:a> <urn:p> 'x', 'y' ; a <urn:C>, <urn:D> .", format=RdfFormat.TURTLE))
    export_constructed(quads, tmp_path / "x.json")
    (node,) = json.loads((tmp_path / "x.json").read_text())["nodes"]
    assert node == {"id": "urn:a", "label": "urn:a", "urn:p": "x|y", "class": "urn:C|urn:D"}


def test_constructs_that_are_none(tiny: CitedGraph, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot hold solutions"):
        constructed_statements(tiny, "SELECT * { ?s ?p ?o }", 20)
    with pytest.raises(Unreadable, match=r"no\.rq"):
        constructed_statements(tiny, str(tmp_path / "no.rq"), 20)


def test_a_statement_of_one_thing_is_counted_where_it_is_left_out(
    xiamen: CitedGraph, tmp_path: Path
) -> None:
    done = export_subgraph(xiamen, Selection(seeds=("tianma",)), tmp_path / "x.json")
    edges = json.loads((tmp_path / "x.json").read_text())["edges"]
    assert "join only one entity" in done.summary and edges
    assert all(e["document"] and e["citation"] for e in edges)


# ------------------------------------------------------------- the same bytes

WRITE = """
import sys
import tracemalloc
from pathlib import Path
from ecograph.export.graph_files import build_to
from ecograph.export.subgraph_files import export_subgraph
from ecograph.networks.subgraph import Selection
from ecograph.graph.opening import open_graph
graph, folder = open_graph("tiny"), Path(sys.argv[1])
for name in ("x.ttl", "x.trig", "x.nq", "x.nt", "x.jsonld", "x.nq.gz"):
    build_to(graph, folder / name)
for name in ("y.graphml", "y.gexf", "y.csv", "y.cytoscape", "y.json", "y.ttl"):
    export_subgraph(graph, Selection(), folder / name)
export_subgraph(graph, Selection(), folder / "z", "neo4j")
"""


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the seed of hashes, the language of the system and the time zone."""
    settings = [("0", "C", "UTC"), ("12345", "C.UTF-8", "Asia/Shanghai")]
    for seed, language, zone in settings:
        folder = tmp_path / seed
        folder.mkdir()
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": language, "TZ": zone}
        subprocess.run([sys.executable, "-c", WRITE, str(folder)], env=environment, check=True)
    first, second = (sorted((tmp_path / s).iterdir()) for s, *_ in settings)
    assert [p.name for p in first] == [p.name for p in second] and len(first) == 16
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_exported_predicates_are_of_the_ontology(G: Any) -> None:
    for *_, data in G.edges(data=True):
        assert data["predicate"] in ECO.terms


# ------------------------------------------------------------- written as it is made


def many_edges(count: int) -> Any:
    N: Any = nx.MultiDiGraph(name="many")
    for i in range(count):
        N.add_edge(
            f"a{i % 97}", f"b{i % 89}", key=f"k{i:06d}", said="甲 & <乙>", year=i, share=i / 7
        )
    return N


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@pytest.mark.parametrize("kind", [nx.MultiDiGraph, nx.MultiGraph])
def test_xml_is_as_networkx_writes_it(format: str, kind: Any) -> None:
    N = kind(many_edges(50))
    N.add_edge("b1", "a1", key="k000001", empty="", flag=True)
    N.add_edge("b1", "a1", key="j", predicate='"x"\n\t')
    plain = kind(name="many")
    plain.add_nodes_from((n, {"label": n}) for n in sorted(N))
    for s, t, k, d in sorted(N.edges(keys=True, data=True), key=lambda e: (e[2], e[0], e[1])):
        plain.add_edge(s, t, key=k, **dict(sorted(d.items())))
    if format == "graphml":
        wanted = "\n".join(nx.generate_graphml(plain)) + "\n"
        assert network_texts(N, format)[""] == wanted
    else:
        back = nx.read_gexf(io.BytesIO(network_texts(N, format)[""].encode()))
        said = {(s, t, d["statement"]): d.get("said") for s, t, d in back.edges(data=True)}
        assert said == {
            (s, t, k): d.get("said") for s, t, k, d in plain.edges(keys=True, data=True)
        }


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_what_a_file_takes_to_write_does_not_grow_with_it(format: str, tmp_path: Path) -> None:
    """Ten times the edges take not nearly as much memory as their file has bytes more."""
    most = []
    for count in (300, 6000):
        N = many_edges(count)
        write_network(N, tmp_path / f"x-{count}", format)  # what is made once is not counted
        tracemalloc.start()
        write_network(N, tmp_path / f"x-{count}", format)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (most[1] - most[0]) / 5700 < 420  # bytes an edge: its place in the order, no text


def test_a_network_file_holds_the_part_that_was_asked_for(
    tiny_tables: Tables, tiny: CitedGraph, tmp_path: Path
) -> None:
    done = export_subgraph(tiny, B1, tmp_path / "x.graphml")
    G = nx.read_graphml(tmp_path / "x.graphml", force_multigraph=True)
    assert sorted(G) == sorted(select(tiny_tables, B1).entities)
    assert done.summary.startswith(f"{tmp_path / 'x.graphml'}: {len(G)} entities")
    assert all("licence" in data for _, data in G.nodes(data=True))


def test_an_edge_is_a_plain_relation_only_where_both_ends_are_named() -> None:
    """An industry that takes a product supplies nobody; what is lacking does not exist."""
    supply = [
        {"id": "sold", "supplier": "s1", "buyer": "b1", "product": "a"},
        {"id": "bought", "used_in": "chain", "product": "a", "origin": "abroad"},
    ]
    apart = {"id": "apart", "partner": "b1", "other_partner": "s1", "modality": "lacking"}
    doubt = {"id": "doubt-1", "statement": "sold", "kind": "ambiguous"}
    tables = golden_tables(
        industry_chain=ids("chain"), supply=supply, collaboration=[apart], doubt=[doubt]
    )
    G = subgraph_network(tables, select(tables, Selection()))
    edges = {key: (a, b, data) for a, b, key, data in G.edges(keys=True, data=True)}
    assert edges["sold"][:2] == ("s1", "b1") and edges["sold"][2]["predicate"] == "supplies"
    assert edges["sold"][2]["doubts"] == ["doubt-1"]
    assert edges["bought"][:2] == ("a", "chain") and edges["bought"][2]["predicate"] == "Supply"
    assert edges["apart"][2]["predicate"] == "collaboratesWithAnyModality"
