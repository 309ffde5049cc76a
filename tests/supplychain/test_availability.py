"""AND-OR availability, dominators, local content: golden cases and a brute-force oracle."""

from itertools import chain, combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecograph.base.errors import CannotDo, UsageError
from ecograph.base.results import Interval
from ecograph.supplychain.availability import (
    Structure,
    available,
    criticality,
    dominators,
    requirement_cycles,
    single_points,
    structure_of,
)
from ecograph.supplychain.local_content import content_of, local_content
from ecograph.supplychain.needs import place_needs
from ecograph.supplychain.supply_use import build_supply_use
from supply_use_help import golden, golden_tables, ids, rows


def structure(
    sources: dict[str, str], inputs: dict[str, list[tuple[str, bool | None]]]
) -> Structure:
    """Sources and input groups written as words: {"A": "f1 f2"}, {"F": [("A", True)]}."""
    return Structure(
        {p: frozenset(ms.split()) for p, ms in sources.items()},
        {
            p: tuple((frozenset(members.split()), essential) for members, essential in groups)
            for p, groups in inputs.items()
        },
    )


GOLDEN = structure({"F": "f0", "A": "f1 f2", "B": "f3"}, {"F": [("A", True), ("B", True)]})


def test_golden_criticality() -> None:
    finals = {"F": 1.0}
    assert criticality(GOLDEN, ["f3"], finals) == Interval(1, 1)
    assert criticality(GOLDEN, ["f1"], finals) == Interval(0, 0)
    assert criticality(GOLDEN, ["f1", "f2"], finals) == Interval(1, 1)
    assert single_points(GOLDEN, finals) == [("f0", Interval(1, 1)), ("f3", Interval(1, 1))]


def test_cascade_step_by_step() -> None:
    left, steps = available(GOLDEN, ["f3"])
    assert left == {"A"}
    assert [(s.round, s.failed) for s in steps] == [(1, (("B", "f3"),)), (2, (("F", "B"),))]


def test_substitutes_are_or() -> None:
    made = structure({"F": "f0", "A": "f1", "B": "f2"}, {"F": [("A B", True)]})
    assert "F" in available(made, ["f1"])[0]
    assert "F" not in available(made, ["f1", "f2"])[0]


def test_the_unknown_makes_an_interval() -> None:
    made = structure({"F": "f0", "G": "f1", "A": "f2"}, {"F": [("A", None)]})
    assert criticality(made, ["f2"], {"F": 1.0, "G": 1.0}) == Interval(0, 0.5)
    unknown = structure({"F": "f0"}, {"F": [("A", True)]})
    assert "F" in available(unknown)[0]
    assert "F" not in available(unknown, against=True)[0]
    assert criticality(unknown, ["x"], {"Z": 1.0}) == Interval(0, 1)  # nothing was there


def test_a_cycle_holds_itself_up_and_is_reported() -> None:
    made = structure({"A": "f1", "B": "f2"}, {"A": [("B", True)], "B": [("A", True)]})
    assert requirement_cycles(made) == [("A", "B")]
    assert available(made)[0] == {"A", "B"}
    assert available(made, ["f1"])[0] == frozenset()
    more = {
        "Y": [("Z", True)],
        "Z": [("Y", None)],
        "A": [("B", True)],
        "B": [("A", True), ("Z", True)],
    }
    assert requirement_cycles(structure({}, more)) == [("A", "B"), ("Y", "Z")]


def test_dominators() -> None:
    assert dominators(GOLDEN, "F") == ["f0"]
    line = structure({"F": "f0", "A": "f1"}, {"F": [("A", True)]})
    assert dominators(line, "F") == ["f0", "A", "f1"]
    assert dominators(line, "nothing") == []


SMALL = st.sampled_from(("A", "B", "C", "D"))
MAKERS = st.sampled_from(("f1", "f2", "f3"))


@st.composite
def structures(draw: st.DrawFn) -> Structure:
    """Up to four products with makers and groups of inputs, cycles included."""
    sources = draw(st.dictionaries(SMALL, st.frozensets(MAKERS, min_size=1, max_size=2)))
    groups = st.tuples(st.frozensets(SMALL, min_size=1, max_size=2), st.sampled_from([True, False]))
    inputs = draw(st.dictionaries(SMALL, st.lists(groups, max_size=2).map(tuple)))
    return Structure(sources, inputs)


@settings(max_examples=150, deadline=None)
@given(structures(), st.frozensets(MAKERS))
def test_available_is_the_greatest_fixed_point(made: Structure, gone: frozenset[str]) -> None:
    def holds(alive: frozenset[str]) -> bool:
        return all(
            (not made.sources.get(p) or made.sources[p] - gone)
            and all(members & alive for members, must in made.inputs.get(p, ()) if must)
            for p in alive
        )

    products = sorted(made.products)
    subsets = chain.from_iterable(combinations(products, n) for n in range(len(products) + 1))
    best = max((frozenset(s) for s in subsets if holds(frozenset(s))), key=len)
    assert available(made, gone)[0] == best


@settings(max_examples=80, deadline=None)
@given(structures())
def test_dominators_cut_every_way(made: Structure) -> None:
    """Against removal, one by one, of every maker and product from the graph of ways."""
    graph = nx.DiGraph()
    graph.add_node("*")
    for product in made.products:
        for maker in made.sources.get(product, ()):
            node = (maker, product)
            graph.add_edge(node, product)
            groups = made.inputs.get(product, ())
            if not groups:
                graph.add_edge("*", node)
            graph.add_edges_from((q, node) for members, _ in groups for q in members)
        if product not in made.sources:
            graph.add_edge("*", product)
    for target in made.products:
        expected = set()
        if nx.has_path(graph, "*", target):
            for name in {*made.products, "f1", "f2", "f3"} - {target}:
                cut = [n for n in graph if n == name or (isinstance(n, tuple) and n[0] == name)]
                left = graph.copy()
                left.remove_nodes_from(cut)
                if not nx.has_path(left, "*", target):
                    expected.add(name)
        assert set(dominators(made, target)) == expected


def test_structure_of_a_market() -> None:
    supply_use = golden(
        industry_chain=ids("chain"),
        requirement=rows(
            "requirer input essential substitute_group",
            ("e", "a", True, "g"), ("e", "b", None, "g"), ("chain", "e", None, None),
        ),
    )  # fmt: skip
    made = structure_of(supply_use)
    assert made.inputs["e"] == ((frozenset({"a", "b"}), True),)
    assert made.inputs["chain"] == ((frozenset({"e"}), None),)
    assert made.sources["chain"] == {"chain"}


def test_a_requirement_that_is_planned_or_not_let_in_fells_nothing() -> None:
    said: list[dict[str, Any]] = [
        {"requirer": "e", "input": "e", "essential": True},
        {"requirer": "e", "input": "x", "essential": True, "modality": "planned"},
        {"requirer": "e", "input": "y", "essential": True, "evidence": "editorial"},
        {"requirer": "e", "input": "a", "essential": False},
    ]
    tables = golden_tables(requirement=said)
    stated = structure_of(build_supply_use(tables, ("r",), "stated"))
    assert stated.inputs == {"e": ((frozenset({"a"}), False),)}
    every = structure_of(build_supply_use(tables, ("r",)))
    assert every.inputs == {"e": ((frozenset({"a"}), False), (frozenset({"y"}), True))}


# ------------------------------------------------------------------ local content


def test_golden_local_content() -> None:
    found = local_content({"e": {"q1": 0.4, "q2": 0.3}}, {"e": 1, "q1": 1, "q2": 0})
    assert found["e"] == pytest.approx(0.7)
    two_tiers = local_content({"e": {"q": 0.5}, "q": {"z": 0.5}}, {"e": 1, "q": 1, "z": 0})
    assert two_tiers["e"] == pytest.approx(0.75)
    assert local_content({}, {}) == {}


def test_local_content_refuses() -> None:
    with pytest.raises(UsageError, match="not a fraction"):
        local_content({"e": {"q": 40}}, {})
    with pytest.raises(UsageError, match="sum to"):
        local_content({"e": {"q": 0.7, "z": 0.7}}, {})
    with pytest.raises(CannotDo, match="spectral radius"):
        local_content({"a": {"b": 1}, "b": {"a": 1}}, {})


def test_local_content_of_a_product_is_an_interval() -> None:
    supply_use = golden(
        requirement=rows("requirer input share", ("e", "a", 0.4), ("e", "b", 0.3)),
    )
    content = content_of(supply_use, "r", "e", place_needs(supply_use, "r"))
    assert content is not None
    assert content.interval.low == pytest.approx(0.3)  # a is linked to one buyer of two only
    assert content.interval.high == pytest.approx(0.7)
    assert content.known_weight == pytest.approx(0.7)
    assert content_of(golden(), "r", "e", []) is None


def test_local_content_counts_every_input_wherever_its_name_sorts() -> None:
    supply_use = golden(
        requirement=rows("requirer input share", ("a", "b", 0.5)),
        production=rows("maker product", ("s1", "a")),
        supply=[],
    )
    content = content_of(supply_use, "r", "a", place_needs(supply_use, "r"))
    assert content is not None
    assert content.interval == Interval(0.5, 1.0)  # nobody says who makes b
    assert content.tree == ("a", "b")
    elsewhere = golden(
        requirement=rows("requirer input share", ("b", "a", 0.5)),
        production=rows("maker product", ("s2", "b"), ("s1", "a")),
        supply=rows("supplier buyer product", ("s1", "b1", "a")),
    )
    content = content_of(elsewhere, "r", "b", place_needs(elsewhere, "r"))
    assert content is not None
    assert content.interval == Interval(0.5, 0.5)  # nobody here makes b, all of a is from here
