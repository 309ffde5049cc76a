"""Asks a worker what it replies to a question, an entity, a page: for HTTP and for agents."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from ecograph.graph.worker import Worker
from ecograph.service.problems_told import FAULT, Problem
from ecograph.service.replies import Reply, Wanted
from ecograph.service.served import Served


def operation_asked(
    served: Served, name: str, values: dict[str, Any], wanted: Wanted
) -> dict[str, Any]:
    """What a worker is asked, so that it answers an operation or a query."""
    return {
        "do": "operation",
        "name": name,
        "values": values,
        "wanted": asdict(wanted),
        "query_seconds": served.limits.seconds,
    }


def ask_answerer(served: Served, asked: dict[str, Any], started: Callable[[Worker], None]) -> Reply:
    """What a worker replies; `started` is told which it is.

    Raises Problem, TookTooLong, TooLarge, CannotDo.
    """
    head, body = served.answers.ask(served.limits.answer_seconds, started, **asked)
    if "problem" in head:
        raise Problem(*json.loads(head["problem"]))
    if "reply" not in head:
        raise Problem(500, FAULT)
    media, cut = json.loads(head["reply"])
    return Reply(media, body, cut)
