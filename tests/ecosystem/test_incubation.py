"""The stages of incubation on small tables: whom a body is for, how real, what is not known."""

from typing import Any

from ecograph.base.results import Method
from ecograph.ecosystem.incubation import STAGES, IncubationResult, incubation_of
from supply_use_help import golden, golden_tables, ids, rows

BODIES: dict[str, Any] = {
    "industry_chain": ids("chain", "other"),
    "technology": [{"id": "technology", "chain": ["chain"]}],
    "lab": ids("institute", kind="new-rd-institution"),
    "platform": ids("proof", kind="proof-of-concept"),
    "park": [{"id": "nest", "kind": "incubator"}, {"id": "abroad", "kind": "innovation-enclave"}],
    "location": [
        *golden_tables().records("location"),
        *rows(
            "located place", ("institute", "r"), ("proof", "r"), ("nest", "r"), ("abroad", "far")
        ),
    ],
}


def stages(**more: Any) -> IncubationResult:
    database = golden(**BODIES | more).database
    return incubation_of(database, Method("incubation.stages"), "r", ["chain", "other"])


def known(result: IncubationResult) -> dict[tuple[str, str], str | None]:
    return {(s.chain, s.stage): s.state for s in result.stages if s.state}


def test_a_body_is_for_what_it_takes_part_in_works_on_or_incubated() -> None:
    found = known(
        stages(
            participation=[
                {"participant": "s1", "chain": "other", "role": "member"},
            ],
            research=rows("researcher topic", ("institute", "technology")),
            targeting=rows("instrument target", ("proof", "chain")),
            incubation=rows("incubator incubated", ("nest", "s1")),
        )
    )
    assert found == {
        ("chain", "new-rd-institution"): "exists",
        ("chain", "proof-of-concept"): "exists",
        ("other", "incubator"): "exists",
        ("", "innovation-enclave"): "exists",  # elsewhere by its nature
    }


def test_of_whom_nobody_says_for_what_it_is_for_no_industry() -> None:
    assert set(known(stages())) == {
        ("", "new-rd-institution"),
        ("", "proof-of-concept"),
        ("", "incubator"),
        ("", "innovation-enclave"),
    }


def test_what_is_elsewhere_is_no_stage_here() -> None:
    away = [*golden_tables().records("location"), {"located": "institute", "place": "other"}]
    assert ("", "new-rd-institution") not in known(stages(location=away))


def test_the_most_real_body_is_the_state_of_a_stage() -> None:
    planned = rows("existing modality", ("proof", "planned"))
    aimed = rows("instrument target", ("proof", "chain"), ("second", "chain"))
    both = {"platform": [*BODIES["platform"], {"id": "second", "kind": "proof-of-concept"}]}
    where = [*BODIES["location"], {"located": "second", "place": "r"}]
    one = stages(existence=planned, targeting=aimed[:1])
    assert known(one)["chain", "proof-of-concept"] == "planned"
    two = stages(existence=planned, targeting=aimed, location=where, **both)
    assert known(two)["chain", "proof-of-concept"] == "exists"
    (state,) = (s for s in two.stages if (s.chain, s.stage) == ("chain", "proof-of-concept"))
    assert [(b.body, b.modality) for b in state.bodies] == [
        ("second", "exists"),
        ("proof", "planned"),
    ]


def test_what_is_not_known_is_counted() -> None:
    result = stages(research=rows("researcher topic", ("institute", "technology")))
    assert (result.method.known, result.method.total) == (1, 2 * len(STAGES))
    assert [(m.about, m.value) for m in result.measurements()] == [("chain", 1), ("other", 0)]
