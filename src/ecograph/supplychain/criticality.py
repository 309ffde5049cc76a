"""Criticality: whose loss alone would lose final products of a place, or one product.

The share of the final products that is lost lies between the two readings of what is not known
(see `availability`).  A source that nobody wrote down may take the place of one that is gone: it
is the only *known* one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from ecograph.base.errors import UsageError
from ecograph.base.evidence import EVIDENCE
from ecograph.base.results import Interval, Measurement, Method, Parameter, between
from ecograph.base.words import word
from ecograph.graph.identity import possibly_same
from ecograph.supplychain.availability import (
    Step,
    Structure,
    cascade,
    gone_with,
    lost_in,
    structure_of,
)
from ecograph.supplychain.doubts import Doubts, doubts_of
from ecograph.supplychain.exposure import Downstream
from ecograph.supplychain.final_products import final_products
from ecograph.supplychain.needs import Note, require_place
from ecograph.supplychain.scenario import taken_with
from ecograph.supplychain.supply_use import SupplyUse, counted_in, method_of

SUPER_SOURCE = ("*", "")  # from where everything without recorded inputs flows


@dataclass(frozen=True)
class Critical:
    """What would lose final products if it alone were lost: a source, or an input of a product.

    `makes` are the products that fail at once, because no other source of them is known (or, of
    those joined by "or", it may be the one).  `share` is the lost part of the final products;
    `lost` are those lost in any reading of the unknown, `may_lose` those lost in one.  `position`
    is set where every known way of supply to the product asked about passes here, 1 nearest to
    it.  `evidence` is the weakest that the losses rest on, `doubts` are the ids of those on it.
    """

    key: str
    makes: tuple[str, ...]
    share: Interval
    lost: tuple[str, ...]
    may_lose: tuple[str, ...]
    position: int | None
    evidence: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class CriticalityResult:
    """What is critical for a place, worst first; for one product, what is nearest to it first.

    `finals` are the final products that the shares are of.
    """

    method: Method
    product: str | None
    finals: tuple[str, ...]
    critical: tuple[Critical, ...]
    notes: tuple[Note, ...]

    def measurements(self) -> list[Measurement]:
        """The lost share of each."""
        return [between("criticality", c.key, c.share) for c in self.critical]


def criticality_of(
    supply_use: SupplyUse, place: str, *, chain: str | None = None, product: str | None = None
) -> CriticalityResult:
    """What is critical for the final products of a place, of a chain of it, or for one product.

    Raises UnknownName, and UsageError where nothing is known of who makes or needs the product.
    """
    require_place(supply_use, place)
    structure, downstream = structure_of(supply_use), Downstream(supply_use, place)
    if product is None:
        finals = final_products(downstream, chain)
    elif product in structure.products:
        finals = frozenset({product})
    else:
        raise UsageError(
            f"{product}: nobody is known to make it, and nothing to need it; "
            "add rows to production or requirement"
        )
    grounds = _grounds(downstream)
    near = [] if product is None else dominators(structure, product)
    removed = _removed(downstream, structure) | {key: [key] for key in near}
    found = []
    for key, sources in removed.items() if finals else ():
        judged = _judge(structure, key, sources, finals, grounds)
        if key in near or judged.share.high > 0:
            position = near.index(key) + 1 if key in near else None
            found.append(replace(judged, position=position))
    parameters: dict[str, Parameter] = {"chain": chain, "product": product}
    covered = _sourced(structure, downstream)
    return CriticalityResult(
        method_of(supply_use, "criticality", place, parameters, covered),
        product,
        tuple(sorted(finals)),
        tuple(sorted(found, key=_nearest_then_worst)),
        _notes(found, finals),
    )


def sourced_products(supply_use: SupplyUse, place: str) -> tuple[int, int]:
    """Of how many products that are made or needed a source is known, and how many there are."""
    return _sourced(structure_of(supply_use), Downstream(supply_use, place))


def _sourced(structure: Structure, downstream: Downstream) -> tuple[int, int]:
    products = structure.products - downstream.chains
    return len(products & structure.sources.keys()), len(products)


def _nearest_then_worst(c: Critical) -> tuple[float, float, float, str]:
    return c.position or float("inf"), -c.share.low, -c.share.high, c.key


def _notes(found: Sequence[Critical], finals: frozenset[str]) -> tuple[Note, ...]:
    """That others may be unknown; where there is no answer, why."""
    if not finals:
        return (word("note.no_final_product"),)
    return (word("note.only_known_sources" if found else "note.nothing_critical"),)


def _removed(downstream: Downstream, structure: Structure) -> dict[str, list[str]]:
    """The sources of anything, each with what goes with it: a place takes along what is in it.

    Industries name nobody, and the place itself and what it is in would take all with them.
    """
    tables, place = downstream.supply_use.tables, downstream.place
    places = {key for key, _, _ in downstream.supply_use.rows("place")}
    around = tables.places_of.get(place, frozenset()) | {place}
    return {
        key: sorted(taken_with(tables, [key])) if key in places else [key]
        for key in sorted(structure.made_by)
        if key not in downstream.chains and key not in around
    }


@dataclass(frozen=True)
class _Grounds:
    """What losses rest on: the level of each source and each input of a product, doubts, and which
    sources may be one."""

    of_source: dict[tuple[str, str], int]
    of_input: dict[tuple[str, str], int]
    doubts: Doubts
    makers: dict[str, set[str]]
    first: dict[str, str]

    def may_be(self, sources: Sequence[str]) -> list[str]:
        """Who may be one of these sources under another name."""
        firsts = {self.first[s] for s in sources if s in self.first}
        return sorted(e for e, first in self.first.items() if first in firsts)


def _grounds(downstream: Downstream) -> _Grounds:
    supply_use = downstream.supply_use
    sources = {(product, who): level for who, product, _, level in supply_use.rows("source")}
    inputs = {
        (requirer, needed): level
        for requirer, needed, level in supply_use.ask(
            "SELECT requirer, input, min(level) FROM required GROUP BY ALL ORDER BY ALL"
        )
    }
    same = possibly_same(
        supply_use.tables, counted=counted_in(supply_use.tables, supply_use.sources)
    )
    return _Grounds(sources, inputs, doubts_of(supply_use), downstream.local_makers, same)


def _judge(
    structure: Structure,
    key: str,
    sources: Sequence[str],
    finals: frozenset[str],
    grounds: _Grounds,
) -> Critical:
    """What is lost of the final products without one source, or without one product."""
    products = sources if key in structure.products else ()
    favour = cascade(structure, gone_with(structure, sources), without=products)
    with_same = gone_with(structure, [*sources, *grounds.may_be(sources)])
    against = cascade(structure, with_same, against=True, without=products)
    lost, may = lost_in(favour) & finals, lost_in(against) & finals
    level, doubts = _behind(against, may, grounds)
    return Critical(
        key=key,
        makes=tuple(sorted(p for p, cause in _first(against) if set(cause) & set(sources))),
        share=Interval(len(lost) / len(finals), len(may) / len(finals)),
        lost=tuple(sorted(lost)),
        may_lose=tuple(sorted(may - lost)),
        position=None,
        evidence=EVIDENCE[level],
        doubts=tuple(sorted(doubts)),
    )


def _first(steps: Sequence[Step]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return steps[0].failed if steps else ()


def _behind(
    steps: Iterable[Step], finals: frozenset[str], grounds: _Grounds
) -> tuple[int, frozenset[str]]:
    """The weakest level and the doubts of what the fall of these final products rests on."""
    levels: dict[str, int] = {}
    doubts: dict[str, frozenset[str]] = {}
    for step in steps:
        for product, cause in step.failed:
            held = [_one_behind(product, of, levels, doubts, grounds) for of in cause]
            levels[product] = max(level for level, _ in held)
            doubts[product] = frozenset().union(*(doubt for _, doubt in held))
    fallen = [p for p in finals if p in levels]
    level = max((levels[p] for p in fallen), default=0)
    return level, frozenset().union(*(doubts[p] for p in fallen))


def _one_behind(
    product: str,
    cause: str,
    levels: dict[str, int],
    doubts: dict[str, frozenset[str]],
    grounds: _Grounds,
) -> tuple[int, frozenset[str]]:
    """What it rests on that a product falls with a source, or with an input that fell before."""
    if (product, cause) in grounds.of_source:
        of_source = grounds.doubts.of_source(product, cause)
        return grounds.of_source[product, cause], of_source
    users = (product, *grounds.makers.get(product, ()))
    needed = grounds.doubts.needs.get(cause, {})
    on_need = frozenset().union(*(needed.get(user, frozenset()) for user in users))
    level = max(grounds.of_input.get((product, cause), 0), levels.get(cause, 0))
    return level, on_need | doubts.get(cause, frozenset())


def dominators(structure: Structure, target: str) -> list[str]:
    """The sources and products that every known way of supply to the target passes, nearest first.

    The ways go from a super-source to whatever needs no recorded input, from an input to who
    makes something of it, from there to the product.  This is the single point of failure where
    any way would do; where several inputs are all needed, the lost share tells.  Empty where the
    target cannot be reached.
    """
    graph = _ways(structure)
    end = ("", target)
    if end not in graph or not nx.has_path(graph, SUPER_SOURCE, end):
        return []
    way = nx.shortest_path(graph, SUPER_SOURCE, end)
    found: list[str] = []
    for maker, product in reversed(way[1:-1]):  # whatever dominates lies on this way too
        name = maker or product
        without = [n for n in graph if (n[0] == maker if maker else n == ("", product))]
        left = nx.restricted_view(graph, without, [])
        if name not in (*found, target) and not nx.has_path(left, SUPER_SOURCE, end):
            found.append(name)
    return found


def _ways(structure: Structure) -> nx.DiGraph:
    """Nodes are (maker, product) for a making and ("", product) for a product."""
    graph = nx.DiGraph()
    graph.add_node(SUPER_SOURCE)
    for product, sets in sorted(structure.sources.items()):
        groups = structure.inputs.get(product, ())
        for maker in sorted(frozenset().union(*sets)):
            graph.add_edge((maker, product), ("", product))
            if not groups:
                graph.add_edge(SUPER_SOURCE, (maker, product))
            for members, _ in groups:
                graph.add_edges_from((("", q), (maker, product)) for q in sorted(members))
    for product in sorted(structure.products - set(structure.sources)):
        graph.add_edge(SUPER_SOURCE, ("", product))
    return graph
