"""For how long a status holds that was granted to somebody."""

from functools import cache

from pyoxigraph import Literal, NamedNode

from ecograph.base.namespaces import ECO_BASE, PREFIXES
from ecograph.base.ontology import statements_of
from ecograph.base.periods import read_period

_NOTATION = NamedNode(PREFIXES["skos"] + "notation")
_VALID = NamedNode(ECO_BASE + "validForYears")


def has_run_out(status: str, since: str, until: str | None, day: str) -> bool:
    """Whether a status that was granted in a period, or until a day, no longer holds on a day.

    False where the rules do not say for how long it holds, or nobody says since when.
    """
    if until:
        return until < day[: len(until)]
    granted, years = read_period(since), valid_years().get(status)
    if granted is None or years is None:
        return False
    return f"{granted.last.year + years}{granted.last.isoformat()[4:]}" < day


@cache
def valid_years() -> dict[str, int]:
    """The years for which each status holds after it was granted, where the rules say so."""
    keys, years = {}, {}
    for triple in statements_of("vocab"):
        if isinstance(triple.object, Literal):
            if triple.predicate == _NOTATION:
                keys[triple.subject] = triple.object.value
            elif triple.predicate == _VALID:
                years[triple.subject] = int(triple.object.value)
    return {keys[subject]: number for subject, number in sorted(years.items(), key=str)}
