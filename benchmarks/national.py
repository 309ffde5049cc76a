"""A synthetic national ecosystem, seeded: places, chains, products, firms and what joins them.

Nothing in it exists.  Its shape: 300 cities of size ~ 1/rank in 30 provinces, 40 chains, 240
segments, 1,200 products of popularity ~ rank^-0.9, supplier degree Zipf 1.9 (capped), labs,
funds and policies.  With 20,000 firms about 10^6 statements.

    python benchmarks/national.py --firms 20000 -o national.nq
    python benchmarks/national.py --firms 2000 -o national
"""

import argparse
import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np

from ecograph.base.files import write_bytes
from ecograph.base.namespaces import ECO_BASE, ID_BASE, PREFIXES, VOC_BASE
from ecograph.graph.columns import Tables, make_tables
from ecograph.graph.pivot import column_types
from ecograph.tables.schema import Column, table_specs

CITIES, PROVINCES, CHAINS, SEGMENTS, PRODUCTS = 300, 30, 40, 240, 1200
SOURCE = "synthetic-national"
CITATION = f"citation-{SOURCE}"
REGION_PLACE = "farland"
ABROAD = ("eastland", "westland")  # every fortieth product also comes from there


def national(firms: int = 20_000, seed: int = 7) -> Tables:
    """The tables of a synthetic nation with this many firms; the same for the same seed."""
    rng = np.random.default_rng(seed)
    rows: dict[str, dict[str, list[Any]]] = {}
    city = [f"city-{i:03d}" for i in range(CITIES)]
    product = [f"product-{i:04d}" for i in range(PRODUCTS)]
    firm = [f"firm-{i:06d}" for i in range(firms)]
    _places(rows, city)
    segment_of = _chains(rows, product)
    inputs = _requirements(rows, rng, product)
    city_of = rng.choice(CITIES, firms, p=_zipf(CITIES, 1.0))
    rows["firm"] = _named("firm", firm)
    rows["location"] = {"located": firm, "place": [city[c] for c in city_of]}
    made = _production(rows, rng, firm, product)
    rows["participation"] = {
        "participant": firm,
        "chain": [f"chain-{segment_of[ps[0]] % CHAINS:02d}" for ps in made],
        "role": ["member"] * firms,
    }
    _supplies(rows, rng, firm, product, made, inputs)
    _others(rows, rng, city, product, firm)
    return make_tables("synthetic-national", {n: _columns(n, held) for n, held in rows.items()})


def _zipf(size: int, power: float) -> Any:
    weights = np.arange(1, size + 1, dtype=float) ** -power
    return weights / weights.sum()


def _named(kind: str, keys: list[str], **more: list[Any]) -> dict[str, list[Any]]:
    return {
        "id": keys,
        "label_zh": [f"虚构{k}" for k in keys],
        "label_en": [f"invented {kind} {k[-6:]}" for k in keys],
        **more,
    }


def _places(rows: dict[str, dict[str, list[Any]]], city: list[str]) -> None:
    province = [f"province-{i:02d}" for i in range(PROVINCES)]
    rows["country"] = _named("country", [REGION_PLACE, *ABROAD])
    rows["province"] = _named("province", province, part_of=[[REGION_PLACE]] * PROVINCES)
    within = [[province[i % PROVINCES]] for i in range(CITIES)]
    rows["city"] = _named("city", city, part_of=within)


def _chains(rows: dict[str, dict[str, list[Any]]], product: list[str]) -> list[int]:
    chain = [f"chain-{i:02d}" for i in range(CHAINS)]
    segment = [f"segment-{i:03d}" for i in range(SEGMENTS)]
    rows["industry_chain"] = _named("chain", chain)
    of = [chain[i % CHAINS] for i in range(SEGMENTS)]
    rows["chain_segment"] = _named("segment", segment, chain=of)
    segment_of = [i % SEGMENTS for i in range(PRODUCTS)]
    rows["product"] = _named(
        "product",
        product,
        chain=[[of[s]] for s in segment_of],
        segment=[segment[s] for s in segment_of],
    )
    return segment_of


def _requirements(
    rows: dict[str, dict[str, list[Any]]], rng: np.random.Generator, product: list[str]
) -> list[list[int]]:
    """Inputs always come from products of a higher number, so that there is no cycle."""
    inputs: list[list[int]] = []
    for p in range(PRODUCTS):
        above = PRODUCTS - p - 1
        count = min(above, int(rng.integers(1, 7)))
        inputs.append(sorted(p + 1 + rng.choice(above, count, replace=False)) if count else [])
    pairs = [(p, q) for p, qs in enumerate(inputs) for q in qs]
    rows["requirement"] = {
        "requirer": [product[p] for p, _ in pairs],
        "input": [product[q] for _, q in pairs],
        "essential": [bool(x) for x in rng.random(len(pairs)) < 0.7],
        "share": [round(float(rng.uniform(0.02, 0.15)), 3) for _ in pairs],
    }
    return inputs


def _production(
    rows: dict[str, dict[str, list[Any]]],
    rng: np.random.Generator,
    firm: list[str],
    product: list[str],
) -> list[list[int]]:
    popular = rng.permutation(PRODUCTS)[
        rng.choice(PRODUCTS, (len(firm), 3), p=_zipf(PRODUCTS, 0.9))
    ]
    counts = rng.integers(1, 4, len(firm))
    made = [sorted({int(x) for x in row[:n]}) for row, n in zip(popular, counts, strict=True)]
    pairs = [(f, p) for f, ps in enumerate(made) for p in ps]
    rows["production"] = {
        "maker": [firm[f] for f, _ in pairs],
        "product": [product[p] for _, p in pairs],
    }
    return made


def _supplies(
    rows: dict[str, dict[str, list[Any]]],
    rng: np.random.Generator,
    firm: list[str],
    product: list[str],
    made: list[list[int]],
    inputs: list[list[int]],
) -> None:
    makers: list[list[int]] = [[] for _ in product]
    users: list[list[int]] = [[] for _ in product]
    for f, ps in enumerate(made):
        for p in ps:
            makers[p].append(f)
            for q in inputs[p]:
                users[q].append(f)
    degree = np.minimum(rng.zipf(1.9, len(firm)), 200)
    found: set[tuple[int, int, int]] = set()
    for seller in range(len(firm)):
        for pick, which in zip(rng.random(degree[seller]), rng.random(degree[seller]), strict=True):
            p = made[seller][int(pick * len(made[seller]))]
            if users[p]:
                buyer = users[p][int(which * len(users[p]))]
                if buyer != seller:
                    found.add((seller, buyer, p))
    edges = sorted(found)
    values = np.round(rng.lognormal(5, 1.5, len(edges)), 2)
    known = rng.random(len(edges)) < 0.4
    value = [float(v) if k else None for v, k in zip(values, known, strict=True)]
    imported = [(p, a) for p in range(0, PRODUCTS, 40) for a in ABROAD]
    more = len(imported)
    rows["supply"] = {
        "supplier": [firm[s] for s, _, _ in edges] + [None] * more,
        "buyer": [firm[b] for _, b, _ in edges] + [None] * more,
        "used_in": [None] * len(edges) + [f"chain-{p % CHAINS:02d}" for p, _ in imported],
        "product": [product[p] for _, _, p in edges] + [product[p] for p, _ in imported],
        "origin": [None] * len(edges) + [a for _, a in imported],
        "value": value + [None] * more,
        "unit": ["cny-10k" if v is not None else None for v in value] + [None] * more,
        "base_value": [v * 10_000 if v is not None else None for v in value] + [None] * more,
    }


def _others(
    rows: dict[str, dict[str, list[Any]]],
    rng: np.random.Generator,
    city: list[str],
    product: list[str],
    firm: list[str],
) -> None:
    """Labs, funds and policies."""
    lab = [f"lab-{i:04d}" for i in range(max(2, len(firm) // 40))]
    fund = [f"fund-{i:04d}" for i in range(max(2, len(firm) // 100))]
    policy = [f"policy-{i:03d}" for i in range(120)]
    rows["lab"] = _named("lab", lab)
    rows["fund"] = _named("fund", fund)
    rows["policy"] = _named("policy", policy)
    rows["location"]["located"] = rows["location"]["located"] + lab
    spots = rng.choice(CITIES, len(lab), p=_zipf(CITIES, 1.0))
    rows["location"]["place"] = rows["location"]["place"] + [city[s] for s in spots]
    rows["research"] = {
        "researcher": lab,
        "topic": [product[i] for i in rng.integers(0, PRODUCTS, len(lab))],
    }
    rows["investment"] = {
        "investor": [fund[i] for i in rng.integers(0, len(fund), 5 * len(fund))],
        "investee": [firm[i] for i in rng.integers(0, len(firm), 5 * len(fund))],
    }
    rows["targeting"] = {
        "instrument": policy,
        "target": [f"chain-{i:02d}" for i in rng.integers(0, CHAINS, len(policy))],
    }


_CONSTANT = {"modality": "exists", "evidence": "stated"}


def _columns(name: str, held: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """All columns of a table, rows sorted by id."""
    size = len(next(iter(held.values())))
    ids = held.get("id") or [f"{name.replace('_', '-')}-{i:07d}" for i in range(size)]
    given = {"id": ids, "source": [SOURCE] * size, "citation": [CITATION] * size, **held}
    order = sorted(range(size), key=lambda i: str(ids[i]))
    columns = {}
    for column in column_types(table_specs()[name]):
        values = given.get(column, [_CONSTANT.get(column)] * size)
        columns[column] = [values[i] for i in order]
    return columns


# ------------------------------------------------------------------- N-Quads


def as_nquads(tables: Tables) -> bytes:
    """The statements of tables as N-Quads in the terms of the ontology."""
    graph = f"<{ID_BASE}{CITATION}>"
    lines = list(_registry())
    for spec in table_specs().values():
        if spec.kind == "registry" or tables.count(spec.name) == 0:
            continue
        ids = [f"<{ID_BASE}{k}>" for k in tables.column(spec.name, "id")]
        rdf_type = f" <{PREFIXES['rdf']}type> <{ECO_BASE}{spec.class_name}> {graph} .\n"
        cited = f" <{ECO_BASE}citation> {graph} {graph} .\n"
        known = f" <{ECO_BASE}evidence> <{VOC_BASE}evidence-stated> {graph} .\n"
        known = "" if "evidence" in spec.columns else known
        lines += [key + rdf_type + key + cited + (key + known if known else "") for key in ids]
        for column in spec.columns.values():
            if column.name in column_types(spec) and column.type != "id":
                values = tables.column(spec.name, column.name)
                lines += _column_lines(column, ids, values, graph)
    return "".join(lines).encode()


def _column_lines(column: Column, ids: list[str], values: list[Any], graph: str) -> list[str]:
    middle, end = f" <{column.iri}> ", f" {graph} .\n"
    return [
        key + middle + _term(column, each) + end
        for key, value in zip(ids, values, strict=True)
        for each in (value if isinstance(value, list) else [value])
        if each is not None
    ]


def _term(column: Column, value: Any) -> str:
    match column.type:
        case "ref":
            return f"<{ID_BASE}{value}>"
        case "concept":
            return f"<{VOC_BASE}{column.argument[0]}-{value}>"
        case "decimal" | "integer" | "boolean":
            written = str(value).lower() if column.type == "boolean" else str(value)
            return f'"{written}"^^<{PREFIXES["xsd"]}{column.type}>'
        case _:
            return f'"{value}"' + (f"@{column.tag}" if column.tag else "")


def _registry() -> list[str]:
    graph = f"<{ID_BASE}graph-registry>"
    source, citation = f"<{ID_BASE}{SOURCE}>", f"<{ID_BASE}{CITATION}>"
    region = f"<{ID_BASE}region-synthetic-national>"
    rdf_type, label = f"<{PREFIXES['rdf']}type>", f"<{PREFIXES['rdfs']}label>"
    triples = [
        f"{source} {rdf_type} <{ECO_BASE}Source>",
        f"{source} <{ECO_BASE}kind> <{VOC_BASE}source-kind-synthetic>",
        f'{source} {label} "为测速虚构的数据"@zh',
        f'{source} {label} "invented data for measuring speed"@en',
        f"{citation} {rdf_type} <{ECO_BASE}Citation>",
        f"{citation} <{ECO_BASE}source> {source}",
        f"{region} {rdf_type} <{ECO_BASE}Region>",
        f"{region} <{ECO_BASE}place> <{ID_BASE}{REGION_PLACE}>",
        f'{region} <{ECO_BASE}synthetic> "true"^^<{PREFIXES["xsd"]}boolean>',
    ]
    return [f"{t} {graph} .\n" for t in triples]


# -------------------------------------------------------------------- tables

_ABOUT = """id = "synthetic-national"
label_zh = "为测速虚构的国家"
label_en = "A nation invented for measuring speed"
place = "farland"
synthetic = true
"""
_SOURCES = (
    "id,label_zh,label_en,kind,date,licence,sha256,file\n"
    f"{SOURCE},为测速虚构的数据,invented data for measuring speed,synthetic,2026-11-22,CC0-1.0,,\n"
    "editorial,编者给出的英文名称,English names by the editors,editorial,2026-11-22,CC0-1.0,,\n"
)


def write_folder(tables: Tables, folder: Path) -> int:
    """The tables as a region's folder of CSV files; the number of rows."""
    folder.mkdir(parents=True)
    (folder / "region.toml").write_text(_ABOUT, encoding="utf-8")
    (folder / "sources.csv").write_text(_SOURCES, encoding="utf-8")
    written = 0
    for spec in table_specs().values():
        if spec.kind == "registry" or not tables.count(spec.name):
            continue
        with (folder / f"{spec.name}.csv").open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow(spec.columns)
            for record in tables.records(spec.name):
                rows.writerow(_cell(record.get(name)) for name in spec.columns)
                written += 1
    return written


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return ";".join(value)
    return str(value).lower() if isinstance(value, bool) else value


def main() -> None:
    """Writes a synthetic nation: N-Quads where the name ends in .nq, else a folder of tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("-o", "--output", type=Path, required=True)
    asked = parser.parse_args()
    tables = national(asked.firms, asked.seed)
    if asked.output.suffix != ".nq":
        rows = write_folder(tables, asked.output)
        print(f"{asked.output}: {rows} rows", file=sys.stderr)
        return
    data = as_nquads(tables)
    write_bytes(asked.output, data)
    print(f"{asked.output}: {data.count(10)} statements", file=sys.stderr)


if __name__ == "__main__":
    main()
