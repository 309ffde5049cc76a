"""Who sits where, makes what, needs what for it, and buys it from whom."""

from dataclasses import dataclass

import numpy as np

from ecograph.synthetic.cells import keys, years
from ecograph.synthetic.draws import Cells, Floats, Numbers, texts, where, written
from ecograph.synthetic.entities import chain_of_product, segment_of_product
from ecograph.synthetic.nation import ABROAD, Columns, Nation
from ecograph.tables.schema import table_specs

_LOCATED = ("firm", "lab", "organization", "bank", "university", "fund", "platform", "consortium",
            "government_body", "park")  # fmt: skip
_MOST_BUYERS = 200
_MOST_INPUTS = 6
_FROM_ABROAD = 40  # every so many-th product also comes from there


@dataclass(frozen=True)
class Trade:
    """Who makes what, what is needed for what, who buys what from whom: numbers of rows."""

    maker: Numbers
    made: Numbers
    requirer: Numbers
    input: Numbers
    supplier: Numbers
    buyer: Numbers
    supplied: Numbers


def trade_of(nation: Nation) -> Trade:
    """The trade of a nation.

    Inputs are products of a higher number, so that nothing is needed for itself; what is supplied
    is made by the supplier and needed for what the buyer makes.
    """
    maker, made = _production(nation)
    requirer, needed = _requirements(nation)
    return Trade(maker, made, requirer, needed, *_supplies(nation, maker, made, requirer, needed))


def _production(nation: Nation) -> tuple[Numbers, Numbers]:
    """One to three products of each firm, some far more often than others."""
    firms, products = nation.counts["firm"], nation.counts["product"]
    stream = nation.stream("production", "product")
    popular = stream.also("popular").order(products)
    firm = np.repeat(np.arange(firms), stream.also("count").numbers(firms, 3) + 1)
    product = popular[stream.ranks(len(firm), products, 0.9)]
    firm, product = _distinct(firm, product)
    return firm, product


def _requirements(nation: Nation) -> tuple[Numbers, Numbers]:
    """Of each product but the last up to six inputs."""
    products = nation.counts["product"]
    stream = nation.stream("requirement", "input")
    counts = stream.also("count").numbers(products, _MOST_INPUTS) + 1
    counts[-1] = 0
    product = np.repeat(np.arange(products), counts)
    above = products - product - 1
    needed = product + 1 + (stream.uniform(len(product)) * above).astype(np.int64)
    product, needed = _distinct(product, needed)
    return product, needed


def _supplies(
    nation: Nation, maker: Numbers, made: Numbers, requirer: Numbers, needed: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Of each firm as many orders as Zipf's law gives it, each to a user of a product it makes."""
    firms, products = nation.counts["firm"], nation.counts["product"]
    stream = nation.stream("supply", "buyer")
    seller = np.repeat(np.arange(firms), stream.also("count").counts(firms, 1.9, _MOST_BUYERS))
    of_maker = _Groups(maker, firms)
    product = made[of_maker.one_of(seller, stream.also("product").uniform(len(seller)))]
    makers, uses = _Groups(made, products), _Groups(needed, products)
    used = product[uses.sizes[product] > 0]
    seller = seller[uses.sizes[product] > 0]
    use = requirer[uses.one_of(used, stream.also("use").uniform(len(used)))]
    bought = makers.sizes[use] > 0
    seller, used, use = seller[bought], used[bought], use[bought]
    buyer = maker[makers.one_of(use, stream.uniform(len(use)))]
    apart = seller != buyer
    seller, buyer, used = _distinct(seller[apart], buyer[apart], used[apart])
    return seller, buyer, used


class _Groups:
    """Rows by the number that they have in a column: where those of each stand."""

    def __init__(self, numbers: Numbers, below: int) -> None:
        self.order = np.argsort(numbers, kind="stable")
        self.sizes = np.bincount(numbers, minlength=below)
        self.first = np.concatenate(([0], np.cumsum(self.sizes)[:-1]))

    def one_of(self, groups: Numbers, chance: Floats) -> Numbers:
        """A row of each of these groups, none of which is empty."""
        found: Numbers = self.order[
            self.first[groups] + (chance * self.sizes[groups]).astype(np.int64)
        ]
        return found


def _distinct(*columns: Numbers) -> tuple[Numbers, ...]:
    """Rows of numbers, each once, sorted."""
    order = np.lexsort(columns[::-1])
    sorted_ = [column[order] for column in columns]
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.any([column[1:] != column[:-1] for column in sorted_], axis=0)
    return tuple(column[first] for column in sorted_)


def location(nation: Nation) -> Columns:
    """Each actor in a city, a third of them in a district of it."""
    located = np.concatenate([nation.ids[table] for table in _LOCATED])
    stream = nation.stream("location", "place")
    city = nation.places(stream, len(located))
    district = city + nation.counts["city"] * stream.also("district").numbers(len(located), 3)
    fine = stream.also("fine").chance(len(located), 1 / 3)
    place = where(fine, nation.ids["district"][district], nation.ids["city"][city])
    return {"located": located, "place": place}


def participation(nation: Nation, trade: Trade) -> Columns:
    """Each firm in the chain of its first product."""
    _, first = np.unique(trade.maker, return_index=True)
    product = trade.made[first]
    segment = nation.ids["chain_segment"][segment_of_product(nation)[product]]
    return {
        "participant": nation.ids["firm"],
        "chain": nation.ids["industry_chain"][chain_of_product(nation)[product]],
        "segment": nation.stream("participation", "segment").some(segment, 0.5),
    }


def production(nation: Nation, trade: Trade) -> Columns:
    """Who makes what; of some how much of it."""
    stream, size = nation.stream("production", "scale"), len(trade.maker)
    scale = keys(stream, size, table_specs()["production"].columns["scale"], 0.2)
    return {
        "maker": nation.ids["firm"][trade.maker],
        "product": nation.ids["product"][trade.made],
        "scale": scale,
    }


def industry_output(nation: Nation) -> Columns:
    """What each chain makes."""
    return {
        "industry": nation.ids["industry_chain"][chain_of_product(nation)],
        "product": nation.ids["product"],
        "modality": "exists",
    }


def requirement(nation: Nation, trade: Trade) -> Columns:
    """What is needed for what; of some how much, of all inputs together less than all."""
    stream, size = nation.stream("requirement", "share"), len(trade.requirer)
    essential = where(stream.also("essential").chance(size, 0.7), "true", "false")
    share = written(0.02 + 0.13 * stream.uniform(size), 3)
    return {
        "requirer": nation.ids["product"][trade.requirer],
        "input": nation.ids["product"][trade.input],
        "essential": essential,
        "share": stream.some(share, 0.6),
        "modality": "exists",
    }


def supply(nation: Nation, trade: Trade) -> Columns:
    """Who buys what from whom, of some for how much; and what chains take from abroad."""
    products = np.arange(0, nation.counts["product"], _FROM_ABROAD)
    foreign = np.repeat(products, len(ABROAD))
    orders, more = len(trade.supplier), len(foreign)
    stream = nation.stream("supply", "value")
    known = stream.also("known").chance(orders, 0.4)
    value = written(stream.amounts(orders, 150.0), 2)
    value[~known] = None
    year = years(nation.stream("supply", "period"), orders)
    year[~known] = None
    chain = nation.ids["industry_chain"][chain_of_product(nation)[foreign]]
    return {
        "supplier": _then(nation.ids["firm"][trade.supplier], more),
        "buyer": _then(nation.ids["firm"][trade.buyer], more),
        "used_in": np.concatenate([np.full(orders, None, dtype=object), chain]),
        "product": nation.ids["product"][np.concatenate([trade.supplied, foreign])],
        "origin": np.concatenate([np.full(orders, None, dtype=object),
                                  np.tile(texts(ABROAD), len(products))]),
        "value": _then(value, more),
        "unit": _then(where(known, "cny-10k", None), more),
        "period": _then(year, more),
    }  # fmt: skip


def _then(cells: Cells, more: int) -> Cells:
    """Cells, and so many empty ones."""
    return np.concatenate([cells.astype(object), np.full(more, None, dtype=object)])
