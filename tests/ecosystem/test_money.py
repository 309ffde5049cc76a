"""Which money reaches which rung of which industry: for both, for one of them, or not known."""

from typing import Any

from ecograph.base.results import Method
from ecograph.ecosystem.money import ANY, money_of
from supply_use_help import golden, ids, rows

WORLD: dict[str, Any] = {
    "industry_chain": ids("chain", "other"),
    "asset_type": ids("startups", firm_status="startup"),
    "fund": ids("fund"),
    "policy": ids("policy"),
    "financial_product": ids("loan"),
}


def reach(chain: str | None = "chain", **more: Any) -> dict[tuple[str, str], list[tuple[str, str]]]:
    database = golden(**WORLD | more).database
    result = money_of(
        database, Method("money.reach"), ["startup", "listed"], chain, [chain] if chain else []
    )
    return {
        (c.rung, c.sort): [(r.instrument, r.fit) for r in c.reaches]
        for c in result.cells
        if c.reaches
    }


def test_aimed_at_a_rung_at_an_industry_or_at_both() -> None:
    both = rows("instrument target", ("fund", "startups"), ("fund", "chain"))
    assert reach(targeting=both) == {("startup", "fund"): [("fund", "both")]}
    rung = rows("instrument target", ("loan", "startups"))
    assert reach(targeting=rung) == {("startup", "product"): [("loan", "rung")]}
    industry = rows("instrument target", ("fund", "chain"))
    assert reach(targeting=industry) == {(ANY, "fund"): [("fund", "industry")]}


def test_what_is_for_another_industry_reaches_nobody_here() -> None:
    away = rows("instrument target", ("fund", "startups"), ("fund", "other"))
    assert reach(targeting=away) == {}
    assert reach(None, targeting=rows("instrument target", ("loan", "startups"))) == {
        ("startup", "product"): [("loan", "rung")]
    }


def test_an_award_that_asks_for_a_status_reaches_it() -> None:
    asks = [
        {"policy": "policy", "award": "x", "property": "certificate", "comparison": c,
         "demanded_status": "listed", "value_written": "listed"}
        for c in ("is",)
    ]  # fmt: skip
    assert reach(criterion=asks) == {("listed", "policy"): [("policy", "rung")]}
    assert reach(criterion=[asks[0] | {"comparison": "not"}]) == {}


def test_whom_a_fund_invested_in_tells_what_it_reaches() -> None:
    made = {
        "investment": rows("investor investee", ("fund", "b1")),
        "certification": rows("holder status", ("b1", "listed")),
        "participation": [{"participant": "b1", "chain": "chain", "role": "member"}],
    }
    assert reach(**made) == {("listed", "fund"): [("fund", "both")]}
