"""What is in which place at every level, and how firmly that is known."""

import pytest

from ecograph.base.namespaces import ECO, entity, inferred_from
from ecograph.graph.inclusion import inclusions
from ecograph.graph.opening import open_graph
from ecograph.sparql.answering import ask


def found(direct: dict[str, list[tuple[str, int, bool]]]) -> set[tuple[str, str, int, bool]]:
    outer = {
        inner: [(place, (level, doubt)) for place, level, doubt in places]
        for inner, places in direct.items()
    }
    return {(inner, place, *known) for inner, place, known in inclusions(outer)}


def test_each_level_is_as_firm_as_the_least_firm_step() -> None:
    direct = {
        "firm": [("park", 1, False)],
        "park": [("district", 0, True)],
        "district": [("city", 0, False)],
    }
    assert found(direct) == {
        ("firm", "park", 1, False),
        ("firm", "district", 1, False),
        ("firm", "city", 1, False),
        ("park", "district", 0, True),
        ("park", "city", 0, True),
        ("district", "city", 0, False),
    }


def test_of_two_ways_the_firmer_one_counts() -> None:
    direct = {
        "firm": [("park", 2, False), ("district", 1, True)],
        "park": [("city", 0, False)],
        "district": [("city", 0, False)],
    }
    assert ("firm", "city", 1, True) in found(direct)
    assert ("firm", "city", 2, False) not in found(direct)


def test_a_circle_of_places_ends_and_nothing_is_in_itself() -> None:
    direct = {"a": [("b", 0, False)], "b": [("a", 0, False)], "c": [("a", 0, False)]}
    pairs = {(x, y) for x, y, *_ in found(direct)}
    assert pairs == {("a", "b"), ("b", "a"), ("c", "a"), ("c", "b")}


@pytest.mark.parametrize("place", ["tongan", "xiamen", "fujian", "china"])
def test_a_firm_of_a_district_is_in_all_around_it(place: str) -> None:
    graph = open_graph("xiamen")
    assert graph.store is not None
    (quad,) = graph.store.quads_for_pattern(entity("hithium"), ECO.isIn, entity(place))
    assert quad.graph_name == inferred_from("stated", doubted=False)


def test_that_a_firm_is_in_a_city_is_traced_to_its_location() -> None:
    query = "SELECT ?c { id:hithium eco:isIn ?c . ?c a eco:City }"
    reply = ask(open_graph("xiamen"), query, cite=True)
    assert reply.traces is not None
    (trace,) = reply.traces
    assert trace.evidence == "implied" and trace.places and trace.modalities == ("exists",)


def test_that_a_district_is_in_a_province_is_traced_to_what_says_what_it_is_of() -> None:
    reply = ask(open_graph("xiamen"), "SELECT * { id:tongan eco:isIn id:fujian }", cite=True)
    assert reply.traces is not None and len(reply.traces) == 1


def test_a_tenant_is_in_its_park_and_traced_to_its_tenancy() -> None:
    graph = open_graph("xiamen")
    tenants = "?x eco:tenantOf ?p . ?p a eco:Park"
    outside = f"SELECT ?x {{ {tenants} FILTER NOT EXISTS {{ ?x eco:isIn ?p }} }}"
    assert len(ask(graph, f"SELECT ?x {{ {tenants} }}").rows) > 15
    assert not ask(graph, outside, explain=False).rows
    reply = ask(graph, "SELECT * { id:amoydx eco:isIn id:xiamen-bio-bay }", cite=True)
    assert reply.traces is not None
    assert "membership-amoydx-xiamen-bio-bay-tenant" in reply.traces[0].statements
