"""The questions of the graph itself: what is said, who is called so, what it should answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.base.evidence import WEAKEST
from ecograph.base.results import Both, Cell, Table, table
from ecograph.base.words import word
from ecograph.graph.cited_graph import Cut
from ecograph.operations.catalogue import Operation, param
from ecograph.operations.counted import least_evidence, whose_word
from ecograph.operations.result import Found
from ecograph.operations.shown import Shown

if TYPE_CHECKING:
    from ecograph.graph.data import Data


@dataclass(frozen=True)
class ShowParams:
    """What `show` asks."""

    name: str = param(
        "编号、名称、别名或代码，中英文皆可",
        "An id, a label or an alias, in either language, or a code such as 600703.SH.",
        entity="",
        place=1,
    )
    evidence: str = least_evidence()
    sources: str = whose_word()


@dataclass(frozen=True)
class FindParams:
    """What `find` asks."""

    words: str = param(
        "名称中的词，中英文皆可；或代码，如 600703、3974、hs:8524",
        "Words of a name, in either language, or a code such as 600703, 3974 or hs:8524.",
        place=1,
    )
    class_: str | None = param("只找这一类", "Only entities of this class.", None)
    top: int = param("显示多少行，0 为全部", "How many rows; 0 is all.", 20, low=0, high=10**9)


@dataclass(frozen=True)
class NoParams:
    """What is asked without parameters."""


def _show(data: "Data", p: ShowParams) -> Found:
    from ecograph.graph.facts import fact_index, facts_about
    from ecograph.graph.facts_text import FACT_COLUMNS, counted, fact_row

    counting = data.counting(Cut(p.evidence, p.sources))
    index = counting.kept("facts", lambda: fact_index(counting.graph))
    facts = facts_about(counting.graph, p.name, index)

    def layout(shown: Shown) -> Table:
        rows = (
            dict(zip(FACT_COLUMNS, fact_row(f, index, shown.language), strict=True)) for f in facts
        )
        columns = [c for c in FACT_COLUMNS if not shown.brief or c not in ("licence", "basis")]
        return table(columns, ([row[c] for c in columns] for row in rows))

    about: dict[str, object] = {"id": p.name, "class": data.names[p.name].class_name}
    cited = frozenset(place.document for fact in facts for place in fact.places)
    notes: tuple[Both, ...] = ()
    if counting is not data:
        whole = data.kept("facts", lambda: fact_index(data.graph))
        left = len(facts_about(data.graph, p.name, whole)) - len(facts)
        about |= {"evidence": p.evidence, "sources": p.sources, "left_out": left}
        notes = (
            word(
                "note.facts_left_out", n=left, rests=counted(f.evidence or WEAKEST for f in facts)
            ),
        )
    notes += () if facts else (word("note.nothing_counts"),)
    return Found(tuple(facts), layout, notes=notes, about=about, cited=cited)


def _find(data: "Data", p: FindParams) -> Found:
    from ecograph.graph.naming import search_names

    found = search_names(data.names, p.words, p.class_)
    none = word("note.no_name", words=p.words)

    def layout(shown: Shown) -> Table:
        rows: list[list[Cell]] = [
            [
                n.key,
                n.label(shown.language),
                shown.term(n.class_name),
                _not_there(n.modality, shown),
                " | ".join(n.aliases),
                " | ".join(n.codes),
            ]
            for n in found
        ]
        return table(["id", "label", "class", "modality", "aliases", "codes"], rows)

    return Found(found, layout, notes=() if found else (none,))


def _not_there(modality: str | None, shown: Shown) -> Cell:
    """The modality of what does not exist yet: nothing of what does, nor of what has none."""
    if not shown.brief:
        return modality
    return None if modality in (None, "exists") else shown.word("modality", str(modality))


def _questions(_: "Data", __: NoParams) -> Found:
    from ecograph.sparql.competency import questions

    held = questions()
    return Found(
        held,
        lambda shown: table(
            ("number", "question", "systems"),
            ([q.number, q.text[shown.language], q.systems] for q in held),
        ),
        cited=frozenset(),
    )


OPERATIONS = (
    Operation(
        "show",
        "Graph",
        (
            "一个实体是什么，有哪些事实，每条出自何处",
            "Show one entity: what it is, its facts, and where each fact is said.",
        ),
        ShowParams,
        _show,
        "ecograph show 厦门国际银行 --lang zh",
    ),
    Operation(
        "find",
        "Graph",
        ("按名称中的词或代码查找实体", "Find entities by words of their names, or by a code."),
        FindParams,
        _find,
        "ecograph find 天马",
    ),
    Operation(
        "questions",
        "Ask",
        (
            "图谱应能回答的问题；用 query --question 运行",
            "List the questions that the graph is built to answer; run one with query --question.",
        ),
        NoParams,
        _questions,
        "ecograph questions --lang zh",
    ),
)
