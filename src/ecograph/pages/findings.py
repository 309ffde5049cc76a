"""What is known to be broken in a chain, who or what could mend it, and what is only unknown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Both
from ecograph.base.words import word as text
from ecograph.base.words import words
from ecograph.pages.gaps import named
from ecograph.pages.site_data import SiteData, page_name
from ecograph.supplychain.gaps import Gap
from ecograph.supplychain.remedy import GapRemedies, Remedy

SETTLED = ("strong", "extension")  # kinds of gap of which nothing is broken
UNKNOWN = "unknown"
# The columns of a table of findings: kinds of remedies, in the order of the question
# "who could mend it, which laboratory, fund or policy fits, whom to bring here".
COLUMNS = ("local", "knowledge", "money", "policy", "outside")
FEW = 2  # remedies that a cell names


def known_gaps(gaps: Iterable[Gap]) -> list[Gap]:
    """Those of which something is known to be broken, documented ones first."""
    return [g for g in gaps if g.kind not in (*SETTLED, UNKNOWN)]


def findings_of(site_data: SiteData, chain: str, root: str, few: int = FEW) -> dict[str, Any]:
    """The findings of a chain: a sentence, the rows that documents are behind, those of ours."""
    gaps = site_data.gaps_in(chain)
    known = known_gaps(gaps)
    return {
        "sentence": _sentence(site_data, gaps),
        "documented": [finding(site_data, g, root, few) for g in known if g.documented],
        "editorial": [finding(site_data, g, root, few) for g in known if not g.documented],
        "unknown": [named(site_data, g.product, root) for g in gaps if g.kind == UNKNOWN],
    }


def _sentence(site_data: SiteData, gaps: Sequence[Gap]) -> Both:
    """A chain in a sentence: what is broken, what depends on abroad, who could mend how much."""
    known = known_gaps(gaps)
    unknown = sum(g.kind == UNKNOWN for g in gaps)
    if not known:
        return text("finding.none", unknown=unknown)
    remedies = [site_data.remedies[g.product] for g in known if g.product in site_data.remedies]
    firms = {r.who for held in remedies for r in _of_kind(held, "local")}
    counts = Counter(g.kind for g in known)
    each = [(site_data.code("gap-kind", kind), n) for kind, n in counts.most_common()]
    kinds = ("；".join(f"{k[0]} {n}" for k, n in each), ", ".join(f"{k[1]} {n}" for k, n in each))
    told = [
        text(
            "finding.known",
            known=len(known),
            documented=sum(bool(g.documented) for g in known),
            kinds=kinds,
        ),
        text("finding.abroad", n=sum(_from_abroad(site_data, g) for g in known)),
        text(
            "finding.mend" if firms else "finding.mend_none",
            firms=len(firms),
            n=sum(bool(_of_kind(held, "local")) for held in remedies),
        ),
        text(
            "finding.help",
            n=sum(any(_of_kind(h, k) for k in COLUMNS[1:4]) for h in remedies),
        ),
    ]
    if unknown:
        told.append(text("finding.unknown", unknown=unknown))
    return "".join(zh for zh, _ in told), " ".join(en for _, en in told)


def _from_abroad(site_data: SiteData, gap: Gap) -> bool:
    """Whether a need of it is known to be met from another country."""
    here = site_data.tables.places_of.get(site_data.place or "", ())
    return bool(gap.counts.get("external-foreign")) or any(o not in here for o in gap.origins)


def _of_kind(held: GapRemedies, kind: str) -> list[Remedy]:
    return [r for r in held.remedies if r.kind == kind]


def finding(site_data: SiteData, gap: Gap, root: str, few: int = FEW) -> dict[str, Any]:
    """A gap with what could close it, so many of each kind, as a row of a table."""
    held = site_data.remedies.get(gap.product)
    return {
        **named(site_data, gap.product, root),
        "key": gap.product,
        "kind": gap.kind,
        "kind_label": site_data.code("gap-kind", gap.kind),
        "chokepoint": any(gap.tests.values()),
        "users": [named(site_data, u, root) for u in gap.users],
        "origins": [origin_text(site_data, gap.product, o) for o in gap.origins],
        "cells": [_cell(site_data, held, kind, root, few) for kind in COLUMNS],
        "evidence": [text(f"evidence.{name}") for name in gap.evidence[:1]],
        "doubts": site_data.doubts(gap.doubts),
    }


def origin_text(site_data: SiteData, product: str, origin: str) -> Both:
    """An origin by its name, with the share of the product that a source gives it."""
    label = site_data.label(origin)
    share = site_data.origin_shares.get((product, origin))
    return (f"{label[0]} {share[0]}", f"{label[1]} {share[1]}") if share else label


def _cell(
    site_data: SiteData, held: GapRemedies | None, kind: str, root: str, few: int
) -> dict[str, Any]:
    """The remedies of a kind, the nearest first; where there is none, how much was looked at."""
    remedies = _of_kind(held, kind) if held else []
    found = next((s for s in held.searches if s.kind == kind), None) if held else None
    return {
        "kind": kind,
        "remedies": [remedy_view(site_data, r, root) for r in remedies[:few]],
        "more": max(0, len(remedies) - few),
        "looked_at": found.looked_at if found else 0,
    }


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
    known = {k: known_gaps(site_data.gaps_in(k)) for k in chains}
    held = [k for k in chains if known[k] and not any(known[c] for c in below[k] if c != k)]
    return sorted(
        held, key=lambda k: (-sum(bool(g.documented) for g in known[k]), -len(known[k]), k)
    )


def chain_href(key: str, root: str) -> str:
    """The page of a chain as seen from another page."""
    return f"{root}chains/{page_name(key)}.html"
