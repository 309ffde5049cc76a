"""A declared network as a picture: its measures and communities go along."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ecograph.base.evidence import firmest_first
from ecograph.base.results import Both
from ecograph.base.words import definition_text
from ecograph.base.words import word as text
from ecograph.graph.columns import Tables
from ecograph.graph.facts import FactIndex
from ecograph.graph.facts_text import counted
from ecograph.networks.building import build_network
from ecograph.networks.centrality import centrality
from ecograph.networks.communities import communities
from ecograph.networks.network import Network, records
from ecograph.networks.specs import read_spec
from ecograph.pages.picture import (
    Edge,
    Entity,
    Picture,
    Said,
    Told,
    documents_of,
    doubt_on,
    entities_of,
    licences_among,
    names_of,
    noted,
)

MEASURES = ("degree", "betweenness", "pagerank", "constraint")
MOST_MEASURED = 200_000  # edges; beyond this a page carries the number of edges alone
MOST_SAID = 4000


def network_picture(
    told: Told, tables: Tables, name: str, measures: Sequence[str] = MEASURES
) -> Picture:
    """The network that a specification makes of a graph, by its name or its .toml file.

    Raises UnknownName, Unreadable, UsageError where the specification finds nothing.
    """
    spec, cut = read_spec(name), told.graph.cut
    least = firmest_first((spec.evidence, cut.evidence))[0]
    whose = cut.sources if spec.sources == "all" else spec.sources
    network = build_network(tables, spec, evidence=least, sources=whose)
    keys = frozenset(network.ids) | frozenset(network.isolated)
    edges = tuple(_edges(network, tables, told.index))
    scores = _scores(network, measures)
    entities = tuple(
        replace(entity, measures=scores.get(entity.key, {})) for entity in entities_of(tables, keys)
    )
    said, names = _tell_and_name(told, keys, entities, edges)
    sources = {t.document for t in edges} | documents_of(said)
    found = communities(network)
    title = tuple(text("view.network", name=n)[i] for i, n in enumerate(_labels(network)))
    return Picture(
        title=(title[0], title[1]),
        note=noted(_counts(network, edges), told.graph),
        entities=entities,
        edges=edges,
        said=said,
        names=names,
        method=found.method,
        measures={m: _measure_label(m) for m in measures if scores},
        directed=network.directed,
        groups={k: int(n) - 1 for k, n in zip(network.ids, found.label.tolist(), strict=True)},
        licences=licences_among(told.index, sources) | network.licences,
    )


def _tell_and_name(
    told: Told, keys: frozenset[str], entities: Sequence[Entity], edges: Sequence[Edge]
) -> tuple[dict[str, tuple[Said, ...]], dict[str, Both]]:
    """What is said of each entity beside the edges, and the names of all that is shown."""
    drawn = frozenset(t.statement for t in edges)
    said = told.said(keys, drawn) if len(keys) <= MOST_SAID else {}
    names = names_of(
        told.index,
        classes={t.class_name for t in entities},
        relations={t.relation for t in edges},
        sources={t.document for t in edges} | documents_of(said),
    )
    return said, names


def _counts(network: Network, edges: Sequence[Edge]) -> Both:
    known = counted(edge.evidence for edge in edges)
    counts = {"entities": len(network), "edges": known, "alone": len(network.isolated)}
    zh, en = text("view.network_note", **counts)
    out = sum(network.left_out.values())
    told = text("view.left_out", n=out) if out else ("", "")
    return (f"{zh} · {told[0]}", f"{en} · {told[1]}") if out else (zh, en)


def _labels(network: Network) -> Both:
    return (network.label_zh or network.name, network.label_en or network.name)


def _edges(network: Network, tables: Tables, index: FactIndex) -> Iterator[Edge]:
    ids = network.ids
    about: dict[str, str] = dict(tables.rows("doubt", "id", "statement"))
    supplied = _supplied(tables)
    ends = zip(network.source.tolist(), network.target.tolist(), strict=True)
    weights = network.weight.tolist()
    for (s, t), weight, row in zip(ends, weights, records(network.edges), strict=True):
        written = f"{weight:g}" if network.weighted and weight == weight else ""
        note = supplied.get(row["id"], ("", "")) if row["table"] == "supply" else ("", "")
        note = (
            " ".join(filter(None, (note[0], written))),
            " ".join(filter(None, (note[1], written))),
        )
        # a page names the property, so it draws the edge the way that the property runs
        first, second = (t, s) if (row["predicate"] or "").startswith("^") else (s, t)
        yield Edge(
            source=ids[first],
            target=ids[second],
            relation=_relation(row),
            statement=row["id"],
            modality=row.get("modality") or "exists",
            evidence=row.get("evidence") or "stated",
            document=row.get("document") or "",
            paragraph=row.get("paragraph"),
            span=row.get("span") or "",
            locator=row.get("locator") or "",
            note=note,
            doubt=doubt_on((about[d] for d in (row["doubts"] or "").split()), index),
        )


def _supplied(tables: Tables) -> dict[str, Both]:
    """What each supply is of, and when, by its statement."""
    columns = ("id", "product", "value_written", "period")
    found: dict[str, Both] = {}
    for key, product, written, period in tables.rows("supply", *columns):
        label = tables.labels.both(product) if product else ("", "")
        zh, en = (" ".join(filter(None, (name, written, period))) for name in label)
        found[key] = (zh, en)
    return found


def _relation(row: dict[str, Any]) -> str:
    return re.sub(r"^\^?\w+:", "", row["predicate"] or row.get("table") or "")


def _scores(network: Network, measures: Sequence[str]) -> dict[str, dict[str, float]]:
    if network.size > MOST_MEASURED:
        return {}
    held: dict[str, dict[str, float]] = {key: {} for key in network.ids}
    for measure in measures:
        values = centrality(network, measure).values.tolist()
        for key, value in zip(network.ids, values, strict=True):
            if not math.isnan(value):
                held[key][measure] = float(f"{value:.6g}")
    return held


def _measure_label(measure: str) -> Both:
    zh, en = (definition_text(measure, language) for language in ("zh", "en"))
    return (zh[0] if zh else measure, en[0] if en else measure)
