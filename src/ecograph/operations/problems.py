"""The question of problems: what was recommended, who does it, what exists since."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.base.results import Method
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation, param
from ecograph.operations.counted import least_evidence, whose_word
from ecograph.operations.result import Found, measured
from ecograph.operations.supply_chain import GROUP, supply_use_of
from ecograph.operations.supply_chain_params import how_many

if TYPE_CHECKING:
    from ecograph.base.results import Both
    from ecograph.graph.data import Data
    from ecograph.problems.answers import ProblemResult

WITHOUT = ("measure", "problem", "actor", "realisation")


@dataclass(frozen=True)
class ProblemsParams:
    """What `problems` asks."""

    problem: str | None = param(
        "只看这一问题，连同其下的问题",
        "Only this problem, with those that are part of it.",
        None,
        entity="Problem",
    )
    concerning: str | None = param(
        "只看涉及谁或什么的问题：产业、地方、机构、技术……",
        "Only problems that concern this: an industry, a place, a body, a technology.",
        None,
        entity="",
    )
    without: tuple[str, ...] = param(
        "只看未见这一项的：measure 未见措施的问题；problem 未对应已记录问题的措施；"
        "actor 未点名实施者的措施；realisation 未见落实的措施",
        "Only what lacks this: problems without a measure; measures without a problem, an actor or "
        "a realisation. May be repeated.",
        (),
        choices=WITHOUT,
    )
    evidence: str = least_evidence()
    sources: str = whose_word()
    top: int = how_many()


def _problems(data: "Data", p: ProblemsParams) -> Found:
    from ecograph.graph.completeness import of_responses
    from ecograph.operations.problem_rows import measure_rows, problem_rows
    from ecograph.problems.answers import problems_of

    database = supply_use_of(data, p).database
    documents = data.tables.counted_sources("documents")
    concerned = (
        (p.concerning, *data.tables.chains_below.get(p.concerning, ())) if p.concerning else ()
    )
    method = Method(
        "problem.answers", None, {"problem": p.problem, "concerning": p.concerning},
        evidence=p.evidence, sources=p.sources,
    )  # fmt: skip
    result = problems_of(database, documents, method, problem=p.problem, concerned=concerned)
    by_measure = {*p.without} - {"measure"}
    layout = measure_rows if by_measure else problem_rows
    return measured(
        result,
        lambda shown: layout(result, shown, {*p.without}),
        _notes(result),
        of_responses(data.tables),
    )


def _notes(result: "ProblemResult") -> "list[Both]":
    states = Counter(p.state for p in result.problems)
    counts = {
        name: states[name]
        for name in ("exists", "underway", "planned", "recommended", "past", "wider")
    }
    alone = sum(not answered for _, answered in result.measures)
    nobody = sum(not any(a.who for a in m.acts) for m, _ in result.measures)
    return [
        word("note.problems", all=len(result.problems), none=states["none"], **counts),
        word("note.measures", all=len(result.measures), alone=alone, nobody=nobody),
    ]


OPERATIONS = (
    Operation(
        "problems",
        GROUP,
        (
            "从问题到落实：每个问题有什么措施、谁在做、至今有了什么；未见措施的问题、未见落实的措施",
            "Problems, the measures that answer them, who acts, and what exists since.",
        ),
        ProblemsParams,
        _problems,
        "ecograph problems --concerning 生物医药 --lang zh",
        (
            "一行是一个问题与一项应对它（或它所属的上一级问题）的措施。状态取三者中最切实的："
            "落实它的政策、平台、基金等，实施者，资料的说法。原文明示与由原文推得分列；"
            "--without 列出未见措施的问题，或未对应问题、未点名实施者、未见落实的措施。",
            "A row is a problem and a measure that answers it, or the larger problem that it is "
            "part of. The state is the most real of three: what carries it out (a policy, a "
            "platform, a fund), who does it, what the sources say. Stated and implied stand apart. "
            "--without lists problems without a measure, or measures without a problem, an actor "
            "or a realisation.",
        ),
        definition="problem.answers",
    ),
)
