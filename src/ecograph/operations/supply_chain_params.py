"""What the questions of the supply chain ask."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecograph.base.words import word
from ecograph.operations.catalogue import param
from ecograph.operations.counted import least_evidence, whose_word
from ecograph.operations.result import Found

if TYPE_CHECKING:
    from ecograph.graph.data import Data

INPUTS = ("product", "technology", "all")
KINDS = (
    *("missing", "lack", "outside", "elsewhere", "broken", "weak", "extension", "strong"),
    "unknown",
)


@dataclass(frozen=True)
class InPlace:
    """What every question of the supply chain asks: where, of which chain, how sure at least."""

    place: str | None = param(
        "地区（区、市、城市群、省或国家）；不填为图谱所属地区",
        "A district, city, cluster, province or country; else the region's own.",
        None,
        entity="Place",
    )
    chain: str | None = param(
        "产业链，含其子链", "An industry chain, with its sub-chains.", None, entity="IndustryChain"
    )
    as_of: str | None = param(
        "按哪一天、月或年的情形：其时不在有效期内的陈述不计，没有日期的照计；不填则不看日期",
        "As of a day, month or year: what was not in force is left out, what is undated stays.",
        None,
    )
    evidence: str = least_evidence()
    sources: str = whose_word()

    def say_when(self, data: "Data", found: Found) -> Found:
        """The answer with how many statements the day left out, and the day in its method."""
        from ecograph.operations.supply_chain import dated

        cut = dated(data, str(self.as_of))
        counts = {k: getattr(cut, k) for k in ("dated_in", "dated_out", "undated")}
        note = word("network.as_of", as_of=cut.when.text, **counts)
        method = found.method
        if method is not None:
            method = replace(method, parameters=method.parameters | {"as_of": cut.when.text})
        return replace(found, notes=(*found.notes, note), method=method)


def which_inputs(default: str) -> str:
    """The parameter that says what counts as needed."""
    found: str = param(
        "什么算作需求：产品、技术，或两者", "What counts as needed.", default, choices=INPUTS
    )
    return found


def how_many() -> int:
    """The parameter that says how many rows are shown."""
    found: int = param(
        "显示多少行，0 为全部", "How many rows; 0 is all.", 30, low=0, high=10**9, unit="rows"
    )
    return found


@dataclass(frozen=True)
class NeedsParams(InPlace):
    """What `needs` asks."""

    product: str | None = param("只看这一产品或技术", "A product or technology.", None, entity="")
    firm: str | None = param(
        "只看这一需方（企业或其他机构）",
        "Who needs it: a firm or other organisation.",
        None,
        entity="",
    )
    each: bool = param("列出每一条需求，而不是比率", "Each need instead of the rates.", False)
    inputs: str = which_inputs("product")


@dataclass(frozen=True)
class GapsParams(InPlace):
    """What `gaps` asks."""

    kind: tuple[str, ...] = param(
        "只看这一类缺口，可重复", "Only this kind; may be repeated.", (), choices=KINDS
    )
    explain: str | None = param(
        "列出这一产品的缺口所依据的陈述",
        "The statements that the gap of this product rests on.",
        None,
        entity="",
    )
    inputs: str = which_inputs("all")
    top: int = how_many()


@dataclass(frozen=True)
class ChokepointsParams(InPlace):
    """What `chokepoints` asks."""

    threshold: tuple[str, ...] = param(
        "检验阈值，写作 名称=数值，如 few_origins=4，可重复",
        "name=value, such as few_origins=4; may be repeated.",
        (),
    )
    sweep: bool = param("其他阈值下各有多少成立", "How many pass at other thresholds.", False)
    all: bool = param(
        "也列出不成立和无法判定的", "Also what is no candidate or cannot be decided.", False
    )
    inputs: str = which_inputs("all")
    top: int = how_many()


@dataclass(frozen=True)
class CriticalityParams(InPlace):
    """What `criticality` asks."""

    product: str | None = param(
        "只问这一产品或产业链：按远近列出绕不开的来源和投入",
        "Only this product or chain: what every way to it passes, nearest first.",
        None,
        entity="",
    )
    top: int = how_many()


@dataclass(frozen=True)
class WhatIfParams(InPlace):
    """What `whatif` asks."""

    scenario: str = param(
        "随附的情景名，或一个 .toml 文件",
        "A shipped scenario, or a .toml file.",
        place=1,
        file="may",
    )
    show: str = param(
        "显示什么：指标变化、连锁失效，或状态有变的需求",
        "What is shown: changes of indicators, the cascade, or needs whose state changes.",
        "changes",
        choices=("changes", "cascade", "needs"),
    )
    inputs: str = which_inputs("all")


@dataclass(frozen=True)
class ScenariosParams:
    """What `scenarios` asks: nothing."""
