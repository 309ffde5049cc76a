"""Problems with their measures, and measures with who does them and what exists, as tables."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Cell, Table, table
from ecograph.base.words import word
from ecograph.operations.shown import Shown
from ecograph.operations.supply_chain_rows import level_cell

if TYPE_CHECKING:
    from ecograph.problems.answers import Answer, MeasureState, Problem, ProblemResult

_HURT = "sufferer"  # the role of whom a problem hurts


def problem_rows(result: "ProblemResult", shown: Shown, without: Collection[str]) -> Table:
    """Each problem with each measure that answers it; those that none answers have one row."""
    columns = [*shown.heads("problem"), "concerned", "state", *shown.heads("response")]
    columns += ["said_as", "evidence", "said_in", "actors", "since", "statements"][
        : 5 if shown.brief else 6
    ]
    rows: list[list[Cell]] = []
    for problem in result.problems:
        if "measure" in without and problem.answers:
            continue
        if not problem.answers:
            rows.append(
                [*_head(problem, shown), *[None] * (len(columns) - len(_head(problem, shown)))]
            )
        rows += [[*_head(problem, shown, a), *_answer(a, shown)] for a in problem.answers]
    return table(columns, rows)


def _head(problem: "Problem", shown: Shown, answer: "Answer | None" = None) -> list[Cell]:
    hurt = [who for who, role in problem.concerned if role == _HURT]
    own = answer is not None and answer.of == problem.problem
    state = answer.measure.state if answer and own else "wider" if answer else problem.state
    return [*shown.ids(problem.problem), shown.all(hurt) or None, _state(state, shown)]


def _answer(answer: "Answer", shown: Shown) -> list[Cell]:
    said = word("problem.document" if answer.documented else "problem.public")
    row: list[Cell] = [*shown.ids(answer.measure.measure), shown.word("modality", answer.modality)]
    row += [level_cell(EVIDENCE[answer.level], shown), shown.text(said)]
    row += [_actors(answer.measure, shown), _since(answer.measure, shown)]
    if not shown.brief:
        row.append(" ".join([answer.statement, *_statements(answer.measure)]))
    return row


def measure_rows(result: "ProblemResult", shown: Shown, without: Collection[str]) -> Table:
    """Each measure that lacks what is asked for: a problem, an actor, a realisation."""
    columns = [*shown.heads("response"), "state", "actors", "since", "problems"]
    columns += [] if shown.brief else ["statements"]
    rows: list[list[Cell]] = []
    for measure, answered in result.measures:
        lacks = {
            "problem": not answered,
            "actor": not any(a.who for a in measure.acts),
            "realisation": not measure.realised,
        }
        if not all(lacks.get(name, True) for name in without):
            continue
        state = shown.word("modality", measure.state) if shown.brief else measure.state
        row: list[Cell] = [*shown.ids(measure.measure), state]
        row += [_actors(measure, shown), _since(measure, shown), shown.all(answered) or None]
        rows.append(row if shown.brief else [*row, " ".join(_statements(measure))])
    return table(columns, rows)


def _state(state: str, shown: Shown) -> str:
    """How far a problem is answered."""
    if not shown.brief:
        return state
    return shown.text(word(f"problem.{state}"))


def _actors(measure: "MeasureState", shown: Shown) -> str | None:
    """Who does it, in which modality, how sure."""
    parts = [
        _with(shown.of(a.who), [shown.word("modality", a.modality), _level(a.level, shown)], shown)
        for a in measure.acts
        if a.who
    ]
    return shown.joined(dict.fromkeys(parts)) or None


def _since(measure: "MeasureState", shown: Shown) -> str | None:
    """What carries it out, since when, how real."""
    parts = [
        _with(
            shown.of(r.what),
            [
                r.period or "",
                "" if r.modality == "exists" else shown.word("modality", r.modality),
                shown.text(word("problem.in_part")) if r.in_part else "",
            ],
            shown,
        )
        for r in measure.realised
    ]
    return shown.joined(dict.fromkeys(parts)) or None


def _level(level: int, shown: Shown) -> str:
    """Nothing of what is stated, for that is the rule."""
    return shown.text(word(f"evidence.{EVIDENCE[level]}")) if level else ""


def _with(named: str, more: list[str], shown: Shown) -> str:
    said = [m for m in more if m]
    if not said:
        return named
    return (
        f"{named}（{'，'.join(said)}）"
        if shown.language == "zh"
        else f"{named} ({', '.join(said)})"
    )


def _statements(measure: "MeasureState") -> list[str]:
    return [
        *dict.fromkeys(
            [*(a.statement for a in measure.acts), *(r.statement for r in measure.realised)]
        )
    ]
