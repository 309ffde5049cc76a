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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from pyoxigraph import Store
from report import add_option, report

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
BY_HAND = """
WITH city AS (SELECT place, country FROM relation_place WHERE class = 'City'),
need AS (
  SELECT DISTINCT spot.place, spot.needed_by, pair.product FROM (
    SELECT m.maker AS needed_by, r.input AS product FROM relation_produces m
      JOIN relation_requires r ON m.product = r.requirer WHERE r.input_class = 'product'
    UNION SELECT needed_by, input FROM relation_chain_requires WHERE input_class = 'product'
    UNION SELECT needed_by, product FROM relation_consumes) pair
  JOIN relation_user_location spot USING (needed_by) JOIN city USING (place)),
local AS (
  SELECT l.place, s.product, count(*) AS n_local FROM relation_source s
    JOIN relation_located l ON s.maker = l.entity JOIN city USING (place) GROUP BY ALL),
linked AS (
  SELECT DISTINCT l.place, k.needed_by, k.product, 1 AS linked FROM relation_supplies k
    JOIN relation_located l ON k.seller = l.entity JOIN city USING (place)
    WHERE k.seller <> k.needed_by),
origin AS (
  SELECT s.product, count(*) FILTER (h.origin = 'farland') AS n_domestic,
    count(*) FILTER (h.origin <> 'farland') AS n_foreign
    FROM relation_source s JOIN relation_country_of h ON s.maker = h.entity GROUP BY ALL),
state AS (
  SELECT n.place, n.product, CASE
      WHEN linked.linked IS NOT NULL THEN 1
      WHEN coalesce(n_local, 0) > (own.maker IS NOT NULL)::int THEN 2
      WHEN coalesce(n_domestic, 0) > coalesce(n_local, 0) THEN 3
      WHEN n_foreign > 0 THEN 4 ELSE 6 END AS state, coalesce(n_local, 0) AS n_local
    FROM need n LEFT JOIN linked USING (place, needed_by, product)
    LEFT JOIN local USING (place, product) LEFT JOIN origin USING (product)
    LEFT JOIN (SELECT maker, product FROM relation_source WHERE NOT by_industry) own
      ON own.maker = n.needed_by AND own.product = n.product)
SELECT place, product, count(*) AS needs, count(*) FILTER (state = 1) AS linked,
  count(*) FILTER (state = 2) AS latent, count(*) FILTER (state = 3) AS domestic,
  count(*) FILTER (state = 4) AS abroad,
  CASE WHEN count(*) FILTER (state = 6) = count(*) THEN 'unknown'
  WHEN max(n_local) = 0 THEN 'missing'
  WHEN count(*) FILTER (state = 1) = 0 THEN 'broken'
  WHEN max(n_local) = 1 THEN 'weak' ELSE 'strong' END AS kind
FROM state GROUP BY ALL ORDER BY ALL
"""

# The whole question as well as we could put it: sub-selects that join on city and product, with
# the paths that the definitions ask for (who is in a part of a city, who makes what is narrower).
GAPS_SPARQL = """
SELECT ?city ?product ?needs (COALESCE(?linked_, 0) AS ?linked)
  (COALESCE(?latent_, 0) AS ?latent) (COALESCE(?domestic_, 0) AS ?domestic)
  (IF(!BOUND(?made), IF(BOUND(?domestic_) || BOUND(?abroad), "missing", "unknown"),
      IF(!BOUND(?linked_), "broken", IF(?made = 1, "weak", "strong"))) AS ?kind)
WHERE {
  { SELECT ?city ?product (COUNT(*) AS ?needs) WHERE {
      { SELECT DISTINCT ?city ?product ?buyer WHERE {
          ?city a eco:City . ?spot eco:partOf* ?city .
          { ?buyer eco:locatedIn ?spot ; eco:makes/eco:broader*/eco:requires ?product }
          UNION { ?buyer eco:locatedIn ?spot . ?supply eco:buyer ?buyer ; eco:product ?product }
          UNION { ?member eco:locatedIn ?spot ; eco:participatesIn ?buyer .
                  ?supply eco:usedIn ?buyer ; eco:product ?product } } }
    } GROUP BY ?city ?product }
  OPTIONAL { SELECT ?city ?product (COUNT(DISTINCT ?maker) AS ?made) WHERE {
      ?city a eco:City . ?spot eco:partOf* ?city . ?maker eco:locatedIn ?spot .
      { ?maker eco:makes/eco:broader* ?product }
      UNION { ?sale eco:supplier ?maker ; eco:product/eco:broader* ?product }
    } GROUP BY ?city ?product }
  OPTIONAL { SELECT ?city ?product (COUNT(DISTINCT ?b) AS ?linked_) WHERE {
      ?deal eco:supplier ?s ; eco:buyer ?b ; eco:product/eco:broader* ?product .
      ?city a eco:City . ?spot eco:partOf* ?city . ?s eco:locatedIn ?spot .
      ?other eco:partOf* ?city . ?b eco:locatedIn ?other
    } GROUP BY ?city ?product }
  OPTIONAL { SELECT ?product (COUNT(DISTINCT ?maker) AS ?domestic_) WHERE {
      { ?maker eco:makes/eco:broader* ?product }
      UNION { ?sale eco:supplier ?maker ; eco:product/eco:broader* ?product }
      ?maker eco:locatedIn/eco:partOf* id:farland
    } GROUP BY ?product }
  OPTIONAL { SELECT ?product (COUNT(DISTINCT ?origin) AS ?abroad) WHERE {
      ?import eco:origin ?origin ; eco:product/eco:broader* ?product
    } GROUP BY ?product }
  OPTIONAL { SELECT ?city ?product (COUNT(DISTINCT ?b) AS ?latent_) WHERE {
      { SELECT DISTINCT ?city ?product ?b WHERE {
          ?city a eco:City . ?spot eco:partOf* ?city .
          { ?b eco:locatedIn ?spot ; eco:makes/eco:broader*/eco:requires ?product }
          UNION { ?b eco:locatedIn ?spot . ?supply eco:buyer ?b ; eco:product ?product }
          UNION { ?member eco:locatedIn ?spot ; eco:participatesIn ?b .
                  ?supply eco:usedIn ?b ; eco:product ?product } } }
      { SELECT DISTINCT ?city ?product ?maker WHERE {
          ?city a eco:City . ?at eco:partOf* ?city . ?maker eco:locatedIn ?at .
          { ?maker eco:makes/eco:broader* ?product }
          UNION { ?sold eco:supplier ?maker ; eco:product/eco:broader* ?product } } }
      FILTER(?maker != ?b)
      MINUS { ?deal eco:supplier ?s ; eco:buyer ?b ; eco:product/eco:broader* ?product .
              ?s eco:locatedIn/eco:partOf* ?city . ?city a eco:City }
    } GROUP BY ?city ?product }
}
"""


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


def main() -> None:
    """Runs everything once and prints seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--skip-sparql", action="store_true")
    add_option(parser)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        graph = plain_nation(Path(name), given.firms)
        tables = read_tables(graph)
        spent, supply_use = timed(lambda: build_supply_use(tables, ("farland",)))
        rows = columnar(supply_use, given.repeat)
        rows.insert(0, ("relations of supply and use from tables, s", spent, None, None, None))
        if not given.skip_sparql:
            rows += sparql(graph.store, rows[1][1])
    report("matching", ("what", "ours", "beside", "ratio", "goal"), rows, given.write)


Row = tuple[Any, ...]


def columnar(supply_use: SupplyUse, repeat: int) -> list[Row]:
    """Times our SQL against DuckDB by hand.

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
    ours, theirs = least.values()
    columns = ("place", "product", "needs", "n_linked_local", "n_latent_local")
    columns += ("n_external_domestic", "n_external_foreign", "kind")
    if [tuple(row[c] for c in columns) for row in found] != expected:
        raise ValueError("the gaps differ from those by hand")
    told = f"all {len(found)} gaps of all cities, beside DuckDB by hand, s"
    return [(told, ours, theirs, ours / theirs, "3 x")]


def sparql(store: Store, ours: float) -> list[Row]:
    """Times the embedded store, in memory and on disk, against the seconds of ours."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for place, held in (("in memory", store), ("on disk", on_disk(store, folder))):
            whole, gaps = asked(held, GAPS_SPARQL)
            told = f"the same ({gaps} gaps), beside SPARQL {place}, s"
            rows.append((told, ours, whole, ours / whole, "0.05 x"))
    return rows


if __name__ == "__main__":
    main()
