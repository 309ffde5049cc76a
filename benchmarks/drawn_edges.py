"""Edges that are drawn by a seed: directed, skewed like supply relations.

Firms' numbers of customers are Zipf 1.9, customers are drawn by rank^-0.9.
"""

from functools import cache
from typing import Any

import numpy as np

SIZES = {4: 10_000, 5: 100_000, 6: 1_000_000}


@cache
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
