"""From tables to a network, beside its ends and names read in DuckDB by hand.

    python benchmarks/projection.py [--sizes 4 5 6]

The tables are those of a region with so many supply relations, as beside an on-disk store.
Seconds are the least of the repeats, in a process of its own; so is the memory.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from apart import apart, most_memory
from drawn_edges import SIZES, arrays
from report import Detail, Ratio, main

BY_HAND = """
WITH node AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM firm)
SELECT a.number AS source, b.number AS target, base_value, supply.id, supply.citation
FROM supply JOIN node a ON a.id = supplier JOIN node b ON b.id = buyer ORDER BY supply.id
"""
REPEATS = 3


def options(parser: argparse.ArgumentParser) -> None:
    """How many edges."""
    parser.add_argument("--sizes", type=int, nargs="+", choices=SIZES, help="powers of ten")


def measure(given: argparse.Namespace) -> Iterator[Ratio | Detail]:
    """A row a size, and how much memory it takes."""
    held = []
    for exponent in given.sizes or ([4] if given.small else SIZES):
        m = SIZES[exponent]
        hand, other = apart(least, m, "by hand")
        ours, mine = apart(least, m, "project")
        held.append((m, mine, other))
        told = f"tables to a network, {m:,} edges"
        yield Ratio("projection", told, ours, "DuckDB by hand", hand, "s", goal=5)
    told = "The most memory that either takes, the tables included."
    yield Detail("projection", told, ("edges", "ours, MB", "by hand, MB"), tuple(held))


def least(m: int, name: str) -> tuple[float, float]:
    """The least seconds of some runs, and the most memory of all."""
    with tempfile.TemporaryDirectory() as folder:
        tables_on_disk(Path(folder), m)
        return _least(Path(folder), name), most_memory()


def _least(folder: Path, name: str) -> float:
    """`project`: a network from the tables on disk; `by hand`: its ends and names, in DuckDB."""
    from ecograph.graph.columns import Tables
    from ecograph.graph.table_files import open_tables_in
    from ecograph.networks.building import build_network
    from ecograph.networks.specs import read_spec

    database = open_tables_in(folder)
    assert database is not None
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        if name == "project":
            build_network(Tables("bench", database), read_spec("supply"))
        else:
            database.connection.execute(BY_HAND).fetchnumpy()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def tables_on_disk(folder: Path, m: int) -> None:
    """The tables of a region with m supply relations, as beside an on-disk store."""
    from ecograph.base.database import new_database
    from ecograph.graph.concepts import add_concepts
    from ecograph.graph.pivot import column_types
    from ecograph.graph.table_files import written_tables
    from ecograph.tables.schema import table_specs

    n, s, t = arrays(m)
    ids = [f"firm-{i:07}" for i in range(n)]
    same = {"modality": "exists", "evidence": "stated", "source": "made", "citation": "made"}
    supply: dict[str, list[Any]] = {c: [value] * len(s) for c, value in same.items()}
    supply |= {
        "id": [f"supply-{i:07}" for i in range(len(s))],
        "supplier": [ids[i] for i in s.tolist()],
        "buyer": [ids[i] for i in t.tolist()],
        "unit": ["cny"] * len(s),
        "base_value": np.arange(1.0, len(s) + 1).tolist(),
    }
    columns = {"firm": {"id": ids, "label_zh": ids, "label_en": ids}, "supply": supply}
    with written_tables(new_database(), folder, parquet=False) as database:
        for name, spec in table_specs().items():
            database.make(name, column_types(spec))
            if name in columns:
                database.fill(name, columns[name])
        add_concepts(database)


if __name__ == "__main__":
    main(measure, __doc__, options)
