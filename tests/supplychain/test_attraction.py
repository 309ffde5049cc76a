"""Whom to attract: what each would close, what draws it, and where nothing separates them."""

from typing import Any

from ecograph.supplychain.attraction import CRITERIA, attraction_of
from supply_use_help import golden, golden_tables, ids, rows


def test_the_golden_candidate() -> None:
    (maker,) = attraction_of(golden(), "r").candidates
    assert (maker.who, maker.closes, maker.rank, maker.tied) == ("s2", 1.0, 1, 1)
    assert maker.users == ("b1", "b2")
    assert list(maker.criteria) == [c for c in CRITERIA if c != "weight"]  # nobody weighs inputs
    assert maker.criteria == {
        "needs": 2, "documented": 2, "exposed": 1, "here": 0, "buyers": 1, "labs": 0,
        "instruments": 0,
    }  # fmt: skip


def test_a_candidate_is_as_sure_as_the_least_sure_of_what_it_makes() -> None:
    production = golden_tables().records("production")
    production += rows("maker product", ("s3", "b"), ("s3", "c"))
    production[-1]["evidence"] = "editorial"
    supply_use = golden(
        firm=ids("b1", "b2", "s1", "s2", "s3"),
        product=ids("e", "a", "b", "c"),
        production=production,
        requirement=rows("requirer input", ("e", "a"), ("e", "b"), ("e", "c")),
    )
    by_name = {c.who: c.evidence for c in attraction_of(supply_use, "r").candidates}
    assert by_name == {"s3": "editorial", "s2": "stated"}


def test_one_criterion_after_another_decides_and_ties_are_told() -> None:
    def candidates(**more: Any) -> list[tuple[str, int, int]]:
        supply_use = golden(
            firm=ids("b1", "b2", "s1", "s2", "s3", "here"),
            location=rows(
                "located place",
                *((f, "r") for f in ("b1", "b2", "s1", "here")), ("s2", "other"), ("s3", "far"),
            ),
            production=rows(
                "maker product",
                ("b1", "e"), ("b2", "e"), ("s1", "a"), ("s2", "b"), ("s3", "b"),
            ),
            **{"supply": []} | more,
        )  # fmt: skip
        return [(c.who, c.rank, c.tied) for c in attraction_of(supply_use, "r").candidates]

    assert candidates() == [("s2", 1, 2), ("s3", 1, 2)]
    sold = rows("supplier buyer product", ("s3", "b1", "a"))
    assert candidates(supply=sold) == [("s3", 1, 1), ("s2", 2, 1)]
    group = rows("member body role", ("here", "s2", "subsidiary"))
    assert candidates(supply=sold, membership=group) == [("s2", 1, 1), ("s3", 2, 1)]


def test_who_is_here_already_is_nobody_to_attract() -> None:
    supply_use = golden(
        location=rows("located place", *((f, "r") for f in ("b1", "b2", "s1", "s2")))
    )
    assert attraction_of(supply_use, "r").candidates == ()
