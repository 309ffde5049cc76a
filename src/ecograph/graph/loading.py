"""Statements into a store: those of tables or of a file, the ontology, and what is derived."""

import warnings
from typing import Any

from pyoxigraph import NamedNode, Quad, Store

from ecograph.base.errors import DataWarning
from ecograph.base.evidence import EVIDENCE
from ecograph.base.namespaces import ECO, ECO_BASE, GRAPH_INFERRED, RDF_TYPE, concept
from ecograph.graph import to_rdf as lift
from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.derivation import add_new, derive
from ecograph.graph.period_bounds import replace_bounds
from ecograph.graph.terms import ontology_terms
from ecograph.tables.reading import Region
from ecograph.tables.schema import table_specs

_OLD_EVIDENCE = NamedNode(ECO_BASE + "certainty")  # what eco:evidence was called


def graph_of(region: Region, name: str, kind: str = "tables") -> CitedGraph:
    """The graph of the tables of a region."""
    store = Store()
    store.bulk_extend(lift.lift(region))
    return CitedGraph(name, kind, store=complete(store))


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
    """The same store with the ontology, and with what is derived from both.

    A triple in two graphs is counted twice in the union of all graphs.
    """
    add_new(store, lift.ontology())
    derive(store)
    replace_bounds(store)
    return store


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


def _said(store: Store, subject: Any, predicate: NamedNode) -> list[Quad]:
    return list(store.quads_for_pattern(subject, predicate, None))
