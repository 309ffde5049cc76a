"""What a remedy is: who or what could close a gap, how far it is, and what is not known of it."""

from dataclasses import dataclass

from ecograph.base.results import Both, Measurement, Method
from ecograph.supplychain.introductions import PathStep

# Who or what: makers in the place, bodies that know it, money, policy, makers elsewhere, and who
# here could be the first to use what is made here and used elsewhere.
REMEDY_KINDS = ("local", "knowledge", "money", "policy", "outside", "first-use")
# How what a remedy is about is near the gap; the farthest is 4.
WAYS = {
    "same": 0,
    "narrower": 1,
    "technology": 1,
    "wider": 2,
    "sibling": 2,
    "segment": 3,
    "chain": 3,
    "inputs": 3,
    "field": 4,
}
# How far remedies of each kind are looked for where nothing else is asked: laboratories, money and
# policy may be for an industry; what a maker makes beyond the product and its kin is no lead, nor
# is what a laboratory does in some other part of the industry.
WITHIN = {"local": 2, "knowledge": 3, "money": 3, "policy": 3, "outside": 1, "first-use": 1}
FARTHEST = max(WAYS.values())


@dataclass(frozen=True)
class Remedy:
    """Who or what could close a gap of a place.

    `via` is what it is about and `way` how that is near the gap, `distance` how far; `users` are
    those whose need it could meet.  `offer` is what it has, in zh and en as a source writes it (a
    capacity, the size of a fund, an award); `open` names what is not known.  `criteria` are what it
    is ranked by in its kind, in their order; `dated` is the date of the page or document that says
    it, as far as it is printed; nothing separates the `tied` ones of one rank.
    `statements` are the ids of those on the path, `doubts` of those on them.
    """

    gap: str
    kind: str
    who: str
    way: str
    via: str
    distance: int
    modality: str
    local: bool
    evidence: str
    users: tuple[str, ...]
    offer: Both
    open: tuple[str, ...]
    criteria: dict[str, float]
    path: tuple[PathStep, ...]
    statements: tuple[str, ...]
    doubts: tuple[str, ...]
    dated: str | None = None
    rank: int = 1
    tied: int = 1


@dataclass(frozen=True)
class Search:
    """What was looked for, of one kind, for a gap, and how much there was to look at.

    `within` is the distance up to which it was, `farther` how many there are beyond; `looked_at`
    counts the bodies of the kind that the graph has, `statements` what it says of them;
    `inquiries` are the ids of recorded searches of the public record for a maker of the gap.
    """

    kind: str
    within: int
    farther: int
    looked_at: int
    statements: int
    inquiries: tuple[str, ...]


@dataclass(frozen=True)
class GapRemedies:
    """The remedies of one gap by kind and rank, and what was searched for each kind."""

    gap: str
    gap_kind: str
    users: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    searches: tuple[Search, ...]

    @property
    def made_here(self) -> bool:
        """Whether somebody in the place makes it, so that nobody elsewhere is looked for."""
        return self.gap_kind in ("broken", "weak")

    def of_kind(self, *kinds: str) -> tuple[Remedy, ...]:
        """The remedies of these kinds, in their order."""
        return tuple(r for r in self.remedies if r.kind in kinds)


@dataclass(frozen=True)
class RemedyResult:
    """The gaps that were asked of, in the order of their priority, each with its remedies."""

    method: Method
    gaps: tuple[GapRemedies, ...]

    def measurements(self) -> list[Measurement]:
        """How many remedies each gap has."""
        return [Measurement("remedy.count", g.gap, len(g.remedies)) for g in self.gaps]


def path_of(
    gap: str, way: str, through: str | None, via: str, who: str, verb: str
) -> tuple[PathStep, ...]:
    """Why it is near, then what it does: each step is read from its own subject."""
    last = (who, verb, via)
    if way == "same":
        return (last,)
    if way == "narrower":
        return ((via, "broader", gap), last)
    if way == "wider":
        return ((gap, "broader", via), last)
    if way == "technology":
        return ((gap, "requires", via), last)
    if way in ("chain", "segment") and through is None:
        return ((gap, way, via), last)
    shared = {"sibling": "broader", "inputs": "requires", "segment": "segment", "field": "chain"}[
        way
    ]
    return ((gap, shared, str(through)), (via, shared, str(through)), last)
