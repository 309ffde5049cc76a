"""The tables of a region's folder as an import sees them, changes them and writes them."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ecograph.base.encodings import as_text
from ecograph.base.errors import DataError, Finding, UsageError
from ecograph.base.files import kind_of, read_text
from ecograph.base.written_together import PENDING, finish_writing, write_all
from ecograph.intake.conversion import Codes, codes_of
from ecograph.intake.import_map import ImportMap
from ecograph.intake.made_rows import MadeRows, Row, TableChange
from ecograph.intake.minting import slug
from ecograph.tables.csv_files import delimiter_of
from ecograph.tables.csv_rows import header_of, with_rows, without_rows
from ecograph.tables.identifiers import canonical
from ecograph.tables.reading import read_region
from ecograph.tables.region_file import OF_IMPORTS
from ecograph.tables.schema import (
    CONCEPT,
    TableSpec,
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

    `named` are the entities that the import may refer to and `rows` their cells, `mine` its own
    rows of before, by table; `referred` is what the rows of others refer to, `supports` are those
    by which other sources say that they have an entity of the import too.  `staying` are entities
    that were to be withdrawn and stay for such a reason.
    """

    folder: Path
    named: Named = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    referred: set[str] = field(default_factory=set)
    supports: dict[str, Row] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)
    mine: dict[str, dict[str, Row]] = field(default_factory=dict)
    codes: Codes = field(default_factory=lambda: codes_of(()))
    place: str = ""
    place_names: tuple[str, ...] = ()
    tables: dict[str, str] = field(default_factory=dict)
    staying: list[str] = field(default_factory=list)

    def with_made(
        self, asked: ImportMap, made: MadeRows, place: str, *, withdraw: bool
    ) -> tuple[list[TableChange], dict[str, str]]:
        """What the rows of an import change, and the texts of the tables with them."""
        own_source = self.mine.get("sources", {}).get(asked.key, {})
        made.rows["sources"] = {asked.key: asked.source_row(own_source)}
        texts: dict[str, str] = {}
        changes = []
        handed, self.staying = self._handed(made) if withdraw else {}, []
        for table in table_names():
            if table not in made.rows and table not in self.mine:
                continue
            new, old = made.rows.get(table, {}), self.mine.get(table, {})
            left = {key: old[key] for key in old if key not in new}
            if withdraw:
                kept = {k: r | handed.get(k, {}) for k, r in left.items() if self._stays(table, k)}
                self.staying += kept
            else:
                kept = left
            gone = [key for key in left if not withdraw or key not in kept]
            changed = [k for k in new if k in old and _differs(old[k], new[k])]
            first = [k for k in new if k not in old]
            counts = (len(first), len(changed), len(new) - len(first) - len(changed), len(gone))
            if first or changed or (left and withdraw):
                texts[f"{table}.csv"] = self._text(table, {**kept, **new})
            if table != "sources" or changed:
                changes.append(TableChange(table, *counts))
        if handed:
            texts["support.csv"] = self._without_handed(texts.get("support.csv"), handed)
        if not self.place:
            texts["region.toml"] = _region_text(self.folder.resolve().name, place)
        return changes, texts

    def _stays(self, table: str, key: str) -> bool:
        """Whether a row that the files have no more stays: others refer to it, or have it too."""
        of_entity = table in table_specs() and table_specs()[table].kind == "entity"
        return of_entity and (key in self.referred or key in self.supports)

    def _handed(self, made: MadeRows) -> dict[str, Row]:
        """What entities cite that the files have no more and other sources have."""
        mine = (key for held in self.mine.values() for key in held)
        new = {key for held in made.rows.values() for key in held}
        cited = ("source", "paragraph", "span", "locator")
        return {
            key: {c: self.supports[key].get(c, "") for c in cited}
            for key in mine
            if key in self.supports and key not in new
        }

    def _without_handed(self, text: str | None, handed: Mapping[str, Row]) -> str:
        """The table of support without what the entities themselves cite now."""
        whole = self.tables.get("support", "") if text is None else text
        taken = {self.supports[key]["id"] for key in handed}
        return without_rows(whole, lambda row: row.get("id") in taken)

    def _text(self, table: str, rows: Mapping[str, Row]) -> str:
        """A table without the rows of the import of before, and with those of now, sorted."""
        spec = concept_spec() if table == CONCEPT else table_specs()[table]
        mine = self.mine.get(table, {})
        held = self.tables.get(table, "")
        # a table that has all its columns had them before: its last ones stay, though empty
        whole = header_of(held) == [*spec.columns]
        before = without_rows(held, lambda row: row.get("id", "") in mine, cut=not whole)
        ordered = [rows[key] for key in sorted(rows)]
        if not before:
            return _whole(spec.columns, ordered)
        return with_rows(before, ordered, spec.columns)[0]

    def findings(self, texts: Mapping[str, str]) -> tuple[Finding, ...]:
        """What is wrong with the tables as they would be; nothing where they conform."""
        with tempfile.TemporaryDirectory(prefix="ecograph-") as beside:
            trial = Path(beside) / "region"
            trial.mkdir()
            held = {f"{t}.csv": text for t, text in self.tables.items()}
            if kind_of(self.folder / "region.toml") == "file":
                held["region.toml"] = read_text(self.folder / "region.toml")
            for name, text in {**held, **texts}.items():
                if "/" not in name:
                    (trial / name).write_text(text, encoding="utf-8", newline="")
            try:
                read_region(trial)
            except DataError as error:
                return error.findings
        return ()

    def write(self, texts: Mapping[str, str]) -> list[str]:
        """Writes the files that differ, together.  Raises Unwritable."""
        changed = {n: text.encode() for n, text in texts.items() if not _is(self.folder / n, text)}
        write_all(self.folder, changed)
        return sorted(changed)


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
    label = "".join(c for c in as_text(name) if c.isprintable() and c not in '\\"').strip()
    label = label or "region"
    key = slug(name) or "region"
    return f'id = "{key}"\nlabel_zh = "{label}"\nlabel_en = "{label}"\nplace = "{place}"\n'


def read_region_rows(folder: Path, source: str) -> RegionRows:
    """The rows of a folder; those of a source that cite a row of a file are of an import of before.

    Raises UsageError for a folder of something else or a source that no import made, DataError
    where its tables do not conform.
    """
    finish_writing(folder)
    if kind_of(folder / "region.toml") != "file":
        ours = (OF_IMPORTS, PENDING)
        held = [p for p in folder.iterdir() if p.name not in ours] if folder.is_dir() else []
        if held or kind_of(folder) == "file":
            raise UsageError(
                f"{folder}: is no folder of tables; name that of a region, or a new one"
            )
        return RegionRows(folder)
    region = read_region(folder)
    if other := sorted(set(region.files.values())):
        raise UsageError(
            f"{folder}: imports write .csv, and its tables stand in {', '.join(other)} too; "
            f"ecograph export --tables csv --graph {folder} -o {folder}-csv writes them so"
        )
    found = RegionRows(folder, codes=codes_of(region.concepts), place=region.place)
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
    refs = (c.name for c in spec.columns.values() if c.type == "ref" and c.name != "source")
    if spec.name == "support":
        found.supports.setdefault(cells["statement"], cells)
    else:
        found.referred.update(k for c in refs for k in cells.get(c, "").split("|") if k)
    if spec.name == "supplement":
        filled = found.rows.setdefault(cells["entity"], {})
        filled.setdefault(cells["filled_column"], cells["filled_value"])
    if spec.kind == "entity":
        found.rows[key] = cells | {k: v for k, v in found.rows.get(key, {}).items() if v}
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
