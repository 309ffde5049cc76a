"""Reads tables in text files: parted by commas, tabs or the like, in whatever encoding."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ecograph.base.encodings import encoding_of
from ecograph.base.errors import Unreadable, UsageError
from ecograph.base.files import open_file
from ecograph.tables.csv_files import looks_like_row
from ecograph.tables.given_files import NO_TEXT, GivenRecord, GivenTable, Layout, table_of

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
_DELIMITERS = ",\t;|"
_NOT_OF_TABLES = ("idna", "punycode", "utf-7", "unicode_escape", "raw_unicode_escape", "undefined")
_LOOKED_AT = 40  # lines by which the delimiter is told
_LONGEST_LINE = 16 * 1024**2  # characters; a longer one is no line of a table


def text_table(path: Path, layout: Layout) -> list[GivenTable]:
    """The table of a text file; none where it is empty.

    Raises Unreadable, UsageError for a layout that does not fit.
    """
    for name in ("sheet", "records"):
        if getattr(layout, name) is not None:
            raise UsageError(f"{path}: is text and has no {name}; take {name} = out of the map")
    encoding = _of_texts(layout.encoding) if layout.encoding else encoding_of(path)
    delimiter = layout.delimiter or _delimiter(path, encoding)
    if len(delimiter) != 1:
        raise UsageError(f"delimiter: {delimiter!r} is not one sign; give one, such as ;")
    written = f"{encoding}, {_quoted(delimiter)}"
    table = table_of(path, None, written, lambda: _rows(path, encoding, delimiter), layout)
    return [] if table is None else [table]


def _of_texts(name: str) -> str:
    """The encoding that a layout names.  Raises UsageError where it is none of texts."""
    try:
        known = codecs.lookup(name)
        "".encode(known.name)
        b"".decode(known.name, "surrogateescape")
    except (LookupError, UnicodeError):
        known = None
    if known is None or known.name in _NOT_OF_TABLES:
        raise UsageError(f"encoding: {name} is none that is known; write utf-8, utf-16 or gb18030")
    return known.name


def _quoted(delimiter: str) -> str:
    return '"\\t"' if delimiter == "\t" else f'"{delimiter}"'


def _delimiter(path: Path, encoding: str) -> str:
    """The sign that parts cells: the one that stands in most lines about as often as in others."""
    some = islice(_lines(path, encoding), _LOOKED_AT)
    lines = [line for line in some if len(line) < csv.field_size_limit()]
    best, most = ",", 0
    for sign in "\t" + _DELIMITERS if path.suffix.lower() in (".tsv", ".tab") else _DELIMITERS:
        widths = Counter(len(next(csv.reader([line], delimiter=sign), ())) for line in lines)
        width, times = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1]), default=(1, 0))
        if width > 1 and times > most:
            best, most = sign, times
    return best


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines of a file with their ends; a byte that is no text is a surrogate in it.

    Raises Unreadable for a line without end.
    """
    with open_file(path) as data:
        text = io.TextIOWrapper(data, encoding, errors="surrogateescape", newline=None)
        try:
            first = True
            while line := text.readline(_LONGEST_LINE):
                if len(line) >= _LONGEST_LINE:
                    most = _LONGEST_LINE // 1024**2
                    raise Unreadable(f"{path}: has a line of more than {most} million signs")
                yield line.removeprefix("\ufeff") if first else line
                first = False
        except UnicodeError as error:
            why = "write another encoding in the map, or save it as UTF-8"
            raise Unreadable(f"{path}: is not {encoding}: {error}; {why}") from None
        finally:
            text.detach()  # the file is closed once


class _Lines:
    """Lines that can be put back, and how many were taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: list[str] = []
        self.taken: list[str] = []  # since the record began
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.pop() if self._back else next(self._lines)
        self.number += 1
        self.taken.append(line)
        return line

    def put_back(self, kept: int) -> None:
        """All lines of the record but the first `kept`."""
        again = self.taken[kept:]
        self._back += reversed(again)
        self.number -= len(again)


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[GivenRecord]:
    """The rows of a file; where a quote is left open, its line alone is wrong."""
    lines = _Lines(_lines(path, encoding))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width = 0
    while True:
        lines.taken.clear()
        number = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells, wrong = _alone(lines.taken, delimiter, error)
            if len(lines.taken) > 1:  # the quote does not end, or ends in a row that it took in
                lines.put_back(1)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            width = width or len(cells)
            yield GivenRecord(number, tuple(c.strip() or None for c in cells), wrong)
            continue
        wrong = None
        several = len(lines.taken) > 1 and len(cells) != width
        if several and _swallowed(lines.taken, delimiter, width):
            lines.put_back(1)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            cells, wrong = [lines.taken[0].rstrip("\n")], "opens a quote that does not end"
        width = width or len(cells)
        wrong = wrong or _no_text(cells, encoding)
        yield GivenRecord(number, tuple(c.strip() or None for c in cells), wrong)


def _alone(lines: list[str], delimiter: str, error: csv.Error) -> tuple[list[str], str | None]:
    """The cells of the first of some lines that are no strict CSV, and what is wrong with it.

    A quote within a cell of one line is a sign like others: 5" pipe, "Alpha" Ltd.
    """
    line = lines[0]
    if "limit" in str(error):
        return [line], f"holds a cell of more than {csv.field_size_limit()} characters"
    if len(lines) == 1 and "end of data" not in str(error):
        try:
            return next(csv.reader([line], delimiter=delimiter)), None
        except (csv.Error, StopIteration):
            return [line.rstrip("\n")], f"cannot be read: {error}"
    return [line.rstrip("\n")], "opens a quote that does not end"


def _swallowed(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether a record of several lines has taken rows in: one looks like a row of its own."""
    return any(looks_like_row(line, width, delimiter) for line in lines[1:])


def _no_text(cells: list[str], encoding: str) -> str | None:
    """What of a row is no text in its encoding."""
    for cell in cells:
        if found := NO_TEXT.search(cell):
            return f"holds the byte 0x{ord(found.group()) & 0xFF:02x}, which is no {encoding}"
    return None
