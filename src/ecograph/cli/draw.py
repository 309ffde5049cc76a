"""Draw: view and atlas."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import GraphOption, LanguageOption, page_file, say

GROUP = "Draw"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    app.command(rich_help_panel=GROUP)(view)
    app.command(rich_help_panel=GROUP)(atlas)


def view(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", callback=page_file, help="The page to write (.html)."),
    ],
    graph: GraphOption = "xiamen",
    chain: Annotated[str | None, typer.Option(help="A chain, by id or name.")] = None,
    class_: Annotated[
        str | None, typer.Option("--class", help="A class, with what it is joined to.")
    ] = None,
    around: Annotated[str | None, typer.Option(help="An entity, by id or name.")] = None,
    hops: Annotated[
        int, typer.Option(min=0, max=6, help="With --around: how many edges away.")
    ] = 2,
    network: Annotated[
        str | None, typer.Option(help="A network, by its name or a .toml file.")
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Draw one question as one page that opens without a network, in Chinese and English.

    Example: ecograph view --chain 生物医药 -o biomedicine.html
    """
    from ecograph.graph.opening import open_graph
    from ecograph.pages.view import write_view

    done = write_view(
        open_graph(graph),
        output,
        chain=chain,
        class_name=class_,
        around=around,
        hops=hops,
        network=network,
        language=None if lang is None else lang.value,
    )
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
