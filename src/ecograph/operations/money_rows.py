"""The matrix of money by rung, and stakes to the top, as tables."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Cell, Table, table
from ecograph.base.words import word
from ecograph.operations.shown import Shown
from ecograph.operations.supply_chain_rows import level_cell

if TYPE_CHECKING:
    from ecograph.ecosystem.money import MoneyResult, Reach
    from ecograph.ecosystem.ownership import OwnershipResult, Stake, Step

_FEW = 3  # names in a cell of a terminal


def money_rows(result: "MoneyResult", shown: Shown) -> Table:
    """Rungs with what reaches them by sort; for machines a row for each instrument and cell."""
    from ecograph.ecosystem.money import SORTS

    if shown.brief:
        by_rung: dict[str, list[Cell]] = {}
        for cell in result.cells:
            row = by_rung.setdefault(cell.rung, [_rung(cell.rung, shown)])
            row.append(_names(cell.reaches, shown))
        return table(["rung", *(f"money_{s}" for s in SORTS)], list(by_rung.values()))
    columns = ["rung", "rung_label", "industry", "sort", "instrument", "instrument_label", "fit"]
    columns += ["how", "modality", "evidence", "statements"]
    rows: list[list[Cell]] = []
    for cell in result.cells:
        head: list[Cell] = [cell.rung or None, _rung(cell.rung, shown), cell.chain, cell.sort]
        if not cell.reaches:
            rows.append([*head, *[None] * (len(columns) - len(head))])
        rows += [[*head, *_reach(r, shown)] for r in cell.reaches]
    return table(columns, rows)


def _rung(key: str, shown: Shown) -> str:
    return shown.word("firm-ladder", key) if key else shown.text(word("money.any"))


def _names(reaches: "Sequence[Reach]", shown: Shown) -> str | None:
    said = []
    for r in reaches:
        more = [] if r.fit == "both" else [shown.text(word(f"money.{r.fit}"))]
        more += [shown.text(word("money.invested"))] if r.how == ("invested",) else []
        more += [] if r.modality == "exists" else [shown.word("modality", r.modality)]
        said.append(_with(shown.of(r.instrument), more, shown))
    few = said[:_FEW]
    rest = f" +{len(said) - len(few)}" if len(said) > len(few) else ""
    return (shown.joined(few) + rest) or None


def _reach(r: "Reach", shown: Shown) -> list[Cell]:
    return [
        *(r.instrument, shown.of(r.instrument), r.fit, " ".join(r.how), r.modality),
        *(level_cell(EVIDENCE[r.level], shown), " ".join(r.statements)),
    ]


def stake_rows(result: "OwnershipResult", shown: Shown, *, down: bool) -> Table:
    """Each owner, or what is owned, with the part at least and at most, and the ways to it."""
    columns = [*shown.heads("owned" if down else "owner"), "share_low", "share_high", "is_top"]
    columns += ["ways", "evidence", *([] if shown.brief else ["statements"])]
    return table(columns, [_stake_row(s, shown, down) for s in result.stakes])


def _stake_row(stake: "Stake", shown: Shown, down: bool) -> list[Cell]:
    ways = [_way(way, shown, down) for way in stake.ways]
    few = ways[:_FEW] if shown.brief else ways
    rest = f" +{len(ways) - len(few)}" if len(ways) > len(few) else ""
    level = min(max(step.level for step in way) for way in stake.ways)
    top: Cell = stake.top
    if shown.brief:
        top = shown.text(word("verdict.true" if top else "verdict.false"))
    row: list[Cell] = [
        *shown.ids(stake.owned if down else stake.owner),
        *(stake.low, stake.high, top),
        shown.joined(few) + rest,
        level_cell(EVIDENCE[level], shown),
    ]
    if shown.brief:
        return row
    return [*row, " ".join(dict.fromkeys(s.statement for way in stake.ways for s in way))]


def _way(way: "Sequence[Step]", shown: Shown, down: bool) -> str:
    """A way from the top down, with the share of each step."""
    steps = list(way) if down else list(reversed(way))
    parts = [shown.of(steps[0].owner)]
    for step in steps:
        low, high = step.low, step.high
        share = (
            f"{low:.1%}"
            if low == high
            else "?"
            if (low, high) == (0, 1)
            else f"{low:.0%}–{high:.0%}"
        )
        dated = f" ({step.since})" if step.since else ""
        parts.append(f"–{share}{dated}→ {shown.of(step.owned)}")
    return " ".join(parts)


def _with(named: str, more: list[str], shown: Shown) -> str:
    if not more:
        return named
    return (
        f"{named}（{'，'.join(more)}）"
        if shown.language == "zh"
        else f"{named} ({', '.join(more)})"
    )
