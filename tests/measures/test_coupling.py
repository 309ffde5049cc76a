"""Coupling coordination: golden values, and what is no score."""

import pytest

from ecograph.base.errors import UsageError
from ecograph.measures.coupling import coupling


def test_golden_values() -> None:
    assert coupling([1] * 5).coordination == pytest.approx(1)
    half = coupling([0.5] * 5)
    assert (half.degree, half.level, half.coordination) == (
        pytest.approx(1),
        pytest.approx(0.5),
        pytest.approx(0.7071, abs=1e-4),
    )
    two = coupling([1, 0.25])
    assert (two.degree, two.level, two.coordination) == (
        pytest.approx(0.8),
        pytest.approx(0.625),
        pytest.approx(0.7071, abs=1e-4),
    )
    assert coupling([1, 0.25], [1, 0]).level == 1


@pytest.mark.parametrize("scores", [[], [0, 1], [1.2], [-0.1, 1], [float("nan")]])
def test_what_is_no_score_is_refused(scores: list[float]) -> None:
    with pytest.raises(UsageError):
        coupling(scores)


@pytest.mark.parametrize("weights", [[1], [0.5, 0.6], [1.5, -0.5]])
def test_weights_are_parts_of_one(weights: list[float]) -> None:
    with pytest.raises(UsageError):
        coupling([0.5, 0.5], weights)
