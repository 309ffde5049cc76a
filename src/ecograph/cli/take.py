"""Take away: export, describe."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.output import GraphOption, say

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
    for command in (export, describe):
        app.command(rich_help_panel=GROUP)(command)


def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file; - for stdout.")],
    seed: Annotated[
        list[str] | None, typer.Option(help="A thing to start from; may be repeated.")
    ] = None,
    hops: Annotated[int, typer.Option(min=0, help="How many ties away from the seeds.")] = 1,
    class_: Annotated[
        str | None, typer.Option("--class", help="Only things of this class.")
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
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for --construct.")] = 60,
) -> None:
    """Export a part of the graph, with its sources, for Gephi, Excel, Neo4j or a notebook.

    csv and neo4j write two files, NAME-nodes.csv and NAME-edges.csv.

    Example: ecograph export --seed 天马 --hops 2 -o tianma.graphml
    """
    from ecograph.export.subgraph_files import (
        constructed_statements,
        export_constructed,
        export_subgraph,
    )
    from ecograph.projection.subgraph import Selection
    from ecograph.store import open_graph

    opened = open_graph(graph)
    chosen = str(format) if format else None
    if construct:
        made = constructed_statements(opened, construct, timeout)
        done = export_constructed(made, output, chosen)
    else:
        selection = Selection(tuple(seed or ()), hops, class_, chain, place)
        done = export_subgraph(opened, selection, output, chosen)
    if str(output) == "-":
        sys.stdout.buffer.write(done.data)
    say(done.summary)


def describe(graph: GraphOption = "xiamen") -> None:
    """Describe the graph as a dataset (VoID and DCAT, as Turtle): licence, sources, counts.

    Example: ecograph describe > dataset.ttl
    """
    from ecograph.export.description import describe_dataset
    from ecograph.export.graph_files import rdf_bytes
    from ecograph.store import open_graph

    sys.stdout.buffer.write(rdf_bytes(describe_dataset(open_graph(graph)), ".ttl"))
