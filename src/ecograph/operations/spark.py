"""Which questions are answered on Spark: those whose parameter `engine` may be that."""

from typing import TYPE_CHECKING

from ecograph.base.errors import UsageError
from ecograph.base.spark_session import SPARK

if TYPE_CHECKING:
    from ecograph.graph.data import Data
    from ecograph.graph.spark_data import SparkData
    from ecograph.operations.catalogue import Parameter


def on_spark(data: "Data", engine: str) -> "SparkData | None":
    """The data where they are on Spark, else None.

    Raises UsageError where Spark is asked for and the data are not there.
    """
    from ecograph.graph.spark_data import SparkData

    if isinstance(data, SparkData):
        return data
    if engine == SPARK:
        raise UsageError(
            f"{data.name}: is not open on Spark, which reads folders that export -f parquet wrote; "
            "ask on the command line with --engine spark, or ecograph.open(folder, 'spark')"
        )
    return None


def takes_spark(parameters: "tuple[Parameter, ...]") -> bool:
    """Whether a question with these parameters may be answered on Spark."""
    return any(p.name == "engine" and SPARK in p.choices for p in parameters)
