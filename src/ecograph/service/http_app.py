"""The service as an application: which address is answered by what."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from ecograph.service import catalogue_endpoint, resource_endpoint
from ecograph.service.bodies import Sent
from ecograph.service.gate import ALLOWED, Gate
from ecograph.service.problems_told import Problem
from ecograph.service.served import Served
from ecograph.service.sparql_endpoint import answer_sparql

Answering = Callable[[Served, Request], Awaitable[Response]]
_READ = ("GET", "HEAD")
_ASK = (*_READ, "POST")


def make_app(served: Served) -> ASGIApp:
    """What uvicorn runs: the routes behind the gate."""
    routes: list[tuple[str, Answering, tuple[str, ...]]] = [
        ("/", resource_endpoint.answer_start, _READ),
        ("/query", resource_endpoint.answer_query_page, _READ),
        ("/editor", resource_endpoint.answer_editor_page, _READ),
        ("/editor/{path:path}", resource_endpoint.answer_editor, _READ),
        ("/atlas/{path:path}", resource_endpoint.answer_atlas, _READ),
        ("/sparql", answer_sparql, _ASK),
        ("/api", catalogue_endpoint.list_operations, _READ),
        ("/api/{name}", catalogue_endpoint.answer_operation, _ASK),
        ("/openapi.json", catalogue_endpoint.describe_api, _READ),
        ("/ecograph/ontology", resource_endpoint.answer_ontology, _READ),
        ("/ecograph/{kind}/{key:path}", resource_endpoint.answer_entity, _READ),
        ("/.well-known/void", resource_endpoint.answer_description, _READ),
        ("/healthz", _is_there, _READ),
    ]
    held = [
        Route(path, _answering(served, answer, methods), methods=ALLOWED)
        for path, answer, methods in routes
    ]
    return Gate(Router(held, redirect_slashes=False, default=_nothing), served)


def _answering(
    served: Served, answer: Answering, methods: tuple[str, ...]
) -> Callable[[Request], Awaitable[Response]]:
    """A function that answers at one address, also which methods it takes."""

    async def answering(request: Request) -> Response:
        allowed = {"Allow": ", ".join((*methods, "OPTIONS"))}
        if request.method == "OPTIONS":
            return Sent(served, b"", "text/plain", allowed, 200)
        if request.method not in methods:
            raise Problem(405, f"{request.method} is not answered here", allowed)
        return await answer(served, request)

    return answering


async def _is_there(served: Served, request: Request) -> Response:
    """Whether the service is there."""
    return Sent(served, b"fine\n", "text/plain; charset=utf-8", {})


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise Problem(404, "nothing is at this address; /api lists the questions, /sparql asks SPARQL")
