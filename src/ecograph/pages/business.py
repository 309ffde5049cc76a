"""What the pages of firms draw on: needs, offers, whom to meet, awards, who could be brought in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ecograph.eligibility.eligible import newest_day
from ecograph.pages.award_rows import Awards, awards_in
from ecograph.pages.helper_page import helped
from ecograph.pages.site_data import SiteData
from ecograph.supplychain.attraction import Candidate, attraction_of
from ecograph.supplychain.gaps import Gap
from ecograph.supplychain.introductions import Introduction
from ecograph.supplychain.known_gaps import HELP
from ecograph.supplychain.need_states import Need
from ecograph.supplychain.remedy import Remedy

Row = dict[str, Any]
# The tables of money in and out of firms, each with who gives and who takes.
MONEY = {
    "shareholding": ("shareholder", "company"),
    "investment": ("investor", "investee"),
    "financing": ("financier", "recipient"),
}
T = TypeVar("T")
Keys = Callable[[T], Iterable[str | None]]


@dataclass(frozen=True, eq=False)
class Business:
    """Of each firm what it needs, makes, could close, whom to meet, its awards and certificates.

    `closes` are the known gaps that it is a remedy of, as somebody here and as somebody elsewhere,
    `helps` those that a laboratory, a fund or a policy is near;
    `part_in` are the rows of the chains it takes part in; `targets` are the makers elsewhere of
    what nobody here makes; `day` is that of the newest source.
    """

    awards: Awards | None
    needs: Mapping[str, list[Need]]
    made: Mapping[str, list[Row]]
    closes: Mapping[str, list[tuple[Gap, Remedy]]]
    helps: Mapping[str, list[tuple[Gap, Remedy]]]
    meetings: Mapping[str, list[Introduction]]
    targets: Mapping[str, Candidate]
    supplies: Mapping[str, list[Row]]
    money: Mapping[str, list[tuple[str, Row]]]
    certificates: Mapping[str, list[Row]]
    part_in: Mapping[str, list[Row]]
    local: frozenset[str]
    day: str

    @property
    def to_attract(self) -> list[Candidate]:
        """The makers elsewhere that are not here yet."""
        return [c for c in self.targets.values() if c.who not in self.local]


def read_business(site_data: SiteData) -> Business:
    """The firms of a graph, read once for all their pages."""
    by_kind = helped(site_data, site_data.known_gaps)
    place = site_data.place
    found: tuple[Candidate, ...] = ()
    if place is not None and site_data.all_needs:
        result = attraction_of(site_data.supply_use, place, of_place=site_data.all_needs)
        found = result.candidates
    money: dict[str, list[tuple[str, Row]]] = {}
    for table, ends in MONEY.items():
        for row in site_data.rows(table):
            for end in sorted({row[column] for column in ends if row[column]}):
                money.setdefault(end, []).append((table, row))
    return Business(
        awards=awards_in(site_data),
        needs=_grouped(site_data.all_needs, lambda need: (need.needed_by,)),
        made=_grouped(site_data.rows("production"), lambda row: (row["maker"],)),
        closes={**by_kind.get("outside", {}), **by_kind.get("local", {})},
        helps={who: held for kind in HELP for who, held in by_kind.get(kind, {}).items()},
        meetings=_grouped(site_data.all_introductions, lambda i: (i.buyer, i.supplier)),
        targets={c.who: c for c in found},
        supplies=_grouped(site_data.rows("supply"), lambda r: {r["supplier"], r["buyer"]}),
        money=money,
        certificates=_grouped(site_data.rows("certification"), lambda row: (row["holder"],)),
        part_in=_grouped(site_data.rows("participation"), lambda row: (row["participant"],)),
        day=newest_day(site_data.tables, site_data.told.graph.cut.sources) or "9999",
        local=frozenset(k for k, held in site_data.tables.places_of.items() if place in held),
    )


def _grouped(rows: Iterable[T], keys: Keys[T]) -> dict[str, list[T]]:
    held: dict[str, list[T]] = {}
    for row in rows:
        for key in sorted({key for key in keys(row) if key}):
            held.setdefault(key, []).append(row)
    return held


def district_of(site_data: SiteData, key: str) -> str | None:
    """The district that something lies in, the narrowest known; None where none is known."""
    places = site_data.tables.places_of.get(key, frozenset())
    found = sorted(p for p in places if site_data.tables.class_of.get(p) == "District")
    return found[0] if found else None
