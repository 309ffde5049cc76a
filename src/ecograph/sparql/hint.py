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


def written_at(query: str, position: int) -> Both:
    """The line and the column of a character of a query, counted from 1, in words."""
    before = query[:position]
    column = position - before.rfind("\n")
    return word("hint.place", line=before.count("\n") + 1, column=column)


def with_names(told: Both, near: list[str]) -> Both:
    """Words, and behind them the names that may be meant."""
    if not near:
        return told
    meant = word("hint.meant", names=("、".join(near), " or ".join(near)))
    return told[0] + meant[0], told[1] + meant[1]
