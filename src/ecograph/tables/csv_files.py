"""Reads the records of a CSV file; what cannot be read is a finding, and nothing is passed over."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.base.encodings import decode
from ecograph.base.errors import Finding, Unreadable, shorten
from ecograph.base.files import read_bytes

if TYPE_CHECKING:
    from _csv import Reader

MOST_CHARACTERS = csv.field_size_limit()  # of a cell


@dataclass(frozen=True, slots=True)
class Record:
    """A record: the line on which it starts, counted from 1, and its cells as written."""

    number: int
    cells: tuple[str, ...]


@dataclass
class Records:
    """The records of a file behind its header, which are read as they are asked for, once.

    `broken` says then that from some line on nothing could be read.
    """

    header: tuple[str, ...]
    rows: Iterable[Record]
    header_row: int = 1
    broken: bool = False


def read_records(path: Path, findings: list[Finding]) -> Records | None:
    """The header and the records of a CSV file; adds what is wrong with them to `findings`.

    A record that has more or fewer cells than the header is a finding, and is not among the rows.
    None where the file is no text at all.
    """
    text = _decode(path, findings)
    return None if text is None else records_of(path.name, text, findings)


def records_of(file: str, text: str, findings: list[Finding]) -> Records:
    """The header and the records of the text of a CSV file; see read_records."""
    delimiter = delimiter_of(text)
    reader = csv.reader(_lines_of(text), strict=True, delimiter=delimiter)
    found = Records((), ())
    for number, cells in _cells(file, reader, found, findings):
        if not (cells and cells[0].lstrip().startswith("#")):  # a comment above the header
            found.header, found.header_row = tuple(cells), number
            check_header(file, found.header, findings, number)
            break
    found.rows = _records(file, reader, delimiter, found, findings)
    return found


def _lines_of(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one after the other."""
    start = 0
    while end := text.find("\n", start) + 1:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _cells(
    file: str, reader: "Reader", found: Records, findings: list[Finding]
) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with the line on which it starts, as far as rows can be told apart."""
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            findings.append(_unreadable(file, number, str(error)))
            found.broken = True  # what follows may be inside or outside of a cell
            return


def _records(
    file: str, reader: "Reader", delimiter: str, found: Records, findings: list[Finding]
) -> Iterator[Record]:
    """The rows behind the header; those that have other cells than it are findings."""
    columns = len(found.header)
    for number, cells in _cells(file, reader, found, findings):
        if not any(cells):
            continue
        if swallowed := _swallowed(cells, columns, delimiter):
            problem = f"holds a cell of several lines, one of which looks like a row: {swallowed}"
            mend = "close the quote that is open, or write the cell on one line"
            findings.append(Finding(file, number, None, None, problem, mend))
        elif len(cells) != columns:
            problem = f"has {len(cells)} cells where the header has {columns}"
            mend = "put quotes around cells that hold a comma"
            findings.append(Finding(file, number, None, None, problem, mend))
        else:
            yield Record(number, tuple(cells))


def delimiter_of(text: str) -> str:
    """The sign that parts the cells of the header: a tab or a semicolon where it has no comma."""
    lines = (line for line in text.split("\n", 400) if line.strip() and not line.startswith("#"))
    first = next(lines, "")
    others = {sign: first.count(sign) for sign in "\t;"}
    best = max(others, key=lambda sign: others[sign])
    return best if "," not in first and others[best] else ","


def _swallowed(cells: list[str], columns: int, delimiter: str) -> str | None:
    """The line of a cell that holds as many commas as a row: a quote was left open."""
    for cell in cells:
        if "\n" in cell:
            for line in cell.split("\n"):
                if looks_like_row(line, columns, delimiter):
                    return shorten(line)
    return None


def looks_like_row(line: str, columns: int, delimiter: str) -> bool:
    """Whether a line that was read as part of a cell parts about as many cells as a row has."""
    return columns > 2 and line.count(delimiter) >= columns - 2


def check_header(
    file: str, header: tuple[str, ...], findings: list[Finding], number: int = 1
) -> None:
    """Adds a finding for each name that stands in a header more than once."""
    for name, count in Counter(header).items():
        if count > 1:
            times = "twice" if count == 2 else f"{count} times"
            problem = f"stands {times} in the header"
            mend = "keep one column of this name, rename or take out the other"
            findings.append(Finding(file, number, name, None, problem, mend))


def _unreadable(file: str, number: int, said: str) -> Finding:
    if "limit" in said:
        problem = f"holds a cell of more than {MOST_CHARACTERS} characters"
    elif "end of data" in said:
        problem = "opens a quote that does not end"
    else:
        problem = "has a quote inside of a cell that does not start with one, or behind its end"
    mend = 'close the quote, and write a quote inside of a cell as ""; no row from here on is read'
    return Finding(file, number, None, None, problem, mend)


def _decode(path: Path, findings: list[Finding]) -> str | None:
    """The text of a table in whatever encoding; what cannot be read is a finding."""
    try:
        raw = read_bytes(path)
    except Unreadable as error:
        problem, _, mend = str(error).removeprefix(f"{path}: ").partition("; ")
        findings.append(Finding(path.name, None, None, None, problem, mend or "mend it"))
        return None
    return text_of(path.name, raw, findings)


def text_of(file: str, raw: bytes, findings: list[Finding]) -> str | None:
    """The text of bytes with line ends of one kind; None where no encoding fits, and a finding.

    That it is not in UTF-8 is a warning: it was read all the same.
    """
    held = decode(raw)
    if held.wrong_row is not None:
        found = f"0x{held.wrong_byte:02x}"
        problem = "is neither UTF-8 nor UTF-16 nor GB 18030 (GBK)"
        mend = "write the sign again, and save it as CSV UTF-8"
        findings.append(Finding(file, held.wrong_row, None, found, problem, mend))
        return None
    if held.encoding != "utf-8":
        problem, mend = f"is in {held.encoding}, and was read as that", "save it as CSV UTF-8"
        findings.append(Finding(file, None, None, None, problem, mend, "warning"))
    return held.text.replace("\r\n", "\n").replace("\r", "\n")
