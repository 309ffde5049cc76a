"""Whom to bring together: local buyers and capable local suppliers with no known link.

score = mean of five components in [0, 1], each shown
    exact     1 where the supplier makes the very product, 0.5 where a narrower one
    proven    1 where it is known to supply the product to somebody, else 0
    chain     1 where both take part in one industry chain, else 0
    near      1 where the narrowest known place of one is that of the other or lies in it, else 0
    certain   1, 0.5, 0.25 where need and ability rest on stated, implied, editorial rows

Left out, and counted, are those that need no introduction (LEFT_OUT): a buyer that makes the very
thing itself, or whose group does, and that is not known to buy it; two of one group of companies;
of firms that may be one, all pairs but that of which more is known.
What documents are behind comes first, then what nobody doubts, then who is no rival, then the
score.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ecograph.base.evidence import EVIDENCE, is_documented
from ecograph.base.results import Measurement, Method, Parameter
from ecograph.graph.containment import pairs, reach
from ecograph.supplychain.company_groups import company_groups
from ecograph.supplychain.doubts import doubts_of
from ecograph.supplychain.insufficient import meets, unfit_sources
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.needs import of_chain, place_needs, require_place
from ecograph.supplychain.statements import statement_rows
from ecograph.supplychain.supply_use import SupplyUse, local_sources, method_of
from ecograph.tables.schema import superclasses

LEFT_OUT = ("makes_itself", "one_group", "may_be_one")
CERTAIN = {"stated": 1.0, "implied": 0.5, "editorial": 0.25}
PathStep = tuple[str, str, str]  # subject, relation (a term of the ontology), object


@dataclass(frozen=True)
class Introduction:
    """A buyer and a supplier to bring together over a product, and the path that explains it.

    `linked` says that the one already supplies the other something else, `rival` that the supplier,
    or its group, makes what the buyer needs it for.
    `doubts` are the ids of those on why the one needs it and the other has it.
    """

    buyer: str
    product: str
    supplier: str
    score: float
    components: dict[str, float]
    evidence: str
    path: tuple[PathStep, ...]
    linked: bool
    rival: bool
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class IntroductionResult:
    """Introductions, best first, ties by ids; `needs` are all those that were looked at.

    `left_out` are the numbers of pairs that need no introduction, by LEFT_OUT.
    """

    method: Method
    introductions: tuple[Introduction, ...]
    needs: tuple[Need, ...]
    left_out: dict[str, int]

    def measurements(self) -> list[Measurement]:
        """The best score of each buyer."""
        best: dict[str, float] = {}
        for i in self.introductions:
            best[i.buyer] = max(i.score, best.get(i.buyer, 0.0))
        return [Measurement("introduction.score", b, s) for b, s in sorted(best.items())]


def introductions_of(
    supply_use: SupplyUse,
    place: str,
    *,
    chain: str | None = None,
    product: str | None = None,
    of_place: list[Need] | None = None,
) -> IntroductionResult:
    """The introductions to make in a place: one for each latent need and capable supplier.

    `of_place` are all needs of the place where they were read before.
    Raises UnknownName.
    """
    require_place(supply_use, place)
    needs = place_needs(supply_use, place, "all") if of_place is None else of_place
    needs = of_chain(supply_use, needs, chain)
    if product is not None:
        needs = [n for n in needs if n.product == product]
    actors = _organisations(supply_use)
    latent = [n for n in needs if n.state == "latent-local" and n.needed_by in actors]
    able = _Able(supply_use, place, actors)
    every = [i for need in latent for i in _for_need(able, need)]
    every.sort(
        key=lambda i: (
            *(not is_documented(i.evidence), bool(i.doubts), i.rival, -i.score),
            -len(able.makes.get(i.buyer, ())),
            *(i.buyer, i.product, i.supplier),
        )
    )
    found, left_out = _without_needless(able, every)
    parameters: dict[str, Parameter] = {"inputs": "all", "chain": chain, "product": product}
    known = sum(1 for n in needs if n.state != "unknown")
    method = method_of(supply_use, "introduction", place, parameters, (known, len(needs)))
    return IntroductionResult(method, tuple(found), tuple(needs), left_out)


def _without_needless(
    able: "_Able", every: list[Introduction]
) -> tuple[list[Introduction], dict[str, int]]:
    """Those of a list, best first, that need to be made, and how many are not, by LEFT_OUT."""
    found = []
    left_out = dict.fromkeys(LEFT_OUT, 0)
    seen = set()
    for i in every:
        pair = (
            able.same_as.get(i.buyer, i.buyer),
            i.product,
            able.same_as.get(i.supplier, i.supplier),
        )
        if able.in_one_group(i.buyer, i.supplier):
            left_out["one_group"] += 1
        elif able.makes_itself(i.buyer, i.product) and (i.buyer, i.product) not in able.bought:
            left_out["makes_itself"] += 1
        elif pair in seen:
            left_out["may_be_one"] += 1
        else:
            seen.add(pair)
            found.append(i)
    return found, left_out


class _Able:
    """What is known of the suppliers and buyers of a place, read once."""

    def __init__(self, supply_use: SupplyUse, place: str, actors: set[str]) -> None:
        self.actors = actors
        self.doubts = doubts_of(supply_use)
        self.sources = local_sources(supply_use, place)
        self.unfit = unfit_sources(supply_use)
        tables = supply_use.tables
        self.made: dict[str, set[str]] = {}
        self.ways: dict[tuple[str, str], str] = {}
        for name, who, what, term in _WAYS:
            for maker, product in _existing_pairs(supply_use, name, who, what):
                self.made.setdefault(maker, set()).add(product)
                self.ways.setdefault((maker, product), term)
        self.sold = set(supply_use.ask("SELECT DISTINCT seller, product FROM relation_supplies"))
        self.chains = _sets(_existing_pairs(supply_use, "participation", "participant", "chain"))
        self.spots = _sets(
            supply_use.ask("SELECT located, place FROM site WHERE is_firm(evidence, source)")
        )
        narrower = _sets((wide, key) for key, wide in pairs(tables, "product", "id", "broader"))
        self.below = {p: reach(p, narrower) for p in self.sources}
        self.needed_for = _sets((i, r) for r, i, *_ in supply_use.rows("requires"))
        self.makes = _sets((m, p) for m, p, _ in supply_use.rows("produces"))
        self.bought = set(supply_use.ask("SELECT needed_by, product FROM relation_consumes"))
        self.group = company_groups(supply_use)
        self.traded = set(supply_use.ask("SELECT seller, needed_by FROM relation_supplies"))
        located = "SELECT l.entity, l.place FROM relation_located l JOIN relation_located h "
        located += "ON h.entity = l.entity WHERE h.place = $place"
        self.places = _sets(supply_use.ask(located, place=place))
        self.same_as: dict[str, str] = dict(supply_use.ask("SELECT entity, first FROM same_as"))
        source = "SELECT maker, product FROM relation_source WHERE NOT by_industry"
        self.group_makes = _sets((self._group(m), p) for m, p in supply_use.ask(source))

    def _group(self, company: str) -> str:
        return self.group.get(company, company)

    def in_one_group(self, one: str, other: str) -> bool:
        """Whether one owns the other, or somebody owns both."""
        return self._group(one) == self._group(other)

    def makes_itself(self, buyer: str, product: str) -> bool:
        """Whether a buyer, or somebody of its group, makes the product."""
        return product in self.group_makes.get(self._group(buyer), ())

    def is_rival(self, supplier: str, buyer: str, product: str) -> bool:
        """Whether the supplier or its group makes what the buyer needs the product for."""
        needed_for = self.makes.get(buyer, set()) & self.needed_for.get(product, set())
        return bool(needed_for & self.group_makes.get(self._group(supplier), set()))

    def is_near(self, one: str, other: str) -> bool:
        """Whether the narrowest known place of one is that of the other, or lies in it."""
        return bool(
            self.spots.get(one, set()) & self.places.get(other, set())
            or self.spots.get(other, set()) & self.places.get(one, set())
        )


_WAYS = (
    ("supply", "supplier", "product", "supplies"),
    ("mastery", "holder", "mastered", "masters"),
    ("production", "maker", "product", "makes"),
)


def _existing_pairs(
    supply_use: SupplyUse, table: str, first: str, second: str
) -> list[tuple[str, str]]:
    """Two columns of the statements that are let in and say that something exists."""
    rows = statement_rows(supply_use, table, first, second, "modality")
    return [(a, b) for a, b, modality in rows if a is not None and modality == "exists"]


def _organisations(supply_use: SupplyUse) -> set[str]:
    """Who can be brought together: an industry or a product has nobody to write to."""
    above = superclasses()
    classes = supply_use.tables.class_of.items()
    return {key for key, kind in classes if "Organization" in above[kind]}


def _sets(rows: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for a, b in rows:
        found.setdefault(a, set()).add(b)
    return found


def _for_need(able: _Able, need: Need) -> list[Introduction]:
    found = []
    why_needed = _why_needed(able, need)
    chains = able.chains.get(need.needed_by, set()) | {need.needed_by}
    for supplier, level in sorted(able.sources.get(need.product, {}).items()):
        if supplier == need.needed_by or supplier not in able.actors:
            continue
        if not meets(able.unfit, need, supplier):
            continue
        made = sorted(able.made.get(supplier, set()) & able.below[need.product])
        exact = need.product in made
        entity = need.product if exact or not made else made[0]
        shared_chains = able.chains.get(supplier, set()) & chains
        evidence = EVIDENCE[max(level, EVIDENCE.index(need.evidence))]
        components = {
            "exact": 1.0 if exact else 0.5,
            "proven": 1.0 if (supplier, need.product) in able.sold else 0.0,
            "chain": 1.0 if shared_chains else 0.0,
            "near": 1.0 if able.is_near(supplier, need.needed_by) else 0.0,
            "certain": CERTAIN[evidence],
        }
        score = sum(components.values()) / len(components)
        path = [*why_needed, *_why_able(able, supplier, entity, need.product)]
        found.append(
            Introduction(
                buyer=need.needed_by,
                product=need.product,
                supplier=supplier,
                score=score,
                components=components,
                evidence=evidence,
                path=tuple(path),
                linked=(supplier, need.needed_by) in able.traded,
                rival=able.is_rival(supplier, need.needed_by, need.product),
                doubts=able.doubts.of_pair(need.product, need.needed_by, supplier),
            )
        )
    return found


def _why_needed(able: _Able, need: Need) -> list[PathStep]:
    made = sorted(able.makes.get(need.needed_by, set()) & able.needed_for.get(need.product, set()))
    if made:
        return [(need.needed_by, "makes", made[0]), (made[0], "requires", need.product)]
    return [(need.needed_by, "requires", need.product)]


def _why_able(able: _Able, supplier: str, entity: str, product: str) -> list[PathStep]:
    way = able.ways.get((supplier, entity), "makes")
    steps = [(product, way, supplier)] if entity == product else [
        (product, "broader", entity), (entity, way, supplier)
    ]  # fmt: skip
    # each step is read from its own subject: the supplier does, the narrower product is
    return [(b, r, a) for a, r, b in reversed(steps)]
