"""What lies in what: places of several levels, and who is in them."""

from ecograph.graph.containment import places_of, reach
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
