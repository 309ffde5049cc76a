"""A graph of any vocabulary as a picture: its own classes, predicates and values."""

from collections.abc import Iterable, Iterator, Mapping

from ecograph.base.results import Both, Method
from ecograph.base.words import word as text
from ecograph.graph.any_rdf import Resource, short_name, values_in
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.labels import Labels, in_both
from ecograph.networks.network import Network, records
from ecograph.networks.whole import around, of_class
from ecograph.pages.picture import Edge, Entity, Picture, Said, shortened

MOST_VALUES = 40  # that are told of a resource
_LONGEST_VALUE = 400  # signs of one


def whole_picture(
    graph: CitedGraph,
    resources: Mapping[str, Resource],
    network: Network,
    *,
    class_name: str | None = None,
    beside: tuple[str, int] | None = None,
) -> Picture:
    """The network of a graph of another vocabulary as a page shows it.

    `class_name` keeps resources of that class with what they are joined to, `beside` what lies so
    many steps from a resource.
    """
    centre, hops = beside or (None, 1)
    seeds = {centre} if centre is not None else set(resources)
    if class_name is not None:
        seeds = of_class(resources, class_name)
    kept = around(network, seeds, hops) if class_name or centre else seeds
    entities = tuple(_entity(key, resources.get(key), network, i) for i, key in _ids(network, kept))
    edges = tuple(_edges(network, kept))
    title = graph.name.rpartition("/")[2]
    method = Method("view", None, {}, known=len(entities), total=len(network))
    note = text("view.whole_note", entities=len(entities), edges=len(edges))
    return Picture(
        (title, title),
        note,
        entities,
        edges,
        _said(graph, kept),
        _names(entities, edges),
        method,
        directed=network.directed,
        centre=centre,
        hops=hops,
    )


def _names(entities: Iterable[Entity], edges: Iterable[Edge]) -> dict[str, Both]:
    """What classes, relations and degrees of reality are called: as the graph itself calls them."""
    names: dict[str, Both] = {
        f"class:{name}": (name, name) for name in {e.class_name for e in entities}
    }
    names |= {f"relation:{e.relation}": (e.relation, e.relation) for e in edges}
    usual = (("modality", "exists"), ("evidence", "stated"))
    return names | {f"{scheme}:{key}": Labels({}).code_both(scheme, key) for scheme, key in usual}


def _ids(network: Network, kept: set[str]) -> list[tuple[int, str]]:
    return [(i, key) for i, key in enumerate(network.ids) if key in kept]


def _entity(key: str, resource: Resource | None, network: Network, i: int) -> Entity:
    known = {
        tag: network.nodes[f"label_{tag}"][i]
        for tag in ("zh", "en")
        if network.nodes[f"label_{tag}"][i]
    }
    labels = dict(resource.labels) if resource is not None and resource.labels else known
    both = in_both(labels, short_name(key))
    names = (*labels.values(), *(resource.aliases if resource is not None else ()))
    fallback = "" if {"zh", "en"} <= set(labels) else next(iter(labels), "id")
    return Entity(key, network.nodes["class"][i] or "–", shortened(both), names, fallback)


def _edges(network: Network, kept: set[str]) -> Iterator[Edge]:
    ids = network.ids
    ends = zip(network.source.tolist(), network.target.tolist(), strict=True)
    weights = network.weight.tolist()
    for (s, t), weight, row in zip(ends, weights, records(network.edges), strict=True):
        if ids[s] in kept and ids[t] in kept:
            note = f"{weight:g}" if network.weighted and weight == weight else ""
            yield Edge(
                source=ids[s],
                target=ids[t],
                relation=str(row["predicate"] or ""),
                statement=str(row["id"]),
                note=(note, note),
            )


def _said(graph: CitedGraph, kept: set[str]) -> dict[str, tuple[Said, ...]]:
    """The values that a graph gives the resources, by their predicates."""
    assert graph.store is not None
    return {
        key: tuple(
            Said((name, name), (value, value), "exists", "stated", (), ("", ""))
            for name, value in ((n, v[:_LONGEST_VALUE]) for n, v in values[:MOST_VALUES])
        )
        for key, values in values_in(graph.store).items()
        if key in kept
    }
