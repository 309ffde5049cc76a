"""Policies and firms by the thousand: each award for each firm, and the same by SHACL.

    python benchmarks/eligibility.py [--firms 20000] [--policies 60] [--seed 1]

The firms are synthetic: a district each, and for some a product, a status, revenue and R&D of
2024.  The policies are synthetic too: three awards each, of a scope and some conditions.  SHACL is
timed on a part of the firms with both engines, and must give the same verdicts.
"""

import argparse
import random
import time
from collections.abc import Iterator
from typing import Any

import pyshacl
import pyshacl_turbo
import rdflib
from report import Ratio, main

from ecograph.eligibility.shapes import SHAPES, eligibility_shapes
from ecograph.eligibility.verdicts import eligibilities, last_day, verdicts
from ecograph.graph.columns import Tables, make_tables
from ecograph.graph.pivot import column_types
from ecograph.graph.rdf_files import rdf_bytes
from ecograph.supplychain.supply_use import build_supply_use
from ecograph.tables.schema import table_specs

STATED = {"modality": "exists", "evidence": "stated", "source": "synthetic"}
STATUSES = ("listed", "little-giant", "national-high-tech", "gazelle")
BY_SHACL = 100  # firms that SHACL engines are given


def invented(firms: int, policies: int, seed: int) -> Tables:
    """Firms of a city and policies, from a seeded generator."""
    chance = random.Random(seed)
    districts = [f"district-{i}" for i in range(6)]
    products = [f"product-{i}" for i in range(50)]
    tables: dict[str, list[dict[str, Any]]] = {
        "city": [{"id": "city"}],
        "district": [{"id": d, "part_of": ["city"]} for d in districts],
        "product": [{"id": p} for p in products],
        "firm": [{"id": f"firm-{i}", "label_zh": f"合成{i}公司"} for i in range(firms)],
        "indicator": [
            {"id": "income", "measured_property": "revenue", "unit": "cny-10k"},
            {"id": "research", "measured_property": "rd-spending", "unit": "cny-10k"},
        ],
        "policy": [{"id": f"policy-{i}"} for i in range(policies)],
    }
    tables["location"] = [
        {"located": f["id"], "place": chance.choice([*districts, "city"])} for f in tables["firm"]
    ]
    some = [f["id"] for f in tables["firm"] if chance.random() < 0.5]
    tables["production"] = [{"maker": f, "product": chance.choice(products)} for f in some]
    tables["certification"] = [
        {"holder": f, "status": chance.choice(STATUSES), "valid_from": "2024"} for f in some[::2]
    ]
    tables["observation"] = [
        {"about": f, "indicator": of, "period": "2024", "value": v, "base_value": v}
        for f in some
        for of, v in (
            ("income", chance.lognormvariate(8, 2)),
            ("research", chance.lognormvariate(5, 2)),
        )
    ]
    tables["criterion"] = [
        {"policy": p["id"], "award": award, "comparison": "is", "value_written": "x"} | asked
        for p in tables["policy"]
        for award in ("scope", "one", "two", "three")
        for asked in conditions(chance, districts, products, award)
    ]
    return make_tables("synthetic", {name: columns(name, rows) for name, rows in tables.items()})


def columns(name: str, rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Rows as columns; each exists, is stated and has an id."""
    full = [{"id": f"{name}-{i}"} | STATED | row for i, row in enumerate(rows)]
    return {c: [r.get(c) for r in full] for c in column_types(table_specs()[name])}


def conditions(
    chance: random.Random, districts: list[str], products: list[str], award: str
) -> list[dict[str, Any]]:
    """The conditions of an award: where, for the scope, else what, which status, how much."""
    if award == "scope":
        return [{"property": "located", "demanded": chance.choice([*districts, "city"])}]
    least = float(chance.choice((500, 2000, 10000)))
    return [
        {"property": "revenue", "comparison": "ge", "value": least, "base_value": least},
        {"property": "rd-intensity", "comparison": "ge", "value": 3.0, "base_value": 3.0},
        {"property": "product", "demanded": chance.choice(products), "any_group": "what"},
        {
            "property": "certificate",
            "demanded_status": chance.choice(STATUSES),
            "any_group": "what",
        },
    ]


def options(parser: argparse.ArgumentParser) -> None:
    """How many firms and policies, from which seed."""
    parser.add_argument("--firms", type=int, help="else 20,000, or 500 where it is small")
    parser.add_argument("--policies", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)


def measure(given: argparse.Namespace) -> Iterator[Ratio]:
    """Every pair of ours, then a part of them by SHACL."""
    many = given.firms or (500 if given.small else 20_000)
    tables = invented(many, given.policies, given.seed)
    database = build_supply_use(tables, ("city",)).database
    policies, firms = tables.column("policy", "id"), tables.column("firm", "id")
    day = last_day("2025")
    start = time.perf_counter()
    layer = verdicts(database, policies, firms, day)
    [(pairs, decided)] = layer.rows(
        "SELECT count(*), count(*) FILTER (verdict <> 'undecidable') FROM verdict"
    )
    ours = time.perf_counter() - start
    start = time.perf_counter()
    layer.rows("SELECT offer, body, count(*) FROM verdict GROUP BY offer, body HAVING count(*) > 1")
    scan = time.perf_counter() - start
    told = f"{many:,} firms x {given.policies} policies ({pairs:,} pairs, {decided:,} decided)"
    yield Ratio("eligibility", told, ours, "DuckDB, counting the pairs once", scan, "s")
    part = firms[: 20 if given.small else BY_SHACL]
    yield from by_shacl(database, policies[:10], part, day)


def by_shacl(database: Any, policies: list[str], firms: list[str], day: Any) -> Iterator[Ratio]:
    """A part of it by both SHACL engines; raises ValueError where a verdict differs."""
    start = time.perf_counter()
    layer = verdicts(database, policies, firms, day)
    found = eligibilities(layer)
    ours = time.perf_counter() - start
    text = rdf_bytes(eligibility_shapes(layer), ".ttl")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    for engine in (pyshacl_turbo, pyshacl):
        start = time.perf_counter()
        _, results, _ = engine.validate(graph, shacl_graph=graph, inference="none")
        spent = time.perf_counter() - start
        require_same(engine.__name__, results, found)
        told = f"{len(firms)} firms x {len(policies)} policies, each condition told"
        peer = f"SHACL by {engine.__name__}"
        yield Ratio("eligibility", told, ours, peer, spent, "s", goal=1)


def require_same(engine: str, results: rdflib.Graph, found: list[Any]) -> None:
    """Raises ValueError where a verdict of a SHACL engine is not ours."""
    failed = {
        (str(results.value(r, rdflib.SH.sourceShape)), str(results.value(r, rdflib.SH.focusNode)))
        for r in results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
    }
    for e in found:
        body = f"https://w3id.org/ecograph/id/{e.body}"
        known, met = (
            (f"{SHAPES}{e.policy}/{e.award}/{s}", body) not in failed for s in ("known", "met")
        )
        verdict = "eligible" if met else "not" if known else "undecidable"
        if verdict != e.verdict:
            raise ValueError(f"{engine}: {e.body}, {e.policy}: {verdict}, {e.verdict}")


if __name__ == "__main__":
    main(measure, __doc__, options)
