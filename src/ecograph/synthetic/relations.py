"""What is particular of the other tables of statements: money, policies, numbers, awards."""

import numpy as np

from ecograph.base.namespaces import ECO_BASE
from ecograph.synthetic.cells import (
    FIRST_YEAR,
    LAST_YEAR,
    evidence,
    in_turn,
    invented,
    weighted,
    years,
)
from ecograph.synthetic.draws import Cells, texts, where, written
from ecograph.synthetic.entities import UNITS_OF_INDICATORS
from ecograph.synthetic.nation import HOME, Columns, Nation
from ecograph.synthetic.supply import Trade
from ecograph.tables.schema import WHOLE_POLICY

# Of what an award asks, with the comparison and the unit of numbers.
_ASKED = (
    ("revenue", "ge", "cny-10k"),
    ("rd-intensity", "ge", "percent"),
    ("patents", "ge", "count"),
    ("staff", "ge", "count"),
    ("age", "le", "year"),
)
SECOND = "synthetic-second"  # the source of second opinions
_UNIT_WORDS = {"cny-10k": "万元", "percent": "%", "count": "个", "year": "年"}


def _money(nation: Nation, table: str, middle: float) -> dict[str, Cells]:
    """An amount and its year, in two thirds of the rows."""
    size, stream = nation.counts[table], nation.stream(table, "value")
    known = stream.also("known").chance(size, 0.66)
    value = written(stream.amounts(size, middle), 1)
    value[~known] = None
    period = years(nation.stream(table, "period"), size)
    period[~known] = None
    return {"value": value, "unit": where(known, "cny-10k", None), "period": period}


def investment(nation: Nation) -> Columns:
    """Who puts how much into which firm."""
    stream, size = nation.stream("investment", "investee"), nation.counts["investment"]
    return {"investee": nation.some_of(stream, size, "Firm"), **_money(nation, "investment", 3000)}


def shareholding(nation: Nation) -> Columns:
    """Up to two holders of a firm, who hold less than all together."""
    size = nation.counts["shareholding"]
    companies = nation.of("Firm")
    share = written(0.02 + 0.46 * nation.stream("shareholding", "share").uniform(size), 3)
    return {"company": companies[np.arange(size) // 2 % len(companies)], "share": share}


def financing(nation: Nation) -> Columns:
    """Which bank gives which firm how much."""
    size = nation.counts["financing"]
    of = {"financier": "Bank", "recipient": "Firm", "via": "FinancialProduct"}
    ends = {c: nation.some_of(nation.stream("financing", c), size, k) for c, k in of.items()}
    via = nation.stream("financing", "via").some(ends.pop("via"), 0.5)
    return {**ends, "via": via, **_money(nation, "financing", 800)}


def supply_share(nation: Nation) -> Columns:
    """Of every fourth product which part comes from which city."""
    size = nation.counts["supply_share"]
    product = nation.ids["product"][4 * np.arange(size)]
    city = nation.ids["city"][nation.places(nation.stream("supply_share", "origin"), size)]
    share = written(0.05 + 0.9 * nation.stream("supply_share", "share").uniform(size), 2)
    return {"origin": city, "product": product, "share": share}


def response(nation: Nation) -> Columns:
    """What answers to each problem."""
    return {"problem": in_turn(nation, "response", "problem")}


def implementation(nation: Nation) -> Columns:
    """Who carries out each measure."""
    size = nation.counts["implementation"]
    actor = nation.some_of(nation.stream("implementation", "actor"), size, "GovernmentBody")
    return {"actor": actor, "measure": in_turn(nation, "implementation", "measure")}


def endowment(nation: Nation) -> Columns:
    """Which city has which kind of asset."""
    return {"asset": in_turn(nation, "endowment", "asset_type")}


def operation(nation: Nation) -> Columns:
    """Each platform, park and fund with its operator, as far as rows go."""
    size = nation.counts["operation"]
    operated = nation.of("Platform", "Park", "Fund")
    return {"operated": operated[np.arange(size) % len(operated)]}


def appointment(nation: Nation) -> Columns:
    """Each person with a post."""
    return {"person": nation.ids["person"]}


def certification(nation: Nation) -> Columns:
    """Which firm has which status."""
    size = nation.counts["certification"]
    holder = nation.some_of(nation.stream("certification", "holder"), size, "Firm")
    return {"holder": holder, "period": years(nation.stream("certification", "period"), size)}


def targeting(nation: Nation) -> Columns:
    """What programmes, policies and funds are for: a chain, or one of its products."""
    size, stream = nation.counts["targeting"], nation.stream("targeting", "target")
    others = nation.of("Policy", "Fund", "FinancialProduct")
    instrument = np.concatenate([nation.ids["programme"], others])
    target = nation.some_of(stream, size, "IndustryChain", "Product")
    return {"instrument": instrument[np.arange(size) % len(instrument)], "target": target}


def award(nation: Nation) -> Columns:
    """What policies give, one award each."""
    size = min(nation.counts["award"], nation.counts["policy"])
    value = np.round(nation.stream("award", "value").amounts(size, 100.0), 1)
    cells = written(value, 1)
    return {
        "policy": nation.ids["policy"][:size],
        "award": "a1",
        "value": cells,
        "unit": "cny-10k",
        "value_written": texts([f"{v}万元" for v in cells]),
    }


def criterion(nation: Nation) -> Columns:
    """What an award asks for, a few conditions each, and where the firm must be."""
    size, policies = nation.counts["criterion"], nation.counts["policy"]
    numbers = np.arange(size)
    asked = texts([p for p, _, _ in _ASKED])[numbers // policies % len(_ASKED)]
    how = {p: (c, unit) for p, c, unit in _ASKED}
    located = nation.stream("criterion", "demanded").chance(size, 0.2)
    value = written(nation.stream("criterion", "value").amounts(size, 20.0, 1.0), 0)
    city = nation.ids["city"][nation.places(nation.stream("criterion", "city"), size)]
    said = [f"{v}{_UNIT_WORDS[how[p][1]]}" for p, v in zip(asked, value, strict=True)]
    return {
        "policy": nation.ids["policy"][numbers % policies],
        "award": WHOLE_POLICY,
        "property": where(located, "located", asked),
        "comparison": where(located, "is", texts([how[p][0] for p in asked])),
        "value_written": where(located, invented(ECO_BASE + "Place", "zh"), texts(said)),
        "value": where(located, None, value),
        "unit": where(located, None, texts([how[p][1] for p in asked])),
        "demanded": where(located, city, None),
    }


def call(nation: Nation) -> Columns:
    """When one may apply: half a year from a month of last year."""
    size = nation.counts["call"]
    month = nation.stream("call", "valid_from").numbers(size, 6) + 1
    return {
        "policy": nation.ids["policy"][np.arange(size) % nation.counts["policy"]],
        "valid_from": texts([f"2025-{m:02d}-01" for m in month]),
        "valid_to": texts([f"2025-{m + 6:02d}-28" for m in month]),
    }


def composition(nation: Nation) -> Columns:
    """Each element of each framework, in its place."""
    chains, elements = nation.ids["industry_chain"], nation.ids["framework_element"]
    frameworks = nation.ids["framework"]
    of_chains = frameworks[np.arange(len(chains)) % len(frameworks)]
    of_elements = frameworks[np.arange(len(elements)) % len(frameworks)]
    place = [1 + n // len(frameworks) for n in range(len(chains) + len(elements))]
    return {
        "framework": np.concatenate([of_chains, of_elements]),
        "element": np.concatenate([chains, elements]),
        "position": texts([str(n) for n in place]),
        "modality": "exists",
    }


def observation(nation: Nation) -> Columns:
    """Numbers of firms, cities and chains, of each indicator and year at most one."""
    size, indicators = nation.counts["observation"], nation.counts["indicator"]
    about = nation.of("Firm", "City", "IndustryChain")
    numbers = np.arange(size)
    unit = texts(UNITS_OF_INDICATORS)[numbers % indicators]
    value = written(nation.stream("observation", "value").amounts(size, 40.0, 0.5), 1)
    year = FIRST_YEAR + numbers // len(about) % (LAST_YEAR + 1 - FIRST_YEAR)
    return {
        "indicator": nation.ids["indicator"][numbers % indicators],
        "about": about[numbers % len(about)],
        "period": texts([str(y) for y in year]),
        "value": value,
        "value_written": value,
        "unit": unit,
    }


def ranking(nation: Nation) -> Columns:
    """Where cities stand."""
    size, cities = nation.counts["ranking"], nation.counts["city"]
    numbers = np.arange(size)
    return {
        "ranked": nation.ids["city"][numbers % cities],
        "indicator": nation.ids["indicator"][numbers // cities % nation.counts["indicator"]],
        "rank": texts([str(n % cities + 1) for n in numbers.tolist()]),
        "scope": HOME,
    }


def distinction(nation: Nation) -> Columns:
    """Firms that are first, only or largest in the nation."""
    stream, size = nation.stream("distinction", "holder"), nation.counts["distinction"]
    return {"holder": nation.some_of(stream, size, "Firm"), "scope": HOME}


def inquiry(nation: Nation) -> Columns:
    """Where was looked for a maker of a product, and whether one was found."""
    size, stream = nation.counts["inquiry"], nation.stream("inquiry", "found")
    found = where(stream.chance(size, 0.4), "true", "false")
    city = nation.ids["city"][nation.places(nation.stream("inquiry", "place"), size)]
    sought = nation.some_of(nation.stream("inquiry", "sought"), size, "Product")
    return {"place": city, "sought": sought, "role": "maker", "found": found}


def existence(nation: Nation) -> Columns:
    """Facilities that are there, are being built or are planned, each once."""
    size = nation.counts["existence"]
    facilities = nation.ids["facility"]
    stream = nation.stream("existence", "modality")
    meant = (("exists", 0.6), ("underway", 0.25), ("planned", 0.15))
    return {
        "existing": facilities[np.arange(min(size, len(facilities)))],
        "modality": weighted(stream, min(size, len(facilities)), meant),
    }


# ------------------------------------------------------------------ about rows


def doubt(nation: Nation, trade: Trade) -> Columns:
    """Doubts of statements on who makes what."""
    return {"statement": _productions(nation, trade, "doubt")}


def support(nation: Nation, trade: Trade) -> Columns:
    """A second source of statements on who makes what."""
    return {"statement": _productions(nation, trade, "support"), "source": SECOND}


def _productions(nation: Nation, trade: Trade, table: str) -> Cells:
    """Statements of who makes what that a source makes, each at most once."""
    known = evidence(nation, "production", len(trade.maker))
    order = nation.stream(table, "statement").order(len(known))
    picked = order[known[order] != "editorial"][: nation.counts[table]]
    return texts([f"production-{n:07d}" for n in picked.tolist()])


def possible_identity(nation: Nation) -> Columns:
    """Pairs of firms that may be one."""
    order = nation.stream("possible_identity", "entity").order(nation.counts["firm"])
    size = min(nation.counts["possible_identity"], len(order) // 2)
    firms = nation.ids["firm"][order]
    return {"entity": firms[:size], "other": firms[size : 2 * size]}


def naming(nation: Nation) -> Columns:
    """Other names of firms."""
    size = nation.counts["naming"]
    order = nation.stream("naming", "entity").order(nation.counts["firm"])[:size]
    before = invented(ECO_BASE + "Firm", "zh")
    called = [f"{before}又名{n:05d}" for n in order.tolist()]
    return {"entity": nation.ids["firm"][order], "alt_zh": texts(called)}


def supplement(nation: Nation) -> Columns:
    """When some labs were founded, which their own rows do not say."""
    labs = nation.ids["lab"][: nation.counts["supplement"]]
    return {"entity": labs, "filled_column": "founded", "filled_value": "2019"}


def identifier(nation: Nation) -> Columns:
    """Codes of firms as registers give them, in a division that does not exist."""
    size = nation.counts["identifier"]
    return {
        "entity": nation.ids["firm"][:size],
        "scheme": "uscc",
        "code": texts(_codes(size)),
    }


_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of GB 32100-2015
_DIVISION = "91990000MA"  # no province begins with 99


def _codes(size: int) -> list[str]:
    """Codes with the check digit of GB 32100-2015 (MOD 31-3)."""
    numbers = np.arange(size)
    weights = [pow(3, i, 31) for i in range(17)]
    total = np.full(
        size, sum(w * _SIGNS.index(c) for w, c in zip(weights, _DIVISION, strict=False))
    )
    for place in range(7):
        total += weights[16 - place] * (numbers // 10**place % 10)
    digits = (-total % 31).tolist()
    return [f"{_DIVISION}{n:07d}{_SIGNS[digit]}" for n, digit in enumerate(digits)]
