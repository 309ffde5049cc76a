"""The server that the tests of the service share: of the invented region."""

from collections.abc import Iterator

import pytest
from service_help import Server, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of the invented region, within bounds that a test can reach."""
    with serving("--graph", "tiny", "--timeout", "3", "--rows", "500") as running:
        yield running
