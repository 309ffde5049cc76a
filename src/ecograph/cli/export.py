"""Parts of the graph, networks and the description as files: export, project, describe."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import (
    FormatOption,
    GraphOption,
    LanguageOption,
    RowFormat,
    TimeoutOption,
    language_of,
    output_file,
    print_rows,
    say,
)
from ecograph.cli.signals import end_at_once, end_tidily

GROUP = "Take away"


class ExportFormat(StrEnum):
    """The forms in which a part of the graph is exported."""

    TURTLE = "turtle"
    TRIG = "trig"
    NT = "nt"
    NQ = "nq"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    NEO4J = "neo4j"
    CYTOSCAPE = "cytoscape"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (export, project, describe):
        app.command(rich_help_panel=GROUP)(command)


def export(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", callback=output_file, help="The file; - for stdout."),
    ],
    seed: Annotated[
        list[str] | None, typer.Option(help="An entity to start from; may be repeated.")
    ] = None,
    hops: Annotated[
        int, typer.Option(min=0, max=20, help="How many edges away from the seeds.")
    ] = 1,
    class_: Annotated[
        str | None, typer.Option("--class", help="Only entities of this class.")
    ] = None,
    chain: Annotated[str | None, typer.Option(help="Only what belongs to this chain.")] = None,
    place: Annotated[str | None, typer.Option(help="Only what is located here.")] = None,
    construct: Annotated[
        str | None, typer.Option(help="A SPARQL CONSTRUCT, or a .rq file, instead.")
    ] = None,
    graph: GraphOption = "xiamen",
    format: Annotated[
        ExportFormat | None, typer.Option("--format", "-f", help="Else by the file's name.")
    ] = None,
    timeout: TimeoutOption = 60,
    lang: LanguageOption = None,
) -> None:
    """Export a part of the graph, with its sources, for Gephi, Excel, Neo4j or a notebook.

    csv writes two files, NAME-nodes.csv and NAME-edges.csv; neo4j NAME-neo4j-nodes.csv and
    NAME-neo4j-relationships.csv. Nodes get a label in the language.

    Example: ecograph export --seed 天马 --hops 2 -o tianma.graphml
    """
    from ecograph.export.subgraph_files import (
        constructed_statements,
        export_constructed,
        export_subgraph,
        format_of,
    )
    from ecograph.graph.opening import open_graph
    from ecograph.networks.subgraph import Selection

    chosen = format_of(output, str(format) if format else None)
    opened = open_graph(graph)
    if construct:
        made = constructed_statements(opened, construct, timeout)
        done = export_constructed(made, output, chosen, language_of(lang))
    else:
        selection = Selection(tuple(seed or ()), hops, class_, chain, place)
        done = export_subgraph(opened, selection, output, chosen, language_of(lang))
    if str(output) == "-":
        sys.stdout.buffer.write(done.data)
    say(done.summary)


def project(
    name: Annotated[
        str | None, typer.Argument(help="A network, or a .toml file; without it, the list.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", callback=output_file, help="The file to write."),
    ] = None,
    network_format: Annotated[
        str | None,
        typer.Option(
            "--as", help="graphml gexf csv neo4j cytoscape json; else by the file's name."
        ),
    ] = None,
    graph: GraphOption = "xiamen",
    place: Annotated[str | None, typer.Option(help="Only what is located here.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Only statements in force then: 2024, 2024-06, 2024-06-01.")
    ] = None,
    evidence: Annotated[
        str | None, typer.Option(help="How sure at least: stated, implied, editorial.")
    ] = None,
    modality: Annotated[
        list[str] | None,
        typer.Option(help="exists, underway, planned, recommended, lacking; may be repeated."),
    ] = None,
    isolated: Annotated[
        bool, typer.Option("--isolated", help="Keep entities without an edge as nodes.")
    ] = False,
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Take a network away, or say what is in it; without a name, list the networks.

    Edges keep their statement, predicate, direction, weight and source. To write 10^6 edges takes
    about 6 GB of memory; above 4*10^6 it is refused.

    Example: ecograph project supply -o supply.graphml
    """
    from ecograph.export.network_files import format_named, write_network
    from ecograph.graph.data import open_data
    from ecograph.networks.network import to_networkx
    from ecograph.operations.network_asked import network_asked, summary

    if output is not None:
        format_named(output, network_format)  # before any work is done
    if name is None:
        from ecograph.cli.operations import run
        from ecograph.operations.every import operation

        run(operation("networks"), {}, graph=graph, format=format, lang=lang)
        return
    end_at_once()
    data = open_data(graph)
    where = data.find(place, "Place") if place else None
    network = network_asked(
        data,
        name,
        place=where,
        as_of=as_of,
        evidence=evidence,
        modality=tuple(modality or ()),
        isolated=isolated,
    )
    end_tidily()
    language = language_of(lang)
    said = summary(network)[language != "zh"]
    if output is not None:
        write_network(to_networkx(network), output, network_format, language)
        say(f"{output}: {said}")
        return
    rows: list[list[str | int]] = [
        ["nodes", len(network)],
        ["edges", network.size],
        ["edges of unknown weight", network.unknown_weights],
        ["entities without an edge", len(network.isolated)],
    ]
    rows += [[f"statements left out: {k}", v] for k, v in network.left_out.items()]
    parameters = {k: v for k, v in network.parameters.items() if v is not None}
    print_rows(["what", "count"], rows, format, language, parameters=parameters)


def describe(graph: GraphOption = "xiamen") -> None:
    """Describe the graph as a dataset (VoID and DCAT, as Turtle): licence, sources, counts.

    Example: ecograph describe > dataset.ttl
    """
    from ecograph.export.description import describe_dataset
    from ecograph.graph.opening import open_graph
    from ecograph.graph.rdf_files import rdf_bytes

    sys.stdout.buffer.write(rdf_bytes(describe_dataset(open_graph(graph)), ".ttl"))
