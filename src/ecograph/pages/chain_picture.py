"""What the picture of a chain shows of each product, and what stands beside a chosen one."""

from collections.abc import Iterable
from typing import Any

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.pages.chain_products import (
    STATES,
    band_label,
    in_bands,
    state_label,
    state_of,
)
from ecograph.pages.findings import COLUMNS, nothing_found, origin_text, remedy_view
from ecograph.pages.gaps import named
from ecograph.pages.layers import Box, Drawing, Line, Segment, layered, listed
from ecograph.pages.site_data import SiteData, href_to
from ecograph.supplychain.gaps import Gap

_FINDINGS = STATES[:3]  # states of which something is known to be wrong
_MOST = 3  # names in a line of a box
_LINE = 11.0  # the width of a line after its first words, in ems
_REMEDIES = 3  # of a kind beside a product


def chain_picture(
    site_data: SiteData, products: list[str], gaps: dict[str, Gap], root: str
) -> Drawing | None:
    """The picture of products of a chain; None where there are none."""
    held = set(products)
    bands = []
    for band, of_band in in_bands(site_data, products, gaps):
        by_segment: dict[str, list[Box]] = {}
        for product in of_band:
            segment = site_data.segments.get(product) or ""
            box = _box(site_data, product, gaps.get(product), held, root)
            by_segment.setdefault(segment, []).append(box)
        ordered = sorted(by_segment.items(), key=lambda s: _order(s[0], s[1]))
        segments = [Segment(key, _segment_label(site_data, key), tuple(b)) for key, b in ordered]
        bands.append((band_label(site_data, band), segments))
    return layered(bands) if bands else None


def _order(key: str, boxes: list[Box]) -> tuple[int, int, str]:
    """Segments with the most findings first, what is in none last."""
    return (int(not key), -sum(b.state in _FINDINGS for b in boxes), key)


def _segment_label(site_data: SiteData, key: str) -> Both:
    return site_data.label(key) if key else text("chain.no_segment")


def states_drawn(
    site_data: SiteData, products: Iterable[str], gaps: dict[str, Gap]
) -> list[tuple[str, Both, int]]:
    """The states of these products, the gravest first, each with its name and how many."""
    found = [state_of(site_data, p, gaps.get(p)) for p in products]
    return [(s, state_label(s), found.count(s)) for s in STATES if s in found]


def _box(site_data: SiteData, product: str, gap: Gap | None, held: set[str], root: str) -> Box:
    state = state_of(site_data, product, gap)
    users = [site_data.label(u) for u in site_data.users_of.get(product, ())]
    needed = site_data.inputs_of.get(product, {})
    return Box(
        key=product,
        label=site_data.label(product),
        href=href_to(site_data, product, root),
        state=state,
        second=_second(site_data, product, gap, state),
        users=_line("chain.for", users),
        beside=_beside(site_data, product, gap),
        chokepoint=bool(gap and any(gap.tests.values())),
        told=state in _FINDINGS or state == "made",
        inputs=tuple(
            (key, evidence) for key, (evidence, _) in sorted(needed.items()) if key in held
        ),
    )


def _second(site_data: SiteData, product: str, gap: Gap | None, state: str) -> Line:
    """Who makes it here; where nobody is known to, what is known of that."""
    makers = [site_data.label(m) for m in sorted(site_data.makers.get(product, ()))]
    kind = site_data.code("gap-kind", gap.kind) if gap else None
    if makers:
        line = _line("chain.by", makers)
        if state == "broken" and kind:
            return Line(_after(kind, line.drawn), _after(kind, line.whole))
        return line
    here = product in site_data.made_here
    said = text("atlas.by_industry") if here else kind or text("atlas.maker_unknown")
    return Line(said, said)


def _after(first: Both, second: Both) -> Both:
    return f"{first[0]} · {second[0]}", f"{first[1]} · {second[1]}"


def _beside(site_data: SiteData, product: str, gap: Gap | None) -> Line:
    """Where it comes from, with the shares that are stated; else who here might mend it."""
    if gap and gap.origins:
        return _line("chain.from", [origin_text(site_data, product, o) for o in gap.origins])
    local = site_data.remedies_for(product, "local")
    return _line("chain.could", [site_data.label(r.who) for r in local])


def _line(key: str, names: list[Both]) -> Line:
    """Names after what they are; nothing without any."""
    if not names:
        return Line()
    held = listed(names, _MOST, _LINE)
    return Line(_worded(key, held.drawn), _worded(key, held.whole))


def _worded(key: str, names: Both) -> Both:
    return text(key, names=names[0])[0], text(key, names=names[1])[1]


def product_notes(
    site_data: SiteData, products: Iterable[str], gaps: dict[str, Gap], root: str
) -> list[dict[str, Any]]:
    """What stands beside the picture for each product, once it is chosen."""
    return [_note(site_data, p, gaps.get(p), root) for p in products]


def _tests(gap: Gap | None) -> list[str]:
    """The tests of a chokepoint that a product meets."""
    return [t for t, holds in gap.tests.items() if holds] if gap else []


def _note(site_data: SiteData, product: str, gap: Gap | None, root: str) -> dict[str, Any]:
    held = site_data.remedies.get(product)
    makers = site_data.makers.get(product, {})
    state = state_of(site_data, product, gap)
    kinds = []
    for kind in COLUMNS:
        found = site_data.remedies_for(product, kind)
        if held is not None:
            kinds.append(
                {
                    "label": text(f"remedy.{kind}"),
                    "remedies": [remedy_view(site_data, r, root) for r in found[:_REMEDIES]],
                    "more": max(0, len(found) - _REMEDIES),
                    "none": nothing_found(held, kind),
                }
            )
    return {
        **named(site_data, product, root),
        "key": product,
        "state": state,
        "said": site_data.code("gap-kind", gap.kind) if gap else state_label(state),
        "tests": [text(f"atlas.test_{t}") for t in _tests(gap)],
        "users": [named(site_data, u, root) for u in site_data.users_of.get(product, ())],
        "makers": [
            {
                **named(site_data, m, root),
                "evidence": EVIDENCE[level],
                "evidence_label": text(f"evidence.{EVIDENCE[level]}"),
                "doubt": site_data.doubt_on_maker(product, m),
            }
            for m, level in sorted(makers.items(), key=lambda m: (m[1], m[0]))
        ],
        "by_industry": product in site_data.made_here,
        "origins": [origin_text(site_data, product, o) for o in (gap.origins if gap else ())],
        "inputs": [named(site_data, i, root) for i in sorted(site_data.inputs_of.get(product, {}))],
        "kinds": kinds,
        "doubts": site_data.doubts(gap.doubts) if gap else None,
    }
