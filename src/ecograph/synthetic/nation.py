"""An invented nation: who is in it, and the streams from which everything else is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ecograph.synthetic.counts import row_counts
from ecograph.synthetic.draws import Cells, Numbers, Stream, numbered, texts
from ecograph.tables.schema import superclasses, table_specs

Columns = Mapping[str, Cells | str]  # of a table: a cell a row, or what all rows have

NAME = "synthetic-nation"
HOME, ABROAD = "farland", ("eastland", "westland")
_SKEW = 0.75  # of how often one is named among all of its classes: the first ten of 10,000, a tenth


@dataclass(frozen=True)
class Nation:
    """The ids of all entities of a nation by their tables, and its seed."""

    seed: int
    counts: Mapping[str, int]
    ids: Mapping[str, Cells]
    _pools: dict[tuple[str, ...], Cells] = field(default_factory=dict, compare=False, repr=False)

    def stream(self, table: str, column: str) -> Stream:
        """The stream of a column."""
        return Stream(self.seed, f"{table}.{column}")

    def of(self, *classes: str) -> Cells:
        """The ids of all that is of one of the classes, in an order of chance."""
        if classes not in self._pools:
            above = superclasses()
            held = [
                self.ids[spec.name]
                for spec in table_specs().values()
                if spec.name in self.ids and above[spec.class_name] & {*classes}
            ]
            pool = np.concatenate(held)
            order = Stream(self.seed, f"pool of {' '.join(classes)}").order(len(pool))
            self._pools[classes] = pool[order]
        return self._pools[classes]

    def some_of(self, stream: Stream, size: int, *classes: str) -> Cells:
        """So many of these classes, a few of them often."""
        pool = self.of(*classes)
        return pool[stream.ranks(size, len(pool), _SKEW)]

    def places(self, stream: Stream, size: int) -> Numbers:
        """So many numbers of cities, a city as likely as one part of its rank."""
        return stream.ranks(size, self.counts["city"])


def nation_of(firms: int, seed: int) -> Nation:
    """The entities of a nation with so many firms."""
    counts = row_counts(firms)
    ids = {
        spec.name: numbered(spec.name.replace("_", "-"), counts[spec.name])
        for spec in table_specs().values()
        if spec.kind == "entity"
    }
    ids["country"] = texts([HOME, *ABROAD])
    return Nation(seed, counts, ids)
