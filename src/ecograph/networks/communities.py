"""Communities: the partition of highest modularity over several seeds, and how stable it is."""

from dataclasses import dataclass

import numpy as np

from ecograph.base.database import new_database
from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.results import Measurement, Method
from ecograph.networks.engines import ALGORITHMS, Chosen, choose, measures
from ecograph.networks.engines.label_propagation import propagate_labels
from ecograph.networks.engines.simple_graph import SimpleGraph, simplify
from ecograph.networks.network import Floats, Ints, Network
from ecograph.networks.scores import method_of, require_nodes


@dataclass(frozen=True, eq=False)
class Communities:
    """A partition of a network's nodes.

    label        the community of each node, 1 the largest; equal sizes by their first id
    stability    of each node, the mean overlap of its community with those of the other runs
    modularity   of this partition; `modularities` of each run
    agreement    mean adjusted Rand index between the runs: 1 the same every time, 0 by chance;
                 None with a single run
    """

    method: Method
    network: Network
    label: Ints
    stability: Floats
    modularity: float
    modularities: tuple[float, ...]
    agreement: float | None

    def sizes(self) -> list[int]:
        """The number of nodes in each community, the largest first."""
        return [int(x) for x in np.bincount(self.label)[1:]]

    def measurements(self) -> list[Measurement]:
        """The number of each node's community, and its stability."""
        found = [
            Measurement("community", key, float(number))
            for key, number in zip(self.network.ids, self.label.tolist(), strict=True)
        ]
        if self.agreement is not None:
            found += [
                Measurement("community-stability", key, value)
                for key, value in zip(self.network.ids, self.stability.tolist(), strict=True)
            ]
        return found


def communities(
    network: Network,
    *,
    weighted: bool = False,
    resolution: float = 1.0,
    runs: int = 10,
    seed: int = 0,
    engine: str = "auto",
    algorithm: str = "leiden",
) -> Communities:
    """The best partition by modularity of `runs` seeds from `seed` on; direction is ignored.

    By Leiden, by label propagation, which counts neighbours and no weights, or into connected
    components, which are the same every time.  The networkx engine uses Louvain, since networkx
    has no Leiden of its own.
    Raises UsageError, UnknownName.
    """
    require_nodes(network)
    if algorithm not in ALGORITHMS:
        advice = f"give one of {', '.join(ALGORITHMS)}"
        raise UnknownName("algorithm", algorithm, ALGORITHMS, advice)
    if runs < 1 or resolution <= 0:
        raise UsageError("communities need at least one run and a resolution above 0")
    if weighted and algorithm != "leiden":
        raise UsageError(f"{algorithm}: counts no weights; leave out weighted, or take leiden")
    simple = simplify(network, weighted=weighted, directed=False)
    chosen = choose(engine)
    found = _partitions(network, simple, algorithm, chosen, range(seed, seed + runs), resolution)
    quality = [modularity(simple, label, resolution) for label in found]
    best = max(range(len(found)), key=lambda k: (round(quality[k], 10), -k))
    label = by_size(found[best])
    stability = _stability(label, [x for k, x in enumerate(found) if k != best])
    method = method_of(
        network, simple, "community", seed=seed, engine=chosen, runs=len(found),
        resolution=resolution, modularity=quality[best],
        algorithm="louvain" if (algorithm, chosen) == ("leiden", "networkx") else algorithm,
        communities=int(label.max(initial=0)),
    )  # fmt: skip
    agreed = _agreement(found)
    return Communities(method, network, label, stability, quality[best], tuple(quality), agreed)


def _stability(label: Ints, others: list[Ints]) -> Floats:
    """Of each node, the mean overlap of its community with those of the other runs."""
    return np.mean([_overlap(label, x) for x in others], axis=0) if others else np.ones(len(label))


def _agreement(found: list[Ints]) -> float | None:
    """The mean adjusted Rand index between runs; None with a single one."""
    pairs = [rand_index(a, b) for k, a in enumerate(found) for b in found[:k]]
    return float(np.mean(pairs)) if pairs else None


def _partitions(
    network: Network,
    simple: SimpleGraph,
    algorithm: str,
    engine: Chosen,
    seeds: range,
    resolution: float,
) -> list[Ints]:
    """A partition for each seed; one where it is the same every time."""
    if not simple.m:
        return [np.arange(simple.n)]
    if algorithm == "labels":
        return [_labels(network, simple, seed) for seed in seeds]
    if algorithm == "components":
        return [measures(engine).components(simple, strong=False)]
    one_run = measures(engine).communities
    return [one_run(simple, resolution=resolution, seed=seed) for seed in seeds]


def _labels(network: Network, simple: SimpleGraph, seed: int) -> Ints:
    """The number of each node's community by label propagation."""
    database = new_database()
    plain, ids = simple.without_loops(), network.nodes["id"]
    ends = [
        np.concatenate([plain.source, plain.target]),
        np.concatenate([plain.target, plain.source]),
    ]
    database.make("near", {"node": "VARCHAR", "other": "VARCHAR"})
    database.fill("near", {"node": ids[ends[0]].tolist(), "other": ids[ends[1]].tolist()})
    propagate_labels(database, seed)
    number = {key: i for i, key in enumerate(network.ids)}
    found = np.arange(simple.n)
    for node, label in database.rows("SELECT node, label FROM label"):
        found[number[node]] = number[label]
    return found


def by_size(label: Ints) -> Ints:
    """The same partition numbered from 1, the largest first, equal sizes by their first node."""
    _, first, back, size = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    number = np.empty(len(first), dtype=np.int64)
    number[np.lexsort((first, -size))] = np.arange(1, len(first) + 1)
    return np.asarray(number[back])


def modularity(simple: SimpleGraph, label: Ints, resolution: float = 1.0) -> float:
    """Modularity of a partition of undirected edges (Newman & Girvan 2004); 0 without edges."""
    if simple.directed:
        simple = simple.undirected()
    if not simple.m:
        return 0.0
    total = simple.strength.sum()
    inside = simple.strength[label[simple.source] == label[simple.target]].sum()
    strength = np.bincount(simple.source, weights=simple.strength, minlength=simple.n)
    strength = strength + np.bincount(simple.target, weights=simple.strength, minlength=simple.n)
    held = np.bincount(label, weights=strength)
    return float(inside / total - resolution * ((held / (2 * total)) ** 2).sum())


def _together(a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """How many nodes each community of a shares with one of b, and of each node which it is."""
    key = a * (int(b.max(initial=0)) + 1) + b
    _, which, count = np.unique(key, return_inverse=True, return_counts=True)
    return count, which


def _overlap(label: Ints, other: Ints) -> Floats:
    """Of each node, the Jaccard overlap of its two communities."""
    count, which = _together(label, other)
    shared = count[which]
    size, other_size = np.bincount(label)[label], np.bincount(other)[other]
    return np.asarray(shared / (size + other_size - shared))


def rand_index(a: Ints, b: Ints) -> float:
    """The adjusted Rand index of two partitions (Hubert & Arabie 1985, J. Classif. 2:193)."""

    def pairs(x: Floats) -> float:
        return float((x * (x - 1) / 2).sum())

    both = pairs(_together(a, b)[0].astype(float))
    in_a, in_b = pairs(np.bincount(a).astype(float)), pairs(np.bincount(b).astype(float))
    whole = len(a) * (len(a) - 1) / 2
    chance = in_a * in_b / whole if whole else 0.0
    most = (in_a + in_b) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def as_groups(found: Communities) -> list[str]:
    """The community of each node as the name of a group."""
    return [str(number) for number in found.label.tolist()]
