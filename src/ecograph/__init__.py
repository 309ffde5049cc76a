"""ecograph: a cited knowledge graph of a city's innovation ecosystem.

The names below are imported when they are first used, so that `import ecograph` is instant:

    >>> import ecograph
    >>> d = ecograph.open("tiny")
    >>> [row["product_label"] for row in d.gaps().rows()]
    ['motor', 'seal']
    >>> d.find("Gamma Seals").rows()[0]["id"]
    's1'
    >>> d.tables["supply"].count("*").fetchall()
    [(2,)]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ecograph.base.version import __version__ as __version__

if TYPE_CHECKING:
    from ecograph.base.errors import EcographError as EcographError
    from ecograph.dataset import Dataset as Dataset
    from ecograph.dataset import open as open
    from ecograph.graph.cited_graph import CitedGraph as CitedGraph
    from ecograph.graph.columns import read_tables as read_tables
    from ecograph.graph.facts import facts_about as facts_about
    from ecograph.graph.naming import find_entity as find_entity
    from ecograph.graph.opening import open_graph as open_graph
    from ecograph.graph.validation import check_region as check_region
    from ecograph.sparql.execution import run_query as run_query
    from ecograph.tables.verification import verify_region as verify_region

_HOMES = {
    "CitedGraph": "graph.cited_graph",
    "Dataset": "dataset",
    "EcographError": "base.errors",
    "check_region": "graph.validation",
    "facts_about": "graph.facts",
    "find_entity": "graph.naming",
    "open": "dataset",
    "open_graph": "graph.opening",
    "read_tables": "graph.columns",
    "run_query": "sparql.execution",
    "verify_region": "tables.verification",
}
__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ecograph' has no attribute {name!r}")
    return getattr(import_module(f"ecograph.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
