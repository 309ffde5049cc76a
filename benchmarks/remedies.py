"""Do remedies find who really supplies?  Known supplies of Xiamen are hidden, a fifth at a time.

    python benchmarks/remedies.py [--graph xiamen] [--seed 1]

For each hidden supply to a buyer in Xiamen the remedies of the product are asked for without it,
and it is looked up where the real supplier stands among the makers, here first, then elsewhere.
Against it stand a random order of all firms, the firms of the buyer's industries in random order,
and Adamic-Adar on the statements that are left.  Where candidates are alike, the hit is the part of
the orders in which the supplier is among the first k.  Intervals are 95 % of a seeded bootstrap of
the hidden supplies.

Another region can be given.  Where a supply names no product, the remedies of all that the buyer
needs are asked for, and a maker stands where it stands best.
"""

import argparse
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import networkx as nx
from report import Detail, Ratio, main

import ecograph
from ecograph.base.errors import UsageError
from ecograph.graph.columns import Tables
from ecograph.graph.pivot import column_types
from ecograph.supplychain.remedies import remedies_of
from ecograph.supplychain.supply_use import SupplyUse, build_supply_use
from ecograph.tables.schema import table_specs

FOLDS, DRAWS, KS = 5, 1000, (1, 5, 10)
Link = tuple[str, str, str, str | None]  # id, seller, buyer, product
Ranking = list[set[str]]  # candidates that are alike, the best first


def links_of(tables: Tables, place: str) -> list[Link]:
    """The supplies that exist, between named firms, to a buyer in the place."""
    here = {entity for entity, places in tables.places_of.items() if place in places}
    columns = ("id", "supplier", "buyer", "product", "modality")
    return [
        (key, seller, buyer, product)
        for key, seller, buyer, product, modality in tables.rows("supply", *columns)
        if seller and buyer in here and modality == "exists"
    ]


def without(tables: Tables, hidden: set[str]) -> Tables:
    """The tables without these supplies."""
    kept = [r for r in tables.records("supply") if r["id"] not in hidden]
    database = tables.database.layer()
    types = column_types(table_specs()["supply"])
    database.make("supply", types)
    database.fill("supply", {c: [r.get(c) for r in kept] for c in types})
    return replace(tables, database=database)


def by_remedies(supply_use: SupplyUse, place: str, link: Link) -> Ranking:
    """The makers among the remedies of a product: those here, then those elsewhere."""
    asked = {"gap": link[3]} if link[3] else {"firm": link[2]}
    try:
        gaps = remedies_of(supply_use, place, **asked, kinds=("local", "outside")).gaps
    except UsageError:  # nobody is known to need it without the hidden supply
        return []
    best: dict[str, tuple[str, int]] = {}
    for remedy in (r for gap in gaps for r in gap.remedies):
        stands = (remedy.kind, remedy.rank)
        best[remedy.who] = min(stands, best.get(remedy.who, stands))
    found: dict[tuple[str, int], set[str]] = {}
    for who, stands in best.items():
        found.setdefault(stands, set()).add(who)
    return [found[key] for key in sorted(found)]


def by_industry(tables: Tables, firms: set[str], link: Link) -> Ranking:
    """The firms of the buyer's industries, then all others."""
    chains: dict[str, set[str]] = {}
    for who, chain in tables.rows("participation", "participant", "chain"):
        chains.setdefault(who, set()).add(chain)
    same = {f for f in firms if chains.get(f, set()) & chains.get(link[2], set())}
    return [same, firms - same]


def by_adamic_adar(G: nx.Graph, firms: set[str], link: Link) -> Ranking:
    """The firms by Adamic-Adar to the buyer."""
    if link[2] not in G:
        return [firms]
    scores: dict[float, set[str]] = {}
    pairs = [(link[2], f) for f in sorted(firms) if f in G and f != link[2]]
    for _, firm, score in nx.adamic_adar_index(G, pairs):
        scores.setdefault(score, set()).add(firm)
    rest = firms.difference(*scores.values())
    return [scores[s] for s in sorted(scores, reverse=True)] + ([rest] if rest else [])


def neighbours(tables: Tables) -> nx.Graph:
    """Who has to do with what: supplies, makings, industries, places, investments."""
    G = nx.Graph()
    for table, one, other in (
        ("supply", "supplier", "buyer"),
        ("production", "maker", "product"),
        ("participation", "participant", "chain"),
        ("location", "located", "place"),
        ("investment", "investor", "investee"),
    ):
        G.add_edges_from((a, b) for a, b in tables.rows(table, one, other) if a and b)
    return G


def hit(ranking: Ranking, seller: str, k: int) -> float:
    """The part of all orders in which a seller is among the first k."""
    before = 0
    for alike in ranking:
        if seller in alike:
            return min(1.0, max(0, k - before) / len(alike))
        before += len(alike)
    return 0.0


def interval(hits: Sequence[float], seed: int) -> str:
    """The mean and 95 % of the means of seeded draws."""
    draw = random.Random(seed)
    means = sorted(math.fsum(draw.choices(hits, k=len(hits))) / len(hits) for _ in range(DRAWS))
    low, high = means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS)]
    return f"{math.fsum(hits) / len(hits):.2f} ({low:.2f} to {high:.2f})"


def options(parser: argparse.ArgumentParser) -> None:
    """Which region, and the seed."""
    parser.add_argument("--graph", default="xiamen", help="a region, or a folder of tables")
    parser.add_argument("--seed", type=int, default=1)


def measure(given: argparse.Namespace) -> Iterator[Detail | Ratio]:
    """Hides, ranks, and tells hits at 1, 5 and 10."""
    data = ecograph.open(given.graph).data
    tables, place = data.tables, data.tables.centres[0]
    links = links_of(tables, place)
    if len(links) < FOLDS:
        why = f"{len(links)} supplies between named firms to a buyer in {place}; too few to hide"
        yield Ratio("remedies", f"hidden supplies of {given.graph}", why=why)
        return
    random.Random(given.seed).shuffle(links)
    hits: dict[str, dict[int, list[float]]] = {}
    for fold in range(FOLDS):
        for link, rankings in ranked(tables, place, links[fold::FOLDS]):
            for name, ranking in rankings.items():
                for k in KS:
                    hits.setdefault(name, {}).setdefault(k, []).append(hit(ranking, link[1], k))
    rows = tuple(
        (name, len(links), *(interval(of[k], given.seed) for k in KS)) for name, of in hits.items()
    )
    heads = ("ranked by", "supplies", *(f"hits at {k}" for k in KS))
    told = f"Where the real supplier stands, {given.graph}."
    yield Detail("remedies", told, heads, rows)


def ranked(
    tables: Tables, place: str, hidden: list[Link]
) -> Iterator[tuple[Link, dict[str, Ranking]]]:
    """Each hidden supply, with the candidates for it as each way ranks them without it."""
    rest = without(tables, {key for key, *_ in hidden})
    supply_use = build_supply_use(rest)
    G = neighbours(rest)
    firms = set(tables.column("firm", "id"))
    for link in hidden:
        others = firms - {link[2]}
        yield (
            link,
            {
                "remedies": by_remedies(supply_use, place, link),
                "same industry": by_industry(rest, others, link),
                "Adamic-Adar": by_adamic_adar(G, others, link),
                "random": [others],
            },
        )


if __name__ == "__main__":
    main(measure, __doc__, options)
