"""The ontology: whole, labelled in both languages, without contradiction, and without the
pitfalls that OOPS! and FOOPS! look for."""

import importlib.util
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import owlrl
import pytest
import rdflib
from pyoxigraph import RdfFormat, serialize
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SDO, SKOS, VANN

import ecograph
from ecograph.base.namespaces import ECO_BASE, ID_BASE, VOC_BASE
from ecograph.base.resources import ontology_dir
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.graph.partitions import partitions_of
from ecograph.graph.terms import all_below, columns_of
from ecograph.tables.schema import (
    bounds,
    camel,
    code_lists,
    inherited_classes,
    shortcuts,
    superclasses,
    table_specs,
)
from rdf_help import read_ontology

ECO = rdflib.Namespace(ECO_BASE)
ID = rdflib.Namespace(ID_BASE)
ONTOLOGY = rdflib.URIRef("https://w3id.org/ecograph/ontology")
TURTLE = sorted(ontology_dir().rglob("*.ttl"))
TYPES = (
    *(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty),
    RDFS.Datatype,
)
OWLRL_ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


@pytest.fixture(scope="module")
def core() -> rdflib.Graph:
    return read_ontology("core")


def ours(graph: rdflib.Graph, *types: rdflib.URIRef) -> Iterator[rdflib.URIRef]:
    for one in types or TYPES:
        for term in sorted(graph.subjects(RDF.type, one)):
            if str(term).startswith(ECO_BASE):
                yield rdflib.URIRef(str(term))


def local(term: object) -> str:
    return str(term).removeprefix(ECO_BASE)


# ------------------------------------------------------------- files and terms


@pytest.mark.parametrize("path", TURTLE, ids=lambda p: str(p.relative_to(ontology_dir())))
def test_a_file_parses_and_declares_only_the_prefixes_it_uses(path: Path) -> None:
    assert len(rdflib.Graph().parse(path)) > 0
    text = path.read_text(encoding="utf-8")
    body = re.sub(r"^@prefix .*$", "", text, flags=re.MULTILINE)
    for prefix in re.findall(r"^@prefix ([\w-]*:)", text, re.MULTILINE):
        if path.parent.name != "vocab":
            assert re.search(rf"(?<![\w-]){re.escape(prefix)}", body), prefix


def test_every_module_is_listed_in_the_head(core: rdflib.Graph) -> None:
    head = rdflib.Graph().parse(ontology_dir() / "ecograph.ttl")
    parts = {str(p).rsplit("/", 1)[-1] for p in head.objects(ONTOLOGY, DCTERMS.hasPart)}
    assert parts == {p.stem for p in (ontology_dir() / "core").glob("*.ttl")}


def test_every_term_has_a_label_and_a_comment_in_each_language(core: rdflib.Graph) -> None:
    """P08."""
    for term in ours(core):
        for link in (RDFS.label, RDFS.comment):
            said = {t.language: str(t) for t in core.objects(term, link)}  # type: ignore[attr-defined]
            assert sorted(said) == ["en", "zh"], (term, link)
            assert all(v.strip() == v and v for v in said.values()), term
            assert re.search(r"[\u4e00-\u9fff]", said["zh"]), term
            assert not re.search(r"[\u4e00-\u9fff]", said["en"]), term
        comment = {str(t) for t in core.objects(term, RDFS.comment)}
        assert not comment & {str(t) for t in core.objects(term, RDFS.label)}, term


def test_every_concept_has_a_key_and_a_label_in_each_language() -> None:
    vocab = read_ontology("vocab")
    assert set(vocab.subjects(RDF.type, SKOS.ConceptScheme)) == {
        rdflib.URIRef(VOC_BASE + name) for name in code_lists()
    }
    for concept in vocab.subjects(RDF.type, SKOS.Concept):
        (scheme,) = vocab.objects(concept, SKOS.inScheme)
        (key,) = vocab.objects(concept, SKOS.notation)
        assert str(concept) == f"{scheme}-{key}"
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(key)), concept
        labels = {t.language for t in vocab.objects(concept, RDFS.label)}  # type: ignore[attr-defined]
        assert labels == {"zh", "en"}, concept
    for name, keys in code_lists().items():
        assert len(keys) == len(set(keys)) > 1, name


def test_every_unit_has_a_base() -> None:
    vocab = read_ontology("vocab")
    for key in code_lists()["unit"]:
        unit = rdflib.URIRef(f"{VOC_BASE}unit-{key}")
        (multiplier,) = vocab.objects(unit, ECO.multiplier)
        assert float(str(multiplier)) > 0, key


def test_every_column_of_the_tables_is_declared(core: rdflib.Graph) -> None:
    toml = tomllib.loads((ontology_dir() / "tables.toml").read_text(encoding="utf-8"))
    declared = {local(t): core.value(t, RDF.type) for t in ours(core)}
    for spec in table_specs().values():
        assert declared[spec.class_name] == OWL.Class, spec.class_name
        for column in spec.columns.values():
            if column.type in ("id", "span") or not column.iri.startswith(ECO_BASE):
                continue
            kinds = set(core.objects(rdflib.URIRef(column.iri), RDF.type))
            wanted = (
                OWL.ObjectProperty if column.type in ("ref", "concept") else OWL.DatatypeProperty
            )
            assert wanted in kinds, (spec.name, column.name)
            for day, above in zip(
                bounds().get(column.iri, ()), ("earliest", "latest"), strict=False
            ):
                assert (rdflib.URIRef(day), RDFS.subPropertyOf, ECO[above]) in core, day
                domains = (
                    list(core.objects(rdflib.URIRef(i), RDFS.domain)) for i in (day, column.iri)
                )
                assert next(domains) == next(domains), day
        if spec.shortcut:
            assert (ECO[spec.class_name], ECO.shortcut, ECO[spec.shortcut]) in core
    for column in toml["property"]:
        assert camel(column) not in declared, f"{column} is another vocabulary's"


def test_nothing_undeclared_is_used(core: rdflib.Graph) -> None:
    """P34, P35: a typing error in a shape, a check or an alignment would go unseen."""
    declared = {local(t) for t in ours(core)}
    for path in TURTLE:
        for triple in rdflib.Graph().parse(path):
            for term in triple:
                if isinstance(term, rdflib.URIRef) and str(term).startswith(ECO_BASE):
                    name = local(term)
                    assert name in declared or "Shape" in name, (path.name, name)
    queries = [*ontology_dir().rglob("*.rq")]
    for path in queries:
        for name in re.findall(r"\beco:(\w+)", path.read_text(encoding="utf-8")):
            assert name in declared, (path.name, name)


def test_every_term_is_of_use(core: rdflib.Graph) -> None:
    """A term is a table, a column, a derived link, above one of these, or what results need."""
    used = {s.class_name for s in table_specs().values()}
    used |= {local(c.iri) for s in table_specs().values() for c in s.columns.values()}
    used |= {term.removeprefix(ECO_BASE) for term in shortcuts()}
    used |= {name for c in list(used) for name in superclasses().get(c, ())}
    used |= {local(day) for pair in bounds().values() for day in pair}
    above = core.subject_objects(RDFS.subPropertyOf)
    used |= {local(parent) for child, parent in above if local(child) in used}
    program = "".join(
        p.read_text(encoding="utf-8")
        for folder in (ontology_dir(), Path(ecograph.__file__).parent)
        for kind in ("*.rq", "*.py")
        for p in folder.rglob(kind)
    )
    for term in ours(core):
        name = local(term)
        assert (
            name in used
            or re.search(rf"(eco:|ECO\.|ECO_BASE \+ \"){name}\b", program)
            or (f'"{name}"' in program)
        ), name


# -------------------------------------------------------------------- pitfalls


def test_names_follow_the_style(core: rdflib.Graph) -> None:
    """P22."""
    for term in ours(core, OWL.Class):
        assert re.fullmatch(r"([A-Z][a-z]+)+", local(term)), term
    for term in ours(core, OWL.ObjectProperty, OWL.DatatypeProperty):
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]*|[0-9]+)*", local(term)), term


def test_no_term_stands_alone(core: rdflib.Graph) -> None:
    """P04: each class is tied to another, or is the domain or range of a property."""
    tied = set(core.subjects(RDFS.subClassOf)) | set(core.objects(None, RDFS.subClassOf))
    tied |= set(core.objects(None, RDFS.domain)) | set(core.objects(None, RDFS.range))
    assert {local(c) for c in ours(core, OWL.Class)} - {local(c) for c in tied} == set()


def test_no_class_is_below_itself(core: rdflib.Graph) -> None:
    """P06, P24."""
    for term in ours(core, OWL.Class):
        parents = {
            t
            for p in core.objects(term, RDFS.subClassOf)
            for t in core.transitive_objects(p, RDFS.subClassOf)
        }
        assert term not in parents, term
    for term in ours(core, OWL.ObjectProperty):
        assert (term, RDFS.subPropertyOf, term) not in core


def test_no_inverses_are_declared(core: rdflib.Graph) -> None:
    """P05 and P25 cannot arise: properties are read backwards instead."""
    assert not list(core.subject_objects(OWL.inverseOf))


def test_no_name_merges_two_things(core: rdflib.Graph) -> None:
    """P07; sources use laboratory and institute for one another, so eco:Lab is both on purpose."""
    for term in ours(core, OWL.Class):
        if term == ECO.Lab:
            continue
        (label,) = (str(t) for t in core.objects(term, RDFS.label) if t.language == "en")  # type: ignore[attr-defined]
        assert not re.search(r"\b(and|or)\b|/", label), label


def test_properties_have_domains_and_ranges_or_say_where_they_are_used(core: rdflib.Graph) -> None:
    """P11: what several tables share has a note that lists them."""
    for term in ours(core, OWL.ObjectProperty, OWL.DatatypeProperty):
        if (term, RDFS.domain, None) not in core or (term, RDFS.range, None) not in core:
            notes = {t.language for t in core.objects(term, SKOS.scopeNote)}  # type: ignore[attr-defined]
            assert notes == {"zh", "en"}, f"{term} lacks a domain or range, and notes"


def test_a_property_without_a_domain_names_the_classes_that_have_it(core: rdflib.Graph) -> None:
    """As the tables have it, and as the graph of Xiamen has it."""
    used = partitions_of(open_graph("xiamen"))
    for term in ours(core, OWL.ObjectProperty, OWL.DatatypeProperty):
        if (term, RDFS.domain, None) in core:
            continue
        named = {str(c) for c in core.objects(term, SDO.domainIncludes)}
        assert named, term
        below = {c for n in named for c in (n, *all_below(n))}
        columns = {
            ECO_BASE + spec.class_name
            for spec in table_specs().values()
            if any(c.iri == str(term) for c in columns_of(spec.class_name))
        }
        held = {c for c in used.classes_with(str(term)) if c.startswith(ECO_BASE)}
        wider = {a for c in held for a in inherited_classes().get(c, ())}
        assert columns <= below, term
        assert held - wider - {ECO_BASE + "DerivedGraph"} <= below, term


def test_properties_have_at_most_one_domain_and_one_range(core: rdflib.Graph) -> None:
    """P19: several would mean all of them at once."""
    for term in ours(core, OWL.ObjectProperty, OWL.DatatypeProperty):
        assert len(list(core.objects(term, RDFS.domain))) <= 1, term
        assert len(list(core.objects(term, RDFS.range))) <= 1, term


def test_a_property_is_of_one_kind(core: rdflib.Graph) -> None:
    objects = set(ours(core, OWL.ObjectProperty))
    assert not objects & set(ours(core, OWL.DatatypeProperty))
    for term in objects:
        for kind in core.objects(term, RDFS.range):
            assert str(kind).startswith((ECO_BASE, str(SKOS))), term


def test_domains_hold_for_every_table(core: rdflib.Graph) -> None:
    """Else a reasoner would make a firm a person: each table's class is within the domain."""
    above = superclasses()
    for spec in table_specs().values():
        for column in spec.columns.values():
            if column.name in ("source", "paragraph", "span", "locator"):
                continue  # these become a citation, which has them
            for domain in core.objects(rdflib.URIRef(column.iri), RDFS.domain):
                if str(domain).startswith(ECO_BASE):
                    assert local(domain) in above[spec.class_name], (spec.name, column.name)
            for kind in core.objects(rdflib.URIRef(column.iri), RDFS.range):
                if column.type == "ref" and str(kind).startswith(ECO_BASE):
                    for name in column.argument:
                        assert local(kind) in above[name], (spec.name, column.name, name)


def test_classes_that_exclude_each_other_are_declared(core: rdflib.Graph) -> None:
    """P10."""
    assert list(core.subject_objects(OWL.disjointWith))
    assert list(core.subjects(RDF.type, OWL.AllDisjointClasses))


def test_the_ontology_says_what_it_is() -> None:
    """P38, P41 and what FOOPS! asks of the head."""
    head = rdflib.Graph().parse(ontology_dir() / "ecograph.ttl")
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in head
    for link in (
        *(OWL.versionIRI, OWL.versionInfo, DCTERMS.license, DCTERMS.creator, DCTERMS.publisher),
        *(DCTERMS.created, DCTERMS.modified, DCTERMS.issued, DCTERMS.bibliographicCitation),
        *(VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri),
    ):
        assert len(list(head.objects(ONTOLOGY, link))) == 1, link
    for link in (DCTERMS.title, DCTERMS.description, RDFS.label, RDFS.comment):
        assert {t.language for t in head.objects(ONTOLOGY, link)} == {"zh", "en"}, link  # type: ignore[attr-defined]
    assert str(head.value(ONTOLOGY, VANN.preferredNamespaceUri)) == ECO_BASE
    assert "creativecommons.org/licenses/by/4.0" in str(head.value(ONTOLOGY, DCTERMS.license))


def test_addresses_carry_no_file_suffix(core: rdflib.Graph) -> None:
    """P36."""
    for term in (ONTOLOGY, *ours(core)):
        assert not re.search(r"\.(ttl|owl|rdf|html?|xml|n3)\b", str(term)), term


def test_nothing_is_imported_from_the_network() -> None:
    for path in TURTLE:
        assert not list(rdflib.Graph().parse(path).objects(None, OWL.imports)), path.name


def test_the_core_stays_within_owl_2_rl(core: rdflib.Graph) -> None:
    """No unions, no existentials, no cardinalities: what must be present is for the shapes."""
    barred = (OWL.unionOf, OWL.someValuesFrom, OWL.minCardinality, OWL.cardinality, OWL.oneOf)
    for link in (*barred, OWL.onProperty, OWL.complementOf, OWL.disjointUnionOf):
        assert not list(core.subject_objects(link)), link


def test_alignments_start_from_our_terms(core: rdflib.Graph) -> None:
    for path in (ontology_dir() / "alignments").glob("*.ttl"):
        graph = rdflib.Graph().parse(path)
        links = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch)
        tied = [s for link in links for s in graph.subjects(link)]
        assert tied or path.stem == "names", path.name
        for term in tied:
            assert str(term).startswith((ECO_BASE, VOC_BASE)), (path.name, term)


# -------------------------------------------------------------------- reasoners

CONTRADICTIONS = {
    "a firm that is a university": "id:x a eco:Firm, eco:University .",
    "a city that is a district": "id:x a eco:City, eco:District .",
    "a product that is a person": "id:x a eco:Product, eco:Person .",
    "a supplier that is a place": (
        "id:s a eco:Supply ; eco:supplier id:x . id:x a eco:City ; eco:partOf id:y ."
    ),
}
HEADS = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in (("eco", ECO_BASE), ("id", ID_BASE)))


def data_of(graph: CitedGraph) -> rdflib.Graph:
    assert graph.store is not None
    inside = {
        q.triple
        for q in graph.store
        if "graph-" in q.graph_name.value or "citation" in q.graph_name.value
    }  # type: ignore[union-attr]
    return rdflib.Graph().parse(data=serialize(inside, format=RdfFormat.N_TRIPLES), format="nt")


def closure_errors(graph: rdflib.Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(o) for o in graph.objects(None, OWLRL_ERROR)]


def test_owl_rl_finds_no_contradiction(tiny: CitedGraph) -> None:
    graph = read_ontology("core", "alignments", "vocab").parse(ontology_dir() / "ecograph.ttl")
    graph += data_of(tiny)
    assert closure_errors(graph) == []
    assert (ID["s1"], RDF.type, ECO.Organization) in graph  # and it did reason


@pytest.mark.parametrize("case", ["a firm that is a university", "a city that is a district"])
def test_owl_rl_catches_a_contradiction(core: rdflib.Graph, case: str) -> None:
    graph = rdflib.Graph() + core
    assert closure_errors(graph.parse(data=HEADS + CONTRADICTIONS[case], format="turtle"))


needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")
needs_owlready = pytest.mark.skipif(
    importlib.util.find_spec("owlready2") is None, reason="owlready2 is not installed"
)


def is_consistent(graph: rdflib.Graph, folder: Path) -> bool:
    """What HermiT says of a graph."""
    import owlready2

    path = folder / "all.nt"
    graph.serialize(path, format="nt", encoding="utf-8")
    world: Any = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    try:
        owlready2.sync_reasoner_hermit(
            world, infer_property_values=False, debug=0, ignore_unsupported_datatypes=True
        )
    except owlready2.OwlReadyInconsistentOntologyError:
        return False
    assert list(world.inconsistent_classes()) == []
    return True


@needs_java
@needs_owlready
def test_hermit_finds_the_ontology_and_a_region_consistent(
    tiny: CitedGraph, tmp_path: Path
) -> None:
    graph = read_ontology("core", "alignments", "vocab").parse(ontology_dir() / "ecograph.ttl")
    assert is_consistent(graph + data_of(tiny), tmp_path)


@needs_java
@needs_owlready
@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_hermit_catches_a_contradiction(core: rdflib.Graph, tmp_path: Path, case: str) -> None:
    graph = rdflib.Graph() + core
    graph.parse(data=HEADS + CONTRADICTIONS[case], format="turtle")
    assert not is_consistent(graph, tmp_path)
