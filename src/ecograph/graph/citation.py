"""Where a statement is said: a document and a place in it, or a row of a data set.

The IRI of a citation is minted here, and no other code reads a place out of an IRI.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pyoxigraph import NamedNode

from ecograph.base.namespaces import ID_BASE
from ecograph.tables.cells import parse_span


@dataclass(frozen=True, order=True)
class Citation:
    """A document, and where in it: the paragraph and its characters, `start` to before `end`.

    A data set or register has a `locator` instead: which row it is.
    `address` is where on the web the document can be read, None where it is not known.
    """

    document: str
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    locator: str | None = None
    address: str | None = None

    @property
    def span(self) -> str | None:
        """The characters as tables write them, such as 3..12."""
        return None if self.start is None else f"{self.start}..{self.end}"

    def __str__(self) -> str:
        if self.locator is not None:
            return f"{self.document} · {self.locator}"
        if self.paragraph is None:
            return self.document
        return f"{self.document} ¶{self.paragraph} {self.start}..{self.end}"


def mint(citation: Citation) -> NamedNode:
    """The IRI of a citation, which is also the name of the graph of what it says."""
    name = f"{ID_BASE}citation-{citation.document}"
    if citation.locator is not None:  # as an address writes it, so that no two are the same
        return NamedNode(f"{name}-at-{quote(citation.locator, safe='')}")
    if citation.paragraph is None or citation.start is None:
        return NamedNode(name)
    return NamedNode(f"{name}-{citation.paragraph}-{citation.start}-{citation.end}")


def citation_of(row: Mapping[str, Any]) -> Citation:
    """The citation that a row of a table names."""
    start, end = parse_span(row["span"]) if row["span"] else (None, None)
    return Citation(row["source"], row["paragraph"], start, end, row["locator"])
