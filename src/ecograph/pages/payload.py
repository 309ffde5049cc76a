"""A pyvis Network as the data of a page: tables as columns, and the legends they refer to.

`assets/types.d.ts` says what each column holds.  Edges have the columns of `picture.Edge`; their
ends are numbers of nodes, and classes, relations, documents … are numbers of rows in the legends.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, TypeVar, get_args

from pyvis.network import Network

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.networks.subgraph import HUB_CLASSES
from ecograph.pages.layout import positions
from ecograph.pages.names import search_key
from ecograph.pages.network import About, Ends, Fact, NodeExtra, communities_of, edges_at
from ecograph.pages.picture import MARKS, Edge, shortened
from ecograph.pages.style import DASHES, class_order, look_of

MOST_NODES = 1_500  # of more a page shows communities first: nobody reads so many at once
MODALITIES = tuple(DASHES)
# A path never runs through these, beside the hubs: two firms of one district are not near for it.
NO_PASSAGE = frozenset({"Area", "District", "CityCluster", "IndustryChain", "ChainSegment"})
SIGNS = {"unknown": "?", "chokepoint": "◆", "leading": "★", "helper": "✚"}
NO_DOUBT = ("", "")  # the first row of the doubts, for what nobody doubts
Tabled = Literal["values", "nodes", "edges", "facts", "places"]
TABLES: tuple[Tabled, ...] = get_args(Tabled)  # of a payload; the rest are legends and settings
Cell = str | int | float | None
Key = TypeVar("Key")
Columns = dict[str, list[Cell]]


class Legend(TypedDict):
    """A row that a column refers to by its number."""

    key: str
    zh: str
    en: str


class SourceLegend(Legend):
    """A source, its licence and where it can be read, empty where that is not known."""

    licence: str
    address: str


class ClassLegend(Legend):
    """A class and how its nodes look."""

    shape: str
    light: str
    dark: str


class ModalityLegend(Legend):
    """A modality and the dashes of its edges."""

    dashes: Sequence[int]


class MarkLegend(Legend):
    """A mark and its sign, empty where it is an outline."""

    sign: str


class FactTables(TypedDict):
    """What is said of nodes and is no edge, and where."""

    facts: Columns
    places: Columns


class Payload(FactTables):
    """All that a page with a network holds."""

    directed: bool
    colour: str
    tab: str
    centre: str | None
    hops: int
    quiet: list[str]
    closed: list[str]
    pages: dict[str, Any] | None
    hubs: list[str]
    centres: list[list[float]] | None
    communities: list[Legend]
    marks: list[MarkLegend]
    classes: list[ClassLegend]
    relations: list[Legend]
    modalities: list[ModalityLegend]
    evidence: list[Legend]
    sources: list[SourceLegend]
    doubts: list[Legend]
    measures: list[Legend]
    values: Columns
    nodes: Columns
    edges: Columns


@dataclass(frozen=True)
class _Node:
    """A node of any Network with all that a page needs of it."""

    key: str
    class_name: str
    x: int
    y: int
    extra: NodeExtra


@dataclass(frozen=True)
class _Numbers:
    """The row of each legend by its key."""

    classes: dict[str, int]
    relations: dict[str, int]
    sources: dict[str, int]
    doubts: dict[Both, int]


def payload(net: Network, about: About) -> Payload:
    """Any pyvis Network as the data of a page: placed where it is not, classed by its group."""
    order = {node["id"]: i for i, node in enumerate(net.nodes)}
    ends = [(order[edge["from"]], order[edge["to"]]) for edge in net.edges]
    nodes = _nodes(net, ends)
    edges = [_edge(edge) for edge in net.edges]
    facts = [(i, fact) for i, node in enumerate(nodes) for fact in node.extra["facts"]]
    classes = sorted({node.class_name for node in nodes}, key=class_order)
    relations, named = sorted({edge.relation for edge in edges}), _legends(about.names)
    cited = {place["document"] for _, fact in facts for place in fact["places"]}
    sources = sorted({edge.document for edge in edges} | cited)
    doubts = sorted({NO_DOUBT, *(e.doubt for e in edges), *(fact["doubt"] for _, fact in facts)})
    rows = (_numbered(classes), _numbered(relations), _numbered(sources))
    numbers = _Numbers(*rows, _numbered(doubts))
    measures = {"degree": text("net.degree"), **about.measures}
    return {
        "directed": about.directed,
        "colour": about.colour,
        "pages": about.pages,
        "tab": "network",
        "centre": about.centre,
        "hops": about.hops,
        "quiet": list(about.quiet),
        "hubs": sorted(HUB_CLASSES),
        "closed": sorted(HUB_CLASSES | NO_PASSAGE),
        "communities": community_names(nodes),
        "marks": [{**_legend(m, text(f"mark.{m}")), "sign": SIGNS.get(m, "")} for m in MARKS],
        "centres": _centres(nodes, ends) if len(nodes) > MOST_NODES else None,
        "classes": [_class_legend(row) for row in named("class", classes)],
        "relations": named("relation", relations),
        "modalities": [{**m, "dashes": DASHES[m["key"]]} for m in named("modality", MODALITIES)],
        "evidence": [_legend(key, text(f"evidence.{key}")) for key in EVIDENCE],
        "sources": [_source_legend(row, about) for row in named("source", sources)],
        "doubts": [_legend(str(i), both) for i, both in enumerate(doubts)],
        "measures": [_legend(key, both) for key, both in measures.items()],
        "values": {key: [n.extra["measures"].get(key) for n in nodes] for key in measures},
        "nodes": _node_columns(nodes, numbers),
        "edges": _edge_columns(edges, ends, numbers),
        **_facts_told(facts, numbers),
    }


def _facts_told(facts: list[tuple[int, Fact]], numbers: _Numbers) -> FactTables:
    places = _place_columns([fact for _, fact in facts], numbers)
    return {"facts": _fact_columns(facts, numbers), "places": places}


def _nodes(net: Network, ends: Ends) -> list[_Node]:
    """The nodes, with places for all where one has none, with communities where they need them."""
    nodes = list(net.nodes)
    if all("x" in node and "y" in node for node in nodes):
        spots = [(node["x"], node["y"]) for node in nodes]
    else:
        spots = [(int(x), int(y)) for x, y in positions(len(nodes), ends).tolist()]
    extras = [node.get("eco") for node in nodes]
    if None in extras:
        communities, degree = communities_of(len(nodes), ends), edges_at(ends)
        extras = [
            extra or _bare(node, communities[i], degree[i])
            for i, (node, extra) in enumerate(zip(nodes, extras, strict=True))
        ]
    return [
        _Node(str(node["id"]), str(node.get("group") or ""), x, y, extra)
        for node, (x, y), extra in zip(nodes, spots, extras, strict=True)
    ]


def _bare(node: dict[str, Any], community: int, degree: int) -> NodeExtra:
    """What a page needs of a node that somebody else made."""
    label = str(node.get("label", node["id"]))
    return {
        "label": shortened((label, label)),
        "search": search_key(str(node["id"]), [label]),
        "fallback": "",
        "community": community,
        "measures": {"degree": degree},
        "facts": [],
        "marks": [],
        "told": ("", ""),
        "chains": [],
    }


def _edge(edge: dict[str, Any]) -> Edge:
    """An edge of ours, or of somebody else, whose title or label says its relation."""
    if "eco" in edge:
        return Edge(**edge["eco"])
    relation = str(edge.get("title") or edge.get("label") or "")
    return Edge(str(edge["from"]), str(edge["to"]), relation, statement="")


def _centres(nodes: list[_Node], ends: Ends) -> list[list[float]]:
    """Where each community stands in a drawing of communities alone."""
    community = [node.extra["community"] for node in nodes]
    between = {(community[a], community[b]) for a, b in ends if community[a] != community[b]}
    spots: list[list[float]] = (positions(max(community) + 1, sorted(between)) * 10).tolist()
    return spots


def community_names(nodes: Sequence[_Node]) -> list[Legend]:
    """What each community is called: the chain that most of it belongs to, else a member.

    A chain names a community where a third of its members belong to it, and three at least; where
    it names several, the best joined member tells them apart.
    """
    members: dict[int, list[_Node]] = {}
    for node in nodes:
        if node.extra["community"] >= 0:
            members.setdefault(node.extra["community"], []).append(node)
    held = [members.get(c, []) for c in range(max(members, default=-1) + 1)]
    names = [_chain_of(found) or _best_of(found) for found in held]
    twice = Counter(names)
    return [
        _legend(str(c), name if twice[name] == 1 else _with(name, _best_of(found)))
        for c, (name, found) in enumerate(zip(names, held, strict=True))
    ]


def _chain_of(members: Sequence[_Node]) -> Both | None:
    chains = Counter(chain for node in members for chain in node.extra["chains"])
    chain, count = max(chains.items(), key=lambda x: (x[1], x[0]), default=(("", ""), 0))
    return chain if count >= max(3, len(members) / 3) else None


def _best_of(members: Sequence[_Node]) -> Both:
    """The member with the most edges."""
    if not members:
        return ("", "")
    best = max(members, key=lambda n: (n.extra["measures"].get("degree") or 0, n.key))
    return best.extra["label"]


def _with(name: Both, member: Both) -> Both:
    """A name that several have, told apart by a member."""
    return (name[0], name[1]) if name == member else text("net.group_of", name=name, member=member)


# ------------------------------------------------------------------- legends


def _numbered(keys: Iterable[Key]) -> dict[Key, int]:
    return {key: i for i, key in enumerate(keys)}


def _legend(key: str, both: Both) -> Legend:
    return {"key": key, "zh": both[0], "en": both[1]}


def _legends(names: dict[str, Both]) -> Callable[[str, Iterable[str]], list[Legend]]:
    def named(kind: str, keys: Iterable[str]) -> list[Legend]:
        found = ((key, names.get(f"{kind}:{key}", (key, key))) for key in keys)
        return [_legend(key, shortened(both)) for key, both in found]

    return named


def _source_legend(row: Legend, about: About) -> SourceLegend:
    licence, address = (held.get(row["key"], "") for held in (about.licences, about.addresses))
    return {**row, "licence": licence, "address": address}


def _class_legend(row: Legend) -> ClassLegend:
    look = look_of(row["key"])
    return {**row, "shape": look.shape, "light": look.light, "dark": look.dark}


# -------------------------------------------------------------------- tables


def _filled(columns: dict[str, Iterable[Cell]]) -> Columns:
    """The columns of a table: the first, and those that are not 0 or empty in every row."""
    listed = {name: list(cells) for name, cells in columns.items()}
    first = next(iter(listed))
    return {name: cells for name, cells in listed.items() if name == first or any(cells)}


def _node_columns(nodes: list[_Node], numbers: _Numbers) -> Columns:
    labels = [node.extra["label"] for node in nodes]
    return _filled(
        {
            "id": (node.key for node in nodes),
            "class": (numbers.classes[node.class_name] for node in nodes),
            "zh": (zh for zh, _ in labels),
            "en": (_if_other(both) for both in labels),
            "search": (node.extra["search"] for node in nodes),
            "x": (node.x for node in nodes),
            "y": (node.y for node in nodes),
            "community": (node.extra["community"] for node in nodes),
            "fallback": (node.extra["fallback"] for node in nodes),
            "marks": (sum(1 << MARKS.index(m) for m in node.extra["marks"]) for node in nodes),
            "toldZh": (node.extra["told"][0] for node in nodes),
            "toldEn": (_if_other(node.extra["told"]) for node in nodes),
        }
    )


def _edge_columns(edges: list[Edge], ends: Ends, numbers: _Numbers) -> Columns:
    return _filled(
        {
            "source": (source for source, _ in ends),
            "target": (target for _, target in ends),
            "relation": (numbers.relations[edge.relation] for edge in edges),
            "modality": (MODALITIES.index(edge.modality) for edge in edges),
            "evidence": (EVIDENCE.index(edge.evidence) for edge in edges),
            "document": (numbers.sources[edge.document] for edge in edges),
            "paragraph": (edge.paragraph or 0 for edge in edges),
            "span": (edge.span for edge in edges),
            "locator": (edge.locator for edge in edges),
            "statement": (edge.statement for edge in edges),
            "noteZh": (edge.note[0] for edge in edges),
            "noteEn": (_if_other(edge.note) for edge in edges),
            "doubt": (numbers.doubts[edge.doubt] for edge in edges),
        }
    )


def _fact_columns(facts: list[tuple[int, Fact]], numbers: _Numbers) -> Columns:
    modality = {name: i for i, name in enumerate(MODALITIES)}
    return _filled(
        {
            "node": (node for node, _ in facts),
            "aboutZh": (fact["about"][0] for _, fact in facts),
            "aboutEn": (_if_other(fact["about"]) for _, fact in facts),
            "valueZh": (fact["value"][0] for _, fact in facts),
            "valueEn": (_if_other(fact["value"]) for _, fact in facts),
            "modality": (modality.get(fact["modality"], -1) for _, fact in facts),
            "evidence": (EVIDENCE.index(fact["evidence"]) for _, fact in facts),
            "doubt": (numbers.doubts[fact["doubt"]] for _, fact in facts),
        }
    )


def _place_columns(facts: list[Fact], numbers: _Numbers) -> Columns:
    places = [(i, place) for i, fact in enumerate(facts) for place in fact["places"]]
    return _filled(
        {
            "fact": (i for i, _ in places),
            "document": (numbers.sources[place["document"]] for _, place in places),
            "paragraph": (place["paragraph"] or 0 for _, place in places),
            "span": (place["span"] or "" for _, place in places),
            "locator": (place["locator"] or "" for _, place in places),
        }
    )


def _if_other(both: Both) -> str:
    """The English where it is not the same as the Chinese: a page falls back to that."""
    return both[1] if both[1] != both[0] else ""
