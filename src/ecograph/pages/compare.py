"""The comparison page: places side by side on every indicator, unknown shown as unknown."""

import re
from typing import Any

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Both, Method
from ecograph.base.words import word as text
from ecograph.graph.amounts import amount
from ecograph.graph.citation import citation_of
from ecograph.graph.facts_text import is_bare
from ecograph.pages.names import pinyin_order
from ecograph.pages.site_data import SiteData, href_to
from ecograph.pages.svg import Bar, bars
from ecograph.regional.comparison import comparison_of, growth_words, nation_words

_LATIN = re.compile("[A-Za-z]{3}")


def compare_context(site_data: SiteData) -> dict[str, Any]:
    """What the template of the comparison page shows."""
    rows = [
        r for r in site_data.rows("observation")
        if site_data.is_a(r["about"], "Place") and r["modality"] == "exists" and r["indicator"]
    ]  # fmt: skip
    places = sorted(
        {r["about"] for r in rows},
        key=lambda k: (
            k != site_data.place,
            not _is_city(site_data, k),
            -_count(rows, k),
            pinyin_order(site_data.label(k)[0]),
        ),
    )
    groups: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
    for r in rows:
        held = groups.setdefault((r["indicator"], r["period"] or ""), {})
        held.setdefault(r["about"], []).append(r)
    shared = [k for k in groups if len(groups[k]) > 1]
    alone = [k for k in groups if len(groups[k]) == 1]
    order = sorted(shared, key=lambda k: (-len(groups[k]), k))
    numbers = site_data.numbers()
    return {
        "title": text("atlas.compare"),
        "references": site_data.references(numbers[r["source"]] for r in rows),
        "places": [
            {"label": site_data.label(p), "href": href_to(site_data, p, "")} for p in places
        ],
        "profile": _profile(site_data),
        "charts": [c for k in order if (c := _chart(site_data, k, groups[k], places))["bars"]],
        "table": [_row(site_data, k, groups[k], places) for k in (*order, *sorted(alone))],
        "known": len(rows),
        "cells": len(groups) * len(places),
        "filled": sum(len(g) for g in groups.values()),
    }


def _profile(site_data: SiteData) -> list[dict[str, Any]]:
    """How the place itself stands among its like."""
    if site_data.place is None:
        return []
    method = Method("comparison", site_data.place)
    found = comparison_of(site_data.tables, method, place=site_data.place)
    return [
        {
            "label": site_data.label(s.indicator),
            "href": href_to(site_data, s.indicator, ""),
            "period": s.period,
            "written": s.written,
            "rank": f"{s.best}" if s.best == s.worst else f"{s.best}–{s.worst}",
            "of": s.of,
            "leader": {
                "label": site_data.label(s.leader),
                "href": href_to(site_data, s.leader, ""),
            },
            "behind": None if s.behind is None else f"{s.behind:.0%}",
            "nation": nation_words(s),
            "growth": growth_words(s),
        }
        for s in found.standings
    ]


def _count(rows: list[dict[str, Any]], key: str) -> int:
    return sum(1 for r in rows if r["about"] == key)


def _written(site_data: SiteData, row: dict[str, Any]) -> Both:
    """A value as the source writes it in Chinese, as a number with its unit in English."""
    labels = site_data.index.labels
    qualifier = (
        site_data.code("qualifier", row["qualifier"])[1] if row["qualifier"] != "exact" else ""
    )
    english = f"{qualifier} {amount(row['value'], row['unit'], labels, 'en')}".strip()
    written = row["value_written"]
    if is_bare(written) or _LATIN.search(written):  # Chinese readers read the number
        written = amount(row["value"], row["unit"], labels, "zh")
    return (written, english)


def _marked(site_data: SiteData, row: dict[str, Any]) -> Both:
    """A value with the words that it is doubted, or not stated by a document."""
    doubted, evidence = site_data.doubt_on(row["id"]), row["evidence"]
    marks = [text("net.doubt")] if doubted else []
    marks += [text(f"evidence.{evidence}")] if evidence != EVIDENCE[0] else []
    zh, en = _written(site_data, row)
    if not marks:
        return (zh, en)
    return (
        f"{zh}（{'、'.join(m[0] for m in marks)}）",
        f"{en} ({', '.join(m[1].lower() for m in marks)})",
    )


def _chart(
    site_data: SiteData,
    key: tuple[str, str],
    held: dict[str, list[dict[str, Any]]],
    places: list[str],
) -> dict[str, Any]:
    indicator, period = key
    known = [p for p in places if p in held and held[p][0]["base_value"] is not None]
    if any(held[p][0]["unit"] != "percent" for p in known):  # a whole is not drawn beside its part
        around = {p: site_data.tables.places_of.get(p, frozenset()) - {p} for p in known}
        known = [p for p in known if not any(p in around[q] for q in known)]
    known.sort(key=lambda p: (-held[p][0]["base_value"], p))
    rest = [p for p in places if p not in known and _is_city(site_data, p)]
    rows = [
        Bar(
            site_data.label(p),
            held[p][0]["base_value"],
            _marked(site_data, held[p][0]),
            site_data.doubt_on(held[p][0]["id"]),
        )
        for p in known
    ]
    return {
        "label": site_data.label(indicator),
        "period": period,
        "bars": bars(rows),
        "unknown": [site_data.label(p) for p in rest],
        "sources": sorted({site_data.label(held[p][0]["source"]) for p in known}),
        "coverage": (len(known), len(known) + len(rest)),
    }


def _is_city(site_data: SiteData, key: str) -> bool:
    return site_data.is_a(key, "City")


def _row(
    site_data: SiteData,
    key: tuple[str, str],
    held: dict[str, list[dict[str, Any]]],
    places: list[str],
) -> dict[str, Any]:
    indicator, period = key
    return {
        "label": site_data.label(indicator),
        "href": href_to(site_data, indicator, ""),
        "period": period,
        "cells": [[_cell(site_data, r) for r in held.get(p, ())] for p in places],
    }


def _cell(site_data: SiteData, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "written": _written(site_data, row),
        **site_data.how_sure(row),
        "place": site_data.said_at(citation_of(row)),
    }
