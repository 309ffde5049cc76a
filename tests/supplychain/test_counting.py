"""What counts as one need, and what sources say of lacks and of main supplies: right values."""

from typing import Any

import pytest

from ecograph.base.results import Interval
from ecograph.graph.columns import read_tables
from ecograph.graph.opening import open_graph
from ecograph.supplychain.attraction import attraction_of
from ecograph.supplychain.counting import count_needs
from ecograph.supplychain.gaps import gaps_of
from ecograph.supplychain.lacks import lacks_of
from ecograph.supplychain.needs import needs_of, place_needs
from ecograph.supplychain.supply_use import SupplyUse, build_supply_use
from supply_use_help import golden, golden_tables, ids, rows

TWO = {"requirer": "e", "substitute_group": "g"}


def counted(supply_use: SupplyUse) -> dict[tuple[str, str], str]:
    counting = count_needs(supply_use, place_needs(supply_use, "r"))
    return {(n.needed_by, n.product): n.state for n in counting.needs}


def states(**tables: Any) -> dict[tuple[str, str], str]:
    return counted(golden(**tables))


def test_alternatives_are_one_need_met_by_any_of_them() -> None:
    either = [TWO | {"input": "a"}, TWO | {"input": "b"}]
    assert states(requirement=either, supply=[]) == {
        ("b1", "a"): "latent-local",
        ("b2", "a"): "latent-local",
    }


def test_of_alternatives_an_unknown_one_leaves_the_need_unknown() -> None:
    either = [TWO | {"input": "b"}, TWO | {"input": "c"}]
    found = states(product=ids("e", "a", "b", "c"), requirement=either, supply=[])
    assert found == {("b1", "c"): "unknown", ("b2", "c"): "unknown"}


def test_of_alternatives_the_one_that_is_bought_decides() -> None:
    """A vehicle needs a battery or a fuel cell; of batteries the main supply is not local."""
    either = [TWO | {"input": "b"}, TWO | {"input": "c"}]
    bought = [{"buyer": "b1", "product": "b", "origin_outside": "r", "extent": "main"}]
    supply_use = golden(
        product=ids("e", "b", "c"),
        production=rows("maker product", ("b1", "e")),
        requirement=either,
        supply=bought,
    )
    assert counted(supply_use) == {("b1", "b"): "mainly-outside"}


def test_an_industry_does_not_repeat_what_its_firms_need() -> None:
    chain: dict[str, Any] = {
        "industry_chain": ids("chain"),
        "participation": rows("participant chain", ("b1", "chain")),
    }
    same = [{"requirer": "e", "input": "a"}, {"requirer": "chain", "input": "a"}]
    supply_use = golden(**chain, requirement=same, supply=[])
    assert set(counted(supply_use)) == {("b1", "a"), ("b2", "a")}
    assert count_needs(supply_use, place_needs(supply_use, "r")).repeated == 1
    other = [{"requirer": "e", "input": "a"}, {"requirer": "chain", "input": "b"}]
    assert ("chain", "b") in states(**chain, requirement=other, supply=[])


def test_where_only_that_of_the_industry_is_documented_it_is_the_one_that_counts() -> None:
    ours = {"evidence": "editorial", "requirer": "e", "input": "a"}
    found = states(
        industry_chain=ids("chain"),
        participation=rows("participant chain", ("b1", "chain"), ("b2", "chain")),
        requirement=[ours, {"requirer": "chain", "input": "a"}],
        supply=[],
    )
    assert set(found) == {("chain", "a")}


def test_firms_that_may_be_one_count_once() -> None:
    supply_use = golden(possible_identity=rows("entity other", ("b1", "b2")))
    counting = count_needs(supply_use, place_needs(supply_use, "r"))
    assert (len(counting.needs), counting.same, counting.pairs) == (2, 2, 4)
    found = needs_of(supply_use, "r")
    assert (found.counts["linked-local"], len(found.needs)) == (1, 4)
    assert any("counted as needs: 2" in en for _, en in found.notes)


@pytest.mark.parametrize(
    ("extent", "state", "kind"),
    [("main", "mainly-outside", "outside"), ("mostly", "mainly-outside", "outside"),
     ("all", "mainly-outside", "outside"), (None, "mainly-outside", "outside"),
     ("partly", "unknown", "unknown"), ("negligible", "unknown", "unknown")],
)  # fmt: skip
def test_what_mainly_comes_from_elsewhere_is_not_missing(
    extent: str | None, state: str, kind: str
) -> None:
    away = [{"buyer": "b1", "product": "b", "origin_outside": "r", "extent": extent}]
    supply_use = golden(
        production=rows("maker product", ("b1", "e"), ("b2", "e"), ("s1", "a")), supply=away
    )
    needs = {(n.needed_by, n.product): n.state for n in place_needs(supply_use, "r")}
    assert needs["b1", "b"] == state
    (gap,) = (g for g in gaps_of(supply_use, "r").gaps if g.product == "b")
    assert gap.kind == kind
    rates = {r.definition: r.interval for r in needs_of(supply_use, "r").rates}
    links = rates["lmr.links"]
    assert links is not None
    # where all of it is said to be from elsewhere, nobody here can supply it to b1
    assert links.high == (0.5 if extent not in ("all", None) else 0.0)


def test_a_product_that_may_be_the_same_is_told_as_possible() -> None:
    away = [{"buyer": "b1", "product": "b", "origin_outside": "r", "extent": "main"}]
    supply_use = golden(
        production=rows("maker product", ("b1", "e"), ("b2", "e"), ("s1", "a")),
        possible_identity=rows("entity other", ("a", "b")),
        supply=away,
    )
    (gap,) = (g for g in gaps_of(supply_use, "r").gaps if g.product == "b")
    assert (gap.kind, gap.kind_if) == ("outside", "broken")
    assert (gap.possibly, gap.possible_makers) == (("a",), ("s1",))


def test_the_lacks_of_xiamen_reach_its_gaps() -> None:
    """Golden: the lacks that paragraphs 6 to 15 of the paper state, read by hand."""
    supply_use = build_supply_use(read_tables(open_graph("xiamen")), sources="documents")
    lacks = {(lack.needed_by, lack.asset) for lack in lacks_of(supply_use, "xiamen")}
    assert ("biomedicine-chain", "asset-300kv-cryo-em") in lacks
    assert {asset for who, asset in lacks if who == "biomedicine-chain"} == {
        f"asset-{name}"
        for name in (
            *("300kv-cryo-em", "big-science-facility", "clinical-trial-resource", "cxo"),
            *("national-clinical-centre", "national-medical-centre", "testing-service"),
        )
    }
    assert lacks_of(supply_use, "fujian") == []  # what a city lacks, its province may have
    gaps = gaps_of(supply_use, "xiamen", chain="biomedicine-chain").gaps
    lack = next(g for g in gaps if g.product == "asset-300kv-cryo-em")
    assert (lack.kind, lack.counts["stated-lack"], lack.evidence) == ("lack", 1, ("stated",))
    assert {s.table for s in lack.statements} == {"endowment", "concern"}
    power = next(g for g in gaps_of(supply_use, "xiamen").gaps if g.product == "power-battery")
    assert (power.kind, power.kind_if, power.possibly) == (
        "outside", "broken", ("lithium-ion-battery",)
    )  # fmt: skip
    assert len(power.possible_makers) == 3


def test_a_doubt_on_what_the_needing_firm_makes_goes_with_its_needs() -> None:
    made = [{"id": "made", "maker": "b1", "product": "e"}, *golden_rows("production")[1:]]
    supply_use = golden(production=made, doubt=rows("id statement", ("d", "made")))
    doubts = {(n.needed_by, n.product): n.doubts for n in place_needs(supply_use, "r")}
    assert doubts["b1", "a"] == ("d",) and doubts["b2", "a"] == ()


def test_attract_is_as_sure_as_the_need_and_the_making() -> None:
    weak = [{"requirer": "e", "input": "b", "evidence": "editorial"}]
    found = attraction_of(golden(requirement=weak, supply=[]), "r").candidates
    assert {(c.who, c.evidence) for c in found} == {("s2", "editorial")}


def golden_rows(table: str) -> list[dict[str, Any]]:
    return golden_tables().records(table)


def test_a_stated_shortage_stands_beside_a_member_that_is_served() -> None:
    supply_use = golden(
        industry_chain=ids("ch"),
        participation=rows("participant chain", ("b1", "ch")),
        problem=ids("short"),
        concern=rows(
            "problem concerned role", ("short", "a", "shortage"), ("short", "ch", "sufferer")
        ),
    )
    found = needs_of(supply_use, "r", inputs="all")
    assert found.counts["stated-lack"] == 1
    assert found.counts["linked-local"] == 1


def test_a_lack_that_has_ended_is_none() -> None:
    def lacks(**more: Any) -> int:
        said = [
            {"holder": "r", "asset": "cryo", "modality": "lacking", "valid_to": "2020"},
            {"holder": "r", "asset": "cryo", "valid_from": "2021", **more},
        ]
        supply_use = golden(asset_type=ids("cryo"), endowment=said)
        return needs_of(supply_use, "r", inputs="all").counts["stated-lack"]

    assert (lacks(), lacks(modality="planned")) == (0, 1)


def two_groups(**more: Any) -> SupplyUse:
    """b1 makes p, of a or b, and q, of b or c; s1 supplies a, and nothing is known of b and c."""
    tables: dict[str, Any] = {
        "product": ids("p", "q", "a", "b", "c"),
        "production": rows("maker product", ("b1", "p"), ("b1", "q"), ("s1", "a")),
        "requirement": rows(
            "requirer input substitute_group",
            ("p", "a", "g"), ("p", "b", "g"), ("q", "b", "g"), ("q", "c", "g"),
        ),
        "supply": rows("supplier buyer product", ("s1", "b1", "a")),
    }  # fmt: skip
    return golden(**(tables | more))


def test_an_alternative_that_serves_two_needs_does_not_make_them_one() -> None:
    found = needs_of(two_groups(), "r")
    rates = {r.definition: r.interval for r in found.rates}
    assert len(found.counted) == 2
    assert rates["lmr.links"] == Interval(0.5, 1)  # of q nothing is known


def test_the_alternatives_of_what_is_met_are_no_gaps() -> None:
    only = rows("requirer input substitute_group", ("p", "a", "g"), ("p", "b", "g"))
    supply_use = two_groups(
        requirement=only, production=rows("maker product", ("b1", "p"), ("s1", "a"), ("s2", "b"))
    )
    assert {g.product for g in gaps_of(supply_use, "r").gaps if g.needs} == {"a"}
    assert attraction_of(supply_use, "r").unmet == 0
    apart = two_groups(requirement=[*only, {"requirer": "q", "input": "b"}])
    assert {g.product for g in gaps_of(apart, "r").gaps if g.needs} == {"a", "b"}


def test_users_that_may_be_one_are_met_as_surely_as_the_part_of_them_that_is() -> None:
    found = needs_of(golden(possible_identity=rows("entity other", ("b1", "b2"))), "r")
    rates = {r.definition: r.interval for r in found.rates}
    # of a: b1 is linked; if b2 is another, it is not
    assert rates["lmr.links"] == Interval(0.25, 0.5)


def test_makers_that_may_be_one_make_no_strong_link() -> None:
    made = rows("maker product", ("b1", "e"), ("s1", "a"), ("s2", "a"))
    placed = rows("located place", ("b1", "r"), ("s1", "r"), ("s2", "r"))

    def kind(**more: Any) -> str:
        sold = rows("supplier buyer product", ("s1", "b1", "a"))
        supply_use = golden(production=made, location=placed, supply=sold, **more)
        return next(g.kind for g in gaps_of(supply_use, "r").gaps if g.product == "a")

    assert kind() == "strong"
    assert kind(possible_identity=rows("entity other", ("s1", "s2"))) == "weak"
