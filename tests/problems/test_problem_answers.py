"""What answers problems, on small tables: own and inherited, in part, and how real."""

from typing import Any

from ecograph.base.results import Method
from ecograph.problems.answers import ProblemResult, problems_of
from supply_use_help import golden, ids, rows

WORLD: dict[str, Any] = {
    "problem": [{"id": "wide"}, {"id": "part", "part_of": "wide"}, {"id": "alone"}],
    "measure": [{"id": "build"}, {"id": "wing", "part_of": "build"}, {"id": "idle"}],
    "platform": ids("platform"),
    "concern": rows("problem concerned role", ("part", "b1", "sufferer")),
}


def result(**more: Any) -> ProblemResult:
    asked = {k: more.pop(k) for k in ("problem_asked", "concerned") if k in more}
    database = golden(**WORLD | more).database
    return problems_of(
        database,
        {"invented"},
        Method("problem.answers"),
        problem=asked.get("problem_asked"),
        concerned=asked.get("concerned", ()),
    )


def answers(measure: str, problem: str, modality: str = "recommended") -> dict[str, Any]:
    return {"measure": measure, "problem": problem, "modality": modality}


def states(found: ProblemResult) -> dict[str, str]:
    return {p.problem: p.state for p in found.problems}


def test_a_measure_for_the_larger_problem_does_not_settle_the_part() -> None:
    found = result(response=[answers("build", "wide", "exists")])
    assert states(found) == {"wide": "exists", "part": "wider", "alone": "none"}
    (inherited,) = next(p.answers for p in found.problems if p.problem == "part")
    assert (inherited.of, inherited.measure.measure) == ("wide", "build")


def test_what_is_there_for_the_larger_problem_is_no_answer_to_the_part() -> None:
    found = result(response=[answers("platform", "wide", "exists")])
    assert states(found) == {"wide": "exists", "part": "none", "alone": "none"}


def test_a_measure_is_as_real_as_what_carries_it_out_or_who_does_it() -> None:
    advice = {"response": [answers("build", "wide")]}
    assert states(result(**advice))["wide"] == "recommended"
    acts = rows("actor measure modality", ("b1", "build", "underway"))
    assert states(result(**advice, implementation=acts))["wide"] == "underway"
    built = rows("measure realiser modality", ("build", "platform", "planned"))
    assert states(result(**advice, realisation=built))["wide"] == "planned"
    both = result(**advice, implementation=acts, realisation=built)
    assert states(both)["wide"] == "underway"


def test_what_carries_out_a_part_carries_out_the_whole_in_part() -> None:
    built = rows("measure realiser", ("wing", "platform"))
    found = {m.measure: m for m, _ in result(realisation=built).measures}
    assert [(r.what, r.in_part) for r in found["build"].realised] == [("platform", True)]
    assert [(r.what, r.in_part) for r in found["wing"].realised] == [("platform", False)]
    assert not found["idle"].realised


def test_measures_are_those_that_documents_name_with_the_problems_that_they_answer() -> None:
    found = result(response=[answers("build", "wide"), answers("platform", "alone", "exists")])
    assert [(m.measure, p) for m, p in found.measures] == [
        ("build", ("wide",)),
        ("idle", ()),
        ("wing", ()),
    ]


def test_one_problem_with_its_parts_or_those_that_concern_somebody() -> None:
    assert set(states(result(problem_asked="wide"))) == {"wide", "part"}
    assert set(states(result(concerned=("b1",)))) == {"part"}


def test_stated_and_implied_stay_apart() -> None:
    said = [answers("build", "wide") | {"evidence": "implied", "source": "elsewhere"}]
    (answer,) = next(p.answers for p in result(response=said).problems if p.problem == "wide")
    assert (answer.level, answer.documented) == (1, False)
