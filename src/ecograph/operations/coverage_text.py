"""How much is known of what was asked: as a sentence, as fields, and briefly in a cell."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from ecograph.base.results import Both, Coverage, Missing
from ecograph.base.words import word

MOST_SAID = 3  # how many columns a sentence names before it counts the rest


def sentence(coverage: Coverage) -> Both:
    """What is known of all, how much of that is documented, and what would tell more."""
    counted = word(f"counted.{coverage.counted}")
    known = word("coverage.none", counted=counted)
    if coverage.total:
        known = word("coverage.known", known=coverage.known, total=coverage.total, counted=counted)
    if coverage.documented is not None and coverage.known:
        documented, editorial = coverage.documented, coverage.editorial
        apart = word("coverage.evidence", documented=documented, editorial=editorial)
        known = f"{known[0]}（{apart[0]}）", f"{known[1]} ({apart[1]})"
    if not coverage.missing:
        return known
    more = word("coverage.more", columns=_columns(coverage.missing))
    return f"{known[0]}；{more[0]}", f"{known[1]}; {more[1]}"


def _columns(missing: tuple[Missing, ...]) -> Both:
    said = [_column(m) for m in missing[:MOST_SAID]]
    columns = ("、".join(zh for zh, _ in said), ", ".join(en for _, en in said))
    rest = len(missing) - len(said)
    return word("coverage.further", columns=columns, count=rest) if rest else columns


def _column(missing: Missing) -> Both:
    column = column_of(missing)
    if not missing.of:
        return word("coverage.nothing", column=column)
    counts = {"empty": missing.empty, "of": missing.of}
    if missing.counted == "rows":
        return word("coverage.rows", column=column, **counts)
    return word(
        "coverage.others", column=column, counted=word(f"counted.{missing.counted}"), **counts
    )


def column_of(missing: Missing) -> str:
    """The column to fill in as table.column; a table alone where any row of it would tell."""
    return f"{missing.table}.{missing.column}" if missing.column else missing.table


def summary(found: tuple[Coverage, ...]) -> Both:
    """How many questions are answered, and which columns hold up the most of the others."""
    answers = Counter(c.answer for c in found)
    held_up: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for c in found:
        if c.answer != "yes":
            for m in c.missing:
                held_up[column_of(m)] += 1
                weights[column_of(m)] = weights.get(column_of(m), 0) + (
                    m.empty / m.of if m.of else 1
                )
    counts = {name: answers[name] for name in ("yes", "partly", "no")}
    said = word("coverage.questions", total=len(found), **counts)
    most = [
        word("coverage.held_up", column=c, count=held_up[c])
        for c in sorted(weights, key=weights.__getitem__, reverse=True)[:MOST_SAID]
    ]
    if not most:
        return said
    columns = ("、".join(zh for zh, _ in most), ", ".join(en for _, en in most))
    more = word("coverage.most", columns=columns)
    return f"{said[0]}；{more[0]}", f"{said[1]}; {more[1]}"


def listed(missing: tuple[Missing, ...]) -> str:
    """What is missing in a cell: of each column the number that is empty, of all."""
    return "; ".join(f"{m.empty}/{m.of} {column_of(m)}" if m.of else m.table for m in missing)


def as_record(coverage: Coverage) -> dict[str, Any]:
    """The fields of a coverage that a reader needs, with those that follow from them."""
    names = ("question", "answer", "known", "total", "counted", "share", "documented", "editorial")
    held = {name: getattr(coverage, name) for name in names}
    return held | {"missing": [asdict(m) for m in coverage.missing]}
