"""Who is where, as relations: places of several levels, the evidence of each, what is around."""

from typing import Any

import pytest

from ecograph.base.evidence import EVIDENCE
from ecograph.supplychain.supply_use import COLUMNS, SupplyUse, build_supply_use
from supply_use_help import ids, invented_tables, rows

STATED, IMPLIED, EDITORIAL = range(3)


def at(located: str, place: str, level: int = STATED, modality: str = "exists") -> dict[str, Any]:
    return {
        "located": located, "place": place, "evidence": EVIDENCE[level], "modality": modality
    }  # fmt: skip


def places(*location: dict[str, Any], **more: list[dict[str, Any]]) -> SupplyUse:
    held: dict[str, list[dict[str, Any]]] = {
        "area": ids("continent", "elsewhere"),
        "country": [{"id": "home", "part_of": ["continent"]}, {"id": "abroad"}],
        "city": [{"id": "r", "part_of": ["home"]}, {"id": "far", "part_of": ["abroad"]}],
        "district": [{"id": "d", "part_of": ["r"]}],
        "park": ids("park"),
        "firm": ids("f"),
        "product": ids("p", "q"),
        "location": list(location),
    }
    return build_supply_use(invented_tables(**(held | more)), ("r",))


def where(found: SupplyUse, entity: str) -> dict[str, int]:
    return {place: level for key, place, level in found.rows("located") if key == entity}


def leaves(found: SupplyUse, entity: str) -> set[str]:
    return {p for (p,) in found.ask("SELECT place FROM leaf WHERE entity = $e", e=entity)}


def test_who_is_in_a_district_is_in_all_around_it() -> None:
    found = places(at("f", "d", IMPLIED))
    assert where(found, "f") == dict.fromkeys(("d", "r", "home", "continent"), IMPLIED)
    assert leaves(found, "f") == {"d"}
    assert where(found, "d")["home"] == STATED and leaves(found, "d") == {"d"}


def test_a_place_is_as_sure_as_the_surest_way_to_it() -> None:
    said = [
        at("f", "d", EDITORIAL),
        at("f", "r", IMPLIED),
        at("f", "far", modality="planned"),
        at("f", "d", EDITORIAL),
    ]
    for order in (said, said[::-1]):
        found = places(*order)
        assert where(found, "f") == {
            "d": EDITORIAL,
            "r": IMPLIED,
            "home": IMPLIED,
            "continent": IMPLIED,
        }
        assert leaves(found, "f") == {"d"}  # the narrowest known


def test_who_is_in_a_park_is_where_the_park_is_as_surely_as_both() -> None:
    for firm, park in ((IMPLIED, STATED), (STATED, IMPLIED)):
        found = places(at("f", "park", firm), at("park", "r", park))
        assert where(found, "f")["r"] == where(found, "f")["home"] == IMPLIED
        assert where(found, "park")["r"] == park
    said = [at("f", "park"), at("park", "r", EDITORIAL), at("f", "r", IMPLIED)]
    assert where(places(*said), "f")["r"] == IMPLIED
    circle = [at("park", "r"), at("park", "yard"), at("yard", "park"), at("f", "yard")]
    assert where(places(*circle), "f")["home"] == STATED


def test_who_is_only_around_a_place_may_be_in_it() -> None:
    found = places(
        at("one", "home"), at("both", "home"), at("both", "r"), at("two", "home"),
        at("two", "abroad"), at("none", "nowhere"),
    )  # fmt: skip
    asked = {"one", "both", "two", "none"}
    assert {pair for pair in found.rows("possible_location") if pair[0] in asked} == {
        ("one", "r"), ("one", "d"), ("both", "d")
    }  # fmt: skip


def test_a_chain_may_be_anywhere_below_where_the_region_centres() -> None:
    found = places(at("chain", "far"), industry_chain=ids("chain"))
    assert leaves(found, "chain") == {"r"}
    assert ("chain", "d") in found.rows("possible_location")
    assert set(where(found, "chain")) == {"r", "home", "continent", "far", "abroad"}


def test_a_country_counts_before_an_area_and_the_rest_is_unknown() -> None:
    found = places(
        at("f", "r"), at("g", "elsewhere"), at("m", "home"), at("m", "abroad"), at("h", "d"),
        district=[{"id": "d"}],
    )  # fmt: skip
    of = {pair for pair in found.rows("country_of") if pair[0] in {"f", "g", "h", "m"}}
    assert of == {
        ("f", "home"), ("g", "elsewhere"), ("h", None), ("m", "home"), ("m", "abroad")
    }  # fmt: skip


def test_a_place_in_two_countries_has_none() -> None:
    found = places(district=[{"id": "bridge", "part_of": ["home", "abroad"]}])
    countries = {key: (kind, country) for key, kind, country in found.rows("place")}
    assert countries["bridge"] == ("District", None)
    assert countries["r"] == ("City", "home")
    assert countries["far"] == ("City", "abroad")
    assert countries["continent"] == ("Area", None)


def test_where_a_region_centres_is_a_place_though_no_table_names_it() -> None:
    held = invented_tables(firm=ids("f"), location=rows("located place", ("f", "town")))
    found = build_supply_use(held, ("town",))
    assert found.rows("place") == [("town", "Place", None)]
    assert where(found, "f") == {"town": STATED}


@pytest.mark.parametrize("name", COLUMNS)
def test_every_relation_is_sorted_and_without_repeats(name: str) -> None:
    production = rows("maker product", ("f", "p"), ("f", "p"), ("f", "q"))
    supply = rows("supplier buyer product", ("f", "g", "p"), ("f", "g", "p"))
    found = places(at("f", "r"), at("f", "r"), production=production, supply=supply).rows(name)
    assert len(found) == len(set(found))
    assert [str(r) for r in found] == [
        str(r) for r in sorted(found, key=lambda row: [(c is None, c) for c in row])
    ]
