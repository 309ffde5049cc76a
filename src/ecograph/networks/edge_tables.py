"""A network as tables: its nodes and edges where the graph lies, also on Spark.

Which statements give an edge is told by `edges`, as for a network in memory (`building`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ecograph.base.database import Database
from ecograph.base.errors import UsageError
from ecograph.base.evidence import WEAKEST
from ecograph.base.results import Method, Parameter
from ecograph.graph.columns import Tables
from ecograph.networks.currency import with_currency
from ecograph.networks.edges import (
    REASONS,
    judged_query,
    lists_asked,
    nodes_query,
    parameters_of,
    spec_with,
)
from ecograph.networks.specs import NetworkSpec


@dataclass(frozen=True, eq=False)
class EdgeTables:
    """A network in a database, in front of the tables of its graph.

    The table `node` has id, class, label_zh, label_en and number of all entities of the classes
    that are kept; `edge` has source, target (numbers of nodes) and weight, a row a statement.
    `nodes` counts the nodes that an edge touches and `isolated` the others, `edges` the edges,
    `unknown_weights` those whose weight is not known, `left_out` the statements that give none.
    """

    database: Database
    spec: NetworkSpec
    nodes: int
    isolated: int
    edges: int
    unknown_weights: int
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class SimpleTable:
    """The table `simple` of a network: source, target and strength, at most one row a pair.

    Where not `directed`, the smaller number is the source; `edges` counts the rows.
    """

    directed: bool
    weighted: bool
    edges: int


def edge_tables(
    tables: Tables,
    spec: NetworkSpec,
    *,
    evidence: str | None = None,
    sources: str | None = None,
    modality: tuple[str, ...] | None = None,
) -> EdgeTables:
    """The network that a specification makes of a graph, as tables; see building.build_network.

    Raises UsageError for a one-mode network or one that keeps isolated nodes, UnknownName.
    """
    spec = spec_with(spec, evidence, sources, modality)
    if spec.one_mode or spec.isolated == "keep":
        kind = "a one-mode network" if spec.one_mode else "a network of isolated nodes too"
        raise UsageError(f"{spec.name}: {kind} is built in memory; leave out spark")
    database = tables.database.layer()
    database.number("node", nodes_query(spec), by="id")
    spec = with_currency(database, spec)
    parts = [
        f"SELECT reason, source, target, weight FROM ({judged_query(spec, rule, timed=False)})"
        for rule in spec.edges
    ]
    asked = lists_asked(spec) | {"counted": tables.counted_sources(spec.sources)}
    database.run(_DOCUMENT + f"CREATE TABLE judged AS {' UNION ALL '.join(parts)};" + _EDGE, asked)
    counted: dict[str | None, int] = dict(
        database.rows("SELECT reason, count(*) FROM judged GROUP BY ALL")
    )
    [(all_, touched, unknown)] = database.rows(_COUNTED)
    return EdgeTables(
        database,
        spec,
        nodes=touched,
        isolated=all_ - touched,
        edges=counted.get(None, 0),
        unknown_weights=unknown,
        left_out={reason: counted[reason] for reason in REASONS if counted.get(reason)},
    )


# Documents have no numbers here: edges do not carry them.
_DOCUMENT = "CREATE TABLE document AS SELECT id, 0 AS number FROM sources WHERE false;"
_EDGE = "CREATE TABLE edge AS SELECT source, target, weight FROM judged WHERE reason IS NULL;"
_COUNTED = """
SELECT (SELECT count(*) FROM node),
       (SELECT count(DISTINCT number)
        FROM (SELECT source AS number FROM edge UNION ALL SELECT target FROM edge)),
       (SELECT count(*) FROM edge WHERE weight IS NULL)
"""


def simplify_tables(
    network: EdgeTables,
    *,
    weighted: bool = False,
    directed: bool = True,
    reverse: bool = False,
) -> SimpleTable:
    """Makes the table `simple`, as `simple_graph.simplify` makes a simple graph.

    Raises UsageError for a weight that is not above 0, or where the network has no edge.
    """
    if not network.edges:
        raise UsageError(f"{network.spec.name}: the network has no edge; take another network")
    directed = directed and network.spec.directed
    database = network.database
    if weighted:
        _refuse_weights(network)
    ends = "least(source, target) AS source, greatest(source, target) AS target"
    if directed:
        ends = "target AS source, source AS target" if reverse else "source, target"
    strength = "sum(weight)" if weighted else "1.0::DOUBLE"
    where = "WHERE weight IS NOT NULL" if weighted else ""
    database.run(
        f"CREATE OR REPLACE TABLE simple AS SELECT source, target, {strength} "
        f"AS strength FROM (SELECT {ends}, weight FROM edge {where}) GROUP BY source, target"
    )
    [(count,)] = database.rows("SELECT count(*) FROM simple")
    return SimpleTable(directed, weighted, count)


def _refuse_weights(network: EdgeTables) -> None:
    [(wrong,)] = network.database.rows("SELECT count(*) FROM edge WHERE weight <= 0")
    if wrong:
        raise UsageError(
            f"{network.spec.name}: {wrong} of {network.edges} edges have a weight that is not "
            "above 0; a weight is the strength of an edge: correct it, or leave the weights out"
        )


def method_of_tables(
    network: EdgeTables, simple: SimpleTable, definition: str, **parameters: Parameter
) -> Method:
    """The method of a measure, as `scores.method_of` says it of a network in memory."""
    spec = network.spec
    held: dict[str, Parameter] = {
        **{k: v for k, v in parameters_of(spec).items() if k not in ("place", "evidence")},
        "directed": simple.directed,
        "weighted": simple.weighted,
        "nodes": network.nodes,
        "edges": network.edges,
        "simple_edges": simple.edges,
        "isolated": network.isolated,
        "unknown_weights": (network.unknown_weights or None) if simple.weighted else None,
    }
    if network.left_out:
        held["left_out"] = ", ".join(f"{k} {v}" for k, v in network.left_out.items())
    return Method(
        definition=definition,
        place=None,
        parameters={k: v for k, v in (held | parameters).items() if v is not None},
        known=network.nodes,
        total=network.nodes + network.isolated,
        evidence=spec.evidence or WEAKEST,
    )


def both_ways(simple: SimpleTable) -> str:
    """The edges as source, target and strength, undirected ones in both directions, loops once."""
    if simple.directed:
        return "SELECT source, target, strength FROM simple"
    back = "SELECT target, source, strength FROM simple WHERE source <> target"
    return f"SELECT source, target, strength FROM simple UNION ALL {back}"
