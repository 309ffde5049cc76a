"""What the questions of remedies ask."""

from dataclasses import dataclass

from ecograph.operations.catalogue import param
from ecograph.operations.supply_chain_params import InPlace, how_many, which_inputs

REMEDY_KINDS = ("local", "knowledge", "money", "policy", "outside", "first-use")


@dataclass(frozen=True)
class RemediesParams(InPlace):
    """What `remedies` asks."""

    gap: str | None = param(
        "只看这一缺口：产品、技术或所缺的条件",
        "Only this gap: a product, a technology, or what is stated to be lacking.",
        None,
        entity="",
    )
    firm: str | None = param(
        "只看这一需方（企业或其他机构）的缺口",
        "Only the gaps of this firm.",
        None,
        entity="Organization",
    )
    by: str | None = param(
        "只看它能补什么：实验室、基金、政策或企业",
        "Only what this one could mend: a laboratory, a fund, a policy, a firm.",
        None,
        entity="",
    )
    kind: tuple[str, ...] = param(
        "只看这一类途径，可重复", "Only this kind; may be repeated.", (), choices=REMEDY_KINDS
    )
    distance: int | None = param(
        "最远找到哪一距离；默认：本地企业 2，科研机构、资金、政策 3，招商目标、首台套应用 1",
        "How far to look; else 2 for makers here, 3 for knowledge, money, policy, 1 for the rest.",
        None,
        low=0,
        high=4,
        unit="steps",
    )
    most: int = param(
        "每处缺口每一类最多几条，0 为全部",
        "How many of a kind for each gap; 0 is all.",
        3,
        low=0,
        high=10**6,
        unit="remedies",
    )
    top: int = how_many()


@dataclass(frozen=True)
class IntroduceParams(InPlace):
    """What `introduce` asks."""

    product: str | None = param("只看这一产品或技术", "A product or technology.", None, entity="")
    top: int = how_many()


@dataclass(frozen=True)
class AttractParams(InPlace):
    """What `attract` asks."""

    inputs: str = which_inputs("all")
    top: int = how_many()
