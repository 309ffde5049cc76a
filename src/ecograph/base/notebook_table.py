"""A table as a notebook shows it, and as a pandas DataFrame."""

from collections.abc import Iterable, Sequence
from typing import Any

from ecograph.base.errors import MissingExtra
from ecograph.base.results import Both, Table
from ecograph.base.table_text import plain
from ecograph.base.words import word

MOST_SHOWN = 20  # rows


def as_html(table: Table, heads: Sequence[str], notes: Iterable[Both], language: str = "en") -> str:
    """The first rows of a table under heads, how many there are, and the notes; runs nothing."""
    from markupsafe import Markup

    def line(cells: Iterable[str], tag: str) -> Markup:
        form = Markup(f"<{tag}>{{}}</{tag}>")
        return Markup("<tr>{}</tr>").format(Markup("").join(form.format(c) for c in cells))

    shown = table.rows[:MOST_SHOWN]
    count = word("note.rows_in_notebook", shown=len(shown), of=len(table.rows))
    lines = Markup("").join([line(heads, "th"), *(line(map(plain, row), "td") for row in shown)])
    said = Markup("").join(Markup("<p>{}</p>").format(n[language != "zh"]) for n in (count, *notes))
    return str(Markup("<table>{}</table>{}").format(lines, said))


def as_pandas(table: Table) -> Any:
    """A table as a pandas DataFrame.

    Raises MissingExtra without `pip install 'ecograph[pandas]'`.
    """
    try:
        import pandas
    except ImportError:
        raise MissingExtra("pandas is not installed; pip install 'ecograph[pandas]'") from None
    return pandas.DataFrame(list(table.rows), columns=list(table.columns))
