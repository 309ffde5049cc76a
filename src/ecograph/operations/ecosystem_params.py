"""What the questions of an innovation ecosystem ask."""

from dataclasses import dataclass

from ecograph.operations.catalogue import param
from ecograph.operations.counted import least_evidence, whose_word
from ecograph.operations.supply_chain_params import InPlace, how_many


@dataclass(frozen=True)
class IncubationParams(InPlace):
    """What `incubation` asks."""

    empty: bool = param(
        "也列出一个环节都不知道的产业",
        "Also industries of which no stage is known.",
        False,
    )
    top: int = how_many()


@dataclass(frozen=True)
class ConsortiumParams:
    """What `consortium` asks."""

    about: str = param(
        "为哪一产品或技术（本地有需求的）组建",
        "The product or technology, one that is needed there.",
        entity="",
        place=1,
    )
    place: str | None = param(
        "地区；不填为图谱所属地区", "The place; else the region's own.", None, entity="Place"
    )
    most: int = param(
        "每一层最多几个候选，0 为全部",
        "How many candidates for each layer; 0 is all.",
        8,
        low=0,
        high=10**6,
        unit="candidates",
    )
    evidence: str = least_evidence()
    sources: str = whose_word()


@dataclass(frozen=True)
class LadderParams:
    """What `ladder` asks."""

    rung: str | None = param(
        "只看这一级：已在该级的企业，和按条件最接近的企业（级别的编号见不填时的表）",
        "Only this rung: who stands on it, and who comes nearest by its conditions (its key).",
        None,
    )
    of: str = param(
        "哪一种梯队：firms 企业，talent 人才",
        "Whose ladder: firms, or talent.",
        "firms",
        choices=("firms", "talent"),
    )
    chain: str | None = param(
        "只看这一产业链的企业，含其子链",
        "Only firms of this industry chain, with its sub-chains.",
        None,
        entity="IndustryChain",
    )
    place: str | None = param(
        "地区；不填为图谱所属地区", "The place; else the region's own.", None, entity="Place"
    )
    as_of: str | None = param(
        "按哪一天判定：年、月或日；不填为资料中最晚的一天",
        "As of which day, month or year; else the day of the newest source.",
        None,
    )
    evidence: str = least_evidence()
    sources: str = whose_word()
    top: int = how_many()


@dataclass(frozen=True)
class MoneyParams:
    """What `money` asks."""

    chain: str | None = param(
        "哪一产业链，含其子链；不填则不分产业",
        "The industry chain, with its sub-chains; else of any industry.",
        None,
        entity="IndustryChain",
    )
    evidence: str = least_evidence()
    sources: str = whose_word()


@dataclass(frozen=True)
class OwnersParams:
    """What `owners` asks."""

    about: str = param(
        "哪一企业或其他机构", "The firm or other body.", entity="Organization", place=1
    )
    down: bool = param("改为向下：它持有哪些企业", "Down instead: what it owns.", False)
    as_of: str | None = param(
        "按哪一天：年、月或日；不填为资料中最晚的一天",
        "As of which day, month or year; else the day of the newest source.",
        None,
    )
    evidence: str = least_evidence()
    sources: str = whose_word()
    top: int = how_many()


@dataclass(frozen=True)
class FiveChainsParams(InPlace):
    """What `five-chains` asks."""

    top: int = how_many()
