"""The question of places beside their like."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.base.results import Cell, Coverage, Method, Table, table
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation, param
from ecograph.operations.counted import whose_word
from ecograph.operations.result import Found, measured
from ecograph.operations.shown import Shown
from ecograph.operations.supply_chain import GROUP
from ecograph.operations.supply_chain_params import how_many

if TYPE_CHECKING:
    from ecograph.graph.data import Data
    from ecograph.regional.comparison import ComparisonResult, Refusal, Standing


@dataclass(frozen=True)
class CompareParams:
    """What `compare` asks."""

    place: str | None = param(
        "只看这一地方的名次，即它的画像", "Only this place: its profile.", None, entity="Place"
    )
    indicator: str | None = param("只看这一指标", "Only this indicator.", None, entity="Indicator")
    refused: bool = param(
        "改为列出没有比较的数值和原因", "What was not compared, and why, instead.", False
    )
    sources: str = whose_word()
    top: int = how_many()


def _compare(data: "Data", p: CompareParams) -> Found:
    from ecograph.regional.comparison import comparison_of

    counted = None if p.sources == "all" else data.tables.counted_sources(p.sources)
    parameters: dict[str, str | int | float | bool | None] = {"indicator": p.indicator}
    method = Method("comparison", p.place, parameters, sources=p.sources)
    result = comparison_of(data.tables, method, counted, indicator=p.indicator, place=p.place)
    why = Counter(r.why for r in result.refused)
    reasons = "; ".join
    said = (
        reasons(f"{word(f'compare.{k}')[0]} {n}" for k, n in sorted(why.items())),
        reasons(f"{word(f'compare.{k}')[1]}: {n}" for k, n in sorted(why.items())),
    )
    counts = {"known": len(result.standings), "refused": len(result.refused)}
    note = word("note.compared", why=said, **counts)
    return measured(
        result,
        lambda shown: refusal_rows(result.refused, shown) if p.refused else rows(result, shown),
        [note],
        Coverage("comparison", "values", counts["known"], counts["known"] + counts["refused"]),
    )


_FEW = 3  # places, of which a rank names the others


def rows(result: "ComparisonResult", shown: Shown) -> Table:
    """Each standing: the value, the rank, the distances, the trend."""
    columns = [*shown.heads("indicator"), "period", *shown.heads("place"), "value_written"]
    columns += ["rank_of", "leader", "behind", "nation", "growth"]
    columns += [] if shown.brief else ["best", "worst", "of", "points", "part", "statements"]
    return table(columns, [_row(s, shown) for s in result.standings])


def _row(s: "Standing", shown: Shown) -> list[Cell]:
    from ecograph.regional.comparison import growth_words, nation_words

    rank = f"{s.best}" if s.best == s.worst else f"{s.best}–{s.worst}"
    if s.of <= _FEW:  # last of two is hardly a rank: with whom
        rank = f"{rank} / {s.of} ({', '.join(filter(None, map(shown.of, s.beside)))})"
    else:
        rank = f"{rank} / {s.of}"
    nation, growth = nation_words(s), growth_words(s)
    row: list[Cell] = [*shown.ids(s.indicator), s.period, *shown.ids(s.place), s.written]
    row += [rank, shown.of(s.leader), s.behind]
    row += [nation and shown.text(nation), growth and shown.text(growth)]
    if shown.brief:
        return row
    return [*row, s.best, s.worst, s.of, s.points, s.part, s.statement]


def refusal_rows(refused: "tuple[Refusal, ...]", shown: Shown) -> Table:
    """Each value that was not compared, with the reason."""
    columns = [
        *shown.heads("indicator"),
        "period",
        *shown.heads("place"),
        "value_written",
        "why_not",
    ]
    columns += [] if shown.brief else ["statements"]
    found: list[list[Cell]] = []
    for r in refused:
        why = shown.text(word(f"compare.{r.why}")) if shown.brief else r.why
        row: list[Cell] = [*shown.ids(r.indicator), r.period, *shown.ids(r.place), r.written, why]
        found.append(row if shown.brief else [*row, r.statement])
    return table(columns, found)


OPERATIONS = (
    Operation(
        "compare",
        GROUP,
        (
            "城市比较：同指标、同年、同单位才比；名次、与领先者和全国的距离、趋势；不能比的说明原因",
            "Like places compared: rank, distance from leader and nation, trend; or why not.",
        ),
        CompareParams,
        _compare,
        "ecograph compare --place 厦门市 --lang zh",
        (
            "只有上下限的数值，名次也是区间。比例与全国比差几个百分点，可加的数量比占全国几成；"
            "全国的总量不与城市并列排名。--refused 列出没有比较的数值和原因。",
            "Of values that are bounds the rank is an interval. A percentage is compared with the "
            "nation in points, an amount that adds up as a part of it; a total of the nation is "
            "never ranked with cities. --refused lists what was not compared, and why.",
        ),
        definition="comparison",
    ),
)
