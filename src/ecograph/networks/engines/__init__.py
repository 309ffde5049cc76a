"""Two engines for one set of definitions: networkx is the reference, the others are proven equal.

`reference` computes with networkx; `fast`, `spectral`, `pivots` and `triangles` with rustworkx,
networkit, scipy and numpy, all permissive; igraph is used where it is installed and quicker.
Every function takes a `SimpleGraph` and gives one value a node, nan where the measure is undefined.
"""

from importlib.util import find_spec
from typing import Literal

from ecograph.base.errors import UnknownName

Engine = Literal["auto", "networkx", "fast"]
ENGINES: tuple[Engine, ...] = ("auto", "networkx", "fast")
SMALL = 200  # edges up to which auto takes networkx: nothing is gained by loading more


def choose(engine: str, edges: int) -> Literal["networkx", "fast"]:
    """The engine that `auto` stands for at this number of edges.

    Raises UnknownName.
    """
    if engine not in ENGINES:
        raise UnknownName("engine", engine, ENGINES, "give auto, networkx or fast")
    if engine == "auto":
        return "networkx" if edges <= SMALL else "fast"
    return engine


def has_igraph() -> bool:
    """Whether the optional extra is installed."""
    return find_spec("igraph") is not None
