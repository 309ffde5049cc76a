"""The words that citations point to, for readers who have the documents.

The documents are never shipped: pages hold their sentences only where a reader gives the folder of
the documents, and then those sentences alone that something is cited from.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from ecograph.base.errors import Unreadable
from ecograph.graph.citation import Citation
from ecograph.pages.site_data import SiteData
from ecograph.tables.documents import files_by_checksum

Quote = tuple[str, str, str]  # a sentence: before what is cited, that itself, and after it
_ENDS = re.compile(r"[。！？；!?;\n]+[”’」』）)]*")
_MOST = 240  # characters on each side


def quotes_from(site_data: SiteData, folder: Path) -> tuple[dict[str, Quote], list[str]]:
    """The sentences that the graph cites, by citation; and the documents that are not there.

    A document is known by the checksum that its source is registered with.  Raises Unreadable where
    the folder has none of them.
    """
    wanted = {r["id"]: r["sha256"] for r in site_data.rows("sources") if r["sha256"]}
    files = files_by_checksum(folder)
    texts = {
        key: files[checksum].read_text(encoding="utf-8").split("\n")
        for key, checksum in wanted.items()
        if checksum in files
    }
    if not texts:
        names = ", ".join(sorted(wanted)) or "no document"
        raise Unreadable(
            f"{folder}: holds none of the documents that the graph cites by paragraph ({names}); "
            "give the folder of the documents as they were registered"
        )
    return quotes_of(_cited(site_data), texts), sorted(wanted.keys() - texts.keys())


def _cited(site_data: SiteData) -> Iterable[Citation]:
    yield from site_data.index.places.values()
    for edge in site_data.edges:
        if edge.paragraph is not None and edge.span:
            start, end = edge.span.split("..")
            yield Citation(edge.document, edge.paragraph, int(start), int(end))


def quotes_of(places: Iterable[Citation], texts: Mapping[str, list[str]]) -> dict[str, Quote]:
    """The sentence around each place, by the key that pages make of it, sorted."""
    found: dict[str, Quote] = {}
    for place in places:
        lines = texts.get(place.document)
        if lines is None or place.paragraph is None or place.start is None or place.end is None:
            continue
        if place.paragraph <= len(lines) and place.end <= len(lines[place.paragraph - 1]):
            line = lines[place.paragraph - 1]
            key = f"{place.document} {place.paragraph} {place.span}"
            found[key] = sentence_at(line, place.start, place.end)
    return dict(sorted(found.items()))


def sentence_at(line: str, start: int, end: int) -> Quote:
    """The sentences of a line that a span lies in, as they are found, with the span by itself."""
    first, last = 0, len(line)
    for stop in _ENDS.finditer(line):
        if stop.end() <= start:
            first = stop.end()
        elif stop.end() >= end:
            last = stop.end()
            break
    first, last = max(first, start - _MOST), min(last, end + _MOST)
    return line[first:start].lstrip(), line[start:end], line[end:last].rstrip()
