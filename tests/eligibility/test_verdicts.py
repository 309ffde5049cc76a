"""Who meets the conditions of an award: each property both ways and not known, groups, dates."""

from typing import Any

import pyshacl
import pytest
import rdflib

from ecograph.base.database import Database
from ecograph.eligibility.shapes import SHAPES, eligibility_shapes
from ecograph.eligibility.verdicts import Check, Eligibility, eligibilities, last_day, verdicts
from ecograph.graph.rdf_files import rdf_bytes
from supply_use_help import golden, golden_tables, ids, rows

WORLD: dict[str, Any] = {
    "policy": ids("policy"),
    "district": [{"id": "quarter", "part_of": ["r"]}],
    "industry_chain": ids("chain"),
    "product": [*ids("e", "b"), {"id": "a", "chain": ["chain"]}, {"id": "a1", "broader": ["a"]}],
    "indicator": [{"id": "income", "measured_property": "revenue", "unit": "cny-10k"}],
}


def asks(**condition: Any) -> dict[str, Any]:
    """A condition of the policy."""
    usual = {
        "policy": "policy",
        "award": "money",
        "comparison": "is",
        "value_written": "as written",
    }
    return usual | condition


def judged(body: str, *conditions: dict[str, Any], as_of: str = "2025", **more: Any) -> Eligibility:
    """Whether a body of the golden case can have the money."""
    supply_use = golden(**WORLD | {"criterion": list(conditions)} | more)
    layer = verdicts(supply_use.database, ["policy"], [body], last_day(as_of))
    (found,) = eligibilities(layer)
    assert by_shapes(layer, found) == found.verdict  # on every case of these tests
    return found


def by_shapes(layer: Database, found: Eligibility) -> str:
    """The verdict that the two shapes of an award give, by another SHACL engine."""
    both = rdflib.Graph().parse(data=rdf_bytes(eligibility_shapes(layer), ".ttl"), format="turtle")
    _, report, _ = pyshacl.validate(both, shacl_graph=both, inference="none")
    assert isinstance(report, rdflib.Graph)
    failed = {str(s) for s in report.objects(None, rdflib.SH.sourceShape)}
    known, met = (f"{SHAPES}{found.policy}/{found.award}/{side}" for side in ("known", "met"))
    return "eligible" if met not in failed else "undecidable" if known in failed else "not"


def named(checks: tuple[Check, ...]) -> list[str | None]:
    """The conditions of checks."""
    return [c.criterion for c in checks]


def income(value: float, **cells: Any) -> list[dict[str, Any]]:
    """What b1 earns."""
    row = {"about": "b1", "indicator": "income", "value": value, "base_value": value}
    return [row | {"period": "2024", "qualifier": "exact"} | cells]


def least(value: float, comparison: str = "ge") -> dict[str, Any]:
    return asks(property="revenue", comparison=comparison, value=value, base_value=value)


@pytest.mark.parametrize(
    ("body", "place", "verdict"),
    [
        ("s1", "r", "eligible"),
        ("s1", "home", "eligible"),
        ("s1", "other", "not"),
        ("s2", "r", "not"),
        ("s1", "quarter", "undecidable"),  # somewhere in r
        ("s3", "r", "undecidable"),  # nobody says where
    ],
)
def test_where_somebody_is(body: str, place: str, verdict: str) -> None:
    firm = ids("b1", "b2", "s1", "s2", "s3")
    found = judged(body, asks(property="located", demanded=place), firm=firm)
    assert found.verdict == verdict


def test_who_is_in_the_city_may_be_in_its_park() -> None:
    park = {"park": ids("park"), "city": [*golden_tables().records("city")]}
    located = [*golden_tables().records("location"), {"located": "park", "place": "r"}]
    wanted = asks(property="located", demanded="park")
    assert judged("s1", wanted, location=located, **park).verdict == "undecidable"
    assert judged("s2", wanted, location=located, **park).verdict == "not"
    inside = [*located, {"located": "s1", "place": "park"}]
    assert judged("s1", wanted, location=inside, **park).verdict == "eligible"


def test_what_somebody_makes_is_known_and_what_not_is_not() -> None:
    assert judged("s1", asks(property="product", demanded="a")).verdict == "eligible"
    assert judged("s2", asks(property="product", demanded="a")).verdict == "undecidable"
    narrow = {"production": rows("maker product", ("s2", "a1"))}
    assert judged("s2", asks(property="product", demanded="a"), **narrow).verdict == "eligible"
    assert judged("s1", asks(property="chain", demanded="chain")).verdict == "eligible"
    assert judged("s2", asks(property="chain", demanded="chain")).verdict == "undecidable"
    planned = {"production": rows("maker product modality", ("s2", "a", "planned"))}
    assert judged("s2", asks(property="product", demanded="a"), **planned).verdict == "undecidable"


@pytest.mark.parametrize(
    ("qualifier", "value", "comparison", "least_", "verdict"),
    [
        ("exact", 20, "ge", 20, "eligible"),
        ("exact", 19, "ge", 20, "not"),
        ("exact", 20, "gt", 20, "not"),
        ("exact", 20, "le", 20, "eligible"),
        ("exact", 20, "lt", 20, "not"),
        ("exact", 20, "eq", 20, "eligible"),
        ("exact", 21, "eq", 20, "not"),
        ("gt", 20, "gt", 20, "eligible"),  # more than 20
        ("gt", 20, "le", 20, "not"),
        ("gt", 10, "ge", 20, "undecidable"),
        ("ge", 20, "gt", 20, "undecidable"),
        ("lt", 20, "ge", 20, "not"),
        ("lt", 30, "ge", 20, "undecidable"),
        ("max", 20, "ge", 20, "undecidable"),
        ("max", 20, "le", 20, "eligible"),
        ("min", 20, "ge", 20, "eligible"),
        ("approx", 20, "ge", 20, "undecidable"),
        ("approx", 30, "ge", 20, "eligible"),
        ("approx", 10, "ge", 20, "not"),
        ("nearly", 20, "ge", 20, "not"),
        ("nearly", 30, "ge", 20, "eligible"),
    ],
)
def test_bounds_stay_bounds(
    qualifier: str, value: float, comparison: str, least_: float, verdict: str
) -> None:
    fact = income(value, qualifier=qualifier)
    assert judged("b1", least(least_, comparison), observation=fact).verdict == verdict


def test_the_last_value_by_a_day_decides() -> None:
    facts = [*income(30, period="2023"), *income(10, period="2024")]
    assert judged("b1", least(20), observation=facts).verdict == "not"
    assert judged("b1", least(20), observation=facts, as_of="2023-12-31").verdict == "eligible"
    early = judged("b1", least(20), observation=facts, as_of="2001")
    assert (early.verdict, named(early.missing)) == ("undecidable", ["criterion-0"])


def test_a_status_holds_until_it_ends_and_none_says_nothing() -> None:
    wanted = asks(property="certificate", demanded_status="listed")
    assert judged("b1", wanted).verdict == "undecidable"
    granted = rows("holder status", ("b1", "listed"))
    assert judged("b1", wanted, certification=granted).verdict == "eligible"
    assert judged("b2", wanted, certification=granted).verdict == "undecidable"
    ended = [granted[0] | {"valid_to": "2024"}]
    assert judged("b1", wanted, certification=ended, as_of="2023").verdict == "eligible"
    assert judged("b1", wanted, certification=ended, as_of="2025").verdict == "not"
    none = [granted[0] | {"modality": "lacking"}]
    assert judged("b1", wanted, certification=none).verdict == "not"
    unlisted = asks(property="certificate", comparison="not", demanded_status="listed")
    assert judged("b1", unlisted, certification=granted).verdict == "not"
    assert judged("b2", unlisted, certification=granted).verdict == "undecidable"
    other = asks(property="certificate")  # a status that the graph has no word for
    assert judged("b1", other, certification=granted).verdict == "undecidable"


def test_a_status_lapses_unless_it_is_renewed() -> None:
    wanted = asks(property="certificate", demanded_status="little-giant")
    granted = [{"holder": "b1", "status": "little-giant", "valid_from": "2022-07"}]
    assert judged("b1", wanted, certification=granted, as_of="2025-06").verdict == "eligible"
    lapsed = judged("b1", wanted, certification=granted, as_of="2025-07-31")
    assert lapsed.verdict == "undecidable"  # nobody says whether it was renewed
    assert lapsed.checks[0].said == "little-giant"
    renewed = [*granted, granted[0] | {"valid_from": "2025-07"}]
    assert judged("b1", wanted, certification=renewed, as_of="2026").verdict == "eligible"
    undated = rows("holder status", ("b1", "little-giant"))
    assert judged("b1", wanted, certification=undated).verdict == "undecidable"
    dated = {"sources": [{"id": "invented", "date": "2025-01-01"}]}
    assert judged("b1", wanted, certification=undated, **dated).verdict == "eligible"


@pytest.mark.parametrize(
    ("founded", "comparison", "years", "verdict"),
    [
        ("2023-12-31", "ge", 2, "eligible"),
        ("2024-01-01", "ge", 2, "not"),
        ("2023", "ge", 2.5, "undecidable"),  # on some day of that year
        ("2024", "ge", 1, "eligible"),
        ("2024-06", "ge", 1.5, "eligible"),
        ("2024", "ge", 2, "not"),
        ("2020", "le", 6, "eligible"),
        ("2010", "le", 10, "not"),
    ],
)
def test_how_old_somebody_is(founded: str, comparison: str, years: float, verdict: str) -> None:
    firm = ids("b1", founded=founded)
    wanted = asks(property="age", comparison=comparison, value=years, base_value=years, unit="year")
    assert judged("b1", wanted, firm=firm).verdict == verdict
    months = wanted | {"value": 12 * years, "base_value": 12 * years, "unit": "month"}
    assert judged("b1", months, firm=firm).verdict == verdict
    ours = ids("b1", founded=founded, source="editorial")
    assert judged("b1", wanted, firm=ours).verdict == "undecidable"


def test_growth_and_shares_follow_from_two_figures() -> None:
    grown = asks(property="revenue-growth", comparison="ge", value=50, base_value=50)
    facts = [*income(20, period="2023"), *income(30, period="2024")]
    assert judged("b1", grown, observation=facts).verdict == "eligible"
    more = [*income(20, period="2023"), *income(30, period="2024", qualifier="gt")]
    assert judged("b1", grown, observation=more).verdict == "eligible"
    less = [*income(21, period="2023"), *income(30, period="2024")]
    assert judged("b1", grown, observation=less).verdict == "not"
    assert judged("b1", grown, observation=income(30)).verdict == "undecidable"
    hole = [*income(20, period="2022"), *income(30, period="2024")]
    assert judged("b1", grown, observation=hole).verdict == "undecidable"
    research = {
        "indicator": [
            *WORLD["indicator"],
            {"id": "research", "measured_property": "rd-spending", "unit": "cny-10k"},
        ]
    }
    spent = income(3, period="2024", indicator="research")
    part = asks(property="rd-intensity", comparison="ge", value=10, base_value=10)
    assert judged("b1", part, observation=[*income(30), *spent], **research).verdict == "eligible"
    assert judged("b1", part, observation=[*income(31), *spent], **research).verdict == "not"


@pytest.mark.parametrize(
    ("taken", "asked", "verdict"),
    [
        ("each", 20, "eligible"),
        ("each", 21, "not"),
        ("sum", 50, "eligible"),
        ("sum", 51, "not"),
        ("mean", 25, "eligible"),
        ("mean", 26, "not"),
        ("total", 20, "eligible"),
        ("total", 25, "undecidable"),
        ("total", 31, "not"),
    ],
)
def test_several_years(taken: str, asked: float, verdict: str) -> None:
    facts = [*income(20, period="2023"), *income(30, period="2024")]
    wanted = least(asked) | {"over_years": 2, "years_taken": taken}
    assert judged("b1", wanted, observation=facts).verdict == verdict
    assert judged("b1", wanted, observation=income(30)).verdict == "undecidable"


@pytest.mark.parametrize(
    ("decides", "value", "verdict"),
    [
        ("no", 30, "undecidable"),
        ("no", 10, "not"),
        ("yes", 30, "eligible"),
        ("yes", 10, "undecidable"),
    ],
)
def test_a_condition_that_asks_more_or_less_than_the_fact(
    decides: str, value: float, verdict: str
) -> None:
    wanted = least(20) | {"decides": decides}
    assert judged("b1", wanted, observation=income(value)).verdict == verdict
    status = asks(property="certificate", demanded_status="listed", decides="no")
    granted = rows("holder status", ("b1", "listed"))
    assert judged("b1", status, certification=granted).verdict == "undecidable"


def test_a_figure_tells_for_three_years() -> None:
    assert judged("b1", least(20), observation=income(30, period="2022")).verdict == "eligible"
    old = judged("b1", least(20), observation=income(30, period="2021"))
    assert old.verdict == "undecidable"
    half = income(30, period="2024-01/2024-06")  # of half a year
    assert judged("b1", least(20), observation=half).verdict == "undecidable"


def test_which_kind_of_body_it_is() -> None:
    firm = [
        {"id": "works", "label_zh": "某某股份有限公司"},
        {"id": "branch", "label_zh": "某某公司厦门分公司"},
        {"id": "designer", "label_zh": "某某设计"},
    ]
    world: dict[str, Any] = {
        "firm": firm,
        "university": ids("uni"),
        "product": [*ids("a"), {"id": "idea", "intangible": True}, {"id": "chip"}],
        "production": [
            *rows("maker product", ("works", "a"), ("designer", "idea")),
            {"maker": "designer", "product": "chip", "factoryless": True},
        ],
        "location": [],
        "requirement": [],
        "supply": [],
    }
    expected = {
        "firm": ("eligible", "eligible", "eligible", "not"),
        "legal-person": ("eligible", "undecidable", "undecidable", "eligible"),
        "industrial-firm": ("eligible", "undecidable", "undecidable", "not"),
        "university": ("not", "not", "not", "eligible"),
    }
    for kind, verdicts_ in expected.items():
        wanted = asks(property="kind", demanded_kind=kind)
        for body, verdict in zip(("works", "branch", "designer", "uni"), verdicts_, strict=True):
            assert judged(body, wanted, **world).verdict == verdict, (kind, body)


def test_an_award_of_which_no_condition_is_recorded_can_only_be_failed() -> None:
    scope = asks(property="located", demanded="r", award="scope")
    award = {"award": [{"policy": "policy", "award": "money", "value_written": "much"}]}
    inside, outside = judged("s1", scope, **award), judged("s2", scope, **award)
    assert (inside.verdict, outside.verdict) == ("undecidable", "not")
    assert named(inside.missing) == [None]


def test_nobody_is_eligible_on_what_is_only_assumed() -> None:
    for evidence, verdict in (("implied", "eligible"), ("editorial", "undecidable")):
        fact = income(30, evidence=evidence)
        assert judged("b1", least(20), observation=fact).verdict == verdict
        makes = [{"maker": "s1", "product": "a", "evidence": evidence}]
        wanted = asks(property="product", demanded="a")
        assert judged("s1", wanted, production=makes).verdict == verdict


def test_all_of_an_award_and_one_of_a_group() -> None:
    here, there = (asks(property="located", demanded=p) for p in ("r", "other"))
    unknown = asks(property="patents", comparison="is")
    one, other = (c | {"any_group": "either"} for c in (here, there))
    assert judged("s1", here, there).verdict == "not"
    assert named(judged("s1", here, there).failed) == ["criterion-1"]
    assert judged("s1", one, other).verdict == "eligible"
    assert judged("s1", here, unknown).verdict == "undecidable"
    assert named(judged("s1", here, unknown).missing) == ["criterion-1"]
    assert judged("s1", there, unknown).verdict == "not"  # whatever the other says
    assert judged("s1", other, unknown | {"any_group": "either"}).verdict == "undecidable"
    assert judged("s1", one, unknown | {"any_group": "either"}).verdict == "eligible"


def test_what_is_asked_of_all_awards_is_asked_of_each() -> None:
    scope = asks(property="located", demanded="r", award="scope", any_group="same")
    more = asks(property="product", demanded="a", any_group="same")
    found = judged("s1", scope, more)
    assert (found.award, found.verdict, len(found.checks)) == ("money", "eligible", 2)
    assert named(judged("s2", scope, more).failed) == ["criterion-0"]
    alone = judged("s1", scope)
    assert (alone.award, alone.verdict) == ("scope", "undecidable")  # what it gives is not said
