"""Brokerage: Burt's structural holes, and the five roles of Gould and Fernandez."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ecograph.base.errors import UsageError
from ecograph.base.results import Measurement, Method
from ecograph.networks.engines import choose, measures, triangles
from ecograph.networks.engines.simple_graph import SimpleGraph, simplify
from ecograph.networks.network import Floats, Ints, Network
from ecograph.networks.scores import method_of, require_nodes

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")
UNKNOWN = "unknown"  # paths on which the group of one of the three is not known


@dataclass(frozen=True, eq=False)
class Roles:
    """How often each node is in each role.

    counts  nodes x 6: ROLES in their order, then UNKNOWN
    groups  the group of each node, None where it is not known
    """

    method: Method
    network: Network
    groups: tuple[str | None, ...]
    counts: Floats

    def measurements(self) -> list[Measurement]:
        """The roles that each node of known group has."""
        return [
            Measurement(role, key, float(self.counts[i, k]))
            for i, key in enumerate(self.network.ids)
            if self.groups[i] is not None
            for k, role in enumerate(ROLES)
        ]


@dataclass(frozen=True, eq=False)
class Holes:
    """The structural holes around each node: nan for a node without neighbours.

    constraint low and effective size high: the node's contacts do not know each other.
    """

    method: Method
    network: Network
    neighbours: Ints
    constraint: Floats
    effective_size: Floats
    efficiency: Floats

    def measurements(self) -> list[Measurement]:
        """Constraint, effective size and efficiency of each node that has neighbours."""
        columns = {
            "constraint": self.constraint,
            "effective-size": self.effective_size,
            "efficiency": self.efficiency,
        }
        return [
            Measurement(name, key, float(column[i]))
            for i, key in enumerate(self.network.ids)
            if self.neighbours[i]
            for name, column in columns.items()
        ]


def structural_holes(network: Network, *, weighted: bool = False, engine: str = "auto") -> Holes:
    """Constraint, effective size and efficiency of every node, direction ignored.

    Raises UsageError.
    """
    require_nodes(network)
    simple = simplify(network, weighted=weighted, directed=False).without_loops()
    chosen = choose(engine)
    source = measures(chosen)
    k = triangles.degrees(simple)
    size = source.effective_size(simple)
    share = np.divide(size, k, out=np.full(simple.n, np.nan), where=k > 0)
    known = int(np.count_nonzero(k))
    method = method_of(network, simple, "constraint", known, engine=chosen)
    return Holes(method, network, k, source.constraint(simple), size, share)


def roles(
    network: Network, groups: Sequence[str | None], *, by: str = "group", directed: bool = True
) -> Roles:
    """Gould and Fernandez' roles of every node: open paths a -> b -> c by the groups of the three.

    Parallel edges count once and loops not. Without direction each pair of ends counts once, so
    gatekeepers and representatives are the same and each holds half of them.
    Raises UsageError where no group is known, or all are the same.
    """
    require_nodes(network)
    _refuse_groups(groups, by)
    simple = simplify(network, directed=directed).without_loops()
    arcs = _arcs(simple)
    codes, names = _codes(groups)
    counts = _all_paths(arcs, codes, len(names))
    _subtract_returns(arcs, codes, counts)
    for a, b, c in triangles.closed_paths(arcs):
        np.subtract.at(counts, (b, _role(codes[a], codes[b], codes[c])), 1.0)
    if not simple.directed:
        counts /= 2
    known = sum(g is not None for g in groups)
    method = method_of(network, simple, "brokerage", known, by=by, groups=len(names))
    return Roles(method, network, tuple(groups), counts)


def _refuse_groups(groups: Sequence[str | None], by: str) -> None:
    known = {g for g in groups if g is not None}
    if len(known) < 2:
        what = f"all nodes are of one {by}" if known else f"no node has a known {by}"
        raise UsageError(
            f"brokerage: {what}, so there is nobody to stand between; group by another"
        )


def _arcs(simple: SimpleGraph) -> SimpleGraph:
    if simple.directed:
        return simple
    s, t, w = simple.both_ways()
    order = np.lexsort((t, s))
    return SimpleGraph(simple.n, s[order], t[order], w[order], True, simple.weighted)


def _codes(groups: Sequence[str | None]) -> tuple[Ints, list[str]]:
    """The number of each node's group, -1 where it is not known."""
    names = sorted({g for g in groups if g is not None})
    number = {name: i for i, name in enumerate(names)}
    return np.array([-1 if g is None else number[g] for g in groups], dtype=np.int64), names


def _role(a: Ints, b: Ints, c: Ints) -> Ints:
    """The column of the role of b, by the groups of the three."""
    role = np.select(
        [(a == b) & (b == c), (a == c) & (a != b), (b == c) & (a != b), (a == b) & (b != c)],
        [0, 1, 2, 3],
        4,
    )
    return np.asarray(np.where((a < 0) | (b < 0) | (c < 0), 5, role))


def _all_paths(simple: SimpleGraph, codes: Ints, groups: int) -> Floats:
    """Paths a -> b -> c by role, also those that return (a = c) or that a -> c closes."""
    n = simple.n
    s, t = simple.source, simple.target
    known_in, own_in = _by_group(t, codes[s], codes)
    known_out, own_out = _by_group(s, codes[t], codes)
    all_in = np.bincount(t, minlength=n).astype(np.float64)
    all_out = np.bincount(s, minlength=n).astype(np.float64)
    same = _of_one_group(simple, codes, groups)
    counts = np.zeros((n, len(ROLES) + 1))
    counts[:, 0] = own_in * own_out
    counts[:, 1] = same - counts[:, 0]
    counts[:, 2] = (known_in - own_in) * own_out
    counts[:, 3] = own_in * (known_out - own_out)
    counts[:, 4] = known_in * known_out - counts[:, :4].sum(axis=1)
    counts[codes < 0, :5] = 0.0
    counts[:, 5] = all_in * all_out - counts[:, :5].sum(axis=1)
    return counts


def _by_group(node: Ints, group: Ints, codes: Ints) -> tuple[Floats, Floats]:
    """How many neighbours of known group each node has, and how many of its own."""
    known = group >= 0
    n = len(codes)
    own = known & (group == codes[node])
    total, same = (np.bincount(node[x], minlength=n).astype(np.float64) for x in (known, own))
    return total, same


def _of_one_group(simple: SimpleGraph, codes: Ints, groups: int) -> Floats:
    """The paths a -> b -> c through each b whose ends are of one known group."""
    ends = ((simple.target, codes[simple.source]), (simple.source, codes[simple.target]))
    (into, came), (out, went) = (
        np.unique(node[group >= 0] * groups + group[group >= 0], return_counts=True)
        for node, group in ends
    )
    both, a, b = np.intersect1d(into, out, assume_unique=True, return_indices=True)
    paths = np.bincount(both // groups, weights=came[a] * went[b], minlength=simple.n)
    return paths.astype(np.float64)


def _subtract_returns(simple: SimpleGraph, codes: Ints, counts: Floats) -> None:
    """Takes away a -> b -> a."""
    n = max(simple.n, 1)
    key, back = simple.source * n + simple.target, simple.target * n + simple.source
    both = np.isin(key, back, assume_unique=True)
    a, b = simple.source[both], simple.target[both]
    np.subtract.at(counts, (b, _role(codes[a], codes[b], codes[a])), 1.0)
