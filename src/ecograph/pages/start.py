"""The start page: what this is, headline figures with coverage, the chains, what is doubtful."""

from typing import Any

from ecograph.base.namespaces import key_of
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.graph.columns import Frames
from ecograph.graph.facts import facts_about
from ecograph.networks.subgraph import statement_ends
from ecograph.pages.chain_page import rates_of
from ecograph.pages.entity_page import fact_view
from ecograph.pages.gaps import gap_row
from ecograph.pages.site_data import World, href_to, page_name
from ecograph.tables.schema import code_lists, tables

MOST_DOUBTS = 200
MOST_GAPS = 12
MOST_EVENTS = 12


def start_context(world: World, title: Both, older: Frames | None = None) -> dict[str, Any]:
    """What the template of the start page shows; `older` is what the news are told against."""
    chains = [k for k in world.things if world.is_a(k, "IndustryChain")]
    facts = facts_about(world.graph, world.place, world.index) if world.place else []
    figures = [fact_view(world, f, "") for f in facts if f.class_name in ("Observation", "Ranking")]
    gaps = world.all_gaps.gaps if world.all_gaps else ()
    cards = [_card(world, k) for k in chains]
    tiers = _tiers(world, cards)
    return {
        "title": title,
        "place": world.label(world.place) if world.place else None,
        "tiles": _tiles(world),
        "rates": rates_of(world, None),
        "tiers": tiers,
        "figures": figures,
        "gaps": [gap_row(world, g, "") for g in gaps[:MOST_GAPS]],
        "all_gaps": len(gaps),
        "references": [],
        "sources": [
            {
                **s,
                "number": world.numbers()[s["key"]],
                "label": world.source_label(s["key"]),
                "count": _supports(world, s["key"]),
            }
            for s in world.sources
        ],
        "events": _events(world),
        "news": _news(world, older) if older else None,
        "doubts": _doubts(world),
        "all_doubts": sum(len(d) for d in world.index.doubts.values()),
    }


def _tiles(world: World) -> list[dict[str, Any]]:
    """Counts that say how much there is, and how much of it a document says."""
    statements = [r for s in _statement_tables(world) for r in world.rows(s)]
    stated = sum(1 for r in statements if r["evidence"] == "stated")
    tied = sum(1 for k in world.things if world.neighbours.get(k))
    return [
        {
            "label": text("atlas.things"),
            "value": len(world.things),
            "note": text("atlas.tied", n=tied),
        },
        {
            "label": text("atlas.statements"),
            "value": len(statements),
            "note": text("atlas.stated", n=stated, share=f"{_share(stated, len(statements))}"),
        },
        {
            "label": text("atlas.sources"),
            "value": len(world.sources),
            "note": ("", ""),
        },
        {
            "label": text("atlas.doubts"),
            "value": sum(len(d) for d in world.index.doubts.values()),
            "note": text("atlas.doubts_note"),
        },
    ]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def _statement_tables(world: World) -> list[str]:
    return [s.name for s in tables().values() if s.kind == "statement"]


def _supports(world: World, source: str) -> int:
    return sum(1 for s in _statement_tables(world) for r in world.rows(s) if r["source"] == source)


def _card(world: World, key: str) -> dict[str, Any]:
    chains = world.frames.chains_below[key]
    members = {
        r["participant"]
        for r in world.rows("participation")
        if r["chain"] in chains and r["modality"] == "exists"
    }
    kinds: dict[str, int] = {}
    for gap in world.gaps_in(key):
        kinds[gap.kind] = kinds.get(gap.kind, 0) + 1
    row = next(r for r in world.rows("industry_chain") if r["id"] == key)
    return {
        "key": key,
        "label": world.label(key),
        "href": f"chains/{page_name(key)}.html",
        "tier": row["tier"] or "",
        "parent": row["part_of"],
        "firms": _known(sum(1 for m in members if world.is_a(m, "Firm"))),
        "labs": _known(sum(1 for m in members if _researches(world, m))),
        "rates": rates_of(world, key),
        "gaps": [(world.code("gap-kind", k), n) for k, n in sorted(kinds.items())],
        "search": world.things[key].search,
    }


def _known(count: int) -> Both:
    """A count of what is known: none known is unknown, not 0."""
    return (str(count), str(count)) if count else text("atlas.unknown")


def _researches(world: World, key: str) -> bool:
    return world.is_a(key, "Lab") or world.is_a(key, "University")


def _tiers(world: World, cards: list[dict[str, Any]]) -> list[tuple[Both, list[dict[str, Any]]]]:
    """The cards by tier, the largest tiers of the place's system first, then the parts."""
    groups: list[tuple[Both, list[dict[str, Any]]]] = []
    for tier in code_lists().get("tier", ()):
        held = [c for c in cards if c["tier"] == tier]
        if held:
            groups.append((world.code("tier", tier), held))
    rest = [c for c in cards if not c["tier"]]
    parts = [c for c in rest if c["parent"]]
    if parts:
        groups.append((text("atlas.sub_chains"), parts))
    others = [c for c in rest if not c["parent"]]
    if others:
        groups.append((text("atlas.other_chains"), others))
    return groups


def _events(world: World) -> list[dict[str, Any]]:
    dated = [r for r in world.rows("event") if r["date"]]
    dated.sort(key=lambda r: (r["date"], r["id"]), reverse=True)
    return [
        {
            "date": r["date"],
            "label": world.label(r["id"]),
            "href": href_to(world, r["id"], ""),
            "kind": world.code("event-kind", r["kind"]),
        }
        for r in dated[:MOST_EVENTS]
    ]


def _news(world: World, older: Frames) -> list[dict[str, Any]]:
    """What came and what went since an older graph: things by name, statements by number."""
    ends, before = statement_ends(world.frames), statement_ends(older)
    came = sorted(set(world.things) - set(older.class_of))
    went = sorted(set(older.class_of) - set(world.things))
    return [
        {
            "label": text("atlas.new_things", n=len(came)),
            "items": [{"label": world.label(k), "href": href_to(world, k, "")} for k in came],
        },
        {"label": text("atlas.new_statements", n=len(set(ends) - set(before))), "items": []},
        {
            "label": text("atlas.gone_things", n=len(went)),
            "items": [{"label": older.labels.both(k), "href": None} for k in went],
        },
        {"label": text("atlas.gone_statements", n=len(set(before) - set(ends))), "items": []},
    ]


def _doubts(world: World) -> list[dict[str, Any]]:
    """What is doubted: of a thing or of a statement, which is shown by what it joins."""
    ends = statement_ends(world.frames)
    rows = []
    for about, doubts in sorted(world.index.doubts.items()):
        key = key_of(about)
        joined = [key] if key in world.things else list(ends.get(key, ("", ()))[1])
        for doubt in doubts:
            rows.append(
                {
                    "kind": world.code("doubt-kind", doubt.kind),
                    "about": [
                        {"label": world.label(k), "href": href_to(world, k, "")} for k in joined
                    ],
                    "statement": key,
                    "basis": doubt.basis,
                    "suggested": doubt.suggested,
                }
            )
    return rows[:MOST_DOUBTS]
