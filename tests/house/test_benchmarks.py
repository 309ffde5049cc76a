"""The benchmarks run: on a small nation, whose answers they compare with those by hand."""

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def test_matching_gives_what_is_found_by_hand() -> None:
    command = [sys.executable, "matching.py", "--firms", "300", "--repeat", "1"]
    done = subprocess.run(command, cwd=BENCHMARKS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "beside DuckDB by hand" in done.stdout
