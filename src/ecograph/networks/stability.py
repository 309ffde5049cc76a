"""Does rank 3 differ from rank 5? The ranking again, with some edges dropped at random."""

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from ecograph.base.errors import UsageError
from ecograph.base.results import Method
from ecograph.networks.centrality import centrality
from ecograph.networks.engines.pivots import Report
from ecograph.networks.network import Floats, Ints, Network
from ecograph.networks.scores import Scores, ranks, with_edges


@dataclass(frozen=True, eq=False)
class Stability:
    """How a ranking holds when edges are dropped.

    tau   Kendall's tau-b of each run with the full ranking; nan where a ranking is all ties
    low, high   the best and the worst rank of each node in the middle 90 % of the runs; 0 where
                it has none
    """

    method: Method
    tau: Floats
    low: Ints
    high: Ints

    @property
    def mean(self) -> float | None:
        """The mean of the taus that are defined."""
        known = self.tau[~np.isnan(self.tau)]
        return float(known.mean()) if len(known) else None


def ranking_stability(
    scores: Scores,
    *,
    dropout: float = 0.1,
    runs: int = 50,
    seed: int = 0,
    engine: str = "auto",
    report: Report | None = None,
) -> Stability:
    """The same measure on the same network with a share of its edges dropped, `runs` times.

    Each statement is dropped with probability `dropout`, by seed.
    Raises UsageError.
    """
    if not 0 < dropout < 1 or runs < 2:
        raise UsageError(
            f"dropout {dropout:g} in {runs} runs: take a share in (0, 1), 2 runs or more"
        )
    network, given = scores.network, scores.method.parameters
    same = _read_options(scores.method)
    make = np.random.default_rng(seed)
    tau, places = np.full(runs, np.nan), np.zeros((runs, len(network)), dtype=np.int64)
    for run in range(runs):
        kept = with_edges(network, make.random(network.size) >= dropout)
        values = _again(scores, kept, same, engine, seed)
        tau[run] = kendall(scores.values, values)
        places[run] = ranks(values)
        if report:
            report(run + 1, runs)
    low, high = (_quantile(places, q) for q in (0.05, 0.95))
    method = replace(
        scores.method,
        definition="ranking-stability",
        seed=seed,
        parameters={
            **given, "measure": scores.method.definition, "dropout": dropout, "runs": runs
        },
    )  # fmt: skip
    return Stability(method, tau, low, high)


def _read_options(method: Method) -> dict[str, Any]:
    """The options of the centrality that a method is of."""
    given = method.parameters
    return {
        "weighted": given["weighted"],
        "directed": given["directed"],
        "reverse": bool(given.get("reverse", False)),
        "samples": given.get("samples"),
        "damping": given.get("damping", 0.85),
        "alpha": given.get("alpha"),
    }


def _again(
    scores: Scores, network: Network, same: dict[str, Any], engine: str, seed: int
) -> Floats:
    try:
        return centrality(
            network, scores.method.definition, engine=engine, seed=seed, **same
        ).values
    except UsageError:  # what is left has no ranking, such as no cycle for the eigenvector
        return np.full(len(scores.values), np.nan)


def _quantile(places: Ints, share: float) -> Ints:
    """A quantile of each node's ranks over the runs in which it has one."""
    held = np.where(places > 0, places, np.nan).astype(np.float64)
    found = np.zeros(places.shape[1], dtype=np.int64)
    some = ~np.isnan(held).all(axis=0)
    if some.any():
        method: Literal["lower", "higher"] = "lower" if share < 0.5 else "higher"
        found[some] = np.nanquantile(held[:, some], share, axis=0, method=method).astype(np.int64)
    return found


def kendall(a: Floats, b: Floats) -> float:
    """Kendall's tau-b of two lists of values, over the nodes that have both; nan where undefined.

    Values equal to ten digits are ties (Knight 1966, J. Am. Stat. Assoc. 61:436).
    """
    both = ~np.isnan(a) & ~np.isnan(b)
    x, y = ranks(a[both]), ranks(b[both])
    n = len(x)
    pairs = n * (n - 1) // 2
    tied_x, tied_y, tied = _equal_pairs(x), _equal_pairs(y), _equal_pairs(x * (n + 1) + y)
    if pairs in (tied_x, tied_y):
        return float("nan")
    discordant = _inversions(y[np.lexsort((y, x))])
    surplus = pairs - tied_x - tied_y + tied - 2 * discordant
    return surplus / math.sqrt((pairs - tied_x) * (pairs - tied_y))


def _equal_pairs(values: Ints) -> int:
    count = np.unique(values, return_counts=True)[1]
    return int((count * (count - 1) // 2).sum())


def _inversions(values: Ints) -> int:
    """How many pairs stand in falling order: bit by bit, a 1 before a 0 among those alike."""
    total = 0
    for bit in reversed(range(int(values.max(initial=0)).bit_length())):
        above, one = values >> (bit + 1), (values >> bit) & 1
        ones = np.cumsum(one) - one
        new = np.ones(len(values), dtype=bool)
        new[1:] = above[1:] != above[:-1]
        before = ones - ones[new][np.cumsum(new) - 1]
        total += int(before[one == 0].sum())
        values = values[np.argsort(values >> bit, kind="stable")]
    return total
