"""Whether rows say where they are known from, and are as sure as that allows."""

import re
from collections.abc import Collection, Iterable, Mapping

from ecograph.base.errors import Finding, near_names
from ecograph.tables.editorial import EDITORIAL
from ecograph.tables.rows import Row
from ecograph.tables.schema import TableSpec

# Kinds of source in which a place is told by a locator: what has rows, pages that we hold no text
# of, and answers to questions.
LOCATED = frozenset(
    {"dataset", "register", "notice", "filing", "own-page", "press", "compilation", "answer"}
)


def check_sources(sources: Mapping[str, Row], findings: list[Finding]) -> None:
    """What holds of sources besides their columns: what `editorial` is, and that names differ.

    A citation is named document-paragraph-start-end or document-at-locator, which may not be
    another document's id.
    """
    own = sources[EDITORIAL]
    if (kind := own.one("kind")) not in (EDITORIAL, None):
        problem = "is not what the source editorial is"
        mend = "write editorial, or choose another id for this source"
        findings.append(Finding("sources.csv", own.number, "kind", kind, problem, mend))
    for key, row in sources.items():
        document = re.sub(r"(-\d+){3}$|-at-.*$", "", key)
        if document != key and document in sources:
            problem = f"is what a citation of {document} would be called"
            mend = "choose another id"
            findings.append(Finding("sources.csv", row.number, "id", key, problem, mend))


def located_kinds(concepts: Iterable[Row]) -> frozenset[str]:
    """The kinds cited by a locator: those of the ontology, and what a region puts below them."""
    found = set(LOCATED)
    narrower = [c for c in concepts if c.one("scheme") == "source-kind"]
    for _ in narrower:  # each may be below the one that was found before it
        found |= {str(c.one("key")) for c in narrower if c.one("broader") in found}
    return frozenset(found)


def check_citation(
    spec: TableSpec,
    row: Row,
    sources: Mapping[str, Row],
    located: Collection[str],
    findings: list[Finding],
) -> None:
    """A row names a registered source, and where in it: by paragraph and span, or by a locator.

    `located` are the kinds of source that are cited by a locator.
    """
    key = row.one("source")
    if key is None or "source" not in spec.columns:
        return
    file = f"{spec.name}.csv"
    source = sources.get(key)
    if source is None:
        near = near_names(key, sources)
        mend = f"did you mean {near[0]}?" if near else "register it in sources.csv"
        findings.append(Finding(file, row.number, "source", key, "is not registered", mend))
        return
    if source.one("kind") in located:
        _check_row(file, row, key, findings)
    elif row.one("locator") is not None:
        problem = f"is for data sets, registers and pages, and {key} is none"
        mend = "say where by paragraph and span"
        if source.one("sha256") is None:
            mend = (
                f"leave it empty, or give {key} the kind dataset, register or press in sources.csv"
            )
        locator = row.one("locator")
        findings.append(Finding(file, row.number, "locator", locator, problem, mend))
    else:
        _check_span(file, row, source, findings)
    _check_evidence(file, row, source, located, findings)


def _check_span(file: str, row: Row, source: Row, findings: list[Finding]) -> None:
    """In a document whose text is held a row says where; elsewhere both are given or neither."""
    if source.one("sha256") is not None:
        for column in ("paragraph", "span"):
            if row.one(column) is None:
                mend = "say where the document states it (ecograph cite finds it)"
                findings.append(Finding(file, row.number, column, None, "is missing", mend))
    elif (row.one("paragraph") is None) != (row.one("span") is None):
        missing = "span" if row.one("span") is None else "paragraph"
        mend = "give paragraph and span, or neither: one alone is no place"
        findings.append(Finding(file, row.number, missing, None, "is missing", mend))


def _check_row(file: str, row: Row, source: str, findings: list[Finding]) -> None:
    """In a source that is cited by a locator nothing is found by paragraph and span."""
    for column in ("paragraph", "span"):
        if (value := row.one(column)) is not None:
            problem = f"is for documents whose text is held, and {source} is none"
            mend = "leave it empty, and write into locator where it is said"
            findings.append(Finding(file, row.number, column, value, problem, mend))


def _check_evidence(
    file: str, row: Row, source: Row, located: Collection[str], findings: list[Finding]
) -> None:
    """What is stated can be looked up; what is from no document is editorial, and nothing else."""
    evidence, kind = row.one("evidence"), source.one("kind")
    if evidence is None:
        return
    name = source.one("id")
    if evidence == "editorial" and kind != "editorial":
        problem = f"is for what no document says, and {name} is one"
        mend = "write stated or implied, or cite the source editorial"
    elif evidence != "editorial" and kind == "editorial":
        problem = f"is for what a document says, and {name} is none"
        mend = "write editorial, or cite the document and where it says so"
    elif evidence == "stated" and not _can_be_read(row, source):
        problem = f"is for what can be read, and nobody is told where to read {name}"
        place = "paragraph and span"
        if source.one("kind") in located:
            place = "a locator"
        mend = f"give the source an address in sources.csv, or the row {place}"
    elif evidence == "implied" and not (row.one("basis_zh") or row.one("basis_en")):
        problem = "is for what we infer, and the row does not say why"
        mend = "write the reason into basis_zh or basis_en"
        if kind == "synthetic":  # what is invented needs none
            return
    else:
        return
    findings.append(Finding(file, row.number, "evidence", evidence, problem, mend))


def _can_be_read(row: Row, source: Row) -> bool:
    """A place in it, a source with an address, or what is invented and so says itself."""
    placed = row.one("paragraph") is not None and row.one("span") is not None
    placed = placed or row.one("locator") is not None
    return placed or source.one("address") is not None or source.one("kind") == "synthetic"
