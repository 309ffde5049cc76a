"""Centrality: one value a node, by any of the MEASURES, exact or sampled."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ecograph.base.errors import TooLarge, UnknownName, UsageError
from ecograph.base.results import Parameter
from ecograph.networks.engines import choose, fast, pivots, reference, spectral, triangles
from ecograph.networks.engines.links import Links, simplify
from ecograph.networks.network import Floats, Ints, Network
from ecograph.networks.scores import Scores, method_of, require_nodes

MEASURES = (
    "degree", "in-degree", "out-degree", "strength", "in-strength", "out-strength",
    "betweenness", "closeness", "harmonic", "pagerank", "katz", "eigenvector",
    "core", "clustering", "constraint", "effective-size", "efficiency",
)  # fmt: skip
BY_PATHS = ("betweenness", "closeness", "harmonic")
EXACT_STEPS = 2_000_000_000  # nodes x links up to which paths are counted exactly unless asked
MOST_STEPS = 1_000_000_000_000  # beyond this an exact answer takes hours
MOST_NETWORKX = 3_000_000  # links; networkx holds about 1 kB for each
PIVOTS = 256
REPORT_STEPS = 100_000_000  # samples x links beyond which progress is told
GROUPS = 16  # of pivots, for the standard error

Report = Callable[[int, int], None]


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
    links = simplify(network, weighted=by_weight, directed=directed, reverse=reverse)
    chosen = choose(engine, links.m)
    if chosen == "networkx" and links.m > MOST_NETWORKX:
        raise TooLarge(
            f"networkx holds about 1 kB a link, and there are {links.m}; use engine fast"
        )
    given: dict[str, Parameter] = {"reverse": True} if reverse and links.directed else {}
    errors = None
    if measure in BY_PATHS:
        count = how_many(links, measure, samples)
        if count < links.n:
            values, errors = sampled(links, measure, chosen, count, seed, report)
            given["samples"] = count
        else:
            values = _exact(links, measure, chosen)
    elif measure == "eigenvector":
        values, given["component"] = _eigenvector(links, chosen)
    else:
        given |= _parameters(links, measure, damping, alpha)
        values = _value(links, measure, chosen, given)
    error = None if errors is None else float(np.nanmax(errors))
    known = int(np.count_nonzero(~np.isnan(values)))
    used_seed = seed if errors is not None else None
    method = method_of(
        network, links, measure, known, seed=used_seed, error=error, engine=chosen, **given
    )
    return Scores(method, network, values, errors)


def how_many(links: Links, measure: str, samples: int | None) -> int:
    """The number of starting nodes: all where that is exact.

    Raises UsageError, TooLarge.
    """
    steps = links.n * (links.m + links.n)
    if samples is not None and samples < 2 and links.n >= 2:
        raise UsageError(f"{samples} samples give no error; take at least 2, or leave it out")
    if samples is None:
        return links.n if steps <= EXACT_STEPS else min(PIVOTS, links.n)
    if samples >= links.n and steps > MOST_STEPS:
        raise TooLarge(
            f"{measure} of {links.n} nodes and {links.m} links, exactly, takes hours; "
            f"take --samples {PIVOTS} (each sample costs one pass over the links)"
        )
    return min(samples, links.n)


def _parameters(
    links: Links, measure: str, damping: float, alpha: float | None
) -> dict[str, Parameter]:
    if measure == "pagerank":
        if not 0 < damping < 1:
            raise UsageError(f"damping {damping:g} is not between 0 and 1; 0.85 is usual")
        return {"damping": damping}
    if measure == "katz":
        if alpha is not None and alpha <= 0:
            raise UsageError(f"alpha {alpha:g} is not above 0; leave it out to have it chosen")
        return {"alpha": spectral.katz_alpha(links) if alpha is None else alpha, "beta": 1.0}
    return {}


def _exact(links: Links, measure: str, engine: str) -> Floats:
    found: Floats = getattr(reference if engine == "networkx" else fast, measure)(links)
    return found


def _value(links: Links, measure: str, engine: str, given: dict[str, Parameter]) -> Floats:
    networkx = engine == "networkx"
    match measure:
        case "pagerank":
            one = reference.pagerank if networkx else spectral.pagerank
            return one(links, float(given["damping"] or 0))
        case "katz":
            alpha = float(given["alpha"] or 0)
            spectral.katz(links, alpha)  # refuses an alpha with which networkx never ends
            return (reference.katz if networkx else spectral.katz)(links, alpha)
        case "core":
            return (reference.core if networkx else fast.core)(links)
        case "clustering" | "constraint":
            found: Floats = getattr(reference if networkx else triangles, measure)(links)
            return found
        case "effective-size" | "efficiency":
            one_size = reference.effective_size if networkx else triangles.effective_size
            size = one_size(links)
            if measure == "effective-size":
                return size
            k = triangles.degrees(links.undirected().without_loops())
            return np.asarray(np.divide(size, k, out=np.full(links.n, np.nan), where=k > 0))
        case _:
            return _degree(links, measure)


def _degree(links: Links, measure: str) -> Floats:
    weights = links.strength if measure.endswith("strength") else np.ones(links.m)
    total = np.zeros(links.n)
    if measure.startswith("in-") and links.directed:
        return np.asarray(total + np.bincount(links.target, weights=weights, minlength=links.n))
    if measure.startswith("out-") and links.directed:
        return np.asarray(total + np.bincount(links.source, weights=weights, minlength=links.n))
    total += np.bincount(links.source, weights=weights, minlength=links.n)
    total += np.bincount(links.target, weights=weights, minlength=links.n)
    return total


def _eigenvector(links: Links, engine: str) -> tuple[Floats, str]:
    """Within the largest (strongly) connected component; nan outside it."""
    parts = reference.components if engine == "networkx" else fast.components
    label = parts(links, strong=True)
    sizes = np.bincount(label, minlength=1)
    largest = int(np.argmax(sizes))
    inside = np.flatnonzero(label == largest)
    if len(inside) < 2 and links.n > 1:
        raise UsageError(
            "eigenvector: no two nodes reach each other along the edges, so it is 0 everywhere; "
            "use --undirected, or take pagerank or katz"
        )
    part = subset(links, inside)
    values = np.full(links.n, np.nan)
    one = reference.eigenvector if engine == "networkx" else spectral.eigenvector
    values[inside] = one(part) if links.n > 1 else 1.0
    return values, f"largest of {len(sizes)}, {len(inside)} nodes"


def subset(links: Links, nodes: Ints) -> Links:
    """The links among these nodes, which are numbered anew in their order."""
    number = np.full(links.n, -1, dtype=np.int64)
    number[nodes] = np.arange(len(nodes))
    keep = (number[links.source] >= 0) & (number[links.target] >= 0)
    return replace(
        links,
        n=len(nodes),
        source=number[links.source[keep]],
        target=number[links.target[keep]],
        strength=links.strength[keep],
    )


# --------------------------------------------------------------------- sampled


def sampled(
    links: Links, measure: str, engine: str, count: int, seed: int, report: Report | None = None
) -> tuple[Floats, Floats]:
    """An estimate from `count` starting nodes drawn by seed, and its standard error.

    The error is the jackknife over GROUPS groups of starting nodes, with the correction for
    drawing from a finite number. Betweenness is skewed: where a node's value came out low by
    chance, so did its error; compare with the largest error, which the method carries.
    """
    drawn = pivots.draw(links.n, count, seed)
    parts = [p for p in np.array_split(drawn, min(GROUPS, count)) if len(p)]
    sums = _sums(links, measure, engine, parts, report)
    whole = sums.sum(axis=0)
    without = [
        _estimate(links.n, measure, whole - one, count - len(p), _drawn(links.n, drawn, p))
        for one, p in zip(sums, parts, strict=True)
    ]
    spread = np.array(without) - np.mean(without, axis=0)
    variance = (len(parts) - 1) / len(parts) * (spread**2).sum(axis=0)
    error = np.sqrt(variance * (1 - count / links.n))
    nobody = np.array([], dtype=np.int64)
    return _estimate(links.n, measure, whole, count, _drawn(links.n, drawn, nobody)), error


def _drawn(n: int, drawn: Ints, left_out: Ints) -> Floats:
    """1 for each starting node that counts, else 0."""
    mark = np.zeros(n)
    mark[drawn] = 1.0
    mark[left_out] = 0.0
    return mark


def _sums(
    links: Links, measure: str, engine: str, parts: list[Ints], report: Report | None
) -> Floats:
    """What the estimates rest on, added up over each part of the pivots: parts x k x nodes."""
    count = sum(map(len, parts))
    if measure == "betweenness":
        found = []
        one = reference.dependencies if engine == "networkx" else pivots.dependencies
        steps = len(parts) if report and count * links.m > REPORT_STEPS else 1
        for some in np.array_split(np.arange(len(parts)), steps):
            found.append(one(links, [parts[i] for i in some.tolist()]))
            if report:
                report(sum(len(parts[i]) for i in range(int(some[-1]) + 1)), count)
        return np.concatenate(found)[:, None, :]
    total = np.zeros((len(parts), 3, links.n))  # who reaches, their distances, 1 / their distances
    done = 0
    for block, part in pivots.distances(links, parts):
        reached = np.isfinite(block) & (block > 0)
        near = np.divide(1.0, block, out=np.zeros_like(block), where=reached)
        far = np.where(reached, block, 0.0)
        for i in np.unique(part).tolist():
            own = part == i
            total[i, 0] += reached[:, own].sum(axis=1)
            total[i, 1] += far[:, own].sum(axis=1)
            total[i, 2] += near[:, own].sum(axis=1)
        done += len(part)
        if report:
            report(done, count)
    return total


def _estimate(n: int, measure: str, sums: Floats, count: int, drawn: Floats) -> Floats:
    if measure == "betweenness":
        pairs = (n - 1) * (n - 2)
        return np.asarray(sums[0] * (n / count) / pairs) if pairs else np.zeros(n)
    others = np.maximum(count - drawn, 1)  # a node does not reach itself
    if measure == "harmonic":
        return np.asarray(sums[2] * (n - 1) / others)
    share = sums[0] / others
    return np.asarray(np.divide(share * sums[0], sums[1], out=np.zeros(n), where=sums[1] > 0))
