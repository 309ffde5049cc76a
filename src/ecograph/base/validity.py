"""For how long a status holds that was granted to somebody."""

from functools import cache

from pyoxigraph import Literal, NamedNode

from ecograph.base.namespaces import ECO_BASE, PREFIXES
from ecograph.base.ontology import statements_of

_NOTATION = NamedNode(PREFIXES["skos"] + "notation")
_VALID = NamedNode(ECO_BASE + "validForYears")


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
