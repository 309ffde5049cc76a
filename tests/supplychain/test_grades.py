"""How much makes a maker: a trial, next to nothing, or a lower grade closes no need."""

from typing import Any

import pytest

from ecograph.base.errors import UsageError
from ecograph.base.results import Interval
from ecograph.supplychain.attraction import attraction_of
from ecograph.supplychain.chokepoints import chokepoints_of
from ecograph.supplychain.gaps import Gap, gaps_of
from ecograph.supplychain.introductions import introductions_of
from ecograph.supplychain.need_states import gap_kinds
from ecograph.supplychain.needs import needs_of, place_needs
from ecograph.supplychain.supply_use import SupplyUse, build_supply_use
from supply_use_help import golden, ids, invented_tables, rows

Cells = dict[str, Any]


def world(scanners: list[Cells], needed: Cells | None = None, **more: list[Cells]) -> SupplyUse:
    """A chip maker in r needs a scanner; `scanners` are the productions of them."""
    made = [{"product": "scanner"} | cells for cells in scanners]
    tables: dict[str, Any] = {
        "country": ids("home", "abroad"),
        "city": [
            {"id": "r", "part_of": ["home"]},
            {"id": "other", "part_of": ["home"]},
            {"id": "far", "part_of": ["abroad"]},
        ],
        "firm": ids("fab", "local", "elsewhere", "foreign"),
        "product": ids("chip", "scanner"),
        "indicator": ids("wavelength"),
        "location": rows(
            "located place",
            *(("fab", "r"), ("local", "r"), ("elsewhere", "other"), ("foreign", "far")),
        ),
        "production": [*rows("maker product", ("fab", "chip")), *made],
        "requirement": [{"requirer": "chip", "input": "scanner"} | (needed or {})],
    }
    return build_supply_use(invented_tables(**(tables | more)), ("r",))


EUV = {"specification": "wavelength", "at_most": 13.5}
DUV = {"specification": "wavelength", "at_least": 193.0, "at_most": 193.0}


def state(supply_use: SupplyUse) -> str:
    [need] = place_needs(supply_use, "r")
    return need.state


def gap(supply_use: SupplyUse) -> Gap:
    [found] = [g for g in gaps_of(supply_use, "r").gaps if g.product == "scanner"]
    return found


@pytest.mark.parametrize("scale", ["main", "volume", "minor", None])
def test_who_makes_it_is_a_source(scale: str | None) -> None:
    assert state(world([{"maker": "local", "scale": scale}])) == "latent-local"


@pytest.mark.parametrize("scale", ["pilot", "negligible"])
def test_a_trial_or_next_to_nothing_closes_no_need(scale: str) -> None:
    held = world([{"maker": "local", "scale": scale}])
    assert state(held) == "unknown"
    assert gap(held).kind == "unknown"
    assert gap(held).insufficient == (("local", scale),)
    assert introductions_of(held, "r").introductions == ()
    more = world([{"maker": "local", "scale": scale}, {"maker": "elsewhere"}])
    assert state(more) == "external-domestic"
    assert gap(more).kind == "missing"
    # what is made in volume besides does
    both = world([{"maker": "local", "scale": scale}, {"maker": "local", "scale": "volume"}])
    assert state(both) == "latent-local"
    assert gap(both).insufficient == ()


def test_a_trial_needs_its_inputs_all_the_same() -> None:
    made = rows("maker product scale", ("fab", "chip", "pilot"), ("foreign", "scanner", None))
    assert state(world([], production=made)) == "external-foreign"


def test_a_duv_scanner_does_not_meet_the_need_of_an_euv_scanner() -> None:
    local = {"maker": "local", **DUV}
    assert state(world([local])) == "latent-local"  # of any scanner it does
    held = world([local], EUV)
    assert state(held) == "unknown"
    assert gap(held).insufficient == (("local", "below-grade"),)
    assert gap(held).local_makers == 0
    assert introductions_of(held, "r").introductions == ()
    foreign = {"maker": "foreign", "specification": "wavelength", "at_most": 13.5}
    held = world([local, foreign], EUV)
    assert state(held) == "external-foreign"
    assert gap(held).kind == "missing"
    assert [c.who for c in attraction_of(held, "r").candidates] == ["foreign"]
    assert [
        c.who for c in attraction_of(world([DUV | {"maker": "elsewhere"}], EUV), "r").candidates
    ] == []


def test_a_maker_whose_grade_is_not_known_leaves_the_need_unknown() -> None:
    held = world([{"maker": "local"}, {"maker": "foreign", **EUV}], EUV)
    assert state(held) == "external-foreign"
    held = world([{"maker": "local"}], EUV)
    assert state(held) == "unknown"
    assert gap(held).insufficient == (("local", "grade-unknown"),)
    [need] = place_needs(held, "r")
    assert (need.n_local, need.n_unplaced) == (0, 1)
    links, potential, _ = needs_of(held, "r").rates
    assert links.interval is not None and potential.interval is not None
    assert (potential.interval.low, potential.interval.high) == (0, 1)


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (None, 7.0, "latent-local"),  # 7 is done, and what lies below is not known
        (5.0, 28.0, "latent-local"),  # some of what it does will do
        (14.0, 28.0, "unknown"),  # none of it
        (14.0, None, "unknown"),
        (3.0, None, "latent-local"),
        (None, 14.0, "unknown"),  # 14 will not do, and whether it does less is not known
    ],
)
def test_a_node_of_seven_or_less(least: float | None, most: float | None, expected: str) -> None:
    made = {"maker": "local", "specification": "wavelength", "at_least": least, "at_most": most}
    needed = {"specification": "wavelength", "at_most": 7.0}
    held = world([made], needed)
    assert state(held) == expected
    if expected == "unknown":
        open_ = least is None
        assert gap(held).insufficient == (("local", "grade-unknown" if open_ else "below-grade"),)


def test_every_specification_must_be_met() -> None:
    needs = [
        {"requirer": "chip", "input": "scanner", **EUV},
        {"requirer": "chip", "input": "scanner", "specification": "aperture", "at_least": 0.33},
    ]
    one = {"maker": "local", **EUV}
    other = {"maker": "local", "specification": "aperture", "at_least": 0.33, "at_most": 0.55}
    indicators = {"indicator": ids("wavelength", "aperture"), "requirement": needs}
    assert state(world([one], **indicators)) == "unknown"
    assert state(world([one, other], **indicators)) == "latent-local"


def test_a_supply_of_a_lower_grade_is_no_link() -> None:
    supply = rows("supplier buyer product", ("local", "fab", "scanner"))
    assert state(world([{"maker": "local", **DUV}], supply=supply)) == "linked-local"
    assert state(world([{"maker": "local", **DUV}], EUV, supply=supply)) == "unknown"
    # who delivers it to the very user meets its need, where nothing else is said
    assert state(world([], EUV, supply=supply)) == "linked-local"


def test_a_grade_of_a_narrower_product_counts() -> None:
    products = [{"id": "chip"}, {"id": "scanner"}, {"id": "euv-scanner", "broader": ["scanner"]}]
    narrow = {"maker": "local", "product": "euv-scanner", **EUV}
    assert state(world([narrow], EUV, product=products)) == "latent-local"


def test_alternatives_on_both_sides_of_the_border_leave_the_need_unknown() -> None:
    def supplied(*origins: str) -> SupplyUse:
        return world(
            [],
            supply=rows(
                "buyer product origin alternatives", *[("fab", "scanner", o, "g") for o in origins]
            ),
        )

    countries = supplied("abroad", "home")
    assert state(countries) == "unknown"
    [need] = place_needs(countries, "r")
    assert (need.n_domestic, need.n_foreign, need.n_unplaced) == (0, 0, 2)
    assert [r["kind"] for r in gap_kinds(countries, ["r"])] == ["unknown"]
    assert state(supplied("abroad", "far")) == "external-foreign"
    assert state(supplied("abroad", "other")) == "unknown"
    assert state(supplied("r", "other")) == "unknown"


# ------------------------------------------------------- what amounts, shares and extents say


def value_of(supply: list[dict[str, Any]]) -> Interval | None:
    rates = {r.definition: r for r in needs_of(golden(supply=supply), "r").rates}
    return rates["lmr.value"].interval


def test_equal_amounts_are_two_amounts() -> None:
    sold = rows(
        "supplier buyer product base_value period",
        ("s1", "b1", "a", 100.0, "2024-01"), ("s1", "b1", "a", 100.0, "2024-02"),
        ("s2", "b1", "a", 100.0, "2024-01"),
    )  # fmt: skip
    found = value_of(sold)
    assert found is not None and (found.low, found.high) == pytest.approx((2 / 3, 2 / 3))


@pytest.mark.parametrize(
    ("more", "bounds"),
    [
        (("s2", "b1", "b", None), (0.0, 0.6)),  # from elsewhere, nobody knows how much
        (("s1", "b2", "a", None), (0.6, 1.0)),  # from here
        ((None, "b2", "a", 50.0), (60 / 150, 110 / 150)),  # from somebody who is not named
    ],
)
def test_a_supply_without_an_amount_bounds_nothing(
    more: tuple[Any, ...], bounds: tuple[float, float]
) -> None:
    sold = (("s1", "b1", "a", 60.0), ("s2", "b1", "b", 40.0), more)
    found = value_of(rows("supplier buyer product base_value", *sold))
    assert found is not None and (found.low, found.high) == pytest.approx(bounds)


def test_a_negative_amount_is_refused_by_its_row() -> None:
    sold = [{"id": "back", "supplier": "s1", "buyer": "b1", "product": "a", "value": -60.0}]
    with pytest.raises(UsageError, match=r"supply\.csv, back, value: -60 is below 0"):
        golden(supply=sold)


def test_a_share_of_a_country_says_where_a_product_comes_from() -> None:
    only = rows("maker product", ("b1", "e"), ("b2", "e"))
    share = rows("origin product share", ("abroad", "a", 0.9), ("far", "b", 0.0))
    supply_use = golden(production=only, supply=[], supply_share=share)
    states = {(n.needed_by, n.product): n.state for n in needs_of(supply_use, "r").needs}
    assert states["b1", "a"] == "external-foreign"
    assert states["b1", "b"] == "unknown"  # a share of nothing is no source


def test_next_to_nothing_from_a_supplier_closes_no_need() -> None:
    sold = rows("supplier buyer product extent", ("s1", "b1", "a", "negligible"))
    only = rows("maker product", ("b1", "e"), ("b2", "e"))
    supply_use = golden(production=only, supply=sold)
    states = {(n.needed_by, n.product): n.state for n in needs_of(supply_use, "r").needs}
    assert states["b1", "a"] == "unknown"


def test_shares_of_makers_are_those_of_the_latest_period() -> None:
    made = [
        {"maker": "b1", "product": "e"},
        {"maker": "s2", "product": "a", "share": 0.9, "period": "2010"},
        {"maker": "s2", "product": "a", "share": 0.2, "period": "2024"},
    ]
    (found,) = (
        c
        for c in chokepoints_of(golden(production=made, supply=[]), "r").chokepoints
        if c.sourcing.product == "a"
    )
    assert found.sourcing.shares == {"home": 0.2}
