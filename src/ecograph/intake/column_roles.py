"""What the columns of other people's tables may be, told by their headers and values."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.intake.conversion import is_nothing, vocabulary
from ecograph.intake.gazetteer import place_in_address, place_named
from ecograph.intake.record_values import column_names
from ecograph.tables.given_files import GivenTable
from ecograph.tables.stock_codes import stock_code

LOOKED_AT = 400  # values of a column, by whose form it is told what it is
MOST_READ = 300_000  # records of a table
MOST = 0.6  # what part of the values must be of a form
ROLES = (
    *("uscc", "stock", "lei", "ror", "wikidata", "label", "alt", "founded", "issued", "country"),
    *("place", "address", "product", "supplier", "buyer", "key", "number", "amount", "date"),
)
IN_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]")
_USCC = re.compile(r"[0-9A-Z]{18}", re.I)
_NAMES = ("label", "alt", "product", "supplier", "buyer")
_NO_REASON: Both = ("", "")


@dataclass
class GivenColumn:
    """A column of a file: its name, some of its values, what it may be and why.

    `known` are all its values, `nested` says that some are lists or objects.
    """

    name: str
    values: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    nested: bool = False
    role: str = ""
    why: Both = _NO_REASON

    def part(self, fits: Callable[[str], object]) -> float:
        """Which part of the values is of a form, from 0 to 1."""
        return sum(1 for v in self.values if fits(v)) / len(self.values) if self.values else 0.0


def columns_of(table: GivenTable) -> list[GivenColumn]:
    """The columns of a table with the role of each; no role has two columns."""
    columns = [GivenColumn(name) for name in column_names(table.header)]
    for record in islice(table.records(), MOST_READ):
        for column, cell in zip(columns, record.cells, strict=False):
            if isinstance(cell, (list, dict)):
                column.nested = True
            elif cell is not None and not is_nothing(str(cell)):
                column.known.add(str(cell))
                if len(column.values) < LOOKED_AT:
                    column.values.append(str(cell))
    for role in ROLES:
        free = [c for c in columns if not c.role and c.name]
        fits = [(_likeness(role, c), c) for c in free]
        (fit, why), found = max(fits, key=lambda pair: pair[0][0], default=((0, _NO_REASON), None))
        if found is not None and fit:
            found.role, found.why = role, why
    _seller(columns)
    return columns


def _seller(columns: list[GivenColumn]) -> None:
    """Where a table names buyers, the name of a supplier is no name of what the table is about."""
    roles = {c.role: c for c in columns}
    label = roles.get("label")
    if label is None or "buyer" not in roles or "supplier" in roles:
        return
    header = plain_header(label.name)
    if held := [w for w in vocabulary("headers", "supplier") if plain_header(w) in header]:
        label.role, label.why = "supplier", word("draft.holds", word=max(held, key=len))


def plain_header(text: str) -> str:
    """A header as it is compared: in lower case, without spaces, marks and brackets."""
    return re.sub(r"[\s_\-()（）:：.]+", "", text.lower())


def is_place(text: str) -> bool:
    """Whether a text names a place of the gazetteer."""
    if place_named(text) is not None:
        return True
    return text.endswith(("区", "县", "市", "省")) and place_in_address(text) is not None


_BY_VALUES: dict[str, Callable[[str], object]] = {
    "uscc": lambda v: _USCC.fullmatch(v.strip()) is not None,
    "stock": lambda v: isinstance(stock_code(v), str) and not v.isalpha(),
    "place": is_place,
    "country": lambda v: (place_named(v) or "").isalpha(),
    "address": lambda v: "," in v and place_in_address(v) is not None,
}


def _likeness(role: str, column: GivenColumn) -> tuple[int, Both]:
    """How much a column is like a role, by its values and its header, and why."""
    header = plain_header(column.name)
    words = {plain_header(w) for w in vocabulary("headers", role)}
    part = column.part(_BY_VALUES[role]) if role in _BY_VALUES else 0.0
    if role in _NAMES and column.part(lambda v: re.search(r"[^\W\d_]", v) is not None) < MOST:
        return 0, _NO_REASON  # numbers are no names
    bare = plain_header(IN_BRACKETS.sub("", column.name))  # 金额（万元） is 金额
    if header in words or bare in words:
        whole = role == "label" and any(w in header for w in ("full", "legal", "全称"))
        return 4 + whole, word("draft.says", header=column.name)
    if part >= MOST:
        return 3, word("draft.form", part=f"{100 * part:.0f}")
    held = [w for w in words if len(w) > 2 and w in header and (not w.isascii() or len(w) > 3)]
    if not held and role in _NAMES:  # 客户名称 is 客户
        held = [w for w in words if header in (f"{w}名称", f"{w}全称")]
    if held and role != "key":
        return 2, word("draft.holds", word=max(held, key=len))
    if role == "key" and header.endswith(("id", "code", "编号", "代码")):
        return 1, word("draft.ends", header=column.name)
    return 0, _NO_REASON
