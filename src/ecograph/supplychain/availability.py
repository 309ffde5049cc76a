"""AND-OR availability: what can still be made when makers, places or links are gone.

A(p) = 1 iff some source of p is left and A(q) = 1 for every essential input q, a substitute group
counting as OR.  The greatest fixed point is taken, from all ones, so that a cycle of requirements
holds itself up; cycles are reported.  With nothing gone everything is available: what is made
today has its inputs today, whether or not anybody wrote down from whom.

What the graph does not know is never guessed but read twice, which makes an interval.  In favour,
an input of which nobody says whether it is essential is not, and of sources that are joined by
"or" those that are left suffice.  Against, the input is essential, and the source that is gone was
the one that was meant.  In both, a product without a known source stays available: its unknown
sources are taken not to be among those that are gone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from ecograph.supplychain.supply_use import SupplyUse, sql_text

Gone = Mapping[str, frozenset[str]]  # the sources that are gone, by the product


@dataclass(frozen=True)
class Structure:
    """Who makes what, and what each product requires.

    `sources` maps a product to its sources as sets of alternatives, of each of which at least one
    holds: a source that is certain is a set of its own.  A product that is missing there, or has
    none, has no known source.  `inputs` maps a product to its inputs as groups: every group needs
    one available member; each group has a flag, True where it is essential, None where unknown.
    """

    sources: Mapping[str, tuple[frozenset[str], ...]]
    inputs: Mapping[str, tuple[tuple[frozenset[str], bool | None], ...]]

    @cached_property
    def products(self) -> frozenset[str]:
        """Everything that is made or required."""
        required = {q for gs in self.inputs.values() for members, _ in gs for q in members}
        return frozenset(self.sources) | frozenset(self.inputs) | required

    @cached_property
    def made_by(self) -> Mapping[str, frozenset[str]]:
        """The products of each source."""
        found: dict[str, set[str]] = {}
        for product, sets in self.sources.items():
            for source in frozenset().union(*sets):
                found.setdefault(source, set()).add(product)
        return {source: frozenset(products) for source, products in found.items()}

    @cached_property
    def required_by(self) -> Mapping[str, frozenset[str]]:
        """What requires each product, or an alternative of it."""
        found: dict[str, set[str]] = {}
        for requirer, groups in self.inputs.items():
            for member in frozenset().union(*(members for members, _ in groups)):
                found.setdefault(member, set()).add(requirer)
        return {member: frozenset(by) for member, by in found.items()}


@dataclass(frozen=True)
class Step:
    """What fails in one round, and for each the cause: the sources gone, or the inputs failed."""

    round: int
    failed: tuple[tuple[str, tuple[str, ...]], ...]


def structure_of(supply_use: SupplyUse) -> Structure:
    """The structure of supply and use; a chain that requires something counts as its own maker.

    A place or an industry of which it is said that a product is made there, or by it, may mean no
    other than a maker that is named: each of these is an alternative to it.
    """
    sources: dict[str, set[frozenset[str]]] = {}
    for product, alternatives in supply_use.ask(sql_text("source_sets")):
        sources.setdefault(product, set()).add(frozenset(alternatives))
    for chain, *_ in supply_use.rows("chain_requires"):
        sources.setdefault(chain, set()).add(frozenset({chain}))
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
    return Structure({p: tuple(sorted(sets, key=sorted)) for p, sets in sources.items()}, inputs)


def _flag(flags: list[bool | None]) -> bool | None:
    """A group is essential where any row says so, unknown where none says either."""
    if any(flags):
        return True
    return None if None in flags else False


def gone_with(structure: Structure, removed: Iterable[str]) -> Gone:
    """The sources that are gone of each product, where these are gone of all that they make."""
    gone: dict[str, set[str]] = {}
    for source in removed:
        for product in structure.made_by.get(source, ()):
            gone.setdefault(product, set()).add(source)
    return {product: frozenset(sources) for product, sources in gone.items()}


def cascade(
    structure: Structure, gone: Gone, *, against: bool = False, without: Iterable[str] = ()
) -> tuple[Step, ...]:
    """What fails, round by round, when sources are gone; `against` reads the unknown against us.

    `without` are products that are gone themselves, whoever may make them.
    """
    lost = set(without)
    steps: list[Step] = []
    suspects = frozenset(gone).union(*(structure.required_by.get(p, ()) for p in lost))
    while suspects:
        causes = [
            (p, _cause(structure, p, gone.get(p, frozenset()), lost, against))
            for p in sorted(suspects - lost)
        ]
        failed = tuple((p, cause) for p, cause in causes if cause)
        lost.update(p for p, _ in failed)
        suspects = frozenset().union(*(structure.required_by.get(p, ()) for p, _ in failed))
        if failed:
            steps.append(Step(len(steps) + 1, failed))
    return tuple(steps)


def _cause(
    structure: Structure, product: str, gone: frozenset[str], lost: set[str], against: bool
) -> tuple[str, ...]:
    """Why a product fails: the sources that are gone, or the inputs that failed; none if not."""
    sets = structure.sources.get(product, ())
    if sets and all(one & gone if against else one <= gone for one in sets):
        return tuple(sorted(gone))
    for members, essential in structure.inputs.get(product, ()):
        matters = essential or (essential is None and against)
        if matters and members <= lost:
            return tuple(sorted(members))
    return ()


def lost_in(steps: Iterable[Step]) -> frozenset[str]:
    """Everything that fails in a cascade."""
    return frozenset(product for step in steps for product, _ in step.failed)


def requirement_cycles(structure: Structure) -> list[tuple[str, ...]]:
    """The groups of products that require one another in a circle, each sorted."""
    graph = nx.DiGraph()
    for product, groups in structure.inputs.items():
        graph.add_edges_from((product, q) for members, _ in groups for q in members)
    found = [tuple(sorted(c)) for c in nx.strongly_connected_components(graph) if len(c) > 1]
    return sorted(found)
