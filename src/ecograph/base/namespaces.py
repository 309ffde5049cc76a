"""The namespaces: `ECO` is closed, so that a mistyped term raises."""

from functools import cache, cached_property, lru_cache

from pyoxigraph import NamedNode

from ecograph.base.errors import UnknownName
from ecograph.base.ontology import statements_of

ECO_BASE = "https://w3id.org/ecograph/ontology#"
ID_BASE = "https://w3id.org/ecograph/id/"
VOC_BASE = "https://w3id.org/ecograph/vocab/"
CODE_BASE = "https://w3id.org/ecograph/code/"

# The prefixes that queries need not declare and that every writer uses.
PREFIXES = {
    "eco": ECO_BASE,
    "id": ID_BASE,
    "voc": VOC_BASE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "rov": "http://www.w3.org/ns/regorg#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "qb": "http://purl.org/linked-data/cube#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "sh": "http://www.w3.org/ns/shacl#",
}


class _Eco:
    """The terms of the ontology as attributes: `ECO.Firm`; a term it lacks raises."""

    @cached_property
    def terms(self) -> frozenset[str]:
        declared = {
            t.subject.value
            for t in statements_of("core")
            if t.predicate == RDF_TYPE and isinstance(t.subject, NamedNode)
        }
        return frozenset(t.removeprefix(ECO_BASE) for t in declared if t.startswith(ECO_BASE))

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__dict__[name] = found = self[name]  # where it is found at once the next time
        return found

    def __getitem__(self, name: str) -> NamedNode:
        if name not in self.terms:
            raise UnknownName("term of the ontology", name, self.terms)
        return NamedNode(ECO_BASE + name)


RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
RDFS_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
SKOS_NOTATION = NamedNode(PREFIXES["skos"] + "notation")
ECO = _Eco()

GRAPH_ONTOLOGY = NamedNode("https://w3id.org/ecograph/ontology")
GRAPH_VOCABULARY = NamedNode("https://w3id.org/ecograph/vocab")
GRAPH_REGISTRY = NamedNode(ID_BASE + "graph-registry")
GRAPH_EDITORIAL = NamedNode(ID_BASE + "graph-editorial")
GRAPH_INFERRED = NamedNode(ID_BASE + "graph-inferred")


def inferred_from(evidence: str, doubted: bool) -> NamedNode:
    """The graph of the shortcuts that rest on statements of this evidence, doubted or not."""
    return NamedNode(f"{GRAPH_INFERRED.value}-{evidence}{'-doubted' if doubted else ''}")


@lru_cache(maxsize=2**16)
def entity(key: str) -> NamedNode:
    """The IRI of a row's id; what is an IRI already stays."""
    return NamedNode(key if "://" in key or key.startswith("urn:") else ID_BASE + key)


@lru_cache(maxsize=2**12)
def concept(scheme: str, key: str, region: str | None = None) -> NamedNode:
    """The IRI of a concept in a code list; `region` is the one that adds it to the list."""
    own = "" if region is None else f"{region}/"
    return NamedNode(f"{VOC_BASE}{own}{scheme}-{key}")


def code_of(iri: str) -> str:
    """The code list and the key of a concept, as in `unit-cny`; any other IRI is returned whole."""
    return iri.removeprefix(VOC_BASE).rsplit("/", 1)[-1] if iri.startswith(VOC_BASE) else iri


def is_of_region(iri: str) -> bool:
    """Whether an IRI is that of a concept which a region adds to a code list."""
    return iri.startswith(VOC_BASE) and "/" in iri.removeprefix(VOC_BASE)


def key_of(iri: str) -> str:
    """The id of a row from its IRI; any other IRI is returned whole."""
    return iri.removeprefix(ID_BASE)


@cache
def prefix_header() -> str:
    """All known prefixes as SPARQL declarations."""
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())
