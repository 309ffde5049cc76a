"""Shares to the top: products along ways, sums over them, bounds of what is not known, cycles."""

import pytest

from ecograph.base.results import Method
from ecograph.ecosystem.ownership import OwnershipResult, ownership_of
from supply_use_help import golden, ids, rows

FIRMS = ids("a", "b", "c", "d", "top")


def owners(
    *holdings: tuple[str, str, float | None], about: str = "d", down: bool = False,
    as_of: str = "2025-12-31", **more: object,
) -> OwnershipResult:  # fmt: skip
    held = rows("shareholder company share", *holdings)
    tables = {"firm": FIRMS, "shareholding": held, "location": [], "production": [],
              "requirement": [], "supply": []} | more  # fmt: skip
    database = golden(**tables).database  # type: ignore[arg-type]
    return ownership_of(database, Method("ownership"), about, as_of, down=down)


def bounds(result: OwnershipResult) -> dict[str, tuple[float, float]]:
    return {
        s.owner if s.owned == result.about else s.owned: (round(s.low, 4), round(s.high, 4))
        for s in result.stakes
    }


def test_shares_are_multiplied_to_the_top() -> None:
    found = owners(("c", "d", 0.5), ("b", "c", 0.4), ("top", "b", 1.0))
    assert bounds(found) == {"c": (0.5, 0.5), "b": (0.2, 0.2), "top": (0.2, 0.2)}
    assert {s.owner for s in found.stakes if s.top} == {"top"}


def test_ways_are_added() -> None:
    found = owners(("b", "d", 0.3), ("c", "d", 0.5), ("top", "b", 0.5), ("top", "c", 0.2))
    assert bounds(found)["top"] == (0.25, 0.25)
    (stake,) = (s for s in found.stakes if s.owner == "top")
    assert len(stake.ways) == 2


def test_what_is_not_known_is_between_nothing_and_all() -> None:
    found = owners(("c", "d", None), ("b", "c", 0.4), ("b", "d", 0.1))
    assert bounds(found) == {"c": (0.0, 1.0), "b": (0.1, 0.5)}
    assert (found.method.known, found.method.total) == (2, 3)
    invested = rows("investor investee", ("a", "d"))
    assert bounds(owners(("b", "d", 0.1), investment=invested))["a"] == (0.0, 1.0)


@pytest.mark.parametrize(("kind", "low", "high"), [("controlling", 0.5, 1), ("minority", 0, 0.5)])
def test_a_kind_of_holding_is_a_bound(kind: str, low: float, high: float) -> None:
    held = [{"shareholder": "c", "company": "d", "kind": kind}]
    assert bounds(owners(shareholding=held))["c"] == (low, high)


def test_what_is_planned_stands_apart_until_it_came_about() -> None:
    plans = [
        {"id": "p1", "shareholder": "a", "company": "d", "share": 0.6, "modality": "planned",
         "valid_from": "2024"},
        {"id": "p2", "shareholder": "b", "company": "d", "share": 0.3, "modality": "planned",
         "valid_from": "2022"},
        {"id": "now", "shareholder": "b", "company": "d", "share": 0.3, "modality": "exists",
         "valid_from": "2023"},
    ]  # fmt: skip
    found = owners(shareholding=plans)
    assert bounds(found) == {"b": (0.3, 0.3)}
    assert [(s.owner, s.low, s.since) for s in found.planned] == [("a", 0.6, "2024")]
    assert found.direct == (0.3, 0.3)


def test_nobody_owns_more_than_all() -> None:
    assert bounds(owners(("b", "d", 0.7), ("c", "d", 0.7), ("top", "b", 1), ("top", "c", 1)))[
        "top"
    ] == (1.0, 1.0)


def test_ways_that_come_back_are_left_out() -> None:
    found = owners(("c", "d", 0.5), ("d", "c", 0.1), ("b", "c", 0.5))
    assert bounds(found) == {"c": (0.5, 0.5), "b": (0.25, 0.25)}


def test_down_to_what_is_owned() -> None:
    found = owners(("top", "b", 0.5), ("b", "c", 0.5), about="top", down=True)
    assert bounds(found) == {"b": (0.5, 0.5), "c": (0.25, 0.25)}


def test_the_last_holding_by_a_day() -> None:
    held = [
        {"shareholder": "c", "company": "d", "share": share, "valid_from": since}
        for since, share in (("2020", 0.2), ("2024", 0.6))
    ]
    assert bounds(owners(shareholding=held))["c"] == (0.6, 0.6)
    assert bounds(owners(shareholding=held, as_of="2022-06-30"))["c"] == (0.2, 0.2)
    ended = [held[0] | {"valid_to": "2021"}]
    assert bounds(owners(shareholding=ended, as_of="2022-06-30")) == {}
    planned = [held[0] | {"modality": "planned"}]
    assert bounds(owners(shareholding=planned)) == {}
