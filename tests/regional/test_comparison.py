"""Like with like: one indicator, year, unit and class; ranks from bounds; what is refused."""

from typing import Any

import pytest

from ecograph.base.results import Method
from ecograph.regional.comparison import ComparisonResult, Standing, comparison_of, growth_words
from supply_use_help import ids, invented_tables

PLACES: dict[str, Any] = {
    "country": ids("land"),
    "city": [{"id": c, "part_of": ["land"]} for c in ("a", "b", "c")],
    "district": ids("quarter"),
}


def compared(
    *values: tuple[Any, ...], unit: str = "count", additive: bool = True, **asked: Any
) -> ComparisonResult:
    """Values of place, year, number, qualifier and unit."""
    observations = []
    for place, year, number, *rest in values:
        qualifier, own = (*rest, *("exact", unit)[len(rest) :])
        observations.append(
            {"indicator": "i", "about": place, "period": year, "value_written": str(number),
             "value": number, "base_value": number, "unit": own, "qualifier": qualifier}
        )  # fmt: skip
    indicator = [{"id": "i", "unit": unit, "additive": additive}]
    tables = invented_tables(indicator=indicator, observation=observations, **PLACES)
    return comparison_of(tables, Method("comparison"), **asked)


def of(result: ComparisonResult, place: str, period: str = "2024") -> Standing:
    (found,) = (s for s in result.standings if (s.place, s.period) == (place, period))
    return found


def test_rank_leader_and_distance() -> None:
    found = compared(("a", "2024", 50), ("b", "2024", 100), ("c", "2024", 25))
    assert [(s.place, s.best, s.worst, s.of) for s in found.standings] == [
        ("b", 1, 1, 3),
        ("a", 2, 2, 3),
        ("c", 3, 3, 3),
    ]
    assert (of(found, "a").leader, of(found, "a").behind) == ("b", 0.5)


@pytest.mark.parametrize(
    ("qualifier", "best", "worst"), [("gt", 1, 2), ("lt", 2, 2), ("exact", 2, 2), ("approx", 2, 2)]
)
def test_bounds_give_an_interval_of_ranks(qualifier: str, best: int, worst: int) -> None:
    found = compared(("a", "2024", 50, qualifier), ("b", "2024", 100))
    assert (of(found, "a").best, of(found, "a").worst) == (best, worst)
    if qualifier != "exact":
        assert of(found, "a").behind is None


def test_only_like_is_compared_with_like() -> None:
    found = compared(
        ("a", "2024", 1),
        ("b", "2023", 2),
        ("c", "2024-06", 3),
        ("c", "", 4),
        ("quarter", "2024", 5),
    )
    assert not found.standings
    assert sorted((r.place, r.why) for r in found.refused) == [
        ("a", "alone"),
        ("b", "alone"),
        ("c", "part-of-year"),
        ("c", "undated"),
        ("quarter", "alone"),
    ]


def test_another_unit_and_two_values_are_refused() -> None:
    found = compared(("a", "2024", 1), ("b", "2024", 2), ("c", "2024", 3, "exact", "percent"))
    assert [(r.place, r.why) for r in found.refused] == [("c", "unlike-unit")]
    twice = compared(("a", "2024", 1), ("a", "2024", 2), ("b", "2024", 2), ("c", "2024", 3))
    assert {(r.place, r.why) for r in twice.refused} == {("a", "two-values")}
    assert of(twice, "b").of == 2


def test_the_nation_is_never_ranked_with_cities() -> None:
    found = compared(("a", "2024", 10), ("b", "2024", 20), ("land", "2024", 200))
    assert {s.place for s in found.standings} == {"a", "b"}
    assert (of(found, "a").of, of(found, "a").part) == (2, 0.05)
    share = compared(("a", "2024", 3.5), ("land", "2024", 2.5), unit="percent", additive=False)
    assert (of(share, "a").points, of(share, "a").part) == (1.0, None)
    neither = compared(("a", "2024", 3.5), ("land", "2024", 2.5), additive=False)
    assert (of(neither, "a").points, of(neither, "a").part) == (None, None)


def test_trend_from_the_last_year_that_is_known() -> None:
    found = compared(("a", "2021", 50), ("a", "2024", 60), ("b", "2024", 1))
    assert (of(found, "a").before, of(found, "a").growth) == ("2021", pytest.approx(20))
    bound = compared(("a", "2021", 50, "gt"), ("a", "2024", 60), ("b", "2024", 1))
    assert (of(bound, "a").before, of(bound, "a").growth) == ("2021", None)


def test_one_place_is_a_profile() -> None:
    found = compared(("a", "2024", 1), ("b", "2024", 2), place="a")
    assert [s.place for s in found.standings] == ["a"]
    assert (found.method.known, found.method.total) == (1, 1)


def test_a_percentage_grows_by_points_and_says_so() -> None:
    share = compared(("a", "2021", 3), ("a", "2024", 3.2), ("b", "2024", 1), unit="percent")
    standing = of(share, "a")
    assert (standing.growth, standing.in_points) == (pytest.approx(0.2), True)
    assert growth_words(standing) == ("较 2021 年 +0.20 个百分点", "+0.20 points since 2021")
    assert standing.beside == ("b",)
