"""The questions of an innovation ecosystem: the chain of incubation, who could join forces."""

from collections import Counter
from typing import TYPE_CHECKING

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.results import Coverage, Method
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation
from ecograph.operations.counted import Counts
from ecograph.operations.ecosystem_params import (
    ConsortiumParams,
    FiveChainsParams,
    IncubationParams,
    LadderParams,
    MoneyParams,
    OwnersParams,
)
from ecograph.operations.result import Found, measured
from ecograph.operations.supply_chain import GROUP, needs_in, supply_use_of, where

if TYPE_CHECKING:
    from ecograph.base.results import Both, Interval
    from ecograph.ecosystem.ownership import OwnershipResult
    from ecograph.eligibility.verdicts import Eligibility
    from ecograph.graph.data import Data


def _incubation(data: "Data", p: IncubationParams) -> Found:
    from ecograph.ecosystem.incubation import incubation_of
    from ecograph.operations.ecosystem_rows import incubation_rows

    database, place = supply_use_of(data, p).database, where(data, p.place)
    below = data.tables.chains_below
    chains = (
        sorted(below[p.chain]) if p.chain else sorted(data.tables.column("industry_chain", "id"))
    )
    parameters: dict[str, str | int | float | bool | None] = {"chain": p.chain}
    method = Method("incubation.stages", place, parameters, evidence=p.evidence, sources=p.sources)
    result = incubation_of(database, method, place, chains)
    states = Counter(s.state for s in result.stages if s.chain)
    known, total = result.method.known or 0, result.method.total or 0
    note = word(
        "note.incubation",
        industries=len(chains),
        exists=states["exists"],
        other=known - states["exists"],
        none=total - known,
    )
    return measured(
        result,
        lambda shown: incubation_rows(result, shown, empty=p.empty or bool(p.chain)),
        [note],
        Coverage("incubation.stages", "stages", known, total),
    )


def _consortium(data: "Data", p: ConsortiumParams) -> Found:
    from ecograph.operations.ecosystem_rows import consortium_rows
    from ecograph.supplychain.consortium import consortium_of

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    result = consortium_of(supply_use, place, p.about, of_place=needs_in(data, p, place, "all"))
    notes = [word("note.empty_seat", layer=word(f"consortium.{layer}")) for layer in result.empty]
    states = Counter(s.modality == "exists" for s in result.standing)
    shared = sum(bool(s.shared) for s in result.standing)
    notes.append(word("note.standing", exists=states[True], other=states[False], shared=shared))
    if any(s.tied > 1 for s in result.seats):
        notes.append(word("note.tied"))
    return measured(result, lambda shown: consortium_rows(result, shown, p.most), notes)


def _ladder(data: "Data", p: LadderParams) -> Found:
    from ecograph.ecosystem.ladders import LADDERS, ladders_of, rungs_of
    from ecograph.eligibility.eligible import newest_day
    from ecograph.eligibility.verdicts import last_day
    from ecograph.operations.ladder_rows import next_rows, rung_rows

    known = [key for _, _, key in rungs_of(LADDERS[p.of])]
    if p.rung is not None and p.rung not in known:
        raise UnknownName("rung", p.rung, known, ", ".join(known))
    counts = Counts(p.evidence, p.sources)
    database, place = supply_use_of(data, counts).database, where(data, p.place)
    parameters: dict[str, str | int | float | bool | None]
    parameters = {"of": p.of, "rung": p.rung, "chain": p.chain, "as_of": p.as_of}
    method = Method("ladder", place, parameters, evidence=p.evidence, sources=p.sources)
    inside = sorted(k for k, around in data.tables.places_of.items() if place in around)
    day = last_day(p.as_of or newest_day(data.tables, p.sources) or "9999").isoformat()
    places = [place, *(k for k in inside if k != place)]
    result = ladders_of(database, method, places, p.of, day, p.rung)
    coverage = Coverage("ladder", "rungs", result.method.known or 0, result.method.total or 0)
    if p.rung is None or p.of == "talent":
        notes = [word("note.ladder", known=coverage.known, all=coverage.total)]
        return measured(result, lambda shown: rung_rows(result, shown), notes, coverage)
    (rung,) = result.rungs
    above = [(b, s) for b, s, key in rungs_of(LADDERS[p.of]) if key == p.rung]
    keys = [k for b, s, k in rungs_of(LADDERS[p.of]) if any(b == x and s >= y for x, y in above)]
    whole = ladders_of(database, method, places, p.of, day)
    there = {h.holder for r in whole.rungs if r.status in keys for h in r.holders}
    nearest = _nearest(data, p, rung.granting, there)
    note = word(
        "note.rung",
        stand=len(rung.holders),
        near=len(nearest),
        counts="; ".join(f"{c.written} ({c.period})" for c in rung.counts) or "–",
    )
    return measured(result, lambda shown: next_rows(rung, nearest, shown), [note], coverage)


def _money(data: "Data", p: MoneyParams) -> Found:
    from ecograph.ecosystem.ladders import LADDERS, rungs_of
    from ecograph.ecosystem.money import money_of
    from ecograph.operations.money_rows import money_rows

    database = supply_use_of(data, p).database
    rungs = [key for _, _, key in rungs_of(LADDERS["firms"])]
    chains = data.tables.chains_below[p.chain] if p.chain else ()
    method = Method("money.reach", None, {"chain": p.chain}, evidence=p.evidence, sources=p.sources)
    result = money_of(database, method, rungs, p.chain, chains)
    known, total = result.method.known or 0, result.method.total or 0
    note = word("note.money", known=known, all=total, empty=total - known)
    return measured(
        result,
        lambda shown: money_rows(result, shown),
        [note],
        Coverage("money.reach", "cells", known, total),
    )


def _owners(data: "Data", p: OwnersParams) -> Found:
    from ecograph.ecosystem.ownership import ownership_of
    from ecograph.eligibility.eligible import newest_day
    from ecograph.eligibility.verdicts import last_day
    from ecograph.operations.money_rows import stake_rows

    database = supply_use_of(data, Counts(p.evidence, p.sources)).database
    day = last_day(p.as_of or newest_day(data.tables, p.sources)).isoformat()
    parameters: dict[str, str | int | float | bool | None]
    parameters = {"about": p.about, "down": p.down, "as_of": day}
    method = Method("ownership", None, parameters, evidence=p.evidence, sources=p.sources)
    result = ownership_of(database, method, p.about, day, down=p.down)
    known, total = result.method.known or 0, result.method.total or 0
    notes = [word("note.owners", as_of=day, known=known, all=total)] if total else []
    low, high = result.direct or (1.0, 1.0)
    if total and low < 1:
        said, rest = f"{low:.2%}", (f"{1 - low:.2%}",) * 2
        if low < high:
            said, rest = f"{low:.0%}–{high:.0%}", (f"至多 {1 - low:.0%}", f"up to {1 - low:.0%}")
        notes.append(word("note.direct", share=said, rest=rest))
    if result.planned:
        notes.append(word("note.planned_shares", who=_planned(data, result, p.down)))
    if not total:
        notes.append(word("note.no_owner", who=data.labels.both(p.about)))
    if result.cut:
        notes.append(word("note.ways_cut"))
    return measured(
        result,
        lambda shown: stake_rows(result, shown, down=p.down),
        notes,
        Coverage("ownership", "holdings", known, total),
    )


def _planned(data: "Data", result: "OwnershipResult", down: bool) -> "Both":
    """Holdings that were only planned, each with its share and year."""
    said = []
    for step in result.planned:
        zh, en = data.labels.both(step.owned if down else step.owner)
        year = step.since or "?"
        said.append((f"{zh} {step.low:.2%}（{year}）", f"{en} {step.low:.2%} ({year})"))
    return "；".join(zh for zh, _ in said), "; ".join(en for _, en in said)


def _five_chains(data: "Data", p: FiveChainsParams) -> Found:
    from ecograph.ecosystem.five_chains import five_chains_of
    from ecograph.operations.ecosystem_rows import five_rows

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    below = data.tables.chains_below
    chains = sorted(below[p.chain]) if p.chain else sorted(below)
    parameters: dict[str, str | int | float | bool | None] = {"chain": p.chain}
    method = Method("five.coupling", place, parameters, evidence=p.evidence, sources=p.sources)
    supply = _supply_of(data, p, place, chains)
    result = five_chains_of(supply_use.database, method, place, chains, supply)
    figures = sum(i.coupling is not None for i in result.industries)
    known, total = result.method.known or 0, result.method.total or 0
    note = word("note.five", known=known, all=total, figures=figures, refused=len(chains) - figures)
    coverage = Coverage("five.coupling", "scores", known, total)
    return measured(result, lambda shown: five_rows(result, shown), [note], coverage)


def _supply_of(
    data: "Data", p: FiveChainsParams, place: str, chains: list[str]
) -> "dict[str, tuple[int, int, Interval]]":
    """Of each chain how many of its needs are or could be met in the place, of how many."""
    from ecograph.supplychain.needs import needs_of

    supply_use, of_place = supply_use_of(data, p), needs_in(data, p, place, "all")
    found = {}
    for chain in chains:
        try:
            result = needs_of(supply_use, place, chain=chain, inputs="all", of_place=of_place)
        except UsageError:  # no need of it is known
            continue
        rate = next(r for r in result.rates if r.definition == "lmr.potential").interval
        met = result.counts["linked-local"] + result.counts["latent-local"]
        if rate is not None:
            found[chain] = (met, len(result.counted), rate)
    return found


_MET = 2  # conditions that who comes nearest meets at least


def _nearest(
    data: "Data", p: LadderParams, granting: "tuple[tuple[str, str], ...]", there: set[str]
) -> "list[Eligibility]":
    """Who stands on no rung as high, fails nothing and meets _MET or more: of each the best way."""
    from ecograph.eligibility.eligible import eligible, firms_of, newest_day
    from ecograph.eligibility.verdicts import last_day

    counts = Counts(p.evidence, p.sources)
    database, place = supply_use_of(data, counts).database, where(data, p.place)
    chains = data.tables.chains_below[p.chain] if p.chain else None
    bodies = [b for b in firms_of(database, place, chains) if b not in there]
    day = last_day(p.as_of or newest_day(data.tables, p.sources))
    method = Method("eligibility", place, {"as_of": day.isoformat()})
    policies = sorted({policy for policy, _ in granting})
    found: dict[str, Eligibility] = {}
    for e in eligible(database, method, policies, bodies, day).eligibilities:
        if (e.policy, e.award) in granting and e.verdict != "not" and e.supported >= _MET:
            found.setdefault(e.body, e)
    return list(found.values())


OPERATIONS = (
    Operation(
        "incubation",
        GROUP,
        (
            "产业育成孵化链：每个产业的新型研发机构、概念验证、中试、孵化器、未来产业园、飞地各有没有",
            "The incubation chain: which of its six stages an industry is known to have or plan.",
        ),
        IncubationParams,
        _incubation,
        "ecograph incubation --lang zh",
        (
            "一行是一个产业；空格是图谱不知道，不是没有。不属于任何产业的机构列在最后一行。"
            "csv、json 一行是一个产业的一个环节，带陈述编号。",
            "A row is an industry; an empty cell is not known, which is not none. Bodies of no "
            "industry in particular are in the last row. In csv and json a row is a stage of an "
            "industry, with the ids of the statements.",
        ),
        definition="incubation.stages",
    ),
    Operation(
        "consortium",
        GROUP,
        (
            "创新联合体：为一项短板，谁可坐核心层、紧密协作层、一般协作层，有何理由，哪一层空缺",
            "Who could sit in a consortium on something needed: core, close and general layer.",
        ),
        ConsortiumParams,
        _consortium,
        "ecograph consortium 光刻胶 --lang zh",
        (
            "候选来自 remedies：有此需求的企业和能做的企业入核心层，科研机构和平台入紧密协作层，"
            "资金和外地企业入一般协作层。先比是否牵头其产业、是否在本地、离需求多近，再比是否有此需求、"
            "在哪些联合体、彼此合作过几次、有何资质。现有的联合体列在后面。",
            "Candidates are those of `remedies`: firms that need it or could make it in the core, "
            "laboratories and platforms close to it, money and makers elsewhere around. Ranked by "
            "leading their industry, being here, how near, then needing it, consortia, past work "
            "with each other, statuses. The consortia that there are come after them.",
        ),
        definition="consortium",
    ),
    Operation(
        "ladder",
        GROUP,
        (
            "企业和人才梯队：每一级有多少、条件是什么、已有谁，谁按条件最接近",
            "Ladders of firms and talent: counts, conditions, who stands where, who is next.",
        ),
        LadderParams,
        _ladder,
        "ecograph ladder --lang zh",
        (
            "--rung KEY 列出某一级：先是已有认定的企业，再是没有不满足的条件、满足至少两项的，"
            "满足多的在先。家数是来源所写的最近一次；“已知者”只是图谱中有认定的。",
            "--rung KEY shows one rung: first who holds it by a certificate, then who fails none "
            "of its conditions and meets two or more, the most first. Counts are the last that a "
            "source writes; holders are only those of which the graph has a certificate.",
        ),
        definition="ladder",
    ),
    Operation(
        "money",
        GROUP,
        (
            "资金找阶段：每一级企业有哪些基金、信贷和政策可用，哪些格子是空的",
            "Which funds, credit and policies reach which rung of firms.",
        ),
        MoneyParams,
        _money,
        "ecograph money --chain 生物医药 --lang zh",
        (
            "一格里先列同时对准这一级和这一产业的，再列只对准这一级（不限产业）的；"
            "只对准这一产业（不限级别）的在最后一行。空格是图谱不知道，不是没有。",
            "In a cell come first those that are for the rung and the industry, then those for the "
            "rung of any industry; those for the industry on any rung are in the last row. An "
            "empty cell is not known, which is not none.",
        ),
        definition="money.reach",
    ),
    Operation(
        "owners",
        GROUP,
        (
            "股权追溯到顶：谁直接或间接持股，比例逐层相乘，未知的比例作区间",
            "Who owns it, to the top: shares multiplied along each way, unknown ones as bounds.",
        ),
        OwnersParams,
        _owners,
        "ecograph owners 厦门天马微电子有限公司 --lang zh",
        (
            "各路径相乘后相加；没有写明比例的投资在零与全部之间；控股在一半与全部之间。",
            "The products along all ways are added; an investment of no stated share is between "
            "nothing and all, a controlling one between half and all.",
        ),
        definition="ownership",
    ),
    Operation(
        "five-chains",
        GROUP,
        (
            "五链：每个产业的创新、产业、供应、人才、资金链，图谱各知道多少；五者俱全才算耦合",
            "The five chains of each industry: what is known of each; coupling where all are.",
        ),
        FiveChainsParams,
        _five_chains,
        "ecograph five-chains --lang zh",
        (
            "创新：所属技术中本地有机构研究或掌握的；产业：环节中本地有企业的；"
            "供应：需求中本地已配套或可配套的；资金：本地企业中已知有投资者的；人才：写明人数的。都是下限，不知道的可能也有。"
            "任何一链只有区间时不算耦合度，并说明是哪一链。",
            "Innovation: technologies of it that a body here works on or has; industry: segments "
            "with a maker here; supply: needs that are or could be met here; capital: firms here "
            "with a known investor; talent: numbers that are stated. All are lower bounds. Where "
            "one is only bounded, the coupling is refused, and it is said for which.",
        ),
        definition="five.coupling",
    ),
)
