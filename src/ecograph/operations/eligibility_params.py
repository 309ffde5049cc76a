"""What the questions of policies ask."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.operations.catalogue import param
from ecograph.operations.result import Found
from ecograph.operations.supply_chain_params import InPlace, how_many

if TYPE_CHECKING:
    from ecograph.graph.data import Data

VERDICTS = ("eligible", "undecidable", "not")


@dataclass(frozen=True)
class EligibleParams(InPlace):
    """What `eligible` asks."""

    policy: str | None = param(
        "只看这一政策、计划、基金或平台",
        "Only this policy, programme, fund or platform.",
        None,
        entity="",
    )
    firm: str | None = param(
        "只看这一企业或其他机构", "Only this firm or other body.", None, entity="Organization"
    )
    verdict: tuple[str, ...] = param(
        "只看这一结论，可重复：eligible 符合，undecidable 无法判定，not 不符合",
        "Only this verdict: eligible, undecidable or not; may be repeated.",
        (),
        choices=VERDICTS,
    )
    as_of: str | None = param(
        "按哪一天判定：年、月或日；不填为资料中最晚的一天",
        "As of which day, month or year; else the day of the newest source.",
        None,
    )
    top: int = how_many()

    def say_when(self, data: "Data", found: Found) -> Found:
        """The answer as it is: it looks at each fact and each policy by the day itself."""
        return found
