"""The machine that measures, and the versions of what is measured and compared with."""

import json
import os
import platform
import re
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = (
    *("duckdb", "pyoxigraph", "rdflib", "pyshacl", "pyshacl-turbo", "networkx", "rustworkx"),
    *("igraph", "networkit", "graspologic-native", "numpy", "pyvis"),
)
PROGRAMS = {"virtuoso": ("virtuoso-t", "-?"), "chromium": ("chromium", "--version")}
CYTOSCAPE = Path(__file__).parents[1] / "tests/pages/web/node_modules/cytoscape"


def machine() -> list[tuple[str, str]]:
    """What is to be known of the machine, each with its name."""
    found, missing = versions()
    rows = [
        ("date", f"{datetime.now(UTC):%Y-%m-%d}"),
        ("processor", f"{_processor()}, {_cores()} cores"),
        ("memory", f"{_memory() / 1024**3:.0f} GiB"),
        ("system", _system()),
        ("Python", platform.python_version()),
        ("compared with", ", ".join(f"{name} {number}" for name, number in found.items())),
    ]
    return rows + ([("not installed", ", ".join(missing))] if missing else [])


def told_in_brief() -> str:
    """The day, the processor and the Python, for a section that may be of another day."""
    told = f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, {_cores()} cores"
    return f"{told}, Python {platform.python_version()}"


def versions() -> tuple[dict[str, str], list[str]]:
    """The version of each library and program that is found, and those that are not."""
    found: dict[str, str] = {}
    missing: list[str] = []
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            missing.append(name)
    for name, words in PROGRAMS.items():
        if (number := _version_of(words)) is None:
            missing.append(name)
        else:
            found[name] = number
    if (CYTOSCAPE / "package.json").is_file():
        text = (CYTOSCAPE / "package.json").read_text(encoding="utf-8")
        found["cytoscape.js"] = json.loads(text)["version"]
    else:
        missing.append("cytoscape.js")
    return found, missing


def _version_of(words: tuple[str, ...]) -> str | None:
    """What a program says of its version; None where it is not installed."""
    if shutil.which(words[0]) is None:
        return None
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    said = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return said[0] if said else "of unknown version"


def _processor() -> str:
    held = Path("/proc/cpuinfo")
    text = held.read_text(encoding="utf-8") if held.is_file() else ""
    named = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return named[1].strip() if named else platform.processor() or platform.machine()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.system()
    return f"{name}, {platform.system()} {platform.release().partition('-')[0]}"
