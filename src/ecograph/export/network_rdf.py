"""The edges of a network as RDF: the statements that they are."""

from pyoxigraph import NamedNode, Quad

from ecograph.base.errors import UsageError
from ecograph.base.namespaces import ECO_BASE, GRAPH_REGISTRY, RDF_TYPE, concept, entity
from ecograph.networks.network import Network, records
from ecograph.tables.schema import table_specs


def edge_statements(network: Network) -> list[Quad]:
    """The edges as RDF, each in the graph of its citation.

    A statement gives its class, its two roles and its modality; an edge that a column of an
    entity's row gave is that one triple.
    Raises UsageError for a one-mode projection, whose edges no document states.
    """
    if any(via is not None for via in network.edges.get("via", ())):
        raise UsageError(
            f"{network.name}: is a one-mode projection, so its edges are no statements; "
            "take the network before the projection"
        )
    ids, specs = network.ids, table_specs()
    quads = []
    for s, t, row in zip(
        network.source.tolist(), network.target.tolist(), records(network.edges), strict=True
    ):
        cited = entity(row["citation"]) if row["citation"] else GRAPH_REGISTRY
        spec = specs[row["table"]]
        ends = {row["source_column"]: entity(ids[s]), row["target_column"]: entity(ids[t])}
        if spec.kind == "entity":
            own = ends.pop("id")
            column, other = ends.popitem()
            quads.append(Quad(own, NamedNode(spec.columns[column].iri), other, cited))
            continue
        statement = entity(row["id"])
        quads.append(Quad(statement, RDF_TYPE, NamedNode(ECO_BASE + spec.class_name), cited))
        for column, end in sorted(ends.items()):
            quads.append(Quad(statement, NamedNode(spec.columns[column].iri), end, cited))
        modality = NamedNode(ECO_BASE + "modality")
        quads.append(Quad(statement, modality, concept("modality", row["modality"]), cited))
    return quads
