"""The needs of one place, their states, and the local matching rates that follow from them."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.evidence import EVIDENCE, is_documented
from ecograph.base.results import Interval, Measurement, Method, Parameter
from ecograph.base.words import word
from ecograph.graph.containment import pairs
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
            Measurement(r.definition, place, r.interval.low, r.interval.low, r.interval.high)
            for r in self.rates
            if r.interval is not None
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
        rates=(*_count_rates(counts, total), value_rate(supply_use, place, held)),
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
    if inputs == "all":
        needs += [_lack(lack) for lack in lacks_of(supply_use, place)]
    return sorted(needs, key=lambda n: (not is_documented(n.evidence), n.product, n.needed_by))


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

    A relation without a value is left out; a seller whose place is not known counts 0 in the
    lower and in full in the upper bound.
    """
    asked = [(n.needed_by, n.product) for n in needs]
    values: dict[str, list[float]] = {"here": [], "possible": [], "elsewhere": []}
    for value, where in supply_use.ask(
        sql_text("supplied_values"),
        place=place,
        users=[needed_by for needed_by, _ in asked],
        products=[product for _, product in asked],
    ):
        values[where].append(value)
    local, open_ = math.fsum(values["here"]), math.fsum(values["possible"])
    total = math.fsum(v for held in values.values() for v in held)
    interval = Interval(local / total, (local + open_) / total) if total > 0 else None
    return Rate("lmr.value", interval, local, total)


def _count_rates(counts: Counter[str], total: int) -> list[Rate]:
    # where only the main supply is said to come from elsewhere, some may be local
    unknown = counts["unknown"] + counts["mainly-outside"]
    if not total:
        return [Rate(name, None, 0, 0) for name in ("lmr.links", "lmr.potential")]
    linked = counts["linked-local"]
    possible = linked + counts["latent-local"]
    return [
        Rate(name, Interval(count / total, (count + unknown) / total), count, total)
        for name, count in (("lmr.links", linked), ("lmr.potential", possible))
    ]


def _chosen(
    supply_use: SupplyUse,
    needs: list[Need],
    chain: str | None,
    product: str | None,
    firm: str | None,
) -> list[Need]:
    if chain is not None:
        members, products = chain_members(supply_use, chain), chain_products(supply_use, chain)
        needs = [n for n in needs if n.needed_by in members or n.product in products]
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
    if supply_use.evidence == "stated":
        advice = "let in what is implied and editorial: evidence editorial"
    return (
        f"{place}: no need{of} is known there: nobody in it is known to make something whose "
        f"inputs are recorded, and no supply to it is recorded; {advice}"
    )


def _notes_on(supply_use: SupplyUse, place: str, needs: list[Need]) -> list[Note]:
    notes: list[Note] = []
    own = sorted({f"{n.needed_by} ({n.product})" for n in needs if n.own})
    if own:
        shown = ", ".join(own[:5]) + (f" and {len(own) - 5} more" if len(own) > 5 else "")
        notes.append(word("note.own_supplier", shown=shown))
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
