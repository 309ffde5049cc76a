"""Whom to bring together, and whom not: in-house makers, one group, firms that may be one."""

from typing import Any

import pytest

from ecograph.supplychain.introductions import IntroductionResult, introductions_of
from ecograph.supplychain.needs import needs_of
from supply_use_help import golden, ids, rows

MAKES = (("b1", "e"), ("b2", "e"), ("s1", "a"), ("s2", "b"))


def pairs(result: IntroductionResult) -> list[tuple[str, str, str]]:
    return [(i.buyer, i.product, i.supplier) for i in result.introductions]


def test_the_golden_pair_is_introduced() -> None:
    result = introductions_of(golden(), "r")
    assert pairs(result) == [("b2", "a", "s1")]
    assert result.left_out == {"makes_itself": 0, "one_group": 0, "may_be_one": 0}


def test_who_makes_it_itself_is_introduced_only_where_it_is_known_to_buy() -> None:
    own: Any = {"production": rows("maker product", *MAKES, ("b2", "a"))}
    result = introductions_of(golden(**own), "r")
    assert ("b2", "a", "s1") not in pairs(result)
    assert result.left_out["makes_itself"] == 1
    own["supply"] = rows("supplier buyer product", ("s1", "b1", "a"), ("s2", "b2", "a"))
    assert ("b2", "a", "s1") in pairs(introductions_of(golden(**own), "r"))


MEMBER = "member body role"
HELD = "company shareholder share modality"


@pytest.mark.parametrize(
    ("table", "tied", "one_group"),
    [
        ("membership", rows(MEMBER, ("b2", "s1", "subsidiary")), True),
        ("membership", rows(MEMBER, ("b2", "s1", "member")), False),
        ("shareholding", rows(HELD, ("b2", "s1", 0.51, "exists")), True),
        ("shareholding", rows(HELD, ("b2", "s1", 0.5, "exists")), False),
        ("shareholding", rows(HELD, ("b2", "s1", None, "exists")), False),
        ("shareholding", rows(HELD, ("b2", "s1", 0.9, "planned")), False),
        (
            "shareholding",
            rows(HELD, ("b2", "s2", 1.0, "exists"), ("s1", "s2", 0.6, "exists")),
            True,
        ),
    ],
)
def test_a_group_of_companies_needs_no_introduction(table: str, tied: Any, one_group: bool) -> None:
    result = introductions_of(golden(**{table: tied}), "r")
    assert pairs(result) == ([] if one_group else [("b2", "a", "s1")])
    assert result.left_out["one_group"] == int(one_group)


def test_of_firms_that_may_be_one_the_best_pair_stands() -> None:
    result = introductions_of(
        golden(
            firm=ids("b1", "b2", "b3", "s1", "s2"),
            location=rows(
                "located place",
                ("b1", "r"), ("b2", "r"), ("b3", "r"), ("s1", "r"), ("s2", "other"),
            ),
            production=rows("maker product", *MAKES, ("b3", "e")),
            possible_identity=rows("entity other", ("b2", "b3")),
        ),
        "r",
    )  # fmt: skip
    assert pairs(result) == [("b2", "a", "s1")]
    assert result.left_out["may_be_one"] == 1


def test_who_has_it_made_by_others_is_a_source_and_needs_no_inputs() -> None:
    made = rows(
        "maker product factoryless",
        ("b1", "e", None), ("b2", "e", True), ("s1", "a", None), ("s2", "b", None),
    )  # fmt: skip
    supply_use = golden(production=made)
    assert {n.needed_by for n in needs_of(supply_use, "r").needs} == {"b1"}
    assert pairs(introductions_of(supply_use, "r")) == []
    assert ("b2", "e") in {(m, p) for m, p, *_ in supply_use.rows("makes")}
    assert ("b2", "e") in {(m, p) for m, p, *_ in supply_use.rows("source")}
    assert ("b2", "e") not in {(m, p) for m, p, *_ in supply_use.rows("produces")}


def test_of_a_narrower_product_that_others_make_the_wider_needs_nothing_either() -> None:
    supply_use = golden(
        product=[*ids("e", "a", "b"), {"id": "e-small", "broader": ["e"]}],
        production=rows(
            "maker product factoryless",
            ("b1", "e", None), ("b2", "e-small", True), ("s1", "a", None), ("s2", "b", None),
        ),
        supply=[],
    )  # fmt: skip
    assert {n.needed_by for n in needs_of(supply_use, "r").needs} == {"b1"}


def test_what_a_group_makes_its_companies_do_not_buy_and_rivals_come_last() -> None:
    firms = ids("b1", "b2", "s1", "s2", "s3")
    here = rows("located place", *((f, "r") for f in ("b1", "b2", "s1", "s3")), ("s2", "other"))
    made = rows("maker product", *MAKES, ("s3", "a"), ("s3", "e"))
    result = introductions_of(golden(firm=firms, location=here, production=made), "r")
    assert [(i.buyer, i.supplier, i.rival) for i in result.introductions] == [
        ("b2", "s1", False),
        ("b2", "s3", True),
    ]
    owned = rows("member body role", ("b2", "s2", "subsidiary"))
    result = introductions_of(
        golden(
            firm=firms,
            location=here,
            production=[*made, {"maker": "s2", "product": "a"}],
            membership=owned,
        ),
        "r",
    )
    assert not [i for i in result.introductions if i.buyer == "b2"]
    assert result.left_out["makes_itself"] == 3  # s3 makes its own


def test_who_already_supplies_something_else_is_said() -> None:
    sold = rows("supplier buyer product", ("s1", "b1", "a"), ("s1", "b2", "other"))
    result = introductions_of(golden(product=ids("e", "a", "b", "other"), supply=sold), "r")
    assert [(i.buyer, i.supplier, i.linked) for i in result.introductions] == [("b2", "s1", True)]


def test_a_district_is_near_its_city_and_not_another_district() -> None:
    def near(one: str, other: str) -> float:
        districts = [{"id": d, "part_of": ["r"]} for d in ("north", "south")]
        located = rows("located place", ("b1", "r"), ("b2", one), ("s1", other), ("s2", "other"))
        result = introductions_of(golden(district=districts, location=located), "r")
        (found,) = result.introductions
        return found.components["near"]

    assert near("r", "north") == near("north", "r") == near("north", "north") == 1.0
    assert near("north", "south") == 0.0


def test_a_narrower_product_settles_which_of_the_alternatives_are_needed() -> None:
    supply_use = golden(
        product=[*ids("e", "a", "b"), {"id": "e-of-a", "broader": ["e"]}],
        production=rows(
            "maker product", ("b1", "e"), ("b2", "e-of-a"), ("s1", "a"), ("s2", "b")
        ),
        requirement=rows(
            "requirer input substitute_group",
            ("e", "a", "either"), ("e", "b", "either"), ("e-of-a", "a", None),
        ),
        supply=[],
    )  # fmt: skip
    needs = {(n.needed_by, n.product) for n in needs_of(supply_use, "r").needs}
    assert needs == {("b1", "a"), ("b1", "b"), ("b2", "a")}
