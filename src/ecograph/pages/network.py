"""A picture as a pyvis Network: placed, shaped and coloured, with what a page shows besides."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from pyvis.network import Network

from ecograph.base.results import Both
from ecograph.graph.labels import Labels
from ecograph.networks.communities import by_size
from ecograph.networks.engines import structure
from ecograph.pages.layout import positions, simple_graph
from ecograph.pages.method_rows import method_rows
from ecograph.pages.picture import Edge, Entity, Picture, Said
from ecograph.pages.style import DASHES, look_of

QUIET = frozenset(
    {"Location", "Membership", "Participation", "chain", "segment", "place", "system"}
)
Ends = list[tuple[int, int]]  # the source and target of edges, as numbers of nodes


class Place(TypedDict):
    """Where a fact is said."""

    document: str
    paragraph: int | None
    span: str | None
    locator: str | None


class Fact(TypedDict):
    """What is said of an entity and is no edge."""

    about: Both
    value: Both
    modality: str
    evidence: str
    places: list[Place]
    doubt: Both


class NodeExtra(TypedDict):
    """What a page needs of a node besides what pyvis has for it; under `eco`."""

    label: Both
    search: str
    fallback: str
    community: int
    measures: dict[str, float]
    facts: list[Fact]
    marks: list[str]
    told: Both
    chains: list[Both]


@dataclass(frozen=True)
class About:
    """What a page says of its network: title, note, names of what the legend lists, method.

    `pages` leads to a page of each entity; `colour` is by what nodes are coloured at first;
    `licences` and `addresses` are those of the sources; `quiet` are the relations that are not
    drawn at first, `centre` is the node around which the drawing opens, so many hops far.
    """

    title: Both
    note: Both
    names: dict[str, Both]
    method: Sequence[tuple[Both, Both]]
    measures: dict[str, Both]
    directed: bool = True
    pages: dict[str, Any] | None = None
    colour: str = "class"
    licences: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    quiet: tuple[str, ...] = ()
    centre: str | None = None
    hops: int = 1


def about_of(picture: Picture) -> About:
    """What a page says of a picture."""
    shown = method_rows(picture.method, picture.labels or Labels({}))
    return About(
        *(picture.title, picture.note, picture.names, shown, picture.measures, picture.directed),
        licences=picture.licences,
        addresses=picture.addresses,
        quiet=quiet_in(picture),
        centre=picture.centre,
        hops=picture.hops,
    )


def quiet_in(picture: Picture) -> tuple[str, ...]:
    """The relations of a picture that tie nearly everything to few places, chains and bodies.

    They are drawn when asked for: beside them nothing else is seen.  None where nothing would be
    left, or nothing at the centre.
    """
    loud = {edge.relation for edge in picture.edges} - QUIET
    kept = [edge for edge in picture.edges if edge.relation in loud]
    if picture.centre:
        kept = [edge for edge in kept if picture.centre in (edge.source, edge.target)]
    return tuple(sorted({e.relation for e in picture.edges} & QUIET)) if kept else ()


def network_of(picture: Picture) -> Network:
    """A picture as a pyvis Network, which pyvis too can write; ours besides is under `eco`.

    Filled directly: `add_edge` of pyvis looks through all edges and drops parallel ones.
    """
    net = Network(directed=picture.directed)
    order = {entity.key: i for i, entity in enumerate(picture.entities)}
    quiet = quiet_in(picture)
    ends = [(order[edge.source], order[edge.target]) for edge in picture.edges]
    drawn = [
        pair for pair, edge in zip(ends, picture.edges, strict=True) if edge.relation not in quiet
    ]
    spots = positions(len(order), drawn).tolist()
    communities = _communities(picture, drawn)
    degree = edges_at(ends)
    for i, entity in enumerate(picture.entities):
        facts = [_fact(one) for one in picture.said.get(entity.key, ())]
        node = _node(entity, spots[i], communities[i], degree[i], facts)
        held = picture.marked.get(entity.key)
        if held:
            node["eco"] |= {"marks": list(held.marks), "told": held.told}
        node["eco"]["chains"] = list(picture.chains.get(entity.key, ()))
        net.nodes.append(node)
        net.node_ids.append(entity.key)
        net.node_map[entity.key] = node
    net.edges.extend(_edge(edge, picture) for edge in picture.edges)
    return net


def _node(
    entity: Entity, spot: Sequence[float], community: int, degree: int, facts: list[Fact]
) -> dict[str, Any]:
    look = look_of(entity.class_name)
    extra: NodeExtra = {
        "label": entity.label,
        "search": entity.search,
        "fallback": entity.fallback,
        "community": community,
        "measures": {"degree": degree, **entity.measures},
        "facts": facts,
        "marks": [],
        "told": ("", ""),
        "chains": [],
    }
    return {
        "id": entity.key,
        "label": entity.label[0],
        "shape": look.shape,
        "color": look.light,
        "group": entity.class_name,
        "x": int(spot[0]),
        "y": int(spot[1]),
        "physics": False,
        "eco": extra,
    }


def _fact(said: Said) -> Fact:
    places: list[Place] = [
        {
            "document": p.document,
            "paragraph": p.paragraph,
            "span": p.span,
            "locator": p.locator,
        }
        for p in said.places
    ]
    return {
        "about": said.about,
        "value": said.value,
        "modality": said.modality,
        "evidence": said.evidence,
        "places": places,
        "doubt": said.doubt,
    }


def _edge(edge: Edge, picture: Picture) -> dict[str, Any]:
    name = picture.names.get(f"relation:{edge.relation}", (edge.relation, edge.relation))
    arrow = {"arrows": "to"} if picture.directed else {}
    return {
        "from": edge.source,
        "to": edge.target,
        "title": name[0],
        "dashes": list(DASHES.get(edge.modality, ())) or False,
        "eco": dict(vars(edge)),
        **arrow,
    }


def _communities(picture: Picture, ends: Ends) -> list[int]:
    if picture.groups is None:
        return communities_of(len(picture.entities), ends)
    return [picture.groups.get(entity.key, -1) for entity in picture.entities]


def communities_of(count: int, ends: Ends) -> list[int]:
    """The community of each node by Leiden's method, seeded; 0 is the largest, alone is -1."""
    simple = simple_graph(count, ends)
    if not simple.m:
        return [-1] * count
    found = structure.communities(simple, resolution=1.0, seed=0)
    number: list[int] = (by_size(found) - 1).tolist()
    inside = {*simple.source.tolist(), *simple.target.tolist()}
    return [number[i] if i in inside else -1 for i in range(count)]


def edges_at(ends: Ends) -> Counter[int]:
    """How many edges each node has; an edge to itself counts once."""
    return Counter(node for both in ends for node in set(both))
