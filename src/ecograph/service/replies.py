"""What a question is answered with, whoever asks: rows with their sources, notes and digest."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ecograph.base.namespaces import ECO, ID_BASE, entity
from ecograph.base.results import Cell, Table
from ecograph.base.table_text import as_csv, as_json, as_markdown
from ecograph.operations.catalogue import answer
from ecograph.operations.every import operation as operation_named

if TYPE_CHECKING:
    from ecograph.graph.citation import Citation
    from ecograph.graph.data import Data
    from ecograph.operations.result import Result

MOST_ROWS = 10_000  # of a reply; the rest is counted
MARKDOWN = "text/markdown"
MOST_BRIEF = 40_000
_SHARES = "component_"  # how the columns begin that say what a score is made of
_CITED = re.compile(r"\bcitation-[^\s;]+")


@dataclass(frozen=True)
class Wanted:
    """How a reply is wanted: its language, zh or en, its media type, and which of its rows.

    `most` are given behind those to `skip`, of `bound` that are looked at; `brief` is for agents:
    without empty cells and shares of scores, in at most MOST_BRIEF characters.
    """

    language: str
    media: str
    skip: int = 0
    most: int = MOST_ROWS
    bound: int = MOST_ROWS
    brief: bool = False

    def of(self, table: Table) -> Table:
        """The rows of a table that are wanted; `total` is how many there are."""
        whole = table.total if table.total is not None else len(table.rows)
        return replace(table, rows=table.rows[self.skip : self.skip + self.most], total=whole)

    def after(self, table: Table) -> int:
        """How many rows there are behind those of a table that is cut."""
        return max((table.total or 0) - self.skip - len(table.rows), 0)


@dataclass(frozen=True)
class Reply:
    """The body of a reply and its media type; `cut` says that it is not whole, and how."""

    media: str
    body: bytes
    cut: str = ""


def cut_by(left_out: int | None, of: str = "rows") -> str:
    """How a reply is cut: by so many of its parts, None where nobody has counted them."""
    return of if left_out is None else f"{of}; left_out={left_out}" if left_out else ""


def operation_reply(data: "Data", name: str, values: Mapping[str, Any], wanted: Wanted) -> Reply:
    """The answer to an operation of the catalogue, as JSON, CSV, tab-separated values or Markdown.

    Raises UsageError, UnknownName, and what the operation raises.
    """
    result = answer(operation_named(name), data, values)
    table = wanted.of(result.table(wanted.language))
    if wanted.media == MARKDOWN:
        card = result.found.card
        text = card(wanted.language) if card else as_markdown(table, wanted.language)
        return Reply(wanted.media, text.encode("utf-8", "backslashreplace"))
    about = _about(result, table, wanted.language)
    return rows_reply(_with_sources(data, table) if wanted.brief else table, about, wanted)


def _with_sources(data: "Data", table: Table) -> Table:
    """Rows with the ids of the sources of the statements that each names."""
    if "statements" not in table.columns or "citations" in table.columns:
        return table
    at = table.columns.index("statements")
    rows = tuple(
        (
            *row,
            " ".join(sorted({*_documents(data, _citations_of(data, str(row[at] or "").split()))})),
        )
        for row in table.rows
    )
    return replace(table, columns=(*table.columns, "cited_sources"), rows=rows)


def rows_reply(table: Table, about: dict[str, Any], wanted: Wanted) -> Reply:
    """Rows in the form that is wanted; in JSON with what goes along."""
    left_out = None if about.get("truncated") else wanted.after(table)
    if wanted.media in ("text/csv", "text/tab-separated-values"):
        text = as_csv(table, "," if wanted.media == "text/csv" else "\t")
    elif wanted.brief:
        text = _brief(table, about, wanted)
    else:
        text = as_json(table, counts(table, wanted) | about)
    return Reply(wanted.media, text.encode("utf-8", "backslashreplace"), cut_by(left_out))


def _brief(table: Table, about: dict[str, Any], wanted: Wanted) -> str:
    """Rows for an agent, as many as are few enough characters, and where the next begin."""
    kept = [i for i, name in enumerate(table.columns) if not name.startswith(_SHARES)]
    rows: list[str] = []
    size = 0
    for row in table.rows:
        cells = {table.columns[i]: row[i] for i in kept if _says_something(row[i])}
        rows.append(json.dumps(cells, ensure_ascii=False, default=str))
        size += len(rows[-1])
        if size > MOST_BRIEF and len(rows) > 1:
            rows.pop()
            break
    given = replace(table, rows=table.rows[: len(rows)])
    said = about | counts(given, wanted) | {"columns": [table.columns[i] for i in kept]}
    if about.get("truncated") or wanted.after(given):
        said |= {"truncated": True, "next_skip": wanted.skip + len(rows)}
    head = json.dumps(said, ensure_ascii=False, default=str)
    return f'{head[:-1]}, "rows": [\n' + ",\n".join(rows) + "\n]}\n"


def _says_something(cell: Cell) -> bool:
    return cell not in (None, "") and not (isinstance(cell, float) and not math.isfinite(cell))


def counts(table: Table, wanted: Wanted) -> dict[str, Any]:
    """How many rows are given, of how many, and whether more come behind them."""
    skipped = {"skip": wanted.skip} if wanted.skip else {}
    shown, after = len(table.rows), wanted.after(table)
    return {"row_count": shown, "total": table.total, "truncated": after > 0, **skipped}


def _about(result: "Result", shown: Table, language: str) -> dict[str, Any]:
    """What goes along with rows: definition and method, notes, sources, digest."""
    return {
        "operation": result.operation,
        **result.about(language),
        "digest": result.data.digest,
        "notes": [note[language != "zh"] for note in result.notes],
        "sources": sources_in(result.data, shown, result.found.cited, language),
    }


def sources_in(
    data: "Data", table: Table, cited: Iterable[str] | None, language: str
) -> list[dict[str, str | None]]:
    """The sources that rows cite, or the statements that they name.

    Rows that are sums cite none; whose word counted is told by the method.
    """
    held = {*cited} if cited is not None else set()
    for i, column in enumerate(table.columns):
        cells = (str(row[i]) for row in table.rows if row[i])
        if column == "citations":
            keys = (m[0] for cell in cells for m in _CITED.finditer(cell))
            held |= {*_documents(data, (ID_BASE + key for key in keys))}
        elif column == "statements":
            keys = (key for cell in cells for key in cell.split())
            held |= {*_documents(data, _citations_of(data, keys))}
    return source_rows(data, held, language)


def _documents(data: "Data", citations: Iterable[str]) -> Iterator[str]:
    """The document of each citation that the graph has, by its IRI."""
    places = _citations(data)
    return (places[iri].document for iri in citations if iri in places)


def _citations_of(data: "Data", statements: Iterable[str]) -> Iterator[str]:
    """The IRIs of the citations of statements, by their ids; none where the graph is elsewhere."""
    store = data.graph.store
    if store is None:
        return
    for key in {*statements}:
        for quad in store.quads_for_pattern(entity(key), ECO.citation, None):
            yield quad.object.value  # type: ignore[union-attr]


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
