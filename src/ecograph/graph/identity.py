"""Entities that may be one: the groups that possible identities make."""

from collections.abc import Container
from typing import Protocol

from ecograph.graph.database import Rows


class HasRows(Protocol):
    """Tables."""

    def rows(self, table: str, *columns: str) -> Rows:
        """These columns of a table."""


def possibly_same(tables: HasRows, among: Container[str] | None = None) -> dict[str, str]:
    """For each entity that may be the same as others, by way of others too, the first of them all.

    Only those `among` which it is asked, where that is given.
    """
    first: dict[str, str] = {}

    def root(member: str) -> str:
        while first.setdefault(member, member) != member:
            member = first[member]
        return member

    for one, other in tables.rows("possible_identity", "entity", "other"):
        if among is None or (one in among and other in among):
            a, b = sorted((root(one), root(other)))
            first[b] = a
    return {member: root(member) for member in first}
