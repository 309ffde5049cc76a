"""A hint on a query: where it stands, and what it says."""

from dataclasses import dataclass

from ecograph.base.results import Both
from ecograph.base.words import word


@dataclass(frozen=True)
class Hint:
    """Something to be said of a query: where it stands, and the words in zh and en."""

    start: int
    told: Both

    def at(self, query: str) -> Both:
        """The words with the place in the query before them."""
        return word("hint.at", place=written_at(query, self.start), told=self.told)

    def place(self, query: str) -> tuple[int, int]:
        """The line and the column at which it stands, counted from 1."""
        return place_of(query, self.start)


def place_of(query: str, position: int) -> tuple[int, int]:
    """The line and the column of a character of a query, counted from 1."""
    before = query[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def written_at(query: str, position: int) -> Both:
    """The line and the column of a character of a query, in words."""
    line, column = place_of(query, position)
    return word("hint.place", line=line, column=column)


def with_names(told: Both, near: list[str]) -> Both:
    """Words, and behind them the names that may be meant."""
    if not near:
        return told
    meant = word("hint.meant", names=("、".join(near), " or ".join(near)))
    return told[0] + meant[0], told[1] + meant[1]
