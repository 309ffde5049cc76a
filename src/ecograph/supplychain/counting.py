"""What counts as one need, so that a rate has a denominator that means something.

Pairs of a user and a product are counted as one need where
    alternatives   inputs stand for each other (a substitute group of what requires them)
    repeated       an industry needs what a firm or a sub-chain of it is known to need as well; the
                   firms' pairs count, unless only that of the industry is documented
    same           the users may be one and the same (a possible identity)
A need has the state of its best pair, but is unknown where none is met here and one is unknown; of
alternatives those decide that are needed in any case, such as what is stated to be bought.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ecograph.base.evidence import is_documented, level_of
from ecograph.supplychain.need_states import STATES, Need
from ecograph.supplychain.supply_use import SupplyUse, sql_text

_MET = ("linked-local", "latent-local")
Pair = tuple[str, str]  # who needs it, and what
T = TypeVar("T", str, tuple[str, str])


@dataclass(frozen=True)
class Counting:
    """Needs as they are counted, one pair for each, and how many pairs are no need of their own."""

    needs: tuple[Need, ...]
    alternatives: int
    repeated: int
    same: int

    @property
    def pairs(self) -> int:
        """The pairs of a user and a product that the needs stand for."""
        return len(self.needs) + self.alternatives + self.repeated + self.same


def count_needs(supply_use: SupplyUse, pairs: Sequence[Need]) -> Counting:
    """The pairs that are needs of their own, each with the state of all that it stands for."""
    kept = without_repeats(supply_use, pairs)
    once = one_of_same(supply_use, kept)
    groups, own = _alternatives(supply_use, once)
    found = [_one_of(members, own) for members in groups]
    return Counting(
        tuple(found), len(once) - len(found), len(pairs) - len(kept), len(kept) - len(once)
    )


def without_repeats(supply_use: SupplyUse, pairs: Sequence[Need]) -> list[Need]:
    """The pairs without those of an industry that its firms and sub-chains have as well.

    Where only the pair of the industry is documented, those of its members are the repeats.
    """
    inside = _inside(supply_use)
    by_product: dict[str, dict[str, Need]] = {}
    for need in pairs:
        by_product.setdefault(need.product, {})[need.needed_by] = need
    repeats: set[Pair] = set()
    for product, of in by_product.items():
        for user in inside.keys() & of.keys():
            members = inside[user] & of.keys()
            if not members:
                continue
            surer = is_documented(of[user].evidence) and not any(
                is_documented(of[m].evidence) for m in members
            )
            repeats |= {(m, product) for m in members} if surer else {(user, product)}
    return [n for n in pairs if (n.needed_by, n.product) not in repeats]


def _inside(supply_use: SupplyUse) -> dict[str, set[str]]:
    """For each chain its sub-chains and who takes part in any of them."""
    members: dict[str, set[str]] = {}
    for chain, who in supply_use.ask(
        "SELECT chain, participant FROM participation "
        "WHERE modality = 'exists' AND is_in(id, evidence, source)"
    ):
        members.setdefault(chain, set()).add(who)
    return {
        chain: set(below - {chain}).union(*(members.get(c, ()) for c in below))
        for chain, below in supply_use.tables.chains_below.items()
    }


def one_of_same(supply_use: SupplyUse, pairs: Sequence[Need]) -> list[Need]:
    """The pairs, of users that may be one only one a product."""
    users = {n.needed_by for n in pairs}
    same = supply_use.tables.rows("possible_identity", "entity", "other")
    first = _first_of((a, b) for a, b in same if a in users and b in users)
    by_need: dict[Pair, list[Need]] = {}
    for need in pairs:
        user = first.get(need.needed_by, need.needed_by)
        by_need.setdefault((user, need.product), []).append(need)
    return [_one_of(members, set()) for members in by_need.values()]


def _alternatives(
    supply_use: SupplyUse, pairs: Sequence[Need]
) -> tuple[list[list[Need]], set[Pair]]:
    """The pairs by the need that they are, and those that are needed in any case."""
    held = {(n.needed_by, n.product): n for n in pairs}
    users = sorted({user for user, _ in held})
    own: set[Pair] = set()
    by_group: dict[Pair, list[Pair]] = {}  # of a user and a substitute group
    for user, product, alternative, is_own in supply_use.ask(sql_text("alternatives"), users=users):
        pair = (user, product)
        if pair not in held:
            continue
        if is_own:
            own.add(pair)
        else:
            by_group.setdefault((user, alternative), []).append(pair)
    first = _first_of((members[0], other) for members in by_group.values() for other in members)
    groups: dict[Pair, list[Need]] = {}
    for pair, need in held.items():
        groups.setdefault(first.get(pair, pair), []).append(need)
    return list(groups.values()), own


def _one_of(members: Sequence[Need], own: set[Pair]) -> Need:
    """One need for several pairs: the pair that decides, as sure as the surest of its state.

    What any of those that count may be, it may be.
    """
    if len(members) == 1:
        return members[0]
    asked = [n for n in members if (n.needed_by, n.product) in own] or list(members)
    met = [n for n in asked if n.state in _MET]
    unknown = [n for n in asked if n.state == "unknown"]
    deciding = min(met or unknown or asked, key=lambda n: (STATES.index(n.state), _sure(n)))
    doubts = sorted({d for n in members for d in n.doubts})
    return replace(
        deciding,
        doubts=tuple(doubts),
        may_link=any(n.may_link for n in asked),
        may_meet=any(n.may_meet for n in asked),
    )


def _sure(need: Need) -> tuple[int, str, str]:
    return level_of(need.evidence), need.product, need.needed_by


def _first_of(joined: Iterable[tuple[T, T]]) -> dict[T, T]:
    """For each of those that are joined, by way of others too, the first of them all."""
    first: dict[T, T] = {}

    def root(member: T) -> T:
        while first.setdefault(member, member) != member:
            member = first[member]
        return member

    for one, other in joined:
        a, b = sorted((root(one), root(other)))
        first[b] = a
    return {member: root(member) for member in first}
