"""The questions of policies: who meets the conditions of what."""

from dataclasses import replace
from typing import TYPE_CHECKING

from ecograph.base.results import Coverage, Method
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation
from ecograph.operations.counted import Counts
from ecograph.operations.eligibility_params import EligibleParams
from ecograph.operations.result import Found, measured
from ecograph.operations.supply_chain import GROUP, supply_use_of, where

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from ecograph.base.results import Both
    from ecograph.eligibility.eligible import EligibilityResult
    from ecograph.graph.data import Data


def _eligible(data: "Data", p: EligibleParams) -> Found:
    from ecograph.eligibility.eligible import (
        eligible,
        firms_of,
        newest_day,
        policies_with_conditions,
    )
    from ecograph.eligibility.verdicts import last_day
    from ecograph.operations.eligibility_rows import award_rows, eligibility_rows

    counts = Counts(p.evidence, p.sources)
    database, place = supply_use_of(data, counts).database, where(data, p.place)
    conditioned = policies_with_conditions(database)
    if p.policy is not None and p.policy not in conditioned:
        named = data.labels.both(p.policy)
        note = word("note.no_conditions", policy=named, all=len(conditioned))
        return Found(None, lambda shown: eligibility_rows(None, shown), notes=(note,))
    chains = data.tables.chains_below[p.chain] if p.chain else None
    bodies = [p.firm] if p.firm else firms_of(database, place, chains)
    as_of = p.as_of or newest_day(data.tables, p.sources)
    parameters: dict[str, str | int | float | bool | None] = {"as_of": as_of, "chain": p.chain}
    method = Method("eligibility", place, parameters, evidence=p.evidence, sources=p.sources)
    policies = [p.policy] if p.policy else conditioned
    result = eligible(
        database, method, policies, bodies, last_day(as_of), over=p.policy is not None
    )
    if p.verdict:
        kept = tuple(e for e in result.eligibilities if e.verdict in p.verdict)
        shown_result = replace(result, eligibilities=kept)
    else:
        shown_result = result
    whole = not (p.policy or p.firm or p.chain)  # of everybody, award by award
    layout = award_rows if whole else eligibility_rows
    return measured(
        result,
        lambda shown: layout(shown_result, shown),
        [*_notes(result), *([_telling(data, result)] if p.firm else [])],
        _coverage(result),
    )


def _telling(data: "Data", result: "EligibilityResult") -> "Both":
    """How many awards a firm can have, or meets something of that tells firms apart."""
    from ecograph.operations.eligibility_rows import criteria_by_id, in_reach

    criteria = criteria_by_id(data)
    open_ = [e for e in result.eligibilities if e.verdict != "not"]
    met = sum(e.verdict == "eligible" or in_reach(e, criteria) for e in open_)
    return word("note.telling", count=met)


def shapes_of(data: "Data", result: "EligibilityResult") -> "list[Quad]":
    """The conditions of a result as SHACL, with the facts; see eligibility.shapes."""
    from ecograph.eligibility.shapes import eligibility_shapes
    from ecograph.eligibility.verdicts import verdicts

    counts = Counts(result.method.evidence, result.method.sources)
    policies = sorted({e.policy for e in result.eligibilities})
    bodies = sorted({e.body for e in result.eligibilities})
    database = supply_use_of(data, counts).database
    return eligibility_shapes(verdicts(database, policies, bodies, result.as_of))


def _notes(result: "EligibilityResult") -> "list[Both]":
    counts = result.counts()
    notes = [
        word(
            "note.eligible",
            as_of=result.as_of.isoformat(),
            bodies=result.bodies,
            policies=len({e.policy for e in result.eligibilities}),
            eligible=counts["eligible"],
            undecidable=counts["undecidable"],
            failed=counts["not"],
        )
    ]
    if result.over:
        notes.append(word("note.over", count=len(result.over)))
    return notes


def _coverage(result: "EligibilityResult") -> Coverage:
    known, total = result.method.known or 0, result.method.total or 0
    return Coverage("eligibility", "awards", known, total)


OPERATIONS = (
    Operation(
        "eligible",
        GROUP,
        (
            "政策找企业：谁符合哪项奖补的条件，谁不符合、因何不符合，谁无法判定、还缺什么",
            "Which firms meet the conditions of which award, which fail, and what is unknown.",
        ),
        EligibleParams,
        _eligible,
        "ecograph eligible --firm 厦门天马微电子有限公司 --lang zh",
        (
            "符合：记录下来的条件全部满足；不符合：至少一项不满足；无法判定：缺少事实。"
            "只依据原文明示或由原文推得的事实，编辑补充的不算；数值取三年以内最近的。"
            "已结束、尚未生效或还是草案的政策不列出，用 --policy 指名的除外。"
            "不指明政策、企业或产业链时，逐项奖补列出各有多少主体；实质条件指产业、产品、资质和数值。"
            "csv、json 给出每一项条件和所依陈述的编号。",
            "eligible: all conditions that are recorded hold; not: one fails; undecidable: a fact "
            "is missing. Only what a source states or implies decides, never what is only ours; of "
            "figures the last of three years. Policies that are over, not yet in force or "
            "still drafts are left out unless one is named with --policy. Without a policy, firm "
            "or chain the rows are awards, with how many bodies have each verdict; substantive "
            "conditions are those on industry, product, status and figures. csv and json "
            "give each condition and the ids of the statements.",
        ),
        definition="eligibility",
    ),
)
