"""The questions of the catalogue over HTTP: each at an address of its own, with its parameters."""

import json
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from ecograph.base.errors import UnknownName, UsageError
from ecograph.operations.catalogue import Form
from ecograph.operations.json_schema import checked_from_outside, values_from_text
from ecograph.service.answers import ask_answerer, operation_asked
from ecograph.service.asked_forms import catalogue_reply, form_named
from ecograph.service.bodies import Sent, packed, read_body
from ecograph.service.negotiation import ROWS, media_wanted, with_charset
from ecograph.service.openapi import openapi
from ecograph.service.problems_told import Problem
from ecograph.service.replies import MOST_ROWS, Reply, Wanted
from ecograph.service.served import Served
from ecograph.service.turns import Started, in_turn

MOST_FIELDS = 200


async def list_operations(served: Served, request: Request) -> Response:
    """The catalogue."""
    reply = catalogue_reply(language_of(request))
    body, headers = packed(request, reply.body)
    return Sent(served, body, reply.media, headers)


async def describe_api(served: Served, request: Request) -> Response:
    """The OpenAPI document, made from the catalogue."""
    document = openapi(served, str(request.base_url).rstrip("/"), language_of(request))
    body, headers = packed(request, json.dumps(document, ensure_ascii=False, indent=1).encode())
    return Sent(served, body, "application/json", headers)


async def answer_operation(served: Served, request: Request) -> Response:
    """The answer to the operation that the address names.  Raises Problem, EcographError."""
    try:
        form = form_named(request.path_params["name"])
    except UnknownName as error:
        raise Problem(404, str(error)) from None
    accept, format = request.headers.get("accept"), request.query_params.get("format")
    media, most = (
        media_wanted(format, accept, ROWS, "a question"),
        min(served.limits.rows, MOST_ROWS),
    )
    rows = Wanted(language_of(request), media, most=most, bound=most)
    values = checked_from_outside(form, await _values(form, served, request))
    asked = operation_asked(served, form.name, values, rows)
    return await reply_of_worker(served, request, asked)


async def reply_of_worker(served: Served, request: Request, asked: dict[str, Any]) -> Response:
    """What a worker replies to a request, as it goes out.  Raises Problem, CannotDo."""

    def work(started: Started) -> tuple[Reply, bytes, dict[str, str]]:
        reply = ask_answerer(served, asked, started)
        return reply, *packed(request, reply.body)

    reply, body, headers = await in_turn(served, served.answer_places, request, work)
    if reply.cut:
        headers["X-Ecograph-Truncated"] = reply.cut
    return Sent(served, body, with_charset(reply.media), headers)


def language_of(request: Request) -> str:
    """The language that a client reads: by `lang`, else by its browser, else English."""
    asked = request.query_params.get("lang", "")
    if asked in ("zh", "en"):
        return asked
    if asked:
        raise Problem(400, f"lang: {asked[:20]} is neither zh nor en")
    preferred = request.headers.get("accept-language", "").strip().lower()
    return "zh" if preferred.startswith("zh") else "en"


async def _values(form: Form, served: Served, request: Request) -> dict[str, Any]:
    """The parameters, of the address or of a body in JSON.  Raises Problem, UsageError."""
    try:
        given = parse_qs(
            request.url.query,
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise Problem(
            400,
            f"the address is not encoded as UTF-8 is, or has more than {MOST_FIELDS} parameters",
        ) from None
    for name in ("lang", "format"):
        if len(given.pop(name, ())) > 1:
            raise Problem(400, f"{name}: is given several times; give it once")
    if request.method != "POST":
        return values_from_text(form, given)
    if given:
        raise Problem(400, "parameters of a POST stand in its body, as an object in JSON")
    return await _object(served, request)


async def _object(served: Served, request: Request) -> dict[str, Any]:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise Problem(415, f"{media[:60] or 'nothing'} is not read; send application/json")
    body = await read_body(request, served.limits.body)
    try:
        found = json.loads(body or b"{}", parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"the body is no JSON: {str(error)[:200]}") from None
    if not isinstance(found, dict):
        raise Problem(400, "the body is no object; send the parameters by their names")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UsageError("a name stands twice in an object of the body; give each once")
    return found


def _refuse(constant: str) -> None:
    raise UsageError(f"{constant} is no number of JSON")
