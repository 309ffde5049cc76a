"""What lies between the two sides of a scenario: bounds that hold, as close as can be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.base.results import Interval
from ecograph.supplychain.differences import Amount, Change, compared, difference

BOUNDS = st.sampled_from([(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)])
PARTS = st.dictionaries(st.sampled_from("abcd"), BOUNDS)


@given(PARTS, PARTS, st.integers(1, 4), st.integers(1, 4), st.data())
def test_no_state_of_the_unknown_is_outside_the_bounds(
    was: dict[str, tuple[float, float]],
    is_: dict[str, tuple[float, float]],
    whole_was: int,
    whole_is: int,
    data: st.DataObject,
) -> None:
    """Whatever the unknown parts are, those that are as unknown on both sides being the same."""
    drawn: dict[str, tuple[float, float]] = {}
    for key in was.keys() | is_:
        before, after = was.get(key, (0.0, 0.0)), is_.get(key, (0.0, 0.0))
        value = data.draw(st.sampled_from(before))
        drawn[key] = value, value if before == after else data.draw(st.sampled_from(after))
    found = difference(Amount(was, whole_was), Amount(is_, whole_is))
    real = (
        sum(a for _, a in drawn.values()) / whole_is - sum(b for b, _ in drawn.values()) / whole_was
    )
    assert found.low - 1e-9 <= real <= found.high + 1e-9


def test_what_is_as_unknown_as_before_makes_no_difference() -> None:
    before = Amount({"a": (0.0, 1.0), "b": (0.0, 1.0)}, 2)
    assert difference(before, before) == Interval(0, 0)
    settled = Amount({"a": (0.0, 1.0), "b": (1.0, 1.0)}, 2)
    assert difference(before, settled) == Interval(0, 0.5)
    assert compared("x", before, settled).direction == "not-down"
    # one more need of which nothing is known lowers the share of those that are known
    assert difference(Amount({"a": (1.0, 1.0)}, 1), Amount({"a": (1.0, 1.0)}, 2)) == Interval(
        -0.5, -0.5
    )


@pytest.mark.parametrize(
    ("low", "high", "direction"),
    [
        (0, 0, "same"), (1, 2, "up"), (-2, -1, "down"), (0, 1, "not-down"), (-1, 0, "not-up"),
        (-1, 1, "open"),
    ],
)  # fmt: skip
def test_the_direction_is_said(low: float, high: float, direction: str) -> None:
    assert Change("x", None, None, Interval(low, high)).direction == direction


def test_what_is_not_known_on_a_side_has_no_difference() -> None:
    found = compared("x", None, Amount({"a": (1.0, 1.0)}))
    assert (found.before, found.after, found.difference) == (None, Interval(1, 1), None)
    assert found.direction == "unknown"
