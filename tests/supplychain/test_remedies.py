"""Who or what could mend a gap: each kind and distance, ranks and ties, and nothing found."""

from dataclasses import replace
from typing import Any

import pytest

from ecograph.base.errors import UnknownName, UsageError
from ecograph.supplychain.gaps import gaps_of
from ecograph.supplychain.remedies import _found, remedies_of
from ecograph.supplychain.remedy import FARTHEST, REMEDY_KINDS, WAYS, WITHIN, Remedy
from ecograph.supplychain.supply_use import build_supply_use
from supply_use_help import golden, golden_tables, ids, rows

WORLD: dict[str, Any] = {
    "product": [
        *ids("e", "a", "other"),
        {"id": "wide"},
        {"id": "b", "broader": ["wide"], "chain": ["chain"], "segment": "seg"},
        {"id": "b-narrow", "broader": ["b"]},
        {"id": "b-beside", "broader": ["wide"]},
        {"id": "b-segment", "segment": "seg"},
    ],
    "industry_chain": ids("chain"),
    "chain_segment": [{"id": "seg", "chain": "chain"}],
    "technology": [{"id": "tech"}, {"id": "field", "chain": ["chain"]}],
    "lab": ids("lab"),
    "fund": ids("fund"),
    "policy": ids("policy"),
    "firm": ids("b1", "b2", "s1", "s2", "near"),
    "location": rows(
        "located place",
        *((f, "r") for f in ("b1", "b2", "s1", "near", "lab")), ("s2", "other"),
    ),
    "requirement": rows("requirer input", ("e", "a"), ("e", "b"), ("b", "tech")),
}  # fmt: skip


def found(kind: str, gap: str = "b", **more: Any) -> list[Remedy]:
    """The remedies of one kind of the gap of the golden case in a wider world, however far."""
    result = remedies_of(golden(**WORLD | more), "r", gap=gap, distance=FARTHEST)
    (of_gap,) = result.gaps
    return [r for r in of_gap.remedies if r.kind == kind]


def made(*pairs: tuple[str, str], **cells: Any) -> list[dict[str, Any]]:
    """The production of the golden case and of some more."""
    more = [{"maker": m, "product": p} | cells for m, p in pairs]
    return [*golden_tables().records("production"), *more]


@pytest.mark.parametrize(
    ("product", "way"),
    [
        ("b", "same"),
        ("b-narrow", "narrower"),
        ("wide", "wider"),
        ("b-beside", "sibling"),
        ("b-segment", "segment"),
    ],
)
def test_makers_here_by_how_near_it_is_what_they_make(product: str, way: str) -> None:
    (one,) = found("local", production=made(("near", product)))
    assert (one.who, one.way, one.via, one.distance) == ("near", way, product, WAYS[way])
    assert one.path[-1] == ("near", "makes", product)
    assert set(one.users) == {"b1", "b2"}
    assert "relation" in one.open


def test_who_masters_a_technology_that_it_needs() -> None:
    (one,) = found("local", mastery=rows("holder mastered", ("near", "tech")))
    assert (one.way, one.distance, one.path) == (
        "technology", 1, (("b", "requires", "tech"), ("near", "masters", "tech")),
    )  # fmt: skip


def test_made_of_the_same_inputs() -> None:
    inputs = [{"requirer": p, "input": f"in{i}"} for p in ("b", "kin") for i in range(3)]
    world = WORLD | {
        "product": [*WORLD["product"], *ids("kin", "in0", "in1", "in2")],
        "requirement": [*WORLD["requirement"][:2], *inputs],
    }
    supply_use = golden(**world | {"production": made(("near", "kin"))})
    (gap,) = remedies_of(supply_use, "r", gap="b", kinds=("local",), distance=3).gaps
    assert [(r.way, r.distance, r.path[0]) for r in gap.remedies] == [
        ("inputs", 3, ("b", "requires", "in0"))
    ]
    fewer = [r for r in inputs if r != {"requirer": "kin", "input": "in2"}]
    supply_use = golden(**world | {"production": made(("near", "kin")), "requirement": fewer})
    (gap,) = remedies_of(supply_use, "r", gap="b", kinds=("local",), distance=3).gaps
    assert gap.remedies == ()


def test_who_needs_it_is_no_remedy_for_it() -> None:
    wider = made(("b1", "wide"))
    assert found("local", production=wider) == []
    consumes = [*made(("near", "wide")), {"maker": "near", "product": "e", "modality": "planned"}]
    assert found("local", production=consumes) == []


def test_what_nobody_here_needs_yet_has_makers_too() -> None:
    world = WORLD | {"product": [*WORLD["product"], {"id": "next", "chain": ["chain"]}]}
    firm = [*WORLD["firm"], {"id": "elsewhere"}]
    production = made(("near", "next"), modality="underway")
    supply_use = golden(**world | {"firm": firm, "production": production})
    asked = gaps_of(supply_use, "r").gaps
    one = replace(asked[0], product="next", users=())
    (remedy,) = _found(supply_use, "r", [one], [], ("local",))["next"]
    assert (remedy.who, remedy.modality, remedy.users) == ("near", "underway", ())
    assert remedy.open == ("built", "relation", "capacity")


def test_a_row_is_as_sure_as_its_least_sure_step() -> None:
    product = [
        *(p for p in WORLD["product"] if p["id"] != "b-segment"),
        {"id": "b-segment", "segment": "seg", "evidence": "editorial"},
    ]
    makes = made(("near", "b-segment"))
    (one,) = found("local", product=product, production=makes)
    assert one.evidence == "editorial"
    tables = golden_tables(**WORLD | {"product": product, "production": makes})
    supply_use = build_supply_use(tables, ("r",), "stated")
    (gap,) = remedies_of(supply_use, "r", gap="b", kinds=("local",), distance=3).gaps
    assert gap.remedies == ()


def test_what_is_farther_is_counted_and_told_when_asked() -> None:
    world = WORLD | {"production": made(("near", "b-segment"))}
    assert WITHIN["local"] < WAYS["segment"]
    (gap,) = remedies_of(golden(**world), "r", gap="b").gaps
    (search,) = (s for s in gap.searches if s.kind == "local")
    assert (search.within, search.farther) == (2, 1)
    assert [r for r in gap.remedies if r.kind == "local"] == []
    (gap,) = remedies_of(golden(**world), "r", gap="b", distance=3).gaps
    (search,) = (s for s in gap.searches if s.kind == "local")
    assert (search.within, search.farther) == (3, 0)
    assert [r.who for r in gap.remedies if r.kind == "local"] == ["near"]


def test_a_place_that_lacks_something_is_no_industry() -> None:
    world = WORLD | {
        "asset_type": ids("asset"),
        "endowment": [{"holder": "r", "asset": "asset", "modality": "lacking"}],
        "criterion": [
            {"policy": "policy", "property": "located", "comparison": "is", "demanded": "r"}
        ],
    }
    (gap,) = remedies_of(golden(**world), "r", gap="asset", distance=3).gaps
    assert [r for r in gap.remedies if r.kind == "policy"] == []


def test_a_plant_that_is_announced_says_so_and_comes_after_one_that_is() -> None:
    production = [
        *made(("near", "b-narrow")),
        {"maker": "s1", "product": "b-narrow", "modality": "planned"},
    ]
    assert [(r.who, r.modality, r.rank) for r in found("local", production=production)] == [
        ("near", "exists", 1),
        ("s1", "planned", 2),
    ]


KNOWLEDGE: list[tuple[dict[str, Any], str, int]] = [
    ({"research": rows("researcher topic", ("lab", "b"))}, "same", 0),
    ({"development": rows("developer developed", ("lab", "b-narrow"))}, "narrower", 1),
    ({"research": rows("researcher topic", ("lab", "tech"))}, "technology", 1),
    ({"research": rows("researcher topic", ("lab", "chain"))}, "chain", 3),
    ({"research": rows("researcher topic", ("lab", "field"))}, "field", 4),
    ({"participation": rows("participant chain", ("lab", "chain"))}, "chain", 3),
]


@pytest.mark.parametrize(("said", "way", "distance"), KNOWLEDGE)
def test_bodies_that_know_it(said: dict[str, Any], way: str, distance: int) -> None:
    (one,) = found("knowledge", **said)
    assert (one.who, one.way, one.distance, one.local) == ("lab", way, distance, True)


def test_who_incubated_a_maker_elsewhere() -> None:
    incubated = rows("incubator incubated", ("lab", "s2"))
    (one,) = found("knowledge", incubation=incubated)
    assert (one.who, one.distance, one.path) == ("lab", 1, (("lab", "incubates", "b"),))
    assert one.statements == ("incubation-0", "production-3")


def test_money_that_is_aimed_at_it_or_has_been_put_beside_it() -> None:
    (aimed,) = found("money", targeting=rows("instrument target", ("fund", "chain")))
    assert (aimed.who, aimed.way, aimed.distance, aimed.open) == (
        "fund", "chain", 3, ("stage", "size"),
    )  # fmt: skip
    (put,) = found("money", investment=rows("investor investee", ("fund", "s2")))
    assert (put.way, put.distance, put.path) == ("same", 1, (("fund", "invests", "b"),))


@pytest.mark.parametrize("modality", ["exists", "planned", "recommended", "past"])
def test_policy_in_every_modality_with_its_award(modality: str) -> None:
    aimed = [{"instrument": "policy", "target": "b", "modality": modality}]
    (one,) = found("policy", targeting=aimed)
    assert (one.who, one.distance, one.modality) == ("policy", 0, modality)
    in_force = ("in-force",) if modality == "exists" else ()
    assert one.open == ("amount", "conditions", *in_force)


@pytest.mark.parametrize(
    ("said", "of_policy", "modality"),
    [
        ("exists", "past", "past"),
        ("exists", "planned", "planned"),
        ("recommended", "exists", "recommended"),
        ("planned", "recommended", "recommended"),
    ],
)
def test_what_is_over_or_not_there_yet_is_not_shown_as_there(
    said: str, of_policy: str, modality: str
) -> None:
    aimed = [{"instrument": "policy", "target": "b", "modality": said}]
    being = [{"existing": "policy", "modality": of_policy}]
    (one,) = found("policy", targeting=aimed, existence=being)
    assert one.modality == modality
    assert "existence-0" in one.statements


def test_that_it_is_there_is_as_sure_as_what_says_so() -> None:
    aimed = [{"instrument": "policy", "target": "b"}]
    being = [{"existing": "policy", "evidence": "implied"}]
    (one,) = found("policy", targeting=aimed, existence=being)
    assert (one.modality, one.evidence) == ("exists", "implied")


def test_money_in_a_plant_that_is_being_built_is_under_way() -> None:
    put = rows("investor investee", ("fund", "s2"))
    production = [r for r in golden_tables().records("production") if r["maker"] != "s2"] + [
        {"maker": "s2", "product": "b", "modality": "underway"}
    ]
    (one,) = found("money", investment=put, production=production)
    assert one.modality == "underway"


def test_what_a_firm_does_is_no_policy() -> None:
    world = {
        "measure": ids("measure"),
        "targeting": rows("instrument target", ("measure", "b")),
    }
    assert [r.who for r in found("policy", **world)] == ["measure"]
    done = {"implementation": rows("actor measure", ("near", "measure"))}
    assert found("policy", **world, **done) == []


def test_who_may_be_a_user_by_another_name_is_no_remedy() -> None:
    makes = made(("near", "b-beside"))
    assert [r.who for r in found("local", production=makes)] == ["near"]
    twin = rows("entity other", ("near", "b1"))
    assert found("local", production=makes, possible_identity=twin) == []


def test_an_industry_is_no_first_user() -> None:
    sold = rows("supplier buyer product", ("near", "s2", "b"))
    needed = [*WORLD["requirement"], {"requirer": "chain", "input": "b"}]
    (one,) = found("first-use", supply=sold, requirement=needed)
    assert one.users == ("b1", "b2")


def test_the_last_stated_capacity() -> None:
    production = [
        *made(("near", "b-narrow"), value_written="60,000", period="2016"),
        {"maker": "near", "product": "b-narrow", "value_written": "30,000", "period": "2013"},
    ]
    (one,) = found("local", production=production)
    assert one.offer == ("60,000", "60,000")


def test_makers_elsewhere_of_a_narrower_product_are_one_step_away() -> None:
    more = {"firm": [*WORLD["firm"], {"id": "distant"}]}
    located = [*WORLD["location"], {"located": "distant", "place": "other"}]
    by_who = {
        r.who: r
        for r in found(
            "outside", production=made(("distant", "b-narrow")), location=located, **more
        )
    }
    assert (by_who["s2"].way, by_who["s2"].distance, by_who["s2"].rank) == ("same", 0, 1)
    assert (by_who["distant"].way, by_who["distant"].distance, by_who["distant"].via) == (
        "narrower", 1, "b-narrow",
    )  # fmt: skip
    assert by_who["distant"].path[0] == ("b-narrow", "broader", "b")


def test_until_when_a_policy_is_in_force() -> None:
    aimed = [{"instrument": "policy", "target": "b"}]
    being = [{"existing": "policy", "valid_to": "2030-12-31"}]
    (one,) = found("policy", targeting=aimed, existence=being)
    assert one.offer == ("有效至 2030-12-31", "in force until 2030-12-31")
    assert "in-force" not in one.open


def test_a_policy_is_here_where_its_issuer_is() -> None:
    aimed = rows("instrument target", ("policy", "b"))
    issued = [{"id": "policy", "issuer": ["bureau"]}]
    more = {"government_body": ids("bureau"), "policy": issued, "targeting": aimed}
    (one,) = found("policy", **more)
    assert not one.local
    located = [*WORLD["location"], {"located": "bureau", "place": "r"}]
    (one,) = found("policy", **more, location=located)
    assert one.local


def test_of_the_awards_of_a_policy_that_of_the_condition_is_told() -> None:
    asked = [
        {"policy": "policy", "award": award, "property": "product", "comparison": "is"}
        | {"value_written": product, "demanded": product}
        for award, product in (("one", "b"), ("two", "other"))
    ]
    awards = [
        {"policy": "policy", "award": a, "label_zh": a, "label_en": a, "value_written": v}
        for a, v in (("one", "1"), ("two", "2"))
    ]
    (one,) = found("policy", criterion=asked, award=awards)
    assert (one.offer, one.open) == (("one 1", "one 1"), ("in-force",))


def test_makers_elsewhere_by_the_criteria_of_attraction() -> None:
    (one,) = found("outside")
    assert (one.who, one.users, one.local) == ("s2", ("b1", "b2"), False)
    assert one.statements == ("production-3", "supply-1")


def test_who_here_could_be_the_first_to_use_what_is_used_elsewhere() -> None:
    sold = rows("supplier buyer product", ("near", "s2", "b"))
    (one,) = found("first-use", supply=sold)
    assert (one.who, one.users, one.path) == ("near", ("b1", "b2"), (("near", "supplies", "b"),))
    here = rows("supplier buyer product", ("near", "s2", "b"), ("near", "b1", "b"))
    assert [r.users for r in found("first-use", supply=here)] == [("b1", "b2")]


def test_nothing_found_says_what_was_searched() -> None:
    inquiry = [{"place": "r", "sought": "b", "role": "maker", "found": False}]
    (gap,) = remedies_of(golden(**WORLD | {"inquiry": inquiry}), "r", gap="b").gaps
    by_kind = {s.kind: s for s in gap.searches}
    assert list(by_kind) == list(REMEDY_KINDS)
    assert gap.remedies == tuple(r for r in gap.remedies if r.kind != "knowledge")
    assert by_kind["knowledge"].looked_at == 1
    assert by_kind["local"].inquiries == ("inquiry-0",)
    assert by_kind["policy"].inquiries == ()


def test_alike_in_all_is_one_rank() -> None:
    labs = {"lab": ids("lab", "lab2", "lab3")}
    placed = {"location": [*WORLD["location"], *rows("located place", ("lab2", "r"))]}
    said = rows("researcher topic", ("lab", "b"), ("lab2", "b"), ("lab3", "b"))
    ranks = [(r.who, r.rank, r.tied) for r in found("knowledge", research=said, **labs, **placed)]
    assert ranks == [("lab", 1, 2), ("lab2", 1, 2), ("lab3", 3, 1)]


def test_the_other_way_round_what_a_body_could_mend() -> None:
    said = {"research": rows("researcher topic", ("lab", "b"))}
    (gap,) = remedies_of(golden(**WORLD | said), "r", by="lab").gaps
    assert (gap.gap, [r.who for r in gap.remedies], gap.searches) == ("b", ["lab"], ())
    assert remedies_of(golden(**WORLD), "r", by="lab").gaps == ()


def test_of_a_firm_only_its_needs() -> None:
    more = [*golden_tables().records("production"), {"maker": "near", "product": "other"}]
    world = WORLD | {"production": more}
    world["requirement"] = [*WORLD["requirement"], {"requirer": "other", "input": "a"}]
    assert [g.gap for g in remedies_of(golden(**world), "r", firm="near").gaps] == ["a"]
    with pytest.raises(UsageError, match="not known to need anything that is a gap of r"):
        remedies_of(golden(**world), "r", firm="s1")
    with pytest.raises(UnknownName):
        remedies_of(golden(**world), "r", firm="nobody")


def test_what_is_not_let_in_mends_nothing() -> None:
    said = rows("researcher topic evidence", ("lab", "b", "editorial"))
    tables = golden_tables(**WORLD | {"research": said})
    for evidence, number in (("editorial", 1), ("stated", 0)):
        supply_use = build_supply_use(tables, ("r",), evidence)
        (gap,) = remedies_of(supply_use, "r", gap="b", kinds=("knowledge",)).gaps
        assert len(gap.remedies) == number


def test_a_gap_that_does_not_exist_is_said() -> None:
    with pytest.raises(UsageError, match="other is no gap of r, as far as what is let in says"):
        remedies_of(golden(**WORLD), "r", gap="other")
    with pytest.raises(UnknownName):
        remedies_of(golden(**WORLD), "r", gap="nothing")
    with pytest.raises(UnknownName, match="kind of remedy"):
        remedies_of(golden(**WORLD), "r", kinds=("magic",))


def test_what_a_fund_has_by_whatever_indicator_in_money() -> None:
    said = {
        "targeting": rows("instrument target", ("fund", "b")),
        "indicator": [
            {"id": "any", "label_zh": "规模", "label_en": None},  # of a region in one language
            {"id": "heads"},
        ],
        "observation": rows(
            "about indicator value_written unit period",
            ("fund", "any", "1", "cny", "2020"),
            ("fund", "any", "2", "cny", "2024"),
            ("fund", "heads", "3", "count", "2024"),
        ),
    }
    (one,) = found("money", **said)
    assert (one.offer, one.open) == (("规模 2", "规模 2"), ("stage",))
