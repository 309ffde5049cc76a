"""Checks a region: its tables, the shapes, the check queries; collects all, changes nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from ecograph.base.errors import DataError, Finding, Unreadable, UsageError
from ecograph.base.files import kind_of
from ecograph.base.namespaces import ID_BASE, key_of
from ecograph.base.resources import ontology_dir, shipped_regions
from ecograph.graph.any_rdf import is_other_rdf
from ecograph.graph.cited_graph import CitedGraph, own_quads, require_ecograph
from ecograph.graph.loading import held_graph
from ecograph.graph.naming import fold
from ecograph.graph.opening import is_address, open_graph
from ecograph.graph.shape_checking import NO_ROWS, Home, check_shapes, finding_on
from ecograph.tables.reading import Region, read_region, region_folder
from ecograph.tables.rows import MADE

MOST_NAMED = 12  # of what a finding lists
_HEAD = re.compile(r"^#\s*([\w-]+):\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Report:
    """What was checked, with how many of each, and everything that was found."""

    checked: dict[str, int]
    findings: tuple[Finding, ...]

    def summary(self) -> str:
        """`1990 rows, 180 shapes, 26 queries`."""
        return ", ".join(f"{count} {name}" for name, count in self.checked.items())


@dataclass(frozen=True)
class CheckQuery:
    """A check query: a row that it returns is a finding, unless `each` says what is one.

    Of a `circle` the rows join two each.  Of a `name` they are entities with a class and a label:
    those of one class that share a label, or of different ones (`name of several classes`).
    """

    name: str
    title: dict[str, str]
    constraint: dict[str, str]
    severity: str
    text: str
    each: str = ""


def check_region(
    name: str | PathLike[str],
    language: str = "en",
    progress: Callable[[str], None] | None = None,
) -> Report:
    """The report on a shipped region, or on the folder of tables or RDF file at a path.

    Findings in the tables end the check there: statements from wrong rows would mislead.
    Raises UsageError for an endpoint.
    """
    name = fspath(name)
    if is_address(name):
        raise UsageError(
            f"{name}: check reads folders of tables and RDF files; check the data of an endpoint "
            "where they come from"
        )
    folder = region_folder(name) if name in shipped_regions() else Path(name)
    tell = progress or (lambda _: None)
    if kind_of(folder) == "file":
        return _check_file(name, language, tell)
    tell(f"reading {folder.name}")
    try:
        region = read_region(folder)
    except DataError as error:
        return Report({"rows": 0}, error.findings)
    rows = sum(row.number != MADE for _, row in region.rows()) + len(region.concepts)
    with held_graph(region, name) as (graph, stage):
        tell("checking shapes")
        home = _rows_of(region)
        shapes, by_shapes = check_shapes(graph, language, home, stage=stage)
        tell("asking check queries")
        queries = check_queries()
        by_queries = [f for q in queries for f in ask_check(graph, q, language, home)]
    checked = {"rows": rows, "shapes": shapes, "queries": len(queries)}
    found = [*region.warnings, *by_shapes, *by_queries]
    found.sort(key=lambda f: (f.severity, f.file, f.row or 0, str(f)))
    return Report(checked, tuple(found))


def _check_file(name: str, language: str, tell: Callable[[str], None]) -> Report:
    """The report on an RDF file: what it says in our ontology; of another nothing is asked."""
    tell(f"reading {Path(name).name}")
    graph = open_graph(name)
    assert graph.store is not None
    said = sum(1 for _ in own_quads(graph.store))
    if is_other_rdf(graph):
        try:
            require_ecograph(graph)
        except Unreadable as error:
            problem, _, mend = str(error).removeprefix(f"{name}: ").partition("; ")
            finding = Finding(name, None, None, None, problem, mend, "warning")
            return Report({"statements": said}, (finding,))
    tell("checking shapes")
    shapes, by_shapes = check_shapes(graph, language)
    tell("asking check queries")
    queries = check_queries()
    by_queries = [f for q in queries for f in ask_check(graph, q, language)]
    checked = {"statements": said, "shapes": shapes, "queries": len(queries)}
    found = sorted([*by_shapes, *by_queries], key=lambda f: (f.severity, f.file, str(f)))
    return Report(checked, tuple(found))


def check_queries() -> list[CheckQuery]:
    """The check queries of the ontology, by name."""
    found = []
    for path in sorted((ontology_dir() / "checks").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        head = dict(_HEAD.findall(text))
        title = {"en": head["Title"], "zh": head["Title-zh"]}
        constraint = {"en": head["Constraint"], "zh": head["Constraint-zh"]}
        severity, each = head["Severity"].strip(), head.get("Each", "").strip()
        found.append(CheckQuery(path.stem, title, constraint, severity, text, each))
    return found


def ask_check(
    graph: CitedGraph, query: CheckQuery, language: str = "en", home: Home = NO_ROWS
) -> list[Finding]:
    """What a check query finds in a graph; `home` is the file and the row of each IRI."""
    mark = "；" if language == "zh" else "; "
    findings = []
    rows = [
        [str(getattr(t, "value", t)) for t in r if t is not None] for r in graph.select(query.text)
    ]
    if query.each == "circle":
        rows = _circles(rows)
    elif query.each.startswith("name"):
        rows = _shared_names(rows, several=query.each != "name")
    for first, *others in rows:
        findings.append(
            finding_on(
                first,
                None,
                _named(others) or None,
                f"{query.title[language]} [{query.name}]{mark}{query.constraint[language]}",
                query.severity,
                home,
            )
        )
    return findings


def _named(iris: list[str]) -> str:
    """The ids, the first of them where they are many."""
    more = f" +{len(iris) - MOST_NAMED}" if len(iris) > MOST_NAMED else ""
    return ", ".join(map(key_of, iris[:MOST_NAMED])) + more


def _circles(pairs: list[list[str]]) -> list[list[str]]:
    """The members of each circle that joined pairs make, sorted: strongly connected components."""
    import networkx as nx

    G = nx.DiGraph((a, b) for a, b in pairs)
    loops = {a for a, b in pairs if a == b}
    parts = (sorted(part) for part in nx.strongly_connected_components(G))
    return sorted(part for part in parts if len(part) > 1 or loops & {*part})


def _shared_names(rows: list[list[str]], *, several: bool) -> list[list[str]]:
    """Entities that share a name, each behind the first that has it, with the name.

    `rows` are entities with a class and a name; those of one class are meant, or of `several`.
    What stands behind the name must be the same too.
    """
    held: dict[tuple[str, ...], list[list[str]]] = {}
    for row in rows:
        held.setdefault((fold(row[2]), *row[3:]), []).append(row[:3])
    found = []
    for of_name in held.values():
        for n, (one, class_, _) in enumerate(of_name):
            others = ([o, name] for o, c, name in of_name[n + 1 :] if (c != class_) == several)
            found += [[one, *other] for other in others if other[0] != one]
    return sorted(found)


def _rows_of(region: Region) -> Home:
    return {
        ID_BASE + str(row.one("id")): (region.file_of(spec.name), row.number)
        for spec, row in region.rows()
    }
