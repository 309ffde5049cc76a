"""What needs weigh in the inputs of their users, and what that does to gaps and targets."""

import pytest

from ecograph.supplychain.attraction import attraction_of
from ecograph.supplychain.gaps import gaps_of
from ecograph.supplychain.input_weights import InputWeights, input_weights
from ecograph.supplychain.needs import place_needs
from ecograph.supplychain.supply_use import SupplyUse
from supply_use_help import golden, ids, rows


def weighed(*weights: tuple[str, str, float], share: bool = False) -> SupplyUse:
    """The golden case with weights of what e and f need; b1 makes both, b2 makes e alone."""
    measure = "share" if share else "weight"
    return golden(
        firm=ids("b1", "b2", "s1", "s2", "s3"),
        product=ids("e", "f", "a", "b", "c"),
        location=rows(
            "located place", ("b1", "r"), ("b2", "r"), ("s2", "other"), ("s3", "other"),
        ),
        production=rows(
            "maker product",
            ("b1", "e"), ("b1", "f"), ("b2", "e"), ("s2", "b"), ("s3", "c"),
        ),
        requirement=rows(f"requirer input {measure}", *weights),
        supply=[],
    )  # fmt: skip


def weights_in(supply_use: SupplyUse) -> InputWeights:
    return input_weights(supply_use, place_needs(supply_use, "r"))


def test_a_weight_is_a_part_of_all_that_a_user_takes_in() -> None:
    told = weights_in(weighed(("e", "b", 3), ("e", "c", 1), ("f", "c", 8))).told
    # b2 makes e alone; of b1 half is e and half is f, however large the figures of f are
    assert told == {
        ("b2", "b"): 0.75,
        ("b2", "c"): 0.25,
        ("b1", "b"): 0.375,
        ("b1", "c"): 0.625,
    }


def test_shares_of_the_value_weigh_as_well() -> None:
    told = weights_in(weighed(("e", "b", 0.3), ("e", "c", 0.1), share=True)).told
    assert told["b2", "b"] == pytest.approx(0.75)


def test_weights_of_two_sources_are_not_summed() -> None:
    supply_use = weighed(("e", "b", 3), ("e", "c", 1))
    other = [
        {"source": "other"} | row
        for row in rows("requirer input weight", ("e", "b", 50), ("e", "c", 50))
    ]
    both = golden(
        product=ids("e", "b", "c"),
        production=rows("maker product", ("b1", "e")),
        requirement=rows("requirer input weight", ("e", "b", 3), ("e", "c", 1)) + other,
        supply=[],
    )
    assert weights_in(supply_use).told["b2", "b"] == 0.75
    assert weights_in(both).told == {("b1", "b"): 0.625, ("b1", "c"): 0.375}


def test_what_nobody_weighs_counts_as_the_mean() -> None:
    supply_use = weighed(("e", "b", 3), ("e", "c", None), ("f", "c", None))
    needs = place_needs(supply_use, "r")
    weights = input_weights(supply_use, needs)
    assert weights.told == {("b1", "b"): 1.0, ("b2", "b"): 1.0}
    assert weights.sum(n for n in needs if n.product == "c") == 2.0
    assert weights_in(golden()) == InputWeights({}, 1.0)


def test_targets_and_gaps_follow_the_weights() -> None:
    heavy = weighed(("e", "b", 9), ("e", "c", 1), ("f", "c", 1))
    result = attraction_of(heavy, "r")
    assert [(c.who, c.criteria["weight"]) for c in result.candidates] == [
        ("s2", 1.35),
        ("s3", 0.65),
    ]
    assert (result.weighed, result.unmet) == (4, 4)
    demands = {g.product: g.components["demand"] for g in gaps_of(heavy, "r").gaps}
    assert demands == {"b": 1.0, "c": pytest.approx(0.65 / 1.35)}
    light = attraction_of(weighed(("e", "b", 1), ("e", "c", 9)), "r")
    assert [c.who for c in light.candidates] == ["s3", "s2"]


def test_without_weights_nothing_is_said_of_them() -> None:
    result = attraction_of(weighed(("e", "b", None), ("e", "c", None)), "r")
    assert result.weighed == 0
    assert "weight" not in result.candidates[0].criteria
    assert "weight" not in str(result.method.parameters["criteria"])
