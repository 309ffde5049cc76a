"""What the page of a firm says first: what it needs, makes and could mend, whom to meet."""

from collections.abc import Iterable
from typing import Any

from ecograph.base.validity import has_run_out
from ecograph.base.words import word as text
from ecograph.graph.citation import citation_of
from ecograph.pages.award_rows import award_sheet
from ecograph.pages.business import MONEY, Business, Row
from ecograph.pages.findings import origin_text, relation_words, remedy_view
from ecograph.pages.gaps import named
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.gaps import Gap
from ecograph.supplychain.introductions import Introduction
from ecograph.supplychain.known_gaps import NEAR
from ecograph.supplychain.need_states import Need

ROOT = "../"
# The parts of the page, in the order in which they stand.
PARTS = ("needs", "offers", "closes", "meetings", "awards", "supplies", "money", "certificates")


def firm_sheet(site_data: SiteData, business: Business, key: str) -> dict[str, Any] | None:
    """What is said of a firm as one that buys, makes and grows; None of what is no firm."""
    if not any(site_data.is_a(key, c) for c in ("Firm", "Bank")):
        return None
    gaps = {g.product: g for g in site_data.known_gaps}
    sheet = {
        "local": key in business.local,
        "needs": _needs(site_data, business, key, gaps),
        "offers": [_offer(site_data, row, gaps) for row in business.made.get(key, ())],
        "closes": _closes(site_data, business, key),
        "target": _target(site_data, business, key, gaps),
        "meetings": [_meeting(site_data, i, key) for i in business.meetings.get(key, ())],
        "supplies": [_supply(site_data, row, key) for row in business.supplies.get(key, ())],
        "awards": award_sheet(site_data, business.awards, key) if business.awards else None,
        "money": [_money(site_data, t, row, key) for t, row in business.money.get(key, ())],
        "certificates": [
            _held(site_data, row, business.day) for row in business.certificates.get(key, ())
        ],
    }
    return {**sheet, "parts": [part for part in PARTS if sheet[part]]}


def cited_numbers(sheet: dict[str, Any]) -> set[int]:
    """The numbers of the sources that the rows of a sheet cite."""
    rows = (r for part in ("offers", "supplies", "money", "certificates") for r in sheet[part])
    return {row["place"]["number"] for row in rows}


def _needs(
    site_data: SiteData, business: Business, key: str, gaps: dict[str, Gap]
) -> list[dict[str, Any]]:
    """Its gaps first, what is only unknown last; what it makes itself says so."""
    own = {row["product"]: row for row in business.made.get(key, ())}

    def order(need: Need) -> tuple[bool, bool, str]:
        return (need.product not in gaps, need.state == "unknown", need.product)

    return [
        {**_need(site_data, need, gaps), "own": _own(site_data, own.get(need.product))}
        for need in sorted(business.needs.get(key, ()), key=order)
    ]


def _own(site_data: SiteData, row: Row | None) -> dict[str, Any] | None:
    """That it makes what it needs itself, how real that is, and of what year it is said."""
    if row is None:
        return None
    return {
        "modality": row["modality"],
        "modality_label": site_data.code("modality", row["modality"]),
        "dated": (row["valid_from"] or row.get("period") or "")[:4],
        "place": site_data.said_at(citation_of(row)),
    }


def _need(site_data: SiteData, need: Need, gaps: dict[str, Gap]) -> dict[str, Any]:
    gap = gaps.get(need.product)
    kinds = ("local", "knowledge", "outside") if gap else ()
    mends = [
        r
        for kind in kinds
        for r in [r for r in site_data.remedies_for(need.product, kind) if r.distance <= NEAR][:2]
    ]
    return {
        **named(site_data, need.product, ROOT),
        "state": site_data.code("need-state", need.state),
        "known": need.state != "unknown",
        "gap": gap is not None,
        "kind": gap.kind if gap else None,
        "kind_label": site_data.code("gap-kind", gap.kind) if gap else None,
        "origins": [origin_text(site_data, need.product, o) for o in (gap.origins if gap else ())],
        "makers": [
            named(site_data, m, ROOT)
            for m in sorted(site_data.makers.get(need.product, ()))
            if m != need.needed_by
        ],
        "mends": [remedy_view(site_data, r, ROOT) for r in mends],
        "evidence": text(f"evidence.{need.evidence}"),
        "doubts": site_data.doubts(need.doubts),
    }


def _offer(site_data: SiteData, row: Row, gaps: dict[str, Gap]) -> dict[str, Any]:
    product = row["product"]
    return {
        **named(site_data, product, ROOT),
        "written": row["value_written"] or "",
        "users": [
            named(site_data, u, ROOT)
            for u in site_data.users_of.get(product, ())
            if u != row["maker"]
        ],
        "gap": site_data.code("gap-kind", gaps[product].kind) if product in gaps else None,
        **_cited(site_data, row),
    }


def _closes(site_data: SiteData, business: Business, key: str) -> list[dict[str, Any]]:
    return [
        {
            **remedy_view(site_data, remedy, ROOT),
            **named(site_data, gap.product, ROOT),
            "kind_label": site_data.code("gap-kind", gap.kind),
            "users": [
                named(site_data, u, ROOT) for u in _bodies(site_data, remedy.users or gap.users)
            ],
        }
        for gap, remedy in business.closes.get(key, ())
    ]


def _target(
    site_data: SiteData, business: Business, key: str, gaps: dict[str, Gap]
) -> dict[str, Any] | None:
    """Why a maker elsewhere is worth a visit: who here would buy, what here draws it."""
    found = business.targets.get(key)
    if found is None or key in business.local:
        return None
    policies = {
        r.who: r
        for product in found.products
        if product in gaps
        for r in site_data.remedies_for(product, "policy")
    }
    return {
        "rank": found.rank,
        "tied": found.tied,
        "products": [named(site_data, p, ROOT) for p in found.products],
        "users": [named(site_data, u, ROOT) for u in _bodies(site_data, found.users)],
        "here": [named(site_data, h, ROOT) for h in found.here],
        "origins": [site_data.label(o) for o in found.origins],
        "policies": [remedy_view(site_data, r, ROOT) for r in policies.values()],
        "evidence": text(f"evidence.{found.evidence}"),
        "doubts": site_data.doubts(found.doubts),
    }


def _bodies(site_data: SiteData, users: Iterable[str]) -> list[str]:
    """Those of the users whom one can meet: a chain is nobody."""
    return [u for u in users if not site_data.is_a(u, "IndustryChain")]


def _meeting(site_data: SiteData, found: Introduction, key: str) -> dict[str, Any]:
    buys = found.buyer == key
    return {
        "other": named(site_data, found.supplier if buys else found.buyer, ROOT),
        "how": text("firm.buys_from" if buys else "firm.sells_to"),
        "product": named(site_data, found.product, ROOT),
        "evidence": text(f"evidence.{found.evidence}"),
        "why": [
            (site_data.label(a), relation_words(site_data, r), site_data.label(b))
            for a, r, b in found.path
        ],
        "doubts": site_data.doubts(found.doubts),
    }


def _supply(site_data: SiteData, row: Row, key: str) -> dict[str, Any]:
    buys = row["buyer"] == key
    other = row["supplier"] or row["origin"] if buys else row["buyer"] or row["used_in"]
    return {
        "how": text("firm.bought_from" if buys else "firm.sold_to"),
        "other": named(site_data, other, ROOT) if other else None,
        "product": named(site_data, row["product"], ROOT) if row["product"] else None,
        "written": row["value_written"] or "",
        "when": row["period"] or " – ".join(filter(None, (row["valid_from"], row["valid_to"]))),
        **_cited(site_data, row),
    }


def _money(site_data: SiteData, table: str, row: Row, key: str) -> dict[str, Any]:
    giver, taker = (row[column] for column in MONEY[table])
    gives = giver == key
    other = taker if gives else giver
    share = row.get("share")
    size = row.get("value_written") or (f"{100 * float(share):.10g} %" if share else "")
    when = row.get("period") or row.get("valid_from") or ""
    return {
        "how": text(f"firm.{table}_{'out' if gives else 'in'}"),
        "other": named(site_data, other, ROOT) if other else None,
        "written": size,
        "when": when,
        **_cited(site_data, row),
    }


def _held(site_data: SiteData, row: Row, day: str) -> dict[str, Any]:
    """A certificate; of one that has run out, that nothing says of a renewal."""
    since = row["valid_from"] or row["period"] or ""
    when = " – ".join(filter(None, (since, row["valid_to"])))
    over = has_run_out(row["status"], since, row["valid_to"], day)
    return {
        "label": site_data.code("firm-ladder", row["status"]),
        "when": text("ladder.lapsed", since=since) if over else (when, when),
        "by": named(site_data, row["granted_by"], ROOT) if row["granted_by"] else None,
        **_cited(site_data, row),
    }


def _cited(site_data: SiteData, row: Row) -> dict[str, Any]:
    return {
        "modality": row["modality"],
        "modality_label": site_data.code("modality", row["modality"]),
        **site_data.how_sure(row),
        "place": site_data.said_at(citation_of(row)),
    }
