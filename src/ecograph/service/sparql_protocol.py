"""Requests of the SPARQL 1.1 Protocol: the query and the graphs it asks, from GET and POST.

https://www.w3.org/TR/sparql11-protocol/
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from ecograph.service.problems_told import Problem

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
MOST_FIELDS = 1000
_READ_ONLY = "this service only reads: it takes no updates; send a query"


@dataclass(frozen=True)
class Request:
    """A query, the graphs that it is asked of where the request names them, the form asked for."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


def read_request(
    method: str, query_string: bytes, media: str | None, body: bytes
) -> Request | None:
    """The request; None for a GET that asks nothing.

    Raises Problem.
    """
    asked = _fields(query_string, "the address")
    if method in ("GET", "HEAD"):
        return _request(asked) if asked else None
    kind, charset = _media(media)
    if kind == UPDATE or _named(asked, "update"):
        raise Problem(403, _READ_ONLY)
    if kind == FORM:
        if _named(asked, "query"):
            raise Problem(400, "the query stands in the address of a POST of a form; put it in")
        return _request(asked + _fields(body, "the form"))
    if kind == DIRECT:
        if charset not in ("", "utf-8", "utf8"):
            raise Problem(415, f"the query is in {charset[:40]}; send UTF-8")
        if _named(asked, "query"):
            raise Problem(400, "the query stands in the address and in the body; send it once")
        return _request([*asked, ("query", _decoded(body, "the body"))])
    said = f"{kind[:80]} is not read" if kind else "the body has no Content-Type"
    raise Problem(415, f"{said}; send {DIRECT} or {FORM}", {"Accept-Post": f"{DIRECT}, {FORM}"})


def _request(fields: list[tuple[str, str]]) -> Request:
    if _named(fields, "update"):
        raise Problem(403, _READ_ONLY)
    queries = _named(fields, "query")
    if len(queries) != 1:
        what = "there is no query" if not queries else f"there are {len(queries)} queries"
        raise Problem(400, f"{what}; send one, as the parameter `query`")
    return Request(
        queries[0],
        tuple(_named(fields, "default-graph-uri")),
        tuple(_named(fields, "named-graph-uri")),
        next(iter(_named(fields, "format")), None),
    )


def _named(fields: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _fields(data: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            data.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise Problem(400, f"{where} is not encoded as a form of UTF-8 is") from None
    except ValueError:
        raise Problem(400, f"{where} has more than {MOST_FIELDS} fields") from None


def _media(header: str | None) -> tuple[str, str]:
    """The media type and the charset of a body."""
    media, *parameters = (header or "").lower().split(";")
    named = (p.strip().partition("=") for p in parameters)
    charset = next((value.strip('" ') for key, _, value in named if key == "charset"), "")
    return media.strip(), charset


def _decoded(body: bytes, where: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"{where} is no UTF-8 at byte {error.start}; send UTF-8") from None
