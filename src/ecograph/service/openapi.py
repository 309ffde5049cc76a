"""The OpenAPI document of the service, made from the catalogue of operations."""

from typing import Any

from ecograph.base.version import __version__
from ecograph.operations.catalogue import Form
from ecograph.operations.json_schema import asked_from_outside, form_schema, parameter_schema
from ecograph.service.asked_forms import FORMS, group_of
from ecograph.service.negotiation import ROWS
from ecograph.service.served import Served

_PROBLEM = {"$ref": "#/components/responses/Problem"}


def openapi(served: Served, place: str, language: str) -> dict[str, Any]:
    """The document for a service at an address, with its words in a language, zh or en."""
    paths: dict[str, Any] = {"/sparql": _sparql()}
    for form in FORMS.values():
        paths[f"/api/{form.name}"] = _path(form, language)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"ecograph: {served.graph.name}",
            "version": __version__,
            "description": "Questions about a cited graph of an innovation ecosystem. Read-only.",
        },
        "servers": [{"url": place}],
        "paths": paths,
        "components": {
            "schemas": {"Answer": _answer(), "Problem": _problem()},
            "responses": {
                "Problem": {
                    "description": "What cannot be answered, and why.",
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/Problem"}
                        }
                    },
                }
            },
        },
    }


def _path(form: Form, language: str) -> dict[str, Any]:
    told = {
        "summary": form.help[language != "zh"],
        "tags": [group_of(form)],
        "responses": _responses({m: _schema_of(m) for m in ROWS}),
    }
    if more := form.more[language != "zh"]:
        told["description"] = more
    asked = [
        {
            "name": p.name,
            "in": "query",
            "required": p.required,
            "schema": parameter_schema(p, language),
        }
        for p in asked_from_outside(form)
    ]
    shared = [_choice("lang", ("zh", "en")), _choice("format", tuple(ROWS.values()))]
    body = {"content": {"application/json": {"schema": form_schema(form, language)}}}
    name = form.name.replace("-", "_")
    return {
        "get": {"operationId": name, **told, "parameters": [*asked, *shared]},
        "post": {
            "operationId": f"{name}_by_body",
            **told,
            "parameters": shared,
            "requestBody": {"required": True, **body},
        },
    }


def _choice(name: str, values: tuple[str, ...]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string", "enum": list(values)}}


def _schema_of(media: str) -> dict[str, Any]:
    if media == "application/json":
        return {"$ref": "#/components/schemas/Answer"}
    return {"type": "string"}


def _responses(content: dict[str, dict[str, Any]]) -> dict[str, Any]:
    answered = {
        "description": "The answer; X-Ecograph-Truncated says where rows were left out.",
        "content": {media: {"schema": schema} for media, schema in content.items()},
    }
    statuses = ("400", "401", "403", "404", "405", "406", "408", "413", "414", "415", "421")
    problems = dict.fromkeys((*statuses, "422", "501", "502", "503", "507"), _PROBLEM)
    return {"200": answered, **problems}


def _sparql() -> dict[str, Any]:
    """The SPARQL endpoint, by its two ways of asking in an address and in a body."""
    text = {"type": "string"}
    graphs = {"type": "array", "items": text}
    fields = {"query": text, "default-graph-uri": graphs, "named-graph-uri": graphs}
    asked = [{"name": n, "in": "query", "schema": s} for n, s in fields.items()]
    told = {
        "summary": "The SPARQL 1.1 Protocol: a query; without one, what the service is.",
        "tags": ["SPARQL"],
        "responses": _responses(
            {
                media: {}
                for media in (
                    "application/sparql-results+json",
                    "application/json",
                    "application/sparql-results+xml",
                    *("text/csv", "text/tab-separated-values", "text/turtle"),
                    *("application/n-triples", "application/ld+json", "application/rdf+xml"),
                )
            }
        ),
    }
    form = {"schema": {"type": "object", "properties": fields, "required": ["query"]}}
    body = {
        "application/sparql-query": {"schema": text},
        "application/x-www-form-urlencoded": form,
    }
    return {
        "get": {"operationId": "sparql", **told, "parameters": asked},
        "post": {
            "operationId": "sparql_by_body",
            **told,
            "requestBody": {"required": True, "content": body},
        },
    }


def _answer() -> dict[str, Any]:
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "required": ["operation", "graph", "columns", "rows", "notes", "total", "truncated"],
        "properties": {
            "operation": text,
            "graph": text,
            "digest": {"type": ["string", "null"], "description": "SHA-256 of the data."},
            "definition": text,
            "method": {"type": "object"},
            "coverage": {"type": "object"},
            "notes": texts,
            "sources": {"type": "array", "items": {"type": "object"}},
            "row_count": {"type": "integer"},
            "total": {"type": "integer"},
            "truncated": {"type": "boolean"},
            "columns": texts,
            "rows": {"type": "array", "items": {"type": "object"}},
        },
    }


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["status", "title", "detail"],
        "properties": {
            "status": {"type": "integer"},
            "title": {"type": "string"},
            "detail": {"type": "string"},
            "line": {"type": "integer"},
            "column": {"type": "integer"},
        },
    }
