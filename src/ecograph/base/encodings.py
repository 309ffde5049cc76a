"""Text as programs in China save it: UTF-8 with a mark or without, UTF-16, GB 18030."""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ecograph.base.files import open_file

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT = 4096  # bytes by which UTF-16 without a mark is known


@dataclass(frozen=True)
class Decoded:
    """A text with its encoding; where that could not be told, `wrong_row` and `wrong_byte`.

    A byte order mark is no part of the text.  `encoding` is utf-8, utf-16-le, utf-16-be or gb18030.
    """

    text: str
    encoding: str
    wrong_row: int | None = None
    wrong_byte: int | None = None


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of bytes in the encoding that their mark names, else in the one that fits.

    UTF-8 where all of it is, or most lines that are not ASCII are, and the row of the first byte
    that is not is told; else GB 18030, which GBK and GB 2312 are parts of.  An encoding that is
    given is not doubted.
    """
    for mark, name in _MARKS:
        if data.startswith(mark) and encoding in (None, name):
            return _decoded(data[len(mark) :], name)
    if encoding is not None:
        return _decoded(data, encoding)
    if (wide := _wide(data[:_LOOKED_AT])) is not None:
        return _decoded(data, wide)
    found = _decoded(data, "utf-8")
    if found.wrong_row is None or _mostly(data.split(b"\n"), "utf-8"):
        return found
    other = _decoded(data, "gb18030")
    return other if other.wrong_row is None else found


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].decode(encoding, "replace").count("\n") + 1
        return Decoded("", encoding, row, data[error.start])


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: of ASCII signs, line ends among them, every second byte is 0."""
    if len(data) < 4 or b"\x00" not in data:
        return None
    ends = {
        "utf-16-le": data[1::2].count(0),
        "utf-16-be": data[0::2].count(0),
    }
    best = max(ends, key=lambda name: ends[name])
    other = min(ends.values())
    return best if ends[best] > 4 * max(other, 1) else None


def _mostly(lines: Iterable[bytes], encoding: str) -> bool:
    """Whether of the lines that are not ASCII more are of an encoding than not."""
    right = wrong = 0
    for line in lines:
        if not line.isascii():
            try:
                line.decode(encoding)
                right += 1
            except UnicodeDecodeError:
                wrong += 1
    return right >= wrong


def as_text(signs: str) -> str:
    """A text that can be written: a byte or half sign that is no text as \\udc80 and the like."""
    return signs.encode("utf-8", "backslashreplace").decode()


def encoding_of(path: Path) -> str:
    """The encoding of a file, as `decode` tells it, without holding all of it.

    Single bytes that are no text are left to who reads the lines.  Raises Unreadable.
    """
    with open_file(path) as data:
        begin = data.read(_LOOKED_AT)
    for mark, name in _MARKS:
        if begin.startswith(mark):
            return name
    if (wide := _wide(begin)) is not None:
        return wide
    with open_file(path) as data:
        return "utf-8" if _mostly(data, "utf-8") else "gb18030"
