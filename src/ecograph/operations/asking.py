"""What to ask next, as a question of the catalogue."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.base.results import Cell, table
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation
from ecograph.operations.result import Found, measured
from ecograph.operations.supply_chain import GROUP, needs_in, supply_use_of, where
from ecograph.operations.supply_chain_params import InPlace, how_many

if TYPE_CHECKING:
    from ecograph.base.results import Table
    from ecograph.graph.data import Data
    from ecograph.operations.shown import Shown
    from ecograph.supplychain.asking import AskingResult


@dataclass(frozen=True)
class AskNextParams(InPlace):
    """What `ask-next` asks."""

    top: int = how_many()


def _ask_next(data: "Data", p: AskNextParams) -> Found:
    from ecograph.supplychain.asking import questions_of
    from ecograph.supplychain.coverage import of_needs
    from ecograph.supplychain.needs import of_chain

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    of_place = needs_in(data, p, place, "all")
    result = questions_of(supply_use, place, chain=p.chain, of_place=of_place)
    points = {name: f"{100 * width:.0f}" for name, width in result.width.items()}
    width = word("note.width", linked=points["lmr.links"], potential=points["lmr.potential"])
    return measured(
        result,
        lambda shown: _rows(result, shown),
        [width] if result.questions else [word("note.nothing_to_ask")],
        of_needs(supply_use, result.method, of_chain(supply_use, of_place, p.chain)),
    )


def _rows(result: "AskingResult", shown: "Shown") -> "Table":
    """Each question with who would know and what an answer would narrow."""
    from ecograph.supplychain.asking import OFFICES

    columns = [*(() if shown.brief else ("key",)), "question", *shown.heads("product", "about")]
    columns += ["addressee", "links", "potential", "needs", "gaps", "tests", "exposed"]
    rows: list[list[Cell]] = []
    place = str(result.method.place)
    for q in result.questions:
        office = q.addressee in OFFICES
        who = shown.text(word(f"sheet.office_{q.addressee}")) if office else shown.of(q.addressee)
        about: list[Cell] = shown.ids(q.about) if q.about else [None] * len(shown.heads("about"))
        names = {
            "product": shown.of(q.product),
            "about": shown.of(q.about),
            "place": shown.of(place),
        }
        asked = shown.text(word(f"sheet.{q.wording}", **names))
        row: list[Cell] = [*(() if shown.brief else (q.key,)), asked, *shown.ids(q.product), *about]
        rows.append([*row, who, q.linked, q.potential, q.needs, q.gaps, q.tests, q.exposed])
    return table(columns, rows)


OPERATIONS = (
    Operation(
        "ask-next",
        GROUP,
        (
            "接下来该问什么：未知的事实按答复能使指标收窄多少排序，以及该问谁",
            "What to ask next: unknown facts by what an answer would narrow, and who would know.",
        ),
        AskNextParams,
        _ask_next,
        "ecograph ask-next --graph tiny",
        (
            "links 和 potential 是两个本地配套率的区间会收窄的部分；先比两者之和，再比能判定的"
            "缺口类型数、卡脖子检验数、涉及的需求数和受影响者数。"
            "--sheet FILE.xlsx 另写一份可填写的问卷，由 take-answers 读回。",
            "links and potential are by how much the bounds of the two matching rates would come "
            "together; their sum is compared first, then how many kinds of gaps and tests of "
            "chokepoints are decided, then how many needs it is about. --sheet FILE.xlsx also "
            "writes a questionnaire to be filled in, which take-answers reads back.",
        ),
        definition="question",
    ),
)
