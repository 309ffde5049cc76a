"""What a graph covers, as tables: by question, class, place, year, column, contradiction."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ecograph.base.results import Both, Cell, Coverage, Table, table
from ecograph.base.words import definition_text, word
from ecograph.operations.coverage_text import listed
from ecograph.operations.shown import Shown
from ecograph.tables.schema import modalities, table_specs

if TYPE_CHECKING:
    from ecograph.graph.completeness import ClassCoverage, ColumnCoverage, YearCoverage
    from ecograph.graph.contradictions import Contradiction
    from ecograph.supplychain.coverage import PlaceCoverage

MOST_LISTED = 2  # how many columns a cell of a terminal's table names before it counts the rest

# What asks a question, by what it is called before its first dot.
_COMMANDS = {
    "lmr": "needs",
    "local-content": "needs --product …",
    "gap": "gaps",
    "relatedness": "gaps",
    "chokepoint": "chokepoints",
    "introduction": "introduce",
    "attraction": "attract",
    "remedy": "remedies",
    "question": "ask-next",
    "criticality": "criticality",
    "whatif": "whatif",
    "responses": "query --question 101",
    "actors": "query --question 114",
    "dates": "project … --as-of …",
}


def question_rows(found: Sequence[Coverage], shown: Shown) -> Table:
    """Each question with how much of it is known, and what is missing."""
    each = [_brief_row(c, shown) if shown.brief else _row(c, shown) for c in found]
    columns = ["label", "command", "answer", "known", "of", "counted", "documented", "missing"]
    if not shown.brief:
        columns = ["question", *columns[:6], "share", "documented", "editorial", "missing"]
    return table(columns, each)


def _row(c: Coverage, shown: Shown) -> list[Cell]:
    asked = shown.text(_asked(c.question))
    missing = listed(c.missing)
    counts: list[Cell] = [c.known, c.total, c.counted, c.share, c.documented, c.editorial]
    return [c.question, asked, _command(c.question), c.answer, *counts, missing]


def _brief_row(c: Coverage, shown: Shown) -> list[Cell]:
    """Without what follows from the rest, and with the first columns that are missing."""
    asked, answer = (shown.text(b) for b in (_asked(c.question), word(f"answer.{c.answer}")))
    counted = shown.text(word(f"counted.{c.counted}"))
    missing = listed(c.missing[:MOST_LISTED])
    rest = len(c.missing) - MOST_LISTED
    missing += f" +{rest}" if rest > 0 else ""
    return [asked, _command(c.question), answer, c.known, c.total, counted, c.documented, missing]


def _asked(question: str) -> Both:
    """What a question is called."""
    kind, _, of = question.partition(".")
    if kind in ("network", "centrality"):
        from ecograph.networks.specs import read_spec

        spec = read_spec(of)
        return word(f"asked.{kind}", name=(spec.label_zh, spec.label_en))
    if kind == "chokepoint" and of:
        return word("asked.test", test=word(f"column.test_{of}"))
    if kind in ("relatedness", "responses", "actors", "dates"):
        return word(f"asked.{kind}")
    return definition_text(question, "zh")[0], definition_text(question, "en")[0]


def _command(question: str) -> str:
    kind, _, of = question.partition(".")
    if kind == "network":
        return f"project {of}"
    return f"centrality … -n {of}" if kind == "centrality" else _COMMANDS[kind]


def class_rows(found: "Sequence[ClassCoverage]", shown: Shown) -> Table:
    """Each class with its entities by modality, and how many are cited and spoken of."""
    held = modalities()
    columns = ["class", "entities", *held, "documented", "editorial", "cited", "in_statements"]
    rows: list[list[Cell]] = []
    for c in found:
        counts = [c.modalities.get(m, 0) if c.modalities else None for m in held]
        rows.append([shown.term(c.class_name), c.entities, *counts, c.documented])
        rows[-1] += [c.entities - c.documented, c.cited, c.in_statements]
    return table(columns, rows)


def place_rows(found: "Sequence[PlaceCoverage]", shown: Shown) -> Table:
    """Each place with what is in it, its needs of known state, and the statements that name it."""
    columns = [*shown.heads("place"), "class", "located", "makers", "known", "needs", "statements"]
    rows: list[list[Cell]] = []
    for p in found:
        named = [*shown.ids(p.place), shown.term(p.class_name)]
        rows.append([*named, p.located, p.makers, p.known, p.total, p.statements])
    return table(columns, rows)


def year_rows(found: "Sequence[YearCoverage]", shown: Shown) -> Table:
    """Each year with its statements; those without a time have no year."""
    undated = shown.text(word("coverage.undated")) if shown.brief else None
    rows: list[list[Cell]] = []
    for y in found:
        tables = ", ".join(f"{name} {count}" for name, count in y.tables.items())
        when = undated if y.year is None else str(y.year)
        rows.append([when, y.statements, y.documented, y.statements - y.documented, tables])
    return table(["year", "statements", "documented", "editorial", "tables"], rows)


def column_rows(found: "Sequence[ColumnCoverage]", shown: Shown) -> Table:
    """Each column that may be empty with how many rows fill it in, and on what they rest."""
    rows: list[list[Cell]] = []
    for c in found:
        where = c.table if c.table in table_specs() else shown.term(c.table)
        rows.append([where, c.column, c.filled, c.rows, c.filled / c.rows])
        rows[-1] += [c.documented, c.filled - c.documented, c.cited]
    columns = ["table", "column", "filled", "of", "share", "documented", "editorial", "cited"]
    return table(columns, rows)


def contradiction_rows(found: "Sequence[Contradiction]", shown: Shown) -> Table:
    """Each contradiction with its values or its reason, its statements and their sources."""
    columns = [*shown.heads("about"), "indicator", "period", "values", "basis"]
    columns += ["sources"] if shown.brief else ["statements", "sources"]
    rows: list[list[Cell]] = []
    for c in found:
        reason = None if c.basis is None else shown.text(c.basis)
        indicator = shown.of(c.indicator) if shown.brief and c.indicator else c.indicator
        rows.append([*shown.ids(c.about), indicator, c.period, " / ".join(c.values), reason])
        sources = shown.all(c.sources) if shown.brief else " ".join(c.sources)
        rows[-1] += [sources] if shown.brief else [" ".join(c.statements), sources]
    return table(columns, rows)
