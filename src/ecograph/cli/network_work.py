"""What the commands of the network group share: options, the network, progress, the end."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecograph.cli.output import Cell, Language, RowFormat, print_rows, say
from ecograph.cli.signals import end_at_once, end_tidily

if TYPE_CHECKING:
    from ecograph.base.results import Measurement, Method
    from ecograph.graph.columns import Frames
    from ecograph.networks.network import Network


class Sources(StrEnum):
    """Which statements count."""

    STATED = "stated"
    ALL = "all"


class Grouping(StrEnum):
    """What nodes are grouped by."""

    CLASS = "class"
    PLACE = "place"
    CHAIN = "chain"
    COMMUNITY = "community"


class Show(StrEnum):
    """What of the robustness of a network is shown."""

    SUMMARY = "summary"
    CURVE = "curve"
    POINTS = "points"
    BRIDGES = "bridges"
    COMPONENTS = "components"


RecipeOption = Annotated[
    str,
    typer.Option("--recipe", "-r", help="A network: `ecograph project` lists them; or a .toml."),
]
PlaceOption = Annotated[str | None, typer.Option(help="Only what is located here.")]
AsOfOption = Annotated[
    str | None, typer.Option(help="Only statements in force then: 2024, 2024-06, 2024-06-01.")
]
SourcesOption = Annotated[
    Sources | None, typer.Option(help="stated: only what a document says. Else as the recipe says.")
]
ModalityOption = Annotated[
    list[str] | None,
    typer.Option(help="exists, underway, planned, recommended, lacking; may be repeated."),
]
EngineOption = Annotated[str, typer.Option(help="auto, networkx or fast; the values are equal.")]
WeightedOption = Annotated[
    bool, typer.Option("--weighted", help="Weights count: strength, and for paths 1 / strength.")
]
UndirectedOption = Annotated[bool, typer.Option("--undirected", help="Ignore direction.")]
SeedOption = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="For what is drawn at random.")]


def project_graph(
    graph: Any, recipe: str, place: str | None, as_of: str | None, sources: Sources | None,
    modality: list[str] | None, isolated: bool = False,
) -> tuple["Network", str]:  # fmt: skip
    """The network of a recipe and the name of the graph; see project_with_frames."""
    network, name, _ = project_with_frames(graph, recipe, place, as_of, sources, modality, isolated)
    return network, name


def project_with_frames(
    graph: Any, recipe: str, place: str | None, as_of: str | None, sources: Sources | None,
    modality: list[str] | None, isolated: bool = False,
) -> tuple["Network", str, "Frames"]:  # fmt: skip
    """The network, the name of the graph, its frames; from here on Ctrl-C ends at once."""
    from ecograph.graph.columns import read_frames
    from ecograph.graph.naming import find_entity
    from ecograph.graph.opening import open_graph
    from ecograph.networks.building import project
    from ecograph.networks.specs import read_recipe

    end_at_once()
    declared = read_recipe(recipe)
    opened = open_graph(graph) if isinstance(graph, str) else graph
    frames = read_frames(opened)
    where = find_entity(opened, place, "Place") if place else None
    network = project(
        frames, declared, place=where, as_of=as_of,
        layers=None if sources is None else sources.value,
        modality=tuple(modality or ()) or None, isolated="keep" if isolated else None,
    )  # fmt: skip
    return network, opened.name, frames


def groups_of(network: "Network", frames: "Frames", by: Grouping) -> list[str | None]:
    """The group of each node: by community found here, else as projection.groups says."""
    if by is Grouping.COMMUNITY:
        from ecograph.networks.communities import as_groups
        from ecograph.networks.communities import communities as find

        return list(as_groups(find(network)))
    from ecograph.networks.groups import groups

    return groups(network, frames, by.value)


def summary(network: "Network", lang: Language) -> str:
    """The network in a line: what it holds and what was left out."""
    label = network.label_zh if lang is Language.ZH else network.label_en
    parts = [f"{label or network.name}: {len(network)} nodes, {network.size} edges"]
    if network.unknown_weights:
        parts.append(f"{network.unknown_weights} of unknown weight")
    if network.isolated:
        parts.append(f"{len(network.isolated)} things without an edge")
    parts += [f"left out: {k} {v}" for k, v in network.left_out.items()]
    return "; ".join(parts)


def progress(what: str) -> Callable[[int, int], None]:
    """Says how far the work is, at most every two seconds."""
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > 2 and done < total:
            say(f"{what}: {done} of {total}")
            last = time.monotonic()

    return report


def first_rows(rows: list[list[Cell]], top: int) -> list[list[Cell]]:
    """The first rows, saying how many there are."""
    if top and len(rows) > top:
        say(f"{top} of {len(rows)} shown; --top 0 shows all")
        return rows[:top]
    return rows


def finish(
    columns: list[str],
    rows: list[list[Cell]],
    format: RowFormat,
    lang: Language,
    method: "Method",
    as_rdf: Path | None,
    measurements: Callable[[], Iterable["Measurement"]],
    graph: str,
) -> None:
    """Prints the rows with their method, and writes the result as RDF where asked."""
    from ecograph.base.definitions import definition_text

    end_tidily()
    label, text = definition_text(method.definition, lang.value) or (method.definition, "")
    about = {"label": label, "definition": text, "method": asdict(method), "graph": graph}
    print_rows(columns, rows, format, **about)
    if as_rdf is not None:
        from ecograph.export.results_rdf import results_as_rdf, write_rdf

        write_rdf(results_as_rdf(method, measurements(), graph), as_rdf)
        say(f"{as_rdf}: written")


def list_recipes(format: RowFormat, lang: Language) -> None:
    """The shipped recipes as rows."""
    from ecograph.networks.specs import read_recipe, recipe_names

    found = [read_recipe(name) for name in recipe_names()]
    zh = lang is Language.ZH
    rows: list[list[Cell]] = [
        [r.name, r.label_zh if zh else r.label_en, r.note_zh if zh else r.note_en] for r in found
    ]
    print_rows(["recipe", "label", "note"], rows, format)


def list_measures(measures: Iterable[str], format: RowFormat, lang: Language) -> None:
    """The measures and their definitions as rows."""
    from ecograph.base.definitions import definition_text

    rows: list[list[Cell]] = [
        [name, *(definition_text(name, lang.value) or (name, ""))] for name in measures
    ]
    print_rows(["measure", "label", "definition"], rows, format)


def print_mixing(
    network: "Network",
    frames: "Frames",
    by: Grouping,
    weighted: bool,
    format: RowFormat,
    lang: Language,
) -> None:
    """Prints the mixing matrix by group; its coefficients go to stderr."""
    from ecograph.networks.mixing import mixing

    found = mixing(network, groups_of(network, frames, by), by=by.value, weighted=weighted)
    labels = frames.labels(lang.value)
    for text, value in (("assortativity", found.assortativity), ("by degree", found.by_degree)):
        say(f"{text}: {'not defined' if value is None else f'{value:.4f}'}")
    say(f"share of links within a group: {found.within:.4f}")
    rows: list[list[Cell]] = [
        [labels.get(g, g), *row] for g, row in zip(found.groups, found.matrix.tolist(), strict=True)
    ]
    columns = ["from", *(labels.get(g, g) for g in found.groups)]
    print_rows(columns, rows, format, method=asdict(found.method))
