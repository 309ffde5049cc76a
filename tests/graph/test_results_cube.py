"""Results are well-formed data cubes, by the integrity constraints of the RDF Data Cube."""

import pytest
from pyoxigraph import Quad, Store

import ecograph
from ecograph.base.namespaces import PREFIXES
from ecograph.base.results import Measurement, Method
from ecograph.graph.results_rdf import results_as_rdf

RESULTS = {
    "pagerank": lambda d: d.centrality("pagerank"),
    "needs": lambda d: d.needs(),
    "gaps": lambda d: d.gaps(),
    "communities": lambda d: d.communities(),
    "brokerage": lambda d: d.brokerage(by="place"),
}

# What must have no answer, by the number of the constraint in the recommendation.
CONSTRAINTS = {
    "IC-1 each observation has one data set": """
        { ?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?d } }
        UNION { ?o qb:dataSet ?d, ?other FILTER(?d != ?other) }""",
    "IC-2 each data set has one structure": """
        { ?d a qb:DataSet FILTER NOT EXISTS { ?d qb:structure ?s } }
        UNION { ?d qb:structure ?s, ?other FILTER(?s != ?other) }""",
    "IC-3 each structure has a measure": """
        ?s a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?s qb:component/qb:measure/rdf:type qb:MeasureProperty }""",
    "IC-11 each dimension is given": """
        ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?p
        FILTER NOT EXISTS { ?o ?p ?value }""",
    "IC-14 each measure is given": """
        ?o qb:dataSet/qb:structure/qb:component/qb:measure ?p
        FILTER NOT EXISTS { ?o ?p ?value }""",
}


def cube(quads: list[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def broken(store: Store, constraint: str) -> bool:
    return bool(
        store.query(f"ASK {{ {constraint} }}", prefixes=PREFIXES, use_default_graph_as_union=True)
    )


@pytest.fixture(scope="module", params=RESULTS)
def result(request: pytest.FixtureRequest) -> Store:
    found = RESULTS[request.param](ecograph.open("tiny"))
    assert found.method is not None and found.found.measurements is not None
    return cube(results_as_rdf(found.method, found.found.measurements(), "tiny"))


@pytest.mark.parametrize("constraint", CONSTRAINTS.values(), ids=list(CONSTRAINTS))
def test_a_result_is_a_well_formed_cube(result: Store, constraint: str) -> None:
    assert not broken(result, constraint)
    assert broken(result, "?o a qb:Observation")


def test_no_two_observations_have_the_same_dimensions(result: Store) -> None:
    same = """?a qb:dataSet ?d ; schema:observationAbout ?x ; schema:variableMeasured ?v .
              ?b qb:dataSet ?d ; schema:observationAbout ?x ; schema:variableMeasured ?v .
              FILTER(STR(?a) < STR(?b))"""
    assert not broken(result, same)


def test_what_is_unknown_is_no_observation_of_the_cube() -> None:
    store = cube(results_as_rdf(Method("x"), [Measurement("x", "a", None, None, None)]))
    assert broken(store, "?o a schema:Observation") and not broken(store, "?o a qb:Observation")


def test_a_constraint_can_be_broken() -> None:
    quads = results_as_rdf(Method("x"), [Measurement("x", "a", 1.0)])
    left = [q for q in quads if "minValue" not in q.predicate.value]
    assert broken(cube(left), CONSTRAINTS["IC-14 each measure is given"])


def test_what_documents_state_is_no_observation_of_a_cube() -> None:
    graph = ecograph.open("xiamen").data.graph
    assert graph.store is not None
    assert broken(graph.store, "?o a eco:Observation")
    assert not broken(graph.store, "?o a qb:Observation")
