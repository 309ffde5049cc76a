"""What the service is: its SPARQL service description, in RDF.

https://www.w3.org/TR/sparql11-service-description/
"""

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from ecograph.base.namespaces import PREFIXES, RDF_TYPE
from ecograph.service.bodies import Sent, packed
from ecograph.service.entity_replies import FORMATS
from ecograph.service.negotiation import media_wanted
from ecograph.service.served import Served

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMS = "http://www.w3.org/ns/formats/"
_GIVEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads"),
)


async def describe_service(served: Served, request: Request) -> Response:
    """The service description in the form that is wanted.  Raises Problem."""
    offered = {media: form.file_extension for media, form in FORMATS.items()}
    media = media_wanted(None, request.headers.get("accept"), offered, "the service description")
    place = str(request.url.replace(query="", fragment=""))
    triples = service_triples(served, place)
    known_prefixes = PREFIXES | {"sd": _SD, "formats": _FORMS}
    data = serialize(triples, format=FORMATS[media], prefixes=known_prefixes) or b""
    body, headers = packed(request, data)
    return Sent(served, body, media, headers)


def service_triples(served: Served, place: str) -> list[Triple]:
    """The description of the service at an address."""
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    said: list[tuple[BlankNode, NamedNode, NamedNode | BlankNode | Literal]] = [
        (service, RDF_TYPE, _sd("Service")),
        (service, _sd("endpoint"), NamedNode(place)),
        (service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        (service, _sd("feature"), _sd("UnionDefaultGraph")),
        *((service, _sd("resultFormat"), NamedNode(_FORMS + name)) for name in _GIVEN),
        (service, _sd("defaultDataset"), dataset),
        (dataset, RDF_TYPE, _sd("Dataset")),
        (dataset, _sd("defaultGraph"), default),
        (default, RDF_TYPE, _sd("Graph")),
    ]
    if served.graph.store is not None:
        counted = Literal(len(served.graph.store))
        said.append((default, NamedNode(PREFIXES["void"] + "triples"), counted))
    return [Triple(*one) for one in said]


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
