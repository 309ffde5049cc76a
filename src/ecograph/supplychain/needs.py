"""The needs of one place, their states, and the local matching rates that follow from them."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.evidence import EVIDENCE, WEAKEST, is_documented
from ecograph.base.results import Interval, Measurement, Method, Parameter, between
from ecograph.base.words import word
from ecograph.graph.containment import pairs
from ecograph.measures.concentration import part
from ecograph.supplychain.counting import Counting, count_needs
from ecograph.supplychain.doubts import doubts_of
from ecograph.supplychain.lacks import Lack, lacks_of
from ecograph.supplychain.need_states import STATES, Need, need_states
from ecograph.supplychain.supply_use import SupplyUse, method_of, sql_text

Note = tuple[str, str]  # a remark in zh and en


@dataclass(frozen=True)
class Rate:
    """A rate of a place: the bounds are None where it cannot be known at all.

    `count` of `total` is the numerator and denominator of the lower bound, in needs or in yuan.
    """

    definition: str
    interval: Interval | None
    count: float
    total: float


@dataclass(frozen=True)
class NeedsResult:
    """The needs of a place, documented ones first, the count of each state, and the rates.

    `needs` are all pairs of a user and a product; `counted` those that count as needs of their own
    (see `counting`), which counts and rates are of.  `documented` counts, by state, the needs that
    documents are behind; the others are editorial.
    """

    method: Method
    needs: tuple[Need, ...]
    counted: tuple[Need, ...]
    counts: dict[str, int]
    documented: dict[str, int]
    rates: tuple[Rate, ...]
    notes: tuple[Note, ...]

    def measurements(self) -> list[Measurement]:
        """The rates that are known, about the place."""
        place = str(self.method.place)
        return [
            between(r.definition, place, r.interval) for r in self.rates if r.interval is not None
        ]


def needs_of(
    supply_use: SupplyUse,
    place: str,
    *,
    inputs: str = "product",
    chain: str | None = None,
    product: str | None = None,
    firm: str | None = None,
    of_place: list[Need] | None = None,
    may_be_none: bool = False,
) -> NeedsResult:
    """The needs of a place, also of one chain, product or firm of it, with the matching rates.

    A chain includes its sub-chains; `of_place` are the place's needs where they were read before;
    where there `may_be_none`, the rates of none are not known.
    Raises UnknownName, and UsageError where no need is known:
    a rate of nothing is neither 0 nor 100 %.
    """
    require_place(supply_use, place)
    held = place_needs(supply_use, place, inputs) if of_place is None else of_place
    notes = list(supply_use.notes) + _notes_on(supply_use, place, held)
    held = _chosen(supply_use, held, chain, product, firm)
    if not held and not may_be_none:
        raise UsageError(_no_needs(supply_use, place, chain, product, firm))
    counting = count_needs(supply_use, held)
    counts = Counter(need.state for need in counting.needs)
    documented = Counter(n.state for n in counting.needs if is_documented(n.evidence))
    total = len(counting.needs)
    parameters: dict[str, Parameter] = {"inputs": inputs, "chain": chain}
    parameters |= {"product": product, "firm": firm, "pairs": counting.pairs}
    return NeedsResult(
        method=method_of(supply_use, "lmr", place, parameters, (total - counts["unknown"], total)),
        needs=tuple(held),
        counted=counting.needs,
        counts={state: counts[state] for state in STATES},
        documented={state: documented[state] for state in STATES},
        rates=(*_count_rates(counting.needs), value_rate(supply_use, place, held)),
        notes=(*notes, *_what_is_counted(counting)),
    )


def _what_is_counted(counting: Counting) -> list[Note]:
    """How pairs became needs, where some are no needs of their own."""
    parts = [
        (name, number)
        for name in ("alternatives", "repeated", "same")
        if (number := getattr(counting, name))
    ]
    if not parts:
        return []
    said = [word(f"note.counted_{name}", number=number) for name, number in parts]
    why = ("、".join(zh for zh, _ in said), ", ".join(en for _, en in said))
    return [word("note.counted", pairs=counting.pairs, needs=len(counting.needs), why=why)]


def place_needs(supply_use: SupplyUse, place: str, inputs: str = "product") -> list[Need]:
    """All needs of a place: documented ones first, then by product and who needs it."""
    rows = need_states(supply_use, [place], inputs=inputs)
    doubts = doubts_of(supply_use)
    needs = [
        Need(
            needed_by=r["needed_by"],
            product=r["product"],
            input_class=r["input_class"],
            state=STATES[r["code"]],
            evidence=EVIDENCE[r["level"]],
            n_local=r["n_local"],
            n_domestic=r["n_domestic"],
            n_foreign=r["n_foreign"],
            n_unplaced=r["n_unplaced"],
            stated_absent=r["stated_absent"],
            own=r["own"],
            doubts=doubts.of_need(r["product"], r["needed_by"]),
        )
        for r in rows
    ]
    needs = _with_what_may_be(supply_use, needs)
    if inputs == "all":
        needs += [_lack(lack) for lack in lacks_of(supply_use, place)]
    return sorted(needs, key=lambda n: (not is_documented(n.evidence), n.product, n.needed_by))


def _with_what_may_be(supply_use: SupplyUse, needs: list[Need]) -> list[Need]:
    """The needs with whether somebody here may supply them, and may make what is needed.

    So it is where the state leaves it open, and where it leaves open a need of the same or a
    narrower product: who is found for that makes this one too, and supplies it to the same user.
    """
    wider: dict[str, set[str]] = {}
    for product, wide in supply_use.ask("SELECT product, wide FROM wider"):
        wider.setdefault(product, set()).add(wide)
    # where only the main supply is said to come from elsewhere, some may be local
    unsettled = [
        n
        for n in needs
        if n.state == "unknown" or (n.state == "mainly-outside" and not n.stated_absent)
    ]
    may_supply = {(n.needed_by, w) for n in unsettled for w in wider.get(n.product, {n.product})}
    makes = {product for _, product in may_supply}
    return [
        replace(
            n,
            linked_part=float(n.state == "linked-local"),
            met_part=float(n.state in ("linked-local", "latent-local")),
            may_link=n.state == "linked-local" or (n.needed_by, n.product) in may_supply,
            may_meet=n.state in ("linked-local", "latent-local") or n.product in makes,
        )
        for n in needs
    ]


def _lack(lack: Lack) -> Need:
    """What is stated to be lacking, as a need that is not met."""
    return Need(
        needed_by=lack.needed_by,
        product=lack.asset,
        input_class="asset",
        state="stated-lack",
        evidence=lack.evidence,
        n_local=0,
        n_domestic=0,
        n_foreign=0,
        n_unplaced=0,
        stated_absent=len(lack.statements),
        own=False,
        doubts=lack.doubts,
    )


def require_place(supply_use: SupplyUse, place: str) -> None:
    """Raises UnknownName where no place has this id."""
    known = [key for key, _, _ in supply_use.rows("place")]
    if place not in known:
        raise UnknownName("place", place, known, f"the graph has {len(known)} places")


def chain_products(supply_use: SupplyUse, chain: str) -> frozenset[str]:
    """The products and technologies of a chain and its sub-chains."""
    below = chains_of(supply_use, chain)
    tables = supply_use.tables
    return frozenset(
        key
        for table in ("product", "technology")
        for key, of in pairs(tables, table, "id", "chain")
        if of in below
    )


def chain_members(supply_use: SupplyUse, chain: str) -> frozenset[str]:
    """Who takes part in a chain or its sub-chains, the chains themselves included."""
    below = chains_of(supply_use, chain)
    taking_part = supply_use.ask(
        "SELECT DISTINCT participant FROM participation "
        "WHERE modality = 'exists' AND is_in(id, evidence, source) "
        "AND list_contains($chains::VARCHAR[], chain)",
        chains=sorted(below),
    )
    return below | {participant for (participant,) in taking_part}


def chains_of(supply_use: SupplyUse, chain: str) -> frozenset[str]:
    """A chain and its sub-chains.  Raises UnknownName."""
    if chain not in supply_use.tables.chains_below:
        raise UnknownName("industry chain", chain, supply_use.tables.chains_below)
    return supply_use.tables.chains_below[chain]


def value_rate(supply_use: SupplyUse, place: str, needs: Iterable[Need]) -> Rate:
    """`lmr.value` of the needs given: sums of yuan, never an average of ratios.

    A relation without a usable value may be of any: it bounds nothing on its side.  A value that is
    more or less than a figure is only bounded; a seller whose place is not known, or who is not
    named, counts 0 in the lower and in full in the upper bound.  Unknown where no value is known.
    """
    asked = [(n.needed_by, n.product) for n in needs]
    bounds: dict[str, list[tuple[float | None, float | None]]] = {
        "here": [],
        "possible": [],
        "elsewhere": [],
    }
    for low, high, where in supply_use.ask(
        sql_text("supplied_values"),
        place=place,
        users=[needed_by for needed_by, _ in asked],
        products=[product for _, product in asked],
    ):
        bounds[where].append((low, high))
    known = any(low is not None for held in bounds.values() for low, _ in held)
    least = {w: math.fsum(low or 0.0 for low, _ in held) for w, held in bounds.items()}
    most = {
        where: math.fsum(math.inf if high is None else high for _, high in held)
        for where, held in bounds.items()
    }
    total = math.fsum(least.values())
    if not known:
        return Rate("lmr.value", None, least["here"], total)
    low = part(least["here"], most["possible"] + most["elsewhere"])
    high = part(most["here"] + most["possible"], least["elsewhere"])
    interval = None if low is None or high is None else Interval(low, high)
    return Rate("lmr.value", interval, least["here"], total)


def _count_rates(needs: Sequence[Need]) -> list[Rate]:
    """The rates that count needs: what is known to be so, and what may be."""
    if not needs:
        return [Rate(name, None, 0, 0) for name in ("lmr.links", "lmr.potential")]
    total = len(needs)
    bounds = (
        ("lmr.links", math.fsum(n.linked_part for n in needs), sum(n.may_link for n in needs)),
        ("lmr.potential", math.fsum(n.met_part for n in needs), sum(n.may_meet for n in needs)),
    )
    return [
        Rate(name, Interval(low / total, high / total), low, total) for name, low, high in bounds
    ]


def of_chain(supply_use: SupplyUse, needs: list[Need], chain: str | None) -> list[Need]:
    """The needs of a chain with its sub-chains: for its products, or of who takes part; else all.

    Raises UnknownName.
    """
    if chain is None:
        return needs
    members, products = chain_members(supply_use, chain), chain_products(supply_use, chain)
    return [n for n in needs if n.needed_by in members or n.product in products]


def _chosen(
    supply_use: SupplyUse,
    needs: list[Need],
    chain: str | None,
    product: str | None,
    firm: str | None,
) -> list[Need]:
    needs = of_chain(supply_use, needs, chain)
    if product is not None:
        needs = [n for n in needs if n.product == product]
    if firm is not None:
        needs = [n for n in needs if n.needed_by == firm]
    return needs


def _no_needs(
    supply_use: SupplyUse, place: str, chain: str | None, product: str | None, firm: str | None
) -> str:
    asked = [f"{k} {v}" for k, v in (("chain", chain), ("product", product), ("firm", firm)) if v]
    of = f" of {', '.join(asked)}" if asked else ""
    advice = "give another place, or add rows to requirement, production or supply"
    if supply_use.evidence != WEAKEST:
        advice = f"let in less sure statements: evidence {WEAKEST}"
    return (
        f"{place}: no need{of} is known there: nobody in it is known to make something whose "
        f"inputs are recorded, and no supply to it is recorded; {advice}"
    )


def _notes_on(supply_use: SupplyUse, place: str, needs: list[Need]) -> list[Note]:
    notes: list[Note] = []
    [(wide,)] = supply_use.ask(
        "SELECT count(*) FROM too_wide WHERE product IN (SELECT input FROM required)"
    )
    if wide:
        notes.append(word("note.not_matched", count=wide))
    own = sorted({f"{n.needed_by} ({n.product})" for n in needs if n.own})
    if own:
        shown = ", ".join(own[:5]) + (f" and {len(own) - 5} more" if len(own) > 5 else "")
        notes.append(word("note.own_supplier", shown=shown))
    return [*notes, *place_notes(supply_use, place)]


def place_notes(supply_use: SupplyUse, place: str) -> list[Note]:
    """What is taken of a place and of sources that are in no recorded country."""
    notes: list[Note] = []
    countries = {p: c for p, _, c in supply_use.rows("place")}
    if countries.get(place) is None:
        notes.append(word("note.place_without_country", place=place))
    uncertain = supply_use.ask(
        "SELECT entity FROM relation_country_of WHERE origin IS NULL "
        "AND entity IN (SELECT maker FROM relation_source) ORDER BY ALL"
    )
    if uncertain:
        shown = ", ".join(entity for (entity,) in uncertain[:5])
        notes.append(word("note.source_without_country", count=len(uncertain), shown=shown))
    return notes
