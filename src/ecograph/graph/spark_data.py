"""The tables that `export -f parquet` wrote, on Spark: for what grows with the graph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike, fspath
from typing import TYPE_CHECKING

from ecograph.base.database import name_of
from ecograph.base.errors import UnknownName, Unreadable, UsageError, shorten
from ecograph.base.namespaces import ID_BASE
from ecograph.base.spark_session import open_session
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.columns import REGION, REGION_COLUMNS, Tables
from ecograph.graph.concepts import COLUMNS as CONCEPT_COLUMNS
from ecograph.graph.data import Data
from ecograph.graph.labels import Labels
from ecograph.graph.pivot import column_types
from ecograph.tables.schema import CONCEPT, superclasses, table_specs

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from ecograph.graph.any_rdf import Resource


@dataclass(frozen=True, eq=False)
class SparkData(Data):
    """Tables on Spark as operations see them.  There are no statements, and no digest of them.

    Names are read where they are asked for: `labels` knows those that `require_labels` has read.
    """

    columns: Tables = field(kw_only=True)
    _labels: dict[str, Mapping[str, str | None]] = field(default_factory=dict, repr=False)

    @cached_property
    def tables(self) -> Tables:
        """Its columns: a table a class."""
        return self.columns

    @cached_property
    def resources(self) -> "dict[str, Resource] | None":
        """None: the tables are of our vocabulary."""
        return None

    @cached_property
    def digest(self) -> str | None:
        """None: what lies on a cluster is not read for it."""
        return None

    @cached_property
    def licences(self) -> dict[str, str]:
        """The licence of each of its sources that has one."""
        return self.columns.licences

    @cached_property
    def labels(self) -> Labels:
        """What those are called whose labels were read."""
        return Labels(self._labels)

    @property
    def on_spark(self) -> bool:
        """True."""
        return True

    def add_labels(self, rows: Iterable[tuple[str, str | None, str | None]]) -> None:
        """What entities are called, where it is known already: id, in Chinese, in English."""
        for key, zh, en in rows:
            self._labels[ID_BASE + key] = {"zh": zh, "en": en}

    def require_labels(self, keys: Iterable[str]) -> None:
        """Reads what these entities are called."""
        wanted = sorted({key for key in keys if ID_BASE + key not in self._labels})
        if not wanted:
            return
        self.columns.database.make("asked_for", {"id": "VARCHAR"}, [(key,) for key in wanted])
        query = f"SELECT id, label_zh, label_en FROM ({_entities()}) SEMI JOIN asked_for USING (id)"
        self.add_labels((key, zh, en) for key, zh, en in self.columns.database.rows(query))

    def find(self, name: str, class_: str | None = None) -> str:
        """The id of the entity that an id, a label or an alias means, as it is written.

        Raises UnknownName, UsageError where several entities have the name.
        """
        asked = f"SELECT DISTINCT id FROM ({_entities(class_)}) WHERE id = $name OR "
        asked += "label_zh = $name OR label_en = $name "
        asked += "OR list_contains(alt_zh, $name) OR list_contains(alt_en, $name)"
        found = sorted(key for (key,) in self.columns.database.rows(asked, {"name": name}))
        if name in found or len(found) == 1:
            return name if name in found else str(found[0])
        if found:
            several = shorten(", ".join(found), 200)
            raise UsageError(f"{name} is the name of several: {several}; give the id of one")
        advice = "on Spark a name is looked for as it is written; write it so, or give the id"
        raise UnknownName("entity", name, (), advice)


def _entities(class_: str | None = None) -> str:
    """The entities of a class and of those below it, or all, with their names."""
    parts = [
        f"SELECT id, label_zh, label_en, alt_zh, alt_en FROM {name_of(spec.name)}"
        for spec in table_specs().values()
        if spec.kind == "entity" and (class_ is None or class_ in superclasses()[spec.class_name])
    ]
    return " UNION ALL ".join(parts)


def open_on_spark(name: str | PathLike[str], engine: str) -> SparkData:
    """The tables in a folder that `export -f parquet` wrote, where an engine of Spark reads it.

    The folder may be an address that Spark's own readers know, such as s3a://bucket/nation.  A
    table is NAME.parquet, a file or a folder of parts.
    Raises UsageError, MissingExtra, CannotDo, Unreadable.
    """
    from ecograph.base.spark_database import SparkDatabase

    folder = fspath(name).rstrip("/")
    session = open_session(engine)
    database = SparkDatabase(session, engine, lambda table: _read(session, folder, table))
    regions = database.rows(f"SELECT DISTINCT place FROM {REGION} ORDER BY place")
    centres = tuple(place for (place,) in regions)
    tables = Tables(folder, database, centres)
    return SparkData(CitedGraph(folder, "columns"), columns=tables)


def _read(session: "SparkSession", folder: str, table: str) -> "DataFrame":
    """A table with the columns of ours, which are read when they are asked for."""
    from pyspark.errors import AnalysisException
    from pyspark.sql.functions import col

    types = _types(table)
    path = f"{folder}/{table}.parquet"
    try:
        held = session.read.parquet(path)
        missing = [name for name in types if name not in held.columns]
    except AnalysisException:
        raise Unreadable(
            f"{path}: there is no such table of Parquet; write the folder with "
            "`ecograph export -g GRAPH -f parquet -o FOLDER`"
        ) from None
    if missing:
        raise Unreadable(
            f"{path}: has no column {', '.join(missing)}; it is another version's: write it anew"
        )
    return held.select(*(col(f"`{name}`") for name in types))


def _types(table: str) -> Mapping[str, str]:
    if table == CONCEPT:
        return CONCEPT_COLUMNS
    return REGION_COLUMNS if table == REGION else column_types(table_specs()[table])
