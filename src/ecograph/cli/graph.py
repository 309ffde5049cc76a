"""Graph: build, check, show."""

from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import (
    FormatOption,
    GraphOption,
    Language,
    LanguageOption,
    RowFormat,
    print_rows,
    say,
)

GROUP = "Graph"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (build, check, show):
        app.command(rich_help_panel=GROUP)(command)


def build(
    region: Annotated[str, typer.Argument(help="A shipped region or a folder of tables.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file (.trig .ttl .nq .nt .jsonld) or a new folder."),
    ] = None,
) -> None:
    """Build the graph of a region from its tables: a file, or a folder that is an on-disk store.

    Example: ecograph build graph_data/xiamen -o xiamen.trig
    """
    from ecograph.export.graph_files import build_to
    from ecograph.store import open_graph

    graph = open_graph(region)
    path = output or Path(f"{Path(region).name}.trig")
    build_to(graph, path)
    say(f"{path}: {len(graph.store or ())} statements")


def check(
    region: Annotated[str, typer.Argument(help="A shipped region or a folder of tables.")] = "xiamen",
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Check a region: its tables, the shapes, the check queries; ends with 1 on an error.

    Example: ecograph check graph_data/xiamen
    """
    from ecograph.checks import check_region

    report = check_region(region, str(lang), progress=say)
    rows = [
        (f.severity, f.file, f.row, f.column, f.value, f.problem, f.mend) for f in report.findings
    ]
    columns = ("severity", "where", "row", "column", "value", "problem", "mend")
    if rows or format is RowFormat.JSON:
        print_rows(columns, rows, format, checked=report.checked)
    errors = sum(f.severity == "error" for f in report.findings)
    say(f"{errors} errors, {len(rows) - errors} warnings; checked: {report.summary()}")
    if errors:
        raise typer.Exit(1)


def show(
    name: Annotated[str, typer.Argument(help="An id, a label or an alias, in either language.")],
    graph: GraphOption = "xiamen",
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Show one thing: what it is, its facts, and where each fact is said.

    Example: ecograph show 厦门国际银行 --lang zh
    """
    from ecograph.facts import fact_index, facts_about
    from ecograph.facts_text import FACT_COLUMNS, fact_row
    from ecograph.identity import all_named, find_named
    from ecograph.store import open_graph

    opened = open_graph(graph)
    named = find_named(all_named(opened), name)
    index = fact_index(opened)
    rows = [fact_row(f, index, str(lang)) for f in facts_about(opened, named.key, index)]
    print_rows(FACT_COLUMNS, rows, format, id=named.key, **{"class": named.class_name})
