"""The questions of remedies: who could mend a gap, whom to bring together, whom to attract."""

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from ecograph.base.errors import UsageError
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation
from ecograph.operations.remedies_params import (
    REMEDY_KINDS,
    AttractParams,
    IntroduceParams,
    RemediesParams,
)
from ecograph.operations.result import Found, measured
from ecograph.operations.supply_chain import (
    GROUP,
    WhatCounts,
    needs_in,
    supply_use_of,
    where,
)

if TYPE_CHECKING:
    from ecograph.base.results import Both
    from ecograph.graph.data import Data
    from ecograph.supplychain.remedy import RemedyResult


def _remedies(data: "Data", p: RemediesParams) -> Found:
    from ecograph.operations.remedy_rows import remedy_rows
    from ecograph.supplychain.coverage import of_needs
    from ecograph.supplychain.remedies import remedies_of

    if p.gap is not None and (p.chain or p.firm):
        raise UsageError("a gap is one of whatever chain or firm: give --gap alone")
    supply_use, place = supply_use_of(data, p), where(data, p.place)
    needs = needs_in(data, p, place, "all")
    result = remedies_of(
        supply_use,
        place,
        gap=p.gap,
        chain=p.chain,
        firm=p.firm,
        by=p.by,
        kinds=p.kind or REMEDY_KINDS,
        distance=p.distance,
        of_place=needs,
    )
    asked = {g.gap for g in result.gaps}
    return measured(
        result,
        lambda shown: remedy_rows(result, shown, p.most),
        _notes(data, result, p),
        of_needs(supply_use, result.method, [n for n in needs if n.product in asked]),
    )


def _notes(data: "Data", result: "RemedyResult", p: RemediesParams) -> "list[Both]":
    from ecograph.operations.gap_sentences import remedy_sentence
    from ecograph.supplychain.known_gaps import remedy_counts

    if not result.gaps:
        named = ("", "") if p.by is None else data.labels.both(p.by)
        return [word("note.no_remedy_by", who=named) if p.by else word("note.no_known_gap")]
    counts = remedy_counts(result.gaps)
    notes = [word("note.remedies", gaps=len(result.gaps), fitting=counts.helped, near=counts.near)]
    if p.by is None and not p.kind:
        notes.append(remedy_sentence(counts))
    if any(r.tied > 1 for g in result.gaps for r in g.remedies):
        notes.append(word("note.tied"))
    by_kind = (Counter(r.kind for r in g.remedies) for g in result.gaps if g.searches)
    if p.most and any(n > p.most for of_kind in by_kind for n in of_kind.values()):
        notes.append(word("note.most"))
    return notes


def _introduce(data: "Data", p: IntroduceParams) -> Found:
    from ecograph.operations.remedy_rows import introduction_rows
    from ecograph.supplychain.coverage import of_needs
    from ecograph.supplychain.introductions import introductions_of

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    of_place = needs_in(data, p, place, "all")
    result = introductions_of(
        supply_use, place, chain=p.chain, product=p.product, of_place=of_place
    )
    notes = [] if result.introductions else [word("note.no_introduction")]
    if any(result.left_out.values()):
        notes.append(word("note.not_introduced", **result.left_out))
    return measured(
        result,
        lambda shown: introduction_rows(result, shown),
        tuple(notes),
        of_needs(supply_use, result.method, result.needs),
    )


def _attract(data: "Data", p: AttractParams) -> Found:
    from ecograph.operations.remedy_rows import attraction_rows
    from ecograph.supplychain.attraction import attraction_of
    from ecograph.supplychain.coverage import of_needs

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    of_place = needs_in(data, p, place, p.inputs)
    result = attraction_of(supply_use, place, inputs=p.inputs, chain=p.chain, of_place=of_place)
    unmet, found = result.unmet, len(result.candidates)
    notes = [word("note.unmet", unmet=unmet, found=found)]
    if result.weighed:
        notes.append(word("note.weighed", weighed=result.weighed, unmet=unmet))
    if any(c.tied > 1 for c in result.candidates):
        notes.append(word("note.tied"))
    return measured(
        result,
        lambda shown: attraction_rows(result, shown),
        notes,
        of_needs(supply_use, result.method, result.needs),
    )


class OfGaps(WhatCounts, Protocol):
    """Which gaps are taken, with their remedies or without."""

    @property
    def gap(self) -> str | None:
        """A product, by id or name."""

    @property
    def chain(self) -> str | None:
        """An industry chain, by id or name."""

    @property
    def remedies(self) -> bool:
        """Whether the remedies go along."""


def statements_of_gaps(data: "Data", p: OfGaps) -> tuple[frozenset[str], frozenset[str]]:
    """The entities and the statements of a gap, or of those of a chain, and of their remedies.

    Raises UnknownName, and UsageError where the product is no gap.
    """
    from ecograph.supplychain.remedies import gaps_asked, remedies_of
    from ecograph.supplychain.statements import user_statements

    supply_use, place = supply_use_of(data, p), where(data, None)
    gap = p.gap and data.find(p.gap)
    chain = p.chain and data.find(p.chain, "IndustryChain")
    gaps = gaps_asked(supply_use, place, gap=gap, chain=chain)
    if not gaps:
        raise UsageError("no gap is known there; `ecograph gaps` lists those that are")
    users = {g.product: g.users for g in gaps}
    entities = {*users, *(user for of_gap in users.values() for user in of_gap)}
    statements = {*user_statements(supply_use, users)}
    statements |= {s.statement for g in gaps for s in g.statements}
    if p.remedies:
        needs = needs_in(data, p, place, "all")
        result = remedies_of(supply_use, place, gap=gap, chain=chain, of_place=needs)
        for remedy in (r for g in result.gaps for r in g.remedies):
            entities |= {remedy.who, remedy.via, *remedy.users}
            statements |= {*remedy.statements}
    return frozenset(entities), frozenset(statements)


OPERATIONS = (
    Operation(
        "remedies",
        GROUP,
        (
            "谁或什么可能补上缺口：本地企业、科研机构、资金、政策、招商目标、首台套应用，各附路径和未知之处",
            "Who or what could close gaps: makers, research, funding, policy, makers elsewhere.",
        ),
        RemediesParams,
        _remedies,
        "ecograph remedies --chain 平板显示 --lang zh",
        (
            "距离：0 为该产品本身，1 为更窄的产品或所需技术，2 为更宽或同类的产品，3 为同环节、"
            "同投入或所属产业链，4 为同一产业的其他技术或产品。"
            "csv、json 给出排序所依的各项和陈述的编号。",
            "Distance: 0 is the product itself, 1 a narrower one or a technology that it needs, 2 "
            "a wider one or one beside it, 3 one of the same segment or inputs, or its industry, 4 "
            "something else of its industry. csv and json give the criteria of the rank and the "
            "ids of the statements.",
        ),
        definition="remedy",
    ),
    Operation(
        "introduce",
        GROUP,
        (
            "可以让谁对接：有需求的本地买方，和有能力而尚无已知联系的本地供应方",
            "Whom to bring together: local buyers and capable local suppliers with no known link.",
        ),
        IntroduceParams,
        _introduce,
        "ecograph introduce --graph tiny",
        definition="introduction",
    ),
    Operation(
        "attract",
        GROUP,
        (
            "可以招引谁（招商）：外地生产者，依次按可能补上的缺口、受其影响者和本地的吸引力排序",
            "Whom to attract (招商): makers elsewhere, by gaps they could close and ties here.",
        ),
        AttractParams,
        _attract,
        "ecograph attract --graph tiny",
        definition="attraction",
    ),
)
