"""How much of a network is known: its edges, who has one, and what would tell more."""

from collections.abc import Callable

import numpy as np

from ecograph.base.evidence import WEAKEST
from ecograph.base.results import Coverage, Missing
from ecograph.graph.columns import Tables
from ecograph.graph.completeness import empty_cells
from ecograph.networks.network import Network
from ecograph.networks.specs import EdgeRule, NetworkSpec

_Held = Callable[[str, str], Missing]  # how many rows of a table have nothing in a column

# Why a statement gives no edge where something of it is not known; the other reasons are choices.
_UNKNOWN = ("end unknown", "place unknown")


def of_edges(network: Network, spec: NetworkSpec, tables: Tables) -> Coverage:
    """The coverage of a network: its edges, of the statements that would be edges if whole."""
    unknown = sum(network.left_out.get(reason, 0) for reason in _UNKNOWN)
    return Coverage(
        question=f"network.{spec.name}",
        counted="statements",
        known=network.size,
        total=network.size + unknown,
        documented=int(np.count_nonzero(_documented(network))),
        missing=_missing(network, spec, tables)
        or (() if network.size else (_alone(network, spec),)),
    )


def of_nodes(
    network: Network, spec: NetworkSpec, tables: Tables, known: int | None = None
) -> Coverage:
    """The coverage of a measure of nodes: those that have a value, of all entities of the classes.

    All nodes have one, unless it is said how many are `known`; where these are fewer, it is not
    counted which of them are documented.
    """
    documented = np.concatenate([x[_documented(network)] for x in (network.source, network.target)])
    missing, alone = _missing(network, spec, tables), _alone(network, spec)
    known = len(network) if known is None else known
    return Coverage(
        question=f"centrality.{spec.name}",
        counted="entities",
        known=known,
        total=alone.of,
        documented=len(np.unique(documented)) if known == len(network) else None,
        missing=(*missing, alone) if alone.empty else missing,
    )


def of_whole(network: Network, known: int | None = None) -> Coverage:
    """The coverage of all that a graph of another vocabulary joins, or of values of its nodes."""
    if known is None:
        return Coverage("network.whole", "statements", network.size, network.size)
    return Coverage("centrality.whole", "entities", known, len(network))


def _documented(network: Network) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which edges have a document behind them."""
    return np.array([e != WEAKEST for e in network.edges["evidence"]], dtype=bool)


def _alone(network: Network, spec: NetworkSpec) -> Missing:
    """The entities without an edge; where edges are of several kinds, a row of any would tell."""
    total = len(network) + len(network.isolated)
    touched = len(np.unique(np.concatenate([network.source, network.target])))
    column = spec.edges[0].source if len(spec.edges) == 1 else ""
    return Missing("|".join(_tables(spec)), column, total - touched, total, "entities")


def _tables(spec: NetworkSpec) -> list[str]:
    return list(dict.fromkeys(rule.table for rule in spec.edges))


def _missing(network: Network, spec: NetworkSpec, tables: Tables) -> tuple[Missing, ...]:
    """The ends and weights that are not known, the places, and tables that have no row at all."""
    found: list[Missing] = []
    counts = network.parameters["evidence"], network.parameters["sources"]

    def held(table: str, column: str) -> Missing:
        return empty_cells(tables, table, column, *counts)

    if network.left_out.get("end unknown"):
        found += [m for rule in spec.edges for m in _empty_ends(rule, held)]
    if network.unknown_weights and spec.one_mode is None:
        found += [m for rule in spec.edges for m in _empty_weights(rule, held)]
    if unplaced := network.left_out.get("place unknown"):
        found.append(Missing("location", "place", unplaced, network.size + unplaced, "statements"))
    if not network.size:
        found += [Missing(table, "", 0, 0) for table in _tables(spec) if not held(table, "id").of]
    return tuple(sorted(dict.fromkeys(found), key=lambda m: -m.empty))


def _empty_ends(rule: EdgeRule, held: _Held) -> list[Missing]:
    found = [held(rule.table, c) for c in (rule.source, rule.target) if c != "id"]
    return [m for m in found if m.empty]


def _empty_weights(rule: EdgeRule, held: _Held) -> list[Missing]:
    if rule.weight == "one":
        return []
    found = held(rule.table, "value" if rule.unit else rule.weight)
    return [found] if found.empty else []
