"""What lies in what: places of several levels, and who is in them."""

from ecograph.graph.containment import places_of, reach
from ecograph.supplychain.supply_use import build_supply_use
from supply_use_help import invented_tables, rows


def test_a_circle_of_parts_is_walked_once() -> None:
    assert reach("a", {"a": ["b"], "b": ["c", "a"], "c": ["a"]}) == {"a", "b", "c"}
    assert reach("a", {}) == {"a"}


def test_only_what_exists_is_in_a_place() -> None:
    located = rows("located place modality", ("f", "r", "exists"), ("f", "far", "planned"))
    found = places_of(invented_tables(
        city=[{"id": "r", "part_of": ["home"]}, {"id": "far", "part_of": ["abroad"]}],
        location=located,
    ))  # fmt: skip
    assert found["f"] == {"f", "r", "home"}


def test_a_tenant_is_in_its_park_and_around_it() -> None:
    tenants = rows(
        "member body role modality",
        ("f", "park", "tenant", "exists"),
        ("g", "park", "tenant", "planned"),
        ("h", "park", "member", "exists"),
        ("f", "campus", "tenant", "exists"),
    )
    tables = invented_tables(
        city=[{"id": "r"}], park=[{"id": "park"}], membership=tenants,
        location=rows("located place modality", ("park", "r", "exists")),
    )  # fmt: skip
    found = places_of(tables)
    assert found["f"] == {"f", "park", "r"}
    assert "g" not in found and "h" not in found
    located = build_supply_use(tables).ask("SELECT entity, place FROM relation_located")
    assert {place for entity, place in located if entity == "f"} == {"r"}
    assert not {"g", "h"} & {entity for entity, _ in located}
