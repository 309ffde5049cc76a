"""What is in which place at every level: eco:isIn, from locations and from the parts of places."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush

# The level of evidence and whether it is doubted; the greater is the less firm.
Known = tuple[int, bool]
FIRM: Known = (0, False)
Outer = Mapping[str, Iterable[tuple[str, Known]]]


def inclusions(direct: Outer) -> Iterator[tuple[str, str, Known]]:
    """Each pair of an entity and a place, a park or the like that it is in, at every level.

    `direct` gives what each entity sits in or is a part of, and how firmly that is known.  A pair
    is as firm as the least firm step of the firmest way from one to the other.
    """
    held: dict[str, dict[str, Known]] = {}
    outer = {place for places in direct.values() for place, _ in places}
    for place in outer:
        held[place] = _around(place, direct)
    for entity, places in direct.items():
        found = held[entity] if entity in held else _joined(places, held)
        yield from ((entity, place, known) for place, known in found.items() if place != entity)


def _joined(
    places: Iterable[tuple[str, Known]], held: Mapping[str, Mapping[str, Known]]
) -> dict[str, Known]:
    """All around something, from what is around each place that it sits in."""
    found: dict[str, Known] = {}
    for place, known in places:
        for other, further in ((place, FIRM), *held[place].items()):
            worst = max(known, further)
            found[other] = min(found.get(other, worst), worst)
    return found


def _around(start: str, direct: Outer) -> dict[str, Known]:
    """All around a place, the firmest way first; a place that would be in itself is left out."""
    found: dict[str, Known] = {}
    todo: list[tuple[Known, str]] = [(FIRM, start)]
    while todo:
        known, place = heappop(todo)
        if place in found:
            continue
        found[place] = known
        for outer, step in direct.get(place, ()):
            if outer not in found:
                heappush(todo, (max(known, step), outer))
    del found[start]
    return found
