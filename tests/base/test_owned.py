"""Nothing is replaced or deleted that the marker of a folder does not list."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from ecograph.base.errors import CannotDo, EcographError, Unwritable
from ecograph.base.owned import Owned, made_together, owned_folder
from ecograph.export.graph_files import build_to
from ecograph.export.network_files import MARKER as FILES
from ecograph.export.network_files import write_network
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.graph.stores import MARKER as STORE
from ecograph.pages.atlas import MARKER as ATLAS
from ecograph.pages.atlas import write_atlas

MARKER = "marker.json"


def contents(folder: Path) -> dict[str, str]:
    """The files below a folder by their path, links as where they lead."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file():
            found[name] = path.read_text(encoding="utf-8")
    return found


def make(path: Path, files: dict[str, str], **how: bool) -> None:
    with made_together(path, MARKER, **how) as made:
        for name, text in files.items():
            made.write(name, text)


# ------------------------------------------------------------ what is made together


def test_a_new_build_takes_away_only_what_the_old_one_made(tmp_path: Path) -> None:
    path = tmp_path / "atlas"
    make(path, {"index.html": "old", "things/gone.html": "old", "only/gone.html": "old"})
    (path / "notes.txt").write_text("mine", encoding="utf-8")
    (path / "things" / "mine.txt").write_text("mine", encoding="utf-8")
    make(path, {"index.html": "new", "chains/here.html": "new"})
    held = contents(path)
    assert set(held) == {MARKER, "index.html", "chains/here.html", "notes.txt", "things/mine.txt"}
    assert held["index.html"] == "new" and not (path / "only").exists()
    assert list(tmp_path.iterdir()) == [path]


def test_files_of_other_runs_stay_where_a_run_only_adds(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    make(tmp_path, {"a-nodes.csv": "1"}, alone=False, replaces=False)
    make(tmp_path, {"b-nodes.csv": "1"}, alone=False, replaces=False)
    make(tmp_path, {"a-nodes.csv": "2"}, alone=False, replaces=False)
    held = contents(tmp_path)
    assert json.loads(held.pop(MARKER))["files"].keys() == {"a-nodes.csv", "b-nodes.csv"}
    assert held == {"a-nodes.csv": "2", "b-nodes.csv": "1", "mine.txt": "mine"}


def test_what_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "atlas"
    make(path, {"index.html": "old"})
    before = contents(path)
    with pytest.raises(KeyboardInterrupt), made_together(path, MARKER) as made:
        made.write("index.html", "new")
        raise KeyboardInterrupt
    assert contents(path) == before
    with pytest.raises(KeyboardInterrupt), made_together(tmp_path / "other", MARKER):
        raise KeyboardInterrupt
    (tmp_path / "empty").mkdir()
    with pytest.raises(KeyboardInterrupt), made_together(tmp_path / "empty", MARKER):
        raise KeyboardInterrupt
    assert sorted(p.name for p in tmp_path.iterdir()) == ["atlas", "empty"]
    assert contents(tmp_path / "empty") == {}


def test_a_file_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    before = contents(tmp_path)
    with pytest.raises(CannotDo, match="holds files that ecograph did not make"):
        make(tmp_path, {"index.html": "new"})
    with pytest.raises(CannotDo, match=r"index\.html: is a file that ecograph did not make"):
        make(tmp_path, {"other.html": "new", "index.html": "new"}, alone=False)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["chains", "index.html", "chains/deep"])
def test_nothing_is_written_through_a_link(tmp_path: Path, name: str) -> None:
    path, outside = tmp_path / "atlas", tmp_path / "outside"
    files = {"index.html": "old", "chains/deep/x.html": "old"}
    make(path, files)
    outside.mkdir()
    (outside / "x.html").write_text("mine", encoding="utf-8")
    spoiled = path / name
    spoiled.rename(tmp_path / "moved")
    spoiled.symlink_to(outside)
    before = contents(tmp_path)
    with pytest.raises(CannotDo, match="is a link, and nothing is written through it"):
        make(path, files)
    assert contents(tmp_path) == before
    if name != "index.html":  # nor is anything deleted through it
        make(path, {"index.html": "new"})
        assert (outside / "x.html").read_text(encoding="utf-8") == "mine"


def test_a_folder_in_the_place_of_a_file_and_the_other_way(tmp_path: Path) -> None:
    make(tmp_path / "a", {"x/y.html": "1"})
    (tmp_path / "a" / "z").mkdir()
    with pytest.raises(CannotDo, match="is a folder that ecograph did not make"):
        make(tmp_path / "a", {"z": "1"})
    (tmp_path / "a" / "w").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotDo, match="is a file that ecograph did not make"):
        make(tmp_path / "a", {"w/y.html": "1"})
    assert contents(tmp_path / "a").keys() == {MARKER, "x/y.html", "w"}


OUTSIDE = ["../outside/x", "", ".", "a/../../outside/x", "a\0b", "\ud800"]
MALFORMED = [
    *({"files": {name: ""}} for name in OUTSIDE),
    *({"folders": [name]} for name in ("../outside", "..", ".", "", "a", "./a", "build-1/..", 7)),
    {"folders": "a"},
    {"folders": {"a": 1}},
    {"files": ["a"]},
    {"files": {"a": 3}},
]


@pytest.mark.parametrize("marker", MALFORMED, ids=repr)
def test_a_marker_that_says_what_none_of_ours_says_owns_nothing(
    tmp_path: Path, marker: dict[str, Any]
) -> None:
    path = tmp_path / "atlas"
    (path / "a").mkdir(parents=True)
    for name in ("outside/x", "atlas/a/x", "atlas/index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    (path / MARKER).write_text(json.dumps(marker), encoding="utf-8")
    before = contents(tmp_path)
    for alone in (True, False):
        with pytest.raises(CannotDo, match="what is ours in this folder is not known"):
            make(path, {"new.html": "new"}, alone=alone)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", [MARKER, f".{MARKER}.new"])
def test_the_marker_is_not_written_through_a_link(tmp_path: Path, name: str) -> None:
    (tmp_path / "precious").write_text("mine", encoding="utf-8")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / name).symlink_to(tmp_path / "precious")
    for number in (1, 2):
        with suppress(CannotDo):
            make(tmp_path / "d", {f"{number}.csv": "1"}, alone=False, replaces=False)
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "mine"


def test_what_somebody_changed_since_is_not_replaced(tmp_path: Path) -> None:
    make(tmp_path, {"a.csv": "1", "b.csv": "1"})
    (tmp_path / "a.csv").write_text("mine", encoding="utf-8")
    before = contents(tmp_path)
    with pytest.raises(CannotDo, match=r"a\.csv: was changed since ecograph wrote it"):
        make(tmp_path, {"a.csv": "2", "b.csv": "2"})
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "name", ["run 12:30.csv", "a\\b.csv", os.fsdecode(b"a\xff.csv"), "厦门.csv"]
)
def test_a_name_that_we_wrote_is_ours(tmp_path: Path, name: str) -> None:
    for text in ("1", "2"):
        make(tmp_path, {name: text})
    assert (tmp_path / name).read_text(encoding="utf-8") == "2"


def test_beside_others_files_one_waits_for_the_other(tmp_path: Path) -> None:
    held = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    threading.Timer(0.3, os.close, [held]).start()
    make(tmp_path, {"x": "1"}, alone=False)


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_an_end_while_files_take_their_places_is_completed_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """A signal is raised in the middle of the moves: nothing is taken back, and nothing stuck."""
    for first in (True, False):
        path = tmp_path / "atlas"
        left = [moment]

        def rename(self: Path, target: Path, left: list[int] = left) -> Path:
            left[0] -= 1
            if left[0] == 0:
                raise SystemExit(143)
            os.replace(self, target)  # noqa: PTH105
            return target

        with monkeypatch.context() as patch, suppress(SystemExit):
            patch.setattr(Path, "replace", rename)
            make(path, {"a": f"new {first}", "b": "new"})
        make(path, {"a": "last", "b": "last"})
        assert {k: v for k, v in contents(path).items() if k != MARKER} == {
            "a": "last",
            "b": "last",
        }


@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_an_end_while_stores_are_swapped_leaves_one_of_them(
    tiny: CitedGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    path = tmp_path / "store"
    build_to(tiny, path)
    left = [moment]
    save, sweep = Owned.save, Owned.sweep

    def ends(work: Any) -> Any:
        def then(self: Owned, *given: Any, **named: Any) -> None:
            work(self, *given, **named)
            left[0] -= 1
            if left[0] == 0:
                raise SystemExit(143)

        return then

    with monkeypatch.context() as patch, suppress(SystemExit):
        patch.setattr(Owned, "save", ends(save))
        patch.setattr(Owned, "sweep", ends(sweep))
        build_to(tiny, path)
    assert len(open_graph(str(path)).store or ()) == len(tiny.store or ())
    build_to(tiny, path)
    assert sum(p.name.startswith("build-") for p in path.iterdir()) == 1


def test_a_folder_of_ours_that_became_a_link_is_not_swept(tmp_path: Path) -> None:
    path, outside = tmp_path / "store", tmp_path / "outside"
    path.mkdir()
    outside.mkdir()
    (outside / "x").write_text("mine", encoding="utf-8")
    (path / "build-1").symlink_to(outside)
    (path / MARKER).write_text(json.dumps({"folders": ["build-1"]}), encoding="utf-8")
    make(path, {"new.html": "new"})
    assert contents(outside) == {"x": "mine"}


@pytest.mark.parametrize("text", ["{", "[]", '{"files": 3}', "[" * 100_000, "\x00", '"x"'])
def test_a_marker_that_cannot_be_read_owns_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / MARKER).write_text(text, encoding="utf-8")
    with pytest.raises(CannotDo, match="what is ours in this folder is not known"):
        make(tmp_path, {"index.html": "new"})
    assert contents(tmp_path) == {MARKER: text}


def test_an_empty_marker_is_what_a_kill_may_leave(tmp_path: Path) -> None:
    (tmp_path / MARKER).touch()
    make(tmp_path, {"x": "1"})
    assert contents(tmp_path).keys() == {MARKER, "x"}


def test_one_at_a_time(tmp_path: Path) -> None:
    held = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(CannotDo, match="another ecograph is writing there"):
        make(tmp_path, {"x": "1"})
    os.close(held)
    make(tmp_path, {"x": "1"})


def test_a_full_disk_is_told_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "atlas", {"index.html": "old"})
    before = contents(tmp_path)

    opened = Path.open

    def fail(path: Path, mode: str = "r", **how: Any) -> Any:
        if mode == "wb":
            raise OSError(28, "No space left on device")
        return opened(path, mode, **how)

    with monkeypatch.context() as patch, pytest.raises(Unwritable, match="the disk is full; free"):
        patch.setattr(Path, "open", fail)
        make(tmp_path / "atlas", {"index.html": "new"})
    assert contents(tmp_path) == before


# --------------------------------------------------------------- what commands make


def a_network() -> Any:
    G = nx.MultiDiGraph()
    G.add_edge("a", "b", key="e")
    return G


OUTPUTS = {
    "store": (STORE, lambda graph, path: build_to(graph, path)),
    "atlas": (ATLAS, lambda graph, path: write_atlas(graph, path)),
}


@pytest.mark.parametrize("kind", OUTPUTS)
def test_a_folder_that_looks_like_ours_is_refused_and_left_whole(
    tiny: CitedGraph, tmp_path: Path, kind: str
) -> None:
    for name in ("build-release", "build-debug", "chains", ".ecograph-new-1"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app").write_text("mine", encoding="utf-8")
    before = contents(tmp_path)
    with pytest.raises(CannotDo, match="ecograph did not make") as caught:
        OUTPUTS[kind][1](tiny, tmp_path)
    assert caught.value.exit_code == 3 and contents(tmp_path) == before


@pytest.mark.parametrize("kind", OUTPUTS)
def test_our_folder_keeps_what_others_put_there(
    tiny: CitedGraph, tmp_path: Path, kind: str
) -> None:
    marker, write = OUTPUTS[kind]
    path = tmp_path / "out"
    write(tiny, path)
    (path / "build-release").mkdir()
    (path / "build-release" / "app").write_text("mine", encoding="utf-8")
    (path / "notes.txt").write_text("mine", encoding="utf-8")
    write(tiny, path)
    assert (path / "build-release" / "app").read_text(encoding="utf-8") == "mine"
    assert (path / "notes.txt").is_file() and (path / marker).is_file()


def test_two_files_of_one_export_replace_only_what_exports_made(tmp_path: Path) -> None:
    (tmp_path / "x-edges.csv").write_text("mine", encoding="utf-8")
    before = contents(tmp_path)
    with pytest.raises(CannotDo, match=r"x-edges\.csv: is a file that ecograph did not make"):
        write_network(a_network(), tmp_path / "x.csv")
    assert contents(tmp_path) == before
    (tmp_path / "x-edges.csv").unlink()
    for _ in range(2):
        write_network(a_network(), tmp_path / "x.csv")
    assert contents(tmp_path).keys() == {"x-edges.csv", "x-nodes.csv", FILES}


MAKER = """
import sys
from pathlib import Path
from ecograph.graph.opening import open_graph
from ecograph.export.graph_files import build_to
from ecograph.pages.atlas import write_atlas
graph, path = open_graph("tiny"), Path(sys.argv[2])
print("ready", flush=True)
while True:
    build_to(graph, path) if sys.argv[1] == "store" else write_atlas(graph, path)
"""


@pytest.mark.parametrize("kind", OUTPUTS)
def test_what_a_kill_leaves_is_swept_by_the_next_run(
    tiny: CitedGraph, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "out"
    path.mkdir()
    for wait in (0.02, 0.1, 0.3, 0.6):
        command = [sys.executable, "-c", MAKER, kind, str(path)]
        maker = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert maker.stdout is not None and maker.stdout.readline() == b"ready\n"
        (path / "notes.txt").unlink(missing_ok=True)
        time.sleep(wait)
        os.kill(maker.pid, signal.SIGKILL)
        maker.wait()
        maker.stdout.close()
        marker = path / STORE
        if (
            marker.exists()
            and marker.read_text("utf-8")
            and "folder" in json.loads((path / STORE).read_text("utf-8"))
        ):
            assert open_graph(str(path)).store is not None
    OUTPUTS[kind][1](tiny, path)
    OUTPUTS[kind][1](tiny, tmp_path / "fresh")
    assert list(tmp_path.iterdir()) and {p.name for p in tmp_path.iterdir()} == {"out", "fresh"}
    shape = [
        sorted("build" if p.name.startswith("build-") else p.name for p in folder.iterdir())
        for folder in (path, tmp_path / "fresh")
    ]
    assert shape[0] == shape[1]


def test_an_error_of_another_kind_is_not_taken_for_one_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="of the body"), owned_folder(tmp_path / "x", MARKER):
        raise OSError("of the body")
    assert not (tmp_path / "x").exists()
    with pytest.raises(EcographError, match="is a file"):
        (tmp_path / "f").write_text("", encoding="utf-8")
        make(tmp_path / "f", {})


def test_a_marker_that_was_never_whole_is_swept_and_only_under_the_name_that_is_ours(
    tiny: CitedGraph, tmp_path: Path
) -> None:
    path = tmp_path / "store"
    build_to(tiny, path)
    following = json.loads((path / STORE).read_text("utf-8"))["next"]
    (path / following).write_text('{"note": "ma', encoding="utf-8")
    build_to(tiny, path)
    assert not (path / following).exists()
    held = json.loads((path / STORE).read_text("utf-8")) | {"next": "../mine.txt"}
    (path / STORE).write_text(json.dumps(held), encoding="utf-8")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotDo, match="cannot be read"):
        build_to(tiny, path)
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"
