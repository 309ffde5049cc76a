"""What is kept of regions: used when nothing changed, never when anything did, never in the way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

from ecograph.base.errors import DataWarning
from ecograph.graph import cache
from ecograph.graph.cache import entry_of, find_kept
from ecograph.graph.columns import read_tables
from ecograph.graph.opening import open_graph
from ecograph.graph.stores import MARKER
from ecograph.sparql.execution import run_query
from ecograph.tables.reading import read_what_conforms
from supply_use_help import all_rows

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("ECOGRAPH_CACHE", str(folder))
    monkeypatch.delenv("ECOGRAPH_NO_CACHE", raising=False)
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose tables are read, in their order."""
    folders: list[Path] = []

    def noted(folder: Path) -> object:
        folders.append(folder)
        return read_what_conforms(folder)

    monkeypatch.setattr("ecograph.tables.reading.read_what_conforms", noted)
    return folders


def test_the_second_time_gives_the_same_graph_from_what_was_kept(
    kept_in: Path, tiny_folder: Path, read: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOGRAPH_NO_CACHE", "1")
    first = open_graph(str(tiny_folder))
    monkeypatch.delenv("ECOGRAPH_NO_CACHE")
    assert first.path is None
    assert open_graph(str(tiny_folder)).path is not None and len(read) == 2
    second = open_graph(str(tiny_folder))
    assert len(read) == 2
    assert (second.name, second.kind) == (first.name, first.kind)
    assert set(first.store or ()) == set(second.store or ())
    a, b = read_tables(first), read_tables(second)
    assert a.centres == b.centres and all_rows(a) == all_rows(b)
    assert run_query(first, COUNT).data == run_query(second, COUNT).data


def test_any_change_of_a_table_is_seen(kept_in: Path, tiny_folder: Path, read: list[Path]) -> None:
    open_graph(str(tiny_folder))
    before = entry_of(tiny_folder)
    path = tiny_folder / "firm.csv"
    path.write_text(path.read_text("utf-8").replace("Alpha", "Omega"), encoding="utf-8")
    assert entry_of(tiny_folder) != before
    graph = open_graph(str(tiny_folder))
    assert len(read) == 2 and "Omega Pumps" in read_tables(graph).column("firm", "label_en")


def test_a_table_that_changes_while_it_is_read_is_not_kept(
    kept_in: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, whole = tiny_folder / "firm.csv", (tiny_folder / "firm.csv").read_text("utf-8")
    before = entry_of(tiny_folder)
    assert before is not None

    def read_late(folder: Path) -> object:
        path.write_text(whole.replace("Alpha", "Omega"), encoding="utf-8")
        return read_what_conforms(folder)

    monkeypatch.setattr("ecograph.tables.reading.read_what_conforms", read_late)
    open_graph(str(tiny_folder))
    assert not before.exists()


def test_warnings_are_told_each_time(kept_in: Path, tiny_folder: Path, read: list[Path]) -> None:
    (tiny_folder / "notes.docx").write_text("x", encoding="utf-8")
    said = []
    for _ in range(2):
        with pytest.warns(DataWarning) as caught:
            open_graph(str(tiny_folder))
        said.append([str(w.message) for w in caught])
    assert len(read) == 1
    assert said[0] == said[1] and "notes.docx" in said[0][0]


def test_nothing_is_kept_where_nothing_is_to_be_kept(
    kept_in: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_graph(str(tiny_folder))
    monkeypatch.setenv("ECOGRAPH_NO_CACHE", "1")
    assert open_graph(str(tiny_folder)).path is None and entry_of(tiny_folder) is None


def test_a_folder_that_cannot_be_written_is_no_hindrance(kept_in: Path, tiny_folder: Path) -> None:
    kept_in.write_text("a file of somebody", encoding="utf-8")
    assert len(open_graph(str(tiny_folder)).store or ()) == len(open_graph("tiny").store or ())
    assert kept_in.read_text("utf-8") == "a file of somebody"


@pytest.mark.parametrize("spoil", ["marker", "tables", "store"])
def test_what_is_spoilt_is_made_anew(kept_in: Path, tiny_folder: Path, spoil: str) -> None:
    wanted = all_rows(read_tables(open_graph(str(tiny_folder))))
    entry = entry_of(tiny_folder)
    assert entry is not None
    built = entry / json.loads((entry / MARKER).read_text("utf-8"))["folder"]
    if spoil == "marker":
        (entry / MARKER).write_text("{", encoding="utf-8")
    elif spoil == "tables":
        path = built / "tables.duckdb"
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        (built / "store" / "CURRENT").unlink()
    found = read_tables(open_graph(str(tiny_folder)))
    assert all_rows(found) == wanted


def test_only_so_many_are_kept(
    kept_in: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_KEPT", 2)
    (kept_in / "mine").mkdir(parents=True)
    (kept_in / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    entries = []
    for number in range(4):
        (tiny_folder / f"note-{number}.docx").write_text("x", encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            open_graph(str(tiny_folder))
        entries.append(entry_of(tiny_folder))
    assert [e is not None and e.exists() for e in entries] == [False, False, True, True]
    assert (kept_in / "mine" / "notes.txt").read_text("utf-8") == "mine"


OPENER = """
import sys
from ecograph.graph.opening import open_graph
print(len(open_graph(sys.argv[1]).store), flush=True)
"""


def test_two_at_once_and_one_that_is_killed(kept_in: Path, tiny_folder: Path) -> None:
    wanted = str(len(open_graph("tiny").store or ()))
    command = [sys.executable, "-c", OPENER, str(tiny_folder)]
    for wait in (0.3, 0.5):
        dying = subprocess.Popen(command, stdout=subprocess.PIPE)
        time.sleep(wait)
        os.kill(dying.pid, signal.SIGKILL)
        dying.communicate()
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [p.communicate()[0].strip() for p in both] == [wanted, wanted]
    entry = entry_of(tiny_folder)
    assert entry is not None and find_kept(entry, "x", "tables") is not None
    assert len([p for p in entry.iterdir() if p.is_dir()]) == 1


def test_what_had_to_make_room_can_still_be_asked(kept_in: Path, tiny_folder: Path) -> None:
    wanted = open_graph(str(tiny_folder))
    kept = open_graph(str(tiny_folder))
    assert kept.path is not None
    shutil.rmtree(kept_in)
    assert run_query(kept, COUNT).data == run_query(wanted, COUNT).data
    a, b = read_tables(wanted), read_tables(kept)
    assert all_rows(a) == all_rows(b)
