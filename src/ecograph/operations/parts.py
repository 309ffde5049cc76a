"""What can be drawn or written: the parameters of a view, of a part of the graph, of a network."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecograph.base.errors import UsageError
from ecograph.base.results import Both
from ecograph.operations.catalogue import Parameter, filled, param, parameters_of
from ecograph.operations.counted import least_evidence, whose_word
from ecograph.operations.networks_params import OfNetwork

if TYPE_CHECKING:
    from ecograph.graph.cited_graph import CitedGraph, Cut
    from ecograph.graph.data import Data
    from ecograph.networks.subgraph import Selection


@dataclass(frozen=True)
class ViewParams:
    """What a view shows: one of chain, class, around and network; nothing means all."""

    chain: str | None = param("产业链：编号或名称", "A chain, by id or name.", None)
    class_: str | None = param(
        "一个类别，连同与它直接联系的", "A class, with what it is joined to.", None
    )
    around: str | None = param("实体：编号或名称", "An entity, by id or name.", None)
    hops: int = param(
        "用于 around：几步之内", "With around: how many edges away.", 2, low=0, high=6, unit="edges"
    )
    network: str | None = param(
        "网络：名称或一个 .toml 文件", "A network, by its name or a .toml file.", None
    )
    evidence: str = least_evidence()
    sources: str = whose_word()


@dataclass(frozen=True)
class AtlasParams:
    """Of what an atlas is made."""

    since: str | None = param(
        "较早的图谱：首页说明有何增减", "An older graph: the start page tells what is new.", None
    )
    evidence: str = least_evidence()
    sources: str = whose_word()


@dataclass(frozen=True)
class PartParams:
    """What part of the graph is taken; nothing means all."""

    seed: tuple[str, ...] = param(
        "从哪个实体开始，可重复", "An entity to start from; may be repeated.", ()
    )
    hops: int = param(
        "离起点几步之内", "How many edges away from the seeds.", 1, low=0, high=20, unit="edges"
    )
    class_: str | None = param("只要这一类实体", "Only entities of this class.", None)
    chain: str | None = param("只要属于这条产业链的", "Only what belongs to this chain.", None)
    place: str | None = param("只要位于此地的", "Only what is located here.", None)
    gap: str | None = param(
        "一处缺口：它所依据的陈述", "A gap: the statements that it rests on.", None
    )
    remedies: bool = param(
        "连同补链途径；可配合 gap 或 chain，否则为全部已知缺口",
        "With its remedies: of the gap, of the chain, else of all known gaps.",
        False,
    )
    licence: tuple[str, ...] = param(
        "只导出采用此许可的来源所说的陈述，可重复",
        "Only what sources of this licence say; may be repeated.",
        (),
    )
    evidence: str = least_evidence()
    sources: str = whose_word()


def view_of(data: "Data", given: dict[str, Any]) -> "tuple[CitedGraph, dict[str, Any]]":
    """The graph of what counts, and what of it is drawn, by the parameters of
    `view_of_part`.

    Raises UnknownName, UsageError.
    """
    from ecograph.graph.cited_graph import Cut
    from ecograph.graph.cutting import require_counted

    chosen = filled(VIEW, data, given)
    graph = data.counting(Cut(chosen.pop("evidence"), chosen.pop("sources"))).graph
    require_counted(graph, (chosen["chain"], chosen["around"]))
    return graph, {"class_name": chosen.pop("class_")} | chosen


def selection_of(data: "Data", p: PartParams) -> "Selection":
    """The part as the graph is cut.  Raises UnknownName, UsageError."""
    from ecograph.networks.subgraph import Selection
    from ecograph.operations.remedies import statements_of_gaps

    if p.gap is None and not p.remedies:
        return Selection(p.seed, p.hops, p.class_, p.chain, p.place)
    if p.seed or p.class_ or p.place or p.hops != 1 or (p.gap and p.chain):
        raise UsageError(
            "gap and remedies go with each other, or remedies with chain; leave the rest"
        )
    entities, statements = statements_of_gaps(data, p)
    return Selection(seeds=tuple(sorted(entities)), hops=0, statements=statements)


def part_is_all(p: PartParams) -> bool:
    """Whether no part is chosen."""
    return p == PartParams()


def cut_of(p: PartParams) -> "Cut":
    """What of the graph counts."""
    from ecograph.graph.cited_graph import Cut

    return Cut(p.evidence, p.sources, p.licence)


@dataclass(frozen=True)
class NetworkParams(OfNetwork):
    """Which network is taken, and of which statements."""

    network: str = param(
        "网络，或一个 .toml 文件；不填则列出全部",
        "A network, or a .toml file; without it, the list.",
        place=1,
    )
    isolated: bool = param(
        "没有边的实体也作为节点", "Keep entities without an edge as nodes.", False
    )


@dataclass(frozen=True)
class Part:
    """A part of the graph as surfaces offer it; it answers nothing, it is drawn or written."""

    name: str
    help: Both
    params: type
    example: str
    more: Both = ("", "")
    list_of: str = ""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters, in the order in which they are declared."""
        return parameters_of(self.params)


VIEW = Part(
    "view",
    (
        "把一个问题画成一页，无需网络即可打开，中英文皆可",
        "Draw one question as one page that opens without a network, in Chinese and English.",
    ),
    ViewParams,
    "ecograph view --chain 生物医药 -o biomedicine.html",
)
ATLAS = Part(
    "atlas",
    (
        "把整个图谱画成一个文件夹的网页：首页、产业链、实体、网络、城市比较",
        "Draw the whole graph as a folder of pages: start, chains, entities, networks, comparison.",
    ),
    AtlasParams,
    "ecograph atlas -o atlas",
    (
        "双击 index.html 即可打开；任何一页都不访问网络。同一图谱得到同样的字节。"
        "一个实体约占 16 KB，网络页另加其边。",
        "Open index.html by double-click; no page asks anything of the network. The same graph "
        "gives the same bytes. An entity takes about 16 KB, a network page its edges besides.",
    ),
)
EXPORT = Part(
    "export",
    (
        "导出图谱的一部分，连同出处，供 Gephi、Excel、Neo4j 或 notebook 使用",
        "Export a part of the graph, with its sources, for Gephi, Excel, Neo4j or a notebook.",
    ),
    PartParams,
    "ecograph export --seed 天马 --hops 2 -o tianma.graphml",
    (
        "csv 写两个文件：NAME-nodes.csv 和 NAME-edges.csv；neo4j 写 NAME-neo4j-nodes.csv 和 "
        "NAME-neo4j-relationships.csv。节点带所选语言的标签。",
        "csv writes two files, NAME-nodes.csv and NAME-edges.csv; neo4j NAME-neo4j-nodes.csv and "
        "NAME-neo4j-relationships.csv. Nodes get a label in the language.",
    ),
)
PROJECT = Part(
    "project",
    (
        "取走一个网络，或说明其中有什么；不给名称则列出全部网络",
        "Take a network away, or say what is in it; without a name, list the networks.",
    ),
    NetworkParams,
    "ecograph project supply -o supply.graphml",
    (
        "边保留陈述、关系、方向、权重和出处。10^6 条边约需 2 GB 内存；超过 4*10^6 条即拒绝。",
        "Edges keep their statement, predicate, direction, weight and source. 10^6 edges "
        "take about 2 GB of memory; above 4*10^6 it is refused.",
    ),
    "networks",
)
