"""Specifications and networks: what becomes an edge, what is left out, and the way back to RDF."""

from dataclasses import replace

import networkx as nx
import pytest

from ecograph.base.errors import TooLarge, UnknownName, Unreadable, UsageError
from ecograph.base.namespaces import RDF_TYPE, key_of
from ecograph.export.graph_files import build_to
from ecograph.export.network_rdf import edge_statements
from ecograph.graph.columns import read_tables
from ecograph.graph.opening import open_graph, open_tables
from ecograph.networks import one_mode as one_mode_module
from ecograph.networks.building import build_network
from ecograph.networks.groups import groups
from ecograph.networks.network import from_networkx, records, to_networkx
from ecograph.networks.specs import parse_spec, read_spec, spec_names
from supply_use_help import with_table

SHIPPED = [
    "actors", "capital", "chain-structure", "firm-product", "firm-product-firm", "investment",
    "knowledge", "policy", "policy-firm", "supply",
]  # fmt: skip


@pytest.fixture(scope="module")
def graph():
    return open_graph("tiny")


@pytest.fixture(scope="module")
def tables(graph):
    return read_tables(graph)


def edges(network):
    ids = network.ids
    ends = zip(network.source.tolist(), network.target.tolist(), strict=True)
    return [(ids[s], ids[t]) for s, t in ends]


def minimal(**changes):
    toml = {
        "label_zh": "测试",
        "label_en": "test",
        "nodes": ["Organization"],
        "edges": [{"table": "supply", "source": "supplier", "target": "buyer"}],
    }
    return toml | changes


def test_shipped_networks():
    assert spec_names() == SHIPPED
    for name in SHIPPED:
        spec = read_spec(name)
        assert spec.label_zh and spec.label_en and spec.note_zh and spec.note_en


@pytest.mark.parametrize(
    ("name", "nodes", "edges_wanted"),
    [
        ("actors", 5, 3), ("capital", 2, 1), ("chain-structure", 3, 2), ("firm-product", 7, 4),
        ("firm-product-firm", 2, 1), ("investment", 2, 1), ("knowledge", 2, 1), ("policy", 5, 4),
        ("policy-firm", 4, 3), ("supply", 3, 2),
    ],
)  # fmt: skip
def test_sizes_on_tiny(tables, name, nodes, edges_wanted):
    network = build_network(tables, read_spec(name))
    assert (len(network), network.size) == (nodes, edges_wanted)


def test_supply_on_tiny(tables):
    network = build_network(tables, read_spec("supply"))
    assert edges(network) == [("s1", "b1"), ("s2", "b1")]
    assert network.weight.tolist() == [600_000, 400_000]
    assert network.isolated == ("b2", "flow-lab")
    assert network.left_out == {}
    assert network.labels("zh")[1] == "虚构丙密封" and network.labels("en")[1] == "Gamma Seals"
    G = to_networkx(network)
    assert G.edges["s1", "b1", "supply-s1-b1-seal"] == {
        "id": "supply-s1-b1-seal",
        "weight": 600_000,
        "predicate": "eco:supplies",
        "table": "supply",
        "source_column": "supplier",
        "target_column": "buyer",
        "modality": "exists",
        "evidence": "stated",
        "document": "invented",
        "citation": "citation-invented",
        "licence": "CC BY 4.0",
    }
    assert G.nodes["s1"]["class"] == "Firm"


def test_edges_against_their_property(tables):
    policy = build_network(tables, read_spec("policy"))
    assert ("pump-chain", "b1") in edges(policy)
    assert read_spec("policy").edges[1].against


def test_isolated_may_be_kept(tables):
    network = build_network(tables, read_spec("supply"), isolated="keep")
    assert network.isolated == () and "flow-lab" in network.ids and len(network) == 5


def test_sources_say_whose_word_counts(tables):
    def size(sources):
        return build_network(tables, read_spec("supply"), sources=sources).size

    assert [size(s) for s in ("all", "documents", "public")] == [2, 2, 0]
    told = build_network(tables, read_spec("supply"), sources="public")
    assert told.left_out == {"source": 2} and told.parameters["sources"] == "public"
    with pytest.raises(UnknownName, match="did you mean public"):
        build_network(tables, read_spec("supply"), sources="publik")


def test_place(tables):
    network = build_network(tables, read_spec("supply"), place="rivermouth")
    assert edges(network) == [("s1", "b1")]
    assert network.left_out == {"outside the place": 1}
    either = replace(read_spec("supply"), place_rule="any")
    assert build_network(tables, either, place="rivermouth").size == 2
    assert build_network(tables, read_spec("supply"), place="farland").size == 2
    chain = build_network(tables, read_spec("chain-structure"), place="hillside")
    assert chain.size == 2  # products are located nowhere
    with pytest.raises(UnknownName, match="did you mean rivermouth"):
        build_network(tables, read_spec("supply"), place="rivermoth")


def test_place_unknown_is_counted(tables):
    kept = [row for row in tables.records("location") if row["located"] != "s2"]
    other = with_table(tables, "location", kept)
    network = build_network(other, read_spec("supply"), place="rivermouth")
    assert network.left_out == {"place unknown": 1}


def table_with(tables, name, **columns):
    """The tables with some cells of a table changed, by row number."""
    rows = tables.records(name)
    for column, cells in columns.items():
        for row, value in cells.items():
            rows[row][column] = value
    return with_table(tables, name, rows)


def test_what_is_left_out_is_counted(tables):
    changed = table_with(tables, "supply", modality={0: "planned"}, supplier={1: None})
    network = build_network(changed, read_spec("supply"))
    assert network.left_out == {"modality": 1, "end unknown": 1} and len(network) == 0
    planned = build_network(changed, read_spec("supply"), modality=("planned",))
    assert planned.size == 1 and planned.parameters["modality"] == "planned"
    with pytest.raises(UnknownName, match="did you mean planned"):
        build_network(tables, read_spec("supply"), modality=("plannd",))
    changed = table_with(tables, "supply", buyer={0: "pump-chain"}, evidence={1: "implied"})
    network = build_network(changed, read_spec("supply"), evidence="stated")
    assert network.left_out == {"evidence": 1, "class not kept": 1}
    assert build_network(changed, read_spec("supply")).left_out == {"class not kept": 1}


UNDATED = {0: None, 1: None}


@pytest.mark.parametrize(
    ("start", "end", "as_of", "kept"),
    [
        ("2022", None, "2021", 1), ("2022", None, "2022", 2), ("2022-03", None, "2022-02", 1),
        (None, "2023", "2024", 1), (None, "2023", "2023-12-31", 2), (None, None, "1999", 2),
        ("2021/2023", "2021/2023", "2022-06", 2), ("2022-03-02", None, "2022-03-01", 1),
        ("2024-03-01", None, "2024年2月", 1), ("2024-02-29", None, "2024/2", 2),
        (None, "2024-06-14", "２０２４年６月１５日", 1), ("soon", "2023/2021", "2020", 2),
    ],
)  # fmt: skip
def test_as_of(tables, start, end, as_of, kept):
    times = {"valid_from": {0: start}, "valid_to": {0: end}, "period": UNDATED}
    changed = table_with(tables, "supply", **times)
    network = build_network(changed, read_spec("supply"), as_of=as_of)
    assert network.size == kept
    assert network.left_out.get("not in force", 0) == 2 - kept


@pytest.mark.parametrize("text", ["soon", "", "2021/2023", "2024-13", "2023-02-29", "2024.6"])
def test_as_of_must_be_a_date(tables, text):
    with pytest.raises(UsageError, match=f"'{text}': is no date; write 2024, .* 2024年6月15日"):
        build_network(tables, read_spec("supply"), as_of=text)


def test_as_of_counts_what_is_dated_and_what_is_not(tables):
    def counted(name="supply", place=None, **cells):
        changed = table_with(tables, "supply", **{"period": UNDATED} | cells)
        given = build_network(changed, read_spec(name), as_of="2024/6", place=place).parameters
        assert given["as_of"] == "2024-06"
        return given["dated_in"], given["dated_out"], given["undated"]

    assert counted() == (0, 0, 2)
    assert counted(valid_from={0: "2024"}) == (1, 0, 1)
    assert counted(valid_to={0: "2023"}) == (0, 1, 1)
    assert counted(valid_from={0: "2024-07"}, valid_to={1: "2024"}) == (1, 1, 0)
    assert counted(valid_from={0: "soon"}) == (0, 0, 2)  # which says nothing
    assert counted(valid_from={0: "2024"}, place="rivermouth") == (1, 0, 0)
    assert counted("firm-product-firm") == (0, 0, 4)  # statements, not what they project to
    assert counted(period={0: "2024", 1: "2024-07"}) == (1, 1, 0)  # said of a later time
    assert "undated" not in build_network(tables, read_spec("supply")).parameters


def test_other_units_are_unknown_weights(tables):
    changed = table_with(tables, "supply", unit={0: "count"}, base_value={1: None})
    network = build_network(changed, read_spec("supply"))
    assert network.size == 2 and network.unknown_weights == 2
    assert "weight" not in to_networkx(network).edges["s1", "b1", "supply-s1-b1-seal"]


def test_columns_of_entities_give_edges(tables):
    toml = minimal(nodes=["Product", "IndustryChain"])
    toml["edges"] = [{"table": "product", "source": "id", "target": "chain"}]
    network = build_network(tables, parse_spec("own", toml, "own.toml"))
    assert edges(network) == [(p, "pump-chain") for p in ("motor", "pump", "seal")]
    assert network.edges["id"][0] == "motor/chain/pump-chain"
    assert network.edges["predicate"][0] == "eco:chain"
    turned = [{"table": "product", "source": "chain", "target": "id"}]
    back = parse_spec("own", toml | {"edges": turned}, "own.toml")
    assert back.edges[0].against
    assert len(edge_statements(build_network(tables, back))) == 3


# ------------------------------------------------------------------ there and back


@pytest.mark.parametrize(
    "name", [n for n in SHIPPED if n not in ("firm-product-firm", "policy-firm")]
)
def test_rdf_to_network_to_rdf_keeps_every_edge(graph, tables, name):
    spec = read_spec(name)
    network = from_networkx(to_networkx(build_network(tables, spec)))
    quads = edge_statements(network)
    assert all(quad in graph.store for quad in quads)
    kept = {key_of(q.subject.value) for q in quads if q.predicate == RDF_TYPE}
    expected = {
        key
        for rule in spec.edges
        for key, a, b in tables.rows(rule.table, "id", rule.source, rule.target)
        if {a, b} <= set(network.ids)
    }
    assert kept == expected


def test_parallel_edges_survive(tmp_path, tables):
    changed = table_with(tables, "supply", supplier={1: "s1"})
    network = build_network(changed, read_spec("supply"))
    G = to_networkx(network)
    assert isinstance(G, nx.MultiDiGraph)
    assert sorted(G["s1"]["b1"]) == ["supply-s1-b1-seal", "supply-s2-b1-motor"]
    again = from_networkx(G)
    assert again.weight.tolist() == [600_000, 400_000]
    for column in ("id", "citation"):
        assert list(again.edges[column]) == list(network.edges[column])


def test_what_networkx_cannot_hold_is_refused(tables, monkeypatch):
    from ecograph.networks import network as module

    monkeypatch.setattr(module, "MOST_EDGES", 1)
    with pytest.raises(TooLarge, match="2 edges are more than networkx"):
        to_networkx(build_network(tables, read_spec("supply")))


def test_from_networkx_refuses():
    G = nx.Graph()
    G.add_nodes_from([1, "1"])
    with pytest.raises(UsageError, match="same name"):
        from_networkx(G)
    with pytest.raises(UsageError, match="is no number"):
        from_networkx(nx.Graph([("a", "b", {"weight": "heavy"})]))


# ---------------------------------------------------------------------- one mode


def test_firms_that_make_the_same_product(tables):
    network = build_network(tables, read_spec("firm-product-firm"))
    G = to_networkx(network)
    assert not network.directed
    assert list(G.edges(data="weight")) == [("b1", "b2", 1.0)]
    assert G.edges["b1", "b2", "b1~b2"]["via"] == "pump"
    assert network.isolated == ("flow-lab", "s1", "s2")
    assert network.parameters["projected_through"] == "Product"
    with pytest.raises(UsageError, match="is a one-mode projection"):
        edge_statements(network)
    kept = build_network(tables, read_spec("firm-product-firm"), isolated="keep")
    assert kept.ids == ["b1", "b2", "flow-lab", "s1", "s2"]


def test_policy_to_firm(tables):
    network = build_network(tables, read_spec("policy-firm"))
    assert edges(network) == [("pump-plan", x) for x in ("b1", "b2", "s1")]
    assert network.directed


def test_collapse_equals_networkx():
    """networkx.bipartite: shared neighbours, and the weights of Newman (2001)."""
    G = nx.bipartite.random_graph(12, 8, 0.35, seed=3)
    names = {i: f"f{i:02}" if i < 12 else f"p{i:02}" for i in G}
    B = nx.relabel_nodes(G, names)
    for node in B:
        B.nodes[node]["class"] = "Firm" if node[0] == "f" else "Product"
    two_mode = replace(from_networkx(B), weighted=False)
    firms = [n for n in B if n[0] == "f"]
    for weight, expected in (
        ("count", nx.bipartite.weighted_projected_graph(B, firms)),
        ("newman", nx.bipartite.collaboration_weighted_projected_graph(B, firms)),
    ):
        rule = one_mode_module.OneMode(("Product",), "shared", weight)
        mine = one_mode_module.one_mode_projection(two_mode, rule)
        held = dict(zip(edges(mine), mine.weight.tolist(), strict=True))
        wanted = {tuple(sorted((a, b))): w for a, b, w in expected.edges(data="weight")}
        assert held == pytest.approx(wanted)


def test_collapse_refuses(tables, monkeypatch):
    monkeypatch.setattr(one_mode_module, "MOST_PAIRS", 0)
    with pytest.raises(TooLarge, match="makes 6 pairs"):
        build_network(tables, read_spec("firm-product-firm"))
    other = replace(
        read_spec("firm-product-firm"), one_mode=one_mode_module.OneMode(("University",))
    )
    with pytest.raises(UsageError, match="no node of class University"):
        build_network(tables, other)


# ----------------------------------------------------------------------- specifications


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"nodes": ["Organisation"]}, UnknownName, "did you mean Organization"),
        ({"node": ["Firm"]}, UnknownName, "did you mean nodes"),
        ({"nodes": []}, UsageError, "has no nodes"),
        ({"nodes": "Firm"}, UsageError, "is no list of names"),
        ({"edges": {"table": "supply"}}, UsageError, "edges is no list"),
        ({"edges": ["supply"]}, UsageError, "edges 1: is no table"),
        ({"directed": "yes"}, UsageError, "neither true nor false"),
        ({"modality": ["exist"]}, UnknownName, "did you mean exists"),
        ({"evidence": "some"}, UnknownName, "it may be stated, implied, editorial"),
        ({"label_en": 3}, UsageError, "is no text"),
        ({"one_mode": {"through": ["Prodct"]}}, UnknownName, "did you mean Product"),
        ({"one_mode": {"through": ["Product"], "rule": "x"}}, UnknownName, "shared, path"),
        ({"one_mode": 3}, UsageError, "one_mode is no table"),
    ],
)
def test_specifications_that_are_wrong(changes, error, message):
    with pytest.raises(error, match=message):
        parse_spec("own", minimal(**changes), "own.toml")


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"table": "suply"}, UnknownName, "did you mean supply"),
        ({"source": "suplier"}, UnknownName, "did you mean supplier"),
        ({"target": "supplier"}, UsageError, "same column"),
        ({"weight": "base_value"}, UsageError, "belong together"),
        ({"weight": "volume"}, UnknownName, "weight of own.toml"),
        ({"widht": "one"}, UnknownName, "did you mean"),
        ({"table": "product", "source": "chain", "target": "segment"}, UsageError, "must be id"),
    ],
)
def test_edges_that_are_wrong(changes, error, message):
    rule = {"table": "supply", "source": "supplier", "target": "buyer"} | changes
    with pytest.raises(error, match=message):
        parse_spec("own", minimal(edges=[rule]), "own.toml")


def test_reading_specifications(tmp_path):
    with pytest.raises(UnknownName, match="did you mean supply"):
        read_spec("suply")
    with pytest.raises(Unreadable, match="cannot be read"):
        read_spec(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("label_zh = ", encoding="utf-8")
    with pytest.raises(Unreadable):
        read_spec(tmp_path / "bad.toml")


# ------------------------------------------------------------------------ groups


def test_groups(tables):
    network = build_network(tables, read_spec("supply"))
    assert groups(network, tables, "place") == ["rivermouth", "rivermouth", "hillside"]
    assert groups(network, tables, "chain") == ["pump-chain", "pump-chain", None]
    with pytest.raises(UnknownName, match="did you mean place"):
        groups(network, tables, "places")


def test_groups_of_what_has_two_are_unknown(tables):
    changed = table_with(tables, "location", located={5: "s1"})
    network = build_network(changed, read_spec("supply"))
    assert groups(network, changed, "place") == ["rivermouth", None, None]


def test_tables_on_disk_give_the_same_network(tmp_path, graph, tables):
    build_to(graph, tmp_path / "store")
    again = read_tables(open_graph(str(tmp_path / "store")))
    for name in SHIPPED:
        a, b = build_network(tables, read_spec(name)), build_network(again, read_spec(name))
        assert list(records(a.nodes)) == list(records(b.nodes))
        assert list(records(a.edges)) == list(records(b.edges)) and (a.source == b.source).all()


def test_empty_region(tmp_path):
    (tmp_path / "region.toml").write_text(
        'id = "none"\nlabel_zh = "无"\nlabel_en = "none"\nplace = "x"\nsynthetic = true\n',
        encoding="utf-8",
    )
    (tmp_path / "sources.csv").write_text(
        "id,label_zh,label_en,kind,date,licence,sha256,file\nmade,造,made,synthetic,,CC0,,\n",
        encoding="utf-8",
    )
    (tmp_path / "city.csv").write_text(
        "id,label_zh,label_en,alt_zh,alt_en,part_of,source,paragraph,span\nx,某市,X,,,,made,,\n",
        encoding="utf-8",
    )
    tables = read_tables(open_tables(tmp_path, "none"))
    for name in SHIPPED:
        network = build_network(tables, read_spec(name))
        assert len(network) == network.size == 0


def test_what_was_isolated_before_a_one_mode_projection_stays_told(tables):
    network = replace(build_network(tables, read_spec("firm-product")), isolated=("x",))
    kept = one_mode_module.one_mode_projection(
        network, one_mode_module.OneMode(("Product",)), keep_isolated=True
    )
    assert "x" in kept.isolated
