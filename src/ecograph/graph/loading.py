"""Statements into a store: those of tables or of a file, the ontology, and what is derived."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from ecograph.base.database import DuckDatabase, new_database
from ecograph.base.errors import DataWarning
from ecograph.base.evidence import EVIDENCE
from ecograph.base.namespaces import ECO, ECO_BASE, GRAPH_INFERRED, RDF_TYPE, concept
from ecograph.base.progress import progress
from ecograph.graph import to_rdf as lift
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.derivation import derive
from ecograph.graph.staging import stage_rows, stage_store, staging, write_derived
from ecograph.graph.terms import ontology_terms
from ecograph.tables.reading import Region
from ecograph.tables.schema import bounds, table_specs

IN_MEMORY = 50_000  # rows of a region whose statements are held in memory
STEPS = 5  # of building a store: read, make statements, find what follows, load, write tables
_CHUNK = 2**24  # bytes
_OLD_EVIDENCE = NamedNode(ECO_BASE + "certainty")  # what eco:evidence was called


def graph_of(region: Region, name: str, kind: str = "tables") -> CitedGraph:
    """The graph of the tables of a region, in memory."""
    store = Store()
    with tempfile.TemporaryDirectory(prefix="ecograph-") as folder, staging() as stage:
        load_region(region, store, stage, Path(folder))
    return CitedGraph(name, kind, store=store)


@contextmanager
def held_graph(
    region: Region, name: str, most: int = IN_MEMORY
) -> Iterator[tuple[CitedGraph, DuckDatabase | None]]:
    """The graph of the tables of a region for as long as it is needed.

    With more than `most` rows it lies in a folder of its own, so that memory does not bound it, and
    all that it says stays staged beside it.
    """
    if sum(len(table.rows) for table in region.tables.values()) <= most:
        yield graph_of(region, name), None
        return
    with tempfile.TemporaryDirectory(prefix="ecograph-") as spare:
        folder = Path(spare)
        store = Store(str(folder / "store"))
        with staging(new_database(folder), folder) as stage:
            load_region(region, store, stage, folder)
            store.flush()
            store.optimize()  # check queries go through it many times
            yield CitedGraph(name, "tables", store=store), stage


def load_region(region: Region, store: Store, stage: DuckDatabase, folder: Path) -> None:
    """Fills an empty store with the statements of a region, the ontology and what follows.

    All are staged too.  They go by way of files in a folder, which read faster than what Python
    makes.
    """
    rows, others = folder / "rows.nq", folder / "others.nq"
    progress("making statements")(1, STEPS)
    serialize(lift.lift(region), str(rows), format=RdfFormat.N_QUADS)
    progress("finding what follows")(2, STEPS)
    stage_rows(stage, rows)
    ontology = list(lift.ontology())
    serialize(ontology, str(others), format=RdfFormat.N_QUADS)
    stage_rows(stage, others)
    derive(stage)
    if not write_derived(stage, others):  # at once, which takes less time than in two parts
        with others.open("rb") as derived, rows.open("ab") as all_:
            shutil.copyfileobj(derived, all_, _CHUNK)
        others.write_bytes(b"")
    progress("loading statements")(3, STEPS)
    store.bulk_load(path=str(rows), format=RdfFormat.N_QUADS)
    store.bulk_extend(chain(ontology, _with_blank_nodes(others)))


def _with_blank_nodes(path: Path) -> Iterator[Quad]:
    """The statements of a file, their blank nodes as they are: a loader gives them new names."""
    return parse(path=str(path), format=RdfFormat.N_QUADS)


def is_ours(store: Store) -> bool:
    """Whether anything in a store is of a class or said by a property of the ontology."""
    ours = (t for t in ontology_terms().values() if t.iri.startswith(ECO_BASE))
    terms = [t for t in ours if t.kind in ("class", "property")]  # borrowed ones are everybody's
    for term in terms:
        node = NamedNode(term.iri)
        asked = (None, RDF_TYPE, node) if term.kind == "class" else (None, node, None)
        if next(iter(store.quads_for_pattern(*asked)), None) is not None:
            return True
    return False


def complete(store: Store) -> Store:
    """The same store with the ontology, and with what is derived from both."""
    _add_ontology(store)
    _take_out_days(store)
    with tempfile.TemporaryDirectory(prefix="ecograph-") as folder, staging() as stage:
        path = Path(folder) / "derived.nq"
        stage_store(stage, store)
        derive(stage)
        if write_derived(stage, path):
            store.bulk_extend(_with_blank_nodes(path))
        else:
            store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    return store


def _add_ontology(store: Store) -> None:
    """Adds what the store does not say yet: a triple in two graphs would count twice."""
    held = bool(store)
    store.bulk_extend(
        quad for quad in list(lift.ontology()) if not held or not _said(store, *quad.triple)
    )


def _take_out_days(store: Store) -> None:
    """Takes out the days of periods that a file brings along: periods may have changed since."""
    for days in bounds().values():
        for day in map(NamedNode, days):
            for old in list(store.quads_for_pattern(None, day, None)):
                store.remove(old)


def complete_file(store: Store) -> Store:
    """The same for the statements of a file, which may not say how sure they are."""
    _fill_in_evidence(store)
    return complete(store)


def _fill_in_evidence(store: Store) -> None:
    """What is cited and does not say how sure it is counts as stated; of statements that is told.

    Files of before call it certainty.
    """
    stated: list[str] = []
    cited = {q.subject for q in store.quads_for_pattern(None, ECO.citation, None)}
    statements = {ECO_BASE + s.class_name for s in table_specs().values() if s.kind == "statement"}
    for subject in sorted(cited, key=str):
        classes = [getattr(q.object, "value", "") for q in _said(store, subject, RDF_TYPE)]
        if _said(store, subject, ECO.evidence) or not any(c.startswith(ECO_BASE) for c in classes):
            continue
        before = [str(q.object).rstrip(">") for q in _said(store, subject, _OLD_EVIDENCE)]
        key = before[0].rpartition("-")[2] if before else "stated"
        known = concept("evidence", key if key in EVIDENCE else "stated")
        store.add(Quad(subject, ECO.evidence, known, GRAPH_INFERRED))
        if not before and statements.intersection(classes):
            stated.append(str(subject))
    if stated:
        told = f"{len(stated)} statements do not say how sure they are, and count as stated"
        mend = f"say it with eco:evidence, first of {stated[0]}"
        warnings.warn(f"{told}; {mend}", DataWarning, stacklevel=2)


def _said(store: Store, subject: Any, predicate: Any, value: Any = None) -> list[Quad]:
    return list(store.quads_for_pattern(subject, predicate, value))
