"""What can be asked by name: the operations of the catalogue, and queries."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ecograph.base.errors import UnknownName
from ecograph.operations.catalogue import Form, Operation
from ecograph.operations.every import OPERATIONS
from ecograph.operations.json_schema import form_schema
from ecograph.service.query_replies import QUERY, query_reply
from ecograph.service.replies import Reply, Wanted, operation_reply

if TYPE_CHECKING:
    from ecograph.graph.data import Data

FORMS: dict[str, Form] = {QUERY.name: QUERY, **OPERATIONS}


def form_named(name: str) -> Form:
    """What can be asked by this name.  Raises UnknownName."""
    if name not in FORMS:
        raise UnknownName("question", name, FORMS, ", ".join(FORMS))
    return FORMS[name]


def group_of(form: Form) -> str:
    """The group in which it is listed."""
    return form.group if isinstance(form, Operation) else "Ask"


def reply_to_form(
    data: "Data", name: str, values: Mapping[str, Any], wanted: Wanted, seconds: float
) -> Reply:
    """What a form is answered with; `seconds` is how long a query may take.

    Raises UnknownName, UsageError, and what its answering raises.
    """
    if form_named(name) is QUERY:
        return query_reply(data, values, wanted, seconds)
    return operation_reply(data, name, values, wanted)


def catalogue_reply(language: str) -> Reply:
    """The list of what can be asked, each with its parameters as JSON Schema."""
    chosen = language != "zh"
    held = [
        {
            "name": one.name,
            "group": group_of(one),
            "help": one.help[chosen],
            "more": one.more[chosen],
            "address": f"/api/{one.name}",
            "parameters": form_schema(one, language),
        }
        for one in FORMS.values()
    ]
    return Reply("application/json", json.dumps(held, ensure_ascii=False, indent=1).encode())
