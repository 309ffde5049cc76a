"""The rows of our own queries at an endpoint: all of them, page by page where it limits them."""

import re
from typing import Any

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from ecograph.base.errors import CannotDo
from ecograph.base.namespaces import prefix_header
from ecograph.base.resources import query_text
from ecograph.graph.endpoint import SOLUTIONS, TIMEOUT, fetch, read_answer, shown_address

TRIES = 3
Row = tuple[Any, ...]


def select_remote(address: str, query: str) -> list[Row]:
    """The rows of a query of ours; an answer that is not whole is no answer.

    Raises Unreadable, TookTooLong, TooLarge, CannotDo.
    """
    columns, rows, part = _asked(address, query)
    return rows if part is None else _paged(address, query, columns, len(rows), part)


def _asked(address: str, query: str) -> tuple[list[str], list[Row], str | None]:
    """The columns and the rows of a query, and why they are not all."""
    answer = fetch(address, prefix_header() + query, SOLUTIONS, tries=TRIES)
    _, data = read_answer(address, answer, "json", {}, TIMEOUT)
    found = parse_query_results(data, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return [str(v) for v in found.variables], [tuple(s) for s in found], answer.part


def _paged(address: str, query: str, columns: list[str], size: int, part: str) -> list[Row]:
    """All rows, in pages of as many as the server gives; one that is full may not be the last.

    A row that comes twice says that the order does not last, and then another one is missing; of
    the last row alone it does not, for like rows follow each other.
    """
    rows: list[Row] = []
    seen: set[Row] = set()
    while size:
        given = {"columns": " ".join(columns), "query": query}
        given |= {"rows": str(size), "first": str(len(rows))}
        _, found, cut = _asked(address, _filled(query_text("page"), given))
        last = rows[-1] if rows else None
        if (found and found[-1] == last) or any(r in seen and r != last for r in found):
            break
        rows += found
        seen.update(found)
        if not found or (len(found) < size and cut is None):
            return rows
    raise CannotDo(f"{shown_address(address)}: {part}, or raise the limit of the server")


def _filled(page: str, given: dict[str, str]) -> str:
    return re.sub(r"\?(\w+)_\b", lambda found: given[found[1]], page)
