"""Entities that may be one: the groups that possible identities make."""

from collections.abc import Container, Iterable

from ecograph.graph.containment import HasRows


def possibly_same(
    tables: HasRows, among: Container[str] | None = None, counted: Iterable[str] | None = None
) -> dict[str, str]:
    """For each entity that may be the same as others, by way of others too, the first of them all.

    Only those `among` which it is asked, and by sources that are `counted`, where that is given.
    """
    sources = None if counted is None else set(counted)
    return one_of(
        (one, other)
        for one, other, source in tables.rows("possible_identity", "entity", "other", "source")
        if (sources is None or source in sources)
        and (among is None or (one in among and other in among))
    )


def one_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each that is in a pair, by way of other pairs too, the first of all that it goes with."""
    first: dict[str, str] = {}

    def root(member: str) -> str:
        while first.setdefault(member, member) != member:
            member = first[member]
        return member

    for one, other in pairs:
        a, b = sorted((root(one), root(other)))
        first[b] = a
    return {member: root(member) for member in first}
