"""Mixing: who is linked with whom by group, and how far like goes with like."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ecograph.base.errors import UsageError
from ecograph.base.results import Method
from ecograph.networks.engines.simple_graph import simplify
from ecograph.networks.network import Floats, Ints, Network
from ecograph.networks.scores import method_of, require_nodes


@dataclass(frozen=True, eq=False)
class Mixing:
    """Edges from group to group.

    groups         the names, sorted
    matrix         [from, to] edges, or strength; each undirected edge stands in both directions
    assortativity  1 all edges stay within groups, 0 as by chance; None where there is one group
    within         the share of edges that stay within their group
    by_degree      the correlation of the degrees at the two ends; None where it is not defined
    """

    method: Method
    groups: tuple[str, ...]
    matrix: Floats
    assortativity: float | None
    within: float | None
    by_degree: float | None


def mixing(
    network: Network,
    groups: Sequence[str | None],
    *,
    by: str = "group",
    weighted: bool = False,
    directed: bool = True,
) -> Mixing:
    """The mixing matrix by group (Newman 2003); loops, and edges of unknown group, are left out.

    Raises UsageError where no edge has two known groups.
    """
    require_nodes(network)
    simple = simplify(network, weighted=weighted, directed=directed).without_loops()
    names = tuple(sorted({g for g in groups if g is not None}))
    number = {name: i for i, name in enumerate(names)}
    codes = np.array([-1 if g is None else number[g] for g in groups], dtype=np.int64)
    s, t, w = simple.both_ways()
    known = (codes[s] >= 0) & (codes[t] >= 0)
    if not known.any():
        raise UsageError(f"mixing: no edge has a known {by} at both ends; group by another")
    at = codes[s[known]] * len(names) + codes[t[known]]
    count = len(names)
    held_in = np.bincount(at, weights=w[known], minlength=count**2)
    matrix = held_in.astype(np.float64).reshape(count, count)
    ways = 1 if simple.directed else 2
    method = method_of(
        network, simple, "assortativity", by=by, edges_known=int(known.sum()) // ways
    )
    within = float(np.trace(matrix) / matrix.sum())
    return Mixing(method, names, matrix, _assortativity(matrix), within, _by_degree(s, t, simple.n))


def _assortativity(matrix: Floats) -> float | None:
    share = matrix / matrix.sum()
    chance = float((share.sum(axis=0) * share.sum(axis=1)).sum())
    return None if chance >= 1 - 1e-12 else float((np.trace(share) - chance) / (1 - chance))


def _by_degree(s: Ints, t: Ints, n: int) -> float | None:
    """The correlation of out-degree at the start with in-degree at the end (networkx's default)."""
    out = np.bincount(s, minlength=n)[s].astype(np.float64)
    into = np.bincount(t, minlength=n)[t].astype(np.float64)
    if len(s) < 2 or out.std() == 0 or into.std() == 0:
        return None
    return float(np.corrcoef(out, into)[0, 1])
