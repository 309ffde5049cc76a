"""Files and folders are written whole or not at all."""

import stat
from pathlib import Path

import pytest

from ecograph.files import new_folder, write_bytes, write_text


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "厦门.txt"
    write_text(path, "一\n二\n")
    assert path.read_bytes() == "一\n二\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert names(path.parent) == ["厦门.txt"]


def test_a_file_is_replaced(tmp_path: Path) -> None:
    write_text(tmp_path / "x", "old")
    write_text(tmp_path / "x", "new")
    assert (tmp_path / "x").read_text() == "new" and names(tmp_path) == ["x"]


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_text(tmp_path / "x", "old")

    def fail(_: int) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="full"):
        write_bytes(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_text() == "old" and names(tmp_path) == ["x"]


def test_a_name_as_long_as_a_name_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("深" * 80 + ".txt")  # 244 bytes
    write_text(path, "x")
    assert names(tmp_path) == [path.name]


def test_a_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with new_folder(path) as made:
        assert not path.exists() and made.parent == tmp_path
        (made / "x").write_text("1")
    assert names(path) == ["x"] and names(tmp_path) == ["out"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o755


def test_a_folder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="midway"), new_folder(tmp_path / "out") as made:
        (made / "x").write_text("1")
        raise ValueError("midway")
    assert names(tmp_path) == []


def test_a_folder_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "out"
    for text in ("old", "new"):
        with new_folder(path, replace=True) as made:
            (made / "x").write_text(text)
    assert (path / "x").read_text() == "new" and names(tmp_path) == ["out"]
    with pytest.raises(OSError, match=r"not empty|exists"), new_folder(path) as made:
        (made / "y").write_text("1")
    assert names(path) == ["x"] and names(tmp_path) == ["out"]
    with pytest.raises(ValueError, match="midway"), new_folder(path, replace=True):
        raise ValueError("midway")
    assert (path / "x").read_text() == "new" and names(tmp_path) == ["out"]
