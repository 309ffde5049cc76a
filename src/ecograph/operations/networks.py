"""The questions of networks: who is central, what belongs together, what holds it up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ecograph.base.words import word
from ecograph.operations.catalogue import Operation
from ecograph.operations.network_asked import groups_of, network_of, nodes_covered, summary
from ecograph.operations.networks_on_spark import centrality_on_spark, communities_on_spark
from ecograph.operations.networks_params import (
    BrokerageParams,
    CentralityParams,
    CommunitiesParams,
    ListParams,
    MixingParams,
    PathsParams,
    RobustnessParams,
)
from ecograph.operations.result import Found, measured
from ecograph.operations.spark import on_spark

if TYPE_CHECKING:
    from ecograph.base.results import Both, Measurement, Method
    from ecograph.graph.data import Data
    from ecograph.networks.network import Network
    from ecograph.networks.scores import Scores
    from ecograph.networks.stability import Stability

GROUP = "Analyse"


@dataclass(frozen=True)
class Together:
    """The measurements of several results as one."""

    results: tuple[Any, ...] = field(default=())

    def measurements(self) -> "Iterable[Measurement]":
        """All of them in order."""
        return [m for r in self.results for m in r.measurements()]


def _notes(network: "Network", method: "Method", *more: "Both") -> "tuple[Both, ...]":
    """What a network holds, the loops that did not count, and what else a reader should know."""
    loops = method.parameters.get("loops_left_out")
    said = [word("note.loops_left_out", count=loops)] if loops else []
    if network.unknown_weights and (method.parameters.get("weighted")):
        said.append(word("note.unknown_weights", count=network.unknown_weights))
    return (summary(network), *said, *more)


def _centrality(data: "Data", p: CentralityParams) -> Found:
    from ecograph.base.progress import progress
    from ecograph.networks.centrality import centrality
    from ecograph.networks.stability import ranking_stability
    from ecograph.operations.network_rows import centrality_rows

    if (tables := on_spark(data, p.engine)) is not None:
        return centrality_on_spark(tables, p)
    network = network_of(data, p)
    scores = centrality(
        network,
        p.measure,
        weighted=p.weighted,
        directed=not p.undirected,
        reverse=p.reverse,
        engine=p.engine,
        samples=p.samples,
        seed=p.seed,
        damping=p.damping,
        alpha=p.alpha,
        report=progress(p.measure),
    )
    runs = None
    if p.stability:
        runs = ranking_stability(
            scores, dropout=p.dropout, runs=p.stability, seed=p.seed, report=progress("stability")
        )
    notes = _notes(network, scores.method, *_on_scores(scores, runs, p))
    covered = nodes_covered(data, network, p.network, scores.method)
    return measured(scores, lambda shown: centrality_rows(scores, runs, shown), notes, covered)


def _on_scores(scores: "Scores", runs: "Stability | None", p: CentralityParams) -> "Iterator[Both]":
    """What a reader should know of the values of a measure."""
    from ecograph.networks.centrality import is_quicker_with_igraph

    if is_quicker_with_igraph(scores):
        yield word("note.quicker_with_igraph")
    if scores.errors is not None:
        count = scores.method.parameters["samples"]
        yield word("note.sampled", count=count, seed=p.seed)
    if runs is not None:
        mean = "–" if runs.mean is None else f"{runs.mean:.3f}"
        dropout = f"{p.dropout:.0%}"
        yield word("note.stability", dropout=dropout, runs=p.stability, mean=mean)
    undefined = len(scores.network) - len(scores.order())
    if undefined:
        yield word("note.undefined", count=undefined)


def _communities(data: "Data", p: CommunitiesParams) -> Found:
    from ecograph.networks.communities import communities
    from ecograph.operations.network_rows import community_rows

    if (tables := on_spark(data, p.engine)) is not None:
        return communities_on_spark(tables, p)
    network = network_of(data, p)
    found = communities(
        network,
        algorithm=p.algorithm,
        weighted=p.weighted,
        resolution=p.resolution,
        runs=p.runs,
        seed=p.seed,
        engine=p.engine,
    )
    low, high = min(found.modularities), max(found.modularities)
    agreement = "–" if found.agreement is None else f"{found.agreement:.3f}"
    count = len(found.sizes())
    note = word(
        "note.communities",
        count=count,
        modularity=f"{found.modularity:.4f}",
        low=f"{low:.4f}",
        high=f"{high:.4f}",
        runs=found.method.parameters["runs"],
        agreement=agreement,
    )
    covered = nodes_covered(data, network, p.network, found.method)
    notes = _notes(network, found.method, note)
    return measured(found, lambda shown: community_rows(found, shown), notes, covered)


def _mixing(data: "Data", p: MixingParams) -> Found:
    from ecograph.networks.mixing import mixing
    from ecograph.operations.network_rows import mixing_rows

    network = network_of(data, p)
    found = mixing(network, groups_of(data, network, p.by), by=p.by, weighted=p.weighted)
    shares = {"all": found.assortativity, "degree": found.by_degree, "within": found.within}
    none = word("note.not_defined")
    note = word("note.mixing", **{k: none if v is None else f"{v:.4f}" for k, v in shares.items()})
    return Found(
        found,
        lambda shown: mixing_rows(found, shown),
        found.method,
        _notes(network, found.method, note),
        coverage=nodes_covered(data, network, p.network, found.method),
    )


def _brokerage(data: "Data", p: BrokerageParams) -> Found:
    from ecograph.networks.brokerage import roles, structural_holes
    from ecograph.operations.network_rows import brokerage_rows

    network = network_of(data, p)
    groups = groups_of(data, network, p.by)
    found = roles(network, groups, by=p.by, directed=not p.undirected)
    holes = structural_holes(network, weighted=p.weighted, engine=p.engine)
    return Found(
        (found, holes),
        lambda shown: brokerage_rows(found, holes, p.by, shown),
        found.method,
        _notes(network, found.method),
        measurements=Together((found, holes)).measurements,
        coverage=nodes_covered(data, network, p.network, found.method),
    )


def _robustness(data: "Data", p: RobustnessParams) -> Found:
    from ecograph.base.progress import progress
    from ecograph.networks.resilience import breaks, robustness
    from ecograph.operations.network_rows import break_rows, curve_rows, removal_rows

    network = network_of(data, p)
    if p.show not in ("summary", "curve"):
        held = breaks(network, engine=p.engine)
        covered = nodes_covered(data, network, p.network, held.method)
        notes = _notes(network, held.method)
        return measured(held, lambda shown: break_rows(held, p.show, shown), notes, covered)
    kinds = [p.removal] if p.show == "curve" else list(dict.fromkeys([p.removal, "random"]))
    results = [
        robustness(
            network,
            kind,
            runs=p.runs,
            seed=p.seed,
            weighted=p.weighted,
            engine=p.engine,
            report=progress(kind),
        )
        for kind in kinds
    ]
    first = results[0]
    return Found(
        first if p.show == "curve" else tuple(results),
        lambda shown: (
            curve_rows(first, shown) if p.show == "curve" else removal_rows(kinds, results)
        ),
        first.method,
        _notes(network, first.method),
        measurements=first.measurements,
        coverage=nodes_covered(data, network, p.network, first.method),
    )


def _paths(data: "Data", p: PathsParams) -> Found:
    network = network_of(data, p)
    source = None if p.source == "all" and p.target is None else data.find(p.source)
    if p.target is None:
        return _reached_only_through(data, network, source, p)
    return _between(data, network, str(source), data.find(p.target), p)


def _reached_only_through(
    data: "Data", network: "Network", start: str | None, p: PathsParams
) -> Found:
    from ecograph.networks.paths import dominators
    from ecograph.operations.network_rows import dominator_rows

    found = dominators(network, start, reverse=p.reverse, engine=p.engine)
    covered = nodes_covered(data, network, p.network, found.method)
    notes = _notes(network, found.method)
    return measured(found, lambda shown: dominator_rows(found, shown), notes, covered)


def _between(data: "Data", network: "Network", source: str, target: str, p: PathsParams) -> Found:
    from ecograph.networks.paths import shortest_paths
    from ecograph.operations.network_rows import path_rows

    found = shortest_paths(
        network,
        source,
        target,
        k=p.count,
        directed=p.directed,
        weighted=p.weighted,
        engine=p.engine,
    )
    notes = [*_notes(network, found.method)]
    if not found.paths:
        a, b = (data.labels.both(network.ids[i]) for i in (found.source, found.target))
        notes.append(word("note.no_path", a=a, b=b))
    elif found.on_every:
        on = [data.labels.both(network.ids[i]) for i in found.on_every]
        names = ("、".join(zh for zh, _ in on), ", ".join(en for _, en in on))
        notes.append(word("note.on_every_path", on=names))
    covered = nodes_covered(data, network, p.network, found.method)
    return measured(found, lambda shown: path_rows(found, shown), notes, covered)


def _networks(_: "Data", __: ListParams) -> Found:
    from ecograph.networks.specs import read_spec, spec_names
    from ecograph.operations.network_rows import spec_rows

    held = [read_spec(name) for name in spec_names()]
    return Found(tuple(held), lambda shown: spec_rows(held, shown), cited=frozenset())


def _measures(_: "Data", __: ListParams) -> Found:
    from ecograph.networks.centrality import MEASURES
    from ecograph.operations.network_rows import measure_rows

    return Found(MEASURES, lambda shown: measure_rows(MEASURES, shown), cited=frozenset())


OPERATIONS = (
    Operation(
        "centrality",
        GROUP,
        ("按一种指标给网络的节点排序", "Rank the nodes of a network by a measure."),
        CentralityParams,
        _centrality,
        "ecograph centrality betweenness --network actors --undirected",
        (
            "节点数 × 边数不超过 2*10^9 时 betweenness、closeness、harmonic 为精确值，"
            "更大则由 256 个起点抽样并给出标准误；--samples 可另定。",
            "betweenness, closeness and harmonic are exact up to 2*10^9 (nodes x edges) and from "
            "256 starting nodes beyond, with a standard error; --samples says otherwise. No "
            "measure takes memory that grows with the square of the nodes.",
        ),
        list_of="measures",
    ),
    Operation(
        "communities",
        GROUP,
        (
            "社群（Leiden 算法、标签传播或连通分量），附模块度和稳定程度",
            "Communities (Leiden, label propagation or components), how modular and stable.",
        ),
        CommunitiesParams,
        _communities,
        "ecograph communities --network actors --runs 20",
        definition="modularity",
    ),
    Operation(
        "mixing",
        GROUP,
        (
            "组与组之间有多少联系",
            "How many edges run from group to group, and how far like joins like.",
        ),
        MixingParams,
        _mixing,
        "ecograph mixing --network actors --by class",
        definition="assortativity",
    ),
    Operation(
        "brokerage",
        GROUP,
        (
            "谁居于谁之间：Gould–Fernandez 角色与 Burt 结构洞",
            "Who stands between whom: roles of Gould and Fernandez, and Burt's structural holes.",
        ),
        BrokerageParams,
        _brokerage,
        "ecograph brokerage --network actors --by class",
        (
            "分组不明的路径记在 unknown 一栏。",
            "Paths on which a group is not known are in the column `unknown`.",
        ),
        definition="brokerage",
    ),
    Operation(
        "robustness",
        GROUP,
        (
            "移除节点后网络如何瓦解，哪些节点和边维系着它",
            "How a network falls apart when nodes go, and which nodes and edges hold it up.",
        ),
        RobustnessParams,
        _robustness,
        "ecograph robustness --network actors --show points",
        definition="robustness",
    ),
    Operation(
        "paths",
        GROUP,
        (
            "两者如何相连：最短路径及其陈述",
            "Explain how two entities are connected, by the shortest paths and their statements.",
        ),
        PathsParams,
        _paths,
        "ecograph paths s1 s2 --network supply --graph tiny",
        (
            "只给一个，或给 all，则列出单点故障：多少其他实体只能经由它到达。",
            "With one entity, or `all` for all that no edge enters, rank the single points of "
            "failure: how many others are reached from there only through them.",
        ),
        definition="paths",
    ),
    Operation(
        "networks",
        "Take away",
        ("可用的网络", "The networks available."),
        ListParams,
        _networks,
        "ecograph networks",
    ),
    Operation(
        "measures",
        GROUP,
        ("可用的中心性指标及其定义", "The measures of centrality and their definitions."),
        ListParams,
        _measures,
        "ecograph measures",
    ),
)
