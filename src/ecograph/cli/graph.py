"""Graph: build, check, verify, cite."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecograph.cli.output import (
    FormatOption,
    LanguageOption,
    RowFormat,
    language_of,
    print_rows,
    say,
)

if TYPE_CHECKING:
    from ecograph.tables.verification import Verification

GROUP = "Graph"


def build(
    region: Annotated[str, typer.Argument(help="A shipped region or a folder of tables.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file (.trig .ttl .nq .nt .jsonld) or a new folder."),
    ] = None,
) -> None:
    """Build the graph of a region from its tables: a file, or a folder that is an on-disk store.

    Example: ecograph build graph_data/xiamen -o xiamen.trig
    """
    from ecograph.export.graph_files import build as build_graph

    path = output or Path(f"{Path(region).name}.trig")
    say(f"{path}: {build_graph(region, path)} statements")


def check(
    region: Annotated[
        str, typer.Argument(help="A shipped region, a folder of tables, an RDF file.")
    ] = "xiamen",
    format: FormatOption = RowFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Check a region: its tables, the shapes, the check queries; ends with 1 on an error.

    Example: ecograph check graph_data/xiamen
    """
    from ecograph.graph.validation import check_region

    report = check_region(region, language_of(lang), progress=say)
    rows = [
        (f.severity, f.file, f.row, f.column, f.value, f.problem, f.mend) for f in report.findings
    ]
    columns = ("severity", "where", "row", "column", "value", "problem", "mend")
    if rows or format is RowFormat.JSON:
        print_rows(columns, rows, format, language_of(lang), checked=report.checked)
    errors = sum(f.severity == "error" for f in report.findings)
    say(f"{errors} errors, {len(rows) - errors} warnings; checked: {report.summary()}")
    if errors:
        raise typer.Exit(1)


DocumentsOption = Annotated[Path, typer.Option("--documents", help="The folder of the documents.")]


def verify(
    documents: DocumentsOption,
    region: Annotated[
        str, typer.Argument(help="A shipped region or a folder of tables.")
    ] = "xiamen",
    format: FormatOption = RowFormat.TABLE,
) -> None:
    """Prove against the documents that each number and name stands where its row says.

    Lists what could not be proven and every number of the documents that no row accounts for;
    ends with 1 where a number is among them.

    Example: ecograph verify xiamen --documents sources/
    """
    from ecograph.tables.documents import read_documents
    from ecograph.tables.reading import region_at
    from ecograph.tables.verification import verify_region as prove

    read = region_at(region)
    done = prove(read, read_documents(read, documents))
    columns = ("finding", "table", "row", "id", "paragraph", "what")
    coverage = [{c: getattr(p, c) for c in _COVERAGE} for p in done.paragraphs]
    print_rows(columns, _list_findings(done), format, coverage=coverage)
    say(_sum_up(done))
    if not done.holds:
        raise typer.Exit(1)


_COVERAGE = ("source", "paragraph", "numbers", "numbers_covered", "names", "names_covered")


def _list_findings(done: "Verification") -> list[tuple[str | int | None, ...]]:
    """What is not proven, then what is not covered, a row each."""
    rows: list[tuple[str | int | None, ...]] = [
        (f"unproven {u.kind}", f"{u.table}.csv", u.row, u.key, u.paragraph, u.wanted)
        for u in done.unproven
    ]
    rows += [
        ("uncovered number", None, None, None, f"{p.source} {p.paragraph}", number)
        for p in done.paragraphs
        for number in p.uncovered
    ]
    return rows


def _sum_up(done: "Verification") -> str:
    whole = {c: sum(getattr(p, c) for p in done.paragraphs) for c in _COVERAGE[2:]}
    return (
        f"proven: {done.numbers_proven} numbers, {done.names_proven} names; "
        f"{done.named_by_us} rows are named by us; {len(done.unproven)} not proven\n"
        f"covered: {whole['numbers_covered']} of {whole['numbers']} numbers, "
        f"{whole['names_covered']} of {whole['names']} known names in "
        f"{len(done.paragraphs)} paragraphs"
    )


def cite(
    source: Annotated[str, typer.Argument(help="The id of a document in sources.csv.")],
    words: Annotated[str, typer.Argument(help="Words of the document, in any script.")],
    documents: DocumentsOption,
    region: Annotated[str, typer.Option(help="A shipped region or a folder of tables.")] = "xiamen",
    format: FormatOption = RowFormat.TABLE,
) -> None:
    """Find where a document says something: the paragraph and the span for a row's citation.

    Example: ecograph cite paper-2023 平板显示产值1498亿元 --documents sources/
    """
    from ecograph.base.errors import UnknownName
    from ecograph.tables.documents import cite as find
    from ecograph.tables.documents import read_documents
    from ecograph.tables.reading import region_at

    places = find(read_documents(region_at(region), documents), source, words)
    if not places:
        raise UnknownName(f"passage of {source}", words, ())
    rows = [(source, paragraph, f"{first}..{last}") for paragraph, first, last in places]
    print_rows(("source", "paragraph", "span"), rows, format)


COMMANDS = {"build": build, "check": check, "verify": verify, "cite": cite}
