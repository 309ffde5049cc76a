"""The places that an import names: of the region, of the gazetteer, or made."""

import re
from dataclasses import dataclass

from ecograph.intake.conversion import is_nothing
from ecograph.intake.earlier_ids import EarlierIds
from ecograph.intake.gazetteer import (
    GazetteerPlace,
    around,
    gazetteer,
    place_in_address,
    place_in_name,
    place_named,
)
from ecograph.intake.import_map import CellMap
from ecograph.intake.made_rows import MadeRows, Where
from ecograph.intake.minting import minted
from ecograph.intake.names import Names, label_column, plain
from ecograph.intake.record_values import value_at
from ecograph.tables.editorial import EDITORIAL
from ecograph.tables.schema import table_specs

_ADDRESS = re.compile(r"[,，\d]")  # what no name of a place has
_DEEPEST = 8  # levels of places
_LONGEST_NAME = 48  # signs of the name of a place; what is longer is an address
_LONGEST = 24  # signs of a place that is written as its parts: 厦门市思明区


@dataclass
class PlaceNotes:
    """Finds places, and makes rows for those of the gazetteer that the region has not."""

    names: Names
    made: MadeRows
    source: str
    earlier: EarlierIds
    home: str | None = None  # the code of the place that the region centres on

    def find(self, cell: CellMap, text: str, where: Where) -> tuple[str, str | None] | None:
        """The id of the place of a cell; the kind of text, where only a part of it is the place."""
        wider = value_at(where.record, cell.of) if cell.of else None
        if cell.within is not None:
            by = place_in_name(text) if cell.within == "name" else place_in_address(text, self.home)
            if wider and not is_nothing(str(wider)):
                return self._derived_inside(by, str(wider), cell.within)
            return None if by is None else (self.of_code(by), cell.within)
        if wider and not is_nothing(str(wider)):
            return self._inside(cell, text, str(wider), where)
        found = self.names.by_name(text, ("Place", "Park"))
        if len(found) == 1:
            return min(found), None
        code = place_named(text, self.home)
        if code is None and label_column(text) == "label_zh" and len(text) <= _LONGEST:
            code = place_in_address(text, self.home)
        if code is not None:
            return self.of_code(code), None
        return (self._made(cell.make, text, None, where), None) if cell.make else None

    def _derived_inside(
        self, by: str | None, wider: str, within: str
    ) -> tuple[str, str | None] | None:
        """A place that a text says, where it lies in the wider one; else the wider one itself."""
        outer = place_named(wider, self.home)
        if outer is None:
            return None
        if by is not None and outer in {place.code for place in around(by)}:
            return self.of_code(by), within
        return self.of_code(outer), None

    def _inside(
        self, cell: CellMap, text: str, wider: str, where: Where
    ) -> tuple[str, str | None] | None:
        """A place in a wider one that another column names."""
        outer = place_named(wider, self.home)
        code = None if outer is None else place_named(text, self.home, outer)
        if code is not None:
            return self.of_code(code), None
        if outer is not None and _ADDRESS.search(text):
            by = place_in_address(f"{text}, {gazetteer()[outer].label_en}", self.home)
            if by is not None and by != outer:
                return self.of_code(by), "address"
        around_it = None
        if outer is not None:
            around_it = self.of_code(outer)
        elif len(found := self.names.by_name(wider, ("Place",))) == 1:
            around_it = min(found)
        if cell.make and _ADDRESS.search(text) is None and len(text) <= _LONGEST_NAME:
            return self._made(cell.make, text, around_it, where), None
        if around_it is None:
            return None
        problem = f"is no place that is known; {wider} is taken"
        self.made.reject(where, "location", "place", text, problem, "give the place in a column")
        return around_it, None

    def _made(self, table: str, text: str, wider: str | None, where: Where) -> str:
        """A row for a place that nothing knows; one of a name in one wider place is one."""
        own = f"{plain(text)}|{wider}"
        known = self.names.by_key((table,), own)
        if known:
            row = self.made.rows.get(table, {}).get(min(known), {})
            if row.get("label_en", "").isupper() and not text.isupper():
                row["label_en"] = text  # which reads better
            return min(known)
        spec = table_specs()[table]
        known_before = self.earlier.of(table, text, (text,), part_of=wider or "")
        if known_before in self.earlier.given:
            known_before = None
        key = known_before or minted(table, text, self.names.taken)
        self.earlier.given.add(key)
        row = {"id": key, label_column(text): text, "source": self.source, "locator": where.locator}
        if wider is not None:
            row["part_of"] = wider
        self.made.put_entity(table, row)
        self.names.add(key, spec.class_name, (text,), ())
        self.names.add_key(table, own, key)
        return key

    def of_code(self, code: str) -> str:
        """The id of a place of the gazetteer; it has a row from now on, and what it is part of."""
        return self._of(gazetteer()[code])

    def _of(self, place: GazetteerPlace) -> str:
        spec = table_specs()[place.table]
        known = self.names.by_key((place.table,), place.code)
        if known:
            return min(known)
        wider = self._of(gazetteer()[place.part_of]) if place.part_of else None
        named = (self.names.by_name(name, (spec.class_name,)) for name in place.names)
        held = {k for keys in named for k in keys if wider is None or self._may_be_in(k, wider)}
        if len(held) == 1:
            key = held.pop()
        else:
            text = place.label_en
            if place.table == "district" and wider is not None:
                text = f"{wider} {text}"
            key = minted(place.table, text, self.names.taken)
            row = {"id": key, "label_zh": place.label_zh, "label_en": place.label_en}
            row |= {"source": EDITORIAL} | ({"part_of": wider} if wider else {})
            self.made.put_entity(place.table, row)
            self.names.add(key, spec.class_name, place.names, ())
            if wider is not None:
                self.names.parts[key] = wider
        self.names.add_key(place.table, place.code, key)
        return key

    def _may_be_in(self, key: str, wider: str) -> bool:
        """Whether a place is in another, or nobody says what it is in."""
        held = self.names.parts.get(key)
        if held is None:
            return True
        for _ in range(_DEEPEST):
            if held in (wider, None):
                return held == wider
            held = self.names.parts.get(str(held))
        return False


def code_of_place(*names: str) -> str | None:
    """The code of the place that one of these names means."""
    found = (place_named(name) for name in names if name)
    return next((code for code in found if code is not None), None)


def city_of(code: str) -> str:
    """The city that a place is in, itself where it is none."""
    return next((p.code for p in around(code) if p.table == "city"), code)
