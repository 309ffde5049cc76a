"""Drafts a map of files, to be corrected: a line for each column, with the reason beside it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecograph.base.errors import UsageError
from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.intake.amounts_written import Amount, read_amount
from ecograph.intake.column_roles import (
    IN_BRACKETS,
    MOST,
    GivenColumn,
    columns_of,
    is_place,
    plain_header,
)
from ecograph.intake.conversion import codes_of, labels_of, vocabulary
from ecograph.intake.gazetteer import place_in_address, place_in_name
from ecograph.intake.minting import slug
from ecograph.intake.names import label_column
from ecograph.intake.rdf_tables import (
    IRI,
    name_column,
    properties_like,
    statement_of_shortcut,
    table_of_class,
    tables_in_file,
)
from ecograph.tables.given_files import GivenTable
from ecograph.tables.schema import snake, superclasses, table_specs
from ecograph.tables.stock_codes import stock_code

_FEW = 0.3  # what part at least, where the header says what it is
_LINKED = 0.8  # what part of the values must be those of another column
_PARTED = re.compile(r"[,，、;；|/]")
_STEPS = ("-", ">", "/", "\\", "|", ".")
_TARGETS = ("lab", "fund", "policy", "park", "consortium", "firm", "product", "industry_chain")
_OF_TWO = ("production", "participation", "membership", "research", "supply", "collaboration")
_MOST_ROLES = 12  # values of a column of roles that a draft lists
# What other people's roles of members are here; any other is a member.
_ROLES = {
    **dict.fromkeys(("coordinator", "leader", "lead", "牵头", "牵头单位", "组长"), "leader"),
    **dict.fromkeys(("associatedpartner", "thirdparty", "associate", "participating"), "general"),
}
Line = tuple[str, Both | None]  # of the map, and what is said behind it
Ends = tuple[str, list[tuple[str, GivenColumn, str]]]  # a statement; its columns, ours and theirs


@dataclass(frozen=True)
class _Draft:
    """A table, its columns, and the table of ours that its records become rows of.

    `guessed` says that neither a header nor the name of the file says which.
    """

    table: GivenTable
    columns: list[GivenColumn]
    target: str
    guessed: bool = False

    def of(self, role: str) -> GivenColumn | None:
        return next((c for c in self.columns if c.role == role), None)


def draft_key(paths: Sequence[Path]) -> str:
    """The id of the source that a draft of a map of these files names."""
    return slug(paths[0].stem) or "list"


def suggested_map(paths: Sequence[Path], language: str = "en") -> str:
    """The text of a map of files, to be corrected, with the reason of each line beside it.

    The reasons are in zh or en.  Raises UsageError where no file has a table, Unreadable,
    MissingExtra.
    """
    drafts = [_read(table) for path in paths for table in tables_in_file(path)]
    if not drafts:
        raise UsageError("none of the files holds a table with a header")
    lines: list[Line] = [
        *(("", word(f"draft.{name}")) for name in ("what", "line", "ours")),
        ("", word("draft.place")),
        ("", None),
        ("[source]", None),
        (f"id = {_quoted(draft_key(paths))}", None),
        (f"{label_column(paths[0].stem)} = {_quoted(paths[0].stem)}", None),
        ('kind = "dataset"', None),
        ('licence = "not stated"', None),
        ("", word("draft.date")),
        ("", word("draft.address")),
    ]
    for draft in drafts:
        lines += [("", None), *_of_table(draft, drafts)]
    return "".join(_written(code, said, language) + "\n" for code, said in lines)


def _written(code: str, said: Both | None, language: str) -> str:
    """A line; what is said of it stands behind it, on the same line."""
    if said is None:
        return code
    text = "".join(c for c in " ".join(said[language != "zh"].split()) if c.isprintable())
    return f"{code}  # {text}" if code else f"# {text}"


def _quoted(text: str) -> str:
    """A text of TOML."""
    whole = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
    return whole.replace("\x7f", "\\u007f")


def _read(table: GivenTable) -> _Draft:
    columns = columns_of(table)
    label = next((c.name for c in columns if c.role == "label"), "")
    aligned = table_of_class(table.name or "") if table.written == "rdf" else None
    target = aligned or _target(label, table.called)
    return _Draft(table, columns, target or "firm", guessed=target is None)


def _target(*texts: str) -> str | None:
    """The table that records become rows of: by words of the header, then of the file."""
    for text in texts:
        for table in _TARGETS:
            if any(plain_header(w) in plain_header(text) for w in vocabulary("classes", table)):
                return table
    return None


def _of_table(draft: _Draft, drafts: list[_Draft]) -> Iterator[Line]:
    """The lines of a table: how it is laid out, what its records become, what is left."""
    table = draft.table
    yield "[[read]]", None
    yield (
        f"file = {_quoted(table.path.name)}",
        word("draft.layout", written=table.written, row=table.header_row),
    )
    if table.name is not None:
        yield f"sheet = {_quoted(table.name)}", None
    used: set[str] = set()
    link = _link(draft, drafts)
    if link is not None:
        yield from _linked(draft, link, used)
    elif draft.of("supplier") is not None and draft.of("buyer") is not None:
        yield from _supply(draft, used)
    elif draft.of("label") is None and draft.of("key") is None:
        yield "", word("draft.nothing")
    else:
        yield from _entity(draft, used)
        yield from _production(draft, used)
        yield from _aligned(draft, used)
    for column in draft.columns:
        if column.name and column.name not in used:
            some = ", ".join(column.values[:2])[:60]
            told: Both = word("draft.nested") if column.nested else (some, some)
            yield "", word("draft.unused", column=column.name, values=told)


def _entity(draft: _Draft, used: set[str]) -> Iterator[Line]:
    """The lines of what a table is about: its key, names, codes, dates, place."""
    yield "", None
    yield "[[read.rows]]", None
    yield f'table = "{draft.target}"', word("draft.guess") if draft.guessed else None
    columns = table_specs()[draft.target].columns
    key, label = draft.of("key"), draft.of("label")
    if draft.table.written == "rdf":
        yield from _rdf_names(draft, used)
        label = next((c for c in draft.columns if c.name in used), label)
    if key is not None and (label is None or len(key.known) >= _LINKED * len(label.known)):
        sign = _path_sign(key)
        if sign is None:
            yield _line("id", key, used)
        else:
            used.add(key.name)
            yield f"id = {{ {_column(key)}, path = {_quoted(sign)} }}", word("draft.path")
        if label is None and sign is None and draft.table.written != "rdf":
            yield _line("label", key, used)
    for role in ("label", "alt", "uscc", "stock", "lei", "ror", "wikidata", "founded", "issued"):
        held = draft.of(role)
        if held is None or held.name in used:
            continue
        if role in ("founded", "issued") and role not in columns:
            continue
        if role not in ("uscc", "stock", "lei") or draft.target in ("firm", "lab", "fund"):
            yield _line(role, held, used)
    if draft.target not in ("product", "policy", "industry_chain"):
        yield from _place(draft, used)


def _rdf_names(draft: _Draft, used: set[str]) -> Iterator[Line]:
    """The names that predicates give a resource, each in its language; the first of a kind."""
    given: set[str] = set()
    for column in draft.columns:
        ours = name_column(column.name)
        if ours is not None and ours not in given:
            given.add(ours)
            used.add(column.name)
            yield f"{ours} = {_quoted(column.name)}", word("draft.named")


def _path_sign(column: GivenColumn) -> str | None:
    """The sign that parts the steps of ways through classes: what stands before it is known too."""
    for sign in _STEPS:
        longer = [v for v in column.known if sign in v]
        if len(longer) > _FEW * len(column.known):
            begun = sum(1 for v in longer if v.rpartition(sign)[0] in column.known)
            if begun > _FEW * len(longer):
                return sign
    return None


def _place(draft: _Draft, used: set[str]) -> Iterator[Line]:
    """Where an entity is: a column of places, of addresses, or what its name begins with."""
    place, country, address, label = (draft.of(r) for r in ("place", "country", "address", "label"))
    if place is not None and country is None and place.part(is_place) < _FEW:
        place = None  # such as the exchange at which a firm is listed
    if place is not None and country is not None:
        used |= {place.name, country.name}
        wider = f'of = {_quoted(country.name)}, make = "city"'
        yield f"place = {{ {_column(place)}, {wider} }}", place.why
    elif address is not None and (place is None or address.part(place_in_address) > MOST):
        used.add(address.name)
        wider = "" if country is None else f", of = {_quoted(country.name)}"
        used |= set() if country is None else {country.name}
        yield f'place = {{ {_column(address)}{wider}, within = "address" }}', address.why
    elif (found := place or country) is not None:
        yield _line("place", found, used)
    elif label is not None and label.part(lambda v: place_in_name(v) is not None) > _FEW:
        yield f'place = {{ {_column(label)}, within = "name" }}', word("draft.begin")


def _production(draft: _Draft, used: set[str]) -> Iterator[Line]:
    """What the firms of a table make."""
    maker = draft.of("key") or draft.of("label")
    product = draft.of("product")
    if draft.target != "firm" or maker is None or product is None or product.name in used:
        return
    yield "", None
    yield "[[read.rows]]", None
    yield 'table = "production"', None
    yield f"maker = {_quoted(maker.name)}", None
    yield _product(product, used)


def _product(column: GivenColumn, used: set[str]) -> Line:
    """Products, several where a sign parts them; those that nothing has get a row."""
    used.add(column.name)
    sign = next((s for v in column.values for s in _PARTED.findall(v)), None)
    split = "" if sign is None else f", split = {_quoted(sign)}"
    return f'product = {{ {_column(column)}{split}, make = "product" }}', column.why


def _supply(draft: _Draft, used: set[str]) -> Iterator[Line]:
    """Who supplies whom with what, where the file names both."""
    yield "", None
    yield "[[read.rows]]", None
    yield 'table = "supply"', None
    for role in ("supplier", "buyer"):
        if (held := draft.of(role)) is not None:
            used.add(held.name)
            yield f'{role} = {{ {_column(held)}, make = "firm" }}', held.why
    if (product := draft.of("product")) is not None:
        yield _product(product, used)
    yield from _deal(draft, used)


def _deal(draft: _Draft, used: set[str]) -> Iterator[Line]:
    """How much of a supply, and when."""
    amount, date = draft.of("amount"), draft.of("date")
    if amount is not None and amount.name not in used:
        used.add(amount.name)
        units = labels_of("unit", codes_of(()))
        held = next((u for u in IN_BRACKETS.findall(amount.name)), "")
        unit = held if isinstance(read_amount(f"1{held}", None, units), Amount) else ""
        bare = amount.part(lambda v: re.fullmatch(r"[\d,.]+", v)) > 0
        told = word("draft.unit") if bare and not unit else amount.why
        yield f"amount = {{ {_column(amount)}{f', unit = {_quoted(unit)}' if unit else ''} }}", told
    if date is not None and date.name not in used:
        yield _line("period", date, used)


def _aligned(draft: _Draft, used: set[str]) -> Iterator[Line]:
    """What the predicates of RDF say by the alignments: columns of the table, statements."""
    columns = table_specs()[draft.target].columns
    for column in draft.columns if draft.table.written == "rdf" else ():
        for name in properties_like(column.name) if column.name not in used else ():
            spec = statement_of_shortcut(name)
            if snake(name) in columns:
                used.add(column.name)
                yield f"{snake(name)} = {_quoted(column.name)}", word("draft.aligned", term=name)
            elif spec is not None and len(spec.roles) == 2:
                used.add(column.name)
                yield "", None
                yield "[[read.rows]]", None
                yield f'table = "{spec.name}"', word("draft.aligned", term=name)
                yield f"{spec.roles[0]} = {_quoted(IRI)}", None
                yield f"{spec.roles[1]} = {_quoted(column.name)}", None
                if "role" in spec.columns and spec.columns["role"].required:
                    yield 'role = { value = "member" }', word("draft.guess")
            if column.name in used:
                break


def _link(draft: _Draft, drafts: list[_Draft]) -> Ends | None:
    """The statement that a table of two references is: which table, and its two columns."""
    found: list[tuple[GivenColumn, str]] = []
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
    for table in sorted(_OF_TWO, key=lambda t: t != "supply") if draft.of("amount") else _OF_TWO:
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


def _linked(draft: _Draft, link: Ends, used: set[str]) -> Iterator[Line]:
    """A statement between the entities of two other files."""
    table, ends = link
    yield "", None
    yield "[[read.rows]]", None
    yield f'table = "{table}"', None
    paid = table == "supply" and draft.of("amount") is not None and _is_paid(draft)
    if paid:  # the money runs against the goods
        ends = [(name, *other[1:]) for (name, *_), other in zip(ends, reversed(ends), strict=True)]
    for name, column, kind in ends:
        used.add(column.name)
        told = word("draft.paid") if paid else word("draft.key", table=kind)
        yield f"{name} = {_quoted(column.name)}", told
    if table in ("participation", "membership"):
        yield _role(draft, used)
    if table == "supply":
        yield from _deal(draft, used)


def _is_paid(draft: _Draft) -> bool:
    """Whether a table is of payments: its name or its headers say so."""
    texts = [draft.table.called, *(c.name for c in draft.columns)]
    words = vocabulary("classes", "payment")
    return any(plain_header(w) in plain_header(text) for text in texts for w in words)


def _role(draft: _Draft, used: set[str]) -> Line:
    """The role of a member: of a column of roles, else that of a member."""
    words = vocabulary("headers", "role")
    for column in draft.columns:
        if plain_header(column.name) in words and column.name not in used and column.known:
            used.add(column.name)
            meant = {v: _ROLES.get(v.lower(), "member") for v in sorted(column.known)[:_MOST_ROLES]}
            values = ", ".join(f"{_quoted(v)} = {_quoted(role)}" for v, role in meant.items())
            return f"role = {{ {_column(column)}, values = {{ {values} }} }}", word("draft.guess")
    return 'role = { value = "member" }', word("draft.guess")


def _line(role: str, column: GivenColumn, used: set[str]) -> Line:
    used.add(column.name)
    return f"{role} = {_quoted(column.name)}", column.why


def _column(column: GivenColumn) -> str:
    return f"column = {_quoted(column.name)}"
