"""Codes as RDF: the notation that a code is, its concept, and how concepts of two schemes map."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.base.namespaces import CODE_BASE, ECO_BASE, PREFIXES, RDF_TYPE, SKOS_NOTATION
from ecograph.tables.identifiers import canonical, schemes
from ecograph.tables.rows import Row

_SKOS = PREFIXES["skos"]


def notation(scheme: str, code: str) -> Literal:
    """A code in the one spelling of its scheme, with the scheme's datatype."""
    spelling = canonical(scheme, code)
    assert isinstance(spelling, str), spelling  # the tables are checked when they are read
    return Literal(spelling, datatype=schemes()[scheme].datatype)


def code_of(term: Literal) -> str:
    """A notation as `scheme:code`, as names are looked up."""
    return f"{term.datatype.value.removeprefix(ECO_BASE)}:{term.value}"


def mapping_triples(row: Row) -> Iterator[Triple]:
    """What a row of crosswalk.csv says: two concepts with their codes, and how they map."""
    ends = []
    for scheme, code in (("scheme", "code"), ("other_scheme", "other_code")):
        key = str(row.one(scheme))
        known = notation(key, str(row.one(code)))
        iri = NamedNode(f"{CODE_BASE}{key}/{quote(known.value, safe=':')}")
        yield Triple(iri, RDF_TYPE, NamedNode(_SKOS + "Concept"))
        yield Triple(iri, SKOS_NOTATION, known)
        ends.append(iri)
    yield Triple(ends[0], NamedNode(f"{_SKOS}{row.one('match')}Match"), ends[1])


def found_by(mappings: Iterable[tuple[Literal, NamedNode, Literal]]) -> dict[str, set[str]]:
    """For each code the codes of other schemes that mean the same or more: they find it too."""
    found: dict[str, set[str]] = {}
    for code, match, other in mappings:
        kind = match.value.removeprefix(_SKOS).removesuffix("Match")
        one, two = code_of(code), code_of(other)
        if kind != "narrow":
            found.setdefault(one, set()).add(two)
        if kind != "broad":
            found.setdefault(two, set()).add(one)
    return found
