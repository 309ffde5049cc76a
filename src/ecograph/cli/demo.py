"""The demo: the whole path once, from tables to pages, in one command."""

import time
import webbrowser
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecograph.base.words import word
from ecograph.cli.output import Language, LanguageOption, language_of, say

if TYPE_CHECKING:
    from ecograph.graph.cited_graph import CitedGraph
    from ecograph.graph.data import Data
    from ecograph.operations.result import Result

GROUP = "Graph"
MARKER = "ecograph-demo.json"
FILES = ("xiamen.trig", "xiamen.ttl", "gaps.csv", "centrality.csv")
ATLAS = "atlas"
STEPS = 6


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")] = Path(
        "out"
    ),
    lang: LanguageOption = None,
    show: Annotated[
        bool, typer.Option("--open", help="Open the first page in the browser.")
    ] = False,
) -> None:
    """Build and check the Xiamen graph, and draw its atlas of offline pages, with the tables.

    Example: ecograph demo -o out
    """
    from ecograph.base.owned import made_together
    from ecograph.export.graph_files import build_to
    from ecograph.graph.data import Data
    from ecograph.graph.opening import open_graph

    started = time.monotonic()
    language = language_of(lang)
    at = int(language != "zh")
    with made_together(output, MARKER, alone=False) as made:
        made.expect(*FILES)
        _step(1, word("demo.reading")[at])
        data = Data(open_graph("xiamen"))
        _step(2, word("demo.checking")[at])
        _check(language)
        _step(3, word("demo.writing")[at])
        for name in ("xiamen.trig", "xiamen.ttl"):
            build_to(data.graph, made.root / name)
        _step(4, word("demo.finding")[at])
        central = _write_tables(data, made.root, language)
    _step(5, word("demo.drawing")[at])
    first = _draw(data.graph, output / ATLAS, lang)
    _step(6, word("demo.done", seconds=f"{time.monotonic() - started:.0f}")[at])
    _summary(data, central, language)
    _next(first, at)
    if show:
        webbrowser.open(first.resolve().as_uri())


def _next(first: Path, at: int) -> None:
    """Tells where to go on."""
    print(  # noqa: T201
        f"\n{word('demo.next', page=first)[at]}\n"
        "  ecograph query --question 1\n"
        "  ecograph show 厦门信易贷 --lang zh\n"
        "  ecograph gaps --chain 平板显示 --lang zh"
    )


def _step(number: int, what: str) -> None:
    say(f"[{'#' * number}{'.' * (STEPS - number)}] {what}")


def _check(language: str) -> None:
    """Ends with 1 where Xiamen has an error, and tells the first five."""
    from ecograph.graph.validation import check_region

    report = check_region("xiamen", language)
    errors = [f for f in report.findings if f.severity == "error"]
    for finding in errors[:5]:
        say(f"  {finding}")
    if errors:
        raise typer.Exit(1)


def _write_tables(data: "Data", folder: Path, language: str) -> "Result":
    """Writes the gaps and the centrality of the actors, which it gives back."""
    from ecograph.operations.catalogue import answer
    from ecograph.operations.every import operation

    gaps = answer(operation("gaps"), data, {"top": 0})
    gaps.to_csv(folder / "gaps.csv", language, mark=True)
    asked = {"measure": "betweenness", "undirected": True, "top": 0}
    central = answer(operation("centrality"), data, asked)
    central.to_csv(folder / "centrality.csv", language, mark=True)
    return central


def _draw(graph: "CitedGraph", folder: Path, lang: Language | None) -> Path:
    """Draws the atlas into a folder of its own; gives its first page."""
    from ecograph.pages.atlas import write_atlas

    language = None if lang is None else lang.value
    write_atlas(graph, folder, language=language)
    return folder / "index.html"


def _summary(data: "Data", central: "Result", language: str) -> None:
    from ecograph.operations.shown import Shown
    from ecograph.pages.start import chain_sentences
    from ecograph.tables.schema import table_specs

    tables = data.tables
    classes = Counter(tables.class_of.values())
    stated = {s.name: tables.count(s.name) for s in table_specs().values() if s.kind == "statement"}
    sources = {s for name in stated for s in tables.column(name, "source")}
    shown = Shown(data, language, brief=True)
    best = shown.joined(str(row["label"]) for row in central.rows(language)[:5])
    counts = [(shown.term(name), count) for name, count in sorted(classes.items())]
    told = [
        word("demo.entities", n=sum(classes.values()), classes=shown.joined(map(_counted, counts))),
        word("demo.statements", n=sum(stated.values()), sources=len(sources)),
        *(
            (f"{name[0]}：{said[0]}", f"{name[1]}: {said[1]}")
            for name, said in chain_sentences(data.graph)
        ),
        word("demo.central", names=best),
    ]
    for both in told:
        print(shown.text(both))  # noqa: T201


def _counted(of_class: tuple[str, int]) -> str:
    return f"{of_class[0]} {of_class[1]}"


COMMANDS = {"demo": demo}
