"""The page of firms: those of the place and those to bring here, to be filtered and sorted."""

from collections.abc import Iterable
from typing import Any

from ecograph.base.evidence import WEAKEST, firmest_first
from ecograph.base.words import word as text
from ecograph.eligibility.eligible import firms_of
from ecograph.pages.business import Business, district_of
from ecograph.pages.filter_fields import filter_fields
from ecograph.pages.gaps import named
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.attraction import Candidate

# What a row can be filtered by, in the order of the fields.
FILTERS = ("place", "chain", "rung", "evidence")


def firms_context(site_data: SiteData, business: Business) -> dict[str, Any]:
    """What the template of the page shows: two tables, each with the fields that filter it."""
    gaps = {g.product for g in site_data.known_gaps}
    local = []
    if site_data.place is not None:
        keys = firms_of(site_data.supply_use.database, site_data.place)
        local = [_local(site_data, business, key, gaps) for key in keys]
    local.sort(key=lambda row: (-row["gaps"] - row["mends"], -row["awards"], row["key"]))
    targets = [_target(site_data, business, c) for c in business.to_attract]
    tables = [
        {"key": "local", "rows": local, "fields": filter_fields(site_data, local, FILTERS)},
        {"key": "targets", "rows": targets, "fields": filter_fields(site_data, targets, FILTERS)},
    ]
    banks = sum(site_data.is_a(row["key"], "Bank") for row in local)
    return {
        "title": text("atlas.firms_page"),
        "tables": tables,
        "references": [],
        "local_firms": len(local) - banks,
        "local_banks": banks,
    }


def _local(
    site_data: SiteData,
    business: Business,
    key: str,
    gaps: set[str],
) -> dict[str, Any]:
    needs = business.needs.get(key, ())
    made = business.made.get(key, ())
    held = sorted({row["status"] for row in business.certificates.get(key, ())})
    awards = business.awards
    fits = awards.open_to(key) if awards else ()
    district = district_of(site_data, key)
    return {
        **named(site_data, key, ""),
        "key": key,
        "place": [district] if district else [],
        "chain": site_data.chains_of.get(key, ()),
        "rung": held,
        "evidence": _sure(
            [row["evidence"] for row in (*made, *business.part_in.get(key, ()))],
            [n.evidence for n in needs],
        ),
        "needs": len(needs),
        "gaps": sum(n.product in gaps for n in needs),
        "makes": [named(site_data, p, "") for p in dict.fromkeys(row["product"] for row in made)],
        "mends": len(business.closes.get(key, ())),
        "meetings": len(business.meetings.get(key, ())),
        "awards": len(fits),
        "doubts": None,
    }


def _target(site_data: SiteData, business: Business, found: Candidate) -> dict[str, Any]:
    of_products = sorted({c for p in found.products for c in site_data.chains_of.get(p, ())})
    held = sorted({row["status"] for row in business.certificates.get(found.who, ())})
    return {
        **named(site_data, found.who, ""),
        "key": found.who,
        "place": sorted(found.origins),
        "chain": of_products,
        "rung": held,
        "evidence": found.evidence,
        "rank": found.rank,
        "tied": found.tied,
        "products": [named(site_data, p, "") for p in found.products],
        "users": [named(site_data, u, "") for u in found.users],
        "here": [named(site_data, h, "") for h in found.here],
        "doubts": site_data.doubts(found.doubts),
    }


def _sure(*levels: Iterable[str]) -> str:
    """The firmest evidence of what a firm makes, takes part in and needs."""
    held = firmest_first(level for each in levels for level in each)
    return held[0] if held else WEAKEST
