"""Which of the forms that an answer can have a client wants, by `format` or Accept (RFC 9110)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecograph.base.errors import shorten
from ecograph.service.problems_told import Problem

SOLUTIONS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
BOOLEANS = {media: form for media, form in SOLUTIONS.items() if form in ("json", "xml")}
TRIPLES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/trig": "trig",
    "application/n-quads": "nq",
    "text/plain": "nt",
}
ROWS = {
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
MOST_RANGES = 100  # of an Accept header; what comes after them is not read


@dataclass(frozen=True)
class MediaRange:
    """A range of media types, and how much it is wanted, from 0 to 1."""

    type: str
    subtype: str
    quality: float

    def fits(self, media: str) -> int:
        """How exactly it names a type: 3 as a whole, 2 its kind, 1 anything, 0 not at all."""
        kind, _, name = media.partition("/")
        if self.type == "*":
            return 1
        if self.type != kind or self.subtype not in ("*", name):
            return 0
        return 2 if self.subtype == "*" else 3


def read_accept(header: str) -> list[MediaRange]:
    """The ranges of an Accept header; parts that are no range are passed over.

    >>> read_accept("text/csv;q=0.5, */*;q=0.1")[0].quality
    0.5
    """
    found = []
    for part in header.split(",")[:MOST_RANGES]:
        media, *parameters = (p.strip() for p in part.split(";"))
        kind, slash, name = media.lower().partition("/")
        if not slash or not kind or not name or (kind == "*" and name != "*"):
            continue
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                quality = _quality(value)
        found.append(MediaRange(kind, name, quality))
    return found


def _quality(written: str) -> float:
    try:
        value = float(written)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def choose(header: str | None, offered: Mapping[str, str]) -> str | None:
    """The media type of those offered that a client wants most; None where it wants none of them.

    Of two that are wanted alike it is the one offered first.
    """
    ranges = read_accept(header) if header and header.strip() else []
    if not header or not header.strip():
        return next(iter(offered))
    best, wanted = None, 0.0
    for media in offered:
        fitting = [(r.fits(media), r.quality) for r in ranges if r.fits(media)]
        quality = max(fitting)[1] if fitting else 0.0
        if quality > wanted:
            best, wanted = media, quality
    return best


def media_wanted(
    format: str | None, accept: str | None, offered: Mapping[str, str], what: str
) -> str:
    """The media type of those offered that is wanted, by its name or its short one, or by Accept.

    `offered` are media types with their short names, `what` says of what they are forms.
    Raises Problem.
    """
    if format is None:
        chosen = choose(accept, offered)
    else:
        named = (media for media, short in offered.items() if format in (media, short))
        chosen = next(named, None)
    if chosen is None:
        asked = shorten((accept or "") if format is None else format)
        raise Problem(406, f"{asked}: {what} has no such form; ask for one of {', '.join(offered)}")
    return chosen


def with_charset(media: str) -> str:
    """A media type with what its text is encoded in, where it does not go without saying."""
    is_text = media.startswith("text/") or media.endswith("/javascript")
    return f"{media}; charset=utf-8" if is_text else media
