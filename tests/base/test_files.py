"""Files are written whole or not at all, and read with a bound."""

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from ecograph.base.errors import Unreadable, Unwritable
from ecograph.base.files import read_bytes, read_text, write_bytes, write_text


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


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there" / "x")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "x").read_text() == "new" and names(tmp_path / "there") == ["x"]


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_text()))
    reader.start()
    write_text(tmp_path / "pipe", "new")
    reader.join(5)
    assert read == ["new"] and (tmp_path / "pipe").is_fifo() and names(tmp_path) == ["pipe"]


def test_permissions_stay_and_new_files_get_those_of_the_system(tmp_path: Path) -> None:
    write_text(tmp_path / "x", "old")
    (tmp_path / "x").chmod(0o600)
    write_text(tmp_path / "x", "new")
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600
    mask = os.umask(0o077)
    try:
        write_text(tmp_path / "y", "new")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "y").stat().st_mode) == 0o600


def test_an_open_pipe_by_its_number(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    write_text(Path(f"/dev/fd/{writer}"), "new")
    os.close(writer)
    assert os.read(reader, 10) == b"new"
    os.close(reader)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "x" / "y").mkdir(parents=True)
    with pytest.raises(Unwritable, match="it is a folder; name another place"):
        write_text(tmp_path / "x", "new")
    assert names(tmp_path / "x") == ["y"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "the disk is full; free some space"),
        (errno.EDQUOT, "your share of the disk is used up; free some space"),
        (errno.EROFS, "the disk can only be read; name another place"),
        (errno.EACCES, "it is not allowed; change its permissions"),
        (errno.EIO, "name another place"),
    ],
)
def test_what_the_system_refuses_has_a_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(Unwritable, match=said) as caught:
        write_text(tmp_path / "x", "new")
    assert str(tmp_path / "x") in str(caught.value) and names(tmp_path) == []


def test_what_is_read_is_a_file_of_bounded_size(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"12345")
    assert read_bytes(tmp_path / "x", most=5) == b"12345"
    with pytest.raises(Unreadable, match="holds more than"):
        read_bytes(tmp_path / "x", most=4)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Unreadable, match="is a pipe, a socket or a device"):
        read_bytes(tmp_path / "pipe")
    with pytest.raises(Unreadable, match="is a folder, not a file"):
        read_bytes(tmp_path)
    with pytest.raises(Unreadable, match="cannot be read"):
        read_bytes(tmp_path / "none")
    with pytest.raises(Unreadable, match="cannot be read"):
        read_bytes(Path("a\0b"))


def test_text_is_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes("\ufeff厦门".encode())
    assert read_text(tmp_path / "x") == "厦门"
    (tmp_path / "x").write_bytes("厦门".encode("gbk"))
    with pytest.raises(Unreadable, match="save it as UTF-8"):
        read_text(tmp_path / "x")
