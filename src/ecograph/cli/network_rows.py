"""Results of the network analyses as rows to print."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ecograph.cli.output import Cell

if TYPE_CHECKING:
    from ecograph.networks.paths import Dominators, Paths
    from ecograph.networks.resilience import Breaks, Robustness

Rows = tuple[list[str], list[list[Cell]]]


def summary_rows(kinds: Sequence[str], results: Sequence["Robustness"]) -> Rows:
    """For each kind of removal: R, its spread, and when the largest component is halved."""
    columns = ["removal", "R", "spread", "halved_after", "halved_after_share"]
    rows: list[list[Cell]] = [
        [kind, r.r, r.spread, r.halved, r.halved / len(r.network)]
        for kind, r in zip(kinds, results, strict=True)
    ]
    return columns, rows


def curve_rows(found: "Robustness", language: str) -> Rows:
    """After each removal: who was removed, and the share of the largest component."""
    labels, ids = found.network.labels(language), found.network.ids
    one_order = found.spread is None
    rows: list[list[Cell]] = [[0, None, None, float(found.curve[0])]]
    for step, node in enumerate(found.order.tolist(), 1):
        who = (ids[node], labels[node]) if one_order else (None, None)
        rows.append([step, *who, float(found.curve[step])])
    return ["removed", "id", "label", "largest_share"], rows


def break_rows(found: "Breaks", show: str, language: str) -> Rows:
    """Cut points, bridges with their statements, or the sizes of components."""
    from ecograph.networks.scores import statements_between

    labels, ids = found.network.labels(language), found.network.ids
    if show == "components":
        return ["component", "nodes"], [[n, x] for n, x in enumerate(found.components, 1)]
    if show == "points":
        classes = found.network.classes
        points = [(p.nodes[0], p.cut_off) for p in found.points]
        rows: list[list[Cell]] = [[ids[v], labels[v], classes[v], cut] for v, cut in points]
        return ["id", "label", "class", "cut_off"], rows
    statements = found.network.edges["id"]
    between = statements_between(found.network, [one.nodes for one in found.bridges])
    rows = [
        [ids[a], labels[a], ids[b], labels[b], one.cut_off,
         "|".join(sorted(statements[e].as_py() for e in edges))]
        for one, edges in zip(found.bridges, between, strict=True)
        for a, b in [one.nodes]
    ]  # fmt: skip
    return ["id", "label", "other_id", "other_label", "cut_off", "statements"], rows


def path_rows(found: "Paths", language: str) -> Rows:
    """One row for each statement of each step of each path."""
    network = found.network
    labels, ids = network.labels(language), network.ids
    held = network.edges.select(["id", "predicate", "source_id"])
    rows: list[list[Cell]] = []
    for number, path in enumerate(found.paths, 1):
        for step, (a, b) in enumerate(pairwise(path.nodes), 1):
            for edge in path.steps[step - 1]:
                row = held.slice(edge, 1).to_pylist()[0]
                along = not network.directed or network.source[edge] == a
                relation = f"{row['predicate']} {'→' if along else '←'}"
                rows.append(
                    [number, path.length, step, ids[a], labels[a], relation, ids[b], labels[b],
                     row["id"], row["source_id"]]
                )  # fmt: skip
    columns = ["path", "length", "step", "from", "from_label", "relation", "to", "to_label"]
    return [*columns, "statement", "source"], rows


def dominator_rows(found: "Dominators", language: str) -> Rows:
    """The nodes that others are reached only through, and how many others."""
    network = found.network
    labels, ids = network.labels(language), network.ids
    rows: list[list[Cell]] = [
        [ids[i], labels[i], network.classes[i], int(found.dominated[i]),
         float(found.dominated[i]) / found.reached]
        for i in found.order().tolist()
    ]  # fmt: skip
    return ["id", "label", "class", "dominated", "dominated_share"], rows
