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
    cascade,
    gone_with,
    lost_in,
    requirement_cycles,
    structure_of,
)
from ecograph.supplychain.criticality import criticality_of, dominators
from ecograph.supplychain.differences import Change
from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.final_products import final_products
from ecograph.supplychain.local_content import content_of, local_content
from ecograph.supplychain.needs import place_needs
from ecograph.supplychain.scenario import Scenario
from ecograph.supplychain.supply_use import build_supply_use
from ecograph.supplychain.whatif import whatif
from supply_use_help import golden, golden_tables, ids, rows


def structure(
    sources: dict[str, str], inputs: dict[str, list[tuple[str, bool | None]]]
) -> Structure:
    """Sources and input groups written as words: {"A": "f1 f2|f3"}, {"F": [("A", True)]}.

    `f2|f3` are alternatives, of which one holds at least.
    """
    return Structure(
        {p: tuple(frozenset(one.split("|")) for one in ms.split()) for p, ms in sources.items()},
        {
            p: tuple((frozenset(members.split()), essential) for members, essential in groups)
            for p, groups in inputs.items()
        },
    )


def lost(made: Structure, *removed: str, against: bool = False) -> frozenset[str]:
    return lost_in(cascade(made, gone_with(made, removed), against=against))


GOLDEN = structure({"F": "f0", "A": "f1 f2", "B": "f3"}, {"F": [("A", True), ("B", True)]})


def test_cascade_step_by_step() -> None:
    steps = cascade(GOLDEN, gone_with(GOLDEN, ["f3"]))
    assert [(s.round, s.failed) for s in steps] == [(1, (("B", ("f3",)),)), (2, (("F", ("B",)),))]
    assert lost(GOLDEN, "f1") == frozenset()
    assert lost(GOLDEN, "f1", "f2") == {"A", "F"}


def test_substitutes_are_or() -> None:
    made = structure({"F": "f0", "A": "f1", "B": "f2"}, {"F": [("A B", True)]})
    assert lost(made, "f1") == {"A"}
    assert lost(made, "f1", "f2") == {"A", "B", "F"}


def test_what_nobody_says_to_be_essential_is_read_twice() -> None:
    made = structure({"F": "f0", "G": "f1", "A": "f2"}, {"F": [("A", None)], "G": [("A", False)]})
    assert lost(made, "f2") == {"A"}
    assert lost(made, "f2", against=True) == {"A", "F"}


def test_of_sources_joined_by_or_the_one_that_is_gone_may_be_the_one() -> None:
    made = structure({"A": "f1|f2", "B": "f1|f2 f3"}, {})
    assert lost(made, "f1") == frozenset()
    assert lost(made, "f1", against=True) == {"A"}  # of B, f3 is left
    assert lost(made, "f1", "f2") == {"A"}
    assert lost(made, "f1", "f3", against=True) == {"A", "B"}


def test_a_product_without_known_source_is_available_as_long_as_nothing_else_is_known() -> None:
    made = structure({"F": "f0", "B": "f1"}, {"F": [("A", True), ("B", True)]})
    assert lost(made, "x", against=True) == frozenset()
    assert lost(made, "f1", against=True) == {"B", "F"}  # A is available, so B decides


def test_a_cycle_holds_itself_up_and_is_reported() -> None:
    made = structure({"A": "f1", "B": "f2"}, {"A": [("B", True)], "B": [("A", True)]})
    assert requirement_cycles(made) == [("A", "B")]
    assert lost(made, "x", against=True) == frozenset()
    assert lost(made, "f1") == {"A", "B"}
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
    """Up to four products with makers and groups of inputs, cycles and alternatives included."""
    one = st.frozensets(MAKERS, min_size=1, max_size=2)
    sources = draw(st.dictionaries(SMALL, st.lists(one, min_size=1, max_size=2).map(tuple)))
    flags = st.sampled_from([True, False, None])
    groups = st.tuples(st.frozensets(SMALL, min_size=1, max_size=2), flags)
    inputs = draw(st.dictionaries(SMALL, st.lists(groups, max_size=2).map(tuple)))
    return Structure(sources, inputs)


@settings(max_examples=150, deadline=None)
@given(structures(), st.frozensets(MAKERS), st.booleans())
def test_what_is_left_is_the_greatest_fixed_point(
    made: Structure, gone: frozenset[str], against: bool
) -> None:
    def holds(alive: frozenset[str]) -> bool:
        return all(
            (
                not (sets := made.sources.get(p))
                or any(not one & gone if against else one - gone for one in sets)
            )
            and all(
                members & alive
                for members, must in made.inputs.get(p, ())
                if must or (must is None and against)
            )
            for p in alive
        )

    products = sorted(made.products)
    subsets = chain.from_iterable(combinations(products, n) for n in range(len(products) + 1))
    best = max((frozenset(s) for s in subsets if holds(frozenset(s))), key=len)
    assert made.products - lost(made, *gone, against=against) == best
    assert lost(made, *gone) <= lost(made, *gone, against=True)


@settings(max_examples=80, deadline=None)
@given(structures())
def test_dominators_cut_every_way(made: Structure) -> None:
    """Against removal, one by one, of every maker and product from the graph of ways."""
    graph = nx.DiGraph()
    graph.add_node("*")
    for product in made.products:
        for maker in frozenset().union(*made.sources.get(product, ())):
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
    assert made.sources["chain"] == (frozenset({"chain"}),)
    assert made.sources["a"] == (frozenset({"s1"}),)


def test_who_is_meant_by_a_place_or_an_industry_may_be_a_maker_who_is_named() -> None:
    supply = [
        {"supplier": None, "buyer": "b1", "product": "a", "origin": "home"},
        {"supplier": None, "buyer": "b1", "product": "b", "origin": "far", "alternatives": "or"},
        {"supplier": None, "buyer": "b1", "product": "b", "origin": "home", "alternatives": "or"},
    ]
    made = structure_of(
        golden(
            supply=supply,
            industry_chain=ids("chain"),
            industry_output=rows("industry product", ("chain", "e")),
        )
    )
    assert set(made.sources["a"]) == {frozenset({"s1"}), frozenset({"home", "s1"})}
    assert set(made.sources["e"]) == {
        frozenset({"b1"}), frozenset({"b2"}), frozenset({"b1", "b2", "chain"}),
    }  # fmt: skip
    assert set(made.sources["b"]) == {frozenset({"s2"}), frozenset({"far", "home"})}


# ------------------------------------------------------------------- criticality


def market(**more: list[dict[str, Any]]) -> Any:
    """The golden case of criticality: F needs A and B; A by f1 and f2, B by f3, all in r."""
    made = (("f0", "F"), ("f1", "A"), ("f2", "A"), ("f3", "B"))
    tables: dict[str, Any] = {
        "firm": ids("f0", "f1", "f2", "f3"),
        "product": ids("F", "A", "B"),
        "location": rows("located place", *((f, "r") for f in ("f0", "f1", "f2", "f3"))),
        "production": rows("maker product", *made),
        "requirement": rows("requirer input essential", ("F", "A", True), ("F", "B", True)),
        "supply": [],
    }
    return golden(**(tables | more))


def test_golden_criticality() -> None:
    found = criticality_of(market(), "r")
    assert found.finals == ("F",)  # what goes into it is no final product
    assert [(c.key, c.share, c.lost) for c in found.critical] == [
        ("f0", Interval(1, 1), ("F",)),
        ("f3", Interval(1, 1), ("F",)),
    ]
    assert found.critical[1].makes == ("B",)
    assert found.critical[1].evidence == "stated"
    assert [m.value for m in found.measurements()] == [1, 1]


def test_criticality_of_one_product_tells_what_every_way_passes_first() -> None:
    found = criticality_of(market(), "r", product="F")
    assert [(c.key, c.position, c.share) for c in found.critical] == [
        ("f0", 1, Interval(1, 1)),
        ("f3", None, Interval(1, 1)),
    ]
    line = market(requirement=rows("requirer input essential", ("F", "B", None)))
    found = criticality_of(line, "r", product="F")
    assert [(c.key, c.position, c.share) for c in found.critical] == [
        ("f0", 1, Interval(1, 1)),
        ("B", 2, Interval(0, 1)),
        ("f3", 3, Interval(0, 1)),
    ]
    with pytest.raises(UsageError, match="add rows to production"):
        criticality_of(market(product=ids("F", "A", "B", "Z")), "r", product="Z")


def test_a_place_takes_with_it_who_is_in_it_and_an_industry_names_nobody() -> None:
    elsewhere = rows("located place", ("f0", "r"), ("f1", "r"), ("f2", "r"), ("f3", "far"))
    supply = [{"supplier": None, "buyer": "f0", "product": "B", "origin": "far"}]
    found = criticality_of(market(location=elsewhere, supply=supply), "r").critical
    assert [(c.key, c.share) for c in found] == [
        ("f0", Interval(1, 1)),
        ("far", Interval(1, 1)),
        ("f3", Interval(0, 1)),  # far may mean somebody else there
    ]
    chain = {"industry_chain": ids("c"), "industry_output": rows("industry product", ("c", "F"))}
    keys = [c.key for c in criticality_of(market(**chain), "r").critical]
    assert keys == ["f3", "f0"]  # somebody else in the industry may make F


def test_what_a_loss_rests_on_is_the_weakest_of_its_way_with_its_doubts() -> None:
    weak = rows(
        "requirer input essential evidence",
        ("F", "A", True, "stated"),
        ("F", "B", True, "editorial"),
    )
    doubt = [{"id": "why", "statement": "requirement-1"}]
    found = {c.key: c for c in criticality_of(market(requirement=weak, doubt=doubt), "r").critical}
    assert (found["f0"].evidence, found["f0"].doubts) == ("stated", ())
    assert (found["f3"].evidence, found["f3"].doubts) == ("editorial", ("why",))


def test_sources_that_may_be_one_may_go_together() -> None:
    two = rows("maker product", ("f0", "F"), ("f1", "A"), ("f2", "A"))
    alone = criticality_of(market(production=two), "r").critical
    assert [c.key for c in alone] == ["f0"]
    same = market(production=two, possible_identity=rows("entity other", ("f1", "f2")))
    found = {c.key: c.share for c in criticality_of(same, "r").critical}
    assert found == {"f0": Interval(1, 1), "f1": Interval(0, 1), "f2": Interval(0, 1)}


def test_a_scenario_removes_no_product() -> None:
    with pytest.raises(UsageError, match="a Product is no source"):
        change(market(), Scenario("s", {}, {}, gone_entities=("A",)), "needs")


def test_no_final_product_and_nothing_critical_say_why() -> None:
    nothing = criticality_of(market(production=[]), "r")
    assert nothing.critical == nothing.finals == ()
    assert "no final product" in nothing.notes[0][1]
    spare = rows("maker product", ("f0", "A"), ("f1", "A"))
    (note,) = criticality_of(market(production=spare, requirement=[]), "r").notes
    assert "no single known source" in note[1]


def test_final_products_of_a_place() -> None:
    product = [{"id": "F"}, {"id": "A"}, {"id": "B", "broader": ["W"]}, {"id": "W"}, {"id": "X"}]
    made = (("f0", "F"), ("f1", "A"), ("f3", "B"), ("f2", "X"))
    needs = rows("requirer input", ("F", "W"), ("A", "X"), ("X", "A"))
    supply_use = market(product=product, production=rows("maker product", *made), requirement=needs)
    # B goes into F as W; A and X go into nothing but each other
    assert final_products(Downstream(supply_use, "r")) == {"F", "A", "X"}


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


# ----------------------------------------------------------- scenarios and the final products


def change(supply_use: Any, scenario: Scenario, indicator: str) -> Change:
    (found,) = (c for c in whatif(supply_use, "r", scenario).changes if c.indicator == indicator)
    return found


def test_a_scenario_tells_the_lost_share_of_final_products_with_its_bounds() -> None:
    found = change(market(), Scenario("s", {}, {}, gone_entities=("f3",)), "lost.share")
    assert (found.after, found.direction) == (Interval(1, 1), "up")
    either = [
        {"supplier": None, "buyer": "f0", "product": "B", "origin": o, "alternatives": "or"}
        for o in ("far", "other")
    ]
    made = rows("maker product", ("f0", "F"), ("f1", "A"))
    supply_use = market(production=made, supply=either)
    found = change(supply_use, Scenario("s", {}, {}, gone_entities=("far",)), "lost.share")
    assert (found.before, found.difference) == (Interval(0, 0), Interval(0, 1))
    assert found.direction == "not-down"
    one_more = {"id": "new", "place": "r", "makes": ["B"]}
    scenario = Scenario("s", {}, {}, gone_entities=("far", "other"), new_firms=(one_more,))
    assert change(supply_use, scenario, "lost.share").after == Interval(0, 0)


def test_what_goes_into_something_that_is_lost_is_no_final_product() -> None:
    line = rows("requirer input essential", ("F", "A", True), ("A", "B", True))
    made = rows("maker product", ("f0", "F"), ("f1", "A"), ("f3", "B"))
    supply_use = market(requirement=line, production=made)
    for firm in ("f1", "f0"):
        found = change(
            supply_use, Scenario("s", {}, {}, gone_entities=(firm,)), "available.products"
        )
        assert (found.before, found.after) == (Interval(1, 1), Interval(0, 0))


def test_what_is_cut_is_no_improvement_of_the_value_that_is_served() -> None:
    sold = rows(
        "supplier buyer product base_value", ("f1", "f0", "A", 10.0), ("f3", "f0", "A", 30.0)
    )
    elsewhere = rows("located place", ("f0", "r"), ("f1", "r"), ("f2", "r"), ("f3", "far"))
    supply_use = market(supply=sold, location=elsewhere)
    found = change(supply_use, Scenario("s", {}, {}, gone_entities=("f3",)), "lmr.value")
    assert (found.before, found.after) == (Interval(0.25, 0.25), Interval(0.25, 1))
    assert found.direction == "not-down"


def test_a_scenario_counts_the_lacks_that_gaps_list() -> None:
    lacking = rows("holder asset modality", ("r", "cryo", "lacking"))
    supply_use = market(asset_type=ids("cryo"), endowment=lacking)
    found = change(supply_use, Scenario("s", {}, {}, gone_entities=("f3",)), "gaps.lack")
    assert (found.before, found.after) == (Interval(1, 1), Interval(1, 1))


def test_cutting_all_foreign_sources_makes_no_fewer_chokepoints() -> None:
    abroad = [{"supplier": None, "buyer": "f0", "product": "B", "origin": "far"}]
    made = rows("maker product", ("f0", "F"), ("f1", "A"))
    supply_use = market(country=ids("home", "abroad"), production=made, supply=abroad)
    cut = Scenario("s", {}, {}, gone_entities=("abroad",))
    found = change(supply_use, cut, "chokepoint.candidates")
    assert found.before is not None and found.before.low == 1  # one origin, abroad
    assert found.difference == Interval(0, 0)


def test_a_scenario_of_one_chain_leaves_the_others_out() -> None:
    supply_use = market(
        product=[{"id": "F", "chain": ["c"]}, {"id": "A"}, {"id": "B"}],
        industry_chain=ids("c", "d"),
    )
    gone = Scenario("s", {}, {}, gone_entities=("f3",))
    for of, lost_share in (("c", Interval(1, 1)), ("d", None)):
        found = {c.indicator: c.after for c in whatif(supply_use, "r", gone, chain=of).changes}
        assert found["lost.share"] == lost_share


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
