"""Rungs of ladders: their order from the ontology, counts, holders, what grants them."""

from typing import Any

from ecograph.base.results import Method
from ecograph.ecosystem.ladders import LADDERS, LadderResult, ladders_of, rungs_of
from supply_use_help import golden, ids, rows

WORLD: dict[str, Any] = {
    "policy": ids("policy"),
    "indicator": [{"id": "giants", "counted_status": "little-giant", "unit": "count"}],
}


def ladder(of: str = "firms", rung: str | None = None, **more: Any) -> LadderResult:
    database = golden(**WORLD | more).database
    return ladders_of(database, Method("ladder"), ["r"], of, "2025-12-31", rung)


def one(result: LadderResult, status: str) -> Any:
    (found,) = (r for r in result.rungs if r.status == status)
    return found


def test_rungs_have_one_place_each() -> None:
    for scheme in LADDERS.values():
        rungs = rungs_of(scheme)
        assert rungs
        assert len({(b, s) for b, s, _ in rungs}) == len(rungs)
        for branch in {b for b, _, _ in rungs}:
            steps = [s for b, s, _ in rungs if b == branch]
            assert steps == list(range(1, len(steps) + 1))


def test_the_last_count_of_the_place() -> None:
    counts = [
        {"indicator": "giants", "about": about, "period": period, "value_written": str(n),
         "value": n, "base_value": n}
        for about, period, n in (("r", "2023", 5), ("r", "2024", 7), ("other", "2025", 9))
    ]  # fmt: skip
    (count,) = one(ladder(observation=counts), "little-giant").counts
    assert (count.written, count.period) == ("7", "2024")


def test_who_stands_there_by_a_certificate_or_by_name() -> None:
    granted = rows("holder status valid_from", ("b1", "little-giant", "2024"))
    firm = [*ids("b1", "s2"), {"id": "b2", "ladder": ["little-giant"]}]
    held = one(ladder(certification=granted, firm=firm), "little-giant").holders
    assert [(h.holder, h.since) for h in held] == [("b1", "2024"), ("b2", None)]
    elsewhere = rows("holder status", ("s2", "little-giant"))
    assert not one(ladder(certification=elsewhere, firm=firm[:2]), "little-giant").holders


def test_what_grants_a_rung() -> None:
    awards = [{"policy": "policy", "award": "way", "status": "little-giant"}]
    assert one(ladder(award=awards), "little-giant").granting == (("policy", "way"),)
    talent = [{"policy": "policy", "award": "way", "talent": "high-level"}]
    assert one(ladder(of="talent", award=talent), "high-level").granting == (("policy", "way"),)


def test_one_rung_and_how_much_is_known() -> None:
    result = ladder(rung="little-giant")
    assert [r.status for r in result.rungs] == ["little-giant"]
    assert (result.method.known, result.method.total) == (0, 1)


def test_a_policy_that_is_over_grants_nothing() -> None:
    awards = [{"policy": "policy", "award": "way", "status": "little-giant"}]
    over = rows("existing modality valid_to", ("policy", "exists", "2024-12"))
    assert one(ladder(award=awards, existence=over), "little-giant").granting == ()
    past = rows("existing modality valid_to", ("policy", "past", None))
    assert one(ladder(award=awards, existence=past), "little-giant").granting == ()
    held = rows("existing modality valid_to", ("policy", "exists", "2025-12"))
    assert one(ladder(award=awards, existence=held), "little-giant").granting


def test_a_status_that_ran_out_says_so() -> None:
    granted = rows(
        "holder status valid_from",
        ("b1", "little-giant", "2021"),
        ("b2", "little-giant", "2022"),
    )
    held = one(ladder(certification=granted), "little-giant").holders
    assert [(h.holder, h.lapsed) for h in held] == [("b1", True), ("b2", False)]
