"""What a graph can answer, what it cannot, and which table or column is missing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ecograph.base.evidence import EVIDENCE, SOURCES, WEAKEST
from ecograph.base.words import word
from ecograph.operations.catalogue import Operation, param
from ecograph.operations.result import Found

if TYPE_CHECKING:
    from ecograph.base.results import Both, Coverage
    from ecograph.graph.columns import Tables
    from ecograph.graph.data import Data
    from ecograph.operations.supply_chain_params import InPlace

GROUP = "Graph"
BY = ("question", "class", "place", "year", "column", "contradiction")


@dataclass(frozen=True)
class CoverageParams:
    """What `coverage` asks."""

    by: str = param(
        "按什么看：问题、类、地方、年份、表中的列，或相互矛盾之处",
        "What a row is about: a question, class, place, year, column or contradiction.",
        "question",
        choices=BY,
    )
    place: str | None = param(
        "问题涉及的地区；不填为图谱所属地区，网络则不限",
        "The place that questions are about; else the region's own, and all of a network.",
        None,
        entity="Place",
    )
    evidence: str | None = param(
        "陈述至少多可靠：stated、implied 或 editorial；不填则依各问题自身",
        "How sure a statement is at least: stated, implied, editorial. Else as each question says.",
        None,
        choices=EVIDENCE,
    )
    sources: str | None = param(
        "谁说的算数：documents、public 或 all；不填则依各问题自身",
        "Whose word counts: documents, public, all. Else as each question says.",
        None,
        choices=SOURCES,
    )
    top: int = param(
        "显示多少行，0 为全部", "How many rows; 0 is all.", 40, low=0, high=10**9, unit="rows"
    )


def coverage_of(data: "Data", p: CoverageParams) -> "tuple[Coverage, ...]":
    """How much is known of what each question asks of the whole graph, in the order of commands.

    Questions of a place are about the place given, else the one that the graph centres on; where
    it centres on none or several, nothing is known of them.
    """
    from ecograph.graph.completeness import of_actors, of_dates, of_responses

    where, tables = _where(data, p.place), _tables(data, p)
    return (
        *(_of_no_place() if where is None else _of_supply_chain(data, _in_place(p, where))),
        of_responses(tables),
        of_actors(tables),
        of_dates(tables),
        *_of_networks(data, p),
    )


def _tables(data: "Data", p: CoverageParams) -> "Tables":
    """The tables with the statements that count."""
    from ecograph.graph.completeness import statements_that_count

    evidence, sources = p.evidence or WEAKEST, p.sources or "all"
    if (evidence, sources) == (WEAKEST, "all"):
        return data.tables
    return data.kept(
        ("statements that count", evidence, sources),
        lambda: statements_that_count(data.tables, evidence, sources),
    )


def _in_place(p: CoverageParams, place: str | None) -> "InPlace":
    """What every question of the supply chain is asked: where, and how sure at least."""
    from ecograph.operations.supply_chain_params import InPlace

    return InPlace(place=place, evidence=p.evidence or WEAKEST, sources=p.sources or "all")


def _where(data: "Data", place: str | None) -> str | None:
    centres = data.tables.centres
    return place or (centres[0] if len(centres) == 1 else None)


# The commands of the supply chain, what each is called as a question, and what it counts.
_ASKED = (
    ("needs", "lmr", "needs"),
    ("gaps", "gap", "needs"),
    ("chokepoints", "chokepoint", "judged"),
    ("introduce", "introduction", "pairs"),
    ("attract", "attraction", "pairs"),
    ("remedies", "remedy", "pairs"),
    ("ask-next", "question", "pairs"),
    ("criticality", "criticality", "sourced"),
    ("whatif", "whatif", "pairs"),
)

# The commands that refuse to answer where no need is known, and which needs they mean.
_REFUSES = {"needs": "product", "gaps": "all", "remedies": "all"}


def _of_no_place() -> "Iterator[Coverage]":
    from ecograph.base.results import Coverage, Missing

    for _, question, counted in _ASKED:
        yield Coverage(question, counted, 0, 0, 0, (Missing("region.toml", "place", 0, 0),))


def _of_supply_chain(data: "Data", asked: "InPlace") -> "Iterator[Coverage]":
    """How much is known of what each question of the supply chain asks, as it is by default.

    Those of needs, gaps and chokepoints say it of themselves; of the others it follows from the
    needs, the known gaps and the sources, so they are not answered for it.
    """
    from ecograph.operations import supply_chain
    from ecograph.supplychain import coverage
    from ecograph.supplychain.criticality import sourced_products
    from ecograph.supplychain.known_gaps import is_known
    from ecograph.supplychain.need_states import of_products

    supply_use, place = supply_chain.supply_use_of(data, asked), str(asked.place)
    needs = {k: supply_chain.needs_in(data, asked, place, k) for k in ("product", "all")}
    operations = {o.name: o for o in supply_chain.OPERATIONS}
    of_question = {"attract": of_products(needs["all"])}
    for name, question, counted in _ASKED:
        if name in _REFUSES and not needs[_REFUSES[name]]:
            yield coverage.nothing_needed(supply_use, place, question, counted)
        elif name == "criticality":
            yield coverage.of_criticality(supply_use, *sourced_products(supply_use, place))
        elif counted == "pairs":
            asked_of = of_question.get(name, needs["all"])
            yield coverage.of_pairs(supply_use, place, question, asked_of)
        else:
            found = operations[name].run(data, operations[name].params(**asdict(asked)))
            assert found.coverage is not None
            yield found.coverage
            if name == "gaps":
                known = {g.product for g in found.value.gaps if is_known(g)}
                of_question["remedies"] = [n for n in needs["all"] if n.product in known]
            if name == "chokepoints":
                yield from coverage.of_tests(supply_use, place, found.value.chokepoints)
        if name == "needs":
            yield coverage.of_values(supply_use, needs["product"])
            yield coverage.of_local_content(supply_use, place)
        if name == "gaps":
            yield coverage.of_quotients(supply_use, place)


def _of_networks(data: "Data", p: CoverageParams) -> "Iterator[Coverage]":
    from ecograph.networks.specs import spec_names
    from ecograph.operations.network_asked import edges_covered, network_asked, nodes_covered

    for name in spec_names():
        network = network_asked(data, name, place=p.place, evidence=p.evidence, sources=p.sources)
        yield edges_covered(data, network, name)
        yield nodes_covered(data, network, name)


def _coverage(data: "Data", p: CoverageParams) -> Found:
    from ecograph.operations import coverage_rows as rows

    if p.by == "question":
        return _by_question(data, p)
    if p.by == "place":
        from ecograph.operations.supply_chain import supply_use_of
        from ecograph.supplychain.coverage import of_places

        places = of_places(supply_use_of(data, _in_place(p, None)))
        return Found(places, lambda shown: rows.place_rows(places, shown))
    if p.by == "contradiction":
        return _by_contradiction(data, p)
    from ecograph.graph.completeness import classes_of, columns_of, years_of

    tables = _tables(data, p)
    if p.by == "class":
        classes = classes_of(tables)
        return Found(classes, lambda shown: rows.class_rows(classes, shown))
    if p.by == "column":
        columns = columns_of(tables)
        return Found(columns, lambda shown: rows.column_rows(columns, shown))
    years = years_of(tables)
    note = word("coverage.years")
    return Found(years, lambda shown: rows.year_rows(years, shown), notes=(note,))


def _by_question(data: "Data", p: CoverageParams) -> Found:
    from ecograph.operations.coverage_rows import question_rows
    from ecograph.operations.coverage_text import summary

    where = _where(data, p.place)
    found = coverage_of(data, p)
    notes = (summary(found),) if where else (word("coverage.no_place"), summary(found))
    return Found(
        found,
        lambda shown: question_rows(found, shown),
        notes=notes,
        about={"place": where},
    )


def _by_contradiction(data: "Data", p: CoverageParams) -> Found:
    from ecograph.graph.contradictions import contradictions_of, doubts_by_kind
    from ecograph.operations.coverage_rows import contradiction_rows

    tables = _tables(data, p)
    found, kinds = contradictions_of(tables), doubts_by_kind(tables)
    note: Both | None = None
    if kinds:
        said = [(data.labels.code_both("doubt-kind", k), n) for k, n in kinds.items()]
        each = (
            "、".join(f"{zh} {n}" for (zh, _), n in said),
            ", ".join(f"{en} {n}" for (_, en), n in said),
        )
        note = word("coverage.doubts", kinds=each)
    return Found(
        found,
        lambda shown: contradiction_rows(found, shown),
        notes=() if note is None else (note,),
        about={"doubts": kinds},
        cited=frozenset(source for c in found for source in c.sources),
    )


OPERATIONS = (
    Operation(
        "coverage",
        GROUP,
        (
            "图谱能回答什么、不能回答什么，各缺哪张表、哪一列",
            "Tell what a graph can answer, what it cannot, and which table or column is missing.",
        ),
        CoverageParams,
        _coverage,
        "ecograph coverage --graph tiny",
        (
            "每个问题一行：已知多少、共有多少、其中多少有资料依据；最后一列写空缺数、表名和列名，"
            "填上即可知道更多；只写表名的，是没有可计入的行。",
            "A row is a question: how much is known of how much, how much of it documents are "
            "behind; the last column says how many are empty, of which table and column: fill them "
            "in to know more. Of a table that stands alone no row counts.",
        ),
    ),
)
