"""The page on the graph itself: how much it holds, its sources, figures, events and doubts."""

from collections import Counter
from typing import Any

from ecograph.base.namespaces import key_of
from ecograph.base.words import word as text
from ecograph.networks.subgraph import statement_ends
from ecograph.pages.chain_page import rates_of
from ecograph.pages.entity_page import fact_view
from ecograph.pages.site_data import SiteData, href_to
from ecograph.tables.schema import table_specs

MOST_DOUBTS = 1000
MOST_EVENTS = 40


def about_context(site_data: SiteData) -> dict[str, Any]:
    """What the template of the page shows."""
    facts = site_data.facts(site_data.place) if site_data.place else []
    figures = [
        fact_view(site_data, f, "") for f in facts if f.class_name in ("Observation", "Ranking")
    ]
    supported = _supports(site_data)
    return {
        "title": text("atlas.basis_page"),
        "tiles": _tiles(site_data),
        "rates": rates_of(site_data, None),
        "figures": figures,
        "references": [],
        "sources": [
            {
                **s,
                "number": site_data.numbers()[s["key"]],
                "label": site_data.label(s["key"]),
                "address": site_data.addresses.get(s["key"]),
                "count": supported[s["key"]],
            }
            for s in site_data.sources
        ],
        "events": _events(site_data),
        "doubts": _doubts(site_data),
        "all_doubts": sum(len(d) for d in site_data.index.doubts.values()),
    }


def _tiles(site_data: SiteData) -> list[dict[str, Any]]:
    """Counts that say how much there is, and how much of it a document says."""
    statements = [r for s in _statement_tables(site_data) for r in site_data.rows(s)]
    levels = Counter(r["evidence"] for r in statements)
    sure = {"n": levels["stated"], "share": _share(levels["stated"], len(statements))}
    sure |= {e: levels[e] for e in ("implied", "editorial")}
    joined = sum(1 for k in site_data.entities if site_data.neighbours.get(k))
    return [
        {
            "label": text("atlas.entities"),
            "value": len(site_data.entities),
            "note": text("atlas.joined", n=joined),
        },
        {
            "label": text("atlas.statements"),
            "value": len(statements),
            "note": text("atlas.stated", **sure),
        },
        {
            "label": text("atlas.sources"),
            "value": len(site_data.sources),
            "note": ("", ""),
        },
        {
            "label": text("atlas.doubts"),
            "value": sum(len(d) for d in site_data.index.doubts.values()),
            "note": text("atlas.doubts_note"),
        },
    ]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def _statement_tables(site_data: SiteData) -> list[str]:
    return [s.name for s in table_specs().values() if s.kind == "statement"]


def _supports(site_data: SiteData) -> Counter[str]:
    """How many statements each source supports."""
    return Counter(r["source"] for s in _statement_tables(site_data) for r in site_data.rows(s))


def _events(site_data: SiteData) -> list[dict[str, Any]]:
    dated = [r for r in site_data.rows("event") if r["date"]]
    dated.sort(key=lambda r: (r["date"], r["id"]), reverse=True)
    return [
        {
            "date": r["date"],
            "label": site_data.label(r["id"]),
            "href": href_to(site_data, r["id"], ""),
            "kind": site_data.code("event-kind", r["kind"]),
        }
        for r in dated[:MOST_EVENTS]
    ]


def _doubts(site_data: SiteData) -> list[dict[str, Any]]:
    """What is doubted: of an entity or of a statement, which is shown by what it joins."""
    ends = statement_ends(site_data.tables)
    rows = []
    for about, doubts in sorted(site_data.index.doubts.items()):
        key = key_of(about)
        joined = [key] if key in site_data.entities else list(ends.get(key, ("", ()))[1])
        for doubt in doubts:
            rows.append(
                {
                    "kind": site_data.code("doubt-kind", doubt.kind),
                    "about": [
                        {"label": site_data.label(k), "href": href_to(site_data, k, "")}
                        for k in joined
                    ],
                    "statement": key,
                    "basis": doubt.basis,
                    "suggested": doubt.suggested,
                }
            )
    return rows[:MOST_DOUBTS]
