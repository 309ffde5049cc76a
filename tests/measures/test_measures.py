"""Regional measures: published values, another package's on random matrices, edges, refusals."""

import doctest
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ecograph.base.errors import UsageError
from ecograph.measures import amounts as amounts_module
from ecograph.measures import complexity, relatedness, specialisation
from ecograph.measures.amounts import amounts_of, structure, with_amounts
from ecograph.measures.complexity import eci_pci
from ecograph.measures.relatedness import (
    density,
    diversity,
    location_quotient,
    presence,
    proximity,
    ubiquity,
)
from ecograph.measures.specialisation import entropy, krugman, structure_hhi
from golden_matrices import SEEDS, folded, matrix

GOLDEN: dict[str, dict[str, list[float]]] = json.loads(
    Path(__file__).with_name("golden.json").read_text(encoding="utf-8")
)
# Golden values of the published definitions (Balassa 1965; Hidalgo et al. 2007).
X = [
    [100, 0, 0, 0, 0],
    [0, 15, 5, 70, 10],
    [0, 20, 10, 20, 50],
    [0, 25, 30, 5, 40],
    [0, 40, 55, 5, 0],
]
M = [[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]
NAN = float("nan")


@pytest.mark.parametrize("module", [amounts_module, complexity, relatedness, specialisation])
def test_the_examples_of_modules_run(module: Any) -> None:
    done = doctest.testmod(module)
    assert done.attempted and not done.failed


def test_location_quotient() -> None:
    assert location_quotient(X)[1] == pytest.approx([0, 0.75, 0.25, 3.5, 0.5])
    present = presence(X)
    assert diversity(present).tolist() == [1, 1, 3, 3, 2]
    assert ubiquity(present).tolist() == [1, 3, 2, 2, 2]


def test_proximity_and_density() -> None:
    near = proximity(M)
    assert near[2, 3] == pytest.approx(2 / 3)
    assert near[0, 1] == pytest.approx(1 / 2)
    assert near[0, 3] == pytest.approx(1 / 3)
    assert density(M)[2] == pytest.approx([0.625, 0.625, 0.4, 0.5])
    assert density(M, diagonal=True)[2] == pytest.approx([0.3571, 0.3571, 0.625, 0.7143], abs=1e-4)


def test_economic_complexity() -> None:
    found = eci_pci(M)
    assert found.eci == pytest.approx([-0.0754, -1.6029, 0.7478, 0.9305], abs=1e-4)
    assert found.eci.mean() == pytest.approx(0) and found.eci.std() == pytest.approx(1)
    # the mean of the places that have it, as a z-score
    means = np.array(M).T @ found.eci / ubiquity(M)
    assert found.pci == pytest.approx((means - means.mean()) / means.std())
    [(zh, en)] = found.notes
    assert "4 个地方" in zh and "10 or more" in en


def test_the_eigenvector_is_the_second_of_the_published_matrix() -> None:
    held = np.array(M, dtype=float)
    whole = held / held.sum(axis=1)[:, None] @ (held / held.sum(axis=0)).T
    values = sorted(np.linalg.eigvals(whole).real, reverse=True)
    assert values == pytest.approx([1, 0.54213, 0.19015, 0.10105], abs=1e-5)
    vector = eci_pci(M).eci
    raw = whole @ vector - values[1] * vector  # a z-score is the vector but for a constant
    assert raw == pytest.approx(np.full(4, raw[0]))


@pytest.mark.parametrize("seed", SEEDS)
def test_another_package_gives_the_same(seed: int) -> None:
    """econcomplex 1.0.1; make_golden.py writes its values."""
    amounts, golden = matrix(seed), GOLDEN[str(seed)]
    present = presence(amounts)
    found = eci_pci(present)
    ours = {
        "lq": [folded(location_quotient(amounts))],
        "proximity": [folded(proximity(present))],
        "density": [folded(np.nan_to_num(density(present)))],
        "eci": found.eci,
        "hhi": structure_hhi(amounts),
        "entropy": entropy(amounts),
        "krugman": krugman(amounts),
        "diversity": diversity(present),
        "ubiquity": ubiquity(present),
    }
    for name, values in ours.items():
        assert values == pytest.approx(golden[name], abs=1e-6), name
    assert set(golden) - set(ours) == {"pci"}
    sign = np.sign(found.pci @ golden["pci"])  # there it falls with ubiquity, here it goes with ECI
    assert found.pci * sign == pytest.approx(golden["pci"], abs=1e-6)


def test_what_is_not_known_is_not_zero() -> None:
    known = [[2, 1, 0], [1, 2, 0], [0, 1, 0]]
    unknown = [[2, 1, NAN], [1, 2, NAN], [NAN, 1, NAN]]
    zero, missing = location_quotient(known), location_quotient(unknown)
    assert zero[2, 0] == 0 and np.isnan(missing[2, 0])
    assert np.isnan(zero[:, 2]).all(), "nobody has it: 0/0"
    assert missing[:2, :2] == pytest.approx(zero[:2, :2])
    assert (presence(known) == presence(unknown)).all()
    for measure in (structure_hhi, entropy, krugman):
        assert measure(known) == pytest.approx(measure(unknown))


def test_a_place_without_any_amount_has_no_structure() -> None:
    empty = [[0, 0], [1, 1]]
    assert np.isnan(location_quotient(empty)[0]).all()
    assert not presence(empty)[0].any()
    for measure in (structure_hhi, entropy, krugman):
        first, second = measure(empty)
        assert np.isnan(first) and not np.isnan(second)


def test_bounds() -> None:
    assert structure_hhi([[1, 1, 1, 1], [1, 0, 0, 0]]) == pytest.approx([0.25, 1])
    assert entropy([[1, 1, 1, 1], [1, 0, 0, 0]]) == pytest.approx([2, 0])
    assert krugman([[1, 1], [2, 2]]) == pytest.approx([0, 0])
    assert krugman([[1, 0], [0, 1e9]])[0] == pytest.approx(2)


def test_places_that_are_alike_have_what_they_have() -> None:
    """Their LQ is 1, and rounding does not take it away."""
    alike = np.outer([0.1, 0.7, 1.3, 2.9], [0.1, 0.2, 0.3, 0.7, 1.1])
    assert presence(alike).all()


@pytest.mark.parametrize("measure", [location_quotient, presence, krugman])
def test_on_a_single_place_nothing_is_compared(measure: Callable[[Any], Any]) -> None:
    with pytest.raises(UsageError, match="at least two places; there are 1"):
        measure([[1, 2]])


@pytest.mark.parametrize("measure", [location_quotient, presence, structure_hhi, entropy, krugman])
@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ([[1, -2], [1, 1]], "finite amounts of 0 or more"),
        ([[1, float("inf")], [1, 1]], "finite amounts of 0 or more"),
        ([[0, 0], [NAN, 0]], "an amount above 0"),
        ([1, 2], "a row a place"),
    ],
)
def test_amounts_are_checked(measure: Callable[[Any], Any], amounts: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        measure(amounts)


@pytest.mark.parametrize("measure", [proximity, density, diversity, ubiquity, eci_pci])
def test_presence_is_checked(measure: Callable[[Any], Any]) -> None:
    with pytest.raises(UsageError, match="0 and 1"):
        measure([[0.5, 1.5], [1, 0]])


@pytest.mark.parametrize(
    ("present", "said"),
    [
        ([[1, 0], [1, 1]], "at least three places.*there are 2"),
        ([[1, 0], [1, 0], [0, 0]], "number 3, has no activity.*leave out each place"),
        ([[1, 0], [1, 0], [1, 0]], "number 2, has no place.*leave out each activity"),
        ([[1, 0, 0], [1, 1, 0], [0, 0, 1]], "2 groups that share no activity"),
        ([[1, 1], [1, 1], [1, 1]], "all alike"),
        ([[1, 1, 0], [0, 1, 1], [1, 0, 1]], "second and the third eigenvalue"),
        ([[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 1, 1]], "which end"),
    ],
)
def test_a_complexity_that_is_not_determined_is_refused(present: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        eci_pci(present)


def test_enough_places_are_not_warned_of() -> None:
    seed = next(s for s in SEEDS if len(matrix(s)) >= 10)
    assert eci_pci(presence(matrix(seed))).notes == ()


def test_the_order_of_places_does_not_matter() -> None:
    present = presence(matrix(0))
    turned = eci_pci(present[::-1])
    assert turned.eci[::-1] == pytest.approx(eci_pci(present).eci)


def test_a_matrix_of_cells() -> None:
    held = amounts_of([("r", "a", 2), ("q", "b", 0), ("q", "a", 1), ("s", "b", 0)])
    assert (held.places, held.activities, held.known) == (("q", "r", "s"), ("a", "b"), 4)
    assert held.values.tolist()[0] == [1, 0] and np.isnan(held.values[1, 1])
    left = with_amounts(held)
    assert (left.places, left.activities) == (("q", "r"), ("a",))
    assert structure(left.values).tolist() == [[1], [1]]
    with pytest.raises(UsageError, match="more cells than fit"):
        amounts_of((f"p{i}", f"a{i}", 1) for i in range(5000))
