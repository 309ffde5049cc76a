"""What is particular of the tables of entities: where they belong, how they are told apart."""

from collections.abc import Callable, Mapping

import numpy as np

from ecograph.synthetic.cells import in_turn, keys, years
from ecograph.synthetic.draws import Numbers, texts, where
from ecograph.synthetic.nation import HOME, Columns, Nation
from ecograph.tables.schema import table_specs

UNITS_OF_INDICATORS = (
    *("cny-100m", "percent", "count", "cny-10k", "count"),
    *("percent", "km2", "count", "ratio"),
)


def segment_of_product(nation: Nation) -> Numbers:
    """The number of the segment of each product; those of a chain are one after the other."""
    products = np.arange(nation.counts["product"])
    return products % nation.counts["chain_segment"]


def chain_of_product(nation: Nation) -> Numbers:
    """The number of the chain of each product."""
    return segment_of_product(nation) % nation.counts["industry_chain"]


def _area(nation: Nation) -> Columns:
    return {"part_of": HOME}


def _city(nation: Nation) -> Columns:
    return {"part_of": in_turn(nation, "city", "province")}


def _district(nation: Nation) -> Columns:
    return {"part_of": in_turn(nation, "district", "city")}


def _industry_chain(nation: Nation) -> Columns:
    return {"system": in_turn(nation, "industry_chain", "framework")}


def _chain_segment(nation: Nation) -> Columns:
    return {"chain": in_turn(nation, "chain_segment", "industry_chain")}


def _product(nation: Nation) -> Columns:
    """Products of chains and segments; the first of each chain is a group, and a few are in it."""
    size, chains = nation.counts["product"], nation.counts["industry_chain"]
    chain, segment = chain_of_product(nation), segment_of_product(nation)
    numbers = np.arange(size)
    group = numbers < chains
    breadth = where(nation.stream("product", "breadth").chance(size, 0.1), "commodity", None)
    breadth[group] = "group"
    broader = nation.ids["product"][chain]
    broader[group | (numbers >= size // 8)] = None
    stage = keys(nation.stream("product", "stage"), nation.counts["chain_segment"],
                 table_specs()["product"].columns["stage"])  # fmt: skip
    return {
        "chain": nation.ids["industry_chain"][chain],
        "segment": nation.ids["chain_segment"][segment],
        "stage": stage[segment],
        "breadth": breadth,
        "broader": broader,
    }


def _technology(nation: Nation) -> Columns:
    return {"chain": in_turn(nation, "technology", "industry_chain")}


def _policy(nation: Nation) -> Columns:
    stream = nation.stream("policy", "issuer")
    return {"issuer": nation.some_of(stream, nation.counts["policy"], "GovernmentBody")}


def _event(nation: Nation) -> Columns:
    stream, size = nation.stream("event", "place"), nation.counts["event"]
    return {"place": nation.ids["city"][nation.places(stream, size)]}


def _lab(nation: Nation) -> Columns:
    """When a lab was founded is told by a supplement of some, and by their own rows of others."""
    founded = years(nation.stream("lab", "founded"), nation.counts["lab"])
    founded[: nation.counts["supplement"]] = None
    return {"founded": founded}


def _consortium(nation: Nation) -> Columns:
    stream = nation.stream("consortium", "works_on")
    return {"works_on": nation.some_of(stream, nation.counts["consortium"], "Technology")}


def _indicator(nation: Nation) -> Columns:
    units = texts(UNITS_OF_INDICATORS)
    return {"unit": units, "additive": where(units == "percent", "false", "true")}


PARTICULAR: Mapping[str, Callable[[Nation], Columns]] = {
    "area": _area,
    "province": _area,
    "city_cluster": _area,
    "city": _city,
    "district": _district,
    "industry_chain": _industry_chain,
    "chain_segment": _chain_segment,
    "product": _product,
    "lab": _lab,
    "technology": _technology,
    "policy": _policy,
    "event": _event,
    "consortium": _consortium,
    "indicator": _indicator,
}
