"""Whom to attract (招商): makers elsewhere by how much of the place's gap they would close.

closes = needs of the place that the maker would turn into latent-local ones / needs that are
neither linked-local nor latent-local.  Labs and other bodies that research, develop or master a
missing product or technology are listed as substitutes, wherever they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ecograph.base.evidence import EVIDENCE, is_documented, level_of
from ecograph.base.results import Measurement, Method, Parameter
from ecograph.supplychain.counting import without_met
from ecograph.supplychain.doubts import Doubts, doubts_of
from ecograph.supplychain.insufficient import Unfit, meets, unfit_sources
from ecograph.supplychain.introductions import PathStep
from ecograph.supplychain.need_states import Need, of_products
from ecograph.supplychain.needs import of_chain, place_needs, require_place
from ecograph.supplychain.statements import statement_rows
from ecograph.supplychain.supply_use import SupplyUse, entities_in, method_of, origins_of


@dataclass(frozen=True)
class Candidate:
    """Somebody to attract or to work with.

    `role` is maker, or researches, develops, masters; `needs` are those it would help; `closes`
    is their share of the unmet needs; `origins` its countries; `local` says it is here already;
    `doubts` are the ids of those on its making and on the needs.
    """

    who: str
    role: str
    needs: int
    closes: float
    products: tuple[str, ...]
    users: tuple[str, ...]
    origins: tuple[str, ...]
    local: bool
    evidence: str
    path: tuple[PathStep, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class AttractionResult:
    """Makers first, then substitutes; each by what they close, ties by id.

    `needs` are all those that were looked at, `unmet` how many of them have no local source.
    """

    method: Method
    candidates: tuple[Candidate, ...]
    unmet: int
    needs: tuple[Need, ...]

    def measurements(self) -> list[Measurement]:
        """What each maker would close."""
        return [
            Measurement("attraction.closes", c.who, c.closes)
            for c in self.candidates
            if c.role == "maker"
        ]


def attraction_of(
    supply_use: SupplyUse,
    place: str,
    *,
    inputs: str = "all",
    chain: str | None = None,
    of_place: list[Need] | None = None,
) -> AttractionResult:
    """Makers and substitutes for what a place, or a chain in it, does not make.

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
    here = entities_in(supply_use, place)
    offers = _makers(supply_use, unmet, here) | _substitutes(supply_use, unmet)
    doubts = doubts_of(supply_use)
    unfit = unfit_sources(supply_use)
    found = _rank_candidates(offers, unmet, origins_of(supply_use), here, doubts, unfit)
    parameters: dict[str, Parameter] = {"inputs": inputs, "chain": chain}
    known = sum(1 for n in needs if n.state != "unknown")
    method = method_of(supply_use, "attraction", place, parameters, (known, len(needs)))
    return AttractionResult(method, tuple(found), sum(map(len, unmet.values())), tuple(needs))


Offers = dict[tuple[str, str], dict[str, int]]  # who and role -> product -> level


def _rank_candidates(
    offers: Offers,
    unmet: dict[str, list[Need]],
    origins: dict[str, set[str]],
    here: frozenset[str],
    doubts: Doubts,
    unfit: Unfit,
) -> list[Candidate]:
    """Who offers what somebody else needs, in the order of the result."""
    total = sum(map(len, unmet.values()))
    found = []
    for (who, role), levels in offers.items():
        needs = [n for p in sorted(levels) for n in unmet[p] if n.needed_by != who]
        needs = [n for n in needs if role != "maker" or meets(unfit, n, who)]
        products = tuple(sorted({n.product for n in needs}))
        if needs:
            found.append(
                Candidate(
                    who=who,
                    role=role,
                    needs=len(needs),
                    closes=len(needs) / total,
                    products=products,
                    users=tuple(sorted({n.needed_by for n in needs})),
                    origins=tuple(sorted(origins.get(who, ()))),
                    local=who in here,
                    evidence=EVIDENCE[
                        max(*(levels[p] for p in products), _surest(needs, products))
                    ],
                    path=_path(needs[0], who, role),
                    doubts=_doubts(doubts, who, needs),
                )
            )
    return sorted(
        found,
        key=lambda c: (
            *(c.role != "maker", not is_documented(c.evidence), -c.needs),
            *(c.who, c.role),
        ),
    )


def _surest(needs: list[Need], products: Iterable[str]) -> int:
    """The level of the surest need of the product whose needs are least sure."""
    by_product = {p: [level_of(n.evidence) for n in needs if n.product == p] for p in products}
    return max(min(levels) for levels in by_product.values() if levels)


def _doubts(doubts: Doubts, who: str, needs: list[Need]) -> tuple[str, ...]:
    """The doubts on why these needs are needs, and on who would meet them."""
    held = {d for n in needs for d in doubts.of_pair(n.product, n.needed_by, who)}
    return tuple(sorted(held))


def _makers(supply_use: SupplyUse, unmet: dict[str, list[Need]], here: frozenset[str]) -> Offers:
    """Organisations that are not here and make or sell what is unmet; places are no makers."""
    found: Offers = {}
    for maker, product, level in supply_use.ask(
        "SELECT maker, product, level FROM relation_source WHERE NOT by_industry "
        "AND list_contains($products::VARCHAR[], product) "
        "AND maker NOT IN (SELECT place FROM relation_place) ORDER BY ALL",
        products=sorted(unmet),
    ):
        if maker not in here:
            found.setdefault((maker, "maker"), {})[product] = level
    return found


def _substitutes(supply_use: SupplyUse, unmet: dict[str, list[Need]]) -> Offers:
    """Bodies that research, develop or master what is unmet, or a technology it requires."""
    places = {p for p, _, _ in supply_use.rows("place")}
    makers = {(m, p) for m, p, _, _ in supply_use.rows("makes")}
    helps: dict[str, set[str]] = {p: {p} for p in unmet}
    for requirer, needed, kind, _, _ in supply_use.rows("requires"):
        if requirer in unmet and kind == "technology":
            helps.setdefault(needed, set()).add(requirer)
    found: Offers = {}
    for table, who, what, role in (
        ("research", "researcher", "topic", "researches"),
        ("development", "developer", "developed", "develops"),
        ("mastery", "holder", "mastered", "masters"),
    ):
        for helper, with_what, modality, evidence in statement_rows(
            supply_use, table, who, what, "modality", "evidence"
        ):
            if modality not in ("exists", "underway") or helper in places:
                continue
            for product in helps.get(with_what, ()):
                if (helper, product) not in makers:
                    level = EVIDENCE.index(evidence)
                    held = found.setdefault((helper, role), {})
                    held[product] = min(level, held.get(product, level))
    return found


def _path(need: Need, who: str, role: str) -> tuple[PathStep, ...]:
    verb = "makes" if role == "maker" else role
    return ((need.needed_by, "requires", need.product), (who, verb, need.product))
