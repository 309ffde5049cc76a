"""The page of an entity: what is said of it and where, what it is joined to, how it ranks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from ecograph.base.evidence import level_of
from ecograph.base.namespaces import ECO_BASE, ID_BASE, PREFIXES, RDF_TYPE, key_of
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.graph.facts import Doubt, Fact, Values
from ecograph.graph.facts_text import said_by_written
from ecograph.graph.labels import in_both
from ecograph.pages.business import Business
from ecograph.pages.findings import cited_by, finding, remedy_view
from ecograph.pages.firm_page import cited_numbers, firm_sheet
from ecograph.pages.gaps import gap_row, named
from ecograph.pages.page_names import page_name
from ecograph.pages.picture import Edge, Picture
from ecograph.pages.site_data import SiteData, href_to
from ecograph.pages.svg import Wing, butterfly, samples
from ecograph.supplychain.known_gaps import is_known

_LABEL = PREFIXES["rdfs"] + "label"
_ALIAS = PREFIXES["skos"] + "altLabel"
_REMEDIES = 60  # of a kind that the page of a product names
_HIDDEN = frozenset((_LABEL, _ALIAS, ECO_BASE + "citation"))


@dataclass(frozen=True)
class Place:
    """A place in a ranking, how many share it, and the value."""

    rank: int
    tied: int
    value: float


@dataclass(frozen=True)
class Ranks:
    """The places of entities by each measure of a network: measure -> entity -> Place."""

    title: Both
    count: int
    by_measure: dict[str, dict[str, Place]]
    names: dict[str, Both]


def ranks_of(picture: Picture) -> Ranks:
    """The places of the entities of a picture by its measures; equal values share a place.

    By a measure of which all have the same value nobody has a place.
    """
    found: dict[str, dict[str, Place]] = {}
    count = 0
    for measure in picture.measures:
        values = {t.key: t.measures[measure] for t in picture.entities if measure in t.measures}
        count = max(count, len(values))
        low_first = measure == "constraint"  # a low constraint is a strong position
        tied = Counter(values.values())
        if len(tied) < 2:
            continue
        place, before = {}, 0
        for value in sorted(tied, reverse=not low_first):
            place[value] = before + 1
            before += tied[value]
        found[measure] = {key: Place(place[v], tied[v], v) for key, v in values.items()}
    return Ranks(picture.title, count, found, picture.measures)


def entity_context(
    site_data: SiteData, key: str, ranks: dict[str, Ranks], business: Business | None = None
) -> dict[str, Any]:
    """What the template of an entity's page shows."""
    entity = site_data.entities[key]
    facts = site_data.facts(key)
    own = tuple(f.values[0] for f in facts if f.statement is None)
    rows = [fact_view(site_data, f, own=own) for f in facts if _shown(f)]
    edges = site_data.neighbours.get(key, [])
    wings = _list_wings(site_data, key, edges)
    sheet = firm_sheet(site_data, business, key) if business else None
    found = _findings(site_data, key)
    cited = cited_in(rows) | cited_by(found) | (cited_numbers(sheet) if sheet else set())
    chain = f"../chains/{page_name(key)}.html" if entity.class_name == "IndustryChain" else None
    return {
        "key": key,
        "title": entity.label,
        "class_name": entity.class_name,
        "kind": site_data.term(entity.class_name),
        "modality": site_data.modality_of.get(key),
        "modality_label": site_data.code("modality", site_data.modality_of.get(key)),
        "fallback": entity.fallback,
        "aliases": _aliases(facts),
        "iri": ID_BASE + key if ":" not in key else key,
        "facts": rows,
        "gaps": [gap_row(site_data, g) for g in site_data.gaps_by_product.get(key, ())],
        "references": site_data.references(cited),
        "firm": sheet,
        "finding": found,
        "helps": _helps(site_data, business, key) if business and not sheet else [],
        "doubts": sum(1 for r in rows if r["doubts"]),
        "around": butterfly(entity.label, wings) if wings else None,
        "samples": samples(),
        "edges": len(edges),
        "ranks": _list_places(key, ranks),
        "chain": chain,
        "focus": f"../networks/overview.html#focus={key}&hops=1&sel={key}",
    }


def _aliases(facts: list[Fact]) -> list[str]:
    own = (f for f in facts if f.statement is None and f.role == _ALIAS)
    return sorted(str(f.values[0][1].value) for f in own)


def _findings(site_data: SiteData, key: str) -> list[dict[str, Any]]:
    """The known gap of a product, with who or what could close it."""
    held = filter(is_known, site_data.gaps_by_product.get(key, ()))
    return [finding(site_data, gap, "../", _REMEDIES) for gap in held]


def _helps(site_data: SiteData, business: Business, key: str) -> list[dict[str, Any]]:
    """The known gaps that a laboratory, a fund, a policy is near, the nearest first."""
    return [
        {
            **remedy_view(site_data, remedy, "../"),
            **named(site_data, gap.product, "../"),
            "kind_label": site_data.code("gap-kind", gap.kind),
            "users": [named(site_data, u, "../") for u in remedy.users or gap.users],
        }
        for gap, remedy in business.helps.get(key, ())
    ]


def _list_wings(site_data: SiteData, key: str, edges: Iterable[Edge]) -> list[Wing]:
    """The neighbours of an entity, each once an edge of a kind: first what points to it.

    Where several statements say the same the firmest of them counts, sooner one without a doubt.
    """
    ends = {(t.source == key, t.target if t.source == key else t.source, t) for t in edges}
    ordered = sorted(
        ends, key=lambda x: (x[0], x[2].relation, site_data.label(x[1])[1], x[1], x[2].statement)
    )
    alike: dict[tuple[Any, ...], list[Edge]] = {}
    for out, other, edge in ordered:
        kind = (out, other, edge.relation, edge.role, edge.modality)
        alike.setdefault(kind, []).append(edge)
    return [
        _wing(site_data, out, other, min(found, key=lambda e: (level_of(e.evidence), any(e.doubt))))
        for (out, other, *_), found in alike.items()
    ]


def _wing(site_data: SiteData, out: bool, other: str, edge: Edge) -> Wing:
    return Wing(
        site_data.label(other),
        href_to(site_data, other),
        _relation(site_data, edge),
        edge.modality,
        out,
        edge.evidence,
        edge.doubt,
    )


def _relation(site_data: SiteData, edge: Edge) -> Both:
    """What joins two entities: the role that one of them has in it, or what the edge says."""
    return site_data.term(edge.relation) if edge.role is None else site_data.code(*edge.role)


def _list_places(key: str, ranks: dict[str, Ranks]) -> list[dict[str, Any]]:
    """The place of an entity by each measure of each network that it is in."""
    return [
        {
            "network": ranked.title,
            "href": f"../networks/{name}.html",
            "measure": ranked.names[measure],
            "place": of[key].rank,
            "tied": of[key].tied,
            "count": ranked.count,
            "value": f"{of[key].value:.3g}",
        }
        for name, ranked in sorted(ranks.items())
        for measure, of in ranked.by_measure.items()
        if key in of
    ]


def _shown(fact: Fact) -> bool:
    return fact.statement is not None or fact.role not in _HIDDEN or bool(fact.doubts)


def fact_view(
    site_data: SiteData, fact: Fact, root: str = "../", own: Values = ()
) -> dict[str, Any]:
    """A fact as a template shows it: its parts linked, its places, its doubts.

    `own` is all that is said of the entity itself, which may say it in the other language too.
    """
    about = site_data.term(fact.class_name) if fact.class_name else _own(site_data, fact.role or "")
    role = _both(site_data, fact.role) if fact.class_name and fact.role else ("", "")
    return {
        "about": about,
        "role": role,
        "parts": _parts(site_data, fact, root, fact.values if fact.statement else own),
        "modality": fact.modality,
        "modality_label": site_data.code("modality", fact.modality),
        "evidence": fact.evidence,
        "evidence_label": site_data.code("evidence", fact.evidence),
        "said_by": site_data.label(fact.said_by) if fact.said_by else None,
        "said_by_href": href_to(site_data, fact.said_by, root) if fact.said_by else None,
        "places": [site_data.said_at(p) for p in fact.places],
        "basis": fact.basis,
        "doubts": [_doubt(site_data, d) for d in fact.doubts],
        "statement": fact.statement,
    }


def cited_in(rows: Iterable[dict[str, Any]]) -> set[int]:
    """The numbers of the sources that facts cite."""
    return {p["number"] for row in rows for p in row["places"]}


def _own(site_data: SiteData, role: str) -> Both:
    """What is said of an entity itself: its class, or a property of it."""
    return text("atlas.class") if role == RDF_TYPE.value else _both(site_data, role)


def _doubt(site_data: SiteData, doubt: Doubt) -> dict[str, Any]:
    kind = site_data.code("doubt-kind", doubt.kind)
    return {"kind": kind, "basis": doubt.basis, "suggested": doubt.suggested}


def _both(site_data: SiteData, iri: str) -> Both:
    zh, en = (site_data.index.labels.of_term(iri, language) for language in ("zh", "en"))
    return (zh, en[:1].upper() + en[1:])


def _parts(site_data: SiteData, fact: Fact, root: str, beside: Values) -> list[dict[str, Any]]:
    """The values of a fact, those of one property together, in both languages."""
    spoken = {(link, term.language) for link, term in beside if isinstance(term, Literal)}
    hidden = said_by_written(fact.values)
    grouped: dict[str, list[dict[str, Any]]] = {}
    for link, term in fact.values:
        if link in hidden:
            continue
        other = "en" if getattr(term, "language", None) == "zh" else "zh"
        alone = (link, other) not in spoken
        grouped.setdefault(link, []).append(_value(site_data, term, root, alone))
    own = fact.statement is None
    return [
        {"name": ("", "") if own else _both(site_data, link), "values": values}
        for link, values in grouped.items()
    ]


def _value(
    site_data: SiteData, term: NamedNode | Literal, root: str, alone: bool
) -> dict[str, Any]:
    """A value as a template shows it; words that no others stand beside are for both languages."""
    if isinstance(term, Literal):
        if term.language not in ("zh", "en"):
            zh, en = (site_data.index.labels.of_term(term, language) for language in ("zh", "en"))
            return {"label": (zh, en), "href": None, "only": None}
        if alone:
            return {"label": in_both({term.language: term.value}), "href": None, "only": None}
        return {"label": (term.value, term.value), "href": None, "only": term.language}
    key = key_of(term.value)
    if key in site_data.entities:
        return {"label": site_data.label(key), "href": href_to(site_data, key, root), "only": None}
    zh, en = (site_data.index.labels.of_term(term, language) for language in ("zh", "en"))
    return {"label": (zh, en), "href": None, "only": None}
