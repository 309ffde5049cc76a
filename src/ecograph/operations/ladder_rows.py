"""Rungs of ladders, who stands on one and who comes nearest, as tables."""

from typing import TYPE_CHECKING

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Cell, Table, table
from ecograph.base.words import word
from ecograph.operations.eligibility_rows import condition_text, conditions_text, criteria_by_id
from ecograph.operations.shown import Shown
from ecograph.operations.supply_chain_rows import level_cell

if TYPE_CHECKING:
    from ecograph.ecosystem.ladders import Holder, LadderResult, Rung
    from ecograph.eligibility.verdicts import Eligibility

_FEW = 3  # conditions that a terminal shows of a rung


def rung_rows(result: "LadderResult", shown: Shown) -> Table:
    """Each rung with its counts, its conditions and who is known to stand there."""
    columns = ["branch", "step", *_heads(shown), "counts", "holders", "policy", "conditions_of"]
    columns += [] if shown.brief else ["statements"]
    rows = []
    asked: dict[tuple[str, str], list[str]] = {}
    for row in criteria_by_id(shown.data).values():
        said = condition_text(row, shown)
        asked.setdefault((row["policy"], row["award"]), []).append(said)
    for rung in result.rungs:
        rows.append(_rung_row(rung, asked, shown))
    return table(columns, rows)


def _heads(shown: Shown) -> list[str]:
    return ["rung"] if shown.brief else ["rung", "rung_label"]


def _rung_row(rung: "Rung", asked: dict[tuple[str, str], list[str]], shown: Shown) -> list[Cell]:
    branch = shown.text(word(f"ladder.{rung.branch}")) if shown.brief else rung.branch
    scheme = "talent-ladder" if rung.branch == "talent" else "firm-ladder"
    label = shown.word(scheme, rung.status)
    row: list[Cell] = [branch, rung.step, *([label] if shown.brief else [rung.status, label])]
    counts = [f"{shown.of(c.place)} {c.written} ({c.period})" for c in rung.counts]
    row.append(shown.joined(counts[:2] if shown.brief else counts) or None)
    row.append(shown.joined(_holder(h, shown) for h in rung.holders) or None)
    policies = dict.fromkeys(policy for policy, _ in rung.granting)
    row.append(shown.all(policies) or None)
    said = list(dict.fromkeys(s for key in rung.granting for s in asked.get(key, ())))
    few = said[:_FEW] if shown.brief else said
    more = f" +{len(said) - len(few)}" if len(said) > len(few) else ""
    row.append((shown.joined(few) + more) or None)
    if shown.brief:
        return row
    statements = [*(c.statement for c in rung.counts), *(h.statement for h in rung.holders)]
    return [*row, " ".join(dict.fromkeys([*statements, *rung.statements]))]


def _holder(holder: "Holder", shown: Shown) -> str:
    """Who stands there; of a status that has run out, that nothing says of a renewal."""
    named = shown.of(holder.holder)
    if not holder.lapsed:
        return named
    said = shown.text(word("ladder.lapsed", since=holder.since))
    return f"{named}（{said}）" if shown.language == "zh" else f"{named} ({said})"


def next_rows(rung: "Rung", nearest: "list[Eligibility]", shown: Shown) -> Table:
    """Who stands on a rung, then who comes nearest by its conditions."""
    columns = ["stands", *shown.heads("body"), "held_since", "met", "not_known", "evidence"]
    columns += [] if shown.brief else ["verdict", "policy", "award", "statements"]
    rows: list[list[Cell]] = []
    there = shown.text(word("ladder.stands")) if shown.brief else "stands"
    near = shown.text(word("ladder.next")) if shown.brief else "next"
    for h in rung.holders:
        since = h.since
        if h.lapsed and shown.brief:
            since = shown.text(word("ladder.lapsed", since=h.since))
        row: list[Cell] = [there, *shown.ids(h.holder), since, None, None]
        row.append(level_cell(EVIDENCE[h.level], shown))
        rows.append(row if shown.brief else [*row, None, None, None, h.statement])
    criteria = criteria_by_id(shown.data) if nearest else {}
    for e in nearest:
        met = conditions_text(e.met, criteria, shown, True)
        missing = conditions_text(e.missing, criteria, shown, False)
        levels = [c.level for c in e.met if c.level is not None]
        row = [near, *shown.ids(e.body), None, met, missing]
        row.append(level_cell(EVIDENCE[max(levels)], shown) if levels else None)
        facts = " ".join(dict.fromkeys(c.fact for c in e.checks if c.fact))
        rows.append(row if shown.brief else [*row, e.verdict, e.policy, e.award, facts])
    return table(columns, rows)
