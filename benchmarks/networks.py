"""Network analyses against networkx and against the best library called by hand.

    python benchmarks/networks.py                10^4, 10^5 and 10^6 edges, about 4 minutes
    python benchmarks/networks.py --sizes 4 5    the small ones
    python benchmarks/networks.py --write        the table into README.md

Each measurement runs in a process of its own: seconds are the least of the repeats of the call
itself, MB the highest resident memory of the process. `by hand` is the best library called as its
manual says, from integer arrays, with building its graph; `ecograph` starts from the same arrays
(a Network). The goal of ours / by hand is 1.3.
The largest difference is from networkx's values, or from the library's where networkx would take
minutes. The graphs are drawn by seed: directed, skewed like supply relations (firms'
numbers of customers Zipf 1.9, customers by rank^-0.9).
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from report import add_option, report

SIZES = {4: 10_000, 5: 100_000, 6: 1_000_000}
SAMPLES = 64


def arrays(m: int) -> tuple[int, np.ndarray, np.ndarray]:
    """About m different directed edges among 0.6 m nodes, without loops, sorted."""
    draw = np.random.default_rng(7)
    n = int(0.6 * m)
    degree = np.minimum(draw.zipf(1.9, n), 300)
    source = np.repeat(np.arange(n), degree)
    source = np.sort(draw.permutation(source)[: int(1.1 * m)])
    popular = np.arange(1, n + 1) ** -0.9
    target = draw.permutation(n)[draw.choice(n, len(source), p=popular / popular.sum())]
    key = np.unique(source[source != target] * n + target[source != target])
    if len(key) > m:
        key = np.sort(draw.choice(key, m, replace=False))
    return n, key // n, key % n


def network(m: int) -> Any:
    """The edges as a Network, as a projection gives it."""
    from ecograph.networks.network import EDGE_COLUMNS, Network, objects

    n, s, t = arrays(m)
    ids = objects(f"firm-{i:07}" for i in range(n))
    nothing = np.full(len(s), None, dtype=np.object_)
    nodes = {"id": ids, "label_zh": ids, "label_en": ids, "class": ids}
    edges = dict.fromkeys(EDGE_COLUMNS, nothing)
    edges["id"] = objects(f"supply-{i:07}" for i in range(len(s)))
    return Network("bench", nodes, edges, s, t, np.ones(len(s)))


# ------------------------------------------------------------- ecograph's side


def ours(name: str, m: int, **given: Any) -> Callable[[], np.ndarray]:
    from ecograph.networks.centrality import centrality

    held = network(m)
    return lambda: centrality(held, name, engine="fast", **given).values


def ours_communities(m: int) -> Callable[[], np.ndarray]:
    from ecograph.networks.communities import communities

    held = network(m)
    return lambda: np.array([communities(held, runs=1, engine="fast").modularity])


def ours_breaks(m: int) -> Callable[[], np.ndarray]:
    from ecograph.networks.resilience import breaks

    held = network(m)
    return lambda: np.array([len(breaks(held, engine="fast").points)], dtype=float)


def ours_robustness(m: int) -> Callable[[], np.ndarray]:
    from ecograph.networks.resilience import robustness

    held = network(m)
    return lambda: np.array([robustness(held).r])


# -------------------------------------------------------- libraries, by hand


def igraph_graph(m: int, *, directed: bool = True) -> Any:
    import igraph

    n, s, t = arrays(m)
    G = igraph.Graph(n, np.column_stack([s, t]), directed=directed)
    return G if directed else G.simplify()


def networkit_graph(m: int, *, directed: bool = True) -> Any:
    import networkit

    n, s, t = arrays(m)
    if not directed:
        key = np.unique(np.minimum(s, t) * n + np.maximum(s, t))
        s, t = key // n, key % n
    ends = (s.astype(np.uint64), t.astype(np.uint64))
    return networkit.GraphFromCoo((np.ones(len(s)), ends), n=n, directed=directed)


def rustworkx_graph(m: int) -> Any:
    import rustworkx

    n, s, t = arrays(m)
    G = rustworkx.PyDiGraph(multigraph=False)
    G.add_nodes_from(range(n))
    G.extend_from_edge_list(list(zip(s.tolist(), t.tolist(), strict=True)))
    return G


def hand(m: int, library: str, name: str) -> Callable[[], Any]:
    """The library's call, graph included; the arrays are drawn beforehand and remembered."""
    held = arrays(m)
    globals()["arrays"] = lambda _: held
    if library == "networkit":
        return _networkit(m, name)
    if library == "rustworkx":
        import rustworkx as rx

        return {
            "betweenness": lambda: rx.betweenness_centrality(rustworkx_graph(m)),
            "pagerank": lambda: rx.pagerank(rustworkx_graph(m)),
            "katz": lambda: rx.katz_centrality(rustworkx_graph(m), alpha=0.01),
        }[name]
    sample = np.random.default_rng(0).permutation(held[0])[:SAMPLES].tolist()
    return {
        "betweenness": lambda: igraph_graph(m).betweenness(),
        "betweenness-64": lambda: igraph_graph(m).betweenness(sources=sample),
        "pagerank": lambda: igraph_graph(m).pagerank(),
        "core": lambda: igraph_graph(m, directed=False).coreness(),
        "constraint": lambda: igraph_graph(m, directed=False).constraint(),
        "eigenvector": lambda: igraph_graph(m, directed=False).eigenvector_centrality(),
        "cut points": lambda: _cut_by_igraph(igraph_graph(m, directed=False)),
    }[name]


def _cut_by_igraph(G: Any) -> tuple[list[int], list[int]]:
    return G.articulation_points(), G.bridges()


def _networkit(m: int, name: str) -> Callable[[], Any]:
    import networkit as nk

    c = nk.centrality

    def transposed(G: Any) -> Any:
        return nk.graphtools.transpose(G)

    run = {
        "betweenness-64": lambda G: c.EstimateBetweenness(G, SAMPLES).run().scores(),
        "closeness": lambda G: (
            c.Closeness(transposed(G), True, c.ClosenessVariant.GENERALIZED).run().scores()
        ),
        "core": lambda G: c.CoreDecomposition(G).run().scores(),
        "clustering": lambda G: c.LocalClusteringCoefficient(G, True).run().scores(),
        "communities": _networkit_leiden,
        "cut points": lambda G: nk.components.BiconnectedComponents(G).run().getComponents(),
    }[name]

    def call() -> Any:
        G = networkit_graph(m, directed=name in ("betweenness-64", "closeness"))
        return run(G)  # G must outlive the run: networkit does not hold it

    return call


def _networkit_leiden(G: Any) -> list[float]:
    import networkit as nk

    nk.setNumberOfThreads(1)
    nk.setSeed(0, False)
    found = nk.community.ParallelLeiden(G, iterations=10).run().getPartition()
    return [nk.community.Modularity().getQuality(found, G)]


# --------------------------------------------------------------------- networkx


def networkx_call(m: int, name: str) -> Callable[[], np.ndarray]:
    """networkx with building its graph; the values in the order of the nodes."""
    import networkx as nx

    n, s, t = arrays(m)

    def graph(directed: bool) -> Any:
        G = nx.DiGraph() if directed else nx.Graph()
        G.add_nodes_from(range(n))
        G.add_edges_from(zip(s.tolist(), t.tolist(), strict=True))
        return G

    from ecograph.networks.engines import pivots

    sample = pivots.draw(n, SAMPLES, 0).tolist()
    calls: dict[str, Callable[[], Any]] = {
        "betweenness": lambda: nx.betweenness_centrality(graph(True)),
        "betweenness-64": lambda: _scaled(
            nx.betweenness_centrality_subset(graph(True), sample, range(n)), n
        ),
        "closeness": lambda: nx.closeness_centrality(graph(True)),
        "pagerank": lambda: nx.pagerank(graph(True)),
        "pagerank, strict": lambda: nx.pagerank(graph(True), tol=1e-13, max_iter=1000),
        "katz": lambda: nx.katz_centrality(graph(True), alpha=0.01),
        "core": lambda: nx.core_number(graph(False)),
        "clustering": lambda: nx.clustering(graph(False)),
        "constraint": lambda: nx.constraint(graph(False)),
        "communities": lambda: {
            0: nx.community.modularity(
                G := graph(False), nx.community.louvain_communities(G, seed=0)
            )
        },
        "cut points": lambda: {0: len(list(nx.articulation_points(graph(False))))},
    }

    def call() -> np.ndarray:
        found = calls[name]()
        return np.array([found[i] for i in range(len(found))], dtype=float)

    return call


def _scaled(found: dict[int, float], n: int) -> dict[int, float]:
    return {v: x * n / SAMPLES / ((n - 1) * (n - 2)) for v, x in found.items()}


# ------------------------------------------------------------------------- rows

# measure: ecograph's call, then (library, needs the extra), then the largest size for networkx
ROWS: dict[str, tuple[Callable[[int], Any], list[str], int, list[int]]] = {
    "pagerank": (lambda m: ours("pagerank", m), ["rustworkx", "igraph"], 5, [4, 5, 6]),
    "katz": (lambda m: ours("katz", m, alpha=0.01), ["rustworkx"], 5, [4, 5, 6]),
    "betweenness": (lambda m: ours("betweenness", m), ["rustworkx", "igraph"], 4, [4]),
    "betweenness-64": (
        lambda m: ours("betweenness", m, samples=SAMPLES), ["networkit", "igraph"], 5, [4, 5, 6]
    ),
    "closeness": (lambda m: ours("closeness", m), ["networkit"], 4, [4]),
    "eigenvector": (lambda m: ours("eigenvector", m, directed=False), ["igraph"], 0, [4, 5, 6]),
    "core": (lambda m: ours("core", m), ["networkit", "igraph"], 5, [4, 5, 6]),
    "clustering": (lambda m: ours("clustering", m), ["networkit"], 5, [4, 5, 6]),
    "constraint": (lambda m: ours("constraint", m), ["igraph"], 4, [4, 5, 6]),
    "communities": (ours_communities, ["networkit"], 4, [4, 5, 6]),
    "cut points": (ours_breaks, ["networkit", "igraph"], 5, [4, 5, 6]),
    "robustness": (ours_robustness, [], 0, [4, 5, 6]),
}  # fmt: skip


def _work(pipe: Any, kind: str, name: str, m: int, extra: str, repeats: int) -> None:
    if extra == "without igraph":
        sys.modules["igraph"] = None  # type: ignore[assignment]
    if kind == "ecograph":
        call = ROWS[name][0](m)
    elif kind == "networkx":
        call = networkx_call(m, name)
    elif kind == "projection":
        call = projection(m, name)
    else:
        call = hand(m, kind, name)
    best, values = np.inf, None
    for _ in range(repeats):
        start = time.perf_counter()
        values = call()
        best = min(best, time.perf_counter() - start)
        if best > 3:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = values if isinstance(values, np.ndarray) else None
    pipe.send((best, peak, plain))


def measure(kind: str, name: str, m: int, extra: str = "") -> tuple[float, float, Any] | None:
    """One call in a process of its own: seconds, MB, values; None where it failed."""
    repeats = 5 if m <= 10_000 else 3 if m <= 100_000 else 2
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(there, kind, name, m, extra, repeats))
    worker.start()
    there.close()
    try:
        return here.recv()
    except EOFError:
        return None
    finally:
        worker.join()


# ------------------------------------------------------------------- projection


def tables_on_disk(folder: Path, m: int) -> None:
    """The tables of a region with m supply relations, as beside an on-disk store."""
    from ecograph.graph.columns import make_tables
    from ecograph.graph.table_files import write_tables
    from ecograph.tables.schema import table_names

    n, s, t = arrays(m)
    ids = [f"firm-{i:07}" for i in range(n)]
    same = {"modality": "exists", "evidence": "stated", "source": "made", "citation": "made"}
    supply: dict[str, list[Any]] = {c: [value] * len(s) for c, value in same.items()}
    supply |= {
        "id": [f"supply-{i:07}" for i in range(len(s))],
        "supplier": [ids[i] for i in s.tolist()],
        "buyer": [ids[i] for i in t.tolist()],
        "unit": ["cny"] * len(s),
        "base_value": np.arange(1.0, len(s) + 1).tolist(),
    }
    firm = {"id": ids, "label_zh": ids, "label_en": ids}
    tables = make_tables("bench", {"firm": firm, "supply": supply})
    write_tables(tables.database, table_names(), folder, parquet=False)


BY_HAND = """
WITH node AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM firm)
SELECT a.number AS source, b.number AS target, base_value, supply.id, supply.citation
FROM supply JOIN node a ON a.id = supplier JOIN node b ON b.id = buyer ORDER BY supply.id
"""


def projection(m: int, name: str) -> Callable[[], Any]:
    """`project`: a network from the tables on disk; `by hand`: its ends and names, in DuckDB."""
    from ecograph.graph.columns import Tables
    from ecograph.graph.table_files import open_tables_in
    from ecograph.networks.building import build_network
    from ecograph.networks.specs import read_spec

    folder = Path(tempfile.mkdtemp())
    tables_on_disk(folder, m)
    database = open_tables_in(folder)
    assert database is not None

    def project() -> Any:
        found = build_network(Tables("bench", database), read_spec("supply"))
        return np.array([len(found), found.size], dtype=float)

    def by_hand() -> Any:
        held = database.connection.execute(BY_HAND).fetchnumpy()
        return np.array([m, len(held["source"])], dtype=float)

    return project if name == "project" else by_hand


# ------------------------------------------------------------------------- main


def deviation(a: Any, b: Any) -> str:
    if a is None or b is None or len(a) != len(b):
        return ""
    both = ~(np.isnan(a) | np.isnan(b))
    return f"{np.abs(a[both] - b[both]).max(initial=0):.1e}"


def run(exponents: list[int], missing: set[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name, (_, libraries, largest, sizes) in ROWS.items():
        for exponent in (e for e in exponents if e in sizes):
            m = SIZES[exponent]
            by_scipy = name == "pagerank" and "scipy" in missing  # networkx's pagerank needs it
            slow = measure("networkx", name, m) if exponent <= largest and not by_scipy else None
            if slow and name == "pagerank":  # networkx stops early by default
                strict = measure("networkx", "pagerank, strict", m)
                slow = (slow[0], slow[1], strict and strict[2])
            mine = None
            libraries = [x for x in libraries if x not in missing]
            for extra in ("", "igraph") if "igraph" in libraries else ("",):
                if mine is None or name == "betweenness":  # where ecograph takes igraph if it can
                    mine = measure("ecograph", name, m, extra or "without igraph")
                library = extra or next((x for x in libraries if x != "igraph"), "")
                other = measure(library, name, m) if library else None
                assert mine is not None
                row = {
                    "measure": name, "edges": m, "with": extra or "core", "seconds": mine[0],
                    "mb": mine[1], "library": library, "library_seconds": other and other[0],
                    "x_hand": other and mine[0] / other[0], "networkx_seconds": slow and slow[0],
                    "x_networkx": slow and slow[0] / mine[0],
                    "deviation": deviation(mine[2], slow[2]) if slow else "",
                }  # fmt: skip
                rows.append(row)
                print(row, file=sys.stderr, flush=True)
    for exponent in exponents:
        m = SIZES[exponent]
        read, whole = measure("projection", "by hand", m), measure("projection", "project", m)
        assert read and whole
        row = {
            "measure": "tables to network", "edges": m, "with": "core", "seconds": whole[0],
            "mb": whole[1], "library": "duckdb", "library_seconds": read[0],
            "x_hand": whole[0] / read[0], "networkx_seconds": None, "x_networkx": None,
            "deviation": "",
        }  # fmt: skip
        rows.append(row)
    return rows


HEADS = {
    "measure": "measure",
    "edges": "edges",
    "with": "with",
    "seconds": "ecograph, s",
    "mb": "MB",
    "library": "by hand",
    "library_seconds": "s",
    "x_hand": "ours / by hand",
    "networkx_seconds": "networkx, s",
    "x_networkx": "networkx / ours",
    "deviation": "largest difference",
}


def main() -> None:
    from importlib.util import find_spec

    parser = argparse.ArgumentParser(description="Network analyses against other libraries.")
    parser.add_argument(
        "--sizes", type=int, nargs="+", choices=sorted(SIZES), default=sorted(SIZES)
    )
    add_option(parser)
    given = parser.parse_args()
    missing = {name for name in ("igraph", "networkit", "scipy") if find_spec(name) is None}
    if missing:
        told = f"not installed, and not compared with: {', '.join(sorted(missing))}"
        print(told, file=sys.stderr)
    print("networkx is left out where it would take minutes", file=sys.stderr)
    rows = run(given.sizes, missing)
    table = [[_shown(name, row[name]) for name in HEADS] for row in rows]
    report("networks", tuple(HEADS.values()), table, given.write)


def _shown(name: str, value: object) -> object:
    """Seconds below a tenth with more digits than a report gives."""
    return f"{value:.4f}" if isinstance(value, float) and value < 0.1 else value


if __name__ == "__main__":
    main()
