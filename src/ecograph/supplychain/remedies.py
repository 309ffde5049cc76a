"""Who or what could mend the gaps of a place: makers, knowledge, money, policy, makers elsewhere.

Remedies of a gap are ranked in each kind by one criterion after another, each shown: of makers how
far what they make is from the gap, then how real it is; of bodies, money and policy how real, then
how far, for what is only recommended helps nobody yet; then how sure, whether it is here, whom it
serves.  Makers elsewhere are ranked by what they would close of this gap and what draws them.
Those that are alike in all have one rank.  Where nothing is found it is said what was searched, and
how much of it the graph has.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.evidence import EVIDENCE, MODALITIES
from ecograph.base.results import Parameter
from ecograph.supplychain.elsewhere import remedies_elsewhere
from ecograph.supplychain.gaps import Gap, gaps_of
from ecograph.supplychain.introductions import Introduction, introductions_of
from ecograph.supplychain.known_gaps import is_known
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.needs import place_needs
from ecograph.supplychain.offers import Offers, offers_of
from ecograph.supplychain.remedy import (
    FARTHEST,
    REMEDY_KINDS,
    WITHIN,
    GapRemedies,
    Remedy,
    RemedyResult,
    path_of,
)
from ecograph.supplychain.searched import Searched
from ecograph.supplychain.statements import doubts_by_statement
from ecograph.supplychain.supply_use import SupplyUse, method_of, sql_text


def remedies_of(
    supply_use: SupplyUse,
    place: str,
    *,
    gap: str | None = None,
    chain: str | None = None,
    firm: str | None = None,
    by: str | None = None,
    kinds: tuple[str, ...] = REMEDY_KINDS,
    distance: int | None = None,
    of_place: list[Need] | None = None,
) -> RemedyResult:
    """The remedies of the known gaps of a place, or of one gap, chain, or of who needs something.

    With `by` only what this entity could mend; `distance` is the farthest that is looked for, else
    for each kind that of WITHIN, of one entity whatever there is.  A gap that is asked for by name
    may also be one of which nothing is known.  `of_place` are the needs of the place where they
    were read before.
    Raises UnknownName, and UsageError where the product is no gap of the place.
    """
    needs = place_needs(supply_use, place, "all") if of_place is None else of_place
    asked = gaps_asked(supply_use, place, gap=gap, chain=chain, firm=firm)
    within = _within(kinds, distance, by)
    found = _found(supply_use, place, asked, needs, kinds)
    searched = Searched(supply_use, place, kinds)
    gaps = []
    for each in asked:
        every = [r for r in found.get(each.product, []) if by is None or r.who == by]
        held = _best(r for r in every if r.distance <= within[r.kind])
        if by is None or held:
            beyond = _beyond(every, held)
            searches = () if by else searched.of(each.product, within, beyond)
            gaps.append(GapRemedies(each.product, each.kind, each.users, _ranked(held), searches))
    parameters: dict[str, Parameter] = {"gap": gap, "chain": chain, "firm": firm, "by": by}
    parameters |= {"kinds": ",".join(kinds), "distance": distance}
    of_gaps = {g.gap for g in gaps}
    states = [n.state for n in needs if n.product in of_gaps]
    coverage = (len(states) - states.count("unknown"), len(states))
    return RemedyResult(method_of(supply_use, "remedy", place, parameters, coverage), tuple(gaps))


def _within(kinds: Iterable[str], distance: int | None, by: str | None) -> dict[str, int]:
    """How far each kind is looked for.  Raises UnknownName."""
    for kind in kinds:
        if kind not in REMEDY_KINDS:
            raise UnknownName("kind of remedy", kind, REMEDY_KINDS)
    usual = WITHIN if by is None else dict.fromkeys(kinds, FARTHEST)
    return {k: usual[k] if distance is None else distance for k in kinds}


def gaps_asked(
    supply_use: SupplyUse,
    place: str,
    *,
    gap: str | None = None,
    chain: str | None = None,
    firm: str | None = None,
) -> list[Gap]:
    """The gaps that `remedies_of` asks of, by priority: the known ones, or those that are named.

    Raises UnknownName, UsageError.
    """
    every = gaps_of(supply_use, place, chain=chain).gaps
    if gap is not None:
        held = [g for g in every if g.product == gap]
        if not held:
            raise _no_gap(supply_use, place, gap)
        return held
    known = [g for g in every if is_known(g)]
    if firm is None:
        return known
    if firm not in supply_use.tables.class_of:
        raise UnknownName("entity", firm, supply_use.tables.class_of)
    held = [g for g in every if firm in g.users and g.kind != "strong"]
    if not held:
        raise UsageError(
            f"{firm}: is not known to need anything that is a gap of {place}; "
            f"`ecograph gaps --place {place}` lists the gaps and who needs them"
        )
    return held


def _no_gap(supply_use: SupplyUse, place: str, product: str) -> UsageError | UnknownName:
    known = supply_use.tables.class_of
    if product not in known:
        return UnknownName("product", product, known)
    return UsageError(
        f"{product} is no gap of {place}, as far as what is let in says who needs it; "
        f"`ecograph gaps --place {place}` lists the gaps there are"
    )


def _found(
    supply_use: SupplyUse,
    place: str,
    asked: Sequence[Gap],
    needs: list[Need],
    kinds: Iterable[str],
) -> dict[str, list[Remedy]]:
    """All remedies of these kinds by gap."""
    industries = supply_use.tables.chains_below
    users = {g.product: tuple(u for u in g.users if u not in industries) for g in asked}
    one: dict[str, str] = dict(supply_use.ask("SELECT entity, first FROM same_as"))
    offers = offers_of(supply_use)
    of_gaps = [need for need in needs if need.product in users]
    pairs = introductions_of(supply_use, place, of_place=of_gaps).introductions
    buyers: dict[tuple[str, str], list[Introduction]] = {}
    for pair in pairs:
        buyers.setdefault((pair.product, pair.supplier), []).append(pair)
    found: dict[str, list[Remedy]] = {}
    for gap, row in _near(supply_use, place, asked, kinds):
        if row.kind == "local" and one.get(row.who) in {one.get(u, u) for u in users[gap]}:
            continue  # who may be a user by another name
        remedy = _remedy(gap, row, users[gap], buyers, offers)
        if remedy is not None:
            found.setdefault(gap, []).append(remedy)
    if "outside" in kinds:
        for remedy in remedies_elsewhere(supply_use, place, users, needs, offers):
            found.setdefault(remedy.gap, []).append(remedy)
    doubts = doubts_by_statement(supply_use)
    return {gap: _doubted(doubts, held) for gap, held in found.items()}


def _doubted(doubts: Mapping[str, tuple[str, ...]], held: Iterable[Remedy]) -> list[Remedy]:
    """Remedies with the doubts on the statements that they rest on as well."""
    found = []
    for remedy in held:
        on_these = {d for s in remedy.statements for d in doubts.get(s, ())}
        found.append(replace(remedy, doubts=tuple(sorted(on_these.union(remedy.doubts)))))
    return found


class Row(NamedTuple):
    """A row of remedies.sql behind its gap."""

    kind: str
    way: str
    through: str | None
    via: str
    who: str
    verb: str
    distance: int
    modality: str
    level: int
    statements: list[str]
    local: bool
    dated: str | None


def _near(
    supply_use: SupplyUse,
    place: str,
    asked: Sequence[Gap],
    kinds: Iterable[str],
) -> Iterable[tuple[str, Row]]:
    """What the graph says near each gap, of these kinds: the gap, and the rest of the row."""
    wanted, industries = set(kinds), supply_use.tables.chains_below
    lacking = [  # what is lacking as such, each with an industry that lacks it
        (g.product, u)
        for g in asked
        if g.input_class == "asset"
        for u in g.users
        if u in industries
    ]
    for gap, *cells in supply_use.ask(
        sql_text("remedies"),
        products=[g.product for g in asked],
        place=place,
        lacking=[asset for asset, _ in lacking],
        lacked_by=[chain for _, chain in lacking],
        modalities=list(MODALITIES[:-1]),
    ):
        row = Row(*cells)
        if row.kind in wanted:
            yield gap, row


def _remedy(
    gap: str,
    row: Row,
    users: tuple[str, ...],
    buyers: Mapping[tuple[str, str], list[Introduction]],
    offers: Offers,
) -> Remedy | None:
    """The remedy of a row; None where a user of the gap is to mend it itself."""
    served = _served(gap, row, users, buyers)
    if served is None:
        return None
    for_whom, doubts = served
    offer, open_ = offers.of(row.kind, row.who, row.statements, row.modality)
    how_real = {"distance": row.distance, "modality": MODALITIES.index(row.modality)}
    first = ("distance", "modality") if row.kind == "local" else ("modality", "distance")
    return Remedy(
        gap=gap,
        kind=row.kind,
        who=row.who,
        way=row.way,
        via=row.via,
        distance=row.distance,
        modality=row.modality,
        local=row.local,
        evidence=EVIDENCE[row.level],
        users=for_whom,
        offer=offer,
        open=open_,
        criteria={
            **{name: how_real[name] for name in first},
            "evidence": row.level,
            "elsewhere": float(not row.local),
            "users": -float(len(for_whom)),
        },
        path=path_of(gap, row.way, row.through, row.via, row.who, row.verb),
        statements=tuple(row.statements),
        doubts=doubts,
        dated=row.dated,
    )


def _served(
    gap: str,
    row: Row,
    users: tuple[str, ...],
    buyers: Mapping[tuple[str, str], list[Introduction]],
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Whose need a row could meet, and the doubts on that; None where nobody's but its own."""
    if row.kind not in ("local", "first-use"):
        return (), ()
    if row.who in users or (row.kind == "first-use" and not users):
        return None
    if row.kind == "local" and row.way in ("same", "narrower") and row.modality == "exists":
        introduced = buyers.get((gap, row.who), [])
        met = tuple(sorted({i.buyer for i in introduced}))
        return met, tuple(sorted({d for i in introduced for d in i.doubts}))
    return users, ()


def _beyond(every: Iterable[Remedy], held: Iterable[Remedy]) -> dict[str, int]:
    """How many of each kind are only farther away than what is held."""
    near = {(r.kind, r.who) for r in held}
    far = {(r.kind, r.who) for r in every} - near
    return Counter(kind for kind, _ in far)


def _best(held: Iterable[Remedy]) -> list[Remedy]:
    """Of each who in each kind the remedy that ranks first, with the statements of all as near."""
    by_who: dict[tuple[str, str], list[Remedy]] = {}
    for remedy in held:
        by_who.setdefault((remedy.kind, remedy.who), []).append(remedy)
    found = []
    for of_one in by_who.values():
        first = min(of_one, key=_merit)
        alike = [r for r in of_one if r.distance == first.distance and r.modality == first.modality]
        statements = tuple(sorted({s for r in alike for s in r.statements}))
        found.append(replace(first, statements=statements))
    return found


def _merit(remedy: Remedy) -> tuple[object, ...]:
    return (tuple(remedy.criteria.values()), remedy.path, remedy.statements)


def _ranked(held: Iterable[Remedy]) -> tuple[Remedy, ...]:
    """By kind and criteria, each with its rank in its kind and how many share it."""

    def place(remedy: Remedy) -> tuple[int, tuple[float, ...]]:
        return REMEDY_KINDS.index(remedy.kind), tuple(remedy.criteria.values())

    ordered: list[Remedy] = []
    for _, of_kind in groupby(sorted(held, key=lambda r: (place(r), r.who)), key=lambda r: r.kind):
        before = 0
        for _, alike in groupby(of_kind, key=place):
            same = list(alike)
            ordered += [replace(r, rank=before + 1, tied=len(same)) for r in same]
            before += len(same)
    return tuple(ordered)
