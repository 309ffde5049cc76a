"""Measures of a network that lies in tables, also on Spark: of all nodes, the first of them shown.

Degrees, strengths, label propagation and modularity are SQL, which either engine answers; PageRank
and components are GraphX's, which is Spark's alone.
"""

from typing import Any

import numpy as np

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.results import Parameter
from ecograph.networks.centrality import require_damping
from ecograph.networks.communities import Communities
from ecograph.networks.edge_tables import (
    EdgeTables,
    SimpleTable,
    both_ways,
    method_of_tables,
    simplify_tables,
)
from ecograph.networks.engines import graphx
from ecograph.networks.engines.label_propagation import propagate_labels
from ecograph.networks.network import EDGE_COLUMNS, Network, objects
from ecograph.networks.scores import DIGITS, Scores

DEGREES = ("degree", "in-degree", "out-degree", "strength", "in-strength", "out-strength")
MEASURES = (*DEGREES, "pagerank")


def centrality_of_tables(
    network: EdgeTables,
    measure: str,
    *,
    weighted: bool = False,
    directed: bool = True,
    reverse: bool = False,
    damping: float = 0.85,
    top: int = 0,
) -> Scores:
    """A measure of every node, as `centrality` defines it; the scores are of the `top` first.

    Raises UnknownName for another measure than MEASURES, UsageError.
    """
    if measure not in MEASURES:
        advice = f"on Spark it may be {', '.join(MEASURES)}; leave out spark for the others"
        raise UnknownName("measure", measure, MEASURES, advice)
    if measure == "pagerank" and weighted:
        raise UsageError("pagerank: GraphX counts no weights; leave out weighted, or spark")
    by_weight = weighted or measure.endswith("strength")
    simple = simplify_tables(network, weighted=by_weight, directed=directed, reverse=reverse)
    given: dict[str, Parameter] = {"engine": "spark"}
    given["reverse"] = (reverse and simple.directed) or None
    if measure == "pagerank":
        require_damping(damping)
        given |= {"damping": damping, "tolerance": graphx.TOLERANCE}
        graphx.pagerank(network.database, both_ways(simple), damping)
    else:
        network.database.run(f"CREATE OR REPLACE TABLE rank AS {_degrees(measure, simple)}")
    digits = graphx.DIGITS if measure == "pagerank" else DIGITS
    rows = network.database.records(_first(digits) + _limit(top))
    values = np.array([row["value"] for row in rows], dtype=np.float64)
    method = method_of_tables(network, simple, measure, **given)
    return Scores(method, _shown(network, rows, simple), values)


def _first(digits: int) -> str:
    """The nodes by their value; equal to so many digits is a tie, in the order of the ids."""
    power = f"power(10.0, {digits - 1} - floor(log10(r.value)))"
    held = f"CASE WHEN r.value > 0 THEN round(r.value * {power}) / {power} ELSE r.value END"
    return (
        "SELECT n.id, n.class, n.label_zh, n.label_en, r.value "
        f"FROM rank r JOIN node n ON n.number = r.number ORDER BY {held} DESC, n.id "
    )


def _limit(top: int) -> str:
    """So many rows; Spark makes room for as many as it is told, so it is told none for all."""
    return f"LIMIT {top}" if top else ""


def _degrees(measure: str, simple: SimpleTable) -> str:
    """What of the edges counts for each node that the network touches, 0 where nothing does."""
    value = "strength" if measure.endswith("strength") else "1.0::DOUBLE"
    inward = f"SELECT target AS number, {value} AS value FROM simple"
    outward = f"SELECT source AS number, {value} AS value FROM simple"
    counted = {"in": [inward], "out": [outward]}.get(measure.partition("-")[0])
    parts = counted if counted and simple.directed else [inward, outward]
    touched = "SELECT source AS number, 0.0::DOUBLE AS value FROM edge "
    touched += "UNION ALL SELECT target, 0.0::DOUBLE FROM edge"
    all_ = " UNION ALL ".join([*parts, touched])
    return f"SELECT number, sum(value) AS value FROM ({all_}) GROUP BY number"


def communities_of_tables(
    network: EdgeTables, algorithm: str, *, seed: int = 0, top: int = 0
) -> Communities:
    """A partition of the nodes by label propagation or into components, of one run.

    The rows are those of the first communities, the largest first, up to `top` nodes.
    Raises UsageError for another algorithm.
    """
    if algorithm not in ("labels", "components"):
        raise UsageError(f"{algorithm}: on Spark take labels or components")
    simple = simplify_tables(network, directed=False)
    given: dict[str, Parameter] = {"engine": "spark", "algorithm": algorithm, "runs": 1}
    if algorithm == "labels":
        network.database.run(_NEAR)
        done = propagate_labels(network.database, seed)
        given |= {"rounds": done.rounds, "settled": done.settled, "seed": seed}
        network.database.run(_OF_LABELS)
    else:
        graphx.components(network.database, "SELECT source, target FROM simple")
        network.database.run(_OF_COMPONENTS)
    network.database.run(_BY_SIZE)
    [(inside, total)] = network.database.rows(_INSIDE)
    [(expected,)] = network.database.rows(_EXPECTED)
    quality = float(inside) / float(total) - float(expected) / (2 * float(total)) ** 2
    [(count,)] = network.database.rows("SELECT count(*) FROM numbered")
    given |= {"modularity": quality, "communities": count}
    rows = network.database.records(_MEMBERS + _limit(top))
    label = np.array([row["community"] for row in rows], dtype=np.int64)
    method = method_of_tables(network, simple, "community", **given)
    shown = _shown(network, rows, simple)
    return Communities(method, shown, label, np.ones(len(rows)), quality, (quality,), None)


_NEAR = """
CREATE OR REPLACE TABLE near AS
WITH pair AS (
    SELECT a.id AS node, b.id AS other FROM simple s
    JOIN node a ON a.number = s.source JOIN node b ON b.number = s.target WHERE source <> target
)
SELECT node, other FROM pair UNION ALL SELECT other, node FROM pair;
"""
_TOUCHED = "SELECT DISTINCT source AS number FROM simple UNION SELECT DISTINCT target FROM simple"
# `part` tells of each node, by its number, the id of the node after which its community is named.
_OF_LABELS = f"""
CREATE OR REPLACE TABLE part AS
SELECT t.number, n.id, coalesce(l.label, n.id) AS label
FROM ({_TOUCHED}) t JOIN node n ON n.number = t.number LEFT JOIN label l ON l.node = n.id;
"""
_OF_COMPONENTS = """
CREATE OR REPLACE TABLE part AS
SELECT c.number, n.id, f.id AS label FROM component c JOIN node n ON n.number = c.number
JOIN node f ON f.number = c.first;
"""
_BY_SIZE = """
CREATE OR REPLACE TABLE numbered AS
SELECT label, row_number() OVER (ORDER BY size DESC, first) AS community
FROM (SELECT label, count(*) AS size, min(id) AS first FROM part GROUP BY label);
"""
_INSIDE = """
SELECT coalesce(sum(s.strength) FILTER (a.label = b.label), 0), sum(s.strength)
FROM simple s JOIN part a ON a.number = s.source JOIN part b ON b.number = s.target
"""
# The sum over communities of the square of the degrees in each (Newman & Girvan 2004).
_EXPECTED = """
SELECT sum(degree * degree) FROM (
    SELECT p.label, sum(e.strength) AS degree FROM (
        SELECT source AS number, strength FROM simple
        UNION ALL SELECT target, strength FROM simple) e
    JOIN part p ON p.number = e.number GROUP BY p.label)
"""
_MEMBERS = """
SELECT n.community, node.id, node.class, node.label_zh, node.label_en
FROM part p JOIN numbered n ON n.label = p.label JOIN node ON node.number = p.number
ORDER BY n.community, node.id
"""


def _shown(network: EdgeTables, rows: list[dict[str, Any]], simple: SimpleTable) -> Network:
    """The nodes of some rows as a network without its edges, for the layouts of results."""
    nothing = np.zeros(0, dtype=np.int64)
    spec = network.spec
    return Network(
        name=spec.name,
        nodes={c: objects(row[c] for row in rows) for c in _NODE},
        edges={c: objects(()) for c in EDGE_COLUMNS},
        source=nothing,
        target=nothing,
        weight=np.zeros(0),
        directed=simple.directed,
        weighted=simple.weighted,
        label_zh=spec.label_zh,
        label_en=spec.label_en,
    )


_NODE = ("id", "class", "label_zh", "label_en")
