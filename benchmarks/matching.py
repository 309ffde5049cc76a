"""All gaps of all cities of a synthetic nation: ibis expressions, DuckDB by hand, SPARQL.

    python benchmarks/matching.py [--firms 20000] [--skip-sparql]

One run prints the seconds (median of `--repeat`) and the ratios.  By hand means SQL written for
DuckDB on the same edge tables, giving the same kinds and counts; the shorter question (what is
needed in a city and not made there) is put in SQL, in ibis and in SPARQL on the embedded store,
in memory and in the best form we know (MINUS, see the measurements in docs).
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

import duckdb
from national import as_nquads, national
from pyoxigraph import RdfFormat, Store

from ecograph._resources import query_text
from ecograph.analysis.gaps import gap_kinds
from ecograph.analysis.matching import at_places, need_pairs, open_tables, states
from ecograph.namespaces import PREFIXES
from ecograph.projection.market import Market, market_of

BY_HAND = """
WITH city AS (SELECT place, country FROM market_place WHERE class = 'City'),
need AS (
  SELECT DISTINCT spot.place, spot.buyer, pair.product FROM (
    SELECT m.maker AS buyer, r.input AS product FROM market_makes m
      JOIN market_requires r ON m.product = r.requirer WHERE r.input_class = 'product'
    UNION SELECT buyer, input FROM market_chain_requires WHERE input_class = 'product'
    UNION SELECT buyer, product FROM market_consumes) pair
  JOIN market_buyer_at spot USING (buyer) JOIN city USING (place)),
local AS (
  SELECT l.place, s.product, count(*) AS n_local FROM market_source s
    JOIN market_located l ON s.maker = l.entity JOIN city USING (place) GROUP BY ALL),
linked AS (
  SELECT DISTINCT l.place, k.buyer, k.product, 1 AS linked FROM market_link k
    JOIN market_located l ON k.seller = l.entity JOIN city USING (place)
    WHERE k.seller <> k.buyer),
origin AS (
  SELECT s.product, count(*) FILTER (h.origin = 'farland') AS n_domestic,
    count(*) FILTER (h.origin <> 'farland') AS n_foreign
    FROM market_source s JOIN market_home h ON s.maker = h.entity GROUP BY ALL),
state AS (
  SELECT n.place, n.product, CASE
      WHEN linked.linked IS NOT NULL THEN 1
      WHEN coalesce(n_local, 0) > (own.maker IS NOT NULL)::int THEN 2
      WHEN coalesce(n_domestic, 0) > coalesce(n_local, 0) THEN 3
      WHEN n_foreign > 0 THEN 4 ELSE 6 END AS state, coalesce(n_local, 0) AS n_local
    FROM need n LEFT JOIN linked USING (place, buyer, product)
    LEFT JOIN local USING (place, product) LEFT JOIN origin USING (product)
    LEFT JOIN (SELECT maker, product FROM market_source WHERE NOT chain_maker) own
      ON own.maker = n.buyer AND own.product = n.product)
SELECT place, product, count(*) AS needs, count(*) FILTER (state = 1) AS linked,
  count(*) FILTER (state = 2) AS latent, count(*) FILTER (state = 3) AS domestic,
  count(*) FILTER (state = 4) AS abroad, CASE WHEN max(n_local) = 0 THEN 'missing'
  WHEN count(*) FILTER (state = 1) = 0 THEN 'broken'
  WHEN max(n_local) = 1 THEN 'weak' ELSE 'strong' END AS kind
FROM state GROUP BY ALL ORDER BY ALL
"""

UNMET_BY_HAND = """
WITH city AS (SELECT place FROM market_place WHERE class = 'City')
SELECT DISTINCT l.place, r.input FROM market_makes m
  JOIN market_requires r ON m.product = r.requirer
  JOIN market_located l ON m.maker = l.entity JOIN city USING (place)
  ANTI JOIN (SELECT l.place, s.product FROM market_source s
    JOIN market_located l ON s.maker = l.entity) made
    ON made.place = l.place AND made.product = r.input
"""

UNMET_SPARQL = """
SELECT DISTINCT ?city ?product WHERE {
  { SELECT DISTINCT ?city ?product WHERE {
      ?city a eco:City . ?firm eco:locatedIn ?city ; eco:makes/eco:requires ?product } }
  MINUS { ?maker eco:locatedIn ?city ; eco:makes ?product }
  MINUS { ?seller eco:locatedIn ?city . ?supply eco:supplier ?seller ; eco:product ?product }
}
"""


# The whole question, as well as we could put it: sub-selects that join on city and product.
GAPS_SPARQL = """
SELECT ?city ?product ?needs (COALESCE(?linked, 0) AS ?l) (COALESCE(?made, 0) AS ?m)
  (IF(!BOUND(?made), "missing", IF(!BOUND(?linked), "broken", IF(?made = 1, "weak", "strong")))
   AS ?kind)
WHERE {
  { SELECT ?city ?product (COUNT(*) AS ?needs) WHERE {
      { SELECT DISTINCT ?city ?product ?buyer WHERE {
          ?city a eco:City . ?buyer eco:locatedIn ?city .
          { ?buyer eco:makes/eco:requires ?product }
          UNION { ?supply eco:buyer ?buyer ; eco:product ?product } } }
    } GROUP BY ?city ?product }
  OPTIONAL { SELECT ?city ?product (COUNT(DISTINCT ?maker) AS ?made) WHERE {
      ?city a eco:City . ?maker eco:locatedIn ?city .
      { ?maker eco:makes ?product } UNION { ?sale eco:supplier ?maker ; eco:product ?product }
    } GROUP BY ?city ?product }
  OPTIONAL { SELECT ?city ?product (COUNT(DISTINCT ?b) AS ?linked) WHERE {
      ?city a eco:City . ?deal eco:supplier ?s ; eco:buyer ?b ; eco:product ?product .
      ?s eco:locatedIn ?city . ?b eco:locatedIn ?city .
    } GROUP BY ?city ?product }
}
"""
DEADLINE = 120  # seconds for one SPARQL query, in a process of its own


def timed(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The median of the seconds of some runs, and what the last gave."""
    spent = []
    for _ in range(repeat):
        start = time.perf_counter()
        answer = work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent), answer


def by_hand(market: Market) -> duckdb.DuckDBPyConnection:
    """The edge tables in a DuckDB of their own."""
    connection = duckdb.connect()
    for name, table in market.tables.items():
        connection.register("arriving", table)
        connection.execute(f"CREATE TABLE market_{name} AS FROM arriving")
    return connection


def sparql_store(data: bytes) -> Store:
    """The embedded store with the plain shortcuts, as the program makes it."""
    from pyoxigraph import Quad

    from ecograph import lift
    from ecograph.namespaces import GRAPH_INFERRED

    store = Store()
    store.bulk_load(data, format=RdfFormat.N_QUADS)
    store.bulk_extend(lift.ontology())
    derived = store.query(
        query_text("shortcuts"), prefixes=PREFIXES, use_default_graph_as_union=True
    )
    store.bulk_extend([Quad(*t, GRAPH_INFERRED) for t in derived])
    return store


def asked_within(store: Store, query: str) -> tuple[float, str]:
    """Seconds of a query, at most DEADLINE, and what it gave; forked, as it cannot be stopped."""
    child = os.fork()
    start = time.perf_counter()
    if child == 0:
        answers = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        held = sum(1 for _ in answers)
        Path(f"/tmp/{os.getpid()}.rows").write_text(str(held))
        os._exit(0)
    while time.perf_counter() - start < DEADLINE:
        if os.waitpid(child, os.WNOHANG)[0]:
            spent = time.perf_counter() - start
            return spent, "rows"
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return DEADLINE, "ended at the deadline"


def main() -> None:
    """Runs everything once and prints seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--skip-sparql", action="store_true")
    asked = parser.parse_args()
    frames = national(asked.firms)
    spent, market = timed(lambda: market_of(frames, ("farland",)), 1)
    print(f"frames -> edge tables                      {spent:8.3f} s")
    tables = open_tables(market)
    at = at_places(tables, kind="City")
    gaps = gap_kinds(states(tables, at, need_pairs(tables)))
    ours, found = timed(gaps.to_pyarrow, asked.repeat)
    hand = by_hand(market)
    theirs, expected = timed(lambda: hand.execute(BY_HAND).to_arrow_table(), asked.repeat)
    same = [
        found[a].to_pylist() == expected[b].to_pylist()
        for a, b in (
            ("place", "place"),
            ("product", "product"),
            ("kind", "kind"),
            ("n_latent_local", "latent"),
            ("n_external_foreign", "abroad"),
        )
    ]
    print(f"all gaps of all cities, ibis               {ours:8.3f} s   {found.num_rows} gaps")
    print(f"the same, DuckDB by hand                   {theirs:8.3f} s   same answer: {all(same)}")
    print(f"  ratio ibis / by hand                     {ours / theirs:8.2f}     (goal: at most 3)")
    short, unmet = timed(lambda: hand.execute(UNMET_BY_HAND).to_arrow_table(), asked.repeat)
    print(f"unmet needs only, DuckDB by hand           {short:8.3f} s   {unmet.num_rows} pairs")
    if not asked.skip_sparql:
        data = as_nquads(frames)
        print(f"statements                                 {data.count(10):8d}")
        spent, store = timed(lambda: sparql_store(data), 1)
        print(f"loading them, with shortcuts               {spent:8.3f} s")
        del data
        slow, rows = asked_within(store, UNMET_SPARQL)
        whole, kinds = asked_within(store, GAPS_SPARQL)
        print(f"unmet needs only, SPARQL in memory         {slow:8.3f} s   {rows} pairs")
        print(f"  ratio SPARQL / DuckDB by hand            {slow / short:8.1f}")
        print(f"all gaps of all cities, SPARQL in memory   {whole:8.3f} s   {kinds}")
        print(f"  ratio SPARQL / ibis                      {whole / ours:8.1f}     (goal: at least 20)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory                                {peak:8.0f} MB")


if __name__ == "__main__":
    main()
