"""The questions of the graph itself: what is said, who is called so, what it should answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.evidence import WEAKEST
from ecograph.base.results import Both, Cell, Table, table
from ecograph.base.words import word
from ecograph.graph.cited_graph import Cut
from ecograph.operations.catalogue import Operation, param
from ecograph.operations.counted import least_evidence, whose_word
from ecograph.operations.result import Found
from ecograph.operations.schema import found_term, partitions_in
from ecograph.operations.shown import Shown

if TYPE_CHECKING:
    from ecograph.graph.data import Data


@dataclass(frozen=True)
class ShowParams:
    """What `show` asks."""

    name: str = param(
        "编号、名称、别名或代码，中英文皆可；或类、属性、代码表中的代码、来源、陈述的编号",
        "An id, a label or an alias, in either language, or a code such as 600703.SH; or a term "
        "such as eco:Firm, a source, a statement.",
        place=1,
    )
    evidence: str = least_evidence()
    sources: str = whose_word()


@dataclass(frozen=True)
class FindParams:
    """What `find` asks."""

    words: tuple[str, ...] = param(
        "名称中的词，中英文皆可；或代码，如 600703、3974、hs:8524",
        "Words of a name, in either language, or a code such as 600703, 3974 or hs:8524.",
        place=1,
    )
    class_: str | None = param("只找这一类", "Only entities of this class.", None)
    top: int = param("显示多少行，0 为全部", "How many rows; 0 is all.", 20, low=0, high=10**9)


@dataclass(frozen=True)
class QuestionsParams:
    """What `questions` asks."""

    search: str | None = param(
        "只列出题目或查询中有这些词的，中英文或本体的名目皆可",
        "Only those with these words in the question, in either language, or in the query.",
        None,
    )


_LEFT_OUT = ("number", "unit", "licence", "basis", "address")  # of a table for people
_MOST_POINTING = 12  # names in a row


def _show(data: "Data", p: ShowParams) -> Found:
    """What a term is, what is said of an entity, or of anything else that has an id."""
    if data.resources is not None:
        return _resource(data, p.name)
    iri = _term_meant(data, p.name)
    if iri is not None:
        return found_term(data, iri)
    try:
        key = data.find(p.name)
    except UnknownName:
        found = _anything(data, p.name)
        if found is None:
            raise
        return found
    return _entity(data, key, p)


def _resource(data: "Data", name: str) -> Found:
    """All that is said of a resource of another vocabulary, by its IRI or any name of it."""
    found = _anything(data, name)
    if found is None:
        found = _anything(data, data.find(name))
    if found is None:
        raise UnknownName("resource", name, data.names)
    return found


def _term_meant(data: "Data", name: str) -> str | None:
    """The term that a name with a prefix means, or that nothing else is called by."""
    from ecograph.base.namespaces import ID_BASE
    from ecograph.sparql.term_cards import term_named

    if name.removeprefix("id:") in data.names:
        return None
    if ":" not in name:
        try:
            data.find(name)
        except UnknownName:
            return term_named(name, data.graph, partitions_in(data))
        except UsageError:
            return None
        return None
    iri = term_named(name, data.graph, partitions_in(data))
    return None if iri is None or iri.startswith(ID_BASE) else iri


def _anything(data: "Data", name: str) -> Found | None:
    """All that is said of what has an id but no name: a source, a statement, a citation."""
    from ecograph.sparql.resource import RESOURCE_COLUMNS, resource_of, resource_rows

    found = resource_of(data.graph, name)
    if found is None:
        return None
    return Found(
        found,
        lambda shown: table(RESOURCE_COLUMNS, resource_rows(found, shown.labels, shown.language)),
        about={"id": found.iri},
        cited=frozenset(),
        wrapped=True,
    )


def _entity(data: "Data", name: str, p: ShowParams) -> Found:
    from ecograph.graph.facts import fact_index, facts_about
    from ecograph.graph.facts_text import SHOWN_COLUMNS, counted, shown_row

    counting = data.counting(Cut(p.evidence, p.sources))
    index = counting.kept("facts", lambda: fact_index(counting.graph))
    facts = facts_about(counting.graph, name, index)
    pointing = _pointed_at(counting, name)

    def layout(shown: Shown) -> Table:
        rows: list[dict[str, Cell]] = [
            dict(zip(SHOWN_COLUMNS, shown_row(f, index, shown.language), strict=True))
            for f in facts
        ]
        rows += [_pointing(shown, *one) for one in pointing]
        columns = list(SHOWN_COLUMNS)
        if shown.brief:  # what no row has is no column
            columns = [c for c in columns if c not in _LEFT_OUT and any(r.get(c) for r in rows)]
        return table(columns, ([row.get(c) for c in columns] for row in rows))

    about: dict[str, object] = {"id": name, "class": data.names[name].class_name}
    cited = frozenset(place.document for fact in facts for place in fact.places)
    notes: tuple[Both, ...] = ()
    if counting is not data:
        whole = data.kept("facts", lambda: fact_index(data.graph))
        left = len(facts_about(data.graph, name, whole)) - len(facts)
        about |= {"evidence": p.evidence, "sources": p.sources, "left_out": left}
        notes = (
            word(
                "note.facts_left_out", n=left, rests=counted(f.evidence or WEAKEST for f in facts)
            ),
        )
    notes += () if facts else (word("note.nothing_counts"),)
    return Found(tuple(facts), layout, notes=notes, about=about, cited=cited, wrapped=True)


def _pointed_at(data: "Data", name: str) -> list[tuple[str, list[str]]]:
    """What other entities are part of it, of its kind, in its chain: by property, their ids."""
    from ecograph.base.namespaces import entity, key_of

    found: dict[str, list[str]] = {}
    for other, property_ in data.graph.ask_for("entities_pointing_at", about=entity(name)):
        found.setdefault(property_.value, []).append(key_of(other.value))
    return list(found.items())


def _pointing(shown: Shown, property_: str, others: list[str]) -> dict[str, Cell]:
    """A row for what points at an entity by a property; for people the first few by name."""
    kept = others[:_MOST_POINTING] if shown.brief else others
    more = f" +{len(others) - len(kept)}" if len(others) > len(kept) else ""
    names = shown.joined(map(shown.of, kept)) if shown.brief else " ".join(others)
    label = shown.labels.of_term(property_, shown.language)
    return {"fact": f"← {label}", "value": f"{names}{more}"}


def _find(data: "Data", p: FindParams) -> Found:
    from ecograph.graph.naming import named_sources, search_names

    words = " ".join(p.words)
    found = search_names(data.names, words, p.class_)
    if p.class_ in (None, "Source"):
        found += search_names(named_sources(data.graph), words)
    none = word("note.no_name", words=words)

    def layout(shown: Shown) -> Table:
        rows: list[list[Cell]] = [
            [
                n.key,
                n.label(shown.language),
                shown.term(n.class_name),
                _not_there(n.modality, shown),
                " | ".join(n.aliases),
                " | ".join(n.codes),
                " | ".join(n.publishers),
            ]
            for n in found
        ]
        columns = ["id", "label", "class", "modality", "aliases", "codes", "publisher"]
        return table(columns, rows)

    return Found(found, layout, notes=() if found else (none,))


def _not_there(modality: str | None, shown: Shown) -> Cell:
    """The modality of what does not exist yet: nothing of what does, nor of what has none."""
    if not shown.brief:
        return modality
    return None if modality in (None, "exists") else shown.word("modality", str(modality))


def _questions(data: "Data", p: QuestionsParams) -> Found:
    from ecograph.sparql.competency import questions_with

    held = questions_with(p.search or "")
    named = data.names if held else {}

    def layout(shown: Shown) -> Table:
        rows = []
        for q in held:
            asked = "; ".join(f"{n}={v}" for n, v in q.parameters(named).items()) or None
            row: list[Cell] = [q.systems, q.number, q.text[shown.language], asked]
            rows.append(row if shown.brief else [*row, q.query])
        columns = ("systems", "number", "question", "asked_of")
        return table(columns if shown.brief else (*columns, "query"), rows)

    none = () if held else (word("note.no_question", words=p.search or ""),)
    return Found(held, layout, notes=none, cited=frozenset(), wrapped=True)


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
        (
            "按名称中的词或代码查找实体；来源按标题或发布者查",
            "Find entities by words of their names, or by a code; sources by title or publisher.",
        ),
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
        QuestionsParams,
        _questions,
        "ecograph questions --search 实验室 --lang zh",
        (
            "asked_of 列是题目所问的对象，可换成别的：query --question 1 indicator=专利数。",
            "asked_of is what a question is asked of, which can be another: query --question 1 "
            "indicator=NAME.",
        ),
    ),
)
