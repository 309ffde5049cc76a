"""What counts as one need, so that a rate has a denominator that means something.

Pairs of a user and a product are counted as one need where
    alternatives   inputs stand for each other (a substitute group of what requires them)
    repeated       an industry needs what a firm or a sub-chain of it is known to need as well; the
                   firms' pairs count, unless only that of the industry is documented
    same           the users may be one and the same (a possible identity)
A need has the state of its best pair, but is unknown where none is met here and one is unknown; of
alternatives those decide that are needed in any case, such as what is stated to be bought.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from ecograph.base.evidence import is_documented, level_of
from ecograph.graph.identity import possibly_same
from ecograph.supplychain.need_states import STATES, Need, of_products
from ecograph.supplychain.supply_use import SupplyUse, counted_in, sql_text

_MET = ("linked-local", "latent-local")
Pair = tuple[str, str]  # who needs it, and what


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
    found = [_one_of(members) for members in _alternatives(supply_use, once)]
    fewer = max(0, len(once) - len(found))
    return Counting(tuple(found), fewer, len(pairs) - len(kept), len(kept) - len(once))


def without_repeats(supply_use: SupplyUse, pairs: Sequence[Need]) -> list[Need]:
    """The pairs without those of an industry that its firms and sub-chains have as well.

    Where only the pair of the industry is documented, those of its members are the repeats.
    """
    inside = _inside(supply_use)
    by_product: dict[str, dict[str, Need]] = {}
    for need in of_products(pairs):  # what a source says is lacking is no repeat of a need
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
    return [n for n in pairs if n.input_class == "asset" or (n.needed_by, n.product) not in repeats]


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
    """The pairs, of users that may be one only one a product.

    As surely met as the part of those users who are known to be: each of them may be another.
    """
    users = {n.needed_by for n in pairs}
    counted = counted_in(supply_use.tables, supply_use.sources)
    first = possibly_same(supply_use.tables, users, counted)
    by_need: dict[Pair, list[Need]] = {}
    for need in pairs:
        user = first.get(need.needed_by, need.needed_by)
        by_need.setdefault((user, need.product), []).append(need)
    return [
        replace(
            _one_of(members),
            linked_part=fsum(n.linked_part for n in members) / len(members),
            met_part=fsum(n.met_part for n in members) / len(members),
        )
        for members in by_need.values()
    ]


def needs_for_gaps(supply_use: SupplyUse, pairs: Sequence[Need]) -> list[Need]:
    """The pairs that gaps count: each product for itself, without repeats and what is no gap.

    Alternatives stand apart, for each of them may be attracted; those of what is met are left out.
    """
    return without_met(supply_use, one_of_same(supply_use, without_repeats(supply_use, pairs)))


def without_met(supply_use: SupplyUse, pairs: Sequence[Need]) -> list[Need]:
    """The pairs without the alternatives of what is met in the place already."""
    in_any_case, groups = _groups(supply_use, pairs)
    state = {(n.needed_by, n.product): n.state for n in pairs}
    open_ = {p for group in groups if not any(state[q] in _MET for q in group) for p in group}
    grouped = {pair for group in groups for pair in group}
    return [
        n
        for n in pairs
        if (pair := (n.needed_by, n.product)) not in grouped
        or pair in in_any_case
        or pair in open_
        or n.state in _MET
    ]


def _alternatives(supply_use: SupplyUse, pairs: Sequence[Need]) -> list[list[Need]]:
    """The pairs by the need that they are: alternatives together, each other one by itself.

    What is needed in any case serves the groups that it is in.  Of two groups of one user, one of
    which holds the other, the smaller is the need.
    """
    held = {(n.needed_by, n.product): n for n in pairs}
    in_any_case, groups = _groups(supply_use, pairs)
    grouped = {pair for group in groups for pair in group}
    free = {group for group in groups if not group & in_any_case}
    needs = [frozenset({pair}) for pair in held if pair not in grouped or pair in in_any_case]
    needs += sorted((g for g in free if not any(other < g for other in free)), key=sorted)
    return [[held[pair] for pair in sorted(need)] for need in needs]


def _groups(supply_use: SupplyUse, pairs: Sequence[Need]) -> tuple[set[Pair], set[frozenset[Pair]]]:
    """The pairs that are needed in any case, and the groups of alternatives of each user."""
    held = {(n.needed_by, n.product) for n in pairs}
    users = sorted({user for user, _ in held})
    own: set[Pair] = set()
    by_group: dict[Pair, set[Pair]] = {}  # of a user and a substitute group
    for user, product, alternative, is_own in supply_use.ask(sql_text("alternatives"), users=users):
        if (pair := (user, product)) not in held:
            continue
        if is_own:
            own.add(pair)
        else:
            by_group.setdefault((user, alternative), set()).add(pair)
    return own, {frozenset(group) for group in by_group.values()}


def _one_of(members: Sequence[Need]) -> Need:
    """One need for several pairs: the pair that decides, as sure as the surest of its state.

    What any of them may be, it may be.
    """
    if len(members) == 1:
        return members[0]
    met = [n for n in members if n.state in _MET]
    unknown = [n for n in members if n.state == "unknown"]
    deciding = min(met or unknown or members, key=lambda n: (STATES.index(n.state), _sure(n)))
    doubts = sorted({d for n in members for d in n.doubts})
    return replace(
        deciding,
        doubts=tuple(doubts),
        linked_part=max(n.linked_part for n in members),
        met_part=max(n.met_part for n in members),
        may_link=any(n.may_link for n in members),
        may_meet=any(n.may_meet for n in members),
    )


def _sure(need: Need) -> tuple[int, str, str]:
    return level_of(need.evidence), need.product, need.needed_by
