"""What a question is answered with, whoever asks: rows with their sources, notes and digest."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecograph.base.results import Table
from ecograph.base.table_text import as_csv, as_json
from ecograph.operations.catalogue import answer
from ecograph.operations.every import operation as operation_named
from ecograph.operations.json_schema import checked_from_outside

if TYPE_CHECKING:
    from ecograph.graph.citation import Citation
    from ecograph.graph.data import Data
    from ecograph.operations.result import Result

MOST_ROWS = 10_000  # of a reply; the rest is counted
_CITED = re.compile(r"\bcitation-[^\s;]+")


@dataclass(frozen=True)
class Reply:
    """The body of a reply, its media type, and how many rows were left out of it."""

    media: str
    body: bytes
    left_out: int = 0


def operation_reply(
    data: "Data", name: str, values: Mapping[str, Any], language: str, media: str
) -> Reply:
    """The answer to an operation of the catalogue, as JSON, CSV or tab-separated values.

    Raises UsageError, UnknownName, and what the operation raises.
    """
    operation = operation_named(name)
    result = answer(operation, data, checked_from_outside(operation, values))
    table = result.table(language)
    whole = table.total if table.total is not None else len(table.rows)
    shown = table.first(MOST_ROWS)
    left_out = whole - len(shown.rows)
    if media in ("text/csv", "text/tab-separated-values"):
        text = as_csv(shown, "," if media == "text/csv" else "\t")
    else:
        text = as_json(shown, _about(result, shown, whole, language))
    return Reply(media, text.encode("utf-8", "backslashreplace"), left_out)


def _about(result: "Result", shown: Table, whole: int, language: str) -> dict[str, Any]:
    """What goes along with rows: definition and method, notes, sources, counts, digest."""
    return {
        "operation": result.operation,
        **result.about(language),
        "digest": result.data.digest,
        "notes": [note[language != "zh"] for note in result.notes],
        "row_count": len(shown.rows),
        "total": whole,
        "truncated": whole > len(shown.rows),
        "sources": sources_in(result.data, shown, result.found.cited, language),
    }


def sources_in(
    data: "Data", table: Table, cited: Iterable[str] | None, language: str
) -> list[dict[str, str | None]]:
    """The sources that the rows of a table cite, each with its title, address and licence."""
    from ecograph.base.namespaces import ID_BASE

    places = _citations(data)
    held = {*cited} if cited is not None else set()
    for i, column in enumerate(table.columns):
        cells = (row[i] for row in table.rows if isinstance(row[i], str))
        if column == "citations":
            keys = (m[0] for cell in cells for m in _CITED.finditer(str(cell)))
            held |= {places[ID_BASE + key].document for key in keys if ID_BASE + key in places}
    return source_rows(data, held, language)


def source_rows(
    data: "Data", documents: Iterable[str], language: str
) -> list[dict[str, str | None]]:
    """Sources by their ids, each with its title, address and licence."""
    places = _citations(data)
    addresses = data.kept(
        "addresses",
        lambda: {p.document: p.address for p in places.values() if p.address is not None},
    )
    return [
        {
            "id": key,
            "title": data.labels.of(key, language),
            "address": addresses.get(key),
            "licence": data.licences.get(key),
        }
        for key in sorted(documents)
    ]


def _citations(data: "Data") -> "dict[str, Citation]":
    from ecograph.graph.facts import citations_of

    return data.kept("citations", lambda: citations_of(data.graph))
