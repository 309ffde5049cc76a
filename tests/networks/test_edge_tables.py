"""A network as tables says what the network in memory says, in SQL that Spark answers too."""

import networkx as nx
import numpy as np
import pytest

from ecograph.base.database import new_database
from ecograph.base.errors import UnknownName, UsageError
from ecograph.graph.columns import Tables
from ecograph.networks.building import build_network
from ecograph.networks.centrality import centrality
from ecograph.networks.communities import communities
from ecograph.networks.edge_tables import edge_tables
from ecograph.networks.engines.label_propagation import MOST_ROUNDS, propagate_labels
from ecograph.networks.network import to_networkx
from ecograph.networks.specs import read_spec, spec_names
from ecograph.networks.table_measures import DEGREES, centrality_of_tables, communities_of_tables
from networks_help import network

NETWORKS = [name for name in spec_names() if not read_spec(name).one_mode]
WAYS = ({}, {"directed": False}, {"reverse": True})


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_as_tables_is_the_network(xiamen_tables: Tables, name: str) -> None:
    held, tables = (f(xiamen_tables, read_spec(name)) for f in (build_network, edge_tables))
    assert (tables.nodes, tables.edges) == (len(held), held.size)
    assert (tables.isolated, tables.left_out) == (len(held.isolated), held.left_out)
    assert tables.unknown_weights == held.unknown_weights
    for measure in DEGREES:
        for way in WAYS:
            ours = centrality(held, measure, **way)
            theirs = centrality_of_tables(tables, measure, **way)
            order = ours.order()
            assert theirs.network.ids == [held.ids[i] for i in order]
            assert np.allclose(theirs.values, ours.values[order], rtol=1e-12)
            differs = {"engine", "place", "as_of", "doubted_edges"}
            said = {k: v for k, v in ours.method.parameters.items() if k not in differs}
            assert {k: v for k, v in theirs.method.parameters.items() if k in said} == said


def test_the_first_are_the_first_of_all(xiamen_tables: Tables) -> None:
    tables = edge_tables(xiamen_tables, read_spec("actors"))
    whole, first = (centrality_of_tables(tables, "degree", top=n) for n in (0, 5))
    assert first.network.ids == whole.network.ids[:5]
    assert first.method == whole.method


@pytest.mark.parametrize("name", NETWORKS)
def test_labels_are_propagated_alike(xiamen_tables: Tables, name: str) -> None:
    held, tables = (f(xiamen_tables, read_spec(name)) for f in (build_network, edge_tables))
    ours = communities(held, algorithm="labels", runs=1, seed=3)
    theirs = communities_of_tables(tables, "labels", seed=3)
    found = dict(zip(theirs.network.ids, theirs.label.tolist(), strict=True))
    assert found == dict(zip(held.ids, ours.label.tolist(), strict=True))
    assert theirs.modularity == pytest.approx(ours.modularity, rel=1e-12)
    assert theirs.method.parameters["communities"] == len(ours.sizes())
    assert theirs.method.parameters["settled"]


def test_components_are_those_of_networkx(xiamen_tables: Tables) -> None:
    held = build_network(xiamen_tables, read_spec("actors"))
    found = communities(held, algorithm="components")
    parts: dict[int, set[str]] = {}
    for key, number in zip(held.ids, found.label.tolist(), strict=True):
        parts.setdefault(number, set()).add(key)
    wanted = nx.connected_components(to_networkx(held).to_undirected())
    assert sorted(map(sorted, parts.values())) == sorted(map(sorted, wanted))
    assert found.agreement is None and len(found.modularities) == 1


def test_labels_end_where_nobody_would_move() -> None:
    """Two cliques that one edge joins are two communities, and so they are with any seed."""
    cliques = [(f"{side}{i}", f"{side}{j}") for side in "ab" for i in range(5) for j in range(i)]
    found = communities(network([*cliques, ("a0", "b0")]), algorithm="labels")
    assert found.sizes() == [5, 5]
    assert {x[0] for x, n in zip(found.network.ids, found.label, strict=True) if n == 1} == {"a"}


def test_labels_of_a_star_settle() -> None:
    """If all moved at once its middle and its ends would change places for ever."""
    database = new_database()
    ends = [("middle", f"end{i}") for i in range(9)]
    rows = [*ends, *((b, a) for a, b in ends)]
    database.make("near", {"node": "VARCHAR", "other": "VARCHAR"}, rows)
    done = propagate_labels(database)
    assert done.settled and done.rounds < MOST_ROUNDS / 4
    assert len(database.rows("SELECT DISTINCT label FROM label")) == 1


def test_what_cannot_be_asked_says_so(xiamen_tables: Tables) -> None:
    tables = edge_tables(xiamen_tables, read_spec("actors"))
    with pytest.raises(UnknownName, match="betweenness"):
        centrality_of_tables(tables, "betweenness")
    with pytest.raises(UsageError, match="no weights"):
        centrality_of_tables(tables, "pagerank", weighted=True)
    with pytest.raises(UsageError, match="GraphX is a part of Spark"):
        centrality_of_tables(tables, "pagerank")
    with pytest.raises(UsageError, match="labels or components"):
        communities_of_tables(tables, "leiden")
    with pytest.raises(UsageError, match="one-mode"):
        edge_tables(xiamen_tables, read_spec("firm-product-firm"))
    held = build_network(xiamen_tables, read_spec("actors"))
    with pytest.raises(UsageError, match="counts no weights"):
        communities(held, algorithm="labels", weighted=True)
    with pytest.raises(UnknownName, match="louvain"):
        communities(held, algorithm="louvain")
