"""What every request passes: its host, its length, its token; and what every answer carries."""

import base64
import hmac
import logging
import re
from binascii import Error as NotBase64

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecograph.base.errors import EcographError
from ecograph.service.problems_told import FAULT, Problem, problem_of
from ecograph.service.served import Served

LOG = logging.getLogger("ecograph.service")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "ecograph",
}
_NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_PAGE = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"  # the page itself says more
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]{1,5})?")
ALLOWED = ("GET", "HEAD", "POST", "OPTIONS")


class Gate:
    """Lets in what may be asked, and turns what goes wrong into a problem without a trace."""

    def __init__(self, app: ASGIApp, served: Served) -> None:
        self.app, self.served = app, served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, begun = Headers(scope=scope), False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._add(MutableHeaders(scope=message), headers.get("origin"))
            await send(message)

        try:
            self._check(scope, headers)
            await self.app(scope, receive, sending)
        except Exception as error:
            problem = _problem(error)
            if begun:
                raise
            await problem.response()(scope, receive, sending)

    def _check(self, scope: Scope, headers: Headers) -> None:
        """Raises Problem where a request may not be answered."""
        served, method = self.served, scope["method"]
        if served.hosts and _host(headers.get("host", "")) not in served.hosts:
            raise Problem(421, "this service does not answer to that name; ask it by its own")
        if len(scope["raw_path"]) + len(scope["query_string"]) > served.limits.address:
            raise Problem(414, f"the address is longer than {served.limits.address}; use POST")
        if "transfer-encoding" in headers and "content-length" in headers:
            closing = {"Connection": "close"}
            raise Problem(400, "the body has two lengths: Content-Length and chunks", closing)
        if method not in ALLOWED:
            allow = {"Allow": ", ".join(ALLOWED)}
            raise Problem(405, f"{method[:20]} is not answered; this service only reads", allow)
        if served.token is not None and method != "OPTIONS":
            told = _token(headers.get("authorization", ""))
            if not hmac.compare_digest(told.encode(), served.token.encode()):
                wanted = {"WWW-Authenticate": 'Basic realm="ecograph", charset="UTF-8"'}
                raise Problem(401, "a token is asked for: as Bearer, or as a password", wanted)

    def _add(self, headers: MutableHeaders, origin: str | None) -> None:
        """Puts into an answer what every answer has."""
        for name, value in _ALWAYS.items():
            headers[name] = value
        is_page = headers.get("content-type", "").startswith("text/html")
        headers["Content-Security-Policy"] = _PAGE if is_page else _NOTHING
        headers.setdefault("Cache-Control", "no-cache")
        if origin is not None and ({origin, "*"} & {*self.served.origins}):
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type"
            headers["Access-Control-Allow-Methods"] = ", ".join(ALLOWED)
            headers["Access-Control-Expose-Headers"] = "X-Ecograph-Truncated, Retry-After"
            headers.add_vary_header("Origin")
        else:
            headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")


def _problem(error: Exception) -> Problem:
    """What a client is told of an error; of a fault of ours no more than that it is one."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, EcographError):
        return problem_of(error)
    if isinstance(error, ClientDisconnect):
        return Problem(499, "the client is gone")
    LOG.error("a fault of ours: %s", type(error).__name__, exc_info=error)
    return Problem(500, FAULT)


def _host(header: str) -> str:
    """The name in a Host header, without the port."""
    found = _HOST.fullmatch(header.lower())
    return (found[1] or found[2]) if found else ""


def _token(header: str) -> str:
    """The token in an Authorization header: behind Bearer, or the password of Basic."""
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (NotBase64, UnicodeDecodeError):
            return ""
    return ""
