"""Gaps and rates as templates show them."""

from typing import Any

from ecograph.base.results import Both, Interval
from ecograph.base.words import word as text
from ecograph.pages.site_data import SiteData, href_to
from ecograph.supplychain.gaps import Gap


def gap_row(site_data: SiteData, gap: Gap, root: str = "../") -> dict[str, Any]:
    """A gap as a template shows it."""
    return {
        "product": site_data.label(gap.product),
        "href": href_to(site_data, gap.product, root),
        "kind": gap.kind,
        "kind_label": site_data.code("gap-kind", gap.kind),
        "kind_if": site_data.code("gap-kind", gap.kind_if) if gap.kind_if else None,
        "possibly": [named(site_data, k, root) for k in gap.possibly],
        "possible_makers": [named(site_data, k, root) for k in gap.possible_makers],
        "needs": gap.needs,
        "states": [(site_data.code("need-state", s), n) for s, n in gap.counts.items() if n],
        "origins": [site_data.origin(o) for o in gap.origins],
        "makers": gap.local_makers,
        "exposed": [named(site_data, b, root) for b in gap.users],
        "chokepoint": [text(f"atlas.test_{name}") for name, holds in gap.tests.items() if holds],
        "insufficient": [
            {**named(site_data, maker, root), "why": text(f"gap.{why}")}
            for maker, why in gap.insufficient
        ],
        "priority": interval_text(gap.priority, percent=False),
        "order": gap.priority.low,
        "coverage": percent(gap.coverage),
        "evidence": [text(f"evidence.{name}") for name in gap.evidence],
        "statements": len(gap.statements),
        "doubts": site_data.doubts(gap.doubts),
    }


def named(site_data: SiteData, key: str, root: str) -> dict[str, Any]:
    """An entity by its name, with its page."""
    return {"label": site_data.label(key), "href": href_to(site_data, key, root)}


def interval_text(interval: Interval | None, *, percent: bool = True) -> Both:
    """An interval as people read it; unknown where there is none."""
    if interval is None:
        return text("atlas.unknown")
    form = "{:.0%}" if percent else "{:.2f}"
    low, high = form.format(interval.low), form.format(interval.high)
    shown = low if low == high else f"{low}–{high}"
    return (shown, shown)


def percent(share: float | None) -> Both:
    """A share as a percentage, unknown where there is none."""
    return text("atlas.unknown") if share is None else (f"{share:.0%}", f"{share:.0%}")
