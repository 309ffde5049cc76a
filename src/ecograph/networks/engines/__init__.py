"""Two engines for one set of definitions: networkx is the reference, the other is proven equal.

`reference` computes with networkx; `fast` with rustworkx, graspologic-native and numpy, all
permissive, and with igraph where it is installed and quicker. Both have functions of the same
names. Those of measures take a `SimpleGraph` and give one value a node, nan where it is undefined.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from ecograph.base.errors import UnknownName

Engine = Literal["auto", "networkx", "fast"]
Chosen = Literal["networkx", "fast"]
ENGINES: tuple[Engine, ...] = ("auto", "networkx", "fast")
ALGORITHMS = ("leiden", "labels", "components")  # by which communities are found


def choose(engine: str) -> Chosen:
    """The engine that is meant: `auto` stands for the fast one, which loads less too.

    Raises UnknownName.
    """
    if engine not in ENGINES:
        raise UnknownName("engine", engine, ENGINES, "give auto, networkx or fast")
    return "networkx" if engine == "networkx" else "fast"


def measures(chosen: Chosen) -> Any:
    """The module of an engine, loaded when it is asked for: networkx takes long to load."""
    return import_module(f"{__name__}.{'reference' if chosen == 'networkx' else 'fast'}")


def has_igraph() -> bool:
    """Whether the optional extra is installed."""
    return find_spec("igraph") is not None
