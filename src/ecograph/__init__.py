"""ecograph: a cited knowledge graph of a city's innovation ecosystem.

The names below are imported when they are first used, so that `import ecograph` is instant:

    >>> import ecograph
    >>> graph = ecograph.open_graph("tiny")
    >>> ecograph.find_entity(graph, "Gamma Seals")
    's1'
    >>> frames = ecograph.read_frames(graph)
    >>> frames["supply"].num_rows
    2
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ecograph.checks import check_region as check_region
    from ecograph.errors import EcographError as EcographError
    from ecograph.executor import run_query as run_query
    from ecograph.facts import facts_about as facts_about
    from ecograph.identity import find_entity as find_entity
    from ecograph.projection.frames import read_frames as read_frames
    from ecograph.store import CitedGraph as CitedGraph
    from ecograph.store import open_graph as open_graph
    from ecograph.verify import verify as verify

_HOMES = {
    "CitedGraph": "store",
    "EcographError": "errors",
    "check_region": "checks",
    "facts_about": "facts",
    "find_entity": "identity",
    "open_graph": "store",
    "read_frames": "projection.frames",
    "run_query": "executor",
    "verify": "verify",
}
__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ecograph' has no attribute {name!r}")
    return getattr(import_module(f"ecograph.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
