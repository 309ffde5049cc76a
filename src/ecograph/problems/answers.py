"""From problems to what is done: the measures that answer them, who acts, what exists of it since.

A measure is as real as the most real of what carries it out, of who does it, of what the sources
say of it, in this order of MODALITIES.  What is stated of a problem and what is implied stay apart
(`level`), and so do what a document says and what the public record adds (`documented`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecograph.base.database import Database
from ecograph.base.evidence import MODALITIES
from ecograph.base.results import Measurement, Method

WIDER = "wider"  # the state of a problem of which only the larger one is answered
NONE = "none"  # the state of a problem that nothing answers, of a measure that nobody says more of
STATES = (*MODALITIES, WIDER, NONE)
WITHOUT = ("measure", "problem", "actor", "realisation")


@dataclass(frozen=True)
class Act:
    """Who carries a measure out, None where nobody is named, in which modality, how sure."""

    who: str | None
    modality: str
    level: int
    statement: str


@dataclass(frozen=True)
class Realised:
    """What carries a measure out, or a part of it (`in_part`), since when, how real, how sure."""

    what: str
    modality: str
    period: str | None
    level: int
    statement: str
    in_part: bool


@dataclass(frozen=True)
class MeasureState:
    """A measure with who does it, what exists of it, and how real that makes it."""

    measure: str
    acts: tuple[Act, ...]
    realised: tuple[Realised, ...]
    state: str


@dataclass(frozen=True)
class Answer:
    """A measure that answers a problem, or the larger one that it is part of (`of`).

    What exists against the larger one need not help against the part: it counts for no state.

    `modality` and `level` are those of the statement that it answers; `documented` says that a
    document of which the text is held makes it, else the public record does.
    """

    measure: MeasureState
    of: str
    modality: str
    level: int
    documented: bool
    statement: str


@dataclass(frozen=True)
class Problem:
    """A problem with what answers it, the most real first, and whom it concerns in which role."""

    problem: str
    part_of: str | None
    concerned: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]
    state: str


@dataclass(frozen=True)
class ProblemResult:
    """The problems, and the measures that documents name, whether they answer one or not."""

    method: Method
    problems: tuple[Problem, ...]
    measures: tuple[tuple[MeasureState, tuple[str, ...]], ...]

    def measurements(self) -> list[Measurement]:
        """How many measures answer each problem."""
        return [Measurement("problem.answers", p.problem, len(p.answers)) for p in self.problems]


def problems_of(
    database: Database,
    documents: Collection[str],
    method: Method,
    *,
    problem: str | None = None,
    concerned: Collection[str] = (),
) -> ProblemResult:
    """The stated problems with what answers them; one of them, or those that concern somebody.

    `database` has the tables and what counts of them, `documents` are the sources of which the text
    is held.  Of a problem that is asked for the parts come along.
    """
    layer = database.layer()
    text = (Path(__file__).parent / "sql" / "answers.sql").read_text(encoding="utf-8")
    layer.run(text, {"documents": sorted(documents)})
    states = _measures(layer)
    wholes: dict[str, set[str]] = {}
    for part, whole in layer.rows("SELECT part, whole FROM whole"):
        wholes.setdefault(part, set()).add(whole)
    found = tuple(
        p
        for p in _problems(layer, states)
        if (problem is None or problem in wholes[p.problem])
        and (not concerned or {who for who, _ in p.concerned} & {*concerned})
    )
    named = {key for (key,) in layer.rows("SELECT id FROM measure")}
    of_measures = {key: state for key, state in states.items() if key in named}
    every = problem is None and not concerned
    return ProblemResult(method, found, _answering(of_measures, found, every))


def _problems(layer: Database, states: dict[str, MeasureState]) -> list[Problem]:
    """Every problem with what answers it."""
    answers, concerns = _answers(layer, states), _concerns(layer)
    found = []
    for key, part_of in layer.rows("SELECT id, part_of FROM problem ORDER BY id"):
        of = tuple(sorted(answers.get(key, ()), key=_order))
        states_ = [a.measure.state if a.of == key else WIDER for a in of]
        state = min(states_, key=_place, default=NONE)
        found.append(Problem(key, part_of, concerns.get(key, ()), of, state))
    return sorted(found, key=lambda p: (_place(p.state), p.problem))


def _answering(
    states: dict[str, MeasureState], problems: Iterable[Problem], every: bool
) -> tuple[tuple[MeasureState, tuple[str, ...]], ...]:
    """Measures with the problems that they answer; `every` also those that answer none of them."""
    answered: dict[str, set[str]] = {}
    for answer in (a for p in problems for a in p.answers):
        answered.setdefault(answer.measure.measure, set()).add(answer.of)
    return tuple(
        (state, tuple(sorted(answered.get(key, ()))))
        for key, state in sorted(states.items())
        if every or key in answered
    )


def _place(state: str) -> int:
    return STATES.index(state)


def _order(answer: Answer) -> tuple[Any, ...]:
    return (_place(answer.measure.state), answer.level, answer.measure.measure, answer.of)


def _measures(layer: Database) -> dict[str, MeasureState]:
    """Each measure, and each policy, programme … that answers a problem, with its state."""
    acts: dict[str, list[Act]] = {}
    for measure, *act in layer.rows(
        "SELECT measure, actor, modality, level, statement FROM carried ORDER BY ALL"
    ):
        acts.setdefault(measure, []).append(Act(*act))
    realised: dict[str, list[Realised]] = {}
    for measure, *real in layer.rows(
        "SELECT measure, realiser, modality, period, level, statement, in_part FROM realised "
        "ORDER BY ALL"
    ):
        realised.setdefault(measure, []).append(Realised(*real))
    said: dict[str, list[str]] = {}
    for measure, modality in layer.rows("SELECT measure, modality FROM answer ORDER BY ALL"):
        said.setdefault(measure, []).append(modality)
    keys = {k for (k,) in layer.rows("SELECT id FROM measure UNION SELECT measure FROM answer")}
    found = {}
    for key in sorted(keys):
        of, does = realised.get(key, []), acts.get(key, [])
        ways = _told([r.modality for r in of], [a.modality for a in does], said.get(key, []))
        found[key] = MeasureState(key, tuple(does), tuple(of), ways)
    return found


def _told(*of_kinds: Iterable[str]) -> str:
    """The most real modality that is said of what carries it out, who does it, or the measure."""
    known = [m for of_kind in of_kinds for m in of_kind]
    return min(known, key=_place, default=NONE)


def _answers(layer: Database, states: dict[str, MeasureState]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for part, whole, measure, *rest in layer.rows(
        "SELECT w.part, w.whole, a.measure, a.modality, a.level, a.documented, a.statement "
        "FROM answer a JOIN whole w ON w.whole = a.problem "
        "WHERE w.part = w.whole OR a.measure IN (SELECT id FROM measure) ORDER BY ALL"
    ):
        found.setdefault(part, []).append(Answer(states[measure], whole, *rest))
    return found


def _concerns(layer: Database) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for problem, who, role in layer.rows(
        "SELECT DISTINCT problem, concerned, role FROM concern WHERE is_firm(evidence, source) "
        "ORDER BY ALL"
    ):
        found.setdefault(problem, []).append((who, role))
    return {key: tuple(held) for key, held in found.items()}
