"""A worker that answers the questions of the catalogue: a program of its own, of the package.

An analysis cannot be interrupted in the process that listens, and may take much memory.  So it is
asked for here, as a query is in its worker: one request after the other, killed at the deadline.
"""

import json
import os
import sys
import traceback
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ecograph.base.errors import EcographError
from ecograph.graph._worker import answer_all, die_with_parent, read_message
from ecograph.graph.data import Data
from ecograph.graph.opening import open_graph
from ecograph.service.replies import Reply, Wanted

if TYPE_CHECKING:
    from ecograph.graph._worker import Outcome

PAGED = ("entity", "query page", "editor page")


def reply_to(data: Data, asked: dict[str, Any]) -> Reply:
    """What a request is answered with.  Raises EcographError."""
    from ecograph.service import asked_forms, entity_replies

    if asked["do"] == "operation":
        named = (asked["name"], asked["values"], Wanted(**asked["wanted"]), asked["query_seconds"])
        return asked_forms.reply_to_form(data, *named)
    if asked["do"] in PAGED:
        return _page_or_entity(data, asked)
    if asked["do"] == "description":
        return entity_replies.description_reply(data, asked["media"])
    return entity_replies.ontology_reply(asked["media"])


def _page_or_entity(data: Data, asked: dict[str, Any]) -> Reply:
    from ecograph.pages.served_pages import Around, editor_page, query_page
    from ecograph.service.entity_replies import entity_reply, page_reply

    around = Around(asked["root"], **asked["has"])
    if asked["do"] == "entity":
        return entity_reply(data, asked["iri"], asked["media"], around)
    return page_reply((editor_page if asked["do"] == "editor page" else query_page)(data, around))


def main() -> None:
    """Opens the graph that the parent names, and answers what it is asked."""
    die_with_parent(int(sys.argv[1]), int(sys.argv[2]))
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    task, _ = read_message()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = open_graph(task["graph"])
    data = Data(replace(opened, name=task["name"], kind=task["kind"]))
    _limit_memory(task["memory"])

    def answer(asked: dict[str, Any]) -> "Outcome":
        try:
            reply = reply_to(data, asked)
        except EcographError as error:
            from ecograph.service.problems_told import problem_of

            told = problem_of(error)
            return {"problem": json.dumps([told.status, told.detail])}, b""
        except MemoryError:
            raise
        except Exception as error:  # of ours: the log is told, the client only that there is one
            traceback.print_exception(error)
            return {"fault": type(error).__name__}, b""
        return {"reply": json.dumps([reply.media, reply.cut])}, reply.body

    answer_all(answer, task["memory"], output)


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
