"""The entities that an import meets: which are known already, which are new, which are meant."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ecograph.intake.conversion import Codes, converted, is_nothing
from ecograph.intake.earlier_ids import EarlierIds
from ecograph.intake.import_map import CellMap, ImportMap, RowMap
from ecograph.intake.known_entities import KnownEntities, is_finer, parts
from ecograph.intake.made_rows import MadeRows, Row, Where
from ecograph.intake.minting import minted
from ecograph.intake.names import Names, label_column, may_be_one, plain
from ecograph.intake.place_notes import PlaceNotes
from ecograph.intake.record_values import value_at, values_of
from ecograph.tables.identifiers import canonical, schemes, spelled
from ecograph.tables.schema import Column, TableSpec, superclasses, table_specs

_LABELS = ("label_zh", "label_en")
# The column in which an entity names the wider one that a path leads through.
_WIDER = ("broader", "part_of")


@dataclass
class EntityNotes:
    """What is known of entities while an import is read.

    `known` are the region's own entities, which an import refers to and does not write.
    """

    asked: ImportMap
    names: Names
    made: MadeRows
    places: PlaceNotes
    codes: Codes
    known: KnownEntities
    earlier: EarlierIds
    _found: dict[tuple[str, ...], str | None] = field(default_factory=dict)
    _refused: set[tuple[str, int, str]] = field(default_factory=set)

    # ------------------------------------------------------------------ entities of their own

    def note(self, spec: TableSpec, row: RowMap, where: Where) -> None:
        """Notes the entity of a record: under its key, its codes, its names."""
        key = next(iter(self._texts(row, "id", where)), "")
        codes = dict(self._codes(row, where))
        labels = self._names_of(row, where)
        if not labels and not key:
            self._refused.add((where.file, where.row, spec.name))
            mend = "fill it in, or map another column to label"
            self.made.reject(where, spec.name, "label", "", "has no name", mend)
            return
        found = self._same(spec, key, codes, labels)
        if wrong := self._wrong_codes(spec, found, key, codes, labels):
            self._refused.add((where.file, where.row, spec.name))
            shown = next((n for label in _LABELS for n in labels.get(label, ())), key)
            self.made.reject(where, spec.name, "label", shown, *wrong)
            return
        if found is None:
            found = self._new(spec, key, codes, labels, row, where)
        elif found in self.known.rows:
            self.known.support(found, where)
        else:
            self.made.repeated[spec.name] += 1
        self._also(found, spec, key, codes, labels, where)
        self._own_cells(spec, row, found, where)
        for scheme, code in codes.items():
            self.put_code(found, scheme, code, where)

    def key_of(self, spec: TableSpec, row: RowMap, where: Where) -> str | None:
        """The entity of a record that was noted; None where it was refused."""
        if (where.file, where.row, spec.name) in self._refused:
            return None
        key = next(iter(self._texts(row, "id", where)), "")
        codes = dict(self._codes(row, where, tell=False))
        return self._same(spec, key, codes, self._names_of(row, where))

    def _same(
        self, spec: TableSpec, key: str, codes: dict[str, str], labels: dict[str, list[str]]
    ) -> str | None:
        """The entity that is known under a key, a code or a name, and that no code contradicts."""
        if key and (found := self.names.by_key((spec.name,), key)):
            return min(found)
        classes = (spec.class_name,)
        if codes and (held := self.names.by_code(_of_schemes(codes), classes)):
            return min(held)
        for name in (n for label in _LABELS for n in labels.get(label, ())):
            named = self.names.by_name(name, classes)
            if key:  # what this import has under another key is another
                named &= self.known.rows.keys()
            named = {k for k in named if not self._contradicted(k, codes)}
            if len(named) == 1:
                return named.pop()
        return None

    def _may_be(self, found: str, labels: dict[str, list[str]]) -> bool:
        """Whether a name may be that of an entity: in another script, or with a part in common."""
        own = [n for label in _LABELS for n in labels.get(label, ())]
        known = self.names.names_of(found)
        return not own or not known or any(may_be_one(a, b) for a in own for b in known)

    def _wrong_codes(
        self,
        spec: TableSpec,
        found: str | None,
        key: str,
        codes: dict[str, str],
        labels: dict[str, list[str]],
    ) -> tuple[str, str] | None:
        """What is wrong with a record whose codes, key and name are those of several entities."""
        if found is None:
            return None
        mend = "mend the code, or the name"
        held = self.names.by_code(_of_schemes(codes), (spec.class_name,))
        if other := sorted(held - {found}):
            names = f"{self.names.labels[found]}, {self.names.labels[other[0]]}"
            return f"has codes and a key of several: {names}", mend
        known = self.names.codes_of(found)
        for scheme, code in codes.items():
            if self._contradicted(found, {scheme: code}):
                own = f"{self.names.labels[found]} has the code {known[scheme]}"
                return f"has the code {code}, and {own}", mend
        if not self._may_be(found, labels):
            code = next(iter(codes.values()), key)
            return f"has the code {code}, which is that of {self.names.labels[found]}", mend
        return None

    def _contradicted(self, key: str, codes: Mapping[str, str]) -> bool:
        held = self.names.codes_of(key)
        return any(scheme in held and held[scheme] != code for scheme, code in codes.items())

    def _new(
        self,
        spec: TableSpec,
        key: str,
        codes: dict[str, str],
        labels: dict[str, list[str]],
        row: RowMap,
        where: Where,
    ) -> str:
        """A new row for an entity that is not known; whom it may be is told."""
        cell = row.cells.get("id")
        if cell is not None and cell.path and key:
            return self._on_path(spec, key, cell.path, labels, where)
        first = next((n for label in reversed(_LABELS) for n in labels.get(label, ())), key)
        label = labels or {label_column(key): [key]}
        named = {k: v[0] for k, v in label.items()}
        return self._put(spec, key or first, named, where, codes=codes, keyed=bool(key))

    def _put(
        self,
        spec: TableSpec,
        text: str,
        labels: Row,
        where: Where,
        *,
        codes: Mapping[str, str],
        keyed: bool,
        **cells: str,
    ) -> str:
        """A row for an entity that is made of a key or a name; one of before keeps its id."""
        name = next(iter(labels.values()))
        may_be = self.names.candidates(name, (spec.class_name,))
        if keyed:  # what the same list has under another key is another
            may_be = [c for c in may_be if c.key in self.known.rows]
        self.made.doubt(name, spec.name, spec.class_name, may_be)
        key = self.earlier.of(spec.name, text, labels.values(), _of_schemes(codes), keyed=keyed)
        if key in self.earlier.given:  # to a record of that name before this one
            if not keyed and not self._contradicted(key, codes):
                return key
            key = None
        if key is None:
            key = minted(spec.name, text, self.names.taken)
        self.earlier.given.add(key)
        apart = text if keyed else next(iter(codes.values()), "")
        for label, told in list(labels.items()):  # a label is that of one entity of a class
            if apart not in ("", told) and self.names.by_name(told, (spec.class_name,)):
                both = f"{told}（{apart}）" if label == "label_zh" else f"{told} ({apart})"
                labels = {**labels, label: both, label.replace("label", "alt"): told}
        for label in _LABELS:  # another name is another one
            alias = label.replace("label", "alt")
            if plain(labels.get(alias, "")) == plain(labels.get(label, "")):
                labels = {k: v for k, v in labels.items() if k != alias}
        row = {"id": key, **labels, **cells, "source": self.asked.key, "locator": where.locator}
        self.made.put_entity(spec.name, row)
        self.names.add(key, spec.class_name, labels.values(), ())
        return key

    def _on_path(
        self, spec: TableSpec, key: str, sign: str, labels: dict[str, list[str]], where: Where
    ) -> str:
        """An entity at the end of a way through wider ones, which are made where they are new."""
        steps = [s.strip() for s in key.split(sign) if s.strip()]
        wider = next((c for c in _WIDER if c in spec.columns), None)
        above = ""
        for n in range(1, len(steps) + 1):
            text = sign.join(steps[:n])
            found = self.names.by_key((spec.name,), text)
            if not found:
                own = labels if n == len(steps) else {}
                step = {label_column(steps[n - 1]): steps[n - 1]}
                named = {k: v[0] for k, v in own.items()} or step
                cells = {wider: above} if wider and above else {}
                made = self._put(spec, text, named, where, codes={}, keyed=True, **cells)
                self.names.add_key(spec.name, text, made)
                found = {made}
            above = min(found)
        return above

    def _also(
        self,
        found: str,
        spec: TableSpec,
        key: str,
        codes: dict[str, str],
        labels: dict[str, list[str]],
        where: Where,
    ) -> None:
        """All that is known of an entity by now: another name is an alias of it."""
        if key:
            self.names.add_key(spec.name, key, found)
        names = [n for held in labels.values() for n in held]
        self.names.add(found, spec.class_name, names, _of_schemes(codes))
        row = self.made.rows.get(spec.name, {}).get(found)
        if row is None:
            for name in names if found in self.known.rows else ():
                self.known.name(found, name, where)
            return
        for label, held in labels.items():
            own = label if label in _LABELS else label.replace("alt", "label")
            alias = own.replace("label", "alt")
            for name in held:
                if label in _LABELS and not row.get(own):
                    row[own] = name
                elif plain(name) not in map(plain, (row.get(own, ""), *parts(row, alias))):
                    row[alias] = "|".join(filter(None, (row.get(alias), name)))

    def _own_cells(self, spec: TableSpec, row: RowMap, found: str, where: Where) -> None:
        """The cells of an entity that refer to nothing; the first that says one is kept."""
        for name, cell in row.cells.items():
            column = spec.columns.get(name)
            if column is None or column.type in ("id", "ref") or name in (*_LABELS, *_ALIASES):
                continue
            texts = values_of(cell, where.record)
            self.made.nothing += sum(map(is_nothing, texts))
            values = []
            for text in (t for t in texts if not is_nothing(t)):
                value = converted(text, column, self.codes)
                if isinstance(value, str):
                    values.append(value)
                else:
                    self.made.reject(where, spec.name, name, text, *value)
            self.fill(spec, column, found, values, where)

    def fill(
        self, spec: TableSpec, column: Column, key: str, values: list[str], where: Where
    ) -> None:
        """Fills a cell of an entity; the first value is kept, and what says otherwise is told.

        What is new of an entity of the region is a supplement to its row.
        """
        name = column.name
        held = self.made.rows.get(spec.name, {}).get(key)
        if held is None:
            self.known.fill(spec, column, key, values, where)
            return
        if column.many:
            before = filter(None, parts(held, name))
            held[name] = "|".join(dict.fromkeys([*before, *values]))
            return
        for value in values:
            first = held.get(name)
            if not first or (column.type == "period" and is_finer(value, first)):
                held[name] = value
            elif first != value and not (column.type == "period" and is_finer(first, value)):
                problem = f"differs from {first}, which was said of it before and is kept"
                self.made.reject(where, spec.name, name, value, problem, "mend one, or leave it")

    def _texts(self, row: RowMap, name: str, where: Where) -> list[str]:
        cell = row.cells.get(name)
        texts = values_of(cell, where.record) if cell is not None else []
        return [t for t in texts if not is_nothing(t)]

    def _names_of(self, row: RowMap, where: Where) -> dict[str, list[str]]:
        """The names of a record by their columns; the language of label and alt by their signs."""
        found: dict[str, list[str]] = {}
        for name in (n for n in (*_LABELS, *_ALIASES, "label", "alt") if n in row.cells):
            for text in self._texts(row, name, where):
                own = f"{name}_{label_column(text)[-2:]}" if name in ("label", "alt") else name
                said = (" ".join(part.split()) for part in text.split("|"))
                found.setdefault(own, []).extend(filter(None, said))
        return found

    def _codes(self, row: RowMap, where: Where, *, tell: bool = True) -> Iterator[tuple[str, str]]:
        """The public codes of a record in their one spelling; one that is none is told."""
        for scheme in (s for s in schemes() if s in row.cells):
            for text in self._texts(row, scheme, where):
                code = canonical(scheme, text)
                if isinstance(code, str):
                    yield scheme, code
                elif tell:
                    self.made.reject(where, "identifier", scheme, text, *code)

    def put_code(self, key: str, scheme: str, code: str, where: Where) -> None:
        """The row that gives an entity a code, once."""
        row = {"id": f"{scheme}-{key}", "entity": key, "scheme": scheme, "code": code}
        if code in self.names.codes_written.get((key, scheme), ()):
            return
        self.names.codes_written.setdefault((key, scheme), set()).add(code)
        self.made.put("identifier", row | {"source": self.asked.key, "locator": where.locator})

    # ------------------------------------------------------------------ references

    def reference(
        self, spec: TableSpec, column: Column, cell: CellMap, text: str, where: Where
    ) -> str | None:
        """The entity that a cell refers to; None where it is rejected."""
        wider = value_at(where.record, cell.of) if cell.of else None
        asked = (column.iri, spec.name, text, str(wider))  # two places of one name are two
        if asked not in self._found or self._found[asked] is None:
            self._found[asked] = self._referred(spec, column, cell, text, where)
        return self._found[asked]

    def _referred(
        self, spec: TableSpec, column: Column, cell: CellMap, text: str, where: Where
    ) -> str | None:
        if is_nothing(text):
            self.made.nothing += 1
            return None
        of_place = "Place" in column.argument
        if of_place and cell.of and (place := self.places.find(cell, text, where)):
            return place[0]
        tables = tables_of(column.argument)
        for found in (
            self.names.by_key(tables, text),
            self.names.by_code(spelled(text), column.argument),
            self.names.of_classes(column.argument, {text}),
            self.names.by_name(text, column.argument),
            self.names.by_short_name(text, column.argument),
        ):
            if len(found) == 1:
                return min(found)
            if found:
                problem = f"may be any of {', '.join(sorted(found)[:4])}"
                mend = "name it by a code, or by its id"
                self.made.reject(where, spec.name, column.name, text, problem, mend)
                return None
        if of_place and not cell.of and (place := self.places.find(cell, text, where)):
            return place[0]
        if cell.make is not None:
            return self._made_for(table_specs()[cell.make], cell, text, where)
        self._not_found(spec, column, text, where)
        return None

    def _made_for(self, spec: TableSpec, cell: CellMap, text: str, where: Where) -> str:
        """An entity that is only named by others: with its code where the reference is one."""
        if cell.path:
            return self._on_path(spec, text, cell.path, {}, where)
        named = value_at(where.record, cell.name) if cell.name else None
        name = " ".join(str(named).split()) if named else text
        code = next(iter(spelled(text)), None) if named and len(spelled(text)) == 1 else None
        scheme, _, own = (code or "").partition(":")
        codes = {scheme: own} if code is not None else {}
        label = {label_column(name): name}
        found = self._put(spec, text, label, where, codes=codes, keyed=bool(named))
        self.names.add_key(spec.name, text, found)
        if code is not None:
            self.names.add(found, spec.class_name, (), (code,))
            self.put_code(found, scheme, own, where)
        return found

    def _not_found(self, spec: TableSpec, column: Column, text: str, where: Where) -> None:
        kind = column.argument[0]
        candidates = self.names.candidates(text, column.argument)
        self.made.doubt(text, tables_of(column.argument)[0], kind, candidates)
        if candidates:
            problem = f"is not known by this name; it may be {candidates[0].label}"
            mend = "decide in import/names.csv, and import again"
        else:
            problem = f"is no {kind} that is known"
            mend = f'bring it in first, or add make = "{tables_of(column.argument)[0]}" to the map'
        self.made.reject(where, spec.name, column.name, text, problem, mend)


_ALIASES = ("alt_zh", "alt_en")


def _of_schemes(codes: Mapping[str, str]) -> list[str]:
    return [f"{scheme}:{code}" for scheme, code in codes.items()]


def tables_of(classes: Iterable[str]) -> tuple[str, ...]:
    """The tables whose rows are of one of these classes, or below one."""
    wanted, above = set(classes), superclasses()
    return tuple(
        name
        for name, spec in table_specs().items()
        if spec.kind == "entity" and wanted & {spec.class_name, *above[spec.class_name]}
    )
