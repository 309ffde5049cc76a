"""A picture as a pyvis Network, and a Network as the data of a page."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import networkx as nx
from pyvis.network import Network

from ecograph.views.layout import positions
from ecograph.views.style import DASHES, class_order, look_of
from ecograph.views.texts import text
from ecograph.views.ties import Both, Picture

CANVAS_NODES = 12_000  # more than this and a page opens with communities
MODALITIES = tuple(DASHES)
LAYERS = ("stated", "implied", "editorial")


@dataclass(frozen=True)
class About:
    """What a page says of its network: title, note, names of what the legend lists, method."""

    title: Both
    note: Both
    names: dict[str, Both]
    method: dict[str, Any]
    measures: dict[str, Both]
    directed: bool = True
    pages: dict[str, str] | None = None


def about_of(picture: Picture) -> About:
    """What a page says of a picture."""
    method = picture.method
    held = {"definition": method.definition, "place": method.place, **method.parameters}
    held |= {"sources": method.sources}
    if method.seed is not None:
        held["seed"] = method.seed
    return About(
        picture.title, picture.note, picture.names, held, picture.measures, picture.directed
    )


def network_of(picture: Picture) -> Network:
    """A picture as a pyvis Network: placed, shaped and coloured; ours besides is under `eco`.

    Filled directly: `add_edge` of pyvis looks through all edges and drops parallel ones.
    """
    net = Network(directed=picture.directed)
    order = {thing.key: i for i, thing in enumerate(picture.things)}
    pairs = [(order[t.source], order[t.target]) for t in picture.ties]
    spots = positions(len(order), pairs)
    ties: Counter[int] = Counter(end for pair in pairs for end in set(pair))
    if picture.groups is None:
        group = communities(len(order), pairs)
    else:
        group = [picture.groups.get(t.key, -1) for t in picture.things]
    for i, thing in enumerate(picture.things):
        look = look_of(thing.class_name)
        said = picture.said.get(thing.key, ())
        node = {
            "id": thing.key,
            "label": thing.label[0],
            "shape": look.shape,
            "color": look.light,
            "group": thing.class_name,
            "x": int(spots[i][0]),
            "y": int(spots[i][1]),
            "physics": False,
            "eco": {
                "label": thing.label,
                "search": thing.search,
                "fallback": thing.fallback,
                "community": group[i],
                "measures": {"ties": ties[i], **thing.measures},
                "said": said,
            },
        }
        net.nodes.append(node)
        net.node_ids.append(thing.key)
        net.node_map[thing.key] = node
    for tie in picture.ties:
        edge = {
            "from": tie.source,
            "to": tie.target,
            "title": picture.names.get(f"tie:{tie.kind}", (tie.kind, tie.kind))[0],
            "dashes": list(DASHES.get(tie.modality, ())) or False,
            "eco": tie,
        }
        net.edges.append({**edge, "arrows": "to"} if picture.directed else edge)
    return net


def communities(count: int, pairs: list[tuple[int, int]]) -> list[int]:
    """The community of each node by Louvain's method, seeded; 0 is the largest, alone is -1."""
    G: nx.Graph[int] = nx.Graph()
    G.add_nodes_from(range(count))
    G.add_edges_from((a, b) for a, b in pairs if a != b)
    alone = [n for n, d in G.degree() if d == 0]
    G.remove_nodes_from(alone)
    found = nx.community.louvain_communities(G, seed=0) if len(G) else []
    number = [-1] * count
    for i, members in enumerate(sorted(found, key=lambda c: (-len(c), min(c)))):
        for node in members:
            number[node] = i
    return number


def payload(net: Network, about: About) -> dict[str, Any]:
    """A Network as the data of a page, ids replaced by numbers: see assets/graph.js.

    Takes any pyvis Network: what has no place is laid out, what has no class goes by its group.
    """
    nodes = list(net.nodes)
    order = {node["id"]: i for i, node in enumerate(nodes)}
    if any("x" not in n or "y" not in n for n in nodes):
        pairs = [(order[e["from"]], order[e["to"]]) for e in net.edges]
        for node, spot in zip(nodes, positions(len(nodes), pairs), strict=True):
            node |= {"x": int(spot[0]), "y": int(spot[1])}
    classes = sorted({str(n.get("group") or "") for n in nodes}, key=class_order)
    ties = [_tie(e) for e in net.edges]
    kinds = sorted({t["kind"] for t in ties})
    sources = sorted({t["cited"] for t in ties} | _sources_said(nodes))
    measures = {"ties": text("net.ties_measure"), **about.measures}
    names = about.names
    return {
        "title": about.title,
        "note": about.note,
        "method": {k: v for k, v in about.method.items() if v is not None},
        "directed": about.directed,
        "pages": about.pages,
        "canvasNodes": CANVAS_NODES,
        "classes": [[c, *names.get(f"class:{c}", (c, c)), *_look(c, nodes)] for c in classes],
        "ties": [[k, *names.get(f"tie:{k}", (k, k))] for k in kinds],
        "modalities": [[m, *names.get(f"modality:{m}", (m, m)), DASHES[m]] for m in MODALITIES],
        "layers": [[k, *text(f"net.layer_{k}")] for k in LAYERS],
        "sources": [[s, *names.get(f"source:{s}", (s, s))] for s in sources],
        "measures": [[key, *both] for key, both in measures.items()],
        "nodes": [_node(n, classes, list(measures)) for n in nodes],
        "edges": [_edge(t, order, kinds, sources) for t in ties],
        "said": {
            order[n["id"]]: [_said(s, sources) for s in n["eco"]["said"]]
            for n in nodes
            if n.get("eco", {}).get("said")
        },
    }


def _look(class_name: str, nodes: list[dict[str, Any]]) -> tuple[str, str, str]:
    look = look_of(class_name)
    return (look.shape, look.light, look.dark)


def _node(node: dict[str, Any], classes: list[str], measures: list[str]) -> list[Any]:
    label = str(node.get("label", node["id"]))
    eco = node.get("eco") or {"label": (label, label), "search": label.lower(), "measures": {}}
    zh, en = eco["label"]
    return [
        str(node["id"]),
        classes.index(str(node.get("group") or "")),
        zh,
        en if en != zh else 0,
        eco["search"],
        node["x"],
        node["y"],
        eco.get("community", -1),
        [eco["measures"].get(m) for m in measures],
        eco.get("fallback", ""),
    ]


def _tie(edge: dict[str, Any]) -> dict[str, Any]:
    tie = edge.get("eco")
    if tie is None:
        kind = str(edge.get("title") or edge.get("label") or "")
        held: dict[str, Any] = {"kind": kind, "modality": "exists", "layer": "stated", "cited": ""}
        held |= {"statement": "", "paragraph": None, "span": "", "note": ("", "")}
    else:
        held = dict(vars(tie))
    return held | {"source": edge["from"], "target": edge["to"]}


def _edge(
    tie: dict[str, Any], order: dict[Any, int], kinds: list[str], sources: list[str]
) -> list[Any]:
    cells = [
        order[tie["source"]],
        order[tie["target"]],
        kinds.index(tie["kind"]),
        MODALITIES.index(tie["modality"]),
        LAYERS.index(tie["layer"]),
        sources.index(tie["cited"]),
        tie["paragraph"] if tie["paragraph"] is not None else 0,
        tie["span"],
        tie["statement"],
        tie["note"][0],
        tie["note"][1] if tie["note"][1] != tie["note"][0] else "",
    ]
    while cells and cells[-1] in ("", 0) and len(cells) > 6:
        cells.pop()
    return cells


def _sources_said(nodes: list[dict[str, Any]]) -> set[str]:
    return {s.cited for n in nodes for s in n.get("eco", {}).get("said", ())}


def _said(said: Any, sources: list[str]) -> list[Any]:
    modality = MODALITIES.index(said.modality) if said.modality in MODALITIES else -1
    cited = sources.index(said.cited)
    return [*said.about, *said.value, modality, cited, said.paragraph, said.span, *said.doubt]


def as_json(data: object) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for bad in "<>&\u2028\u2029":
        written = written.replace(bad, f"\\u{ord(bad):04x}")
    return written
