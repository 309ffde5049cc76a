"""Results of networks as tables."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ecograph.base.results import Cell, Table, table
from ecograph.base.words import definition_text
from ecograph.operations.shown import Shown

if TYPE_CHECKING:
    from ecograph.networks.brokerage import Holes, Roles
    from ecograph.networks.communities import Communities
    from ecograph.networks.mixing import Mixing
    from ecograph.networks.network import Network
    from ecograph.networks.paths import Dominators, Paths
    from ecograph.networks.resilience import Breaks, Robustness
    from ecograph.networks.scores import Scores
    from ecograph.networks.specs import NetworkSpec
    from ecograph.networks.stability import Stability


def _nodes(network: "Network", shown: Shown) -> list[list[Cell]]:
    """Id, label and class of each node."""
    ids = network.ids
    return [
        [key, shown.of(key), shown.term(kind or "")]
        for key, kind in zip(ids, network.classes, strict=True)
    ]


def centrality_rows(scores: "Scores", runs: "Stability | None", shown: Shown) -> Table:
    """The nodes that have a value, highest first, with rank and, where sampled, error."""
    from ecograph.networks.scores import ranks

    columns = ["rank", "id", "label", "class", "value"]
    held: list[Sequence[Any]] = [ranks(scores.values).tolist(), _nodes(scores.network, shown)]
    held.append(scores.values.tolist())
    if scores.errors is not None:
        columns.append("error")
        held.append(scores.errors.tolist())
    if runs is not None:
        columns += ["rank_low", "rank_high"]
        held += [runs.low.tolist(), runs.high.tolist()]
    doubted = scores.network.doubted.tolist()
    if any(doubted):
        columns.append("doubted_edges")
        held.append([n or None for n in doubted])
    rows = [[rank, *node, *rest] for rank, node, *rest in zip(*held, strict=True)]
    return table(columns, (rows[i] for i in scores.order().tolist()))


def community_rows(found: "Communities", shown: Shown) -> Table:
    """Each node with its community and how stable that is."""
    nodes = _nodes(found.network, shown)
    rows = zip(found.label.tolist(), nodes, found.stability.tolist(), strict=True)
    ordered = sorted(rows, key=lambda r: (r[0], str(r[1][0])))
    held = [[label, *node, stability] for label, node, stability in ordered]
    return table(["community", "id", "label", "class", "stability"], held)


def mixing_rows(found: "Mixing", shown: Shown) -> Table:
    """How many edges, or how much, run from each group to each."""
    names = [_group(g, shown) for g in found.groups]
    rows = [[n, *row] for n, row in zip(names, found.matrix.tolist(), strict=True)]
    return table(["from", *names], rows)


def _group(key: str, shown: Shown) -> str:
    """A group as people read it: a place or chain by its label, a class by its name."""
    return shown.of(key) if shown.labels.has(key) else shown.term(key)


def brokerage_rows(found: "Roles", holes: "Holes", by: str, shown: Shown) -> Table:
    """Each node with its roles, and Burt's measures."""
    from ecograph.networks.brokerage import ROLES, UNKNOWN

    network = found.network
    totals = found.counts.sum(axis=1).tolist()
    order = sorted(range(len(network)), key=lambda i: (-totals[i], network.ids[i]))
    rows: list[list[Cell]] = []
    for i in order:
        group = found.groups[i]
        burt = [float(c[i]) for c in (holes.constraint, holes.effective_size, holes.efficiency)]
        defined = [None if x != x else x for x in burt]
        named = None if group is None else _group(group, shown)
        key = network.ids[i]
        rows.append([key, shown.of(key), named, *found.counts[i].tolist(), *defined])
    columns = ["id", "label", by, *ROLES, UNKNOWN]
    return table([*columns, "constraint", "effective_size", "efficiency"], rows)


def removal_rows(kinds: Sequence[str], results: Sequence["Robustness"]) -> Table:
    """For each kind of removal: R, its spread, and when the largest component is halved."""
    columns = ["removal", "R", "spread", "halved_after", "halved_after_share"]
    rows: list[list[Cell]] = [
        [kind, r.r, r.spread, r.halved, r.halved / len(r.network)]
        for kind, r in zip(kinds, results, strict=True)
    ]
    return table(columns, rows)


def curve_rows(found: "Robustness", shown: Shown) -> Table:
    """After each removal: who was removed, and the share of the largest component."""
    ids = found.network.ids
    one_order = found.spread is None
    rows: list[list[Cell]] = [[0, None, None, float(found.curve[0])]]
    for step, node in enumerate(found.order.tolist(), 1):
        who = (ids[node], shown.of(ids[node])) if one_order else (None, None)
        rows.append([step, *who, float(found.curve[step])])
    return table(["removed", "id", "label", "largest_share"], rows)


def break_rows(found: "Breaks", show: str, shown: Shown) -> Table:
    """Cut points, bridges with their statements, or the sizes of components."""
    from ecograph.networks.scores import statements_between

    if show == "components":
        return table(["component", "nodes"], enumerate(found.components, 1))
    ids = found.network.ids
    if show == "points":
        nodes = _nodes(found.network, shown)
        points = [[*nodes[p.nodes[0]], p.cut_off] for p in found.points]
        return table(["id", "label", "class", "cut_off"], points)
    statements = found.network.edges["id"]
    between = statements_between(found.network, [one.nodes for one in found.bridges])
    rows: list[list[Cell]] = [
        [
            *(c for v in one.nodes for c in (ids[v], shown.of(ids[v]))),
            one.cut_off,
            "|".join(sorted(statements[e] for e in edges)),
        ]
        for one, edges in zip(found.bridges, between, strict=True)
    ]
    columns = ["id", "label", "other_id", "other_label", "cut_off", "statements"]
    return table(columns, rows)


def path_rows(found: "Paths", shown: Shown) -> Table:
    """One row for each statement of each step of each path."""
    network, ids = found.network, found.network.ids
    statements, predicates, documents = (network.edges[c] for c in ("id", "predicate", "document"))
    known = [network.edges[c] for c in ("modality", "evidence", "doubts")]
    rows: list[list[Cell]] = []
    for number, path in enumerate(found.paths, 1):
        for step, (a, b) in enumerate(pairwise(path.nodes), 1):
            for edge in path.steps[step - 1]:
                along = not network.directed or network.source[edge] == a
                ends = [ids[a], shown.of(ids[a]), f"{predicates[edge]} {'→' if along else '←'}"]
                ends += [ids[b], shown.of(ids[b])]
                said = [statements[edge], *(c[edge] for c in known), documents[edge]]
                said += [] if shown.brief else [network.licences.get(documents[edge])]
                rows.append([number, path.length, step, *ends, *said])
    columns = ["path", "length", "step", "from", "from_label", "relation", "to", "to_label"]
    columns += ["statement", "modality", "evidence", "doubts", "source"]
    return table(columns if shown.brief else [*columns, "licence"], rows)


def dominator_rows(found: "Dominators", shown: Shown) -> Table:
    """The nodes that others are reached only through, and how many others."""
    nodes = _nodes(found.network, shown)
    rows = [
        [*nodes[i], int(found.dominated[i]), float(found.dominated[i]) / found.reached]
        for i in found.order().tolist()
    ]
    return table(["id", "label", "class", "dominated", "dominated_share"], rows)


def spec_rows(specs: Sequence["NetworkSpec"], shown: Shown) -> Table:
    """The shipped networks with what they are."""
    rows = [
        [s.name, shown.text((s.label_zh, s.label_en)), shown.text((s.note_zh, s.note_en))]
        for s in specs
    ]
    return table(["network", "label", "note"], rows)


def measure_rows(measures: Sequence[str], shown: Shown) -> Table:
    """Measures with their definitions."""
    rows = [[name, *definition_text(name, shown.language)] for name in measures]
    return table(["measure", "label", "definition"], rows)
