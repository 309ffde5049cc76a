"""How Spark is started, and what is said where it does not start."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ecograph.base.errors import CannotDo, UsageError
from ecograph.base.spark_session import SECONDS, is_spark, open_session

ASK = "import sys\nfrom ecograph.cli import main\nsys.argv = ['ecograph', *sys.argv[1:]]\nmain()"


@pytest.mark.parametrize(
    ("engine", "is_one"),
    [("spark", True), ("spark://h:7077", True), ("sc://h", True), ("fast", False), ("", False),
     ("spark:/h", False), ("https://h", False)],
)  # fmt: skip
def test_an_engine_is_spark_by_its_name_or_address(engine: str, is_one: bool) -> None:
    assert is_spark(engine) == is_one


def test_what_is_no_engine_is_refused() -> None:
    with pytest.raises(UsageError, match=r"give spark, or the address"):
        open_session("yarn")


@pytest.mark.parametrize(
    "engine", ["spark://127.0.0.1:1", "sc://127.0.0.1:1/;x=1", "sc://a.b:99999"]
)
def test_an_address_at_which_nothing_answers_is_told_soon(engine: str) -> None:
    begun = time.monotonic()
    with pytest.raises(CannotDo, match="nothing answers there"):
        open_session(engine)
    assert time.monotonic() - begun < 2 * SECONDS


@pytest.mark.parametrize("engine", ["spark://", "sc://:15002", "sc://a b", "spark://h:port"])
def test_an_address_without_a_host_is_told(engine: str) -> None:
    with pytest.raises(UsageError, match="names no host; write"):
        open_session(engine)


def ask(*words: str, code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code + ASK, *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_without_java_it_says_what_to_install(tmp_path: Path) -> None:
    done = ask("matching", "--engine", "spark", "-g", str(tmp_path), JAVA_HOME=str(tmp_path))
    assert done.returncode == 3, done.stderr
    assert "install Java 17 or newer" in done.stderr and "Traceback" not in done.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    gone = "import sys; sys.modules['pyspark'] = None\n"
    done = ask("matching", "--engine", "spark", "-g", str(tmp_path), code=gone)
    assert done.returncode == 3 and "pip install 'ecograph[spark]'" in done.stderr


@pytest.mark.spark
def test_nothing_is_left_in_the_folder_and_nothing_is_said(tmp_path: Path) -> None:
    done = ask("matching", "--engine", "spark", "-g", str(tmp_path / "none"))
    assert done.returncode == 3 and done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith("ecograph: ")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert not list(tmp_path.iterdir())
