"""Whom to attract (招商): makers elsewhere by how much of the place's gap they would close.

closes = needs of the place that the maker would turn into latent-local ones / needs that are
neither linked-local nor latent-local.  `weight` is what these needs weigh in the inputs of
their users (input_weights): 1.5 is as much as all inputs of one user and half of another's.
Candidates are ranked by one criterion after another (CRITERIA), each shown; those that are alike in
all have one rank: nothing separates them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from ecograph.base.evidence import EVIDENCE, is_documented, level_of
from ecograph.base.results import Measurement, Method, Parameter
from ecograph.supplychain.company_groups import company_groups
from ecograph.supplychain.counting import without_met
from ecograph.supplychain.doubts import Doubts, doubts_of
from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.input_weights import InputWeights, input_weights
from ecograph.supplychain.insufficient import Unfit, meets, unfit_sources
from ecograph.supplychain.introductions import PathStep
from ecograph.supplychain.nearby import instruments_near, labs_near
from ecograph.supplychain.need_states import Need, of_products
from ecograph.supplychain.needs import of_chain, place_needs, require_place
from ecograph.supplychain.supply_use import SupplyUse, entities_in, method_of, origins_of

# What candidates are ranked by, in this order, more before less: what they weigh in the inputs of
# their users, the needs that it would meet, of these the documented ones, the local products and
# chains exposed to them; then what draws it: companies of its group that are here, buyers here that
# it supplies already, bodies here that know what it makes, instruments aimed at that.
CRITERIA = ("weight", "needs", "documented", "exposed", "here", "buyers", "labs", "instruments")


@dataclass(frozen=True)
class Candidate:
    """A maker elsewhere to attract.

    `closes` is the share of the unmet needs that it would meet; `criteria` are those of CRITERIA,
    without `weight` where no need has one; `rank` is by them and `tied` how many have the same;
    `here` are the companies of its group in the place; `origins` its countries; `doubts` are the
    ids of those on its making and on the needs.
    """

    who: str
    closes: float
    criteria: dict[str, float]
    products: tuple[str, ...]
    users: tuple[str, ...]
    here: tuple[str, ...]
    origins: tuple[str, ...]
    evidence: str
    path: tuple[PathStep, ...]
    doubts: tuple[str, ...]
    rank: int = 1
    tied: int = 1


@dataclass(frozen=True)
class AttractionResult:
    """Candidates by rank, those of one rank by id.

    `needs` are all those that were looked at, `unmet` how many of them have no local source,
    `weighed` of how many of these a source says what they weigh.
    """

    method: Method
    candidates: tuple[Candidate, ...]
    unmet: int
    weighed: int
    needs: tuple[Need, ...]

    def measurements(self) -> list[Measurement]:
        """What each maker would close."""
        return [Measurement("attraction.closes", c.who, c.closes) for c in self.candidates]


def attraction_of(
    supply_use: SupplyUse,
    place: str,
    *,
    inputs: str = "all",
    chain: str | None = None,
    of_place: list[Need] | None = None,
) -> AttractionResult:
    """Makers elsewhere of what a place, or a chain in it, does not make.

    `of_place` are the needs of the place where they were read before.
    Raises UnknownName.
    """
    require_place(supply_use, place)
    needs = place_needs(supply_use, place, inputs) if of_place is None else of_place
    needs = of_chain(supply_use, of_products(needs), chain)
    unmet: dict[str, list[Need]] = {}
    for need in without_met(supply_use, needs):
        if need.state not in ("linked-local", "latent-local"):
            unmet.setdefault(need.product, []).append(need)
    every = [n for held in unmet.values() for n in held]
    weights = input_weights(supply_use, every)
    weighed = sum(map(weights.is_told, every))
    found = _candidates(supply_use, unmet, _Draws(supply_use, place), weights)
    parameters: dict[str, Parameter] = {"inputs": inputs, "chain": chain}
    parameters["criteria"] = ", ".join(c for c in CRITERIA if weighed or c != "weight")
    known = sum(1 for n in needs if n.state != "unknown")
    method = method_of(supply_use, "attraction", place, parameters, (known, len(needs)))
    return AttractionResult(method, ranked(found), len(every), weighed, tuple(needs))


class _Draws:
    """What a place has that draws makers, read once."""

    def __init__(self, supply_use: SupplyUse, place: str) -> None:
        self.entities = entities_in(supply_use, place)
        self.instruments = instruments_near(supply_use)
        self.labs = labs_near(supply_use, place)
        self.downstream = Downstream(supply_use, place)
        groups = company_groups(supply_use)
        self._group = groups
        self._members: dict[str, set[str]] = {}
        for company, group in groups.items():
            if company in self.entities:
                self._members.setdefault(group, set()).add(company)
        self._sold: dict[str, set[str]] = {}
        for seller, buyer in supply_use.ask("SELECT seller, needed_by FROM relation_supplies"):
            if buyer in self.entities:
                self._sold.setdefault(seller, set()).add(buyer)

    def here(self, maker: str) -> tuple[str, ...]:
        """The companies of a maker's group in the place."""
        return tuple(sorted(self._members.get(self._group.get(maker, maker), ())))

    def buyers(self, maker: str) -> int:
        """How many in the place a maker supplies already, whatever it is."""
        return len(self._sold.get(maker, ()))

    def aimed_at(self, products: Iterable[str]) -> int:
        """How many instruments are aimed at any of these."""
        return len({i for p in products for i in self.instruments.get(p, ())})

    def known_by(self, products: Iterable[str]) -> int:
        """How many bodies here research, develop or master any of these."""
        return len({b for p in products for b in self.labs.get(p, ())})

    def exposed_to(self, products: Iterable[str]) -> int:
        """How many products made here, and chains, are downstream of any of these."""
        exposures = [self.downstream.of(p) for p in products]
        return len({x for e in exposures for x in (*e.products, *e.chains)})


def _candidates(
    supply_use: SupplyUse, unmet: dict[str, list[Need]], draws: _Draws, weights: InputWeights
) -> list[Candidate]:
    """Who makes elsewhere what somebody else needs here; what it weighs where needs are."""
    total = sum(map(len, unmet.values()))
    origins, doubts = origins_of(supply_use), doubts_of(supply_use)
    unfit = unfit_sources(supply_use)
    found = []
    for who, levels in _makers(supply_use, unmet, draws.entities).items():
        needs = _met(unfit, who, [n for p in sorted(levels) for n in unmet[p]])
        if not needs:
            continue
        products = tuple(sorted({n.product for n in needs}))
        level = max(*(levels[p] for p in products), _surest(needs, products))
        here = draws.here(who)
        weight = {"weight": round(weights.sum(needs), 9)} if weights.told else {}
        criteria = weight | {
            "needs": float(len(needs)),
            "documented": float(sum(is_documented(n.evidence) for n in needs)),
            "exposed": float(draws.exposed_to(products)),
            "here": float(len(here)),
            "buyers": float(draws.buyers(who)),
            "labs": float(draws.known_by(products)),
            "instruments": float(draws.aimed_at(products)),
        }
        found.append(
            Candidate(
                who=who,
                closes=len(needs) / total,
                criteria=criteria,
                products=products,
                users=tuple(sorted({n.needed_by for n in needs})),
                here=here,
                origins=tuple(sorted(origins.get(who, ()))),
                evidence=EVIDENCE[level],
                path=_path(needs[0], who),
                doubts=_doubts(doubts, who, needs),
            )
        )
    return found


def _met(unfit: Unfit, who: str, needs: list[Need]) -> list[Need]:
    """The needs of others that a maker would meet."""
    return [n for n in needs if n.needed_by != who and meets(unfit, n, who)]


def ranked(found: list[Candidate]) -> tuple[Candidate, ...]:
    """The candidates by their criteria, each with its rank and how many share it."""

    def merit(candidate: Candidate) -> tuple[float, ...]:
        return tuple(-value for value in candidate.criteria.values())

    ordered: list[Candidate] = []
    for _, alike in groupby(sorted(found, key=lambda c: (merit(c), c.who)), key=merit):
        same = list(alike)
        rank, tied = len(ordered) + 1, len(same)
        ordered += [replace(c, rank=rank, tied=tied) for c in same]
    return tuple(ordered)


def _surest(needs: list[Need], products: Iterable[str]) -> int:
    """The level of the surest need of the product whose needs are least sure."""
    by_product = {p: [level_of(n.evidence) for n in needs if n.product == p] for p in products}
    return max(min(levels) for levels in by_product.values() if levels)


def _doubts(doubts: Doubts, who: str, needs: list[Need]) -> tuple[str, ...]:
    """The doubts on why these needs are needs, and on who would meet them."""
    held = {d for n in needs for d in doubts.of_pair(n.product, n.needed_by, who)}
    return tuple(sorted(held))


def _makers(
    supply_use: SupplyUse, unmet: dict[str, list[Need]], here: frozenset[str]
) -> dict[str, dict[str, int]]:
    """Organisations that are not here and make or sell what is unmet, with the level of each."""
    found: dict[str, dict[str, int]] = {}
    for maker, product, level in supply_use.ask(
        "SELECT maker, product, level FROM relation_source WHERE NOT by_industry "
        "AND list_contains($products::VARCHAR[], product) "
        "AND maker NOT IN (SELECT place FROM relation_place) ORDER BY ALL",
        products=sorted(unmet),
    ):
        if maker not in here:
            found.setdefault(maker, {})[product] = level
    return found


def _path(need: Need, who: str) -> tuple[PathStep, ...]:
    return ((need.needed_by, "requires", need.product), (who, "makes", need.product))
