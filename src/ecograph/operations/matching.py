"""The question of all places at once: how far what each needs is met in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.base.places import PLACES
from ecograph.base.results import Cell, Coverage, Table, table
from ecograph.base.spark_session import SPARK
from ecograph.operations.catalogue import Operation, param
from ecograph.operations.counted import least_evidence, whose_word
from ecograph.operations.result import Found, measured
from ecograph.operations.shown import Shown
from ecograph.operations.spark import on_spark
from ecograph.operations.supply_chain import GROUP, supply_use_of
from ecograph.operations.supply_chain_params import how_many, which_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecograph.base.results import Interval
    from ecograph.graph.data import Data
    from ecograph.supplychain.matching import MatchingResult


@dataclass(frozen=True)
class MatchingParams:
    """What `matching` asks."""

    class_: str = param(
        "比较哪一级地方", "Which class of places is compared.", "City", choices=PLACES
    )
    within: str | None = param(
        "只看此地之内的地方，如一个省的各市",
        "Only places inside this one, such as the cities of a province.",
        None,
        entity="Place",
    )
    product: str | None = param(
        "只看这一产品或技术：何地需要、有无本地来源",
        "Only this product or technology: where it is needed, and how it stands there.",
        None,
        entity="",
    )
    each: bool = param(
        "改为列出每个地方每种产品的缺口", "Each gap of each place instead of sums.", False
    )
    evidence: str = least_evidence()
    sources: str = whose_word()
    inputs: str = which_inputs("product")
    engine: str = param(
        "在哪里算，结果相同；spark 读 export -f parquet 写出的目录，本机或 spark://…、sc://…",
        "Where it is computed; the values are equal. spark reads what export -f parquet wrote, on "
        "this machine, or at spark://… or sc://….",
        "duckdb",
        choices=("duckdb", SPARK),
    )
    top: int = how_many()


def _matching(data: "Data", p: MatchingParams) -> Found:
    from ecograph.supplychain.matching import matching_of

    result = matching_of(
        supply_use_of(data, p), p.class_, within=p.within, product=p.product, inputs=p.inputs
    )
    if on_spark(data, p.engine) is not None:
        data.require_labels(key for gap in result.gaps for key in (gap.place, gap.product))
    method = result.method
    each = p.each or p.product is not None
    return measured(
        result,
        lambda shown: _gap_rows(result, shown) if each else _place_rows(result, shown),
        result.notes,
        Coverage("matching", "pairs", method.known or 0, method.total or 0),
    )


def _place_rows(result: "MatchingResult", shown: Shown) -> Table:
    """Each place: pairs by state, needed products by kind of gap, both rates."""
    if shown.brief:
        return _brief_places(result, shown)
    first = result.places[0]
    columns = [*shown.heads("place"), "pairs", "products", *first.states]
    columns += [f"products_{kind}" for kind in first.kinds]
    columns += ["link_rate_low", "link_rate_high"]
    columns += ["potential_rate_low", "potential_rate_high"]
    rows: list[list[Cell]] = [
        [
            *shown.ids(of.place),
            *(of.pairs, of.products, *of.states.values(), *of.kinds.values()),
            *(of.linked.low, of.linked.high, of.potential.low, of.potential.high),
        ]
        for of in result.places
    ]
    return table(columns, rows)


def _brief_places(result: "MatchingResult", shown: Shown) -> Table:
    columns = ["place", "pairs", "states", "link_rate", "potential_rate", "products", "kinds"]
    rows: list[list[Cell]] = []
    for of in result.places:
        row: list[Cell] = [shown.of(of.place), of.pairs, _counted("need-state", of.states, shown)]
        row += [_bounds(of.linked), _bounds(of.potential)]
        row += [of.products, _counted("gap-kind", of.kinds, shown)]
        rows.append(row)
    return table(columns, rows)


def _gap_rows(result: "MatchingResult", shown: Shown) -> Table:
    """Each pair of place and product: the kind of gap, pairs by state, local makers."""
    if shown.brief:
        rows: list[list[Cell]] = []
        for g in result.gaps:
            named: list[Cell] = [shown.of(g.place), shown.of(g.product)]
            named += [shown.word("gap-kind", g.kind), g.pairs]
            named += [_counted("need-state", g.states, shown), g.local_makers]
            rows.append(named)
        return table(["place", "product", "kind", "pairs", "states", "local_makers"], rows)
    columns = [*shown.heads("place", "product"), "kind", "pairs", *result.gaps[0].states]
    columns += ["may_link", "may_meet", "local_makers", "lq"]
    return table(
        columns,
        [
            [
                *(*shown.ids(g.place), *shown.ids(g.product), g.kind, g.pairs),
                *(*g.states.values(), g.may_link, g.may_meet, g.local_makers, g.lq),
            ]
            for g in result.gaps
        ],
    )


def _counted(scheme: str, counts: "Mapping[str, int]", shown: Shown) -> str:
    """What there is of each key of a code list, those of which there is none left out."""
    return ", ".join(f"{shown.word(scheme, key)} {n}" for key, n in counts.items() if n)


def _bounds(interval: "Interval") -> str:
    low, high = f"{interval.low:.2f}", f"{interval.high:.2f}"
    return low if low == high else f"{low}–{high}"


OPERATIONS = (
    Operation(
        "matching",
        GROUP,
        (
            "同级各地一次比较：需求多少在当地得到满足，各有哪些类缺口；或一种产品在各地如何",
            "All places of a class at once: how far needs are met there, gaps by kind; or one "
            "product.",
        ),
        MatchingParams,
        _matching,
        "ecograph matching --graph tiny --class City",
        (
            "缺口类型与 `gaps` 问该地方时相同；资料称缺的设施和延链候选不在其中。",
            "A product has the kind in a place that `gaps` gives it there; facilities said to be "
            "lacking and candidates for extension are left to `gaps`.",
        ),
        definition="matching",
    ),
)
