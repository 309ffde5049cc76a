"""A session on Apache Spark: on this machine, on a cluster, or behind Spark Connect."""

import logging
import os
import re
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.base.errors import (
    CannotDo,
    EcographError,
    MissingExtra,
    TooLarge,
    UsageError,
    shorten,
)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SPARK = "spark"  # this machine
CONNECT = "sc://"
ADDRESSES = ("spark://", CONNECT)
SECONDS = 10.0  # for an address to answer; Spark itself would try for minutes
_PORTS = {"spark": 7077, "sc": 15002}
_LOGGING = Path(__file__).with_name("spark_logging.properties")
# A lost rule of Spark's: with it the plan of what was checkpointed cannot be found again.
_OF_SQL = {"spark.sql.constraintPropagation.enabled": "false"}


def is_spark(engine: str) -> bool:
    """Whether an engine is Spark: this machine's, or that of an address."""
    return engine == SPARK or engine.startswith(ADDRESSES)


def open_session(engine: str) -> "SparkSession":
    """A session of `spark`, on all cores of this machine, or at a spark:// or sc:// address.

    On this machine it listens to nobody else, and takes half of the memory, or what the
    environment variable SPARK_DRIVER_MEMORY says.
    Raises UsageError for what is no engine, MissingExtra without `pip install 'ecograph[spark]'`,
    CannotDo where Spark does not start or does not answer.
    """
    if not is_spark(engine):
        raise UsageError(f"{engine}: give spark, or the address of a cluster: spark://… or sc://…")
    if engine != SPARK:
        _require_answer(engine)
    with told(engine), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions of pandas, which nothing here uses
        session = _session(engine)
        for name, value in _OF_SQL.items():
            session.conf.set(name, value)
    return session


def _require_answer(engine: str) -> None:
    """Raises UsageError for an address that names no host, CannotDo where nothing answers at it."""
    scheme, _, rest = engine.partition("://")
    for address in rest.partition("/")[0].split(","):  # a cluster may have several masters
        found = re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[^\s:]+)(?::(\d{1,5}))?", address)
        if found is None:
            raise UsageError(f"{engine}: names no host; write {scheme}://HOST:{_PORTS[scheme]}")
        try:
            port = int(found[2] or _PORTS[scheme])
            socket.create_connection((found[1].strip("[]"), port), SECONDS).close()
            return
        except (OSError, OverflowError, UnicodeError):
            continue
    raise CannotDo(f"{engine}: nothing answers there; start Spark there, or mend the address")


def _session(engine: str) -> "SparkSession":
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("ecograph")
    if engine.startswith(CONNECT):
        return builder.remote(engine).getOrCreate()
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    conf = SparkConf()
    for name, value in (_of_this_machine() if engine == SPARK else {}).items():
        conf.set(name, value)
    master = "local[*]" if engine == SPARK else engine
    if (open_ := SparkContext._active_spark_context) is not None and open_.master != master:
        raise UsageError(
            f"{engine}: Spark is open at {open_.master} in this process, which has one at a time; "
            "end it with ecograph.base.spark_session.close_sessions() first"
        )
    if SparkContext._gateway is None:  # else a session of before is open
        gateway = launch_gateway(conf, {"stderr": subprocess.DEVNULL})  # type: ignore[no-untyped-call]
        SparkContext._ensure_initialized(gateway=gateway)
    return builder.master(master).config(conf=conf).getOrCreate()


def _of_this_machine() -> dict[str, str]:
    """Few and small partitions, no server for a browser, no address that others reach."""
    cores = os.cpu_count() or 1
    return {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": os.environ.get("SPARK_DRIVER_MEMORY", _half_of_memory()),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.shuffle.partitions": str(cores),
        "spark.sql.warehouse.dir": Path(tempfile.gettempdir(), "ecograph-spark").as_uri(),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }


def _half_of_memory() -> str:
    held = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{max(1024, held // 2**21)}m"


@contextmanager
def told(engine: str) -> Iterator[None]:
    """What Spark cannot do is told in a sentence: no Java, no answer, no memory."""
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
    except ImportError:
        raise MissingExtra("Spark is not installed; pip install 'ecograph[spark]'") from None
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # told below
    try:
        yield
    except EcographError:  # which may be an OSError too
        raise
    except (PySparkException, Py4JError, OSError) as error:
        text = _said(error)
        if "OutOfMemoryError" in text or not text:
            mend = "give it more with SPARK_DRIVER_MEMORY, or ask a cluster"
            raise TooLarge(f"{engine}: Spark ended, or its memory is full; {mend}") from None
        if "JAVA_GATEWAY_EXITED" in text or "Java gateway" in text:
            mend = "install Java 17 or newer, and let JAVA_HOME name it"
            raise CannotDo(f"{engine}: Spark does not start; {mend}") from None
        raise CannotDo(f"{engine}: Spark could not do it: {shorten(_first(text), 300)}") from None


def _said(error: Exception) -> str:
    """What an error says; nothing where Java has ended, which is asked for its words."""
    try:
        return "" if isinstance(error, ConnectionError) else str(error)
    except OSError:
        return ""


def _first(text: str) -> str:
    """The first line of what Java tells that says anything."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith(("at ", "An error occurred"))]
    return (said or lines or ["it does not say why"])[0]


def close_sessions() -> None:
    """Ends Spark in this process, if it runs: what lies on it is gone."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    if (session := SparkSession.getActiveSession()) is not None:
        session.stop()
    if (gateway := SparkContext._gateway) is not None:
        gateway.shutdown()
        gateway.proc.stdin.close()  # with which Java ends
        gateway.proc.wait()
        SparkContext._gateway = SparkContext._jvm = None
