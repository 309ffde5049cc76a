"""Whether rows say where they are known from, and are as sure as that allows."""

import re
from collections.abc import Mapping

from ecograph.base.errors import Finding, near_names
from ecograph.tables.editorial import EDITORIAL
from ecograph.tables.rows import Row
from ecograph.tables.schema import TableSpec


def check_sources(sources: Mapping[str, Row], findings: list[Finding]) -> None:
    """What holds of sources besides their columns: what `editorial` is, and that names differ.

    A citation is named document-paragraph-start-end, which may not be another document's id.
    """
    own = sources[EDITORIAL]
    if (kind := own.one("kind")) not in (EDITORIAL, None):
        problem = "is not what the source editorial is"
        mend = "write editorial, or choose another id for this source"
        findings.append(Finding("sources.csv", own.number, "kind", kind, problem, mend))
    for key, row in sources.items():
        document = re.sub(r"(-\d+){3}$", "", key)
        if document != key and document in sources:
            problem = f"is what a citation of {document} would be called"
            mend = "choose another id"
            findings.append(Finding("sources.csv", row.number, "id", key, problem, mend))


def check_citation(
    spec: TableSpec, row: Row, sources: Mapping[str, Row], findings: list[Finding]
) -> None:
    """A row names a registered source, and where in it if that is a document."""
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
    if source.one("sha256") is not None:  # it has a document, so say where in it
        for column in ("paragraph", "span"):
            if row.one(column) is None:
                mend = "say where the document states it (ecograph cite finds it)"
                findings.append(Finding(file, row.number, column, None, "is missing", mend))
    elif (row.one("paragraph") is None) != (row.one("span") is None):
        missing = "span" if row.one("span") is None else "paragraph"
        mend = "give paragraph and span, or neither: one alone is no place"
        findings.append(Finding(file, row.number, missing, None, "is missing", mend))
    _check_evidence(file, row, source, findings)


def _check_evidence(file: str, row: Row, source: Row, findings: list[Finding]) -> None:
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
        mend = "give the source an address in sources.csv, or the row paragraph and span"
    else:
        return
    findings.append(Finding(file, row.number, "evidence", evidence, problem, mend))


def _can_be_read(row: Row, source: Row) -> bool:
    """A place in a document, a source with an address, or what is invented and so says itself."""
    placed = row.one("paragraph") is not None and row.one("span") is not None
    return placed or source.one("address") is not None or source.one("kind") == "synthetic"
