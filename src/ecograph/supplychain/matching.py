"""How far what places need is met in them: every place of a class at once, beside its like.

The needs and gaps are those of `need_states` and `gap_kinds`, so a product has the kind here that
`gaps` gives it in that place.  What is counted are pairs of who needs something and what: that two
users may be one, or two inputs alternatives, is looked at where one place is asked about (`needs`),
and so are facilities that a source says are lacking, and what could be made there next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.places import PLACES
from ecograph.base.results import Interval, Measurement, Method, Parameter, between
from ecograph.base.words import word
from ecograph.measures.relatedness import location_quotient
from ecograph.supplychain.known_counts import known_counts
from ecograph.supplychain.need_states import KINDS, STATES, gap_kinds
from ecograph.supplychain.supply_use import SupplyUse

_STATES = tuple(state for state in STATES if state != "stated-lack")
_COUNTS = tuple(f"n_{state.replace('-', '_')}" for state in _STATES)
_KINDS = tuple(kind for kind in KINDS if kind not in ("lack", "extension"))


@dataclass(frozen=True)
class PlaceGap:
    """What one place needs of one product: its kind, the pairs by state, its local makers.

    `may_link` of the pairs may be supplied from the place for all that is known, `may_meet` be
    made in it.
    """

    place: str
    product: str
    kind: str
    pairs: int
    states: Mapping[str, int]
    may_link: int
    may_meet: int
    local_makers: int
    lq: float | None


@dataclass(frozen=True)
class PlaceMatching:
    """How far what a place needs is met in it.

    `states` counts its pairs of a user and a product, `kinds` its needed products; `linked` is the
    part of the pairs that are supplied from the place, `potential` that or could be: those that
    may be, for all that is known, count in the upper bounds alone.
    """

    place: str
    pairs: int
    products: int
    states: Mapping[str, int]
    kinds: Mapping[str, int]
    linked: Interval
    potential: Interval


@dataclass(frozen=True)
class MatchingResult:
    """All places of a class that need something, those with most pairs first; their gaps."""

    method: Method
    places: tuple[PlaceMatching, ...]
    gaps: tuple[PlaceGap, ...]
    notes: tuple[tuple[str, str], ...]

    def measurements(self) -> list[Measurement]:
        """Both rates of each place."""
        return [
            between(f"matching.{name}", of.place, getattr(of, name))
            for of in self.places
            for name in ("linked", "potential")
        ]


def matching_of(
    supply_use: SupplyUse,
    class_: str = "City",
    *,
    within: str | None = None,
    product: str | None = None,
    inputs: str = "product",
) -> MatchingResult:
    """How every place of a class is matched, or those within a place; of all products or of one.

    Raises UnknownName for a class or place that is none, UsageError where no need is known.

    >>> from ecograph.graph.data import open_data
    >>> from ecograph.supplychain.supply_use import build_supply_use
    >>> result = matching_of(build_supply_use(open_data("tiny").tables))
    >>> [(of.place, of.pairs, of.states["unknown"]) for of in result.places]
    [('rivermouth', 4, 0)]
    """
    if class_ not in PLACES:
        raise UnknownName("class of places", class_, PLACES, f"give one of {', '.join(PLACES)}")
    gaps = [
        gap
        for gap in _gaps(supply_use, class_, _places(supply_use, class_, within), inputs)
        if product in (None, gap.product)
    ]
    if not gaps:
        of = f" of {product}" if product else ""
        raise UsageError(
            f"no need{of} is known in any {class_} asked about, so nothing can be matched; ask for "
            "another class of places, or add rows to requirement, production or supply"
        )
    places = _summed(gaps)
    total = sum(of.pairs for of in places)
    known = total - sum(of.states["unknown"] for of in places)
    parameters: dict[str, Parameter] = {"class": class_, "product": product, "inputs": inputs}
    evidence, sources = supply_use.evidence, supply_use.sources
    method = Method("matching", within, parameters, known, total, evidence, sources)
    notes = [word("note.pairs_of_places"), *supply_use.notes]
    return MatchingResult(method, tuple(places), tuple(gaps), tuple(notes))


def _gaps(
    supply_use: SupplyUse, class_: str, places: list[str] | None, inputs: str
) -> list[PlaceGap]:
    """The gaps of the places of a class, or of those named."""
    quotients = _quotients(supply_use, class_)
    rows = gap_kinds(
        supply_use, places, kind=class_, inputs=inputs, quotients=quotients, possible=True
    )
    return [_gap(row) for row in rows]


def _places(supply_use: SupplyUse, class_: str, within: str | None) -> list[str] | None:
    """The places within one that are asked about; None for all.  Raises UnknownName."""
    if within is None:
        return None
    known = [place for place, _, _ in supply_use.rows("place")]
    if within not in known:
        raise UnknownName("place", within, known, f"the graph has {len(known)} places")
    below = supply_use.ask(
        "SELECT l.entity FROM relation_located l JOIN relation_place p ON p.place = l.entity "
        "WHERE l.place = $within AND p.class = $class ORDER BY ALL",
        **{"within": within, "class": class_},
    )
    return [place for (place,) in below]


def _quotients(supply_use: SupplyUse, class_: str) -> dict[tuple[str, str], float]:
    """The LQ of each product of which a maker is known in a place; empty with one place."""
    makers = known_counts(supply_use, class_)
    if len(makers.places) < 2:
        return {}
    values = location_quotient(makers.values)
    known = zip(*np.nonzero(~np.isnan(values)), strict=True)
    return {(makers.places[p], makers.activities[a]): float(values[p, a]) for p, a in known}


def _gap(row: Mapping[str, Any]) -> PlaceGap:
    return PlaceGap(
        place=row["place"],
        product=row["product"],
        kind=row["kind"],
        pairs=row["needs"],
        states={state: row[name] for state, name in zip(_STATES, _COUNTS, strict=True)},
        may_link=row["may_link"],
        may_meet=row["may_meet"],
        local_makers=row["n_local"] - row["n_local_industries"],
        lq=row["lq"],
    )


def _summed(gaps: Sequence[PlaceGap]) -> list[PlaceMatching]:
    of_place: dict[str, list[PlaceGap]] = {}
    for gap in gaps:
        of_place.setdefault(gap.place, []).append(gap)
    return sorted((_place(p, of) for p, of in of_place.items()), key=lambda m: (-m.pairs, m.place))


def _place(place: str, gaps: Sequence[PlaceGap]) -> PlaceMatching:
    pairs = sum(gap.pairs for gap in gaps)
    states = {state: sum(gap.states[state] for gap in gaps) for state in _STATES}
    kinds = {kind: sum(gap.kind == kind for gap in gaps) for kind in _KINDS}
    linked, met = states["linked-local"], states["linked-local"] + states["latent-local"]
    may_link, may_meet = sum(gap.may_link for gap in gaps), sum(gap.may_meet for gap in gaps)
    return PlaceMatching(
        place=place,
        pairs=pairs,
        products=len(gaps),
        states=states,
        kinds=kinds,
        linked=Interval(linked / pairs, may_link / pairs),
        potential=Interval(met / pairs, may_meet / pairs),
    )
