"""The SPARQL endpoint: a query of the protocol, answered by a worker in the form that is wanted."""

from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response

from ecograph.base.errors import shorten
from ecograph.service.bodies import Sent, packed, read_body
from ecograph.service.gate import LOG
from ecograph.service.negotiation import (
    BOOLEANS,
    SOLUTIONS,
    TRIPLES,
    choose,
    media_wanted,
    with_charset,
)
from ecograph.service.served import Served
from ecograph.service.service_description import describe_service
from ecograph.service.sparql_protocol import Request, read_request
from ecograph.service.turns import Started, in_turn
from ecograph.sparql.execution import Answer, query_kind, run_query

TRUNCATED = "urn:ecograph:truncated"  # in the head of an answer that is not whole
_OFFERED = {"solutions": SOLUTIONS, "boolean": BOOLEANS, "triples": TRIPLES}
_COMMENTS = ("turtle", "trig", "nt", "nq")


async def answer_sparql(served: Served, request: HttpRequest) -> Response:
    """The answer to a request of the SPARQL 1.1 Protocol, or what the service is.

    Raises Problem, and what run_query raises.
    """
    headers = request.headers
    body = b""
    if request.method == "POST":
        body = await read_body(request, served.limits.body)
    elif _is_for_a_person(request):
        return RedirectResponse(f"query?{request.url.query}", 303, {"Vary": "Accept"})
    media = headers.get("content-type")
    asked = read_request(request.method, request.scope["query_string"], media, body)
    if asked is None:
        return await describe_service(served, request)
    return await answer_query(served, request, asked)


async def answer_query(served: Served, request: HttpRequest, asked: Request) -> Response:
    """The answer to a query."""
    kind = query_kind(asked.query)
    media = media_wanted(
        asked.format, request.headers.get("accept"), _OFFERED[kind], f"the answer ({kind})"
    )
    form = _OFFERED[kind][media]
    if served.told:
        LOG.info("query: %s", shorten(asked.query, 2000))
    graphs = (asked.default_graphs, asked.named_graphs)

    def work(started: Started) -> tuple[Answer, bytes, dict[str, str]]:
        answer = run_query(
            served.graph,
            asked.query,
            form,
            served.limits.seconds,
            most=served.most,
            graphs=graphs if any(graphs) else None,
            base=str(request.url.replace(query="", fragment="")),
            workers=served.queries,
            started=started,
        )
        return answer, *packed(request, _marked(answer, form))

    answer, data, more = await in_turn(served, served.query_places, request, work)
    if answer.part:
        more["X-Ecograph-Truncated"] = f"rows; most={served.limits.rows}"
    return Sent(served, data, with_charset(media), more)


def _is_for_a_person(request: HttpRequest) -> bool:
    """Whether a browser asks, and for no form that it could save."""
    both = {"text/turtle": "ttl", "text/html": "html"}
    page = choose(request.headers.get("accept"), both) == "text/html"
    return page and "format" not in request.query_params


def _marked(answer: Answer, form: str) -> bytes:
    """The data of an answer; where it is not whole, that is said in it, if the form has a place."""
    data = answer.data
    if not answer.part:
        return data
    if form == "json":
        return data.replace(b'{"head":{', b'{"head":{"link":["%b"],' % TRUNCATED.encode(), 1)
    if form == "xml":
        link = f'<link href="{TRUNCATED}"/></head>'.encode()
        return data.replace(b"</head>", link, 1)
    if form in _COMMENTS:
        return data + f"\n# {answer.part}\n".encode()
    return data
