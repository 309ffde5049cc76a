"""Brings other people's files into the folder of a region: all that can be, and tells the rest."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ecograph.base.errors import DataError, Finding, UsageError
from ecograph.base.spreadsheet import guard
from ecograph.intake.entity_notes import EntityNotes
from ecograph.intake.import_map import ImportMap, ReadMap
from ecograph.intake.made_rows import REJECT_COLUMNS, Counted, MadeRows, TableChange
from ecograph.intake.names import Names, plain, read_review, review_rows, review_text
from ecograph.intake.place_notes import PlaceNotes, city_of, code_of_place
from ecograph.intake.region_rows import RegionRows, read_region_rows, rejects_of
from ecograph.intake.row_making import RowMaker, missing_columns
from ecograph.tables.given_files import GivenTable, Layout
from ecograph.tables.given_formats import given_tables
from ecograph.tables.region_file import OF_IMPORTS
from ecograph.tables.schema import table_specs

Progress = Callable[[str, int, int], None]
REVIEW = "names.csv"


@dataclass(frozen=True)
class ImportReport:
    """What an import did: the changes by table, what was made, rejected and is doubtful.

    `files` are the names of those that were written, `rejects` the list of what was not taken;
    `withdrawn` says whether rows that the files have no more were taken out.
    """

    tables: tuple[TableChange, ...]
    made: MadeRows
    files: tuple[str, ...]
    withdrawn: bool
    place: str
    rejects: Path


def import_files(
    paths: Iterable[Path],
    asked: ImportMap,
    folder: Path,
    *,
    withdraw: bool = False,
    map_text: str,
    progress: Progress | None = None,
) -> ImportReport:
    """Reads files by a map into the tables of a folder, which is begun where there is none.

    `map_text` is the map as written, which is kept beside the tables.  A row that cannot be taken
    is told in import/<source>-rejects.csv with its reason; the rest is written, all of it or
    nothing.  Rows of the same source that the files have no more stay, unless they are withdrawn.
    Raises UsageError, DataError, Unreadable, Unwritable, MissingExtra.
    """
    opened = _open(list(paths), asked)
    region = read_region_rows(folder, asked.key)
    review = folder / OF_IMPORTS / REVIEW
    before = read_review(review)
    notes = _notes(asked, region, before)
    made = notes.made
    _make(opened, RowMaker(asked, notes, region.lists), progress or (lambda *_: None))
    place = region.place or _centre(made, notes.places, asked)
    changes, texts = region.with_made(asked, made, place, withdraw=withdraw)
    rejects = rejects_of(asked.key)
    texts[rejects] = _rejects_text(made)
    listed = review_rows(made.doubtful.values(), before, asked.key)
    texts[f"{OF_IMPORTS}/{REVIEW}"] = review_text(listed)
    texts[f"{OF_IMPORTS}/{asked.key}.toml"] = map_text
    return ImportReport(
        tuple(changes), made, tuple(region.write(texts)), withdraw, place, folder / rejects
    )


def _notes(asked: ImportMap, region: RegionRows, before: list[dict[str, str]]) -> EntityNotes:
    """What is known before the files are read."""
    made, names = MadeRows(frozenset(region.taken)), _names(region, before)
    code = code_of_place(asked.place or "", *region.place_names)
    places = PlaceNotes(names, made, asked.key, None if code is None else city_of(code))
    return EntityNotes(asked, names, made, places, region.lists, frozenset(region.class_of))


def _make(opened: list[tuple[ReadMap, GivenTable]], maker: RowMaker, tell: Progress) -> None:
    """Sees all records once to note who there is, and once more to make the rows."""
    total = 2 * len(opened)
    for n, (read, table) in enumerate(opened):
        tell(f"reading {table.called}", n, total)
        maker.made.counts[table.called] = Counted()
        maker.made.written[table.called] = table.written
        maker.note(read, table)
    for n, (read, table) in enumerate(opened, len(opened)):
        tell(f"taking {table.called}", n, total)
        maker.make(read, table)


def _open(paths: list[Path], asked: ImportMap) -> list[tuple[ReadMap, GivenTable]]:
    """The tables of the files, by the parts of the map that name them.

    Raises UsageError where a file is missing or none is named, DataError for missing columns.
    """
    by_name = {path.name: path for path in paths}
    if len(by_name) < len(paths):
        raise UsageError("two files have one name; import them one after the other")
    opened, findings = list[tuple[ReadMap, GivenTable]](), list[Finding]()
    for read in asked.reads:
        path = by_name.get(read.file)
        if path is None:
            given = ", ".join(by_name) or "none"
            raise UsageError(f"the map reads {read.file}, which is not given; given: {given}")
        tables = given_tables(path, Layout(**read.layout))
        if not tables:
            raise UsageError(
                f"{path}: holds no table with a header; say its row in the map, as header = 3"
            )
        for table in tables:
            opened.append((read, table))
            findings += _missing(read, table, one_of_several=len(tables) > 1)
    if findings:
        raise DataError(list(dict.fromkeys(findings)))
    if left := [n for n in by_name if n not in {read.file for read in asked.reads}]:
        raise UsageError(
            f"{', '.join(left)}: the map does not say what it is; add a [[read]] for it"
        )
    return opened


def _missing(read: ReadMap, table: GivenTable, *, one_of_several: bool) -> list[Finding]:
    """A finding for each column that the map names and the table has not."""
    found = []
    for column, near in missing_columns(read, table).items():
        mend = f"did you mean {near[0]}?" if near else f"it has {', '.join(table.header)}"
        if one_of_several:
            mend += "; or name the sheet that is meant in the map, as sheet ="
        problem = "is no column of the file"
        found.append(Finding(table.called, table.header_row, column, None, problem, mend))
    return found


def _names(region: RegionRows, before: list[dict[str, str]]) -> Names:
    """What the region knows by name, and what was decided on names."""
    names = Names(taken=set(region.taken), parts=dict(region.parts))
    for key, (class_name, held, codes) in region.named.items():
        names.add(key, class_name, held, codes)
    specs = table_specs()
    for row in before:
        if row.get("decision") and row.get("table") in specs:
            class_name = specs[row["table"]].class_name
            names.decided[plain(row["written"]), class_name, row["candidate"]] = row["decision"]
    return names


def _centre(made: MadeRows, places: PlaceNotes, asked: ImportMap) -> str:
    """The place of a new region: the one that the map names, else where most of its entities are.

    Raises UsageError where neither says one.
    """
    if asked.place is not None:
        code = code_of_place(asked.place)
        held = places.names.by_name(asked.place, ("Place",))
        if code is not None:
            return places.of_code(code)
        if len(held) == 1:
            return held.pop()
    rows = made.rows.get("location", {}).values()
    found = Counter(row["place"] for row in rows)
    for table in ("city", "province", "country", "area", "district"):
        known = made.rows.get(table, {})
        held_here = Counter({key: n for key, n in found.items() if key in known})
        if held_here:
            return min(held_here, key=lambda key: (-held_here[key], key))
    if (countries := made.rows.get("country")) and len(countries) == 1:
        return next(iter(countries))
    raise UsageError('the region has no place to centre on; write place = "厦门" above [source]')


def _rejects_text(made: MadeRows) -> str:
    """What could not be taken, with its reason and the record as it was read."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(REJECT_COLUMNS)
    for r in made.rejects:
        record = json.dumps(r.where.record, ensure_ascii=False, default=str)
        row = [r.where.file, r.where.row, r.table, r.column, r.value, r.problem, r.mend, record]
        writer.writerow([guard(str(cell)) for cell in row])
    return out.getvalue()
