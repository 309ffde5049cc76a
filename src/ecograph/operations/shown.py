"""How a layout shows ids: by their labels in one language, briefly where a terminal is narrow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecograph.base.results import Both, Cell

if TYPE_CHECKING:
    from ecograph.graph.data import Data
    from ecograph.graph.labels import Labels

MOST_NAMES = 3  # how many names a cell of a terminal's table shows before it counts the rest


@dataclass(frozen=True)
class Shown:
    """The language of a table, and whether it is brief."""

    data: "Data"
    language: str
    brief: bool = False

    @property
    def labels(self) -> "Labels":
        """What entities and documents are called; read when something is first shown by it."""
        return self.data.labels

    def of(self, key: str | None) -> str:
        """The label of an id."""
        return self.labels.of(key, self.language)

    def joined(self, texts: Iterable[str]) -> str:
        """Several texts in one cell."""
        return ("；" if self.language == "zh" else "; ").join(texts)

    def all(self, keys: Iterable[str]) -> str:
        """The labels of several ids; a brief table shows a few and counts the rest."""
        held = list(keys)
        shown = held[:MOST_NAMES] if self.brief else held
        more = f" +{len(held) - len(shown)}" if len(held) > len(shown) else ""
        return self.joined(self.of(k) for k in shown) + more

    def word(self, scheme: str, key: str | None) -> str:
        """The label of a key of a code list."""
        return _words().code(scheme, key, self.language)

    def term(self, name: str) -> str:
        """The label of a class or property; its local name but in a brief table."""
        return _words().term(name, self.language) if self.brief else name

    def text(self, both: Both) -> str:
        """The one of two texts that is in the language."""
        return both[self.language != "zh"]

    def ids(self, key: str) -> list[Cell]:
        """Id and label; only the label in a brief table."""
        return [self.of(key)] if self.brief else [key, self.of(key)]

    def heads(self, *names: str) -> list[str]:
        """The columns for `ids`."""
        return [h for n in names for h in ([n] if self.brief else [n, f"{n}_label"])]


def _words() -> "Labels":
    """The labels of the ontology, which alone names terms and codes."""
    from ecograph.graph.labels import Labels

    return Labels({})
