"""Draw: view and atlas."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecograph.cli.forms import command_of
from ecograph.cli.output import (
    GraphOption,
    Language,
    LanguageOption,
    language_of,
    page_file,
    say,
    workbook_file,
)
from ecograph.operations.parts import ATLAS, VIEW, view_of

if TYPE_CHECKING:
    from ecograph.graph.cited_graph import CitedGraph

GROUP = "Draw"

PageOption = Annotated[
    Path, typer.Option("--output", "-o", callback=page_file, help="The page to write (.html).")
]
FolderOption = Annotated[
    Path,
    typer.Option("--output", "-o", help="A new or empty folder, or that of an older atlas."),
]
DocumentsOption = Annotated[
    Path | None,
    typer.Option(
        "--documents", help="The folder of the cited documents: pages then hold the sentences."
    ),
]
WorkbookOption = Annotated[
    Path | None,
    typer.Option(
        "--xlsx", callback=workbook_file, help="Also write the tables as an Excel workbook."
    ),
]
_VIEW = {
    "output": (PageOption, ...),
    "documents": (DocumentsOption, None),
    "xlsx": (WorkbookOption, None),
    "graph": (GraphOption, "xiamen"),
    "lang": (LanguageOption, None),
}
_ATLAS = {
    "output": (FolderOption, ...),
    "documents": (DocumentsOption, None),
    "xlsx": (WorkbookOption, None),
    "graph": (GraphOption, "xiamen"),
    "lang": (LanguageOption, None),
}


def view(
    values: dict[str, Any],
    *,
    output: Path,
    documents: Path | None,
    xlsx: Path | None,
    graph: str,
    lang: Language | None,
) -> None:
    """Writes a page."""
    from ecograph.graph.data import open_data
    from ecograph.pages.view import write_view

    counting, chosen = view_of(open_data(graph), values)
    if xlsx:
        _require_chain(chosen)
    language = None if lang is None else lang.value
    done = write_view(counting, output, language=language, documents=documents, **chosen)
    say(f"{done.path}: {done.entities} entities, {done.edges} edges, {done.bytes / 1024:.0f} KB")
    _say_missing(done.missing)
    if xlsx:
        _write_workbook(counting, xlsx, lang, chosen["chain"])


def _require_chain(chosen: dict[str, Any]) -> None:
    from ecograph.base.errors import UsageError

    if chosen["chain"] is None:
        raise UsageError("--xlsx goes with --chain; for the whole graph use ecograph atlas --xlsx")


def _write_workbook(
    graph: "CitedGraph", path: Path, lang: Language | None, chain: str | None = None
) -> None:
    from ecograph.pages.atlas_workbook import write_workbook

    sheets = write_workbook(graph, path, language=language_of(lang), chain=chain)
    say(f"{path}: {len(sheets)} sheets ({', '.join(sheets)})")


def _say_missing(documents: tuple[str, ...]) -> None:
    if documents:
        say(f"not in the folder of documents, so without their words: {', '.join(documents)}")


def atlas(
    values: dict[str, Any],
    *,
    output: Path,
    documents: Path | None,
    xlsx: Path | None,
    graph: str,
    lang: Language | None,
) -> None:
    """Writes a folder of pages."""
    from ecograph.graph.cited_graph import Cut
    from ecograph.graph.data import open_data
    from ecograph.operations.catalogue import filled
    from ecograph.pages.atlas import write_atlas

    data = open_data(graph)
    chosen = filled(ATLAS, data, values)
    cut = Cut(chosen["evidence"], chosen["sources"])
    older = open_data(chosen["since"]).counting(cut).graph if chosen["since"] else None
    language = None if lang is None else lang.value
    counting = data.counting(cut).graph
    done = write_atlas(
        counting,
        output,
        language=language,
        since=older,
        documents=documents,
    )
    size = done.bytes / 1024 / 1024
    say(f"{done.path / 'index.html'}: {done.pages} pages, {done.files} files, {size:.1f} MB")
    if documents:
        say(f"with the words of {done.quotes} citations: keep these pages to yourself")
        _say_missing(done.missing)
    if xlsx:
        _write_workbook(counting, xlsx, lang)


COMMANDS = {"view": command_of(VIEW, _VIEW, view), "atlas": command_of(ATLAS, _ATLAS, atlas)}
