"""The demo: the whole path once, from tables to pages, in one command."""

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecograph.cli.output import Language, LanguageOption, say, write_csv

if TYPE_CHECKING:
    from ecograph.graph.columns import Frames
    from ecograph.graph.opening import CitedGraph
    from ecograph.networks.scores import Scores
    from ecograph.supplychain.supply_use import Market

CHAINS = ("flat-panel-display-chain", "biomedicine-chain", "new-energy-chain")
RECIPES = ("actors", "capital", "knowledge", "policy", "chain-structure")
MARKER = "ecograph-demo.json"
FILES = (
    *("index.html", "overview.html", "xiamen.trig", "xiamen.ttl", "gaps.csv", "centrality.csv"),
    *(f"{chain}.html" for chain in CHAINS),
    *(f"network-{recipe}.html" for recipe in RECIPES),
)
STEPS = 6


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(rich_help_panel="Graph")(demo)


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")] = Path(
        "out"
    ),
    lang: LanguageOption = Language.EN,
) -> None:
    """Build and check the Xiamen graph, and draw it into a folder of offline pages and tables.

    Example: ecograph demo -o out
    """
    from ecograph.base.owned import made_together
    from ecograph.export.graph_files import build_to
    from ecograph.graph.columns import read_frames
    from ecograph.graph.opening import open_graph
    from ecograph.graph.validation import check_region
    from ecograph.networks.building import project
    from ecograph.networks.centrality import centrality
    from ecograph.networks.specs import read_recipe
    from ecograph.supplychain.supply_use import market_of

    started = time.monotonic()
    with made_together(output, MARKER, alone=False) as made:
        made.expect(*FILES)
        _step(1, "reading the tables of Xiamen")
        graph = open_graph("xiamen")
        _step(2, "checking tables, shapes and check queries")
        report = check_region("xiamen", lang.value)
        errors = [f for f in report.findings if f.severity == "error"]
        for finding in errors[:5]:
            say(f"  {finding}")
        if errors:
            raise typer.Exit(1)
        _step(3, "writing the graph")
        for name in ("xiamen.trig", "xiamen.ttl"):
            build_to(graph, made.root / name)
        _step(4, "finding gaps, ranking actors")
        frames = read_frames(graph)
        market = market_of(frames)
        ranked = centrality(project(frames, read_recipe("actors")), "betweenness", directed=False)
        _write_gaps(market, made.root / "gaps.csv", lang)
        _write_centrality(ranked, made.root / "centrality.csv", lang)
        _step(5, "drawing pages")
        _write_pages(graph, made.root, lang)
    _step(6, f"done in {time.monotonic() - started:.0f} s")
    _summary(frames, market, ranked, lang)
    print(  # noqa: T201
        f"\nOpen {output / 'index.html'}, then try:\n"
        "  ecograph query --question 1\n"
        "  ecograph show 厦门信易贷 --lang zh\n"
        "  ecograph gaps --chain 平板显示 --lang zh"
    )


def _step(number: int, what: str) -> None:
    say(f"[{'#' * number}{'.' * (STEPS - number)}] {what}")


def _write_gaps(market: "Market", path: Path, lang: Language) -> None:
    from ecograph.cli.matching_rows import Names, gap_rows
    from ecograph.supplychain.gaps import gaps_of

    names = Names(market.frames.labels(lang.value), lang.value, brief=False)
    found = gaps_of(market, market.region_places[0])
    write_csv(path, *gap_rows(found, names, 0))


def _write_centrality(ranked: "Scores", path: Path, lang: Language) -> None:
    labels = ranked.network.labels(lang.value)
    rows = [
        (rank, ranked.network.ids[i], labels[i], ranked.network.classes[i], float(ranked.values[i]))
        for rank, i in enumerate(ranked.order().tolist(), 1)
    ]
    write_csv(path, ("rank", "id", "label", "class", "betweenness"), rows)


def _write_pages(graph: "CitedGraph", folder: Path, lang: Language) -> None:
    from ecograph.pages.view import write_index, write_view

    pages: list[tuple[str, tuple[str, str]]] = []
    written = write_view(graph, folder / "overview.html", language=lang.value)
    pages.append(("overview.html", written.title))
    for chain in CHAINS:
        name = f"{chain}.html"
        written = write_view(graph, folder / name, chain=chain, language=lang.value)
        pages.append((name, written.title))
    for recipe in RECIPES:
        name = f"network-{recipe}.html"
        written = write_view(graph, folder / name, recipe=recipe, language=lang.value)
        pages.append((name, written.title))
    pages += [
        ("gaps.csv", ("供应链缺口表", "Table of supply-chain gaps")),
        ("centrality.csv", ("主体中介中心性表", "Table of the actors' betweenness")),
        ("xiamen.trig", ("图谱（每条引文一个命名图）", "The graph, a named graph a citation")),
        ("xiamen.ttl", ("图谱（Turtle）", "The graph as plain Turtle")),
    ]
    write_index(folder, pages, ("厦门", "Xiamen"), lang.value)


def _summary(frames: "Frames", market: "Market", ranked: "Scores", lang: Language) -> None:
    from ecograph.base.errors import UsageError
    from ecograph.supplychain.needs import needs_of
    from ecograph.tables.schema import tables

    label = frames.labels(lang.value)
    classes = Counter(frames.class_of.values())
    stated = {s.name: frames[s.name].num_rows for s in tables().values() if s.kind == "statement"}
    sources = {s for name in stated for s in frames[name]["source"].to_pylist()}
    print(f"{sum(classes.values())} things:", _counted(classes))  # noqa: T201
    print(f"{sum(stated.values())} statements from {len(sources)} sources")  # noqa: T201
    print("local matching (known links .. if every unknown were one), by chain:")  # noqa: T201
    chains = frames["industry_chain"].to_pylist()
    for row in chains:
        if row["tier"] is None:
            continue
        try:
            found = needs_of(market, market.region_places[0], chain=row["id"])
        except UsageError:
            print(f"  {label[row['id']]}: unknown, no need is recorded")  # noqa: T201
            continue
        rate = next(r for r in found.rates if r.definition == "lmr.links")
        latent, unknown = found.counts["latent-local"], found.counts["unknown"]
        assert rate.interval is not None
        print(  # noqa: T201
            f"  {label[row['id']]}: {rate.interval.low:.0%} .. {rate.interval.high:.0%} "
            f"({rate.count:.0f} linked, {latent} latent, {unknown} unknown "
            f"of {rate.total:.0f} needs)"
        )
    best = [label[ranked.network.ids[i]] for i in ranked.order().tolist()[:5]]
    print("most central actors (betweenness, any tie):", "; ".join(best))  # noqa: T201


def _counted(classes: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(classes.items()))
