"""Brings other people's files into the folder of a region: all that can be, and tells the rest."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ecograph.base.encodings import as_text
from ecograph.base.errors import DataError, EcographError, Finding, UsageError, shorten
from ecograph.base.files import read_text
from ecograph.base.spreadsheet import guard
from ecograph.intake.earlier_ids import earlier_ids, keep_names
from ecograph.intake.entity_notes import EntityNotes
from ecograph.intake.import_map import ImportMap, ReadMap, map_of
from ecograph.intake.known_entities import KnownEntities
from ecograph.intake.made_rows import REJECT_COLUMNS, Counted, MadeRows, TableChange
from ecograph.intake.names import SAME, Names, plain, read_review, review_rows, review_text
from ecograph.intake.place_notes import PlaceNotes, city_of, code_of_place
from ecograph.intake.rdf_tables import tables_in_file
from ecograph.intake.refused_rows import refuse_rows
from ecograph.intake.region_rows import RegionRows, read_region_rows, rejects_of
from ecograph.intake.row_making import RowMaker, missing_columns
from ecograph.tables.given_files import GivenTable, Layout
from ecograph.tables.region_file import OF_IMPORTS
from ecograph.tables.schema import TableSpec, superclasses, table_specs

REVIEW = "names.csv"
_ROUNDS = 12  # of leaving out rows that do not conform, and then what refers to them


@dataclass(frozen=True)
class ImportReport:
    """What an import did: the changes by table, what was made, rejected and is doubtful.

    `files` are the names of those that were written, `rejects` the list of what was not taken;
    `withdrawn` says whether rows that the files have no more were taken out, but for `staying`,
    which others refer to; `unused` are decisions on names that could not be followed.
    """

    tables: tuple[TableChange, ...]
    made: MadeRows
    files: tuple[str, ...]
    withdrawn: bool
    place: str
    rejects: Path
    staying: tuple[str, ...] = ()
    unused: tuple[Finding, ...] = ()


def import_files(
    paths: Iterable[Path],
    asked: ImportMap,
    folder: Path,
    *,
    withdraw: bool = False,
    map_text: str,
) -> ImportReport:
    """Reads files by a map into the tables of a folder, which is begun where there is none.

    `map_text` is the map as written, which is kept beside the tables.  A row that cannot be taken
    is told in import/<source>-rejects.csv with its reason; the rest is written, all of it or
    nothing.  Rows of the same source that the files have no more stay, unless they are withdrawn.
    Raises UsageError, DataError, Unreadable, Unwritable, MissingExtra.
    """
    opened = _open(list(paths), asked)
    region = read_region_rows(folder, asked.key)
    before = read_review(folder / OF_IMPORTS / REVIEW)
    unused = _unused_decisions(region, before)
    notes = _notes(asked, region, before)
    made = notes.made
    _make(opened, RowMaker(asked, notes, region.codes))
    made.settle(region.mine)
    place = region.place or _centre(made, notes.places, asked)
    keep_names(made, region.mine)
    changes, texts = _conforming(opened, region, asked, made, place, withdraw=withdraw)
    texts |= _beside(asked, made, before, map_text)
    return ImportReport(
        tables=tuple(changes),
        made=made,
        files=tuple(region.write(texts)),
        withdrawn=withdraw,
        place=place,
        rejects=folder / rejects_of(asked.key),
        staying=tuple(region.staying),
        unused=tuple(unused),
    )


def kept_map(folder: Path, files: Iterable[str]) -> Path | None:
    """The map of an import before that reads these files; None where there was no import.

    Raises UsageError where maps were kept and not exactly one reads just these files: a draft
    would take what was imported before for something else.
    """
    names, maps = sorted(files), sorted((folder / OF_IMPORTS).glob("*.toml"))
    fitting = []
    for path in maps:
        with suppress(EcographError):
            asked = map_of(read_text(path), path.name)
            fitting += [path] if sorted({read.file for read in asked.reads}) == names else []
    if len(fitting) == 1 or not maps:
        return fitting[0] if fitting else None
    which = "several" if fitting else "none"
    raise UsageError(
        f"{folder}: has maps of imports before, and {which} reads {', '.join(names)} alone; "
        f"name the map: --map {(fitting or maps)[0]}, or draft a new one with --suggest"
    )


def _beside(
    asked: ImportMap, made: MadeRows, before: list[dict[str, str]], map_text: str
) -> dict[str, str]:
    """The files that stand beside the tables: the map, what was rejected, names to decide on."""
    return {
        rejects_of(asked.key): _rejects_text(made),
        f"{OF_IMPORTS}/{REVIEW}": review_text(
            review_rows(made.doubtful.values(), before, asked.key)
        ),
        f"{OF_IMPORTS}/{asked.key}.toml": map_text,
    }


def _conforming(
    opened: list[tuple[ReadMap, GivenTable]],
    region: RegionRows,
    asked: ImportMap,
    made: MadeRows,
    place: str,
    *,
    withdraw: bool,
) -> tuple[list[TableChange], dict[str, str]]:
    """The texts of the tables without the rows that would not conform, which are rejected.

    Raises DataError for what no record is to blame for.
    """
    for _ in range(_ROUNDS):
        changes, texts = region.with_made(asked, made, place, withdraw=withdraw)
        findings = region.findings(texts)
        if not any(f.severity == "error" for f in findings):
            return changes, texts
        if not refuse_rows(made, opened, findings, texts):
            break
    raise DataError([_of_map(f, asked) for f in findings])


def _of_map(finding: Finding, asked: ImportMap) -> Finding:
    """What is wrong with the row of the source, as a fault of the map, which says it."""
    if finding.file != "sources.csv" or asked.key not in (finding.value, asked.source["id"]):
        return finding
    return replace(finding, file="the map", row=None, column=f"source.{finding.column}")


def _unused_decisions(region: RegionRows, before: list[dict[str, str]]) -> list[Finding]:
    """A finding for each decision that names a table or an entity which is none."""
    known = {key: held[0] for key, held in region.named.items()}
    for table, rows in region.mine.items():
        known |= dict.fromkeys(
            rows, table_specs()[table].class_name if table in table_specs() else ""
        )
    found = []
    for n, row in enumerate(before, 2):
        if not row.get("decision"):
            continue
        spec, wrong = table_specs().get(row.get("table", "")), None
        if spec is None or spec.kind != "entity":
            wrong = ("table", row.get("table", ""), "is no table of entities")
        elif row["decision"] == SAME and not _is_a(known.get(row["candidate"], ""), spec):
            wrong = ("candidate", row["candidate"], f"is no {spec.class_name} of the region")
        if wrong is not None:
            mend = "the decision was not used; mend it, or take the row out"
            found.append(Finding(REVIEW, n, *wrong, mend, "warning"))
    return found


def _is_a(class_name: str, spec: TableSpec) -> bool:
    """Whether an entity may be what a row of a table is, or the other way round."""
    above = superclasses()
    return class_name in above and (
        spec.class_name in {class_name, *above[class_name]} or class_name in above[spec.class_name]
    )


def _notes(asked: ImportMap, region: RegionRows, before: list[dict[str, str]]) -> EntityNotes:
    """What is known before the files are read."""
    made, names = MadeRows(frozenset(region.taken)), _names(region, before)
    earlier = earlier_ids(region.mine, before)
    code = code_of_place(asked.place or "", *region.place_names)
    home = None if code is None else city_of(code)
    places = PlaceNotes(names, made, asked.key, earlier, home)
    known = KnownEntities(asked.key, {k: region.rows[k] for k in region.named}, made)
    return EntityNotes(asked, names, made, places, region.codes, known, earlier)


def _make(opened: list[tuple[ReadMap, GivenTable]], maker: RowMaker) -> None:
    """Sees all records once to note who there is, and once more to make the rows."""
    for read, table in opened:
        maker.made.counts.setdefault(table.called, Counted())
        maker.made.written[table.called] = table.written
        maker.note(read, table)
    for read, table in opened:
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
        tables = tables_in_file(path, Layout(**read.layout))
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
    ours = {key for rows in region.mine.values() for key in rows}
    names = Names(taken=region.taken | ours, parts=dict(region.parts))
    for key, (class_name, held, codes) in region.named.items():
        names.add(key, class_name, held, codes)
    specs = table_specs()
    for row in before:
        if row["decision"] and row["table"] in specs:
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
        raise UsageError(
            f"place: {shorten(asked.place)} is no place that is known; write one of a division of "
            "China or of a country, or bring it in as a row of city"
        )
    rows = made.rows.get("location", {}).values()
    found = Counter(row["place"] for row in rows)
    for table in ("city", "province", "country", "area", "district"):
        known = made.rows.get(table, {})
        held_here = Counter({key: n for key, n in found.items() if key in known})
        if held_here:
            return min(held_here, key=lambda key: (-held_here[key], key))
    if (countries := made.rows.get("country")) and len(countries) == 1:
        return next(iter(countries))
    raise UsageError(
        'the region has no place to centre on; write place = "厦门" above [source] in the map'
    )


def _rejects_text(made: MadeRows) -> str:
    """What could not be taken, with its reason and the record as it was read."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(REJECT_COLUMNS)
    for r in made.rejects:
        record = as_text(json.dumps(r.where.record, ensure_ascii=False, default=str))
        row = [r.where.file, r.where.row, r.table, r.column, r.value, r.problem, r.mend, record]
        writer.writerow([guard(as_text(str(cell))) for cell in row])
    return out.getvalue()
