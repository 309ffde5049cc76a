"""Centrality: one value a node, by any of the MEASURES, exact or sampled."""

from dataclasses import dataclass, field

import numpy as np

from ecograph.base.errors import TooLarge, UnknownName, UsageError
from ecograph.base.results import Parameter
from ecograph.networks.engines import (
    Chosen,
    choose,
    has_igraph,
    measures,
    pivots,
    spectral,
    triangles,
)
from ecograph.networks.engines.pivots import Report
from ecograph.networks.engines.simple_graph import SimpleGraph, simplify, subset
from ecograph.networks.network import Floats, Ints, Network
from ecograph.networks.scores import Scores, method_of, require_nodes

MEASURES = (
    "degree", "in-degree", "out-degree", "strength", "in-strength", "out-strength",
    "betweenness", "closeness", "harmonic", "pagerank", "katz", "eigenvector",
    "core", "clustering", "constraint", "effective-size", "efficiency",
)  # fmt: skip
BY_PATHS = ("betweenness", "closeness", "harmonic")
WITHOUT_LOOPS = (*BY_PATHS, "core", "clustering", "constraint", "effective-size", "efficiency")
EXACT_STEPS = 2_000_000_000  # nodes x edges up to which paths are counted exactly unless asked
MOST_STEPS = 1_000_000_000_000  # beyond this an exact answer takes hours
MOST_NETWORKX = 3_000_000  # edges; networkx holds about 1 kB for each
PIVOTS = 256
SLOW_STEPS = 200_000_000  # exact betweenness takes seconds, and about half of them with igraph
REPORT_STEPS = 100_000_000  # samples x edges beyond which progress is told
GROUPS = 16  # of pivots, for the standard error


def centrality(
    network: Network,
    measure: str,
    *,
    weighted: bool = False,
    directed: bool = True,
    reverse: bool = False,
    engine: str = "auto",
    samples: int | None = None,
    seed: int = 0,
    damping: float = 0.85,
    alpha: float | None = None,
    report: Report | None = None,
) -> Scores:
    """A measure of every node.

    With `weighted`, strength serves as given for strength, PageRank, Katz and eigenvector, and
    distance = 1 / strength for paths; `reverse` turns every edge round. Paths are exact up to
    EXACT_STEPS and from `samples` starting nodes beyond, with a standard error; `samples` of at
    least the number of nodes is exact. Core, clustering and the measures of Burt ignore direction.
    Raises UnknownName, UsageError, TooLarge.
    """
    if measure not in MEASURES:
        raise UnknownName("measure", measure, MEASURES, "it may be " + ", ".join(MEASURES))
    require_nodes(network)
    by_weight = weighted or measure.endswith("strength")
    simple = simplify(network, weighted=by_weight, directed=directed, reverse=reverse)
    chosen = _choose_engine(simple, engine)
    if measure in BY_PATHS:
        found = _measure_paths(simple, measure, chosen, samples, seed, report)
    else:
        found = _measure_edges(simple, measure, chosen, damping, alpha)
    given = {"engine": chosen, "reverse": (reverse and simple.directed) or None, **found.given}
    if measure in WITHOUT_LOOPS:
        simple = simple.without_loops()
    method = method_of(
        network, simple, measure, found.known, seed=found.seed, error=found.error, **given
    )
    return Scores(method, network, found.values, found.errors)


def is_quicker_with_igraph(scores: Scores) -> bool:
    """Whether the values took seconds that the optional extra `igraph` would have saved."""
    given, n = scores.method.parameters, len(scores.network)
    exactly = scores.method.definition == "betweenness" and scores.errors is None
    steps = n * (n + int(given["simple_edges"] or 0))
    if not exactly or given["engine"] != "fast" or steps <= SLOW_STEPS or has_igraph():
        return False
    weighted, directed = bool(given["weighted"]), bool(given["directed"])
    simple = simplify(scores.network, weighted=weighted, directed=directed)
    return bool(measures("fast").igraph_tells_apart(simple.without_loops()))


@dataclass(frozen=True, eq=False)
class _Found:
    """Values and the parameters they follow from; their errors and the seed where sampled."""

    values: Floats
    given: dict[str, Parameter] = field(default_factory=dict)
    errors: Floats | None = None
    seed: int | None = None

    @property
    def known(self) -> int:
        """How many nodes have a value."""
        return int(np.count_nonzero(~np.isnan(self.values)))

    @property
    def error(self) -> float | None:
        """The largest error."""
        return None if self.errors is None else float(np.nanmax(self.errors))


def _choose_engine(simple: SimpleGraph, engine: str) -> Chosen:
    """The chosen engine; raises TooLarge where networkx cannot have so many edges in memory."""
    chosen = choose(engine)
    if chosen == "networkx" and simple.m > MOST_NETWORKX:
        raise TooLarge(
            f"networkx holds about 1 kB an edge, and there are {simple.m}; use engine fast"
        )
    return chosen


def _measure_paths(
    simple: SimpleGraph,
    measure: str,
    engine: Chosen,
    samples: int | None,
    seed: int,
    report: Report | None,
) -> _Found:
    """Exact, or sampled where that takes too long or is asked."""
    count = how_many(simple, measure, samples)
    if count < simple.n:
        values, errors = sampled(simple, measure, engine, count, seed, report)
        return _Found(values, {"samples": count}, errors, seed)
    exact: Floats = getattr(measures(engine), measure)(simple)
    return _Found(exact)


def _measure_edges(
    simple: SimpleGraph, measure: str, engine: Chosen, damping: float, alpha: float | None
) -> _Found:
    if measure == "eigenvector":
        return _eigenvector(simple, engine)
    options = _parameters(simple, measure, damping, alpha)
    return _Found(_value(simple, measure, engine, options), options)


def how_many(simple: SimpleGraph, measure: str, samples: int | None) -> int:
    """The number of starting nodes: all where that is exact.

    Raises UsageError, TooLarge.
    """
    steps = simple.n * (simple.m + simple.n)
    if samples is not None and samples < 2 and simple.n >= 2:
        raise UsageError(f"{samples} samples give no error; take at least 2, or leave it out")
    if samples is None:
        return simple.n if steps <= EXACT_STEPS else min(PIVOTS, simple.n)
    if samples >= simple.n and steps > MOST_STEPS:
        raise TooLarge(
            f"{measure} of {simple.n} nodes and {simple.m} edges, exactly, takes hours; "
            f"take --samples {PIVOTS} (each sample costs one pass over the edges)"
        )
    return min(samples, simple.n)


def _parameters(
    simple: SimpleGraph, measure: str, damping: float, alpha: float | None
) -> dict[str, Parameter]:
    if measure == "pagerank":
        require_damping(damping)
        return {"damping": damping}
    if measure == "katz":
        if alpha is not None and alpha <= 0:
            raise UsageError(f"alpha {alpha:g} is not above 0; leave it out to have it chosen")
        return {"alpha": spectral.katz_alpha(simple) if alpha is None else alpha, "beta": 1.0}
    return {}


def require_damping(damping: float) -> None:
    """Raises UsageError for a damping of PageRank that is none."""
    if not 0 < damping < 1:
        raise UsageError(f"damping {damping:g} is not between 0 and 1; 0.85 is usual")


def _value(
    simple: SimpleGraph, measure: str, engine: Chosen, given: dict[str, Parameter]
) -> Floats:
    by = measures(engine)
    found: Floats
    match measure:
        case "pagerank":
            found = by.pagerank(simple, float(given["damping"] or 0))
        case "katz":
            alpha = float(given["alpha"] or 0)
            spectral.katz(simple, alpha)  # refuses an alpha with which networkx never ends
            found = by.katz(simple, alpha)
        case "core" | "clustering" | "constraint":
            found = getattr(by, measure)(simple)
        case "effective-size":
            found = by.effective_size(simple)
        case "efficiency":
            k = triangles.degrees(simple.undirected().without_loops())
            size = by.effective_size(simple)
            found = np.divide(size, k, out=np.full(simple.n, np.nan), where=k > 0)
        case _:
            found = _degree(simple, measure)
    return found


def _degree(simple: SimpleGraph, measure: str) -> Floats:
    weights = simple.strength if measure.endswith("strength") else np.ones(simple.m)
    total = np.zeros(simple.n)
    if measure.startswith("in-") and simple.directed:
        return np.asarray(total + np.bincount(simple.target, weights=weights, minlength=simple.n))
    if measure.startswith("out-") and simple.directed:
        return np.asarray(total + np.bincount(simple.source, weights=weights, minlength=simple.n))
    total += np.bincount(simple.source, weights=weights, minlength=simple.n)
    total += np.bincount(simple.target, weights=weights, minlength=simple.n)
    return total


def _eigenvector(simple: SimpleGraph, engine: Chosen) -> _Found:
    """Within the largest (strongly) connected component; nan outside it."""
    by = measures(engine)
    label = by.components(simple, strong=True)
    sizes = np.bincount(label, minlength=1)
    largest = int(np.argmax(sizes))
    inside = np.flatnonzero(label == largest)
    if len(inside) < 2 and simple.n > 1:
        raise UsageError(
            "eigenvector: no two nodes reach each other along the edges, so it is 0 everywhere; "
            "use --undirected, or take pagerank or katz"
        )
    part = subset(simple, inside)
    values = np.full(simple.n, np.nan)
    values[inside] = by.eigenvector(part) if simple.n > 1 else 1.0
    return _Found(values, {"component": f"largest of {len(sizes)}, {len(inside)} nodes"})


# --------------------------------------------------------------------- sampled


def sampled(
    simple: SimpleGraph,
    measure: str,
    engine: Chosen,
    count: int,
    seed: int,
    report: Report | None = None,
) -> tuple[Floats, Floats]:
    """An estimate from `count` starting nodes drawn by seed, and its standard error.

    The error is the jackknife over GROUPS groups of starting nodes, with the correction for
    drawing from a finite number. Betweenness is skewed: where a node's value came out low by
    chance, so did its error; compare with the largest error, which the method carries.
    """
    drawn = pivots.draw(simple.n, count, seed)
    parts = [p for p in np.array_split(drawn, min(GROUPS, count)) if len(p)]
    sums = _sums(simple, measure, engine, parts, report)
    whole = sums.sum(axis=0)
    without = [
        _estimate(simple.n, measure, whole - one, count - len(p), _drawn(simple.n, drawn, p))
        for one, p in zip(sums, parts, strict=True)
    ]
    spread = np.array(without) - np.mean(without, axis=0)
    variance = (len(parts) - 1) / len(parts) * (spread**2).sum(axis=0)
    error = np.sqrt(variance * (1 - count / simple.n))
    nobody = np.array([], dtype=np.int64)
    return _estimate(simple.n, measure, whole, count, _drawn(simple.n, drawn, nobody)), error


def _drawn(n: int, drawn: Ints, left_out: Ints) -> Floats:
    """1 for each starting node that counts, else 0."""
    mark = np.zeros(n)
    mark[drawn] = 1.0
    mark[left_out] = 0.0
    return mark


def _sums(
    simple: SimpleGraph, measure: str, engine: Chosen, parts: list[Ints], report: Report | None
) -> Floats:
    """What the estimates rest on, added up over each part of the pivots: parts x k x nodes."""
    count = sum(map(len, parts))
    if measure == "betweenness":
        found = []
        one, plain = measures(engine).dependencies, simple.without_loops()
        steps = len(parts) if report and count * simple.m > REPORT_STEPS else 1
        for some in np.array_split(np.arange(len(parts)), steps):
            found.append(one(plain, [parts[i] for i in some.tolist()]))
            if report:
                report(sum(len(parts[i]) for i in range(int(some[-1]) + 1)), count)
        return np.concatenate(found)[:, None, :]
    return pivots.tallies(simple, parts, report)


def _estimate(n: int, measure: str, sums: Floats, count: int, drawn: Floats) -> Floats:
    if measure == "betweenness":
        pairs = (n - 1) * (n - 2)
        return np.asarray(sums[0] * (n / count) / pairs) if pairs else np.zeros(n)
    others = np.maximum(count - drawn, 1)  # a node does not reach itself
    if measure == "harmonic":
        return np.asarray(sums[2] * (n - 1) / others)
    share = sums[0] / others
    return np.asarray(np.divide(share * sums[0], sums[1], out=np.zeros(n), where=sums[1] > 0))
