"""PageRank and connected components by GraphX, the library of graphs inside Spark.

GraphX has no Python of its own: what is called here are its Java classes.  They are in the driver's
process, so Spark Connect does not reach them.
"""

from typing import TYPE_CHECKING, Any

from ecograph.base.database import Database
from ecograph.base.errors import UsageError
from ecograph.base.spark_session import told

if TYPE_CHECKING:
    from ecograph.base.spark_database import SparkDatabase

TOLERANCE = 1e-8  # of the change of a rank, whose mean is about 1
DIGITS = 7  # of a rank that are right; with fewer rounds fewer are


def pagerank(database: Database, edges: str, damping: float) -> None:
    """Makes the table `rank` (number, value) of a query of source and target.

    GraphX lets the walk end at a node without out-edges; that it begins anew anywhere multiplies
    all ranks by the same, so they are divided by their sum.
    """
    spark = with_java(database)
    with told(spark.engine):
        ranked = _operations(spark, edges).pageRank(TOLERANCE, 1 - damping)
        _keep(spark, "raw_rank", ranked.vertices(), "scalaDouble", "value")
    spark.run(
        "CREATE OR REPLACE TABLE rank AS SELECT number, value / (SELECT sum(value) FROM raw_rank) "
        "AS value FROM raw_rank; DROP TABLE raw_rank;"
    )


def components(database: Database, edges: str) -> None:
    """Makes the table `component` (number, first): the first node that each is connected with."""
    spark = with_java(database)
    with told(spark.engine):
        found = _operations(spark, edges).connectedComponents()
        _keep(spark, "component", found.vertices(), "scalaLong", "first")


def with_java(database: Database) -> "SparkDatabase":
    """The same, where it is on Spark and its Java can be called.  Raises UsageError."""
    from ecograph.base.spark_database import SparkDatabase

    if not isinstance(database, SparkDatabase):
        raise UsageError("GraphX is a part of Spark; open the tables with --engine spark")
    if not hasattr(database.session, "_jsparkSession"):
        raise UsageError(
            f"{database.engine}: PageRank and communities take many rounds inside Spark, which "
            "Spark Connect does not reach; give the address of the cluster itself, spark://…"
        )
    return database


def _operations(spark: "SparkDatabase", edges: str) -> Any:
    """What GraphX can do with the graph of these edges."""
    jvm = spark.session.sparkContext._jvm
    assert jvm is not None
    encoders, tags = jvm.org.apache.spark.sql.Encoders, jvm.scala.reflect.ClassTag
    pairs = encoders.tuple(encoders.scalaLong(), encoders.scalaLong())
    ends = spark.select(f"SELECT source::BIGINT, target::BIGINT FROM ({edges})")
    level = jvm.org.apache.spark.storage.StorageLevel.MEMORY_AND_DISK()
    nothing = getattr(getattr(jvm.scala, "None$"), "MODULE$")
    rows = getattr(ends._jdf, "as")(pairs).rdd()
    of = jvm.org.apache.spark.graphx.Graph
    graph = of.fromEdgeTuples(rows, 1, nothing, level, level, tags.Int())
    return of.graphToGraphOps(graph, tags.Int(), tags.Int())


def _keep(spark: "SparkDatabase", table: str, vertices: Any, kind: str, value: str) -> None:
    """The vertices of a result of GraphX as a table of numbers and values."""
    from pyspark.sql import DataFrame

    session = spark.session
    jvm = session.sparkContext._jvm
    assert jvm is not None
    encoders = jvm.org.apache.spark.sql.Encoders
    encoder = encoders.tuple(encoders.scalaLong(), getattr(encoders, kind)())
    held = session._jsparkSession.createDataset(vertices, encoder).toDF()
    spark.keep(table, DataFrame(held, session).toDF("number", value))
