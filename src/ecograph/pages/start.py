"""The start page: what is broken, who could mend it, what fits, chain by chain; then all chains."""

from collections import Counter
from typing import Any

from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.graph.changes import changes_of
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.columns import Tables
from ecograph.pages.business import Business
from ecograph.pages.chain_strip import chain_strip
from ecograph.pages.findings import (
    COLUMNS,
    chain_href,
    chains_with_findings,
    cited_by,
    findings_of,
)
from ecograph.pages.holdings import holdings_of
from ecograph.pages.site_data import SiteData, href_to, read_site_data
from ecograph.tables.schema import code_lists, table_specs

MOST_BRIEFS = 6  # chains that are told in full; the others in a sentence
MOST_ROWS = 5  # findings of a chain on the start page


def chain_sentences(graph: CitedGraph) -> list[tuple[Both, Both]]:
    """The chains of which a break is known, the fullest first, each with its sentence."""
    site_data = read_site_data(graph)
    return [
        (site_data.label(key), findings_of(site_data, key, "", few=1)["sentence"])
        for key in chains_with_findings(site_data)[:MOST_BRIEFS]
    ]


def start_context(
    site_data: SiteData, business: Business, title: Both, older: Tables | None = None
) -> dict[str, Any]:
    """What the template of the start page shows; `older` is what the news are told against."""
    held = chains_with_findings(site_data)
    chains = [k for k in site_data.entities if site_data.is_a(k, "IndustryChain")]
    briefs = [_brief(site_data, k) for k in held]
    return {
        "title": title,
        "place": site_data.label(site_data.place) if site_data.place else None,
        "briefs": briefs[:MOST_BRIEFS],
        "short": briefs[MOST_BRIEFS:],
        "asked": _asked(site_data, business, held),
        "holdings": [] if site_data.all_needs else holdings_of(site_data),
        "examples": _examples(site_data, held),
        "tiers": _tiers(site_data, [_card(site_data, k) for k in chains]),
        "references": site_data.references(
            cited_by(row for brief in briefs[:MOST_BRIEFS] for row in brief["rows"])
        ),
        "news": _news(site_data, older) if older else None,
    }


def _brief(site_data: SiteData, key: str) -> dict[str, Any]:
    """A chain with its first findings: those that documents are behind, else those of ours."""
    found = findings_of(site_data, key, "", few=1)
    documented, editorial = found["documented"], found["editorial"]
    rows = (documented or editorial)[:MOST_ROWS]
    return {
        "key": key,
        "label": site_data.label(key),
        "href": chain_href(key, ""),
        "sentence": found["sentence"],
        "rows": rows,
        "documented": bool(documented),
        "more": len(documented) + len(editorial) - len(rows),
        "unknown": len(found["unknown"]),
        "map": chain_strip(site_data, key),
    }


def _asked(site_data: SiteData, business: Business, chains: list[str]) -> dict[str, Any]:
    """What stands below each of the three questions: how much there is to read there."""
    gaps = {g.product: g for g in site_data.known_gaps}
    who: dict[str, set[str]] = {}
    for product in gaps:
        for r in site_data.remedies_for(product, *COLUMNS):
            who.setdefault(r.kind, set()).add(r.who)
    count = {kind: len(found) for kind, found in who.items()}
    return {
        "gaps": len(gaps),
        "documented": sum(bool(g.documented) for g in gaps.values()),
        "chains": len(chains),
        **{kind: count.get(kind, 0) for kind in COLUMNS},
        "outside": len(business.to_attract),
    }


def _examples(site_data: SiteData, chains: list[str]) -> list[Both]:
    """Questions that one can type, of what this graph has an answer to."""
    found: list[Both] = []
    if chains:
        first = findings_of(site_data, chains[0], "")
        rows = first["documented"] + first["editorial"]
        found.append(_question("lacks", site_data.label(chains[0])))
        made = next((r for r in rows if r["cells"][0]["remedies"]), rows[0])
        found.append(_question("makes", made["label"]))
        if made["users"]:
            found.append(_question("needs", made["users"][0]["label"]))
        helper = next((r["cells"][1]["remedies"] for r in rows if r["cells"][1]["remedies"]), None)
        if helper:
            found.append(_question("helps", helper[0]["label"]))
    return found


def _question(key: str, name: Both) -> Both:
    return (text(f"ask.{key}", name=name[0])[0], text(f"ask.{key}", name=name[1])[1])


def _card(site_data: SiteData, key: str) -> dict[str, Any]:
    chains = site_data.tables.chains_below[key]
    members = {
        r["participant"]
        for r in site_data.rows("participation")
        if r["chain"] in chains and r["modality"] == "exists"
    }
    row = next(r for r in site_data.rows("industry_chain") if r["id"] == key)
    return {
        "key": key,
        "label": site_data.label(key),
        "href": chain_href(key, ""),
        "tier": row["tier"] or "",
        "parent": row["part_of"],
        "firms": _known(sum(1 for m in members if site_data.is_a(m, "Firm"))),
        "labs": _known(sum(1 for m in members if _researches(site_data, m))),
        "known": len(site_data.known_gaps_in(key)),
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
