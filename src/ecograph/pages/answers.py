"""What the question box answers from: who makes what, who needs what, what is lacking, who helps.

The answers are those of the pages, by the place of each entity in the index of the search; beside
each stands how sure it is, as its place in EVIDENCE.
"""

from collections.abc import Iterable, Mapping, Sequence

from ecograph.base.evidence import EVIDENCE
from ecograph.pages.findings import COLUMNS
from ecograph.pages.helper_page import helped
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.gaps import Gap

# By question: makes and elsewhere (who makes a product here, elsewhere), users (who needs it),
# mends (who could close its gap), needs (what somebody needs), lacks (what is lacking in a chain
# or to a firm), helps (which gaps somebody could close).
KINDS = ("makes", "elsewhere", "users", "mends", "needs", "lacks", "helps")
Answers = dict[str, dict[int, list[int]]]
_Sure = tuple[str, int]


def answers_of(site_data: SiteData, keys: Sequence[str]) -> Answers:
    """By kind of question and by the place of what is asked about, places and levels in turn."""
    known = site_data.known_gaps
    found: dict[str, Mapping[str, Iterable[_Sure]]] = {
        "makes": {p: m.items() for p, m in site_data.makers.items()},
        "elsewhere": _of_kinds(site_data, known, ("outside",)),
        "users": {p: [(u, 0) for u in users] for p, users in site_data.users_of.items()},
        "mends": _of_kinds(site_data, known, COLUMNS),
        "needs": _needs(site_data),
        "lacks": _lacks(site_data, known),
        "helps": _helps(site_data, known),
    }
    at = {key: i for i, key in enumerate(keys)}
    return {kind: _by_place(found[kind], at) for kind in KINDS}


def _by_place(found: Mapping[str, Iterable[_Sure]], at: Mapping[str, int]) -> dict[int, list[int]]:
    held: dict[int, list[int]] = {}
    for key in sorted(found):
        pairs = [(at[other], level) for other, level in found[key] if other in at]
        if key in at and pairs:
            held[at[key]] = [cell for pair in pairs for cell in pair]
    return held


def _of_kinds(
    site_data: SiteData, gaps: Iterable[Gap], kinds: Sequence[str]
) -> dict[str, list[_Sure]]:
    """By product who could close its gap, of these kinds, each once, the nearest first."""
    found: dict[str, list[_Sure]] = {}
    for gap in gaps:
        remedies = sorted(
            site_data.remedies_for(gap.product, *kinds),
            key=lambda r: (r.distance, kinds.index(r.kind), r.rank),
        )
        sure = {r.who: EVIDENCE.index(r.evidence) for r in reversed(remedies)}
        found[gap.product] = list(reversed(sure.items()))
    return found


def _needs(site_data: SiteData) -> dict[str, list[_Sure]]:
    """By who needs something, what: as sure as the need is."""
    found: dict[str, list[_Sure]] = {}
    for need in site_data.all_needs:
        found.setdefault(need.needed_by, []).append((need.product, EVIDENCE.index(need.evidence)))
    return {who: sorted(set(held), key=lambda n: (n[1], n[0])) for who, held in found.items()}


def _lacks(site_data: SiteData, gaps: Sequence[Gap]) -> dict[str, list[_Sure]]:
    """By chain and by firm the known gaps, documented ones first."""
    found: dict[str, list[_Sure]] = {}
    for chain in (k for k in site_data.entities if site_data.is_a(k, "IndustryChain")):
        held = site_data.known_gaps_in(chain)
        found[chain] = [(g.product, 0 if g.documented else 2) for g in held]
    for gap in gaps:
        for user in gap.users:
            if user not in found or not site_data.is_a(user, "IndustryChain"):
                found.setdefault(user, []).append((gap.product, 0 if gap.documented else 2))
    return found


def _helps(site_data: SiteData, gaps: Sequence[Gap]) -> dict[str, list[_Sure]]:
    """By who could close gaps, which, the nearest first."""
    found: dict[str, dict[str, int]] = {}
    for by_who in helped(site_data, gaps).values():
        for who, pairs in by_who.items():
            held = found.setdefault(who, {})
            for gap, remedy in pairs:
                held.setdefault(gap.product, EVIDENCE.index(remedy.evidence))
    return {who: list(held.items()) for who, held in found.items()}
