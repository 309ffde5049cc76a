"""What the stages of nation.py are beside: each function is run in a process of its own.

Whoever writes these few lines by hand gets no checks, names, notes or citations.
"""

from pathlib import Path
from typing import Any

ROUNDS = 10  # of Leiden


def _folder(store: str) -> Path:
    """What a store of ours holds."""
    [folder] = Path(store).glob("build-*")
    return folder


def dump(store: str, path: str) -> None:
    """Writes the statements of a store as N-Quads."""
    from pyoxigraph import RdfFormat, Store

    Store.read_only(str(_folder(store) / "store")).dump(path, format=RdfFormat.N_QUADS)


def synth(firms: str, path: str) -> None:
    """Invents a nation as N-Quads."""
    from ecograph.export.nation_files import write_nation

    write_nation(Path(path), int(firms), seed=7, form="nq")


def city_query(path: str) -> None:
    """Writes the query of one city."""
    from nation_stages import CITY_QUERY

    Path(path).write_text(CITY_QUERY, encoding="utf-8")


def question(number: str, city: str, path: str) -> None:
    """Writes a shipped question asked of a city, with the patterns that names come from."""
    from ecograph.base.namespaces import prefix_header
    from ecograph.sparql.competency import question as shipped
    from ecograph.sparql.label_service import with_labels
    from ecograph.sparql.reader import read_query

    asked = read_query(shipped(int(number)).query.replace("id:xiamen", f"id:{city}"))
    assert asked is not None
    Path(path).write_text(prefix_header() + with_labels(asked, "en"), encoding="utf-8")


def bulk_load(path: str, folder: str) -> None:
    """Loads N-Quads into a new store on disk, and makes it ready to be read."""
    from pyoxigraph import RdfFormat, Store

    store = Store(folder)
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    store.flush()
    store.optimize()


def gaps(store: str) -> None:
    """The gaps of all cities in DuckDB, on relations of supply and use that are made as ours."""
    from ecograph.graph.columns import Tables
    from ecograph.graph.table_files import open_tables_in
    from ecograph.supplychain.supply_use import build_supply_use

    database = open_tables_in(_folder(store))
    assert database is not None
    supply_use = build_supply_use(Tables("by hand", database), ("farland",))
    query = Path(__file__).with_name("gaps_by_hand.sql").read_text(encoding="utf-8")
    print(len(supply_use.database.connection.sql(query).fetchall()))


def ask(store: str, query: str, path: str) -> None:
    """Answers a query into a CSV file."""
    from pyoxigraph import QueryResultsFormat, Store

    text = Path(query).read_text(encoding="utf-8")
    held = Store.read_only(str(_folder(store) / "store"))
    held.query(text, use_default_graph_as_union=True).serialize(path, QueryResultsFormat.CSV)


def pagerank(edges: str) -> None:
    """PageRank of the edges in a file, the twenty highest."""
    ids, G = _graph(edges, directed=True)
    values = G.pagerank()
    best = sorted(range(len(values)), key=values.__getitem__, reverse=True)[:20]
    print([(ids[i], values[i]) for i in best])


def communities(edges: str) -> None:
    """Leiden's communities of the edges in a file."""
    _, G = _graph(edges, directed=False)
    found = G.community_leiden(objective_function="modularity", n_iterations=ROUNDS)
    print(len(found), found.modularity)


def _graph(edges: str, *, directed: bool) -> tuple[Any, Any]:
    import duckdb
    import igraph
    import numpy as np

    duckdb.execute(f"CREATE TABLE edge AS SELECT source, target FROM read_csv('{edges}')")
    duckdb.execute(
        "CREATE TABLE node AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS number "
        "FROM (SELECT source AS id FROM edge UNION SELECT target FROM edge)"
    )
    ends = duckdb.execute(
        "SELECT DISTINCT a.number AS s, b.number AS t FROM edge "
        "JOIN node a ON a.id = source JOIN node b ON b.id = target"
    ).fetchnumpy()
    ids = duckdb.execute("SELECT id FROM node ORDER BY number").fetchnumpy()["id"]
    G = igraph.Graph(len(ids), np.column_stack([ends["s"], ends["t"]]), directed=directed)
    return ids, G if directed else G.simplify()
