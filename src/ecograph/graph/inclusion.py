"""What is in which place at every level: eco:isIn, from locations and from the parts of places."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush

from pyoxigraph import NamedNode

# The level of evidence and whether it is doubted; the greater is the less firm.
Known = tuple[int, bool]
FIRM: Known = (0, False)
Outer = Mapping[NamedNode, Iterable[tuple[NamedNode, Known]]]


def inclusions(direct: Outer) -> Iterator[tuple[NamedNode, NamedNode, Known]]:
    """Each pair of an entity and a place, a park or the like that it is in, at every level.

    `direct` gives what each entity sits in or is a part of, and how firmly that is known.  A pair
    is as firm as the least firm step of the firmest way from one to the other.
    """
    held: dict[NamedNode, dict[NamedNode, Known]] = {}
    outer = {place for places in direct.values() for place, _ in places}
    for place in outer:
        held[place] = _around(place, direct)
    for entity, places in direct.items():
        found = held[entity] if entity in held else _joined(places, held)
        yield from ((entity, place, known) for place, known in found.items() if place != entity)


def _joined(
    places: Iterable[tuple[NamedNode, Known]], held: Mapping[NamedNode, Mapping[NamedNode, Known]]
) -> dict[NamedNode, Known]:
    """All around something, from what is around each place that it sits in."""
    found: dict[NamedNode, Known] = {}
    for place, known in places:
        for other, further in ((place, FIRM), *held[place].items()):
            worst = max(known, further)
            found[other] = min(found.get(other, worst), worst)
    return found


def _around(start: NamedNode, direct: Outer) -> dict[NamedNode, Known]:
    """All around a place, the firmest way first; a place that would be in itself is left out."""
    found: dict[NamedNode, Known] = {}
    todo: list[tuple[Known, str, NamedNode]] = [(FIRM, start.value, start)]
    while todo:
        known, _, place = heappop(todo)
        if place in found:
            continue
        found[place] = known
        for outer, step in direct.get(place, ()):
            if outer not in found:
                heappush(todo, (max(known, step), outer.value, outer))
    del found[start]
    return found
