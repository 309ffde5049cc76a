"""Needs, states, rates and gap kinds: golden case, oracle, invariants, bad input."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.results import Interval
from ecograph.graph.columns import read_tables
from ecograph.graph.opening import open_graph
from ecograph.supplychain.gaps import gaps_of
from ecograph.supplychain.introductions import introductions_of
from ecograph.supplychain.known_counts import known_counts, peers_of, place_quotients
from ecograph.supplychain.need_states import STATES, gap_kinds, need_states
from ecograph.supplychain.needs import Need, needs_of, place_needs
from ecograph.supplychain.supply_use import (
    SupplyUse,
    build_supply_use,
    local_products,
    local_sources,
)
from supply_use_help import golden, golden_tables, ids, invented_tables, rows, with_table


def state_of(supply_use: SupplyUse, place: str = "r") -> dict[tuple[str, str], str]:
    return {(n.needed_by, n.product): n.state for n in place_needs(supply_use, place, "all")}


def kinds_of(supply_use: SupplyUse, place: str = "r") -> dict[str, str]:
    found = gap_kinds(supply_use, [place], inputs="all")
    return {r["product"]: r["kind"] for r in found}


def test_golden_states() -> None:
    assert state_of(golden()) == {
        ("b1", "a"): "linked-local",
        ("b2", "a"): "latent-local",
        ("b1", "b"): "external-domestic",
        ("b2", "b"): "external-domestic",
    }


def test_the_evidence_of_a_local_source_is_its_own() -> None:
    """That of a maker elsewhere, or only around the place, says nothing of one in it."""
    makers = (("b1", "e", "stated"), ("b2", "e", "stated"), ("s1", "a", "editorial"),
              ("s2", "a", "stated"), ("s3", "a", "stated"))  # fmt: skip
    where = (("b1", "r"), ("b2", "r"), ("s1", "r"), ("s2", "other"), ("s3", "home"))
    held = golden(
        firm=ids("b1", "b2", "s1", "s2", "s3"),
        production=rows("maker product evidence", *makers),
        location=rows("located place", *where),
        supply=[],
    )
    levels = {
        (row["needed_by"], row["product"]): (STATES[row["code"]], row["level"])
        for row in need_states(held, ["r"], inputs="all")
    }
    assert levels["b1", "a"] == levels["b2", "a"] == ("latent-local", 2)


def test_golden_rates() -> None:
    result = needs_of(golden(), "r")
    rates = {r.definition: r.interval for r in result.rates}
    assert rates["lmr.links"] == Interval(0.25, 0.25)
    assert rates["lmr.potential"] == Interval(0.5, 0.5)
    assert rates["lmr.value"] == Interval(0.6, 0.6)
    assert result.method.known == result.method.total == 4
    assert {m.definition for m in result.measurements()} == set(rates)


def test_golden_kinds() -> None:
    assert kinds_of(golden()) == {"a": "weak", "b": "missing"}
    without = golden(supply=rows("supplier buyer product", ("s2", "b1", "b")))
    assert kinds_of(without) == {"a": "broken", "b": "missing"}
    two = golden(
        production=rows(
            "maker product",
            ("b1", "e"), ("b2", "e"), ("s1", "a"), ("s3", "a"), ("s2", "b"),
        ),
        location=rows(
            "located place", ("b1", "r"), ("b2", "r"), ("s1", "r"), ("s3", "r"), ("s2", "other")
        ),
    )  # fmt: skip
    assert kinds_of(two)["a"] == "strong"


def test_a_gap_is_unknown_only_where_every_need_of_it_is() -> None:
    own = rows("maker product", ("b1", "e"), ("b1", "a"), ("b2", "e"))
    supply_use = golden(production=own, supply=[])
    assert state_of(supply_use)["b1", "a"] == "unknown"  # it makes it itself
    assert kinds_of(supply_use) == {"a": "broken", "b": "unknown"}


def test_what_an_industry_makes_is_made_here_by_no_named_maker() -> None:
    supply_use = golden(
        industry_chain=ids("chain"),
        production=rows("maker product", ("b1", "e")),
        industry_output=rows("industry product", ("chain", "a")),
        supply=[],
    )
    assert state_of(supply_use)["b1", "a"] == "latent-local"
    (gap,) = (g for g in gaps_of(supply_use, "r").gaps if g.product == "a")
    assert (gap.kind, gap.local_makers, gap.local_industries) == ("broken", 0, 1)
    assert introductions_of(supply_use, "r").introductions == ()  # nobody to write to
    assert local_sources(supply_use, "r").get("a") is None
    assert "a" in local_products(supply_use, "r")


def test_an_industry_that_needs_something_is_no_buyer_to_introduce() -> None:
    needs = {"industry_chain": ids("chain"), "requirement": rows("requirer input", ("chain", "a"))}
    supply_use = golden(**needs, supply=[])
    assert state_of(supply_use)["chain", "a"] == "latent-local"
    assert introductions_of(supply_use, "r").introductions == ()


def test_tiny_is_the_golden_case() -> None:
    result = needs_of(build_supply_use(read_tables(open_graph("tiny"))), "rivermouth")
    assert [(n.needed_by, n.product, n.state) for n in result.needs] == [
        ("b1", "motor", "external-domestic"),
        ("b2", "motor", "external-domestic"),
        ("b1", "seal", "linked-local"),
        ("b2", "seal", "latent-local"),
    ]


def test_places_of_every_level() -> None:
    supply_use = golden()
    assert set(state_of(supply_use, "home").values()) == {"linked-local", "latent-local"}
    with pytest.raises(UsageError, match="no need"):
        needs_of(supply_use, "other")


def test_a_maker_of_a_narrower_product_makes_the_wider_one() -> None:
    supply_use = golden(
        product=[*ids("e", "a", "b"), {"id": "a1", "broader": ["a"]}],
        production=rows("maker product", ("b1", "e"), ("s1", "a1"), ("s2", "b")),
        supply=rows("supplier buyer product", ("s1", "b1", "a1")),
    )
    assert state_of(supply_use)["b1", "a"] == "linked-local"


def test_origins_and_what_is_not_from_here() -> None:
    supply_use = golden(
        area=ids("continent"),
        product=ids("e", "a", "b", "c", "d"),
        requirement=rows("requirer input", ("e", "c"), ("e", "d")),
        supply=[
            {"buyer": "e", "product": "c", "origin": "continent"},
            {"buyer": "e", "product": "d", "origin_outside": "r"},
        ],
    )
    found = state_of(supply_use)
    assert found["b1", "c"] == "external-foreign"  # an area in no recorded country
    assert found["b1", "d"] == "mainly-outside"
    assert found["e", "d"] == "mainly-outside"  # the product itself is named as buyer


def test_a_source_known_only_to_be_around_is_unknown() -> None:
    supply_use = golden(
        location=rows("located place", ("b1", "r"), ("s2", "home")),
        production=rows("maker product", ("b1", "e"), ("s2", "b")),
        supply=[],
    )
    assert state_of(supply_use) == {("b1", "a"): "unknown", ("b1", "b"): "unknown"}
    told = golden(
        location=rows("located place", ("b1", "r"), ("s2", "home")),
        production=rows("maker product", ("b1", "e"), ("s2", "b")),
        supply=rows("buyer product origin_outside", ("b1", "b", "r")),
    )
    assert state_of(told)["b1", "b"] == "external-domestic"


@pytest.mark.parametrize("modality", ["lacking", "planned", "recommended", "underway"])
def test_what_does_not_exist_makes_nothing(modality: str) -> None:
    made = rows("maker product", ("b1", "e"), ("b2", "e"), ("s2", "b"))
    made.append({"maker": "s1", "product": "a", "modality": modality})
    assert state_of(golden(production=made, supply=[]))["b1", "a"] == "unknown"


def test_mastery_counts_and_development_does_not() -> None:
    more: dict[str, Any] = {
        "production": rows("maker product", ("b1", "e")),
        "supply": [],
        "mastery": rows("holder mastered", ("far", "a")),
        "development": rows("developer developed", ("s1", "b")),
    }
    assert state_of(golden(**more)) == {
        ("b1", "a"): "external-foreign",
        ("b1", "b"): "unknown",
    }


def test_chains_need_and_make() -> None:
    supply_use = golden(
        industry_chain=ids("chain"),
        requirement=rows("requirer input", ("chain", "a"), ("chain", "e")),
        industry_output=rows("industry product", ("chain", "e")),
        production=rows("maker product", ("s1", "a")),
        supply=[],
    )
    assert state_of(supply_use) == {
        ("chain", "a"): "latent-local",
        ("chain", "e"): "latent-local",  # somebody in the chain makes it
    }


def test_own_production_is_no_supplier_to_oneself() -> None:
    supply_use = golden(
        production=rows("maker product", ("b1", "e"), ("b1", "a"), ("s2", "b")), supply=[]
    )
    assert state_of(supply_use)["b1", "a"] == "unknown"
    assert any("themselves" in en for _, en in needs_of(supply_use, "r").notes)


def test_a_product_that_requires_itself_is_noted_and_left_out() -> None:
    supply_use = golden(
        requirement=rows("requirer input", ("e", "e"), ("e", "a")),
    )
    assert ("b1", "e") not in state_of(supply_use)
    assert any("requires itself" in en for _, en in supply_use.notes)


def test_evidence() -> None:
    made = rows("maker product", ("b1", "e"), ("s2", "b"))
    made.append({"maker": "s1", "product": "a", "evidence": "editorial"})
    tables = golden_tables(production=made, supply=[])
    everything = {n.product: n.evidence for n in place_needs(build_supply_use(tables, ("r",)), "r")}
    assert everything == {"a": "editorial", "b": "stated"}
    stated = state_of(build_supply_use(tables, ("r",), "stated"))
    assert stated == {("b1", "a"): "unknown", ("b1", "b"): "external-domestic"}


def evidence_of(supply_use: SupplyUse, buyer: str, product: str) -> tuple[str, str]:
    """The state of a need in r, and the evidence that it rests on."""
    (need,) = (n for n in place_needs(supply_use, "r", "all")
               if (n.needed_by, n.product) == (buyer, product))  # fmt: skip
    return need.state, need.evidence


def weakened(table: str, number: int, **more: list[dict[str, Any]]) -> SupplyUse:
    """The golden case, with one row that is general knowledge only."""
    held = golden_tables(**more).records(table)
    held[number]["evidence"] = "editorial"
    return golden(**(more | {table: held}))


ABROAD = rows("located place", ("b1", "r"), ("b2", "r"), ("s2", "far"))
NOT_HERE = rows("buyer product origin_outside", ("b1", "b", "r"))
ONLY_USERS = rows("maker product", ("b1", "e"), ("b2", "e"))


@pytest.mark.parametrize(
    ("table", "number", "more", "product", "state"),
    [
        ("production", 0, {"supply": []}, "a", "latent-local"),  # b1 makes e
        ("requirement", 0, {"supply": []}, "a", "latent-local"),  # e requires a
        ("location", 0, {"supply": []}, "a", "latent-local"),  # b1 is here
        ("location", 2, {"supply": []}, "a", "latent-local"),  # s1 is here
        ("production", 2, {"supply": []}, "a", "latent-local"),  # s1 makes a
        ("supply", 0, {}, "a", "linked-local"),
        ("location", 2, {}, "a", "linked-local"),
        ("production", 3, {"supply": []}, "b", "external-domestic"),  # s2 makes b
        ("production", 3, {"supply": [], "location": ABROAD}, "b", "external-foreign"),
        ("location", 3, {"supply": []}, "b", "external-domestic"),  # s2 is in the country
        ("location", 2, {"supply": [], "location": ABROAD}, "b", "external-foreign"),
        ("supply", 0, {"supply": NOT_HERE, "production": ONLY_USERS}, "b", "mainly-outside"),
    ],
)
def test_a_need_is_as_sure_as_the_weakest_row_it_rests_on(
    table: str, number: int, more: dict[str, Any], product: str, state: str
) -> None:
    assert evidence_of(golden(**more), "b1", product) == (state, "stated")
    assert evidence_of(weakened(table, number, **more), "b1", product) == (state, "editorial")


WEAK = {"evidence": "editorial"}


def test_documented_needs_come_first_and_are_counted_apart() -> None:
    requirement = rows("requirer input", ("e", "a"), ("e", "b"))
    requirement[0]["evidence"] = "editorial"
    found = needs_of(golden(requirement=requirement, supply=[]), "r")
    assert [(n.product, n.needed_by, n.evidence) for n in found.needs] == [
        ("b", "b1", "stated"), ("b", "b2", "stated"),
        ("a", "b1", "editorial"), ("a", "b2", "editorial"),
    ]  # fmt: skip
    assert found.counts["latent-local"] == found.counts["external-domestic"] == 2
    assert found.documented["latent-local"] == 0
    assert found.documented["external-domestic"] == 2


REGISTERED: list[dict[str, Any]] = [
    {"id": "paper", "kind": "paper", "sha256": "0a", "address": "https://example.org/paper"},
    {"id": "notice", "kind": "news-feature", "address": "https://example.org/notice"},
    {"id": "invented", "kind": "synthetic"},
    {"id": "editorial", "kind": "editorial"},
]


@pytest.mark.parametrize(
    ("sources", "evidence", "makers"),
    [
        ("all", "editorial", {"s1", "s2", "b2", "b1"}),
        ("documents", "editorial", {"s1", "b2", "b1"}),
        ("documents", "stated", {"s1", "b2"}),
        ("public", "editorial", {"s2", "b1"}),
        ("public", "stated", {"s2"}),
    ],
)
def test_sources_say_whose_word_counts_and_not_what_is_editorial(
    sources: str, evidence: str, makers: set[str]
) -> None:
    production = rows(
        "maker product source evidence",
        ("s1", "a", "paper", "stated"),
        ("s2", "a", "notice", "stated"),
        ("b2", "a", "invented", "stated"),
        ("b1", "a", "editorial", "editorial"),
    )
    tables = golden_tables(production=production, supply=[], sources=REGISTERED)
    found = build_supply_use(tables, ("r",), evidence, sources)
    assert {maker for maker, *_ in found.rows("makes")} == makers
    assert found.sources == sources


def test_who_takes_part_in_a_chain_must_be_let_in() -> None:
    taking_part = rows("participant chain", ("b1", "chain"), ("b2", "chain"))
    taking_part[1]["evidence"] = "editorial"
    tables = golden_tables(industry_chain=ids("chain"), participation=taking_part)
    for least, members in (("editorial", {"b1", "b2"}), ("implied", {"b1"})):
        found = needs_of(build_supply_use(tables, ("r",), least), "r", chain="chain")
        assert {n.needed_by for n in found.needs if n.needed_by != "chain"} == members


@pytest.mark.parametrize(
    ("more", "product", "state"),
    [
        (  # two products of b1 need it
            {
                "production": rows("maker product", ("b1", "e"), ("b1", "e2"), ("s1", "a")),
                "requirement": [
                    {"requirer": "e", "input": "a", **WEAK}, {"requirer": "e2", "input": "a"}
                ],
                "supply": [],
            },
            "a",
            "latent-local",
        ),
        (  # two supply it
            {
                "supply": [
                    {"supplier": "s1", "buyer": "b1", "product": "a", **WEAK},
                    {"supplier": "b2", "buyer": "b1", "product": "a"},
                ]
            },
            "a",
            "linked-local",
        ),
        (  # two make it here
            {"production": [*ONLY_USERS, {"maker": "s1", "product": "a", **WEAK},
                            {"maker": "b2", "product": "a"}], "supply": []},
            "a",
            "latent-local",
        ),
        (  # two make it elsewhere in the country
            {"production": [*ONLY_USERS, {"maker": "s2", "product": "b", **WEAK},
                            {"maker": "other", "product": "b"}], "supply": []},
            "b",
            "external-domestic",
        ),
        (  # two make it abroad
            {"production": [*ONLY_USERS, {"maker": "s2", "product": "b", **WEAK},
                            {"maker": "far", "product": "b"}], "supply": [], "location": ABROAD},
            "b",
            "external-foreign",
        ),
        (  # it is not from here, nor from the country
            {"production": ONLY_USERS,
             "supply": [{"buyer": "b1", "product": "b", "origin_outside": "r", **WEAK},
                        {"buyer": "b1", "product": "b", "origin_outside": "home"}]},
            "b",
            "external-foreign",
        ),
    ],
)  # fmt: skip
def test_of_several_ways_to_know_a_need_the_surest_counts(
    more: dict[str, Any], product: str, state: str
) -> None:
    assert evidence_of(golden(**more), "b1", product) == (state, "stated")


@pytest.mark.parametrize(
    ("sure", "weak", "state"),
    [
        ("b1", "s1", "latent-local"),  # the buyer itself is no supplier to itself
        ("b1", "s2", "external-domestic"),
        ("b1", "far", "external-foreign"),
        ("far", "s2", "external-domestic"),
        ("around", "s2", "external-domestic"),  # it may be here
        ("around", "far", "external-foreign"),
    ],
)
def test_the_evidence_of_a_source_that_does_not_count_is_not_told(
    sure: str, weak: str, state: str
) -> None:
    supply_use = golden(
        firm=ids("b1", "b2", "s1", "s2", "around"),
        location=rows(
            "located place", ("b1", "r"), ("s1", "r"), ("s2", "other"), ("around", "home")
        ),
        production=[
            {"maker": "b1", "product": "e"},
            {"maker": sure, "product": "b"},
            {"maker": weak, "product": "b", **WEAK},
        ],
        supply=[],
    )
    assert evidence_of(supply_use, "b1", "b") == (state, "editorial")


def test_a_source_around_the_place_counts_where_it_is_told_not_to_be_in_it() -> None:
    supply_use = golden(
        location=rows("located place", ("b1", "r"), ("s1", "home"), ("s2", "other")),
        production=[
            {"maker": "b1", "product": "e"},
            {"maker": "s1", "product": "b"},
            {"maker": "s2", "product": "b", **WEAK},
        ],
        supply=NOT_HERE,
    )
    assert evidence_of(supply_use, "b1", "b") == ("external-domestic", "stated")


def test_places_asked_about_together_have_the_needs_of_each_alone() -> None:
    supply_use = golden(
        location=rows(
            "located place", ("b1", "r"), ("b2", "other"), ("s1", "r"), ("s2", "far"), ("b3", "far")
        ),
        production=rows(
            "maker product", ("b1", "e"), ("b2", "e"), ("b3", "e"), ("s1", "a"), ("s2", "b")
        ),
        supply=[],
    )
    alone = [n for p in ("far", "other", "r") for n in need_states(supply_use, [p])]
    assert need_states(supply_use, ["r", "far", "other"]) == alone
    assert need_states(supply_use, kind="City") == alone
    assert {n["place"] for n in alone} == {"r", "far", "other"}


def test_sources_are_counted_by_where_they_are() -> None:
    located = rows(
        "located place", ("b1", "r"), ("s1", "r"), ("s2", "other"), ("f1", "far"), ("f2", "far")
    )
    located += rows("located place", ("both", "other"), ("both", "far"), ("around", "home"))
    makers = ("s1", "s2", "f1", "f2", "both", "around", "lost")
    supply_use = golden(
        industry_chain=ids("chain"),
        location=located,
        production=rows("maker product", ("b1", "e"), *((m, "a") for m in makers)),
        industry_output=rows("industry product", ("chain", "a")),
        supply=[],
    )
    (row,) = (
        r for r in need_states(supply_use, ["r"])
        if (r["needed_by"], r["product"]) == ("b1", "a")
    )  # fmt: skip
    assert {k: v for k, v in row.items() if k.startswith("n_")} == {
        "n_local": 2,
        "n_local_industries": 1,
        "n_domestic": 2,  # s2, and the one that is abroad too
        "n_foreign": 2,
        "n_unplaced": 2,  # nobody knows where one is, and one may be here
    }


def test_a_maker_nobody_can_place_may_be_here_whatever_is_said_of_others() -> None:
    supply_use = golden(
        production=[*ONLY_USERS, {"maker": "lost", "product": "b"}], supply=NOT_HERE
    )
    assert state_of(supply_use)["b1", "b"] == "unknown"


def test_a_source_in_an_area_around_the_country_is_not_known_to_be_abroad() -> None:
    def counts(**more: list[dict[str, Any]]) -> tuple[str, int, int, int]:
        supply_use = golden(
            area=ids("continent"),
            country=[{"id": "home", "part_of": ["continent"]}, {"id": "abroad"}],
            production=[*ONLY_USERS, {"maker": "continent", "product": "b"}],
            **more,
        )
        need = next(n for n in place_needs(supply_use, "r") if n.product == "b")
        return need.state, need.n_domestic, need.n_foreign, need.n_unplaced

    assert counts(supply=[]) == ("unknown", 0, 0, 1)
    assert counts(supply=NOT_HERE) == ("unknown", 0, 0, 1)  # not here, but where is not said


def test_who_is_written_as_supplying_itself_is_no_link() -> None:
    supply_use = golden(supply=rows("supplier buyer product", ("b1", "b1", "a")))
    assert state_of(supply_use)["b1", "a"] == "latent-local"


def test_technology_inputs_only_where_asked() -> None:
    supply_use = golden(
        technology=ids("t"),
        requirement=rows("requirer input", ("e", "t"), ("e", "a")),
        mastery=rows("holder mastered", ("abroad", "t")),
    )
    assert {n.product for n in place_needs(supply_use, "r")} >= {"a"}
    assert "t" not in {n.product for n in place_needs(supply_use, "r")}
    assert state_of(supply_use)["b1", "t"] == "external-foreign"
    with pytest.raises(UsageError, match="inputs"):
        place_needs(supply_use, "r", "services")


def test_value_is_unknown_without_values_and_open_with_unplaced_sellers() -> None:
    none = golden(supply=rows("supplier buyer product", ("s1", "b1", "a")))
    assert needs_of(none, "r").rates[2].interval is None
    tables = golden_tables(
        supply=rows(
            "supplier buyer product base_value", ("s1", "b1", "a", 30.0), ("lost", "b1", "a", 70.0)
        ),
        firm=ids("b1", "lost"),
    )
    rate = needs_of(build_supply_use(tables, ("r",)), "r").rates[2]
    assert rate.interval == Interval(0.3, 1.0)


def test_filters() -> None:
    supply_use = golden(
        industry_chain=[{"id": "whole"}, {"id": "part", "part_of": "whole"}],
        participation=rows("participant chain", ("b1", "part")),
    )
    assert {n.needed_by for n in needs_of(supply_use, "r", chain="whole").needs} == {"b1"}
    assert {n.product for n in needs_of(supply_use, "r", product="a").needs} == {"a"}
    assert len(needs_of(supply_use, "r", firm="b2").needs) == 2
    with pytest.raises(UnknownName, match="part"):
        needs_of(supply_use, "r", chain="parts")


def test_bad_input() -> None:
    with pytest.raises(UnknownName, match="did you mean"):
        needs_of(golden(), "othre")
    with pytest.raises(UsageError, match="no need of product x"):
        needs_of(golden(), "r", product="x")
    no_country = golden(city=ids("r", "other"), country=[])
    assert state_of(no_country)["b1", "b"] == "external-domestic"
    assert any("no recorded country" in en for _, en in needs_of(no_country, "r").notes)


def test_a_chain_that_makes_something_is_no_organisation_of_a_quotient() -> None:
    with_chain = golden(
        industry_output=rows("industry product", ("chain", "a")), industry_chain=ids("chain")
    )
    assert quotients("r", with_chain) == quotients("r")


def test_a_place_that_makes_something_is_no_organisation_of_a_quotient() -> None:
    production = [*golden_tables().records("production"), {"maker": "r", "product": "b"}]
    assert quotients("r", golden(production=production)) == quotients("r")


def quotients(place: str, supply_use: SupplyUse | None = None) -> dict[str, float]:
    """The location quotients of a place of the golden case by product."""
    found = place_quotients(peers_of(supply_use or golden(), place), place)
    assert {held for held, _ in found} <= {place}
    return {product: lq for (_, product), lq in found.items()}


def test_location_quotients_of_the_golden_case() -> None:
    """They are missing, not 0, where no maker is known: there, or anywhere (c)."""
    needs_c = rows("requirer input essential", ("e", "a", True), ("e", "b", True), ("e", "c", True))
    held = golden(product=ids("e", "a", "b", "c"), requirement=needs_c)
    assert quotients("r", held) == {
        "e": pytest.approx((2 / 3) / (2 / 4)),
        "a": pytest.approx((1 / 3) / (1 / 4)),
    }
    assert quotients("other", held) == {"b": pytest.approx(1 / (1 / 4))}
    assert quotients("far", held) == {}, "nobody is known to make anything there"
    found = {g.product: (g.kind, g.lq) for g in gaps_of(held, "r").gaps}
    assert found == {
        "a": ("weak", pytest.approx(4 / 3)),
        "b": ("missing", None),
        "c": ("unknown", None),
    }


def test_on_a_single_place_there_are_no_location_quotients() -> None:
    alone = golden(location=rows("located place", ("b1", "r"), ("b2", "r"), ("s1", "r")))
    assert quotients("r", alone) == {}
    assert {g.lq for g in gaps_of(alone, "r").gaps} == {None}


def test_a_low_location_quotient_makes_a_gap_weak() -> None:
    """Two makers of two users: strong, but where others make far more of it."""
    held = golden(
        firm=ids("b1", "b2", "s1", "s2", "s3", "s4"),
        location=rows(
            "located place",
            *(("b1", "r"), ("b2", "r"), ("s1", "r"), ("s3", "r"), ("s2", "other"), ("s4", "other")),
        ),
        production=rows(
            "maker product",
            *(("b1", "e"), ("b2", "e"), ("s1", "a"), ("s3", "a"), ("s2", "a"), ("s4", "a")),
        ),
        supply=rows("supplier buyer product", ("s1", "b1", "a"), ("s3", "b2", "a")),
    )
    [gap] = [g for g in gaps_of(held, "r").gaps if g.product == "a"]
    assert (gap.local_makers, gap.kind, gap.lq) == (2, "weak", pytest.approx((2 / 4) / (4 / 6)))
    assert kinds_of(held)["a"] == "strong", "which it is without quotients"


def test_what_is_narrower_counts_in_the_wider_or_not_at_all() -> None:
    """A maker of a narrower product makes the wider one, unless it is asked as it is stated."""
    held = golden(
        product=[*ids("e", "a", "b"), {"id": "fine", "broader": ["a"]}],
        production=rows("maker product", ("b1", "e"), ("s1", "fine"), ("s2", "b")),
        industry_chain=[*ids("whole"), {"id": "part", "part_of": "whole"}],
        participation=rows("participant chain", ("s1", "part"), ("s2", "whole"), ("b1", "part")),
    )
    for of, wider, activities, known in (
        ("product", True, ("a", "b", "e", "fine"), 4),
        ("product", False, ("b", "e", "fine"), 3),
        ("chain", True, ("part", "whole"), 3),
        ("chain", False, ("part", "whole"), 2),
    ):
        counts = known_counts(held, "City", of, wider=wider)
        assert (counts.places, counts.activities) == (("other", "r"), activities)
        assert counts.known == known
    assert np.nan_to_num(known_counts(held, "City", "chain").values).tolist() == [[0, 1], [2, 2]]


# ------------------------------------------------------------- oracle, invariants

FIRMS, PRODUCTS, PLACES = ("f0", "f1", "f2", "f3"), ("p0", "p1", "p2"), ("r", "q", "x")


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """A small random case: firms in places, what they make, need and supply."""
    pair = st.tuples(st.sampled_from(FIRMS), st.sampled_from(PRODUCTS))
    return {
        "at": {f: draw(st.sampled_from([*PLACES, "home", None])) for f in FIRMS},
        "makes": sorted(draw(st.sets(pair, max_size=7))),
        "requires": sorted(
            draw(
                st.sets(st.tuples(st.sampled_from(PRODUCTS), st.sampled_from(PRODUCTS)), max_size=4)
            )
        ),
        "broader": draw(st.sampled_from([None, ("p2", "p1")])),
        "supply": sorted(
            draw(
                st.sets(
                    st.tuples(
                        st.sampled_from([*FIRMS, *PLACES, None]),
                        st.sampled_from(FIRMS),
                        st.sampled_from(PRODUCTS),
                    ),
                    max_size=5,
                )
            ),
            key=str,
        ),
        "told": draw(st.sampled_from([None, ("p0", "r"), ("p1", "home"), ("p0", "q")])),
    }


def built(case: dict[str, Any]) -> SupplyUse:
    narrow = case["broader"]
    supply: list[dict[str, Any]] = [
        {"supplier": s if s in FIRMS else None, "origin": s if s in PLACES else None,
         "buyer": b, "product": p}
        for s, b, p in case["supply"]
    ]  # fmt: skip
    if case["told"]:
        product, place = case["told"]
        supply.append({"buyer": "shop", "product": product, "origin_outside": place})
    return build_supply_use(
        invented_tables(
            country=ids("home", "abroad"),
            city=[
                {"id": "r", "part_of": ["home"]},
                {"id": "q", "part_of": ["home"]},
                {"id": "x", "part_of": ["abroad"]},
            ],
            firm=ids(*FIRMS),
            product=[
                {"id": p, "broader": [narrow[1]] if narrow and narrow[0] == p else []}
                for p in PRODUCTS
            ],
            location=[{"located": f, "place": p} for f, p in case["at"].items() if p],
            production=[{"maker": m, "product": p} for m, p in case["makes"]],
            requirement=[{"requirer": a, "input": b} for a, b in case["requires"]],
            supply=supply,
        )
    )


def brute_force(case: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The states of r's needs, straight from the definitions."""
    inside = {"r": {"r", "home"}, "q": {"q", "home"}, "x": {"x", "abroad"}, "home": {"home"}}
    where = {k: inside.get(v or "", set()) for k, v in case["at"].items()} | inside

    def wide(product: str) -> set[str]:
        narrow = case["broader"]
        return {product, narrow[1]} if narrow and narrow[0] == product else {product}

    makes = {(m, w) for m, p in case["makes"] for w in wide(p)}
    sources = makes | {(s, w) for s, _, p in case["supply"] if s for w in wide(p)}
    links = {(s, b, w) for s, b, p in case["supply"] if s for w in wide(p)}
    buys = {(b, p) for _, b, p in case["supply"]}
    pairs = {(m, i) for m, p in makes for r, i in case["requires"] if r == p and r != i} | buys
    told = case["told"]
    found = {}
    for buyer, product in pairs:
        if "r" not in where[buyer]:
            continue
        others = {m for m, p in sources if p == product and m != buyer}
        linked = any(
            b == buyer and p == product and s != buyer and "r" in where[s] for s, b, p in links
        )
        not_here = bool(told and told[0] == product and told[1] in ("r", "home"))
        vague = {m for m in others if where[m] == {"home"}}
        domestic = {m for m in others if "home" in where[m] and "r" not in where[m]}
        if not not_here:
            domestic -= vague
        if linked:
            state = "linked-local"
        elif any("r" in where[m] for m in others):
            state = "latent-local"
        elif domestic:
            state = "external-domestic"
        elif any("abroad" in where[m] for m in others):
            state = "external-foreign"
        elif any(not where[m] for m in others) or (vague and not not_here):
            state = "unknown"
        else:
            abroad = bool(told and told[1] == "home")
            delivered = "external-foreign" if abroad else "mainly-outside"
            state = delivered if not_here else "unknown"
        found[buyer, product] = state
    return found


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_states_agree_with_brute_force(case: dict[str, Any]) -> None:
    assert state_of(built(case)) == brute_force(case)


def rates(needs: list[Need]) -> tuple[Interval, Interval] | None:
    if not needs:
        return None
    linked = sum(n.state == "linked-local" for n in needs)
    possible = linked + sum(n.state == "latent-local" for n in needs)
    may = [sum(n.may_link for n in needs), sum(n.may_meet for n in needs)]
    total = len(needs)
    return Interval(linked / total, may[0] / total), Interval(possible / total, may[1] / total)


@settings(max_examples=15, deadline=None)
@given(worlds(), st.sampled_from(FIRMS), st.sampled_from(PRODUCTS))
def test_a_new_local_maker_never_lowers_potential(
    case: dict[str, Any], buyer: str, product: str
) -> None:
    before = place_needs(built(case), "r", "all")
    held = built(case)
    more = invented_tables(
        firm=ids("new"),
        location=rows("located place", ("new", "r")),
        production=rows("maker product", ("new", product)),
    )
    tables = held.tables
    for name in ("firm", "location", "production"):
        tables = with_table(tables, name, tables.records(name) + more.records(name))
    grown = build_supply_use(tables, ())
    after = {(n.needed_by, n.product): n for n in place_needs(grown, "r", "all")}
    same = [after[n.needed_by, n.product] for n in before]
    first, second = rates(before), rates(same)
    assert (first is None) == (second is None)
    if first and second:
        assert first[0].low <= first[1].low  # links <= potential
        assert second[1].low >= first[1].low
        assert second[1].high >= first[1].low


@settings(max_examples=15, deadline=None)
@given(worlds(), st.booleans())
def test_intervals_hold_the_truth_when_unknowns_are_filled_in(
    case: dict[str, Any], local: bool
) -> None:
    needs = place_needs(built(case), "r", "all")
    bounds = rates(needs)
    if bounds is None:
        return
    filled = {**case, "supply": [*case["supply"]]}
    for need in needs:
        if need.state == "unknown":
            filled["supply"].append(("r" if local else "x", need.needed_by, need.product))
    truth = rates(
        [n for n in place_needs(built(filled), "r", "all")
         if (n.needed_by, n.product) in {(m.needed_by, m.product) for m in needs}]
    )  # fmt: skip
    assert truth is not None
    for bound, true in zip(bounds, truth, strict=True):
        assert bound.low - 1e-12 <= true.low <= bound.high + 1e-12
