"""How much is known of what the questions of the supply chain ask, and what would tell more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.base.evidence import is_documented
from ecograph.base.results import Coverage, Method, Missing
from ecograph.graph.completeness import empty_cells, mentions, statements_that_count
from ecograph.supplychain.counting import needs_for_gaps
from ecograph.supplychain.need_states import Need, need_states
from ecograph.supplychain.needs import needs_of
from ecograph.supplychain.supply_use import SupplyUse, local_products
from ecograph.tables.schema import snake

if TYPE_CHECKING:
    from ecograph.supplychain.chokepoints import Chokepoint
    from ecograph.supplychain.gaps import GapResult
    from ecograph.supplychain.whatif import WhatIfResult

# The tables that a need, and what is known of it, is read from.
_OF_NEEDS = ("requirement", "production", "supply", "location")


@dataclass(frozen=True)
class PlaceCoverage:
    """What is in a place: entities, makers, needs of known state of all, statements that name it.

    `makers` are organisations there that are known to make, master or supply something.
    """

    place: str
    class_name: str
    located: int
    makers: int
    known: int
    total: int
    statements: int


def of_needs(
    supply_use: SupplyUse, method: Method, needs: Sequence[Need], counted: str = "pairs"
) -> Coverage:
    """The coverage of an answer about these needs, known where their state is."""
    known = [n for n in needs if n.state != "unknown"]
    return Coverage(
        question=method.definition,
        counted=counted,
        known=method.known or 0,
        total=method.total or 0,
        documented=sum(is_documented(n.evidence) for n in known),
        missing=_missing_sources(supply_use, str(method.place), needs),
    )


def of_gaps(supply_use: SupplyUse, result: "GapResult", needs: Sequence[Need]) -> Coverage:
    """The coverage of gaps: of the needs that they count, from all pairs of the place."""
    products = {gap.product for gap in result.gaps}
    held = needs_for_gaps(supply_use, needs)
    counted = [n for n in held if n.product in products]
    return of_needs(supply_use, result.method, counted, "needs")


def of_whatif(supply_use: SupplyUse, result: "WhatIfResult", needs: Sequence[Need]) -> Coverage:
    """The coverage of a scenario: of the needs before or after it, known where they are after."""
    evidence = {(n.needed_by, n.product): n.evidence for n in needs if n.state != "unknown"}
    for change in result.changed_needs:
        if change.after in (None, "unknown"):
            evidence.pop((change.needed_by, change.product), None)
        else:
            evidence[change.needed_by, change.product] = change.evidence
    return Coverage(
        question="whatif",
        counted="pairs",
        known=result.method.known or 0,
        total=result.method.total or 0,
        documented=sum(map(is_documented, evidence.values())),
        missing=_missing_sources(supply_use, str(result.method.place), needs),
    )


def of_criticality(supply_use: SupplyUse, known: int, total: int) -> Coverage:
    """The coverage of criticality: what is made or needed, known where a source of it is.

    `known` of `total` are those of criticality.sourced_products.
    """
    [(documented,)] = supply_use.ask(
        "SELECT count(DISTINCT product) FROM relation_source WHERE level < 2"
    )
    missing = Missing("production", "product", total - known, total, "sourced")
    essential = _empty(supply_use, ("requirement", "essential"))
    return Coverage(
        question="criticality",
        counted="sourced",
        known=known,
        total=total,
        documented=documented,
        missing=_without_none(missing, *essential) if total else _tables_without_rows(supply_use),
    )


def of_pairs(supply_use: SupplyUse, place: str, question: str, needs: Sequence[Need]) -> Coverage:
    """The coverage of a question about these needs, known where their state is.

    So it is before the question is answered: of a scenario it is what any one starts from.
    """
    return Coverage(
        question=question,
        counted="pairs",
        known=sum(n.state != "unknown" for n in needs),
        total=len(needs),
        documented=sum(n.state != "unknown" and is_documented(n.evidence) for n in needs),
        missing=_missing_sources(supply_use, place, needs),
    )


def of_values(supply_use: SupplyUse, needs: Iterable[Need]) -> Coverage:
    """The coverage of `lmr.value`: the supplies that answer needs, known with seller and value."""
    asked = sorted({(n.needed_by, n.product) for n in needs})
    [(known, total, documented)] = supply_use.ask(
        "WITH asked AS (SELECT unnest($users::VARCHAR[]) AS needed_by, "
        "unnest($products::VARCHAR[]) AS product), "
        "answering AS (SELECT value_low IS NOT NULL AND seller IS NOT NULL AS known, level "
        "FROM supplied JOIN asked USING (needed_by, product)) "
        "SELECT count(*) FILTER (known), count(*), count(*) FILTER (known AND level < 2) "
        "FROM answering",
        users=[user for user, _ in asked],
        products=[product for _, product in asked],
    )
    missing = _empty(supply_use, ("supply", "value"), ("supply", "supplier"))
    return Coverage("lmr.value", "supplies", known, total, documented, missing)


def of_local_content(supply_use: SupplyUse, place: str) -> Coverage:
    """The coverage of local content: the products made in a place, known with shares of inputs."""
    made = local_products(supply_use, place)
    requirers = {p for p, *_ in supply_use.rows("requires")} & made
    levels: dict[str, int] = dict(
        supply_use.ask(
            "SELECT requirer, max(level_of(evidence)) FROM requirement WHERE share IS NOT NULL "
            "AND modality = 'exists' AND is_firm(evidence, source) AND requirer <> input "
            "GROUP BY requirer"
        )
    )
    known = [levels[p] for p in made if p in levels]
    without = Missing("requirement", "requirer", len(made - requirers), len(made), "products")
    return Coverage(
        question="local-content",
        counted="products",
        known=len(known),
        total=len(made),
        documented=sum(level < 2 for level in known),
        missing=_without_none(*_empty(supply_use, ("requirement", "share")), without)
        or _tables_without_rows(supply_use),
    )


def of_quotients(supply_use: SupplyUse, place: str) -> Coverage:
    """The coverage of location quotients: the places of a class, known with a maker in them."""
    from ecograph.measures.relatedness import FEWEST_PLACES
    from ecograph.supplychain.known_counts import peers_of

    classes = {key: kind for key, kind, _ in supply_use.rows("place")}
    total = sum(kind == classes[place] for kind in classes.values())
    known = len(peers_of(supply_use, place).places)
    least = 2
    missing = (
        Missing(snake(classes[place]), "id", max(least - total, 0), least, "places"),
        Missing("production", "maker", total - known, total, "places"),
        _makers_somewhere(supply_use, place),
    )
    return Coverage(
        question="relatedness",
        counted="places",
        known=known,
        total=total,
        missing=_without_none(*missing),
        least=least,
        enough=FEWEST_PLACES,
    )


def of_chokepoints(
    supply_use: SupplyUse, method: Method, found: "Sequence[Chokepoint]"
) -> Coverage:
    """The coverage of chokepoints: the products that any test at all decides."""
    decided = [c for c in found if any(t is not None for t in c.tests.values())]
    undecided = [c for c in found if all(t is None for t in c.tests.values())]
    return Coverage(
        question=method.definition,
        counted="judged",
        known=method.known or 0,
        total=method.total or 0,
        documented=_documented(decided),
        missing=_missing_verdicts(supply_use, str(method.place), undecided, found),
    )


def of_tests(
    supply_use: SupplyUse, place: str, found: "Sequence[Chokepoint]"
) -> tuple[Coverage, ...]:
    """The coverage of each test for chokepoints: the products that it decides."""
    from ecograph.supplychain.chokepoints import TESTS

    return tuple(_of_test(supply_use, place, name, found) for name in TESTS)


def _of_test(
    supply_use: SupplyUse, place: str, name: str, found: "Sequence[Chokepoint]"
) -> Coverage:
    decided = [c for c in found if c.tests[name] is not None]
    undecided = [c for c in found if c.tests[name] is None]
    return Coverage(
        question=f"chokepoint.{name}",
        counted="judged",
        known=len(decided),
        total=len(found),
        documented=_documented(decided),
        missing=_missing_verdicts(supply_use, place, undecided, found, name),
    )


def _documented(found: "Iterable[Chokepoint]") -> int:
    return sum(any(map(is_documented, c.evidence)) for c in found)


# What says how much comes from where, and what says where from.
_SHARES = (("production", "share"), ("supply_share", "share"), ("supply", "value"))
_ORIGINS = (("supply", "supplier"), ("supply", "origin"))


def _missing_verdicts(
    supply_use: SupplyUse,
    place: str,
    undecided: "Sequence[Chokepoint]",
    found: "Sequence[Chokepoint]",
    test: str = "",
) -> tuple[Missing, ...]:
    """What would decide a test, or any of them: who makes what nobody is known to make, and more.

    Where it is known who makes it, that is how much comes from where, or where from. Where nothing
    is needed, needs are missing.
    """
    if not found:
        return _missing_needs(supply_use, place)
    if test == "stated":
        said = Missing("concern", "concerned", len(undecided), len(found), "judged")
        return _without_none(said)
    asked = {(c.sourcing.product, c.input_class) for c in found}
    unknown = {(c.sourcing.product, c.input_class) for c in undecided if _is_unknown(c)}
    wanted = _ORIGINS if test == "few-origins" else _SHARES
    more: tuple[Missing, ...] = ()
    if any(not _is_unknown(c) for c in undecided):
        more = _empty(supply_use, *wanted)
    sources = _unknown_sources(supply_use, place, unknown, asked)
    by_shares = test not in ("", "few-origins")  # which no test of shares is decided without
    return (*more, *sources) if by_shares else (*sources, *more)


def _is_unknown(chokepoint: "Chokepoint") -> bool:
    return "unknown" in chokepoint.sourcing.states


def of_places(supply_use: SupplyUse) -> tuple[PlaceCoverage, ...]:
    """What is known of each place, those with the most in them first."""
    located: dict[str, int] = dict(
        supply_use.ask(
            "SELECT place, count(DISTINCT entity) FROM relation_located "
            "WHERE entity NOT IN (SELECT place FROM relation_place) AND entity NOT IN (FROM chain) "
            "GROUP BY place"
        )
    )
    makers: dict[str, int] = dict(
        supply_use.ask(
            "SELECT l.place, count(DISTINCT s.maker) FROM relation_source s "
            "JOIN relation_located l ON l.entity = s.maker WHERE NOT s.by_industry "
            "AND s.maker NOT IN (SELECT place FROM relation_place) GROUP BY l.place"
        )
    )
    evidence, sources = supply_use.evidence, supply_use.sources
    stated = mentions(statements_that_count(supply_use.tables, evidence, sources))
    needing = {row["place"] for row in need_states(supply_use)}
    found = []
    for place, class_name, _ in supply_use.rows("place"):
        known, total = 0, 0
        if place in needing:
            method = needs_of(supply_use, place).method
            known, total = method.known or 0, method.total or 0
        counts = (located.get(place, 0), makers.get(place, 0), known, total, stated[place])
        found.append(PlaceCoverage(place, class_name, *counts))
    return tuple(sorted(found, key=lambda p: (-p.located, -p.statements, p.place)))


def nothing_needed(supply_use: SupplyUse, place: str, question: str, counted: str) -> Coverage:
    """The coverage where no need is known: nothing of nothing, and what there would have to be."""
    return Coverage(question, counted, 0, 0, 0, _missing_needs(supply_use, place))


def _missing_sources(
    supply_use: SupplyUse, place: str, needs: Sequence[Need]
) -> tuple[Missing, ...]:
    """What would tell where the needs of unknown state are met from; of none, that there is any."""
    if not needs:
        return _missing_needs(supply_use, place)
    asked = {(n.product, n.input_class) for n in needs}
    unknown = {(n.product, n.input_class) for n in needs if n.state == "unknown"}
    if not unknown:
        return ()
    sources = _unknown_sources(supply_use, place, unknown, asked)
    return (*sources, *_empty(supply_use, ("supply", "supplier")))


# What is needed, by its class: what it is counted as, the table of its sources, and the column.
_SOURCED = {
    "product": ("needed", "production", "product"),
    "technology": ("technologies", "mastery", "mastered"),
}


def _unknown_sources(
    supply_use: SupplyUse, place: str, unknown: set[tuple[str, str]], asked: set[tuple[str, str]]
) -> tuple[Missing, ...]:
    """Of what is needed (with its class) the sources that are not known, or not where they are."""
    sourced = {p for (p,) in supply_use.ask("SELECT DISTINCT product FROM relation_source")}
    found = []
    for input_class, (counted, table, column) in _SOURCED.items():
        nobody = sum(c == input_class and p not in sourced for p, c in unknown)
        of = sum(c == input_class for _, c in asked)
        found.append(Missing(table, column, nobody, of, counted))
    if any(p in sourced for p, _ in unknown):
        found.append(_makers_somewhere(supply_use, place))
    return _without_none(*found)


def _missing_needs(supply_use: SupplyUse, place: str) -> tuple[Missing, ...]:
    """What there must be for any need to be known, where none is."""
    [(idle, firms)] = supply_use.ask(
        "SELECT count(*) FILTER (id NOT IN (SELECT maker FROM relation_makes)), count(*) FROM firm"
    )
    makers = Missing("production", "maker", idle, firms, "firms")
    somewhere = _makers_somewhere(supply_use, place)
    return _tables_without_rows(supply_use) or _without_none(makers, somewhere)


def _makers_somewhere(supply_use: SupplyUse, place: str) -> Missing:
    """How many sources are known to be nowhere, or somewhere around the place, perhaps in it."""
    [(somewhere, total)] = supply_use.ask(
        "SELECT count(*) FILTER (maker NOT IN (SELECT entity FROM relation_located) OR maker IN "
        "(SELECT entity FROM relation_possible_location WHERE place = $place)), count(*) "
        "FROM (SELECT DISTINCT maker FROM relation_source WHERE NOT by_industry "
        "AND maker NOT IN (SELECT place FROM relation_place))",
        place=place,
    )
    return Missing("location", "place", somewhere, total, "makers")


def _empty(supply_use: SupplyUse, *columns: tuple[str, str]) -> tuple[Missing, ...]:
    """The columns with empty cells, and tables of which no row counts."""
    counts = supply_use.evidence, supply_use.sources
    held = [empty_cells(supply_use.tables, *column, *counts) for column in columns]
    none = dict.fromkeys(Missing(m.table, "", 0, 0) for m in held if not m.of)
    return (*(m for m in held if m.empty), *none)


def _tables_without_rows(supply_use: SupplyUse) -> tuple[Missing, ...]:
    return _empty(supply_use, *((name, "id") for name in _OF_NEEDS))


def _without_none(*found: Missing) -> tuple[Missing, ...]:
    return tuple(m for m in found if m.empty or not m.column)
