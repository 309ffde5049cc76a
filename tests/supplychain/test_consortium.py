"""Who could sit in a consortium: layers, order, empty seats, the consortia that there are."""

from typing import Any

import pytest

from ecograph.base.errors import UsageError
from ecograph.supplychain.consortium import ConsortiumResult, consortium_of
from supply_use_help import golden, golden_tables, ids, rows

WORLD: dict[str, Any] = {
    "industry_chain": ids("chain"),
    "product": [*ids("e", "b"), {"id": "a", "chain": ["chain"]}],
    "lab": ids("lab"),
    "location": [*golden_tables().records("location"), {"located": "lab", "place": "r"}],
    "consortium": ids("union"),
}


def seats(about: str = "a", **more: Any) -> ConsortiumResult:
    return consortium_of(golden(**WORLD | more), "r", about)


def layers(result: ConsortiumResult) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for seat in result.seats:
        found.setdefault(seat.layer, []).append(seat.who)
    return found


def test_who_needs_it_and_who_makes_it_are_the_core() -> None:
    assert set(layers(seats())["core"]) == {"b1", "b2", "s1"}
    assert set(seats().empty) == {"close", "general"}


def test_who_works_on_it_is_close() -> None:
    found = seats(research=rows("researcher topic", ("lab", "a")))
    assert layers(found)["close"] == ["lab"]
    assert found.empty == ("general",)


def test_who_leads_the_industry_stands_first() -> None:
    leads = [{"participant": "b2", "chain": "chain", "role": "leading"}]
    first = next(s for s in seats(participation=leads).seats if s.role == "needs")
    assert first.who == "b2"
    assert [(r.reason, r.about) for r in first.reasons if r.reason == "leads"] == [
        ("leads", "chain")
    ]


def test_nothing_separates_those_that_are_alike() -> None:
    users = [s for s in seats(supply=[]).seats if s.who in ("b1", "b2")]
    assert {(s.rank, s.tied) for s in users} == {(users[0].rank, 2)}


def test_what_is_only_ours_makes_a_reason_ours() -> None:
    needs = [{"requirer": "e", "input": "a", "essential": True, "evidence": "editorial"}]
    user = next(s for s in seats(requirement=needs, supply=[]).seats if s.who == "b1")
    assert user.evidence == "editorial"


def test_past_work_counts_between_candidates_only() -> None:
    work = rows("partner other_partner", ("b1", "s1"), ("b2", "s2"))
    found = {s.who: s for s in seats(collaboration=work).seats}
    assert [r.about for r in found["b1"].reasons if r.reason == "worked"] == ["s1"]
    assert not [r for r in found["b2"].reasons if r.reason == "worked"]


def test_consortia_that_share_members_come_first() -> None:
    members = rows("member body role", ("b1", "union", "leader"))
    (standing,) = seats(membership=members).standing
    assert (standing.consortium, standing.shared) == ("union", ("b1",))


def test_makers_and_users_are_ranked_apart() -> None:
    ranks = {s.who: (s.role, s.rank) for s in seats().seats}
    assert ranks["s1"] == ("makes", 1)
    assert ranks["b1"] == ("needs", 1)


def test_one_seat_for_a_group_and_for_what_may_be_one() -> None:
    owned = [{"company": "b2", "shareholder": "b1", "share": 0.8}]
    same = rows("entity other", ("b1", "b2"))
    for more in ({"shareholding": owned}, {"possible_identity": same}):
        (user,) = (s for s in seats(**more).seats if s.role == "needs")
        assert (user.who, user.with_it) == ("b1", ("b2",))


def test_what_is_doubted_stands_behind() -> None:
    made = [
        {"id": "sure", "maker": "s1", "product": "a"},
        {"id": "doubted", "maker": "b0", "product": "a"},
    ]
    doubt = [{"id": "d", "statement": "doubted", "kind": "ambiguous"}]
    found = seats(
        firm=[*ids("b0", "b1", "b2", "s1", "s2")],
        location=[*WORLD["location"], {"located": "b0", "place": "r"}],
        production=[*golden_tables().records("production")[:2], *made], doubt=doubt, supply=[],
    )  # fmt: skip
    makers = [(s.who, s.rank, s.doubts) for s in found.seats if s.role == "makes"]
    assert makers == [("s1", 1, ()), ("b0", 2, ("d",))]


def test_who_is_only_of_the_industry_has_no_seat() -> None:
    world: dict[str, Any] = {
        "product": [*ids("e", "b"), *({"id": k, "chain": ["chain"]} for k in ("a", "far"))],
        "research": rows("researcher topic", ("lab", "far")),
    }
    found = seats(**world)
    assert layers(found)["industry"] == ["lab"]
    assert "close" in found.empty


def test_a_consortium_that_is_only_recommended_says_so() -> None:
    members = [{"member": "b1", "body": "union", "role": "leader", "modality": "recommended"}]
    assert seats(membership=members).standing[0].modality == "recommended"


def test_what_nobody_needs_has_no_consortium() -> None:
    with pytest.raises(UsageError):
        seats("e")
