"""Columnar tables: every class of entities or statements as a table, one row each.

A table has the columns of its table in graph_data/ (ids as strings, numbers as floats) and
    base_value  float, the value in the base unit of its unit (yuan, count, ...)
    source, paragraph, span, locator, citation    of its first citation
    evidence       stated (a document says it), implied (we read it from a document) or
                editorial (general knowledge, from no document)
The table `concept` holds the code lists: each key with its labels, and of a unit its base.
The tables are in a DuckDB database: what is asked of many rows is asked there, in SQL.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ecograph.base.database import Database, DuckDatabase, Rows, name_of, new_database
from ecograph.base.errors import Unreadable
from ecograph.base.namespaces import ID_BASE, key_of
from ecograph.graph import containment
from ecograph.graph.cited_graph import CitedGraph, require_ecograph
from ecograph.graph.concepts import COLUMNS as CONCEPT_COLUMNS
from ecograph.graph.concepts import add_concepts
from ecograph.graph.labels import Labels, labels_of
from ecograph.graph.pivot import column_types, pivot, stage_remote
from ecograph.graph.staging import stage_store, staging
from ecograph.graph.table_files import FILE, open_tables_in
from ecograph.tables.citing import LOCATED
from ecograph.tables.schema import CONCEPT, table_names, table_specs

REGION = "region"  # where exported: the places that a graph centres on, and if it is invented
REGION_COLUMNS = {"place": "VARCHAR", "synthetic": "BOOLEAN"}


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of one graph by the name of their table, rows sorted by id.

    `centres` are the places that the regions of the graph centre on; `assumed` the rows of a
    scenario, which no document states.

    >>> tables.rows("supply", "supplier", "buyer", "product")
    """

    name: str
    database: Database
    centres: tuple[str, ...] = ()
    assumed: frozenset[str] = frozenset()

    def rows(self, table: str, *columns: str) -> Rows:
        """The rows of a table, as tuples of these columns."""
        return self.database.rows(
            f"SELECT {', '.join(map(name_of, columns))} FROM {name_of(table)}"
        )

    def column(self, table: str, column: str) -> list[Any]:
        """The values of one column."""
        return [value for (value,) in self.rows(table, column)]

    def records(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table as dictionaries."""
        return self.database.records(f"FROM {name_of(table)}")

    def count(self, table: str) -> int:
        """The number of rows of a table."""
        [(count,)] = self.database.rows(f"SELECT count(*) FROM {name_of(table)}")
        return int(count)

    def counted_sources(self, sources: str) -> list[str]:
        """The sources whose word counts, where that is documents, public or all.

        A document is one of which we hold the text, the public record is any other; what is
        editorial counts by its evidence alone.
        """
        return [
            key
            for key, kind, digest in self.rows("sources", "id", "kind", "sha256")
            if sources == "all"
            or kind == "editorial"
            or (_has_text(kind, digest) or kind == "synthetic") == (sources == "documents")
        ]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all rows of all tables, whatever order they stand in."""
        whole = hashlib.sha256()
        for name in sorted(table_names()):
            [(rows,)] = self.database.rows(
                "SELECT sha256(coalesce(string_agg(row, '' ORDER BY row), '')) FROM "
                f"(SELECT sha256(t::VARCHAR) AS row FROM {name_of(name)} t)"
            )
            whole.update(f"{name} {rows}\n".encode())
        return whole.hexdigest()

    @cached_property
    def licences(self) -> dict[str, str]:
        """The licence of each source that has one."""
        return {key: name for key, name in self.rows("sources", "id", "licence") if name}

    @cached_property
    def entities(self) -> Rows:
        """All entities: id, class, label_zh, label_en; sorted by id."""
        parts = [
            f"SELECT id, '{s.class_name}' AS class, label_zh, label_en FROM {name_of(s.name)}"
            for s in table_specs().values()
            if s.kind == "entity"
        ]
        return self.database.rows(" UNION ALL ".join(parts) + " ORDER BY id, class")

    @cached_property
    def class_of(self) -> dict[str, str]:
        """The class of each entity by its id."""
        return {key: kind for key, kind, _, _ in self.entities}

    @cached_property
    def labels(self) -> Labels:
        """What entities, documents and concepts are called, in zh and en."""
        named = [(ID_BASE + key, zh, en) for key, _, zh, en in self.entities]
        sources = self.rows("sources", "id", "label_zh", "label_en")
        named += [(ID_BASE + key, zh, en) for key, zh, en in sources]
        return labels_of(named + self.rows(CONCEPT, "iri", "label_zh", "label_en"))

    @cached_property
    def places_of(self) -> dict[str, frozenset[str]]:
        """For each located entity and each place, all places that it is in, itself included."""
        return containment.places_of(self)

    @cached_property
    def chains_below(self) -> dict[str, frozenset[str]]:
        """For each chain, itself and all chains that are part of it."""
        return containment.chains_below(self)


def _has_text(kind: str | None, digest: str | None) -> bool:
    return digest is not None and kind not in LOCATED


def make_tables(
    name: str, columns: Mapping[str, Mapping[str, Sequence[Any]]], centres: tuple[str, ...] = ()
) -> Tables:
    """Tables from their columns, by the names of both; what is not given is empty."""
    database = new_database()
    for spec in table_specs().values():
        database.make(spec.name, column_types(spec))
        if spec.name in columns:
            database.fill(spec.name, columns[spec.name])
    add_concepts(database)
    return Tables(name, database, centres)


def read_tables(graph: CitedGraph) -> Tables:
    """All tables of a graph: those beside a store, else made from its statements.

    Raises Unreadable where the graph holds nothing of the ontology.
    """
    if graph.path is not None and (beside := _open_beside(graph, graph.path)):
        return beside
    require_ecograph(graph)
    database = new_database()
    with staging(database) as stage:
        if graph.store is None:
            stage_remote(stage, graph)
        else:
            stage_store(stage, graph.store)
        pivot(stage, database)
    add_concepts(database, graph)
    return Tables(graph.name, database, _centres(graph))


def _centres(graph: CitedGraph) -> tuple[str, ...]:
    return tuple(sorted(key_of(p.value) for (p,) in graph.ask_for("region_places")))


def _open_beside(graph: CitedGraph, folder: Path) -> Tables | None:
    """The tables beside a store; None where there are none, or where what was kept is no good.

    Raises Unreadable where a store that somebody built is no good.
    """
    try:
        database = open_tables_in(folder)
        if database is None:
            return None
        _require_columns(database, folder)
        if graph.kind == "store":  # else it is what we kept ourselves
            _require_only_tables(database, folder)
    except Unreadable as error:
        if graph.kind != "store":
            return None
        raise Unreadable(f"{error}; build it again with `ecograph build`") from None
    return Tables(graph.name, database, _centres(graph))


def _require_only_tables(database: DuckDatabase, folder: Path) -> None:
    """Raises Unreadable where a database from outside holds what runs when it is asked.

    A view or a macro could read other files.
    """
    [(held,)] = database.rows(
        "SELECT (SELECT count(*) FROM duckdb_views() WHERE database_name = $name AND NOT internal) "
        "+ (SELECT count(*) FROM duckdb_functions() WHERE database_name = $name AND NOT internal)",
        {"name": database.path[-1].split(".")[0]},
    )
    if held:
        raise Unreadable(f"{folder}: {FILE} holds {held} views or macros, which are no tables")


def _require_columns(database: DuckDatabase, folder: Path) -> None:
    """Raises Unreadable where tables are missing or are another version's."""
    held: dict[str, dict[str, str]] = {}
    for table, column, kind in database.rows(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = $name ORDER BY column_index",
        {"name": database.path[-1].split(".")[0]},
    ):
        held.setdefault(table, {})[column] = kind
    wanted = {name: column_types(spec) for name, spec in table_specs().items()}
    for name, types in (wanted | {CONCEPT: CONCEPT_COLUMNS}).items():
        if name not in held:
            raise Unreadable(f"{folder}: cannot be read: {FILE} has no table {name}")
        if list(held[name].items()) != list(types.items()):
            raise Unreadable(f"{folder}: its tables are another version's")
