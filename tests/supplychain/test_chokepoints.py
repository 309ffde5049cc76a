"""Concentration, chokepoint tests: golden values and edges."""

import math

import pytest

from ecograph.base.errors import UsageError
from ecograph.base.results import Interval
from ecograph.measures.concentration import (
    effective_suppliers,
    hhi,
    hhi_bounds,
    n_reaching,
    n_reaching_bounds,
    part,
    shares_of,
    single_source,
)
from ecograph.supplychain.chokepoints import Chokepoint, chokepoints_of, undecided_notes
from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.sourcing import sourcing_of
from ecograph.supplychain.supply_use import build_supply_use
from supply_use_help import golden, golden_tables, ids, rows


def test_concentration() -> None:
    shares = (0.6, 0.3, 0.1)
    assert hhi(shares) == pytest.approx(0.46)
    assert effective_suppliers(shares) == pytest.approx(2.1739, abs=1e-4)
    assert n_reaching(shares) == 2
    assert n_reaching((0.75, 0.25)) == 1
    assert n_reaching((0.3, 0.3)) is None  # the known shares do not reach it
    assert hhi(()) is None
    assert effective_suppliers(()) is None
    assert shares_of({"a": 1, "b": 3}) == {"a": 0.25, "b": 0.75}
    assert shares_of({}) == {}


@pytest.mark.parametrize("shares", [(1.2,), (-0.1,), (0.7, 0.7)])
def test_shares_that_are_none(shares: tuple[float, ...]) -> None:
    with pytest.raises(UsageError, match="share"):
        hhi(shares)


def test_single_source_needs_complete_coverage() -> None:
    assert single_source(1, complete=True) == "single-source"
    assert single_source(1, complete=False) == "single known source"
    assert single_source(2, complete=True) is None
    assert single_source(0, complete=True) is None


def bounds(interval: Interval | None) -> tuple[float, float] | None:
    return interval and (interval.low, interval.high)


def by_product(**more: list[dict[str, object]]) -> dict[str, Chokepoint]:
    result = chokepoints_of(golden(**more), "r")
    return {c.sourcing.product: c for c in result.chokepoints}


NOTHING_KNOWN = dict.fromkeys(("n75", "geodep", "city", "few-origins", "stated"))


def test_few_origins_where_no_share_is_known() -> None:
    countries = ids("home", "abroad", "c2", "c3", "c4")
    origins = rows("buyer product origin", *[("b1", "b", c) for c in ("abroad", "c2", "c3")])
    made = rows("maker product", ("b1", "e"), ("s1", "a"))
    found = by_product(country=countries, supply=origins, production=made)["b"]
    assert found.tests == NOTHING_KNOWN | {"few-origins": True}
    assert found.candidate
    assert found.sourcing.origins == ("abroad", "c2", "c3")
    assert found.sourcing.exposure.products == ("e",)
    assert found.sourcing.exposure.makers == ("b1",)
    four = [*origins, {"buyer": "b1", "product": "b", "origin": "c4"}]
    assert by_product(country=countries, supply=four, production=made)["b"].tests[
        "few-origins"
    ] is False  # fmt: skip


def test_shares_by_value() -> None:
    supply = rows(
        "supplier buyer product base_value origin",
        ("s1", "b1", "a", 10.0, None),
        (None, "b1", "a", 80.0, "abroad"),
        (None, "b1", "a", 10.0, "c2"),
    )
    found = by_product(country=ids("home", "abroad", "c2"), supply=supply)["a"]
    assert found.sourcing.shares == {"abroad": 0.8, "c2": 0.1, "home": 0.1}
    assert found.sourcing.share_basis == "value"
    assert bounds(found.sourcing.local_share) == pytest.approx((0.1, 0.1))
    hhi = (0.8 / 0.9) ** 2 + (0.1 / 0.9) ** 2
    assert bounds(found.hhi_external) == pytest.approx((hhi, hhi))
    assert found.n75 == (1, 1)
    assert found.tests == NOTHING_KNOWN | {"n75": True, "geodep": True, "city": True}


def test_what_comes_only_from_elsewhere_has_no_local_share() -> None:
    found = by_product()["b"].sourcing
    assert (found.shares, bounds(found.local_share)) == ({"home": 1.0}, (0.0, 0.0))
    assert found.share_coverage == 1.0


def test_what_a_chokepoint_measures() -> None:
    supply = rows(
        "supplier buyer product base_value origin",
        ("s1", "b1", "a", 10.0, None),
        (None, "b1", "a", 90.0, "abroad"),
    )
    told = [
        (m.definition, m.about, m.value, m.low, m.high)
        for m in chokepoints_of(golden(supply=supply), "r").measurements()
    ]
    assert told == [
        ("hhi.external", "a", 1.0, 1.0, 1.0),
        ("chokepoint.tests", "a", None, 3, 5),  # two cannot be decided
        ("chokepoint.tests", "b", None, 0, 4),
    ]


def test_a_substitute_ends_the_city_form() -> None:
    supply = rows(
        "supplier buyer product base_value origin",
        (None, "b1", "a", 80.0, "abroad"),
        ("s2", "b1", "b", 5.0, None),
    )
    grouped = rows(
        "requirer input essential substitute_group", ("e", "a", True, "g"), ("e", "b", True, "g")
    )
    found = by_product(supply=supply, requirement=grouped)["a"]
    assert found.sourcing.substitutes == ("b",)
    assert found.tests["city"] is False
    assert found.tests["geodep"] is True


def test_a_substitute_that_only_weaker_evidence_gives_is_not_let_in() -> None:
    grouped = rows("requirer input substitute_group evidence", ("e", "b", "g", "stated"))
    grouped.append(grouped[0] | {"input": "a", "evidence": "editorial"})
    grouped.append({"requirer": "e", "input": "a"})
    tables = golden_tables(requirement=grouped)
    found = {
        least: sourcing_of(Downstream(build_supply_use(tables, ("r",), least), "r"), {"a": []})[
            "a"
        ].substitutes
        for least in ("editorial", "stated")
    }
    assert found == {"editorial": ("b",), "stated": ()}


def test_a_threshold_itself_does_not_hold() -> None:
    def judged(home: float, **thresholds: float) -> dict[str, bool | None]:
        supply = rows(
            "supplier buyer product base_value origin",
            ("s1", "b1", "a", home, None),
            (None, "b1", "a", 100 - home, "abroad"),
        )
        result = chokepoints_of(golden(supply=supply), "r", thresholds=thresholds)
        return next(c.tests for c in result.chokepoints if c.sourcing.product == "a")

    assert (judged(19.0)["city"], judged(20.0)["city"]) == (True, False)
    assert (judged(49.0)["geodep"], judged(50.0)["geodep"]) == (True, False)
    assert (judged(9.0, city_hhi=0.9)["city"], judged(9.0, city_hhi=1.0)["city"]) == (True, False)
    assert (judged(9.0, geodep_hhi=0.9)["geodep"], judged(9.0, geodep_hhi=1.0)["geodep"]) == (
        True,
        False,
    )
    assert (judged(9.0, city_reach=1)["city"], judged(9.0, city_reach=2)["city"]) == (True, False)
    assert by_product()["a"].tests["n75"] is False  # all of it is from the place's own country


def test_shares_of_production() -> None:
    made = rows(
        "maker product share",
        ("b1", "e", None), ("far1", "a", 0.7), ("far2", "a", 0.1), ("s1", "a", 0.2),
    )  # fmt: skip
    located = rows("located place", ("b1", "r"), ("s1", "r"), ("far1", "far"), ("far2", "far"))
    found = by_product(production=made, location=located, supply=[])["a"]
    assert found.sourcing.share_basis == "production-share"
    assert found.sourcing.shares["abroad"] == pytest.approx(0.8)
    assert bounds(found.sourcing.local_share) == pytest.approx((0.2, 0.2))
    made[1]["share"] = 70.0
    with pytest.raises(UsageError, match=r"write 61 % as 0\.61"):
        by_product(production=made, location=located, supply=[])


def test_the_sweep_counts_what_holds_at_each_threshold() -> None:
    """Shares 0.6, 0.3 and 0.1 at home: HHI of the external two 4/9 + 1/9 = 5/9."""
    supply = rows(
        "supplier buyer product base_value origin",
        ("s1", "b1", "a", 10.0, None),
        (None, "b1", "a", 60.0, "abroad"),
        (None, "b1", "a", 30.0, "c2"),
        *[(None, "b1", "b", None, c) for c in ("abroad", "c2", "c3")],
    )
    made = rows("maker product", ("b1", "e"), ("s1", "a"))
    countries = ids("home", "abroad", "c2", "c3")
    result = chokepoints_of(golden(country=countries, supply=supply, production=made), "r")
    assert result.sweep == (
        *[("n75", n, int(n >= 2), 1) for n in (1, 2, 3, 4)],
        *[(test, t, int(t < 5 / 9), 1) for test in ("geodep", "city") for t in HHI_THRESHOLDS],
        *[("few-origins", n, int(n >= 3), 1) for n in (1, 2, 3, 4, 5)],
    )
    assert result.method.parameters["few_origins"] == 3
    assert (result.method.known, result.method.total) == (2, 2)  # each by some of the tests


def test_unknown_thresholds_are_refused() -> None:
    with pytest.raises(UsageError, match="few_origins"):
        chokepoints_of(golden(), "r", thresholds={"few": 1})


HHI_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.8)


def test_what_of_a_whole_is_nobody_knows_whose_leaves_bounds() -> None:
    """Known .6 and .1 of a whole: the other .3 is spread thin, or all of the largest."""
    assert bounds(hhi_bounds((0.6, 0.1), 0.3)) == pytest.approx((0.37, 0.82))
    assert bounds(hhi_bounds((0.6, 0.3, 0.1), 0.0)) == pytest.approx((0.46, 0.46))
    assert bounds(hhi_bounds((), 0.4)) == (0.0, 1.0)
    assert hhi_bounds((), 0.0) is None
    assert n_reaching_bounds((0.6, 0.1), 0.3) == (1, None)
    assert n_reaching_bounds((0.5, 0.3), 0.2) == (2, 2)
    assert (part(0, 0), part(3, 0), part(math.inf, 0)) == (None, 1.0, 1.0)
    assert (part(1, 3), part(math.inf, 3), part(3, math.inf)) == (0.25, 1.0, 0.0)
    assert part(math.inf, math.inf) is None


def shared(*said: tuple[object, ...], **more: list[dict[str, object]]) -> Chokepoint:
    """Product a of which shares of countries are stated, and no supply."""
    shares = rows("origin product share qualifier market period extent", *said)
    countries = ids("home", "abroad", "c2")
    return by_product(country=countries, supply=[], supply_share=shares, **more)["a"]


def test_the_share_of_a_country_in_the_supply_of_a_product() -> None:
    """More than .9 from abroad: HHI at least .81, n75 is 1, whosever the rest is."""
    found = shared(("abroad", "a", 0.9, "gt", None, None, None))
    assert found.sourcing.share_basis == "supply-share"
    assert found.sourcing.shares == {"abroad": 0.9}
    assert found.sourcing.rest == pytest.approx(0.1)
    assert bounds(found.hhi_external) == pytest.approx((0.81, 1.0))
    assert bounds(found.sourcing.local_share) == pytest.approx((0.0, 0.1))
    assert found.tests == NOTHING_KNOWN | {"n75": True, "geodep": True, "city": True}


def test_a_known_part_is_not_taken_for_the_whole() -> None:
    """Of .3 from abroad nothing follows: the rest may be from here."""
    found = shared(("abroad", "a", 0.3, None, None, None, None))
    assert found.tests == NOTHING_KNOWN
    made = rows("maker product share", ("b1", "e", None), ("far1", "a", 0.3))
    located = rows("located place", ("b1", "r"), ("far1", "far"))
    found = by_product(production=made, location=located, supply=[])["a"]
    assert found.sourcing.shares == {"abroad": 0.3}
    assert found.tests == NOTHING_KNOWN
    # the home country has .6, of which all, some or nothing is from the place
    found = shared(
        ("home", "a", 0.6, None, None, None, None), ("abroad", "a", 0.4, None, None, None, None)
    )
    assert bounds(found.sourcing.local_share) == pytest.approx((0.0, 0.6))
    assert found.tests["geodep"] is False and found.tests["city"] is None


def test_less_than_a_figure_is_no_least_share() -> None:
    found = shared(
        ("abroad", "a", 0.2, "lt", None, None, None),
        ("c2", "a", None, None, None, None, "negligible"),
    )
    assert found.sourcing.shares == {"abroad": 0.0, "c2": 0.0}
    assert found.tests == NOTHING_KNOWN
    assert shared(("abroad", "a", None, None, None, None, "all")).tests["n75"] is True


def test_the_narrowest_market_and_the_latest_period_count() -> None:
    world = ("abroad", "a", 0.9, None, None, "2024", None)
    country_then = ("c2", "a", 0.8, None, "home", "2020", None)
    country_now = ("c2", "a", 0.5, None, "home", "2023", None)
    elsewhere = ("abroad", "a", 1.0, None, "c2", "2024", None)
    found = shared(world, country_then, country_now, elsewhere)
    assert found.sourcing.shares == {"c2": 0.5}
    assert shared(world, elsewhere).sourcing.shares == {"abroad": 0.9}


def test_more_than_and_less_than_stay_bounds_where_values_are_summed() -> None:
    """At least 80 from abroad, 10 and at most 10 from here: at least .8 / (.8 + .2)."""
    supply = rows(
        "supplier buyer product base_value origin qualifier",
        ("s1", "b1", "a", 10.0, None, None),
        ("s1", "b2", "a", 10.0, None, "lt"),
        (None, "b1", "a", 80.0, "abroad", "gt"),
    )
    found = by_product(supply=supply)["a"].sourcing
    assert found.shares == {"abroad": pytest.approx(0.8), "home": 0.0}
    assert bounds(found.local_share) == pytest.approx((0.0, 0.2))
    assert found.rest == pytest.approx(0.2)


def alternatives(*origins: str) -> list[dict[str, object]]:
    return rows("buyer product origin alternatives", *[("b1", "b", o, "g") for o in origins])


def test_of_origins_that_a_text_joins_by_or_one_at_least_holds() -> None:
    countries = ids("home", "abroad", "c2", "c3", "c4")
    made = rows("maker product", ("b1", "e"), ("s1", "a"))
    four = alternatives("abroad", "c2", "c3", "c4")
    found = by_product(country=countries, supply=four, production=made)["b"]
    assert (len(found.sourcing.origins), found.sourcing.fewest) == (4, 1)
    assert found.tests == NOTHING_KNOWN  # one of four, or all of them
    three = alternatives("abroad", "c2", "c3")
    found = by_product(country=countries, supply=three, production=made)["b"]
    assert found.tests["few-origins"] is True  # at most three
    # what is known otherwise as well is no mere alternative: four are certain
    sure = rows("buyer product origin", *[("b2", "b", o) for o in ("abroad", "c2", "c3", "c4")])
    found = by_product(country=countries, supply=[*four, *sure], production=made)["b"]
    assert found.sourcing.fewest == 4
    assert found.tests["few-origins"] is False


def test_what_a_source_calls_a_chokepoint_is_one_by_its_own_word() -> None:
    said = [{"problem": "p", "concerned": "b", "role": "chokepoint"}]
    found = by_product(problem=ids("p"), concern=said)
    assert found["b"].tests["stated"] is True and found["b"].candidate
    assert found["b"].sourcing.said == ("concern-0",)
    assert found["a"].tests["stated"] is None  # silence decides nothing
    about = by_product(problem=ids("p"), concern=[said[0] | {"role": "subject"}])
    assert about["b"].tests["stated"] is None


def test_tests_that_no_product_can_be_judged_by_are_told_once() -> None:
    made = rows("maker product", ("b1", "e"), ("s1", "a"))
    result = chokepoints_of(golden(supply=[], production=made), "r")
    assert result.undecided == ("n75", "geodep", "city", "stated")
    [(_, told)] = undecided_notes(result.undecided)
    assert "supply_share.csv" in told and "concern.csv" in told and "or origin in" not in told
    assert undecided_notes(()) == []


def test_an_area_may_be_any_number_of_countries() -> None:
    share = rows(
        "origin product share",
        ("europe", "a", 0.8), ("home", "a", 0.2), ("europe", "b", 0.6), ("abroad", "b", 0.4),
    )  # fmt: skip
    more = {"area": ids("europe"), "production": rows("maker product", ("b1", "e"), ("b2", "e"))}
    found = by_product(supply_share=share, supply=[], **more)
    assert found["a"].n75 == (1, None)
    assert found["a"].hhi_external is not None and found["a"].hhi_external.high == 1
    assert found["b"].n75 == (1, None)  # what Europe delivers may all be from the one named
    assert found["a"].tests["n75"] is found["b"].tests["n75"] is None
    supply = [{"buyer": "b1", "product": "a", "origin": o} for o in ("europe", "abroad")]
    few = by_product(supply=supply, **more)["a"]
    assert (few.sourcing.fewest, few.sourcing.most, few.tests["few-origins"]) == (1, None, None)


def test_no_candidate_is_told_where_nothing_can_be_decided() -> None:
    found = by_product(production=rows("maker product", ("b1", "e"), ("b2", "e")), supply=[])["a"]
    assert set(found.tests.values()) == {None}
    assert found.candidate is None
    assert (found.tests_held.low, found.tests_held.high) == (0, 5)
