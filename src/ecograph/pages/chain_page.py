"""The page of a chain: its layers, what is missing, whom to bring together, what is said."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from ecograph.base.evidence import EVIDENCE, firmest_first
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.graph.citation import citation_of
from ecograph.pages.chain_picture import chain_picture, product_notes, states_drawn
from ecograph.pages.chain_products import gaps_in_picture, products_of
from ecograph.pages.entity_page import cited_in, fact_view
from ecograph.pages.findings import cited_by, findings_of, relation_words
from ecograph.pages.gaps import gap_row, interval_text, named
from ecograph.pages.page_names import page_name
from ecograph.pages.site_data import SiteData, href_to
from ecograph.supplychain.chokepoints import undecided, undecided_notes
from ecograph.supplychain.gaps import Gap
from ecograph.supplychain.known_gaps import is_known

MOST_DRAWN = 200  # boxes in a drawing; beyond this only those with a gap, the gravest first


def chain_context(site_data: SiteData, key: str) -> dict[str, Any]:
    """What the template of a chain's page shows."""
    gaps = site_data.gaps_in(key)
    products = products_of(site_data, key)
    by_product = gaps_in_picture(site_data, products)
    facts = [f for f in site_data.facts(key) if f.statement]
    views = [(f, fact_view(site_data, f)) for f in facts]
    figures = [v for f, v in views if f.class_name in ("Observation", "Ranking", "Distinction")]
    actors = actors_of(site_data, key)
    numbers = cited_in(figures) | {a["place"]["number"] for a in actors}
    sheet = chain_sheet(site_data, key, "../")
    numbers |= cited_by(sheet["documented"] + sheet["editorial"])
    return {
        "key": key,
        "title": site_data.label(key),
        "references": site_data.references(numbers),
        "tier": site_data.code("tier", _cell(site_data, key, "tier")),
        "parent": _linked(site_data, _cell(site_data, key, "part_of")),
        "children": [_linked(site_data, k) for k in sorted(_direct_parts(site_data, key))],
        "rates": rates_of(site_data, key),
        **sheet,
        "products": [_product_row(site_data, p, by_product.get(p)) for p in products],
        "gaps": [gap_row(site_data, g) for g in filter(is_known, gaps)],
        "undecided": undecided_notes(undecided(g.tests for g in gaps)),
        "introductions": [
            _introduction(site_data, i) for i in site_data.introductions_in(key)[:50]
        ],
        "actors": actors,
        "figures": figures,
        "sources": sources_of(site_data, facts),
        "entity": href_to(site_data, key),
        "focus": f"../networks/overview.html#focus={key}&hops=2&sel={key}",
    }


def chain_sheet(site_data: SiteData, key: str, root: str) -> dict[str, Any]:
    """A chain in a sentence, its picture with a note on each product, and its findings."""
    products = products_of(site_data, key)
    by_product = gaps_in_picture(site_data, products)
    drawn = _drawn(site_data, products, by_product)
    return {
        **findings_of(site_data, key, root),
        "drawing": chain_picture(site_data, drawn, by_product, root),
        "states": states_drawn(site_data, drawn, by_product),
        "notes": product_notes(site_data, drawn, by_product, root),
        "drawn_part": len(drawn) < len(_drawable(site_data, products)),
    }


def _drawable(site_data: SiteData, products: list[str]) -> list[str]:
    """Those that have a place in a chain: products and technologies."""
    return [p for p in products if any(site_data.is_a(p, c) for c in ("Product", "Technology"))]


def _drawn(site_data: SiteData, products: list[str], gaps: Mapping[str, Gap]) -> list[str]:
    """Those that are drawn: all, or in a chain of very many those with a gap."""
    held = _drawable(site_data, products)
    if len(held) <= MOST_DRAWN:
        return held
    return sorted([p for p in gaps if p in set(held)][:MOST_DRAWN])


def _cell(site_data: SiteData, key: str, column: str) -> str | None:
    held: dict[str, Any] = dict(site_data.tables.rows("industry_chain", "id", column))
    found: str | None = held.get(key)
    return found


def _direct_parts(site_data: SiteData, key: str) -> list[str]:
    return [r["id"] for r in site_data.rows("industry_chain") if r["part_of"] == key]


def _linked(site_data: SiteData, key: str | None) -> dict[str, Any] | None:
    if not key:
        return None
    folder = "chains" if site_data.is_a(key, "IndustryChain") else "entities"
    return {"label": site_data.label(key), "href": f"../{folder}/{page_name(key)}.html"}


def _product_row(site_data: SiteData, product: str, gap: Gap | None) -> dict[str, Any]:
    stage = site_data.stages.get(product)
    makers = site_data.makers.get(product, {})
    return {
        **named(site_data, product, "../"),
        "stage": site_data.code("stage", stage),
        "makers": _by_evidence(
            site_data,
            {
                m: (EVIDENCE[level], site_data.doubt_on_maker(product, m))
                for m, level in makers.items()
            },
        ),
        "by_industry": product in site_data.made_here,
        "inputs": _by_evidence(site_data, site_data.inputs_of.get(product, {})),
        "gap": site_data.code("gap-kind", gap.kind) if gap else None,
    }


def _by_evidence(
    site_data: SiteData, found: Mapping[str, tuple[str, Both | None]]
) -> list[dict[str, Any]]:
    """Entities in groups by their evidence, the firmest first, each with its doubt.

    What a document states needs no word, so its group has no label.
    """
    return [
        {
            "label": text(f"evidence.{level}") if level != EVIDENCE[0] else None,
            "members": [
                {**named(site_data, key, "../"), "doubt": doubt}
                for key, (evidence, doubt) in sorted(found.items())
                if evidence == level
            ],
        }
        for level in firmest_first(evidence for evidence, _ in found.values())
    ]


def _introduction(site_data: SiteData, found: Any) -> dict[str, Any]:
    return {
        "buyer": named(site_data, found.buyer, "../"),
        "product": named(site_data, found.product, "../"),
        "supplier": named(site_data, found.supplier, "../"),
        "doubts": site_data.doubts(found.doubts),
        "score": f"{found.score:.2f}",
        "evidence": text(f"evidence.{found.evidence}"),
        "path": [
            (site_data.label(a), relation_words(site_data, r), site_data.label(b))
            for a, r, b in found.path
        ],
    }


def rates_of(site_data: SiteData, chain: str | None) -> dict[str, Any] | None:
    """The matching rates of a chain or of the place as intervals with counts, None if unknown."""
    found = site_data.needs_in(chain)
    if found is None:
        return None
    rates = {r.definition: r for r in found.rates}
    return {
        "needs": len(found.counted),
        "known": found.method.known,
        "documented": sum(found.documented.values()),
        "links": interval_text(rates["lmr.links"].interval),
        "links_count": int(rates["lmr.links"].count),
        "potential": interval_text(rates["lmr.potential"].interval),
        "potential_count": int(rates["lmr.potential"].count),
        "value": interval_text(rates["lmr.value"].interval),
        "states": [(site_data.code("need-state", s), n) for s, n in found.counts.items()],
        "bar": _stacked(found.counts),
    }


def _stacked(counts: dict[str, int]) -> Markup:
    """The states of needs as one bar; each part has a pattern of its own through its class."""
    total = sum(counts.values())
    x = 0.0
    head = '<svg class="figure stack" viewBox="0 0 200 10" preserveAspectRatio="none"'
    parts = [Markup(head + ' aria-hidden="true">')]
    for state, count in counts.items():
        wide = 200 * count / total
        form = Markup('<rect class="state-{}" x="{:.2f}" width="{:.2f}" y="0" height="10"/>')
        parts.append(form.format(state, x, wide))
        x += wide
    return Markup("").join(parts) + Markup("</svg>")


def actors_of(site_data: SiteData, key: str) -> list[dict[str, Any]]:
    """Who takes part in a chain and its sub-chains, with the role and how real it is."""
    chains = site_data.tables.chains_below[key]
    return [
        {
            **named(site_data, r["participant"], "../"),
            "kind": site_data.term(site_data.entities[r["participant"]].class_name),
            "role": site_data.code("participation-role", r["role"]),
            "modality": r["modality"],
            "modality_label": site_data.code("modality", r["modality"]),
            **site_data.how_sure(r),
            "chain": site_data.label(r["chain"]) if r["chain"] != key else None,
            "place": site_data.said_at(citation_of(r)),
        }
        for r in sorted(site_data.rows("participation"), key=lambda r: (r["participant"], r["id"]))
        if r["chain"] in chains and r["participant"] in site_data.entities
    ]


def sources_of(site_data: SiteData, facts: list[Any]) -> list[tuple[Both, int]]:
    """The sources of facts, each with how many it supports."""
    counted: dict[str, int] = {}
    for fact in facts:
        for source in {p.document for p in fact.places}:
            counted[source] = counted.get(source, 0) + 1
    return [(site_data.label(s), n) for s, n in sorted(counted.items())]
