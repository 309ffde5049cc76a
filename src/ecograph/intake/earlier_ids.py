"""The ids that an import gave before: they stay with what they were given to.

Other tables refer to an id, so it must not pass to another entity because the files are sorted
otherwise now, or because a row in front of it is gone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ecograph.intake.made_rows import MadeRows, Row
from ecograph.intake.minting import ids_made_of
from ecograph.intake.names import SAME, plain

_NAMES = ("label_zh", "label_en", "alt_zh", "alt_en")


@dataclass
class EarlierIds:
    """The rows of an import of before by table and id, and which of their ids were given again."""

    rows: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    _named: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _coded: dict[str, list[str]] = field(default_factory=dict)

    def has(self, table: str, key: str) -> bool:
        """Whether an id was that of a row of a table."""
        return key in self.rows.get(table, {})

    def of(
        self,
        table: str,
        text: str,
        names: Iterable[str],
        codes: Iterable[str] = (),
        *,
        keyed: bool = False,
        part_of: str | None = None,
    ) -> str | None:
        """The id that an entity had: by its key, by a code, by the text it was made of, by a name.

        It may have been given again already, to a record that means the same.
        """
        held = self.rows.get(table, {})
        base, marked = ids_made_of(table, text)
        by_key = [k for k in (marked, base) if keyed and k not in self.given]
        by_code = [k for code in codes for k in self._coded.get(code, ())]
        by_name = [k for n in names for k in self._named.get((table, plain(n)), ())]
        if part_of is not None:
            by_name = [k for k in by_name if held.get(k, {}).get("part_of", "") == part_of]
        if keyed:  # a name may be that of something with another key
            by_name = [k for k in by_name if k not in self.given]
        found = (k for k in (*by_key, *by_code, marked, *by_name) if k in held)
        return next(found, None)


def keep_names(made: MadeRows, earlier: Mapping[str, Mapping[str, Row]]) -> None:
    """Names stay in the order of before: which of several comes first in a file is chance."""
    for table, rows in made.rows.items():
        for key, row in rows.items():
            before = earlier.get(table, {}).get(key, {})
            for label, alias in (("label_zh", "alt_zh"), ("label_en", "alt_en")):
                names = [n for n in (row.get(label), *row.get(alias, "").split("|")) if n]
                first = [n for n in (before.get(label), *before.get(alias, "").split("|")) if n]
                if set(names) == set(first) and names != first:
                    row |= {label: before.get(label, ""), alias: before.get(alias, "")}
                elif before.get(label) in names[1:]:
                    others = [n for n in names if n != before[label]]
                    row |= {label: before[label], alias: "|".join(others)}


def earlier_ids(
    rows: Mapping[str, Mapping[str, Row]], decided: Iterable[Mapping[str, str]]
) -> EarlierIds:
    """The ids of the rows of an import of before; decided names are names of theirs."""
    found = EarlierIds(rows)
    for table, held in rows.items():
        for key, row in held.items():
            for name in (n for c in _NAMES for n in row.get(c, "").split("|") if n):
                found._named.setdefault((table, plain(name)), []).append(key)
    for row in rows.get("identifier", {}).values():
        found._coded.setdefault(f"{row['scheme']}:{row['code']}", []).append(row["entity"])
    for decision in decided:
        table, key = decision.get("table", ""), decision.get("candidate", "")
        if decision.get("decision") == SAME and found.has(table, key):
            named = (table, plain(decision.get("written", "")))
            found._named.setdefault(named, []).append(key)
    return found
