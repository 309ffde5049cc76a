"""Makers elsewhere as remedies of a gap: by what they would close of it, and by what draws them."""

from collections.abc import Iterable, Mapping

from ecograph.base.evidence import EVIDENCE
from ecograph.supplychain.attraction import Candidate, attraction_of
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.offers import Offers
from ecograph.supplychain.remedy import WAYS, Remedy, path_of
from ecograph.supplychain.supply_use import SupplyUse


def remedies_elsewhere(
    supply_use: SupplyUse,
    place: str,
    users: Mapping[str, tuple[str, ...]],
    needs: list[Need],
    offers: Offers,
) -> Iterable[Remedy]:
    """The makers elsewhere of each product of `users`, who are the organisations that need it.

    `needs` are those of the place.
    """
    levels = {
        (maker, product): level
        for maker, product, level in supply_use.ask(
            "SELECT maker, product, min(level) FROM relation_source GROUP BY ALL ORDER BY ALL"
        )
    }
    for candidate in attraction_of(supply_use, place, of_place=needs).candidates:
        for product in candidate.products:
            if product in users:
                level = levels[candidate.who, product]
                yield _remedy(candidate, product, level, users[product], offers)


def _remedy(
    candidate: Candidate,
    gap: str,
    level: int,
    users: tuple[str, ...],
    offers: Offers,
) -> Remedy:
    """The remedy that a candidate is for a gap by what it makes of it."""
    via, statements = offers.made(candidate.who, gap)
    offer, open_ = offers.of("outside", candidate.who, statements, "exists")
    served = tuple(u for u in candidate.users if u in users)
    way = "same" if via == gap else "narrower"
    return Remedy(
        gap=gap,
        kind="outside",
        who=candidate.who,
        way=way,
        via=via,
        distance=WAYS[way],
        modality="exists",
        local=False,
        evidence=EVIDENCE[level],
        users=served,
        offer=offer,
        open=open_,
        criteria={
            "distance": WAYS[way],
            "users": -float(len(served)),
            "evidence": level,
            **{name: -candidate.criteria[name] for name in ("here", "buyers", "needs")},
        },
        path=path_of(gap, way, None, via, candidate.who, "makes"),
        statements=statements,
        doubts=candidate.doubts,
    )
