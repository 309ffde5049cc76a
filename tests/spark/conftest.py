"""Graphs as Parquet, and open on the one Spark of a worker of the tests."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ecograph.base.spark_session import close_sessions
from ecograph.export.column_files import write_columns
from ecograph.graph.data import open_data
from ecograph.graph.spark_data import SparkData, open_on_spark

Opened = Callable[[str], SparkData]
# Graphs of tests are small: here compiling takes longer than what it saves.
INTERPRETED = {
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "PYSPARK_SUBMIT_ARGS": "--conf spark.sql.codegen.wholeStage=false "
    "--conf spark.sql.codegen.factoryMode=NO_CODEGEN pyspark-shell",
}


@pytest.fixture(scope="session", autouse=True)
def interpreted() -> None:
    """Lets Spark start without its compilers."""
    os.environ.update(INTERPRETED)


@pytest.fixture(scope="session")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of Parquet of a graph, written once."""
    made: dict[str, Path] = {}

    def write(name: str) -> Path:
        if name not in made:
            made[name] = tmp_path_factory.mktemp("columns") / "graph"
            write_columns(open_data(name), made[name])
        return made[name]

    return write


@pytest.fixture(scope="session")
def on_spark(parquet: Callable[[str], Path]) -> Iterator[Opened]:
    """A graph on Spark, opened once."""
    made: dict[str, SparkData] = {}

    def open_(name: str) -> SparkData:
        if name not in made:
            made[name] = open_on_spark(parquet(name), "spark")
        return made[name]

    yield open_
    close_sessions()
