"""Parts of the graph, networks and the description as files: export, project, describe."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecograph.cli.forms import command_of
from ecograph.cli.output import (
    FormatOption,
    GraphOption,
    Language,
    LanguageOption,
    RowFormat,
    TimeoutOption,
    language_of,
    output_file,
    print_rows,
    say,
)
from ecograph.cli.signals import end_at_once, end_tidily
from ecograph.operations.parts import EXPORT, PROJECT, PartParams, cut_of, selection_of

if TYPE_CHECKING:
    from ecograph.base.results import Coverage
    from ecograph.graph.cited_graph import Cut
    from ecograph.graph.data import Data
    from ecograph.networks.network import Network

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
    PARQUET = "parquet"


FileOption = Annotated[
    Path, typer.Option("--output", "-o", callback=output_file, help="The file; - for stdout.")
]
NetworkFileOption = Annotated[
    Path | None, typer.Option("--output", "-o", callback=output_file, help="The file to write.")
]
ExportFormatOption = Annotated[
    ExportFormat | None, typer.Option("--format", "-f", help="Else by the file's name.")
]
NetworkFormatOption = Annotated[
    str | None,
    typer.Option("--as", help="graphml gexf csv neo4j cytoscape json; else by the file's name."),
]


class TableForm(StrEnum):
    """The forms in which the tables of a part are written."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


TablesOption = Annotated[
    TableForm | None,
    typer.Option(help="Write tables into a new folder instead, which can be opened and changed."),
]
ConstructOption = Annotated[
    str | None, typer.Option(help="A SPARQL CONSTRUCT, or a .rq file, instead.")
]
_EXPORT = {
    "output": (FileOption, ...),
    "construct": (ConstructOption, None),
    "tables": (TablesOption, None),
    "graph": (GraphOption, "xiamen"),
    "format": (ExportFormatOption, None),
    "timeout": (TimeoutOption, 60),
    "lang": (LanguageOption, None),
}
_PROJECT = {
    "output": (NetworkFileOption, None),
    "network_format": (NetworkFormatOption, None),
    "graph": (GraphOption, "xiamen"),
    "format": (FormatOption, RowFormat.TABLE),
    "lang": (LanguageOption, None),
}


def export(
    values: dict[str, Any],
    *,
    output: Path,
    construct: str | None,
    tables: TableForm | None,
    graph: str,
    format: ExportFormat | None,
    timeout: float,
    lang: Language | None,
) -> None:
    """Writes a part of the graph, or what a query constructs, into a file or to stdout."""
    from ecograph.export import subgraph_files
    from ecograph.graph.data import open_data
    from ecograph.operations.catalogue import filled

    data = open_data(graph)
    if tables is not None or format is ExportFormat.PARQUET:
        _require_alone(tables, format, construct)
        _write_folder(data, values, output, tables)
        return
    chosen = subgraph_files.format_of(output, str(format) if format else None)
    if construct:
        _require_all_counts(values)
        made = subgraph_files.constructed_statements(data.graph, construct, timeout)
        done = subgraph_files.export_constructed(
            made, output, chosen, language_of(lang), data.licences.values()
        )
    else:
        subgraph_files.require_exportable(data.graph, chosen, _cut_in(values))
        p = PartParams(**filled(EXPORT, data, values))
        done = subgraph_files.export_subgraph(
            data.graph, selection_of(data, p), output, chosen, language_of(lang), cut_of(p)
        )
    if str(output) == "-":
        sys.stdout.buffer.write(done.data)
    say(done.summary)


def _require_alone(
    tables: TableForm | None, format: ExportFormat | None, construct: str | None
) -> None:
    """Raises UsageError where tables are asked for beside something else."""
    from ecograph.base.errors import UsageError

    if tables and (construct or format):
        raise UsageError("--tables goes with neither --construct nor --format; leave them out")
    if construct:
        raise UsageError("-f parquet writes tables, not what --construct makes; leave one out")


def _write_folder(
    data: "Data", values: dict[str, Any], output: Path, form: TableForm | None
) -> None:
    """Writes tables into a folder, in a form that can be opened again, else as columns."""
    from ecograph.export import subgraph_files
    from ecograph.operations.catalogue import filled

    subgraph_files.require_exportable(data.graph, subgraph_files.TABLES, _cut_in(values))
    p = PartParams(**filled(EXPORT, data, values))
    if form is None:
        _write_columns(data, p, output)
    else:
        _write_tables(data, p, output, form)


def _cut_in(values: dict[str, Any]) -> "Cut":
    """What of the graph counts, as the options say before they are looked at."""
    from ecograph.graph.cited_graph import WHOLE, Cut

    evidence, sources = (values.get(n) or getattr(WHOLE, n) for n in ("evidence", "sources"))
    return Cut(evidence, sources, tuple(values.get("licence") or ()))


def _require_all_counts(values: dict[str, Any]) -> None:
    """Raises UsageError where options say what counts beside a query that says it itself."""
    from ecograph.base.errors import UsageError
    from ecograph.base.evidence import WEAKEST

    plain = {"licence": (), "evidence": WEAKEST, "sources": "all"}
    if given := [name for name, usual in plain.items() if values.get(name, usual) != usual]:
        mend = "say in the query what counts, by eco:licence or eco:evidence"
        raise UsageError(f"--{given[0]} does not go with --construct: {mend}")


def _write_tables(data: "Data", p: PartParams, output: Path, form: TableForm) -> None:
    """Writes the tables of the part into a folder."""
    from ecograph.base.errors import UsageError
    from ecograph.export.subgraph_files import selected
    from ecograph.export.table_folder import write_table_folder
    from ecograph.operations.parts import part_is_all

    if str(output) == "-":
        raise UsageError("-o -: tables are several files; name a new folder")
    counting = data.counting(cut_of(p))
    part = None if part_is_all(p) else selected(counting.graph, selection_of(counting, p))
    done = write_table_folder(data.graph, output, form.value, part)
    rows = sum(done.rows.values())
    say(f"{done.folder}: {done.files} files, {len(done.rows)} tables, {rows} rows")


def _write_columns(data: "Data", p: PartParams, output: Path) -> None:
    """Writes the tables that analyses read into a folder."""
    from ecograph.base.errors import UsageError
    from ecograph.export.column_files import write_columns

    if str(output) == "-":
        raise UsageError("-o -: tables are several files; name a new folder")
    if PartParams(evidence=p.evidence, sources=p.sources, licence=p.licence) != p:
        raise UsageError(
            "-f parquet writes the tables of a whole graph; leave out what chooses a part, or "
            "write the part with --tables parquet"
        )
    done = write_columns(data.counting(cut_of(p)), output)
    say(f"{done.folder}: {len(done.rows)} tables, {sum(done.rows.values())} rows")


def project(
    values: dict[str, Any],
    *,
    output: Path | None,
    network_format: str | None,
    graph: str,
    format: RowFormat,
    lang: Language | None,
) -> None:
    """Writes a network into a file, or prints what is in it; without a name, lists them."""
    from ecograph.export.network_files import format_named, write_network
    from ecograph.graph.data import open_data
    from ecograph.networks.network import to_networkx
    from ecograph.operations.catalogue import filled
    from ecograph.operations.coverage_text import sentence
    from ecograph.operations.network_asked import edges_covered, network_asked, summary

    if output is not None:
        format_named(output, network_format)  # before any work is done
    if "network" not in values:
        from ecograph.cli.operations import run
        from ecograph.operations.every import operation

        run(operation(PROJECT.list_of), {}, graph=graph, format=format, lang=lang)
        return
    end_at_once()
    data = open_data(graph)
    network = network_asked(data, **filled(PROJECT, data, values))
    covered = edges_covered(data, network, values["network"])
    end_tidily()
    language = language_of(lang)
    say(sentence(covered)[language != "zh"])
    if output is None:
        _print_network(network, covered, format, language)
        return
    write_network(to_networkx(network), output, network_format, language)
    say(f"{output}: {summary(network)[language != 'zh']}")


def _print_network(
    network: "Network", covered: "Coverage", format: RowFormat, language: str
) -> None:
    """How many nodes and edges a network has, and what was left out."""
    from ecograph.operations.coverage_text import as_record
    from ecograph.operations.network_asked import of_time

    rows: list[list[str | int]] = [
        ["nodes", len(network)],
        ["edges", network.size],
        ["edges of unknown weight", network.unknown_weights],
        ["entities without an edge", len(network.isolated)],
    ]
    rows += [[f"statements left out: {k}", v] for k, v in network.left_out.items()]
    for note in of_time(network):
        say(note[language != "zh"])
    parameters = {k: v for k, v in network.parameters.items() if v is not None}
    about = {"parameters": parameters, "coverage": as_record(covered)}
    print_rows(["what", "count"], rows, format, language, **about)


def describe(graph: GraphOption = "xiamen") -> None:
    """Describe the graph as a dataset (VoID and DCAT, as Turtle): licence, sources, counts.

    Example: ecograph describe > dataset.ttl
    """
    from ecograph.export.description import describe_dataset
    from ecograph.graph.opening import open_graph
    from ecograph.graph.rdf_files import rdf_bytes

    sys.stdout.buffer.write(rdf_bytes(describe_dataset(open_graph(graph)), ".ttl"))


COMMANDS = {
    "export": command_of(EXPORT, _EXPORT, export),
    "project": command_of(PROJECT, _PROJECT, project),
    "describe": describe,
}
