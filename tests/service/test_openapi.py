"""The OpenAPI document holds: whatever fits it, and what does not, is answered as it says."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from service_help import Server

from ecograph.service.asked_forms import FORMS

CHECKS: list[CheckFunction] = [
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
WAYS = [(f"/api/{name}", method) for name in FORMS for method in ("get", "post")]
QUICK = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # what fails is told as it was found
    suppress_health_check=[*HealthCheck],
)
BUSY = (503, 507)  # more than there is time or memory for is no fault


def no_fault(status: int) -> list[CheckFunction]:
    """What says that a status is a fault of the server."""
    return [] if status in BUSY else [not_a_server_error]


@pytest.fixture(scope="session")
def document(server: Server) -> Any:
    """The document as the server gives it."""
    return schemathesis.openapi.from_url(f"{server.address}/openapi.json")


@pytest.mark.parametrize(("path", "method"), [*WAYS, ("/sparql", "get"), ("/sparql", "post")])
def test_nothing_that_is_asked_is_a_fault_of_ours(document: Any, path: str, method: str) -> None:
    operation = document[path][method]
    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @given(case=st.one_of(*modes))
    @settings(QUICK)
    def ask(case: Any) -> None:
        answer = case.call(timeout=90)
        assert answer.status_code != 500, answer.text
        case.validate_response(answer, checks=[*CHECKS, *no_fault(answer.status_code)])

    ask()
