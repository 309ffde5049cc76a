"""What is known to be broken in a chain, who or what could mend it, and what is only unknown."""

from collections.abc import Iterable, Sequence
from typing import Any

from ecograph.base.evidence import EVIDENCE, is_documented, level_of
from ecograph.base.namespaces import ID_BASE
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.base.words import words
from ecograph.operations.gap_sentences import gap_sentence, joined, remedy_sentence
from ecograph.pages.gaps import named
from ecograph.pages.page_names import page_name
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.gaps import Gap
from ecograph.supplychain.known_gaps import HELP, NEAR, UNKNOWN, gap_counts, is_known, remedy_counts
from ecograph.supplychain.remedy import GapRemedies, Remedy

# The columns of a table of findings: kinds of remedies, in the order of the question
# "who could mend it, which laboratory, fund or policy fits, whom to bring here".
COLUMNS = ("local", "knowledge", "money", "policy", "outside")
FEW = 2  # remedies that a cell names
_PLACES = 2  # documents that a row names


def findings_of(site_data: SiteData, chain: str, root: str, few: int = FEW) -> dict[str, Any]:
    """The findings of a chain: a sentence, the rows that documents are behind, those of ours."""
    gaps = site_data.gaps_in(chain)
    known = [g for g in gaps if is_known(g)]
    return {
        "sentence": _sentence(site_data, gaps),
        "documented": [finding(site_data, g, root, few) for g in known if g.documented],
        "editorial": [finding(site_data, g, root, few) for g in known if not g.documented],
        "unknown": [named(site_data, g.product, root) for g in gaps if g.kind == UNKNOWN],
    }


def _sentence(site_data: SiteData, gaps: Sequence[Gap]) -> Both:
    """A chain in a sentence: what is broken, what depends on abroad, who could mend how much."""
    counts = gap_counts(gaps, site_data.tables.places_of.get(site_data.place or "", ()))
    told = [gap_sentence(counts, site_data.index.labels)]
    if counts.known:
        held = (site_data.remedies.get(g.product) for g in gaps if is_known(g))
        told.append(remedy_sentence(remedy_counts(filter(None, held))))
        if counts.unknown:
            told.append(text("finding.unknown", unknown=counts.unknown))
    return joined(told)


def finding(site_data: SiteData, gap: Gap, root: str, few: int = FEW) -> dict[str, Any]:
    """A gap with what could close it, so many of each kind, as a row of a table."""
    return {
        **named(site_data, gap.product, root),
        "key": gap.product,
        "kind": gap.kind,
        "kind_label": site_data.code("gap-kind", gap.kind),
        "chokepoint": any(gap.tests.values()),
        "users": [named(site_data, u, root) for u in gap.users],
        "origins": [origin_text(site_data, gap.product, o) for o in gap.origins],
        "cells": [_cell(site_data, gap.product, kind, root, few) for kind in COLUMNS],
        "evidence": [text(f"evidence.{name}") for name in gap.evidence[:1]],
        "places": _said_in(site_data, gap),
        "doubts": site_data.doubts(gap.doubts),
    }


def _said_in(site_data: SiteData, gap: Gap) -> list[dict[str, Any]]:
    """Where documents say what a gap rests on, the firmest first: a place of each, of a few."""
    found: dict[str, dict[str, Any]] = {}
    for s in sorted(gap.statements, key=lambda s: level_of(s.evidence)):
        place = site_data.index.places.get(ID_BASE + s.citation)
        if place is not None and is_documented(s.evidence):
            found.setdefault(place.document, site_data.said_at(place))
    return list(found.values())[:_PLACES]


def cited_by(findings: Iterable[dict[str, Any]]) -> set[int]:
    """The numbers of the sources that rows of findings name."""
    return {place["number"] for row in findings for place in row["places"]}


def origin_text(site_data: SiteData, product: str, origin: str) -> Both:
    """An origin by its name, with the share of the product that a source gives it."""
    label = site_data.origin(origin)
    share = site_data.origin_shares.get((product, origin))
    return (f"{label[0]} {share[0]}", f"{label[1]} {share[1]}") if share else label


def _cell(site_data: SiteData, product: str, kind: str, root: str, few: int) -> dict[str, Any]:
    """The remedies of a kind, the nearest first; where there is none, how much was looked at."""
    held = site_data.remedies.get(product)
    remedies = held.of_kind(kind) if held else ()
    far = [r for r in remedies if kind in HELP and r.distance > NEAR]
    near = [r for r in remedies if r not in far]
    return {
        "kind": kind,
        "remedies": [remedy_view(site_data, r, root) for r in near[:few]],
        "more": max(0, len(near) - few),
        "of_industry": len(far),
        "industry": [remedy_view(site_data, r, root) for r in far] if few > FEW else [],
        "none": nothing_found(held, kind),
    }


def nothing_found(held: GapRemedies | None, kind: str) -> Both:
    """What is said where a gap has no remedy of a kind: what was looked at, or why nothing was."""
    if held and held.made_here and kind == "outside":
        return text("remedy.made_here")
    search = next((s for s in held.searches if s.kind == kind), None) if held else None
    if not search or not search.looked_at:
        return text("finding.not_looked")
    return text(f"finding.searched_{kind}", n=search.looked_at)


def relation_words(site_data: SiteData, relation: str) -> Both:
    """A step of a path in words; a relation without any by its name in the ontology."""
    key = f"relation.{relation}"
    return text(key) if key in words() else site_data.term(relation)


def remedy_view(site_data: SiteData, r: Remedy, root: str) -> dict[str, Any]:
    """A remedy as a template shows it: who, how real, how sure, and the way in words."""
    steps = [(site_data.label(a), text(f"relation.{v}"), site_data.label(b)) for a, v, b in r.path]
    return {
        **named(site_data, r.who, root),
        "modality": r.modality,
        "modality_label": site_data.code("modality", r.modality),
        "evidence": r.evidence,
        "evidence_label": text(f"evidence.{r.evidence}"),
        "level": EVIDENCE.index(r.evidence),
        "near": r.distance == 0,
        "offer": r.offer,
        "dated": "" if r.modality == "exists" else (r.dated or "")[:4],
        "way": (
            "；".join(f"{a[0]} {v[0]} {b[0]}" for a, v, b in steps),
            "; ".join(f"{a[1]} {v[1]} {b[1]}" for a, v, b in steps),
        ),
        "doubts": site_data.doubts(r.doubts),
    }


def chains_with_findings(site_data: SiteData) -> list[str]:
    """Chains of which a break is known, without those whose parts say it, the fullest first."""
    below = site_data.tables.chains_below
    chains = [k for k in site_data.entities if site_data.is_a(k, "IndustryChain")]
    known = {k: site_data.known_gaps_in(k) for k in chains}
    held = [k for k in chains if known[k] and not any(known[c] for c in below[k] if c != k)]
    return sorted(
        held, key=lambda k: (-sum(bool(g.documented) for g in known[k]), -len(known[k]), k)
    )


def chains_by_gap(site_data: SiteData) -> dict[str, list[str]]:
    """The chains that each product with a known gap is a finding of."""
    found: dict[str, list[str]] = {}
    for chain in chains_with_findings(site_data):
        for gap in site_data.known_gaps_in(chain):
            found.setdefault(gap.product, []).append(chain)
    return found


def chain_href(key: str, root: str) -> str:
    """The page of a chain as seen from another page."""
    return f"{root}chains/{page_name(key)}.html"
