"""What lies in what: places of several levels, the evidence of each, and what is only around."""

from typing import Any

from ecograph.graph.containment import (
    buyer_locations,
    countries_of,
    located_of,
    place_rows,
    places_above,
    places_of,
    possible_locations,
    reach,
)
from supply_use_help import ids, invented_tables, rows

STATED, IMPLIED, EDITORIAL = range(3)
TABLES = invented_tables(
    area=ids("continent", "elsewhere"),
    country=[{"id": "home", "part_of": ["continent"]}, {"id": "abroad"}],
    city=[{"id": "r", "part_of": ["home"]}, {"id": "far", "part_of": ["abroad"]}],
    district=[{"id": "d", "part_of": ["r"]}],
    park=ids("park"),
    firm=ids("f"),
    product=ids("p", "q"),
    industry_chain=ids("chain"),
)
PLACES = places_above(TABLES, ())


def at(located: str, place: str, level: int = STATED, modality: str = "exists") -> dict[str, Any]:
    return {"located": located, "place": place, "level": level, "modality": modality}


def test_a_circle_of_parts_is_walked_once() -> None:
    assert reach("a", {"a": ["b"], "b": ["c", "a"], "c": ["a"]}) == {"a", "b", "c"}
    assert reach("a", {}) == {"a"}


def test_who_is_in_a_district_is_in_all_around_it() -> None:
    found, leaves = located_of(TABLES, [at("f", "d", IMPLIED)], PLACES)
    of_f = {place: level for (key, place), level in found.items() if key == "f"}
    assert of_f == dict.fromkeys(("d", "r", "home", "continent"), IMPLIED)
    assert leaves["f"] == {"d"}
    assert found["d", "home"] == STATED and leaves["d"] == {"d"}


def test_a_place_is_as_sure_as_the_surest_way_to_it() -> None:
    said = [
        at("f", "d", EDITORIAL),
        at("f", "r", IMPLIED),
        at("f", "far", modality="planned"),
        at("f", "d", EDITORIAL),
    ]
    for order in (said, said[::-1]):
        found, leaves = located_of(TABLES, order, PLACES)
        assert {place: level for (key, place), level in found.items() if key == "f"} == {
            "d": EDITORIAL,
            "r": IMPLIED,
            "home": IMPLIED,
            "continent": IMPLIED,
        }
        assert leaves["f"] == {"d"}  # the narrowest known


def test_who_is_in_a_park_is_where_the_park_is_as_surely_as_both() -> None:
    for firm, park in ((IMPLIED, STATED), (STATED, IMPLIED)):
        found, _ = located_of(TABLES, [at("f", "park", firm), at("park", "r", park)], PLACES)
        assert found["f", "r"] == found["f", "home"] == IMPLIED
        assert found["park", "r"] == park
    said = [at("f", "park"), at("park", "r", EDITORIAL), at("f", "r", IMPLIED)]
    assert located_of(TABLES, said, PLACES)[0]["f", "r"] == IMPLIED
    circle = [at("park", "r"), at("park", "yard"), at("yard", "park"), at("f", "yard")]
    assert located_of(TABLES, circle, PLACES)[0]["f", "home"] == STATED


def test_only_what_exists_is_in_a_place() -> None:
    located = rows("located place modality", ("f", "r", "exists"), ("f", "far", "planned"))
    found = places_of(invented_tables(
        city=[{"id": "r", "part_of": ["home"]}, {"id": "far", "part_of": ["abroad"]}],
        location=located,
    ))  # fmt: skip
    assert found["f"] == {"f", "r", "home"}


def test_who_is_only_around_a_place_may_be_in_it() -> None:
    leaves = {"one": {"home"}, "both": {"home", "r"}, "two": {"home", "abroad"}, "none": set()}
    found = set(possible_locations(leaves, PLACES))
    assert found == {("one", "r"), ("one", "d"), ("both", "d")}


def test_a_country_counts_before_an_area_and_the_rest_is_unknown() -> None:
    located = dict.fromkeys([("f", "r"), ("f", "home"), ("f", "continent"), ("g", "elsewhere"),
                             ("h", "nowhere"), ("m", "home"), ("m", "abroad")], STATED)  # fmt: skip
    found = countries_of(located, {("chain", "home"): STATED}, PLACES, TABLES)
    assert sorted(found, key=str) == sorted(
        [("f", "home"), ("g", "elsewhere"), ("h", None), ("m", "home"), ("m", "abroad"),
         ("chain", "home")], key=str
    )  # fmt: skip


def test_a_place_in_two_countries_has_none() -> None:
    places = PLACES | {"bridge": frozenset({"bridge", "home", "abroad"})}
    found = {key: (kind, country) for key, kind, country in place_rows(
        TABLES, places, TABLES.class_of
    )}  # fmt: skip
    assert found["bridge"] == ("Place", None)
    assert found["r"] == ("City", "home")
    assert found["far"] == ("City", "abroad")
    assert found["continent"] == ("Area", None)


def test_a_buyer_that_stands_nowhere_is_where_its_members_and_makers_are() -> None:
    located, _ = located_of(TABLES, [at("f", "far", IMPLIED), at("g", "far", EDITORIAL)], PLACES)
    taking_part = [
        {"chain": "chain", "participant": "f", "level": STATED, "modality": "exists"},
        {"chain": "chain", "participant": "g", "level": STATED, "modality": "exists"},
    ]
    found = buyer_locations(
        {"participation": taking_part},
        located,
        {("chain", "r"): STATED, ("chain", "home"): STATED},
        {("f", "p"): EDITORIAL, ("f", "unasked"): STATED},
        {("p", "x"): STATED, ("q", "x"): STATED},
        TABLES,
        PLACES,
    )
    of = {key: {p: level for (k, p), level in found.items() if k == key} for key in "pq"}
    assert of["p"] == {"far": EDITORIAL, "abroad": EDITORIAL, "r": STATED, "home": STATED}
    assert of["q"] == {"r": STATED, "home": STATED}  # nobody makes it: where the region is
    assert found["chain", "far"] == IMPLIED
    assert found["chain", "r"] == STATED
    assert not any(key == "unasked" for key, _ in found)
