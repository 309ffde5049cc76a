"""The start page: what this is, headline figures with coverage, the chains, what is doubtful."""

from collections import Counter
from typing import Any

from ecograph.base.namespaces import key_of
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.graph.changes import changes_of
from ecograph.graph.columns import Tables
from ecograph.networks.subgraph import statement_ends
from ecograph.pages.chain_page import rates_of
from ecograph.pages.entity_page import fact_view
from ecograph.pages.gaps import gap_row
from ecograph.pages.site_data import SiteData, href_to, page_name
from ecograph.tables.schema import code_lists, table_specs

MOST_DOUBTS = 200
MOST_GAPS = 12
MOST_EVENTS = 12


def start_context(site_data: SiteData, title: Both, older: Tables | None = None) -> dict[str, Any]:
    """What the template of the start page shows; `older` is what the news are told against."""
    chains = [k for k in site_data.entities if site_data.is_a(k, "IndustryChain")]
    facts = site_data.facts(site_data.place) if site_data.place else []
    figures = [
        fact_view(site_data, f, "") for f in facts if f.class_name in ("Observation", "Ranking")
    ]
    gaps = site_data.all_gaps.gaps if site_data.all_gaps else ()
    cards = [_card(site_data, k) for k in chains]
    tiers = _tiers(site_data, cards)
    return {
        "title": title,
        "place": site_data.label(site_data.place) if site_data.place else None,
        "tiles": _tiles(site_data),
        "rates": rates_of(site_data, None),
        "tiers": tiers,
        "figures": figures,
        "gaps": [gap_row(site_data, g, "") for g in gaps[:MOST_GAPS]],
        "all_gaps": len(gaps),
        "references": [],
        "sources": [
            {
                **s,
                "number": site_data.numbers()[s["key"]],
                "label": site_data.label(s["key"]),
                "count": _supports(site_data, s["key"]),
            }
            for s in site_data.sources
        ],
        "events": _events(site_data),
        "news": _news(site_data, older) if older else None,
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


def _supports(site_data: SiteData, source: str) -> int:
    return sum(
        1 for s in _statement_tables(site_data) for r in site_data.rows(s) if r["source"] == source
    )


def _card(site_data: SiteData, key: str) -> dict[str, Any]:
    chains = site_data.tables.chains_below[key]
    members = {
        r["participant"]
        for r in site_data.rows("participation")
        if r["chain"] in chains and r["modality"] == "exists"
    }
    kinds: dict[str, int] = {}
    for gap in site_data.gaps_in(key):
        kinds[gap.kind] = kinds.get(gap.kind, 0) + 1
    row = next(r for r in site_data.rows("industry_chain") if r["id"] == key)
    return {
        "key": key,
        "label": site_data.label(key),
        "href": f"chains/{page_name(key)}.html",
        "tier": row["tier"] or "",
        "parent": row["part_of"],
        "firms": _known(sum(1 for m in members if site_data.is_a(m, "Firm"))),
        "labs": _known(sum(1 for m in members if _researches(site_data, m))),
        "rates": rates_of(site_data, key),
        "gaps": [(site_data.code("gap-kind", k), n) for k, n in sorted(kinds.items())],
        "search": site_data.entities[key].search,
    }


def _known(count: int) -> Both:
    """A count of what is known: none known is unknown, not 0."""
    return (str(count), str(count)) if count else text("atlas.unknown")


def _researches(site_data: SiteData, key: str) -> bool:
    return site_data.is_a(key, "Lab") or site_data.is_a(key, "University")


def _tiers(
    site_data: SiteData, cards: list[dict[str, Any]]
) -> list[tuple[Both, list[dict[str, Any]]]]:
    """The cards by tier, the largest tiers of the place's system first, then the parts."""
    groups: list[tuple[Both, list[dict[str, Any]]]] = []
    shipped = code_lists()["tier"]
    added = sorted({c["tier"] for c in cards} - {*shipped, ""})
    for tier in (*shipped, *added):
        held = [c for c in cards if c["tier"] == tier]
        if held:
            groups.append((site_data.code("tier", tier), held))
    rest = [c for c in cards if not c["tier"]]
    parts = [c for c in rest if c["parent"]]
    if parts:
        groups.append((text("atlas.sub_chains"), parts))
    others = [c for c in rest if not c["parent"]]
    if others:
        groups.append((text("atlas.other_chains"), others))
    return groups


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


def _news(site_data: SiteData, older: Tables) -> list[dict[str, Any]]:
    """What came and what went since an older graph: entities by name, statements by number."""
    changes = changes_of(older, site_data.tables)
    statements = {name for name, spec in table_specs().items() if spec.kind == "statement"}
    entities = {name for name, spec in table_specs().items() if spec.kind == "entity"}
    keys = {
        kind: [c.key for c in changes if c.kind == kind and c.table in entities]
        for kind in ("added", "withdrawn")
    }
    of_statements = Counter(c.kind for c in changes if c.table in statements)
    return [
        {
            "label": text("atlas.new_entities", n=len(keys["added"])),
            "items": [
                {"label": site_data.label(k), "href": href_to(site_data, k, "")}
                for k in keys["added"]
            ],
        },
        {"label": text("atlas.new_statements", n=of_statements["added"]), "items": []},
        {
            "label": text("atlas.gone_entities", n=len(keys["withdrawn"])),
            "items": [{"label": older.labels.both(k), "href": None} for k in keys["withdrawn"]],
        },
        {"label": text("atlas.gone_statements", n=of_statements["withdrawn"]), "items": []},
        {"label": text("atlas.changed_statements", n=of_statements["changed"]), "items": []},
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
