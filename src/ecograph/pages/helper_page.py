"""The page of who or what could mend gaps: firms, laboratories, money, policies.

It is the table of gaps read the other way: of each who is near something that is lacking, what.
"""

from collections.abc import Iterable
from typing import Any

from ecograph.base.words import word as text
from ecograph.pages.findings import COLUMNS, remedy_view
from ecograph.pages.gaps import named
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.gaps import Gap
from ecograph.supplychain.remedy import REMEDY_KINDS, Remedy

# The order of a page: a gap that somebody is right at counts before many that it is far from.
_NEAREST = 2


def helper_context(site_data: SiteData) -> dict[str, Any]:
    """What the template of the page shows: kinds of helpers, each with what they could mend."""
    gaps = site_data.known_gaps
    found = helped(site_data, gaps)
    return {
        "title": text("atlas.helper_page"),
        "kinds": [
            {
                "kind": kind,
                "label": text(f"remedy.{kind}"),
                "rows": [
                    _row(site_data, who, held)
                    for who, held in sorted(found.get(kind, {}).items(), key=_order)
                ],
            }
            for kind in COLUMNS
        ],
        "references": [],
    }


def helped(
    site_data: SiteData, gaps: Iterable[Gap]
) -> dict[str, dict[str, list[tuple[Gap, Remedy]]]]:
    """By kind and by who, the gaps that each is a remedy of, the nearest first."""
    found: dict[str, dict[str, list[tuple[Gap, Remedy]]]] = {}
    for gap in gaps:
        for remedy in site_data.remedies_for(gap.product, *REMEDY_KINDS):
            found.setdefault(remedy.kind, {}).setdefault(remedy.who, []).append((gap, remedy))
    for by_who in found.values():
        for pairs in by_who.values():
            pairs.sort(key=lambda p: (p[1].distance, not p[0].documented, p[0].product))
    return found


def _order(item: tuple[str, list[tuple[Gap, Remedy]]]) -> tuple[int, int, int, str]:
    who, pairs = item
    near = [p for p in pairs if p[1].distance < _NEAREST and p[1].modality != "past"]
    return (-sum(bool(g.documented) for g, _ in near), -len(near), -len(pairs), who)


def _row(site_data: SiteData, who: str, pairs: list[tuple[Gap, Remedy]]) -> dict[str, Any]:
    gaps = [
        {
            **remedy_view(site_data, remedy, ""),
            **named(site_data, gap.product, ""),
            "kind_label": site_data.code("gap-kind", gap.kind),
            "documented": bool(gap.documented),
        }
        for gap, remedy in pairs
    ]
    offers = [r.offer for _, r in pairs if any(r.offer)]
    return {
        **named(site_data, who, ""),
        "key": who,
        "class_name": site_data.term(site_data.tables.class_of[who]),
        "near": [g for g, (_, r) in zip(gaps, pairs, strict=True) if r.distance < _NEAREST],
        "far": [g for g, (_, r) in zip(gaps, pairs, strict=True) if r.distance >= _NEAREST],
        "offer": offers[0] if offers else None,
        "doubts": site_data.doubts(sorted({d for _, r in pairs for d in r.doubts})),
    }
