"""What the graph says of one resource, under its address: as RDF, and as a page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    serialize,
)

from ecograph.base.errors import UnknownName, UsageError, shorten
from ecograph.base.namespaces import ECO, PREFIXES, RDF_TYPE
from ecograph.base.ontology import statements_of
from ecograph.service.replies import Reply, cut_by

if TYPE_CHECKING:
    from ecograph.graph.data import Data
    from ecograph.pages.served_pages import Around

MOST_STATEMENTS = 10_000
HTML = "text/html"
_COMMENTED = ("text/turtle", "application/n-triples")
FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


def entity_reply(data: "Data", iri: str, media: str, around: "Around") -> Reply:
    """What a graph says of a resource: its own statements, and whole those that name it.

    As a page it is what `show` says; `around` is what stands around that.
    Raises UnknownName where it says nothing.
    """
    if media == HTML:
        from ecograph.pages.served_pages import resource_page

        forms = [(media, fmt.file_extension) for media, fmt in FORMATS.items()]
        return page_reply(resource_page(data, iri, around, forms))
    found = dict.fromkeys(quad.triple for quad in _about(data, _node(iri)))
    if not found:
        raise UnknownName("resource of this graph", iri, ())
    left_out = max(len(found) - MOST_STATEMENTS, 0)
    kept = sorted([*found][:MOST_STATEMENTS], key=str)
    body = serialize(kept, format=FORMATS[media], prefixes=PREFIXES) or b""
    if left_out and media in _COMMENTED:
        body += f"\n# left out: {left_out} of {len(found)} triples; ask /sparql for them\n".encode()
    return Reply(media, body, cut_by(left_out, "triples"))


def _node(iri: str) -> NamedNode:
    """A resource.  Raises UnknownName for what is no IRI."""
    try:
        return NamedNode(iri)
    except ValueError:
        raise UnknownName("resource of this graph", iri, ()) from None


def _about(data: "Data", node: NamedNode) -> Iterator[Quad]:
    """What is said of a resource, and the whole of each statement in which it stands."""
    store = data.graph.store
    assert store is not None
    citations = {ECO.citation, ECO.source}
    yield from store.quads_for_pattern(node, None, None)
    for quad in store.quads_for_pattern(None, None, node):
        if quad.predicate in citations:
            continue  # of a source all that cites it would follow
        yield quad
        if isinstance(quad.subject, NamedNode) and _is_statement(data, quad.subject):
            yield from store.quads_for_pattern(quad.subject, None, None)


def _is_statement(data: "Data", node: NamedNode) -> bool:
    """Whether a resource is a statement about entities, and none itself."""
    store = data.graph.store
    assert store is not None
    cited = next(store.quads_for_pattern(node, ECO.citation, None), None)
    return cited is not None and not any(store.quads_for_pattern(node, RDF_TYPE, ECO.Entity))


def page_reply(page: str) -> Reply:
    """A page as it goes out."""
    return Reply(HTML, page.encode())


def ontology_reply(media: str) -> Reply:
    """The ontology and its code lists.  Raises UsageError for a form it cannot have."""
    if media not in FORMATS:
        raise UsageError(f"{shorten(media)} is no form of the ontology")
    said = (t for name in ("core", "vocab") for t in statements_of(name))
    held = Dataset(Quad(t.subject, t.predicate, t.object) for t in said)
    held.canonicalize(CanonicalizationAlgorithm.UNSTABLE)  # blank nodes are called alike each time
    triples = sorted({quad.triple for quad in held}, key=str)
    return Reply(media, serialize(triples, format=FORMATS[media], prefixes=PREFIXES) or b"")


def description_reply(data: "Data", media: str) -> Reply:
    """The graph as a dataset: VoID and DCAT.

    Raises UsageError for an endpoint, Unreadable for a graph of another ontology.
    """
    from ecograph.export.description import describe_dataset

    triples = sorted({quad.triple for quad in describe_dataset(data.graph)}, key=str)
    return Reply(media, serialize(triples, format=FORMATS[media], prefixes=PREFIXES) or b"")
