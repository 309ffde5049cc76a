"""Analyse: centrality, communities, brokerage, robustness, paths."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecograph.cli.network_work import (
    AsOfOption,
    EngineOption,
    Grouping,
    ModalityOption,
    PlaceOption,
    RecipeOption,
    SeedOption,
    Show,
    SourcesOption,
    UndirectedOption,
    WeightedOption,
    finish,
    first_rows,
    groups_of,
    list_measures,
    print_mixing,
    progress,
    project_graph,
    project_with_frames,
    summary,
)
from ecograph.cli.output import (
    Cell,
    FormatOption,
    GraphOption,
    Language,
    LanguageOption,
    RdfOption,
    RowFormat,
    TopOption,
    number,
    say,
)

if TYPE_CHECKING:
    from ecograph.base.results import Measurement

GROUP = "Analyse"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (centrality, communities, brokerage, robustness, paths):
        app.command(rich_help_panel=GROUP)(command)


def centrality(
    measure: Annotated[str, typer.Argument(help="betweenness, pagerank, degree, … or list.")],
    graph: GraphOption = "xiamen",
    recipe: RecipeOption = "actors",
    place: PlaceOption = None,
    as_of: AsOfOption = None,
    sources: SourcesOption = None,
    modality: ModalityOption = None,
    weighted: WeightedOption = False,
    undirected: UndirectedOption = False,
    reverse: Annotated[bool, typer.Option("--reverse", help="Turn every edge round.")] = False,
    engine: EngineOption = "auto",
    samples: Annotated[
        int | None,
        typer.Option(min=1, max=10**7, help="Starting nodes for betweenness, closeness, harmonic."),
    ] = None,
    seed: SeedOption = 0,
    damping: Annotated[
        float, typer.Option(min=0, max=1, callback=number, help="For pagerank.")
    ] = 0.85,
    alpha: Annotated[
        float | None,
        typer.Option(min=0, max=1000, callback=number, help="For katz; else chosen."),
    ] = None,
    stability: Annotated[
        int,
        typer.Option(min=0, max=1000, help="Rank again so often, with edges dropped at random."),
    ] = 0,
    dropout: Annotated[
        float,
        typer.Option(
            min=0, max=1, callback=number, help="Share of edges dropped, with --stability."
        ),
    ] = 0.1,
    top: TopOption = 20,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Rank the nodes of a network by a measure.

    betweenness, closeness and harmonic are exact up to 2*10^9 (nodes x links) and from 256
    starting nodes beyond, with a standard error; --samples says otherwise. No measure takes
    memory that grows with the square of the nodes.

    Example: ecograph centrality betweenness --recipe actors --undirected
    """
    from ecograph.networks.centrality import MEASURES
    from ecograph.networks.centrality import centrality as measure_all
    from ecograph.networks.scores import ranks
    from ecograph.networks.stability import ranking_stability

    if measure == "list":
        list_measures(MEASURES, format, lang)
        return
    network, name = project_graph(graph, recipe, place, as_of, sources, modality)
    say(summary(network, lang))
    found = measure_all(
        network, measure, weighted=weighted, directed=not undirected, reverse=reverse,
        engine=engine, samples=samples, seed=seed, damping=damping, alpha=alpha,
        report=progress(measure),
    )  # fmt: skip
    columns = ["rank", "id", "label", "class", "value"]
    held: list[Iterable[Any]] = [ranks(found.values), network.ids, network.labels(lang.value)]
    held += [network.classes, found.values.tolist()]
    if found.errors is not None:
        columns.append("error")
        held.append(found.errors.tolist())
        say(f"sampled from {found.method.parameters['samples']} nodes, seed {seed}")
    if stability:
        runs = ranking_stability(
            found, dropout=dropout, runs=stability, seed=seed, report=progress("stability")
        )
        columns += ["rank_low", "rank_high"]
        held += [runs.low.tolist(), runs.high.tolist()]
        mean = "not defined" if runs.mean is None else f"{runs.mean:.3f}"
        say(f"Kendall tau with {dropout:.0%} of the edges dropped, mean of {stability}: {mean}")
    table = [[int(r), *rest] for r, *rest in zip(*held, strict=True)]
    rows = first_rows([table[i] for i in found.order().tolist()], top)
    undefined = len(network) - len(found.order())
    if undefined:
        say(f"not defined for {undefined} nodes")
    finish(columns, rows, format, lang, found.method, as_rdf, found.measurements, name)


def communities(
    graph: GraphOption = "xiamen",
    recipe: RecipeOption = "actors",
    place: PlaceOption = None,
    as_of: AsOfOption = None,
    sources: SourcesOption = None,
    modality: ModalityOption = None,
    weighted: WeightedOption = False,
    resolution: Annotated[
        float,
        typer.Option(min=0, max=1000, callback=number, help="Above 1 gives more and smaller ones."),
    ] = 1.0,
    runs: Annotated[
        int, typer.Option(min=1, max=1000, help="Seeds to try; the best is kept.")
    ] = 10,
    seed: SeedOption = 0,
    mixing: Annotated[
        Grouping | None, typer.Option(help="Instead: who is linked with whom, by group.")
    ] = None,
    engine: EngineOption = "auto",
    top: TopOption = 0,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Find communities (Leiden), with their modularity and how stable they are; or mixing.

    Example: ecograph communities --recipe actors --runs 20
    """
    from ecograph.networks.communities import communities as find

    network, name, frames = project_with_frames(graph, recipe, place, as_of, sources, modality)
    say(summary(network, lang))
    if mixing is not None:
        print_mixing(network, frames, mixing, weighted, format, lang)
        return
    found = find(
        network, weighted=weighted, resolution=resolution, runs=runs, seed=seed, engine=engine
    )
    agreement = "one run" if found.agreement is None else f"{found.agreement:.3f}"
    say(
        f"{len(found.sizes())} communities, modularity {found.modularity:.4f} "
        f"({min(found.modularities):.4f}-{max(found.modularities):.4f} over {runs} seeds), "
        f"mean adjusted Rand index between seeds {agreement}"
    )
    table = zip(
        found.label.tolist(), network.ids, network.labels(lang.value), network.classes,
        found.stability.tolist(), strict=True,
    )  # fmt: skip
    rows: list[list[Cell]] = [list(row) for row in sorted(table, key=lambda r: (r[0], r[1]))]
    columns = ["community", "id", "label", "class", "stability"]
    finish(
        columns, first_rows(rows, top), format, lang, found.method, as_rdf, found.measurements, name
    )


def brokerage(
    graph: GraphOption = "xiamen",
    recipe: RecipeOption = "actors",
    by: Annotated[Grouping, typer.Option(help="What the groups are.")] = Grouping.CLASS,
    place: PlaceOption = None,
    as_of: AsOfOption = None,
    sources: SourcesOption = None,
    modality: ModalityOption = None,
    weighted: WeightedOption = False,
    undirected: UndirectedOption = False,
    engine: EngineOption = "auto",
    top: TopOption = 20,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Who stands between whom: the roles of Gould and Fernandez, and Burt's structural holes.

    Paths on which a group is not known are in the column `unknown`.

    Example: ecograph brokerage --recipe actors --by class
    """
    from ecograph.networks.brokerage import ROLES, UNKNOWN, roles, structural_holes

    network, name, frames = project_with_frames(graph, recipe, place, as_of, sources, modality)
    say(summary(network, lang))
    found = roles(network, groups_of(network, frames, by), by=by.value, directed=not undirected)
    holes = structural_holes(network, weighted=weighted, engine=engine)
    labels = frames.labels(lang.value)
    totals = found.counts.sum(axis=1).tolist()
    order = sorted(range(len(network)), key=lambda i: (-totals[i], network.ids[i]))
    shown = network.labels(lang.value)
    rows: list[list[Cell]] = []
    for i in order:
        group = found.groups[i]
        burt = [float(c[i]) for c in (holes.constraint, holes.effective_size, holes.efficiency)]
        defined = [None if x != x else x for x in burt]
        named = None if group is None else labels.get(group, group)
        rows.append([network.ids[i], shown[i], named, *found.counts[i].tolist(), *defined])
    columns = ["id", "label", by.value, *ROLES, UNKNOWN]
    columns += ["constraint", "effective_size", "efficiency"]

    def measured() -> list["Measurement"]:
        return found.measurements() + holes.measurements()

    finish(columns, first_rows(rows, top), format, lang, found.method, as_rdf, measured, name)


def robustness(
    graph: GraphOption = "xiamen",
    recipe: RecipeOption = "actors",
    show: Annotated[Show, typer.Option(help="What is shown.")] = Show.SUMMARY,
    removal: Annotated[
        str, typer.Option(help="degree (counted anew each time), random, or a measure.")
    ] = "degree",
    runs: Annotated[int, typer.Option(min=1, max=1000, help="Random orders.")] = 20,
    seed: SeedOption = 0,
    place: PlaceOption = None,
    as_of: AsOfOption = None,
    sources: SourcesOption = None,
    modality: ModalityOption = None,
    weighted: WeightedOption = False,
    engine: EngineOption = "auto",
    top: TopOption = 20,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """How a network falls apart when nodes are removed, and which nodes and ties hold it together.

    Example: ecograph robustness --recipe actors --show points
    """
    from ecograph.cli.network_rows import break_rows, curve_rows, summary_rows
    from ecograph.networks.resilience import breaks
    from ecograph.networks.resilience import robustness as remove

    network, name = project_graph(graph, recipe, place, as_of, sources, modality)
    say(summary(network, lang))
    found: Any
    if show in (Show.SUMMARY, Show.CURVE):
        kinds = [removal] if show is Show.CURVE else list(dict.fromkeys([removal, "random"]))
        results = [
            remove(network, kind, runs=runs, seed=seed, weighted=weighted, engine=engine,
                   report=progress(kind))
            for kind in kinds
        ]  # fmt: skip
        found = results[0]
        columns, rows = (
            summary_rows(kinds, results) if show is Show.SUMMARY else curve_rows(found, lang.value)
        )
    else:
        found = breaks(network, engine=engine)
        columns, rows = break_rows(found, show.value, lang.value)
    finish(
        columns, first_rows(rows, top), format, lang, found.method, as_rdf, found.measurements, name
    )


def paths(
    source: Annotated[str, typer.Argument(help="A thing, by id or name.")],
    target: Annotated[
        str | None, typer.Argument(help="Another. Without it: what is reached only through what.")
    ] = None,
    graph: GraphOption = "xiamen",
    recipe: RecipeOption = "actors",
    k: Annotated[int, typer.Option("--count", "-k", min=1, max=1000, help="How many paths.")] = 5,
    directed: Annotated[bool, typer.Option("--directed", help="Follow direction.")] = False,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="With one thing: follow edges backwards.")
    ] = False,
    weighted: WeightedOption = False,
    place: PlaceOption = None,
    as_of: AsOfOption = None,
    sources: SourcesOption = None,
    modality: ModalityOption = None,
    engine: EngineOption = "auto",
    top: TopOption = 0,
    as_rdf: RdfOption = None,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Explain how two things are connected, by the shortest paths and their statements.

    With one thing, or `all` for all that no edge enters, rank the single points of failure: how
    many others are reached from there only through them.

    Example: ecograph paths s1 s2 --recipe supply --graph tiny
    """
    from ecograph.cli.network_rows import dominator_rows, path_rows
    from ecograph.graph.naming import all_named, find_named
    from ecograph.graph.opening import open_graph
    from ecograph.networks.paths import dominators, shortest_paths

    opened = open_graph(graph)
    everything = all_named(opened) if (source, target) != ("all", None) else {}
    network, name = project_graph(opened, recipe, place, as_of, sources, modality)
    say(summary(network, lang))
    found: Any
    if target is None:
        start = None if source == "all" else find_named(everything, source).key
        found = dominators(network, start, reverse=reverse, engine=engine)
        columns, rows = dominator_rows(found, lang.value)
    else:
        a, b = (find_named(everything, x).key for x in (source, target))
        found = shortest_paths(
            network, a, b, k=k, directed=directed, weighted=weighted, engine=engine
        )
        columns, rows = path_rows(found, lang.value)
        shown = network.labels(lang.value)
        if not found.paths:
            say(f"no path in this network between {shown[found.source]} and {shown[found.target]}")
        elif found.on_every:
            say("on every path: " + ", ".join(shown[i] for i in found.on_every))
    finish(
        columns, first_rows(rows, top), format, lang, found.method, as_rdf, found.measurements, name
    )
