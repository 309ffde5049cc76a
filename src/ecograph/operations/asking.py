"""What to ask next, as a question of the catalogue."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecograph.base.results import Cell, table
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation, param
from ecograph.operations.counted import Counts
from ecograph.operations.result import Found, measured
from ecograph.operations.supply_chain import GROUP, needs_in, supply_use_of, where
from ecograph.operations.supply_chain_params import InPlace, how_many

if TYPE_CHECKING:
    from ecograph.base.results import Table
    from ecograph.graph.data import Data
    from ecograph.operations.shown import Shown
    from ecograph.supplychain.asking import AskingResult, Question


@dataclass(frozen=True)
class AskNextParams(InPlace):
    """What `ask-next` asks."""

    about: str = param(
        "问什么：needs 需求从何而来，policies 政策条件所看的事实，all 两者",
        "What about: where needs are met, facts that conditions of policies ask for, or all.",
        "all",
        choices=("all", "needs", "policies"),
    )
    top: int = how_many()


def _ask_next(data: "Data", p: AskNextParams) -> Found:
    from ecograph.supplychain.asking import questions_of
    from ecograph.supplychain.coverage import of_needs
    from ecograph.supplychain.needs import of_chain

    supply_use, place = supply_use_of(data, p), where(data, p.place)
    of_place = needs_in(data, p, place, "all")
    found = questions_of(supply_use, place, chain=p.chain, of_place=of_place)
    of_needs_ = found.questions if p.about != "policies" else ()
    of_policies = _of_policies(data, p, place) if p.about != "needs" else ()
    result = replace(found, questions=(*of_needs_, *of_policies))
    points = {name: f"{100 * width:.0f}" for name, width in result.width.items()}
    width = word("note.width", linked=points["lmr.links"], potential=points["lmr.potential"])
    notes = [width] if of_needs_ else []
    if of_policies:
        notes.append(word("note.of_policies", count=len(of_policies)))
    return measured(
        result,
        lambda shown: _rows(result, shown),
        notes or [word("note.nothing_to_ask")],
        of_needs(supply_use, result.method, of_chain(supply_use, of_place, p.chain)),
    )


def _of_policies(data: "Data", p: AskNextParams, place: str) -> "tuple[Question, ...]":
    """What to ask firms of the place so that more of who is eligible for what can be told."""
    from ecograph.eligibility.asking import missing_facts
    from ecograph.eligibility.eligible import firms_of, newest_day, policies_with_conditions
    from ecograph.eligibility.verdicts import last_day, verdicts
    from ecograph.supplychain.asking import Question

    database = supply_use_of(data, Counts(p.evidence, p.sources)).database
    policies = policies_with_conditions(database)
    day = p.as_of or newest_day(data.tables, p.sources)
    if not policies or not day:
        return ()
    chains = data.tables.chains_below[p.chain] if p.chain else None
    layer = verdicts(database, policies, firms_of(database, place, chains), last_day(day))
    return tuple(
        Question(
            key="-".join(filter(None, (m.kind, m.body, m.asked))),
            kind=m.kind,
            product=m.asked or "",
            about=m.body,
            addressee=m.body,
            linked=0.0,
            potential=0.0,
            needs=0,
            gaps=0,
            tests=0,
            exposed=0,
            settles=m.settles,
            awards=m.awards,
        )
        for m in missing_facts(layer)
    )


def _rows(result: "AskingResult", shown: "Shown") -> "Table":
    """Each question with who would know and what an answer would narrow."""
    from ecograph.supplychain.asking import OF_POLICIES, OFFICES, what_is_asked

    columns = [*(() if shown.brief else ("key",)), "question", *shown.heads("product", "about")]
    columns += ["addressee", "links", "potential", "needs", "gaps", "tests", "exposed"]
    columns += ["settles", "awards"]
    rows: list[list[Cell]] = []
    place = str(result.method.place)
    for q in result.questions:
        office = q.addressee in OFFICES
        who = shown.text(word(f"sheet.office_{q.addressee}")) if office else shown.of(q.addressee)
        about: list[Cell] = shown.ids(q.about) if q.about else [None] * len(shown.heads("about"))
        names = {
            "product": shown.text(what_is_asked(q, shown.labels)),
            "about": shown.of(q.about),
            "place": shown.of(place),
        }
        asked = shown.text(word(f"sheet.{q.wording}", **names))
        of_policy = q.kind in OF_POLICIES
        product: list[Cell] = [None] * len(shown.heads("product"))
        row: list[Cell] = [*(() if shown.brief else (q.key,)), asked]
        row += [*(product if of_policy else shown.ids(q.product)), *about, who]
        narrows: list[Cell] = [q.linked, q.potential, q.needs, q.gaps, q.tests, q.exposed]
        row += [None] * len(narrows) if of_policy else narrows
        rows.append([*row, *((q.settles, q.awards) if of_policy else (None, None))])
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
            "缺口类型数、卡脖子检验数、涉及的需求数和受影响者数。其后是政策条件所看的事实："
            "settles 是只缺这一项就能判定的奖补数，awards 是看这一项的奖补数。"
            "--sheet FILE.xlsx 另写一份可填写的问卷，由 take-answers 读回。",
            "links and potential are by how much the bounds of the two matching rates would come "
            "together; their sum is compared first, then how many kinds of gaps and tests of "
            "chokepoints are decided, then how many needs it is about. Then come facts that "
            "conditions of policies ask for: settles is of how many awards it is the only fact "
            "missing, awards of how many it is one. --sheet FILE.xlsx also "
            "writes a questionnaire to be filled in, which take-answers reads back.",
        ),
        definition="question",
    ),
)
