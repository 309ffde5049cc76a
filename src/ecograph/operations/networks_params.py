"""What the questions of networks ask."""

from dataclasses import dataclass

from ecograph.base.evidence import EVIDENCE, SOURCES
from ecograph.base.spark_session import SPARK
from ecograph.networks.engines import ALGORITHMS, ENGINES
from ecograph.operations.catalogue import param

USUAL = "actors"  # the network where none is named
GROUPINGS = ("class", "place", "chain", "community")
SHOWS = ("summary", "curve", "points", "bridges", "components")


@dataclass(frozen=True)
class OfNetwork:
    """What every question of a network asks: which network, where, when, how sure, how real."""

    network: str = param(
        "网络：`ecograph networks` 列出，或一个 .toml 文件",
        "A network: `ecograph networks` lists them; or a .toml file.",
        USUAL,
        short="n",
        file="may",
    )
    place: str | None = param("只看位于此地的", "Only what is located here.", None, entity="Place")
    as_of: str | None = param(
        "只看当时有效的陈述：2024、2024-06、2024/6/15、2024年6月等；未注明时间的照样计入",
        "Only what is in force then, or undated: 2024, 2024-06, 2024/6/15, 2024年6月.",
        None,
    )
    evidence: str | None = param(
        "至少多可靠；不填则依网络的定义",
        "How sure at least: stated, implied, editorial. Else as the network says.",
        None,
        choices=EVIDENCE,
    )
    sources: str | None = param(
        "谁说的算数：documents、public 或 all；不填则依网络的定义",
        "Whose word counts: documents, public, all. Else as the network says.",
        None,
        choices=SOURCES,
    )
    modality: tuple[str, ...] = param(
        "exists、underway、planned、recommended、past、lacking，可重复",
        "exists, underway, planned, recommended, past, lacking; may be repeated.",
        (),
    )


def _weighted() -> bool:
    found: bool = param(
        "计入权重：作强度；用于路径时为 1 / 强度",
        "Weights count: strength, and for paths 1 / strength.",
        False,
    )
    return found


def _engine() -> str:
    found: str = param(
        "计算引擎，结果相同", "The engine; the values are equal.", "auto", choices=ENGINES
    )
    return found


def _engine_or_spark() -> str:
    found: str = param(
        "计算引擎，结果相同；spark 读 export -f parquet 写出的目录，本机或 spark://…、sc://…",
        "The engine; the values are equal. spark reads what export -f parquet wrote, on this "
        "machine, or at spark://… or sc://….",
        "auto",
        choices=(*ENGINES, SPARK),
    )
    return found


def _seed() -> int:
    found: int = param("随机种子", "For what is drawn at random.", 0, low=0, high=2**32 - 1)
    return found


def _top(default: int) -> int:
    found: int = param(
        "显示多少行，0 为全部", "How many rows; 0 is all.", default, low=0, high=10**9, unit="rows"
    )
    return found


@dataclass(frozen=True)
class CentralityParams(OfNetwork):
    """What `centrality` asks."""

    measure: str = param(
        "betweenness、pagerank、degree 等；`ecograph measures` 列出",
        "betweenness, pagerank, degree, …; `ecograph measures` lists them.",
        place=1,
    )
    weighted: bool = _weighted()
    undirected: bool = param("不计方向", "Ignore direction.", False)
    reverse: bool = param("把每条边反向", "Take every edge in the other direction.", False)
    engine: str = _engine_or_spark()
    samples: int | None = param(
        "betweenness、closeness、harmonic 的起点数",
        "Starting nodes for betweenness, closeness, harmonic.",
        None,
        low=1,
        high=10**7,
        unit="nodes",
    )
    seed: int = _seed()
    damping: float = param("用于 pagerank", "For pagerank.", 0.85, low=0, high=1)
    alpha: float | None = param(
        "用于 katz；不填则自动选取", "For katz; else chosen.", None, low=0, high=1000
    )
    stability: int = param(
        "随机去边后重新排序的次数",
        "How often to rank again with edges dropped at random.",
        0,
        low=0,
        high=1000,
        unit="runs",
    )
    dropout: float = param(
        "用于 stability：去掉的边的比例",
        "With stability: the share of edges dropped.",
        0.1,
        low=0,
        high=1,
    )
    top: int = _top(20)


@dataclass(frozen=True)
class CommunitiesParams(OfNetwork):
    """What `communities` asks."""

    weighted: bool = _weighted()
    resolution: float = param(
        "大于 1 则社群更多更小", "Above 1 gives more and smaller ones.", 1.0, low=0, high=1000
    )
    algorithm: str = param(
        "算法：leiden，labels（标签传播），components（连通分量）",
        "leiden, labels (label propagation) or components.",
        "leiden",
        choices=ALGORITHMS,
    )
    runs: int = param(
        "尝试的种子数，取最优", "Seeds to try; the best is kept.", 10, low=1, high=1000
    )
    seed: int = _seed()
    engine: str = _engine_or_spark()
    top: int = _top(0)


@dataclass(frozen=True)
class MixingParams(OfNetwork):
    """What `mixing` asks."""

    by: str = param("按什么分组", "What the groups are.", "class", choices=GROUPINGS)
    weighted: bool = _weighted()


@dataclass(frozen=True)
class BrokerageParams(OfNetwork):
    """What `brokerage` asks."""

    by: str = param("按什么分组", "What the groups are.", "class", choices=GROUPINGS)
    weighted: bool = _weighted()
    undirected: bool = param("不计方向", "Ignore direction.", False)
    engine: str = _engine()
    top: int = _top(20)


@dataclass(frozen=True)
class RobustnessParams(OfNetwork):
    """What `robustness` asks."""

    show: str = param("显示什么", "What is shown.", "summary", choices=SHOWS)
    removal: str = param(
        "移除顺序：degree（每次重算）、random 或一种指标",
        "degree (counted anew each time), random, or a measure.",
        "degree",
    )
    runs: int = param("随机顺序的次数", "Random orders.", 20, low=1, high=1000)
    seed: int = _seed()
    weighted: bool = _weighted()
    engine: str = _engine()
    top: int = _top(20)


@dataclass(frozen=True)
class PathsParams(OfNetwork):
    """What `paths` asks."""

    source: str = param(
        "起点：编号或名称；all 表示没有入边的全部",
        "An entity, by id or name; `all` for all that no edge enters.",
        place=1,
    )
    target: str | None = param(
        "终点；不填则列出只能经由谁到达谁",
        "Another. Without it: what is reached only through what.",
        None,
        place=2,
    )
    count: int = param("几条路径", "How many paths.", 5, low=1, high=1000, short="k")
    directed: bool = param("依方向", "Follow direction.", False)
    reverse: bool = param("只有起点时：逆着边走", "With one entity: follow edges backwards.", False)
    weighted: bool = _weighted()
    engine: str = _engine()
    top: int = _top(0)


@dataclass(frozen=True)
class ListParams:
    """What a list asks: nothing."""
