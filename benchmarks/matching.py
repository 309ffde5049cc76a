"""All gaps of all cities of a synthetic nation: our SQL, DuckDB by hand, SPARQL.

    python benchmarks/matching.py [--firms 20000] [--skip-sparql]

One run prints the seconds (least of `--repeat`, taken in turn) and the ratios.  By hand means
SQL written for DuckDB on the same edge tables, giving the same kinds and counts; SPARQL asks the
same of the embedded store, in memory and on disk, in the best form we found (sub-selects, MINUS).
Both know places, firms, products, what is needed and who supplies whom: the nation has no more.
"""

import argparse
import csv
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
from pyoxigraph import Store
from report import Ratio, main

from ecograph.base.namespaces import PREFIXES
from ecograph.export.nation_files import write_nation
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.columns import read_tables
from ecograph.graph.loading import graph_of
from ecograph.supplychain.need_states import gap_kinds
from ecograph.supplychain.supply_use import SupplyUse, build_supply_use
from ecograph.tables.reading import read_region

# What the SQL by hand does not know: what industries make, shares of a supply, who may be one …
LEFT_OUT_TABLES = ("industry_output", "mastery", "supply_share", "inquiry", "possible_identity")
LEFT_OUT_COLUMNS = (("product", "breadth"), ("production", "scale"))
BY_HAND = Path(__file__).with_name("gaps_by_hand.sql").read_text(encoding="utf-8")
GAPS_SPARQL = Path(__file__).with_name("gaps_by_hand.rq").read_text(encoding="utf-8")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds of one run, and what it gave."""
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def timed_in_turn(works: dict[str, Callable[[], Any]], repeat: int) -> dict[str, float]:
    """The least seconds of each; they run in turn, so that other load hits all of them alike."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeat):
        for name, work in works.items():
            spent[name].append(timed(work)[0])
    return {name: min(seconds) for name, seconds in spent.items()}


def by_hand(supply_use: SupplyUse) -> duckdb.DuckDBPyConnection:
    """The database of the relations."""
    return supply_use.database.connection


def plain_nation(folder: Path, firms: int) -> CitedGraph:
    """A nation of which is known what the SQL by hand knows too, in memory."""
    write_nation(folder / "nation", firms, seed=7)
    for table in LEFT_OUT_TABLES:
        (folder / "nation" / f"{table}.csv").unlink()
    for table, column in LEFT_OUT_COLUMNS:
        without(folder / "nation" / f"{table}.csv", column)
    return graph_of(read_region(folder / "nation"), "nation")


def without(path: Path, column: str) -> None:
    """Takes a column out of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [name for name in rows[0] if name != column]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def asked(store: Store, query: str) -> tuple[float, int]:
    """Seconds of a query, and its rows."""
    start = time.perf_counter()
    rows = sum(1 for _ in store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True))
    return time.perf_counter() - start, rows


def on_disk(store: Store, folder: str) -> Store:
    """The same statements in an on-disk store, opened to be read."""
    written = Store(folder)
    written.bulk_extend(store)
    written.flush()
    written.optimize()
    del written
    return Store.read_only(folder)


def options(parser: argparse.ArgumentParser) -> None:
    """How large, and how often."""
    parser.add_argument("--firms", type=int, help="else 20,000, or 300 where it is small")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--skip-sparql", action="store_true")


def measure(given: argparse.Namespace) -> Iterator[Ratio]:
    """Runs everything once: our SQL, that by hand, SPARQL in memory and on disk."""
    firms = given.firms or (300 if given.small else 20_000)
    with tempfile.TemporaryDirectory() as name:
        graph = plain_nation(Path(name), firms)
        tables = read_tables(graph)
        spent, supply_use = timed(lambda: build_supply_use(tables, ("farland",)))
        yield Ratio("matching", f"relations of supply and use of {firms:,} firms", spent, unit="s")
        gaps, found = columnar(supply_use, given.repeat)
        yield found
        if not given.skip_sparql:
            yield from sparql(graph.store, gaps, found.ours)


def columnar(supply_use: SupplyUse, repeat: int) -> tuple[int, Ratio]:
    """How many gaps there are, and our SQL against DuckDB by hand.

    Raises ValueError where the two do not give the same.
    """
    found = gap_kinds(supply_use, kind="City")
    hand = by_hand(supply_use)
    expected = hand.sql(BY_HAND).fetchall()
    least = timed_in_turn(
        {
            "ours": lambda: gap_kinds(supply_use, kind="City"),
            "by hand": lambda: hand.sql(BY_HAND).fetchall(),
        },
        repeat,
    )
    columns = ("place", "product", "needs", "n_linked_local", "n_latent_local")
    columns += ("n_external_domestic", "n_external_foreign", "kind")
    if [tuple(row[c] for c in columns) for row in found] != expected:
        raise ValueError("the gaps differ from those by hand")
    told, (ours, theirs) = f"all {len(found):,} gaps of all cities", least.values()
    return len(found), Ratio("matching", told, ours, "DuckDB by hand", theirs, "s", goal=3)


def sparql(store: Store, gaps: int, ours: float | None) -> Iterator[Ratio]:
    """Times the embedded store, in memory and on disk, against the seconds of ours.

    Raises ValueError where it does not find as many gaps.
    """
    with tempfile.TemporaryDirectory() as folder:
        for place, held in (("in memory", store), ("on disk", on_disk(store, folder))):
            whole, found = asked(held, GAPS_SPARQL)
            if found != gaps:
                raise ValueError(f"SPARQL {place} finds {found} gaps, not {gaps}")
            peer = f"SPARQL by hand, {place}"
            yield Ratio("matching", "the same", ours, peer, whole, "s", goal=0.05)


if __name__ == "__main__":
    main(measure, __doc__, options)
