"""Where the ontology, the regions and the queries are: in the wheel, or in the checkout."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


def ontology_dir() -> Path:
    """The folder of the ontology."""
    return _folder("ontology")


def graph_data_dir() -> Path:
    """The folder that holds one folder a shipped region."""
    return _folder("graph_data")


def shipped_regions() -> list[str]:
    """The names of the shipped regions, sorted."""
    return sorted(p.parent.name for p in graph_data_dir().glob("*/region.toml"))


@cache
def query_text(name: str) -> str:
    """The text of a query that the program uses, by its name in queries/."""
    return (_PACKAGE / "graph" / "queries" / f"{name}.rq").read_text(encoding="utf-8")
