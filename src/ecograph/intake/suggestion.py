"""Drafts a map of what the columns of files are, from their headers and values, with reasons."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from ecograph.base.errors import UsageError
from ecograph.intake.conversion import is_nothing, vocabulary
from ecograph.intake.gazetteer import place_in_address, place_in_name, place_named
from ecograph.intake.minting import slug
from ecograph.intake.record_values import column_names
from ecograph.tables.given_files import GivenTable
from ecograph.tables.given_formats import given_tables
from ecograph.tables.schema import superclasses, table_specs
from ecograph.tables.stock_codes import stock_code

_LOOKED_AT = 400  # values of a column, by whose form it is told what it is
_MOST_READ = 300_000  # records of a table
_MOST = 0.6  # what part of the values must be of a form
_FEW = 0.3  # what part at least, where the header says what it is
_LINKED = 0.8  # what part of the values must be those of another column
_USCC = re.compile(r"[0-9A-Z]{18}", re.I)
_PARTED = re.compile(r"[,，、;；|/]")
_ROLES = (
    *("uscc", "stock", "lei", "ror", "wikidata", "label", "alt", "founded", "issued", "country"),
    *(
        "place",
        "address",
        "product",
        "supplier",
        "buyer",
        "key",
        "number",
        "amount",
        "date",
        "kind",
    ),
)
_STEPS = ("-", ">", "/", "\\\\", "|", ".")
_NAMES = ("label", "alt", "product", "supplier", "buyer")
_OF_TWO = ("production", "participation", "membership", "research", "supply", "collaboration")


@dataclass
class _Column:
    """A column of a file: its name, some of its values, what it may be and why."""

    name: str
    values: list[str]
    known: set[str] = field(default_factory=set)
    nested: bool = False
    role: str = ""
    why: str = ""

    def part(self, fits: Any) -> float:
        """Which part of the values is of a form."""
        return sum(1 for v in self.values if fits(v)) / len(self.values) if self.values else 0.0


@dataclass
class _Draft:
    """What is drafted of a table."""

    table: GivenTable
    columns: list[_Column]
    target: str = ""
    lines: list[str] = field(default_factory=list)

    def of(self, role: str) -> _Column | None:
        return next((c for c in self.columns if c.role == role), None)


def suggested_map(paths: Sequence[Path]) -> str:
    """The text of a map of files, to be corrected, with the reason of each line beside it.

    Raises UsageError where no file has a table, Unreadable, MissingExtra.
    """
    drafts = [_read(table) for path in paths for table in given_tables(path)]
    if not drafts:
        raise UsageError("none of the files holds a table with a header")
    for draft in drafts:
        draft.target = _target(draft)
    name = slug(paths[0].stem) or "list"
    lines = [
        "# What the columns of these files are: correct it, keep it, replay it.",
        "# A line is: column of ours = column of theirs. Ours: those of ontology/tables.toml, and",
        "# label, alt, place, amount, and schemes of codes (uscc, stock, lei, ror, wikidata).",
        "",
        "[source]",
        f'id = "{name}"',
        f'label_en = "{_escaped(paths[0].stem)}"',
        'kind = "dataset"',
        'licence = "not stated"',
        '# date = "2024"            of which day or year it is',
        '# address = "https://…"    where it is published',
    ]
    for draft in drafts:
        lines += ["", *_of_table(draft, drafts)]
    return "\n".join(lines) + "\n"


def _read(table: GivenTable) -> _Draft:
    names = column_names(table.header)
    columns = [_Column(name, []) for name in names]
    for record in islice(table.records(), _MOST_READ):
        for column, cell in zip(columns, record.cells, strict=False):
            if isinstance(cell, (list, dict)):
                column.nested = True
            elif cell is not None and not is_nothing(str(cell)):
                column.known.add(str(cell))
                if len(column.values) < _LOOKED_AT:
                    column.values.append(str(cell))
    taken: set[str] = set()
    for role in _ROLES:
        found = max(
            (c for c in columns if not c.role and c.name),
            key=lambda c: _likeness(role, c)[0],
            default=None,
        )
        if found is not None and role not in taken and (fit := _likeness(role, found))[0]:
            found.role, found.why = role, fit[1]
            taken.add(role)
    return _Draft(table, columns)


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-()（）:：.]+", "", text.lower())


def _likeness(role: str, column: _Column) -> tuple[int, str]:
    """How much a column is like a role, by its values and its header, and why."""
    header = _plain(column.name)
    words = {_plain(w) for w in vocabulary("headers", role)}
    by_values = {
        "uscc": lambda v: _USCC.fullmatch(v.strip()) is not None,
        "stock": lambda v: isinstance(stock_code(v), str) and not v.isalpha(),
        "place": _is_place,
        "country": lambda v: (place_named(v) or "").isalpha(),
        "address": lambda v: "," in v and place_in_address(v) is not None,
    }
    part = column.part(by_values[role]) if role in by_values else 0.0
    if role in _NAMES and column.part(lambda v: re.search(r"[^\W\d_]", v) is not None) < _MOST:
        return 0, ""  # numbers are no names
    if header in words:
        whole = role == "label" and any(w in header for w in ("full", "legal", "全称"))
        return 4 + whole, f"the header says so: {column.name}"
    if part >= _MOST:
        return 3, f"{100 * part:.0f} % of its values are of that form"
    held = [w for w in words if len(w) > 2 and w in header and (not w.isascii() or len(w) > 3)]
    if held and role != "key":
        return 2, f"its header holds {max(held, key=len)}"
    if role == "key" and header.endswith(("id", "code", "编号", "代码")):
        return 1, f"its header ends as keys do: {column.name}"
    return 0, ""


def _target(draft: _Draft) -> str:
    """The table that records become rows of: by words of the header, then of the file."""
    label = draft.of("label")
    texts = ([label.name] if label else []) + [draft.table.called]
    for text in texts:
        for table in ("lab", "fund", "policy", "park", "consortium", "firm", "product"):
            if any(_plain(w) in _plain(text) for w in vocabulary("classes", table)):
                return table
        if any(_plain(w) in _plain(text) for w in vocabulary("classes", "industry_chain")):
            return "industry_chain"
    return "firm"


def _of_table(draft: _Draft, drafts: list[_Draft]) -> Iterator[str]:
    """The lines of a table: how it is laid out, what its records become, what is left."""
    yield "[[read]]"
    yield f'file = "{_escaped(draft.table.path.name)}"'
    if draft.table.name is not None:
        yield f'sheet = "{_escaped(draft.table.name)}"'
    yield f"# {draft.table.written}; header in row {draft.table.header_row}"
    used: set[str] = set()
    link = _link(draft, drafts)
    if link is not None:
        yield from _linked(link, used)
    elif draft.of("label") is None and draft.of("key") is None:
        yield "# no column looks like a name: add [[read.rows]] with table = and its columns"
    else:
        yield from _entity(draft, used)
        yield from _statements(draft, used)
    left = [c for c in draft.columns if c.name and c.name not in used]
    for column in left:
        told = "holds lists or objects" if column.nested else ", ".join(column.values[:2])[:60]
        yield f"# not mapped: {column.name} ({told})"


def _entity(draft: _Draft, used: set[str]) -> Iterator[str]:
    yield ""
    yield "[[read.rows]]"
    yield f'table = "{draft.target}"'
    columns = table_specs()[draft.target].columns
    key = draft.of("key")
    label = draft.of("label")
    if key is not None and (label is None or len(key.known) >= _LINKED * len(label.known)):
        sign = _path_sign(key)
        if sign is None:
            yield _line("id", key, used)
        else:
            used.add(key.name)
            column = f'column = "{_escaped(key.name)}"'
            yield f'id = {{ {column}, path = "{sign}" }}  # many lead on from others'
        if label is None and sign is None:
            yield _line("label", key, used)
    for role in ("label", "alt", "uscc", "stock", "lei", "ror", "wikidata", "founded", "issued"):
        held = draft.of(role)
        if held is None or (role in ("founded", "issued") and role not in columns):
            continue
        if role not in ("uscc", "stock", "lei") or draft.target in ("firm", "lab", "fund"):
            yield _line(role, held, used)
    if draft.target not in ("product", "policy", "industry_chain"):
        yield from _place(draft, used)


def _path_sign(column: _Column) -> str | None:
    """The sign that parts the steps of ways through classes: what stands before it is known too."""
    for sign in _STEPS:
        longer = [v for v in column.known if sign in v]
        if len(longer) > _FEW * len(column.known):
            begun = sum(1 for v in longer if v.rpartition(sign)[0] in column.known)
            if begun > _FEW * len(longer):
                return sign
    return None


def _place(draft: _Draft, used: set[str]) -> Iterator[str]:
    """Where an entity is: a column of places, of addresses, or what its name begins with."""
    place, country, address, label = (draft.of(r) for r in ("place", "country", "address", "label"))
    if place is not None and country is None and place.part(_is_place) < _FEW:
        place = None  # such as the exchange at which a firm is listed
    if place is not None and country is not None:
        used |= {place.name, country.name}
        yield (
            f'place = {{ column = "{_escaped(place.name)}", of = "{_escaped(country.name)}", '
            f'make = "city" }}  # {place.why}; {country.why}'
        )
    elif address is not None and (place is None or address.part(place_in_address) > _MOST):
        used.add(address.name)
        column = f'column = "{_escaped(address.name)}"'
        yield f'place = {{ {column}, within = "address" }}  # {address.why}'
    elif (found := place or country) is not None:
        yield _line("place", found, used)
    elif label is not None and label.part(lambda v: place_in_name(v) is not None) > _FEW:
        column = f'column = "{_escaped(label.name)}"'
        yield f'place = {{ {column}, within = "name" }}  # many of the names begin with a place'


def _is_place(text: str) -> bool:
    if place_named(text) is not None:
        return True
    return text.endswith(("区", "县", "市", "省")) and place_in_address(text) is not None


def _statements(draft: _Draft, used: set[str]) -> Iterator[str]:
    """What a table says of its entities beside themselves: their products, suppliers, buyers."""
    subject = draft.of("key") or draft.of("label")
    product = draft.of("product")
    if draft.target != "firm" or subject is None:
        return
    if product is not None and product.name not in used:
        used.add(product.name)
        parted = any(_PARTED.search(v) for v in product.values)
        sign = next((s for v in product.values for s in _PARTED.findall(v)), ",")
        split = f', split = "{sign}"' if parted else ""
        yield ""
        yield "[[read.rows]]"
        yield 'table = "production"'
        yield f'maker = "{_escaped(subject.name)}"'
        column = f'column = "{_escaped(product.name)}"{split}'
        yield f'product = {{ {column}, make = "product" }}  # {product.why}'


def _link(draft: _Draft, drafts: list[_Draft]) -> tuple[str, list[tuple[str, _Column, str]]] | None:
    """The statement that a table of two references is: which table, and its two columns."""
    found: list[tuple[_Column, str]] = []
    for column in draft.columns:
        for other in drafts:
            key = other.of("key") or other.of("label")
            if other is draft or key is None or not column.values:
                continue
            columns = [c for role in ("key", "label", "stock") if (c := other.of(role))]
            known = {_code(v) for c in columns for v in c.known}
            if len(known) > 1 and column.part(lambda v: _code(v) in known) >= _LINKED:  # noqa: B023
                found.append((column, other.target))
                break
    label = draft.of("label")
    if len(found) < 2 or (label is not None and label not in [column for column, _ in found]):
        return None
    above = superclasses()
    for table in _OF_TWO:
        refs = [
            c
            for c in table_specs()[table].columns.values()
            if c.type == "ref"
            and c.name not in ("source", "said_by")
            and (c.required or table == "supply")
        ]
        pairs = [(found[0], found[1]), (found[1], found[0])]
        for (a, kind), (b, other_kind) in pairs:
            classes = [table_specs()[k].class_name for k in (kind, other_kind)]
            if all(set(r.argument) & {k, *above[k]} for r, k in zip(refs, classes, strict=False)):
                return table, [(refs[0].name, a, kind), (refs[1].name, b, other_kind)]
    return None


def _code(text: str) -> str:
    """A value in the spelling of stock codes, where it is one."""
    found = stock_code(text) if text[:1].isdigit() or text[-1:].isdigit() else text
    return found if isinstance(found, str) else text


def _linked(link: tuple[str, list[tuple[str, _Column, str]]], used: set[str]) -> Iterator[str]:
    table, ends = link
    yield ""
    yield "[[read.rows]]"
    yield f'table = "{table}"'
    for name, column, kind in ends:
        used.add(column.name)
        yield f'{name} = "{_escaped(column.name)}"  # its values are keys of a {kind}'
    if table == "participation":
        yield 'role = { value = "member" }'
    if table == "membership":
        yield 'role = { value = "member" }'


def _line(role: str, column: _Column, used: set[str]) -> str:
    used.add(column.name)
    return f'{role} = "{_escaped(column.name)}"  # {column.why}'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
