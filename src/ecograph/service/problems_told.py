"""What went wrong, as HTTP says it: a status, and a problem in JSON (RFC 9457)."""

import json
import re
from dataclasses import dataclass, field

from starlette.responses import Response

from ecograph.base.errors import (
    CannotDo,
    DataError,
    EcographError,
    MissingExtra,
    QueryRefused,
    TookTooLong,
    TooLarge,
    Unreadable,
)

MEDIA = "application/problem+json"
RETRY_AFTER = 5  # seconds
FAULT = "the program has a fault here; its log says which"
_STATUS: tuple[tuple[type[EcographError], int], ...] = (
    (QueryRefused, 403),
    (TookTooLong, 503),
    (TooLarge, 507),
    (MissingExtra, 501),
    (Unreadable, 502),
    (DataError, 422),
    (CannotDo, 507),
)
_TITLES = {
    400: "Bad request",
    401: "A token is needed",
    403: "Refused",
    404: "Not found",
    405: "Method not allowed",
    406: "No such form",
    408: "Too slow",
    413: "Too large a request",
    414: "Too long an address",
    415: "Media type not read",
    421: "Not the host that is served",
    422: "The data do not conform",
    499: "Gone",
    500: "A fault of the server",
    501: "Not installed here",
    502: "The endpoint behind does not answer",
    503: "Not now",
    507: "Needs more than is allowed",
}
_PLACE = re.compile(r"line (\d+), column (\d+)")


@dataclass
class Problem(Exception):
    """What cannot be answered, with the status that says so."""

    status: int
    detail: str
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The problem as it goes out."""
        said: dict[str, object] = {
            "status": self.status,
            "title": _TITLES.get(self.status, "Not possible"),
            "detail": self.detail,
        }
        if place := _PLACE.search(self.detail):
            said |= {"line": int(place[1]), "column": int(place[2])}
        headers = dict(self.headers)
        if self.status == 503:
            headers.setdefault("Retry-After", str(RETRY_AFTER))
        body = json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace")
        return Response(body, self.status, headers, MEDIA)


def problem_of(error: EcographError) -> Problem:
    """An error of ours as HTTP says it."""
    status = next((s for kind, s in _STATUS if isinstance(error, kind)), 400)
    return Problem(status, str(error))
