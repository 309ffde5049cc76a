"""A picture as a pyvis Network, and a Network as the data of a page."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyvis.network import Network

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.networks.communities import by_size
from ecograph.networks.engines import fast
from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.subgraph import HUB_CLASSES
from ecograph.pages.layout import positions
from ecograph.pages.names import search_key
from ecograph.pages.picture import Picture
from ecograph.pages.style import DASHES, class_order, look_of

CANVAS_NODES = 12_000  # more than this and a page opens with communities
MODALITIES = tuple(DASHES)


@dataclass(frozen=True)
class About:
    """What a page says of its network: title, note, names of what the legend lists, method."""

    title: Both
    note: Both
    names: dict[str, Both]
    method: dict[str, Any]
    measures: dict[str, Both]
    directed: bool = True
    pages: dict[str, Any] | None = None


def about_of(picture: Picture) -> About:
    """What a page says of a picture."""
    method = picture.method
    held = {"definition": method.definition, "place": method.place, **method.parameters}
    held |= {"evidence": method.evidence}
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
    order = {entity.key: i for i, entity in enumerate(picture.entities)}
    pairs = [(order[t.source], order[t.target]) for t in picture.edges]
    spots = positions(len(order), pairs)
    edges: Counter[int] = Counter(end for pair in pairs for end in set(pair))
    if picture.groups is None:
        group = communities_of(len(order), pairs)
    else:
        group = [picture.groups.get(t.key, -1) for t in picture.entities]
    for i, entity in enumerate(picture.entities):
        look = look_of(entity.class_name)
        said = picture.said.get(entity.key, ())
        node = {
            "id": entity.key,
            "label": entity.label[0],
            "shape": look.shape,
            "color": look.light,
            "group": entity.class_name,
            "x": int(spots[i][0]),
            "y": int(spots[i][1]),
            "physics": False,
            "eco": {
                "label": entity.label,
                "search": entity.search,
                "fallback": entity.fallback,
                "community": group[i],
                "measures": {"degree": edges[i], **entity.measures},
                "said": said,
            },
        }
        net.nodes.append(node)
        net.node_ids.append(entity.key)
        net.node_map[entity.key] = node
    for edge in picture.edges:
        drawn = {
            "from": edge.source,
            "to": edge.target,
            "title": picture.names.get(f"relation:{edge.relation}", (edge.relation, edge.relation))[
                0
            ],
            "dashes": list(DASHES.get(edge.modality, ())) or False,
            "eco": edge,
        }
        net.edges.append({**drawn, "arrows": "to"} if picture.directed else drawn)
    return net


def communities_of(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The community of each node by Leiden's method, seeded; 0 is the largest, alone is -1."""
    ends = np.array([(min(p), max(p)) for p in pairs if p[0] != p[1]], dtype=np.int64)
    if not len(ends):
        return [-1] * count
    ends = np.unique(ends, axis=0)
    simple = SimpleGraph(count, ends[:, 0], ends[:, 1], np.ones(len(ends)), False, False)
    number: list[int] = (by_size(fast.communities(simple, resolution=1.0, seed=0)) - 1).tolist()
    joined = set(ends.ravel().tolist())
    return [number[i] if i in joined else -1 for i in range(count)]


def payload(net: Network, about: About) -> dict[str, Any]:
    """A Network as the data of a page, ids replaced by numbers: see assets/graph.js.

    Takes any pyvis Network: what has no place is laid out, what has no class goes by its group.
    """
    nodes = list(net.nodes)
    order = {node["id"]: i for i, node in enumerate(nodes)}
    pairs = [(order[e["from"]], order[e["to"]]) for e in net.edges]
    if any("x" not in n or "y" not in n for n in nodes):
        spots = positions(len(nodes), pairs).tolist()
        nodes = [n | {"x": int(x), "y": int(y)} for n, (x, y) in zip(nodes, spots, strict=True)]
    if any("eco" not in n for n in nodes):
        group = communities_of(len(nodes), pairs)
        ends = Counter(end for pair in pairs for end in set(pair))
        nodes = [{"eco": _bare(n, group[i], ends[i])} | n for i, n in enumerate(nodes)]
    classes = sorted({str(n.get("group") or "") for n in nodes}, key=class_order)
    edges = [_edge_of(e) for e in net.edges]
    kinds = sorted({t["relation"] for t in edges})
    sources = sorted({t["document"] for t in edges} | _sources_said(nodes))
    measures = {"degree": text("net.degree"), **about.measures}
    names = about.names
    return {
        "title": about.title,
        "note": about.note,
        "method": {k: v for k, v in about.method.items() if v is not None},
        "directed": about.directed,
        "pages": about.pages,
        "hubs": sorted(HUB_CLASSES),
        "centres": _centres(nodes, pairs) if len(nodes) > CANVAS_NODES else None,
        "classes": [[c, *names.get(f"class:{c}", (c, c)), *_look(c)] for c in classes],
        "relations": [[k, *names.get(f"relation:{k}", (k, k))] for k in kinds],
        "modalities": [[m, *names.get(f"modality:{m}", (m, m)), DASHES[m]] for m in MODALITIES],
        "evidence": [[k, *text(f"net.evidence_{k}")] for k in EVIDENCE],
        "sources": [[s, *names.get(f"source:{s}", (s, s))] for s in sources],
        "measures": [[key, *both] for key, both in measures.items()],
        "nodes": [_node(n, classes, list(measures)) for n in nodes],
        "edges": [_edge(t, order, kinds, sources) for t in edges],
        "said": {
            order[n["id"]]: [_said(s, sources) for s in n["eco"]["said"]]
            for n in nodes
            if n["eco"]["said"]
        },
    }


def _centres(nodes: list[dict[str, Any]], pairs: list[tuple[int, int]]) -> list[list[float]]:
    """Where each community stands in a drawing of communities alone."""
    group = [n["eco"]["community"] for n in nodes]
    between = {(group[a], group[b]) for a, b in pairs if group[a] != group[b]}
    spots: list[list[float]] = (positions(max(group) + 1, sorted(between)) * 10).tolist()
    return spots


def _look(class_name: str) -> tuple[str, str, str]:
    look = look_of(class_name)
    return (look.shape, look.light, look.dark)


def _node(node: dict[str, Any], classes: list[str], measures: list[str]) -> list[Any]:
    eco = node["eco"]
    zh, en = eco["label"]
    return [
        str(node["id"]),
        classes.index(str(node.get("group") or "")),
        zh,
        en if en != zh else 0,
        eco["search"],
        node["x"],
        node["y"],
        eco["community"],
        [eco["measures"].get(m) for m in measures],
        eco.get("fallback", ""),
    ]


def _bare(node: dict[str, Any], community: int, edges: int) -> dict[str, Any]:
    """What a page needs of a node that somebody else made."""
    label = str(node.get("label", node["id"]))
    return {
        "label": (label, label),
        "search": search_key(str(node["id"]), [label]),
        "community": community,
        "measures": {"degree": edges},
        "said": (),
    }


def _edge_of(edge: dict[str, Any]) -> dict[str, Any]:
    ours = edge.get("eco")
    if ours is None:
        kind = str(edge.get("title") or edge.get("label") or "")
        held: dict[str, Any] = {
            "relation": kind,
            "modality": "exists",
            "evidence": "stated",
            "document": "",
        }
        held |= {"statement": "", "paragraph": None, "span": "", "note": ("", "")}
    else:
        held = dict(vars(ours))
    return held | {"source": edge["from"], "target": edge["to"]}


def _edge(
    edge: dict[str, Any], order: dict[Any, int], kinds: list[str], sources: list[str]
) -> list[Any]:
    cells = [
        order[edge["source"]],
        order[edge["target"]],
        kinds.index(edge["relation"]),
        MODALITIES.index(edge["modality"]),
        EVIDENCE.index(edge["evidence"]),
        sources.index(edge["document"]),
        edge["paragraph"] if edge["paragraph"] is not None else 0,
        edge["span"],
        edge["statement"],
        edge["note"][0],
        edge["note"][1] if edge["note"][1] != edge["note"][0] else "",
    ]
    while cells and cells[-1] in ("", 0) and len(cells) > 6:
        cells.pop()
    return cells


def _sources_said(nodes: list[dict[str, Any]]) -> set[str]:
    return {p.document for n in nodes for s in n["eco"]["said"] for p in s.places}


def _said(said: Any, sources: list[str]) -> list[Any]:
    modality = MODALITIES.index(said.modality) if said.modality in MODALITIES else -1
    places = [[sources.index(p.document), p.paragraph or 0, p.span or ""] for p in said.places]
    return [*said.about, *said.value, modality, places, *said.doubt]


def as_json(data: object) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for bad in "<>&\u2028\u2029":
        written = written.replace(bad, f"\\u{ord(bad):04x}")
    return written
