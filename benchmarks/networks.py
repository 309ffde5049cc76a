"""Network analyses against networkx and against the best libraries called by hand.

    python benchmarks/networks.py                10^4, 10^5 and 10^6 edges, some minutes
    python benchmarks/networks.py --sizes 4 5    the small ones

Each measurement runs in a process of its own: seconds are the least of the repeats of the call
itself, MB the highest resident memory of the process.  By hand is the library called as its
manual says, from integer arrays, with building its graph; ours starts from the same arrays
(a Network), without the extra igraph but for "with igraph".  The largest difference is from
networkx's values.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from apart import apart, most_memory
from drawn_edges import SIZES, network
from network_libraries import SAMPLES, hand, networkx_call
from report import Detail, Ratio, main

GOAL = 1.3
LONG = 3  # seconds after which a call is not repeated


def ours(name: str, m: int, **given: Any) -> Callable[[], np.ndarray]:
    """Our call of a centrality."""
    from ecograph.networks.centrality import centrality

    held = network(m)
    return lambda: centrality(held, name, engine="fast", **given).values


def ours_communities(m: int) -> Callable[[], np.ndarray]:
    """Our call of communities: how modular the best are."""
    from ecograph.networks.communities import communities

    held = network(m)
    return lambda: np.array([communities(held, runs=1, engine="fast").modularity])


def ours_breaks(m: int) -> Callable[[], np.ndarray]:
    """Our call of the nodes and edges that hold a network together: how many nodes."""
    from ecograph.networks.resilience import breaks

    held = network(m)
    return lambda: np.array([len(breaks(held, engine="fast").points)], dtype=float)


def ours_robustness(m: int) -> Callable[[], np.ndarray]:
    """Our call of robustness."""
    from ecograph.networks.resilience import robustness

    held = network(m)
    return lambda: np.array([robustness(held).r])


@dataclass(frozen=True)
class Measure:
    """Our call, the libraries that have the same, the largest size for networkx, all sizes.

    `why` says why networkx is not asked at all.
    """

    ours: Callable[[int], Callable[[], np.ndarray]]
    libraries: tuple[str, ...] = ()
    by_networkx: int = 0
    sizes: tuple[int, ...] = (4, 5, 6)
    why: str = ""


MEASURES = {
    "pagerank": Measure(lambda m: ours("pagerank", m), ("rustworkx", "igraph"), 5),
    "katz": Measure(lambda m: ours("katz", m, alpha=0.01), ("rustworkx",), 5),
    "betweenness": Measure(lambda m: ours("betweenness", m), ("rustworkx", "igraph"), 4, (4,)),
    "betweenness-64": Measure(
        lambda m: ours("betweenness", m, samples=SAMPLES), ("networkit", "igraph"), 5
    ),
    "closeness": Measure(lambda m: ours("closeness", m), ("networkit",), 4, (4,)),
    "eigenvector": Measure(
        lambda m: ours("eigenvector", m, directed=False),
        ("igraph",),
        why="it takes all of the graph, ours its largest component",
    ),
    "core": Measure(lambda m: ours("core", m), ("networkit", "igraph"), 5),
    "clustering": Measure(lambda m: ours("clustering", m), ("networkit", "igraph"), 5),
    "constraint": Measure(
        lambda m: ours("constraint", m), ("igraph",), why="without scipy it takes minutes"
    ),
    "communities": Measure(ours_communities, ("networkit", "igraph"), 4),
    "cut points": Measure(ours_breaks, ("networkit", "igraph"), 5),
    "robustness": Measure(ours_robustness, why="it has none"),
}
Found = tuple[float, float, np.ndarray | None]  # seconds, MB, values


def called(kind: str, name: str, m: int, with_igraph: bool = False) -> Found:
    """One call of ours, networkx or a library, in the process that runs this."""
    if kind == "ours" and not with_igraph:
        sys.modules["igraph"] = None  # type: ignore[assignment]
    if kind == "ours":
        call: Callable[[], Any] = MEASURES[name].ours(m)
    else:
        call = networkx_call(m, name) if kind == "networkx" else hand(m, kind, name)
    repeats = 5 if m <= 10_000 else 3 if m <= 100_000 else 2
    best, values = np.inf, None
    for _ in range(repeats):
        start = time.perf_counter()
        values = call()
        best = min(best, time.perf_counter() - start)
        if best > LONG:
            break
    return float(best), most_memory(), values if isinstance(values, np.ndarray) else None


def options(parser: argparse.ArgumentParser) -> None:
    """How many edges."""
    parser.add_argument("--sizes", type=int, nargs="+", choices=SIZES, help="powers of ten")


def measure(given: argparse.Namespace) -> Iterator[Ratio | Detail]:
    """The rows of each measure at each size, then memory and differences."""
    held: list[tuple[object, ...]] = []
    for name, asked in MEASURES.items():
        for exponent in given.sizes or ([4] if given.small else SIZES):
            if exponent not in asked.sizes:
                continue
            mine = apart(called, "ours", name, SIZES[exponent])
            yield from by_libraries(name, exponent, mine)
            row, difference = by_networkx(name, exponent, mine)
            yield row
            held.append((name, SIZES[exponent], mine[1], difference))
    told = "The most memory of ours, and its largest difference from networkx's values."
    heads = ("measure", "edges", "ours, MB", "largest difference")
    yield Detail("networks", told, heads, tuple(held))


def by_libraries(name: str, exponent: int, mine: Found) -> Iterator[Ratio]:
    """Ours beside each library by hand."""
    m = SIZES[exponent]
    told = f"{name}, {m:,} edges"
    for library in MEASURES[name].libraries:
        seconds, what = mine[0], told
        if find_spec(library) is None:
            missing = f"{library} is not installed"
            yield Ratio("measures", told, seconds, f"{library} by hand", unit="s", why=missing)
            continue
        if library == "igraph" and name == "betweenness":  # which ours takes where it is there
            seconds, what = apart(called, "ours", name, m, True)[0], f"{told}, with igraph"
        other = apart(called, library, name, m)[0]
        yield Ratio("measures", what, seconds, f"{library} by hand", other, "s", goal=GOAL)


def by_networkx(name: str, exponent: int, mine: Found) -> tuple[Ratio, str]:
    """Ours beside networkx, and the largest difference of values where it is measured."""
    m, largest = SIZES[exponent], MEASURES[name].by_networkx
    told = f"{name}, {m:,} edges"
    if exponent > largest:
        why = MEASURES[name].why or "it takes minutes"
        return Ratio("measures", told, mine[0], "networkx", unit="s", why=why), ""
    seconds, _, values = apart(called, "networkx", name, m)
    if name == "pagerank":  # networkx stops early by default
        _, _, values = apart(called, "networkx", "pagerank, strict", m)
    return Ratio("measures", told, mine[0], "networkx", seconds, "s"), deviation(mine[2], values)


def deviation(a: np.ndarray | None, b: np.ndarray | None) -> str:
    """The largest difference of two series of values where both have one."""
    if a is None or b is None or len(a) != len(b):
        return ""
    both = ~(np.isnan(a) | np.isnan(b))
    return f"{np.abs(a[both] - b[both]).max(initial=0):.1e}"


if __name__ == "__main__":
    main(measure, __doc__, options)
