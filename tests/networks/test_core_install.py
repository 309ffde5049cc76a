"""The networks of an installation without extras: every measure, and what is loaded for it."""

import subprocess
import sys

import pytest

BARRED = ("igraph", "networkit", "scipy")  # the extra, and what networks needed before

EVERY = """
import networkx as nx
from ecograph.networks.brokerage import roles, structural_holes
from ecograph.networks.centrality import MEASURES, centrality
from ecograph.networks.communities import communities
from ecograph.networks.network import from_networkx
from ecograph.networks.paths import dominators, shortest_paths
from ecograph.networks.resilience import breaks, robustness
from ecograph.networks.stability import ranking_stability
from ecograph.pages.layout import positions
from ecograph.pages.network import communities_of

found = from_networkx(nx.karate_club_graph(), "karate")
for engine in ("auto", "networkx"):
    for weighted in (False, True):
        for measure in MEASURES:
            centrality(found, measure, weighted=weighted, engine=engine)
        for measure in ("betweenness", "closeness", "harmonic"):
            centrality(found, measure, weighted=weighted, engine=engine, samples=5)
        communities(found, weighted=weighted, engine=engine)
        structural_holes(found, weighted=weighted, engine=engine)
    breaks(found, engine=engine)
    shortest_paths(found, "0", "33", engine=engine)
    dominators(from_networkx(nx.DiGraph([(0, 1), (1, 2)])), engine=engine)
ranking_stability(centrality(found, "degree"), runs=3)
roles(found, ["a", "b"] * 17)
robustness(found)
positions(34, list(nx.karate_club_graph().edges))
assert len(positions(900, [(i // 2, i) for i in range(1, 900)])) == 900
assert max(communities_of(34, list(nx.karate_club_graph().edges))) == 3
"""

ONE = """
import sys
import numpy as np
from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.engines import measures
ends = np.array([0, 1]), np.array([1, 2])
simple = SimpleGraph(3, *ends, np.ones(2), False, False)
assert measures("fast").betweenness(simple).tolist() == [0, 1, 0]
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    barred = f"import sys; sys.modules.update(dict.fromkeys({BARRED}))\n"
    return subprocess.run(
        [sys.executable, "-c", barred + code], capture_output=True, text=True, check=False
    )


def test_every_measure_runs_without_extras():
    done = run(EVERY)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name", ["networkx", "graspologic_native", "ecograph.networks.engines.reference"]
)
def test_the_fast_engine_loads_no_more_than_it_needs(name):
    done = run(ONE + f"assert {name!r} not in sys.modules\n")
    assert (done.returncode, done.stderr) == (0, "")
