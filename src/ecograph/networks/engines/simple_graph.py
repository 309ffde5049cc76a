"""The simple weighted graph that every measure is computed on, and how edges become it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ecograph.base.errors import UsageError
from ecograph.networks.engines.lengths import Remainders, remainders
from ecograph.networks.network import Floats, Ints, Network


@dataclass(frozen=True, eq=False)
class SimpleGraph:
    """At most one edge a pair, sorted by source, then target.

    source, target  node numbers, int64; undirected pairs stand once, the smaller number first
    strength        float64 above 0: how strong the edge is; 1 where not weighted
    loops           edges of a node with itself among them
    unknown         edges left out because their weight is not known (weighted only)
    loops_left_out  loops that were taken out
    """

    n: int
    source: Ints
    target: Ints
    strength: Floats
    directed: bool
    weighted: bool
    unknown: int = 0
    loops_left_out: int = 0

    @property
    def m(self) -> int:
        """The number of edges."""
        return len(self.source)

    @cached_property
    def loops(self) -> int:
        """The number of edges of a node with itself."""
        return int((self.source == self.target).sum())

    @cached_property
    def distance(self) -> Floats:
        """1 / strength, 1 where not weighted: what paths add up, to the last digits.

        None is so short that the longest path would not grow by it.  See `lengths` for exact sums.
        """
        if not self.weighted or not self.m:
            return np.ones(self.m)
        length = 1.0 / self.strength
        return np.asarray(np.maximum(length, self.n * length.max() * 2.0**-51))

    @cached_property
    def remainders(self) -> Remainders:
        """1 / strength, as the remainders by which `lengths` adds up exactly."""
        return remainders(self.strength)

    @cached_property
    def by_rustworkx(self) -> Any:
        """The edges as a rustworkx graph without edge values.

        No pair stands twice, so it need not look for parallel edges, which takes it long.
        """
        import rustworkx

        kind = rustworkx.PyDiGraph if self.directed else rustworkx.PyGraph
        G = kind(multigraph=True, node_count_hint=self.n, edge_count_hint=self.m)
        G.add_nodes_from(range(self.n))
        G.extend_from_edge_list(list(zip(self.source.tolist(), self.target.tolist(), strict=True)))
        return G

    def without_loops(self) -> "SimpleGraph":
        """The same without edges of a node with itself."""
        if not self.loops:
            return self
        keep = self.source != self.target
        return replace(
            self,
            source=self.source[keep],
            target=self.target[keep],
            strength=self.strength[keep],
            loops_left_out=self.loops,
        )

    def undirected(self) -> "SimpleGraph":
        """Each pair once; the strengths of both directions add up."""
        if not self.directed:
            return self
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        source, target, strength = _merge(self.n, low, high, self.strength)
        if not self.weighted:
            strength = np.ones(len(strength))
        return replace(self, source=source, target=target, strength=strength, directed=False)

    def reversed(self) -> "SimpleGraph":
        """Every edge turned round."""
        if not self.directed:
            return self
        order = np.lexsort((self.source, self.target))
        return replace(
            self,
            source=self.target[order],
            target=self.source[order],
            strength=self.strength[order],
        )

    def both_ways(self) -> tuple[Ints, Ints, Floats]:
        """Sources, targets and strengths with undirected pairs in both directions, loops once."""
        if self.directed:
            return self.source, self.target, self.strength
        other = self.source != self.target
        return (
            np.concatenate([self.source, self.target[other]]),
            np.concatenate([self.target, self.source[other]]),
            np.concatenate([self.strength, self.strength[other]]),
        )

    def rows(self, values: Floats | None = None) -> tuple[Ints, Ints, Floats]:
        """The edges node by node, undirected ones at both ends: begins, ends and strengths.

        Those of node i stand from begins[i] up to begins[i + 1]. `values` are taken instead of
        the strengths, one an edge.
        """
        held = self if values is None else replace(self, strength=values)
        s, t, w = held.both_ways()
        if not self.directed:
            order = np.argsort(s, kind="stable")
            s, t, w = s[order], t[order], w[order]
        begins = np.zeros(self.n + 1, dtype=np.int64)
        np.cumsum(np.bincount(s, minlength=self.n), out=begins[1:])
        return begins, t, w


def simplify(
    network: Network, *, weighted: bool = False, directed: bool = True, reverse: bool = False
) -> SimpleGraph:
    """A network as a simple graph: the strengths of parallel edges add up.

    With `weighted`, edges of unknown weight are left out and counted in `unknown`; without it
    every pair counts 1. With `directed=False`, or where the network has no direction, both
    directions add up.
    Raises UsageError for a weight that is not above 0.
    """
    source, target, weight = network.source, network.target, network.weight
    unknown = 0
    if weighted:
        _refuse_weights(network)
        known = ~np.isnan(weight)
        unknown = int(len(known) - known.sum())
        if unknown:
            source, target, weight = source[known], target[known], weight[known]
    else:
        weight = np.ones(len(source))
    keep_direction = directed and network.directed
    if not keep_direction:
        source, target = np.minimum(source, target), np.maximum(source, target)
    elif reverse:
        source, target = target, source
    source, target, strength = _merge(len(network), source, target, weight)
    if not weighted:
        strength = np.ones(len(strength))
    return SimpleGraph(len(network), source, target, strength, keep_direction, weighted, unknown)


def subset(simple: SimpleGraph, nodes: Ints) -> SimpleGraph:
    """The edges among these nodes, which are numbered anew in their order."""
    number = np.full(simple.n, -1, dtype=np.int64)
    number[nodes] = np.arange(len(nodes))
    keep = (number[simple.source] >= 0) & (number[simple.target] >= 0)
    return replace(
        simple,
        n=len(nodes),
        source=number[simple.source[keep]],
        target=number[simple.target[keep]],
        strength=simple.strength[keep],
    )


def _merge(n: int, source: Ints, target: Ints, weight: Floats) -> tuple[Ints, Ints, Floats]:
    """Each pair once, sorted, its weights added in the order in which they stand."""
    key = source * max(n, 1) + target
    if len(key) > 1 and (key[1:] > key[:-1]).all():
        return source, target, weight
    order = np.argsort(key, kind="stable")
    key, weight = key[order], weight[order]
    new = np.ones(len(key), dtype=bool)
    new[1:] = key[1:] != key[:-1]
    starts = np.flatnonzero(new)
    added = np.add.reduceat(weight, starts) if len(starts) else weight
    return source[order][starts], target[order][starts], added


def _refuse_weights(network: Network) -> None:
    wrong = np.flatnonzero((network.weight <= 0) | np.isinf(network.weight))
    if len(wrong):
        first = int(wrong[0])
        name = network.edges["id"][first]
        raise UsageError(
            f"{network.name}: {len(wrong)} of {network.size} edges have a weight that is not above "
            f"0, first {name} with {network.weight[first]:g}; a weight is the strength of an edge: "
            "correct it, or leave the weights out"
        )


def leaving(begins: Ints, nodes: Ints) -> tuple[Ints, Ints]:
    """The edges that leave some nodes, each with the place of its node among them."""
    first = begins[nodes]
    count = begins[nodes + 1] - first
    before = np.cumsum(count) - count
    row = np.repeat(np.arange(len(nodes)), count)
    return row, np.arange(len(row)) + (first - before)[row]


def once(cells: Ints, mark: Ints) -> Ints:
    """Each cell once; `mark` has room for all, and nothing in it counts."""
    place = np.arange(len(cells))
    mark[cells] = place  # the last one stays
    return np.asarray(cells[mark[cells] == place])
