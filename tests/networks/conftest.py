"""What tests of networks share: an installation without the optional extra."""

import sys

import pytest


@pytest.fixture
def without_igraph(monkeypatch: pytest.MonkeyPatch) -> None:
    """igraph as if it were not installed."""
    monkeypatch.setitem(sys.modules, "igraph", None)
