"""The network of a graph of any vocabulary: its resources, joined by its own predicates."""

from collections.abc import Collection, Mapping

import numpy as np

from ecograph.base.errors import UnknownName
from ecograph.base.words import word
from ecograph.graph.any_rdf import (
    Resource,
    joined_in,
    local_name,
    resources_in,
    short_name,
)
from ecograph.graph.cited_graph import CitedGraph
from ecograph.networks.network import (
    EDGE_COLUMNS,
    Columns,
    Network,
    from_networkx,
    keep_touched_nodes,
    objects,
)

WHOLE = "whole"  # what the network is called


def whole_network(graph: CitedGraph) -> Network:
    """All resources of a graph and all statements between two of them, whatever they say.

    Of a file that holds a network, the network as it is, with its weights.
    """
    if graph.drawn is not None:
        return from_networkx(graph.drawn, WHOLE)
    assert graph.store is not None
    resources, found = resources_in(graph), joined_in(graph.store)
    number = {key: i for i, key in enumerate(resources)}
    edges = {column: objects([None] * len(found)) for column in EDGE_COLUMNS}
    edges["id"] = objects(" ".join(triple) for triple in found)
    edges["predicate"] = objects(short_name(predicate) for _, predicate, _ in found)
    zh, en = word("network.whole")
    network = Network(
        name=WHOLE,
        nodes=_nodes(resources),
        edges=edges,
        source=np.array([number[s] for s, _, _ in found], dtype=np.int64),
        target=np.array([number[o] for _, _, o in found], dtype=np.int64),
        weight=np.ones(len(found)),
        label_zh=zh,
        label_en=en,
        parameters={"network": WHOLE},
    )
    return keep_touched_nodes(network, np.ones(len(network), dtype=bool), keep_isolated=True)


def _nodes(resources: Mapping[str, Resource]) -> Columns:
    """The resources as nodes; what nothing names is called by the end of its IRI."""
    held = [(key, one.labels, one.class_name) for key, one in resources.items()]
    english = (known.get("en") or (None if known else local_name(key)) for key, known, _ in held)
    return {
        "id": objects(key for key, _, _ in held),
        "label_zh": objects(known.get("zh") for _, known, _ in held),
        "label_en": objects(english),
        "class": objects(class_name or None for _, _, class_name in held),
    }


def of_class(resources: Mapping[str, Resource], class_name: str) -> set[str]:
    """The resources of a class, which is named with its prefix or without.  Raises UnknownName."""
    found = {
        key for key, one in resources.items() if any(_is_called(c, class_name) for c in one.classes)
    }
    if not found:
        known = {c for one in resources.values() for c in one.classes}
        raise UnknownName("class", class_name, known)
    return found


def around(network: Network, seeds: Collection[str], hops: int) -> set[str]:
    """The nodes so many steps from some, in whatever direction the edges run."""
    beside: dict[str, set[str]] = {}
    ids, found = network.ids, set(seeds)
    for s, t in zip(network.source.tolist(), network.target.tolist(), strict=True):
        beside.setdefault(ids[s], set()).add(ids[t])
        beside.setdefault(ids[t], set()).add(ids[s])
    for _ in range(hops):
        found |= {other for key in found for other in beside.get(key, ())}
    return found


def _is_called(class_name: str, asked: str) -> bool:
    """Whether a class is meant by a name, with its prefix or without."""
    return asked in (class_name, class_name.rpartition(":")[2])
