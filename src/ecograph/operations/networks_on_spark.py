"""The questions of networks that are answered where the tables lie, on Spark."""

from typing import TYPE_CHECKING

from ecograph.base.errors import UsageError
from ecograph.base.results import Coverage
from ecograph.base.words import word
from ecograph.operations.network_asked import sized
from ecograph.operations.networks_params import CentralityParams, CommunitiesParams, OfNetwork
from ecograph.operations.result import Found, measured

if TYPE_CHECKING:
    from ecograph.base.results import Both
    from ecograph.graph.spark_data import SparkData
    from ecograph.networks.edge_tables import EdgeTables
    from ecograph.networks.network import Network


def centrality_on_spark(data: "SparkData", p: CentralityParams) -> Found:
    """The first nodes by a measure.  Raises UsageError for what is only asked in memory."""
    from ecograph.networks.table_measures import centrality_of_tables
    from ecograph.operations.network_rows import centrality_rows

    _only_in_memory(samples=p.samples, alpha=p.alpha, stability=p.stability)
    network = _network(data, p)
    scores = centrality_of_tables(
        network,
        p.measure,
        weighted=p.weighted,
        directed=not p.undirected,
        reverse=p.reverse,
        damping=p.damping,
        top=p.top,
    )
    notes = _notes(data, network, scores.network)
    return measured(
        scores, lambda shown: centrality_rows(scores, None, shown), notes, _covered(network)
    )


def communities_on_spark(data: "SparkData", p: CommunitiesParams) -> Found:
    """The communities of one run.  Raises UsageError for what is only asked in memory."""
    from ecograph.networks.engines.graphx import with_java
    from ecograph.networks.table_measures import communities_of_tables
    from ecograph.operations.network_rows import community_rows

    _only_in_memory(weighted=p.weighted)
    if p.algorithm == "labels" and p.runs != 1:
        raise UsageError("on Spark labels are propagated once; add --runs 1")
    with_java(data.tables.database)  # plans of many rounds grow without end over Spark Connect
    network = _network(data, p)
    found = communities_of_tables(network, p.algorithm, seed=p.seed, top=p.top)
    said = f"{found.modularity:.4f}"
    note = word(
        "note.communities", count=found.method.parameters["communities"], modularity=said,
        low=said, high=said, runs=1, agreement="–",
    )  # fmt: skip
    notes = [*_notes(data, network, found.network), note]
    return measured(found, lambda shown: community_rows(found, shown), notes, _covered(network))


def _network(data: "SparkData", p: OfNetwork) -> "EdgeTables":
    from ecograph.networks.edge_tables import edge_tables
    from ecograph.networks.specs import read_spec

    _only_in_memory(place=p.place, as_of=p.as_of)
    counts = {"evidence": p.evidence, "sources": p.sources}
    return data.kept(
        ("edge tables", p.network, p.evidence, p.sources, p.modality),
        lambda: edge_tables(
            data.tables, read_spec(p.network), modality=p.modality or None, **counts
        ),
    )


def _only_in_memory(**given: object) -> None:
    for name, value in given.items():
        if value:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option}: is not asked on Spark; leave it out, or leave out spark")


def _notes(data: "SparkData", network: "EdgeTables", shown: "Network") -> "list[Both]":
    """What the network holds; and what its nodes are called is taken from them."""
    data.add_labels(zip(*(shown.nodes[c] for c in ("id", "label_zh", "label_en")), strict=True))
    spec = network.spec
    names = (spec.label_zh or spec.name, spec.label_en or spec.name)
    counts = (network.nodes, network.edges, network.unknown_weights)
    return [sized(names, *counts, network.left_out)]


def _covered(network: "EdgeTables") -> Coverage:
    total = network.nodes + network.isolated
    return Coverage(f"centrality.{network.spec.name}", "entities", network.nodes, total)
