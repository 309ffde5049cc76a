"""The tables of a region's folder as an import sees them, changes them and writes them."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ecograph.base.errors import UsageError
from ecograph.base.files import kind_of, read_text, write_all
from ecograph.intake.import_map import ImportMap
from ecograph.intake.made_rows import MadeRows, Row, TableChange
from ecograph.intake.minting import slug
from ecograph.tables.concepts import Lists
from ecograph.tables.csv_files import delimiter_of
from ecograph.tables.csv_rows import with_rows, without_rows
from ecograph.tables.identifiers import canonical
from ecograph.tables.reading import Region, read_region
from ecograph.tables.region_file import OF_IMPORTS
from ecograph.tables.schema import (
    CONCEPT,
    TableSpec,
    code_lists,
    concept_spec,
    superclasses,
    table_names,
    table_specs,
)

_NAMES = ("label_zh", "label_en", "alt_zh", "alt_en")
_LOCATED = re.compile(r".* row \d+", re.S)  # as made_rows.Where has it
Named = dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]  # class, names, codes


@dataclass
class RegionRows:
    """The rows of a region that are not of an import, and those that are.

    `named` are the entities that the import may refer to, `mine` its own rows of before, by table.
    """

    folder: Path
    named: Named = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)
    mine: dict[str, dict[str, Row]] = field(default_factory=dict)
    lists: Lists = field(default_factory=dict)
    place: str = ""
    place_names: tuple[str, ...] = ()
    tables: dict[str, str] = field(default_factory=dict)

    @property
    def class_of(self) -> dict[str, str]:
        """The class of each entity that is not of the import."""
        return {key: held[0] for key, held in self.named.items()}

    def with_made(
        self, asked: ImportMap, made: MadeRows, place: str, *, withdraw: bool
    ) -> tuple[list[TableChange], dict[str, str]]:
        """What the rows of an import change, and the texts of the tables with them."""
        made.rows.setdefault("sources", {})[asked.key] = {**asked.source}
        texts: dict[str, str] = {}
        changes = []
        for table in {**made.rows, **self.mine}:
            new, old = made.rows.get(table, {}), self.mine.get(table, {})
            gone = [key for key in old if key not in new]
            kept = {} if withdraw else {key: old[key] for key in gone}
            changed = [k for k in new if k in old and _differs(old[k], new[k])]
            first = [k for k in new if k not in old]
            counts = (len(first), len(changed), len(new) - len(first) - len(changed), len(gone))
            if first or changed or (gone and withdraw):
                texts[f"{table}.csv"] = self._text(table, {**kept, **new})
            if table != "sources":
                changes.append(TableChange(table, *counts))
        if not self.place:
            texts["region.toml"] = _region_text(self.folder.resolve().name, place)
        order = table_names()
        return sorted(changes, key=lambda c: order.index(c.table)), texts

    def _text(self, table: str, rows: Mapping[str, Row]) -> str:
        """A table without the rows of the import of before, and with those of now, sorted."""
        spec = concept_spec() if table == CONCEPT else table_specs()[table]
        mine = self.mine.get(table, {})
        before = without_rows(
            self.tables.get(table, ""), lambda row: row.get(_key(table), "") in mine
        )
        ordered = [rows[key] for key in sorted(rows)]
        if not before:
            return _whole(spec.columns, ordered)
        return with_rows(before, ordered, spec.columns)[0]

    def write(self, texts: Mapping[str, str]) -> list[str]:
        """Writes the files that differ, once the tables as they would be have been read.

        Raises DataError where they do not conform, Unwritable.
        """
        with tempfile.TemporaryDirectory() as beside:
            trial = Path(beside) / "region"
            trial.mkdir()
            held = {f"{t}.csv": text for t, text in self.tables.items()}
            if kind_of(self.folder / "region.toml") == "file":
                held["region.toml"] = read_text(self.folder / "region.toml")
            for name, text in {**held, **texts}.items():
                if "/" not in name:
                    (trial / name).write_text(text, encoding="utf-8", newline="")
            read_region(trial)
        changed = {n: text.encode() for n, text in texts.items() if not _is(self.folder / n, text)}
        write_all(self.folder, changed)
        return sorted(changed)


def _key(table: str) -> str:
    return "key" if table == CONCEPT else "id"


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _differs(old: Row, new: Row) -> bool:
    filled = ({k: v for k, v in row.items() if v} for row in (old, new))
    return next(filled) != next(filled)


def _whole(columns: Iterable[str], rows: list[Row]) -> str:
    """A new table with all its columns."""
    out = io.StringIO(newline="")
    names = list(columns)
    writer = csv.DictWriter(out, names, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def rejects_of(source: str) -> str:
    """The list of what an import of a source did not take; where there is one, there was one."""
    return f"{OF_IMPORTS}/{source}-rejects.csv"


def _region_text(name: str, place: str) -> str:
    label = name.replace("\\", "").replace('"', "")
    key = slug(name) or "region"
    return f'id = "{key}"\nlabel_zh = "{label}"\nlabel_en = "{label}"\nplace = "{place}"\n'


def read_region_rows(folder: Path, source: str) -> RegionRows:
    """The rows of a folder; those of a source that cite a row of a file are of an import of before.

    Raises UsageError for a folder of something else or a source that no import made, DataError
    where its tables do not conform.
    """
    if kind_of(folder / "region.toml") != "file":
        held = [p for p in folder.iterdir() if p.name != OF_IMPORTS] if folder.is_dir() else []
        if held or kind_of(folder) == "file":
            raise UsageError(
                f"{folder}: is no folder of tables; name that of a region, or a new one"
            )
        return RegionRows(folder, lists=dict(code_lists()))
    region = read_region(folder)
    if other := sorted(set(region.files.values())):
        raise UsageError(
            f"{folder}: imports write .csv, and its tables stand in {', '.join(other)} too; "
            "export them as .csv first"
        )
    found = RegionRows(folder, lists=_lists(region), place=region.place)
    for spec, row in region.rows():
        cells = {name: "|".join(values) for name, values in row.cells.items()}
        key = cells.get("id", "")
        if _is_of(source, spec, cells):
            found.mine.setdefault(spec.name, {})[key] = cells
        else:
            _put(found, spec, key, cells)
    if source in found.mine.get("sources", {}) and not (folder / rejects_of(source)).is_file():
        raise UsageError(
            f"{folder}: has a source {source} that no import made; "
            "give the map another id under [source]"
        )
    found.place_names = found.named[region.place][1] if region.place in found.named else ()
    found.tables = _texts(folder)
    return found


def _texts(folder: Path) -> dict[str, str]:
    """The tables of a folder as written.  Raises UsageError for other signs than commas."""
    paths = {table: folder / f"{table}.csv" for table in table_names()}
    found = {table: read_text(path) for table, path in paths.items() if path.is_file()}
    for table, text in found.items():
        if (sign := delimiter_of(text)) != ",":
            raise UsageError(
                f"{paths[table]}: is parted by {sign!r}, and imports write commas; "
                "save it as CSV with commas"
            )
    return found


def _is_of(source: str, spec: TableSpec, cells: Row) -> bool:
    """Whether a row is of an import of before: what people wrote cites no row of a file."""
    if spec.name == "sources":
        return cells.get("id") == source
    return cells.get("source") == source and bool(_LOCATED.fullmatch(cells.get("locator", "")))


def _put(found: RegionRows, spec: TableSpec, key: str, cells: Row) -> None:
    """What an import may refer to of a row that is not its own: an entity, or a code of one."""
    found.taken.add(key)
    if spec.kind == "entity":
        names = tuple(n for c in _NAMES for n in cells.get(c, "").split("|") if n)
        _, _, codes = found.named.get(key, ("", (), ()))
        found.named[key] = (spec.class_name, names, codes)
        if "Place" in superclasses()[spec.class_name] and cells.get("part_of"):
            found.parts[key] = cells["part_of"].split("|")[0]
    elif spec.name == "identifier":
        code = canonical(cells.get("scheme", ""), cells.get("code", ""))
        if isinstance(code, str) and cells["entity"] in found.named:
            class_name, names, codes = found.named[cells["entity"]]
            more = (*codes, f"{cells['scheme']}:{code}")
            found.named[cells["entity"]] = (class_name, names, more)


def _lists(region: Region) -> Lists:
    """The code lists with the keys that a region adds."""
    lists = dict(code_lists())
    for row in region.concepts:
        scheme, key = str(row.one("scheme")), str(row.one("key"))
        lists[scheme] = (*lists.get(scheme, ()), key)
    return lists
