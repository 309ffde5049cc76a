"""Draw: view and atlas."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ecograph.cli.forms import command_of
from ecograph.cli.output import GraphOption, Language, LanguageOption, page_file, say
from ecograph.operations.parts import VIEW

GROUP = "Draw"

PageOption = Annotated[
    Path, typer.Option("--output", "-o", callback=page_file, help="The page to write (.html).")
]
_VIEW = {
    "output": (PageOption, ...),
    "graph": (GraphOption, "xiamen"),
    "lang": (LanguageOption, None),
}


def view(values: dict[str, Any], *, output: Path, graph: str, lang: Language | None) -> None:
    """Writes a page."""
    from ecograph.graph.data import open_data
    from ecograph.operations.catalogue import filled
    from ecograph.pages.view import write_view

    data = open_data(graph)
    chosen = filled(VIEW, data, values)
    chosen["class_name"] = chosen.pop("class_")
    done = write_view(data.graph, output, language=None if lang is None else lang.value, **chosen)
    say(f"{done.path}: {done.entities} entities, {done.edges} edges, {done.bytes / 1024:.0f} KB")


def atlas(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="A new or empty folder, or that of an older atlas."),
    ],
    graph: GraphOption = "xiamen",
    since: Annotated[
        str | None, typer.Option(help="An older graph: the start page tells what is new.")
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Draw the whole graph as a folder of pages: start, chains, entities, networks, comparison.

    Open index.html by double-click; no page asks anything of the network.  The same graph gives
    the same bytes.  An entity takes about 16 KB, a network page its edges besides.

    Example: ecograph atlas -o atlas
    """
    from ecograph.graph.opening import open_graph
    from ecograph.pages.atlas import write_atlas

    quiet = not sys.stderr.isatty()

    def report(what: str, done: int, total: int) -> None:
        if not quiet and (done == total or done % 50 == 0):
            sys.stderr.write(f"\r{what}: {done} of {total}" + ("\n" if done == total else ""))

    older = open_graph(since) if since else None
    opened = open_graph(graph)
    done = write_atlas(
        opened, output, language=None if lang is None else lang.value, since=older, report=report
    )
    size = done.bytes / 1024 / 1024
    say(f"{done.path / 'index.html'}: {done.pages} pages, {done.files} files, {size:.1f} MB")


COMMANDS = {"view": command_of(VIEW, _VIEW, view), "atlas": atlas}
