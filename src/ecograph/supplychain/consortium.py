"""Who could sit in a consortium on something that is needed: core, close and general layer.

The layers are those of the paper of 2023 (its paragraph 19): leading firms in the core, research
institutes and platforms close to it, money and other users around.  Candidates are those whom
`remedies` finds; makers and users of what is needed are ranked apart, by stated roles, then by how
near what they do is, then by statuses and work together, each shown; companies of one group, or
that may be one, take one seat.  A layer where nobody has to do with the need itself is an empty
seat; laboratories of the same industry that do not are listed apart, without a rank.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ecograph.base.evidence import EVIDENCE, MODALITIES
from ecograph.base.results import Measurement, Method
from ecograph.graph.identity import one_of
from ecograph.supplychain.company_groups import company_groups
from ecograph.supplychain.doubts import Doubts, doubts_of
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.remedies import remedies_of
from ecograph.supplychain.remedy import FARTHEST, GapRemedies, Remedy
from ecograph.supplychain.supply_use import SupplyUse, method_of, sql_text

LAYERS = ("core", "close", "general")
# What somebody does in the core, and whoever is only of the same industry, without a seat.
ROLES = ("makes", "needs")
INDUSTRY = "industry"
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

    `layer` is one of LAYERS, or INDUSTRY of somebody who has to do with the industry only; `role`
    is one of ROLES in the core.  `local` says that it is in the place; `with_it` are those of its
    group, or that may be it, that would sit there as well; `doubts` are those on what it makes or
    needs.  `rank` is that in its layer and role, nothing separates the `tied` ones of one rank.
    """

    who: str
    layer: str
    remedy: Remedy | None
    local: bool
    reasons: tuple[Reason, ...]
    role: str = ""
    with_it: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
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
    """A consortium with its members by role, and whom it shares.

    `modality` is `exists` where one is said to be a member today, else what they are said to be.
    """

    consortium: str
    modality: str
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
    here = {
        who
        for (who,) in supply_use.ask(
            "SELECT entity FROM relation_located WHERE place = $place", place=place
        )
    }
    candidates = _candidates(supply_use, gap, here, doubts_of(supply_use))
    reasons = _reasons(supply_use, [c.who for c in candidates], _chains(supply_use, about), gap)
    seats = [replace(c, reasons=tuple(reasons.get(c.who, ()))) for c in candidates]
    families = _families(supply_use)
    ranked = [
        s
        for layer in (*LAYERS, INDUSTRY)
        for role in (*ROLES, "")
        for s in _ranked((s for s in seats if (s.layer, s.role) == (layer, role)), families)
    ]
    empty = tuple(layer for layer in LAYERS if all(s.layer != layer for s in ranked))
    coverage = (len(LAYERS) - len(empty), len(LAYERS))
    method = method_of(supply_use, "consortium", place, {"about": about}, coverage)
    seated = {w for s in ranked if s.layer != INDUSTRY for w in (s.who, *s.with_it)}
    standing = _standing(supply_use, seated)
    return ConsortiumResult(method, about, tuple(ranked), empty, standing)


def _families(supply_use: SupplyUse) -> dict[str, str]:
    """Companies of one group, or that may be one: the first of them all."""
    firms = {key for key, kind in supply_use.tables.class_of.items() if kind == "Firm"}
    possible = supply_use.tables.rows("possible_identity", "entity", "other")
    pairs = [(one, other) for one, other in possible if one in firms and other in firms]
    return one_of([*company_groups(supply_use).items(), *pairs])


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


def _candidates(
    supply_use: SupplyUse, gap: GapRemedies, here: set[str], doubts: Doubts
) -> list[Seat]:
    """Each once: those who need it, and whom `remedies` finds, in the layer of the nearest."""
    classes = supply_use.tables.class_of
    found: dict[str, Seat] = {
        user: Seat(
            user, "core", None, user in here, (), "needs", doubts=doubts.of_pair(gap.gap, user, "")
        )
        for user in gap.users
        if classes.get(user) == "Firm"
    }
    for remedy in gap.remedies:
        layer = _LAYER.get(remedy.kind)
        if layer is None or remedy.modality in ("past", "lacking"):
            continue
        if layer == "close" and classes.get(remedy.who) == "Firm":
            layer = "core"  # a firm that has the technology
        if layer == "close" and remedy.distance >= FARTHEST:
            layer = INDUSTRY
        role = "makes" if layer == "core" else ""
        held = found.get(remedy.who)
        if held is None or (held.remedy is None and held.layer == layer):
            seat = Seat(remedy.who, layer, remedy, remedy.who in here, (), role)
            found[remedy.who] = replace(seat, doubts=remedy.doubts)
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
    together = Counter(
        r.about for key in {*who} for r in found.get(key, ()) if r.reason == "consortium"
    )  # one alone has nothing to do with the need
    return {
        key: [r for r in held if r.reason != "consortium" or together[r.about] > 1]
        for key, held in found.items()
    }


def _key(seat: Seat) -> tuple[int, ...]:
    """Exists, undoubted, leads, then here, then how near, then past work and statuses."""
    counts = {r: sum(x.reason == r for x in seat.reasons) for r in REASONS}
    distance = 9 if seat.remedy is None else seat.remedy.distance
    planned = seat.remedy is not None and seat.remedy.modality != "exists"
    return (
        *(int(planned), min(len(seat.doubts), 1), -min(counts["leads"], 1), -seat.local, distance),
        *(-counts["consortium"], -counts["worked"], -counts["status"]),
    )


def _ranked(seats: Iterable[Seat], families: dict[str, str]) -> list[Seat]:
    """In order, one of a family, with the others of it; whoever shares a key shares the rank."""
    held: dict[str, Seat] = {}
    for seat in sorted(seats, key=lambda s: (_key(s), s.who)):
        family = families.get(seat.who, seat.who)
        if family in held:
            first = held[family]
            held[family] = replace(first, with_it=(*first.with_it, seat.who))
        else:
            held[family] = seat
    keys = [_key(s) for s in held.values()]
    return [
        replace(s, rank=1 + keys.index(key), tied=keys.count(key))
        for s, key in zip(held.values(), keys, strict=True)
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
        Standing(
            key,
            min((modality for _, _, modality in held), key=MODALITIES.index),
            tuple(held),
            tuple(sorted({m for m, _, _ in held} & candidates)),
        )
        for key, held in members.items()
    ]
    return tuple(sorted(found, key=lambda s: (-len(s.shared), s.consortium)))
