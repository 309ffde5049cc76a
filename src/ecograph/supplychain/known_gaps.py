"""The gaps of a place of which something is known, apart from what is only unknown, and their sums.

What is only of unknown source is no finding, what is supplied here no gap, and an extension is a
need that nobody has yet.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ecograph.supplychain.gaps import Gap
from ecograph.supplychain.remedy import GapRemedies, Remedy

UNKNOWN = "unknown"
SETTLED = ("strong", "extension")  # kinds of which nothing is broken
HELP = ("knowledge", "money", "policy")  # kinds of remedies that are no makers
NEAR = 2  # how far from the gap what a remedy is about may be, to be more than of its industry


@dataclass(frozen=True)
class GapCounts:
    """How many gaps are known, behind how many of them a document is, of which kinds they are.

    `kinds` have the most frequent first; of `abroad` some need is known to be met from another
    country; `unknown` products are needed, and nobody says where they come from.
    """

    known: int
    documented: int
    kinds: tuple[tuple[str, int], ...]
    abroad: int
    unknown: int


@dataclass(frozen=True)
class RemedyCounts:
    """How many gaps firms of the place could close, how many firms; for how many others help.

    What is past closes nothing.  Of `helped`, with research, funding or policy, `near` have some
    that is about the very product or its kin, not only about its industry.
    """

    mended: int
    firms: int
    helped: int
    near: int


def is_known(gap: Gap) -> bool:
    """Whether something is known to be broken: neither unknown, nor supplied, nor an extension."""
    return gap.kind not in (UNKNOWN, *SETTLED)


def gap_counts(gaps: Iterable[Gap], home: Collection[str]) -> GapCounts:
    """The counts of gaps of a place; `home` are the places that it lies in, its country too."""
    held = list(gaps)
    known = [gap for gap in held if is_known(gap)]
    return GapCounts(
        known=len(known),
        documented=sum(bool(gap.documented) for gap in known),
        kinds=tuple(Counter(gap.kind for gap in known).most_common()),
        abroad=sum(_from_abroad(gap, home) for gap in known),
        unknown=sum(gap.kind == UNKNOWN for gap in held),
    )


def _from_abroad(gap: Gap, home: Collection[str]) -> bool:
    """Whether a need of it is known to be met from another country: origins are countries."""
    return bool(gap.counts.get("external-foreign")) or any(o not in home for o in gap.origins)


def remedy_counts(gaps: Iterable[GapRemedies]) -> RemedyCounts:
    """The counts of what could close gaps."""
    held = list(gaps)
    local = [{r.who for r in gap.of_kind("local") if could_help(r)} for gap in held]
    help_ = [[r for r in gap.of_kind(*HELP) if could_help(r)] for gap in held]
    return RemedyCounts(
        mended=sum(bool(firms) for firms in local),
        firms=len(set().union(*local)),
        helped=sum(bool(found) for found in help_),
        near=sum(any(r.distance <= NEAR for r in found) for found in help_),
    )


def could_help(remedy: Remedy) -> bool:
    """Whether it is, or is to be: what is past helps nobody."""
    return remedy.modality != "past"
