"""Who could sit in a consortium on something that is needed: core, close and general layer.

The layers are those of the paper of 2023 (its paragraph 19): leading firms in the core, research
institutes and platforms close to it, money and other users around.  Candidates are those whom
`remedies` finds; they are ranked by stated roles, then by how near what they do is, then by
statuses and work together, each shown.  A layer where nobody has to do with the need itself is an
empty seat, though laboratories of the industry are listed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Measurement, Method
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.remedies import remedies_of
from ecograph.supplychain.remedy import FARTHEST, GapRemedies, Remedy
from ecograph.supplychain.supply_use import SupplyUse, method_of, sql_text

LAYERS = ("core", "close", "general")
_LAYER = {
    "local": "core",
    "first-use": "core",
    "knowledge": "close",
    "money": "general",
    "outside": "general",
}
REASONS = ("needs", "leads", "consortium", "worked", "status")


@dataclass(frozen=True)
class Reason:
    """Why somebody could sit there: what it is, about whom or what, and the statement."""

    reason: str
    about: str
    statement: str
    level: int


@dataclass(frozen=True)
class Seat:
    """A candidate for a layer; `remedy` is what it does that is near the need, None of a user.

    `existing` says that it is in the place and does it today; `rank` is that in its layer, nothing
    separates the `tied` ones of one rank.
    """

    who: str
    layer: str
    remedy: Remedy | None
    local: bool
    reasons: tuple[Reason, ...]
    rank: int = 1
    tied: int = 1

    @property
    def evidence(self) -> str:
        """How sure the least sure of its reasons is."""
        levels = [r.level for r in self.reasons]
        if self.remedy is not None:
            levels.append(EVIDENCE.index(self.remedy.evidence))
        return EVIDENCE[max(levels, default=0)]


@dataclass(frozen=True)
class Standing:
    """A consortium that exists or is proposed, with its members by role, and whom it shares."""

    consortium: str
    members: tuple[tuple[str, str, str], ...]
    shared: tuple[str, ...]


@dataclass(frozen=True)
class ConsortiumResult:
    """Who could sit where for something that is needed, and which consortia there are."""

    method: Method
    about: str
    seats: tuple[Seat, ...]
    empty: tuple[str, ...]
    standing: tuple[Standing, ...]

    def measurements(self) -> list[Measurement]:
        """How many candidates there are."""
        return [Measurement("consortium", self.about, len(self.seats))]


def consortium_of(
    supply_use: SupplyUse, place: str, about: str, *, of_place: list[Need] | None = None
) -> ConsortiumResult:
    """Who could sit in a consortium on a product or technology that is needed in a place.

    Raises UnknownName, and UsageError where nobody in the place needs it.
    """
    found = remedies_of(supply_use, place, gap=about, of_place=of_place)
    (gap,) = found.gaps
    # Laboratories of the same industry can join, however far what they do is from the need.
    far = remedies_of(
        supply_use, place, gap=about, kinds=("knowledge",), distance=FARTHEST, of_place=of_place
    )
    near = tuple(r for r in gap.remedies if r.kind != "knowledge")
    gap = replace(gap, remedies=(*near, *far.gaps[0].remedies))
    chains = _chains(supply_use, about)
    here = {
        who
        for (who,) in supply_use.ask(
            "SELECT entity FROM relation_located WHERE place = $place", place=place
        )
    }
    candidates = _candidates(supply_use, gap, here)
    reasons = _reasons(supply_use, [c.who for c in candidates], chains, gap)
    seats = [replace(c, reasons=tuple(reasons.get(c.who, ()))) for c in candidates]
    ranked = [s for layer in LAYERS for s in _ranked(s for s in seats if s.layer == layer)]
    empty = tuple(layer for layer in LAYERS if not any(_fills(s, layer) for s in ranked))
    coverage = (len(LAYERS) - len(empty), len(LAYERS))
    method = method_of(supply_use, "consortium", place, {"about": about}, coverage)
    standing = _standing(supply_use, {s.who for s in ranked})
    return ConsortiumResult(method, about, tuple(ranked), empty, standing)


def _fills(seat: Seat, layer: str) -> bool:
    """Whether somebody has to do with the need itself, not only with its industry."""
    return seat.layer == layer and (seat.remedy is None or seat.remedy.distance < FARTHEST)


def _chains(supply_use: SupplyUse, about: str) -> list[str]:
    """The chains that a product or technology belongs to."""
    return [
        chain
        for (chain,) in supply_use.ask(
            "SELECT DISTINCT unnest(chain) FROM (SELECT id, chain FROM product "
            "UNION ALL SELECT id, chain FROM technology) WHERE id = $about ORDER BY ALL",
            about=about,
        )
    ]


def _candidates(supply_use: SupplyUse, gap: GapRemedies, here: set[str]) -> list[Seat]:
    """Each once: those who need it, and whom `remedies` finds, in the layer of the nearest."""
    classes = supply_use.tables.class_of
    found: dict[str, Seat] = {
        user: Seat(user, "core", None, user in here, ())
        for user in gap.users
        if classes.get(user) == "Firm"
    }
    for remedy in gap.remedies:
        layer = _LAYER.get(remedy.kind)
        if layer is None or remedy.modality in ("past", "lacking"):
            continue
        if layer == "close" and classes.get(remedy.who) == "Firm":
            layer = "core"  # a firm that has the technology
        held = found.get(remedy.who)
        if held is None or (held.remedy is None and held.layer == layer):
            found[remedy.who] = Seat(remedy.who, layer, remedy, remedy.who in here, ())
    return list(found.values())


def _reasons(
    supply_use: SupplyUse, who: list[str], chains: list[str], gap: GapRemedies
) -> dict[str, list[Reason]]:
    found: dict[str, list[Reason]] = {}
    needed: dict[str, int] = dict(
        supply_use.ask(
            "SELECT needed_by, min(level) FROM relation_consumes WHERE product = $gap GROUP BY ALL",
            gap=gap.gap,
        )
    )
    for user in gap.users:
        level = needed.get(user, len(EVIDENCE) - 1)
        found.setdefault(user, []).append(Reason("needs", gap.gap, "", level))
    asked = {"who": who, "chains": chains}
    for key, reason, about, statement, level in supply_use.ask(sql_text("consortium"), **asked):
        found.setdefault(key, []).append(Reason(reason, about, statement, level))
    return found


def _key(seat: Seat) -> tuple[int, ...]:
    """Leads its industry, then here, then how near, then needs it, then past work and statuses."""
    counts = {r: sum(x.reason == r for x in seat.reasons) for r in REASONS}
    distance = 9 if seat.remedy is None else seat.remedy.distance
    return (
        *(-min(counts["leads"], 1), -seat.local, distance, -counts["needs"]),
        *(-counts["consortium"], -counts["worked"], -counts["status"]),
    )


def _ranked(seats: Iterable[Seat]) -> list[Seat]:
    ordered = sorted(seats, key=lambda s: (_key(s), s.who))
    keys = [_key(s) for s in ordered]
    return [
        replace(s, rank=1 + keys.index(key), tied=keys.count(key))
        for s, key in zip(ordered, keys, strict=True)
    ]


def _standing(supply_use: SupplyUse, candidates: set[str]) -> tuple[Standing, ...]:
    """Every consortium, those first that share members with the candidates."""
    members: dict[str, list[tuple[str, str, str]]] = {}
    for body, member, role, modality in supply_use.ask(
        "SELECT m.body, m.member, m.role, m.modality "
        "FROM membership m JOIN consortium c ON c.id = m.body "
        "WHERE is_firm(m.evidence, m.source) ORDER BY ALL"
    ):
        members.setdefault(body, []).append((member, role, modality))
    found = [
        Standing(key, tuple(held), tuple(sorted({m for m, _, _ in held} & candidates)))
        for key, held in members.items()
    ]
    return tuple(sorted(found, key=lambda s: (-len(s.shared), s.consortium)))
