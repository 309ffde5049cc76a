"""Concentration, chokepoint tests, relatedness: golden values and edges."""

import pytest

from ecograph.base.errors import UsageError
from ecograph.measures.concentration import (
    effective_suppliers,
    hhi,
    n_reaching,
    shares_of,
    single_source,
)
from ecograph.supplychain.chokepoints import Chokepoint, chokepoints_of, sourcing_of
from ecograph.supplychain.exposure import Downstream
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


def by_product(**more: list[dict[str, object]]) -> dict[str, Chokepoint]:
    result = chokepoints_of(golden(**more), "r")
    return {c.sourcing.product: c for c in result.chokepoints}


def test_few_origins_where_no_share_is_known() -> None:
    countries = ids("home", "abroad", "c2", "c3", "c4")
    origins = rows("buyer product origin", *[("b1", "b", c) for c in ("abroad", "c2", "c3")])
    made = rows("maker product", ("b1", "e"), ("s1", "a"))
    found = by_product(country=countries, supply=origins, production=made)["b"]
    assert found.tests == {"n75": None, "geodep": None, "city": None, "few-origins": True}
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
    assert found.sourcing.local_share == pytest.approx(0.1)
    assert found.hhi_external == pytest.approx((0.8 / 0.9) ** 2 + (0.1 / 0.9) ** 2)
    assert found.n75 == 1
    assert found.tests == {"n75": True, "geodep": True, "city": True, "few-origins": None}


def test_what_comes_only_from_elsewhere_has_no_local_share() -> None:
    found = by_product()["b"].sourcing
    assert (found.shares, found.local_share, found.share_coverage) == ({"home": 1.0}, 0.0, 1.0)


def test_what_a_chokepoint_measures() -> None:
    supply = rows(
        "supplier buyer product base_value origin",
        ("s1", "b1", "a", 10.0, None),
        (None, "b1", "a", 90.0, "abroad"),
    )
    told = [
        (m.definition, m.about, m.value)
        for m in chokepoints_of(golden(supply=supply), "r").measurements()
    ]
    assert told == [
        ("hhi.external", "a", 1.0),
        ("chokepoint.tests", "a", 3),
        ("chokepoint.tests", "b", 0),
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
    assert found.sourcing.local_share == pytest.approx(0.2)
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
