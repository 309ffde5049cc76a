"""Draw: view."""

from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import GraphOption, Language, LanguageOption, say

GROUP = "Draw"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    app.command(rich_help_panel=GROUP)(view)


def view(
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write (.html).")],
    graph: GraphOption = "xiamen",
    chain: Annotated[str | None, typer.Option(help="A chain, by id or name.")] = None,
    class_: Annotated[
        str | None, typer.Option("--class", help="A class, with what it is tied to.")
    ] = None,
    around: Annotated[str | None, typer.Option(help="A thing, by id or name.")] = None,
    hops: Annotated[int, typer.Option(min=0, max=6, help="With --around: how many ties away.")] = 2,
    recipe: Annotated[
        str | None, typer.Option(help="A network: a recipe's name or .toml file.")
    ] = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """Draw one question as one page that opens without a network, in Chinese and English.

    Example: ecograph view --chain 生物医药 -o biomedicine.html
    """
    from ecograph.errors import UsageError
    from ecograph.store import open_graph
    from ecograph.views.view import write_view

    if output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{output}: a page is written; give a name that ends in .html")
    done = write_view(
        open_graph(graph),
        output,
        chain=chain,
        class_name=class_,
        around=around,
        hops=hops,
        recipe=recipe,
        language=lang.value,
    )
    say(f"{done.path}: {done.things} things, {done.ties} ties, {done.bytes / 1024:.0f} KB")
