"""AND-OR availability: what can still be made when makers, places or links are gone.

A(p) = 1 iff some surviving source of p is left and A(q) = 1 for every essential input q, a
substitute group counting as OR.  The greatest fixed point is taken, from all ones, so that a
cycle of requirements holds itself up; cycles are reported.

What the graph does not know is never guessed.  A product with no known source, and an input of
which nobody says whether it is essential, is read once in favour (available, not essential) and
once against, which makes an interval.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from ecograph.base.results import Interval
from ecograph.supplychain.supply_use import SupplyUse

SUPER_SOURCE = ("*", "")  # from where everything without recorded inputs flows


@dataclass(frozen=True)
class Structure:
    """Who makes what, and what each product requires.

    `sources` maps a product to its sources; a product that is missing there, or has none, has
    no known source.  `inputs` maps a product to its inputs as groups: every group needs one
    available member; each group has a flag, True where it is essential, None where unknown.
    """

    sources: Mapping[str, frozenset[str]]
    inputs: Mapping[str, tuple[tuple[frozenset[str], bool | None], ...]]

    @property
    def products(self) -> frozenset[str]:
        """Everything that is made or required."""
        required = {q for gs in self.inputs.values() for members, _ in gs for q in members}
        return frozenset(self.sources) | frozenset(self.inputs) | required


@dataclass(frozen=True)
class Step:
    """What fails in one round of the fixed point, and for each the cause."""

    round: int
    failed: tuple[tuple[str, str], ...]


def structure_of(supply_use: SupplyUse) -> Structure:
    """The structure of supply and use; a chain that requires something counts as its own maker."""
    sources: dict[str, set[str]] = {}
    for maker, product, _, _ in supply_use.rows("source"):
        sources.setdefault(product, set()).add(maker)
    for chain, *_ in supply_use.rows("chain_requires"):
        sources.setdefault(chain, set()).add(chain)
    groups: dict[str, dict[str, tuple[set[str], list[bool | None]]]] = {}
    for requirer, needed, essential, group in supply_use.ask(
        "SELECT requirer, input, essential, substitute_group FROM requirement "
        "WHERE modality = 'exists' AND is_firm(evidence, source) AND requirer <> input ORDER BY id"
    ):
        of = groups.setdefault(requirer, {})
        members, flags = of.setdefault(group or f"={needed}", (set(), []))
        members.add(needed)
        flags.append(essential)
    inputs = {
        requirer: tuple(
            (frozenset(members), _flag(flags)) for _, (members, flags) in sorted(of.items())
        )
        for requirer, of in groups.items()
    }
    return Structure({p: frozenset(m) for p, m in sources.items()}, inputs)


def _flag(flags: list[bool | None]) -> bool | None:
    """A group is essential where any row says so, unknown where none says either."""
    if any(flags):
        return True
    return None if None in flags else False


def available(
    structure: Structure, removed: Iterable[str] = (), *, against: bool = False
) -> tuple[frozenset[str], tuple[Step, ...]]:
    """The products that are still available, and the cascade by which the others failed.

    `removed` are sources.  `against` reads the unknown against us: a product without a known
    source is not available, an input of unknown importance is essential.
    """
    gone = frozenset(removed)
    alive = set(structure.products)
    steps: list[Step] = []
    while True:
        failed = []
        for product in sorted(alive):
            cause = _cause(structure, product, gone, alive, against)
            if cause is not None:
                failed.append((product, cause))
        if not failed:
            return frozenset(alive), tuple(steps)
        alive -= {product for product, _ in failed}
        steps.append(Step(len(steps) + 1, tuple(failed)))


def _cause(
    structure: Structure, product: str, gone: frozenset[str], alive: set[str], against: bool
) -> str | None:
    """Why a product fails in this round: the sources that are gone, or the input that failed."""
    known = structure.sources.get(product, frozenset())
    if known and known <= gone:
        return ", ".join(sorted(known))
    if not known and against:
        return "no known source"
    for members, essential in structure.inputs.get(product, ()):
        matters = essential or (essential is None and against)
        if matters and not members & alive:
            return ", ".join(sorted(members))
    return None


def criticality(
    structure: Structure, removed: Iterable[str], finals: Mapping[str, float]
) -> Interval:
    """The lost share of the weight of final products, between the two readings of the unknown.

    The loss is against what was available with nothing removed, read the same way; a reading in
    which nothing was available in the first place says nothing and is left out.
    """
    lost = []
    for against in (False, True):
        before, _ = available(structure, against=against)
        after, _ = available(structure, removed, against=against)
        total = sum(w for p, w in finals.items() if p in before)
        if total > 0:
            gone = sum(w for p, w in finals.items() if p in before and p not in after)
            lost.append(gone / total)
    return Interval(min(lost), max(lost)) if lost else Interval(0.0, 1.0)


def single_points(structure: Structure, finals: Mapping[str, float]) -> list[tuple[str, Interval]]:
    """Every source whose loss alone loses a final product, worst first, ties by id."""
    makers = sorted({m for ms in structure.sources.values() for m in ms})
    sole = {m for ms in structure.sources.values() if len(ms) == 1 for m in ms}
    judged = [(m, criticality(structure, [m], finals)) for m in makers if m in sole]
    return sorted(
        ((m, i) for m, i in judged if i.high > 0), key=lambda x: (-x[1].low, -x[1].high, x[0])
    )


def requirement_cycles(structure: Structure) -> list[tuple[str, ...]]:
    """The groups of products that require one another in a circle, each sorted."""
    graph = nx.DiGraph()
    for product, groups in structure.inputs.items():
        graph.add_edges_from((product, q) for members, _ in groups for q in members)
    found = [tuple(sorted(c)) for c in nx.strongly_connected_components(graph) if len(c) > 1]
    return sorted(found)


def dominators(structure: Structure, target: str) -> list[str]:
    """The sources and products that every way of supply to the target passes, nearest first.

    The ways go from a super-source to whatever needs no recorded input, from an input to who
    makes something of it, from there to the product.  This is the single point of failure where
    any way would do; where several inputs are all needed, see `single_points`.  Empty where the
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
        if name not in found and not nx.has_path(left, SUPER_SOURCE, end):
            found.append(name)
    return found


def _ways(structure: Structure) -> nx.DiGraph:
    """Nodes are (maker, product) for a making and ("", product) for a product."""
    graph = nx.DiGraph()
    graph.add_node(SUPER_SOURCE)
    for product, makers in sorted(structure.sources.items()):
        groups = structure.inputs.get(product, ())
        for maker in sorted(makers):
            graph.add_edge((maker, product), ("", product))
            if not groups:
                graph.add_edge(SUPER_SOURCE, (maker, product))
            for members, _ in groups:
                graph.add_edges_from((("", q), (maker, product)) for q in sorted(members))
    for product in sorted(structure.products - set(structure.sources)):
        graph.add_edge(SUPER_SOURCE, ("", product))
    return graph
