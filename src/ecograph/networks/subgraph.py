"""A part of the graph: the entities chosen, and the statements that join them."""

from dataclasses import dataclass
from typing import Any

import networkx as nx

from ecograph.base.errors import UnknownName, UsageError
from ecograph.graph.columns import Tables
from ecograph.tables.identifiers import canonical
from ecograph.tables.schema import ANY_MODALITY, TableSpec, superclasses, table_specs

# A hop never goes through these: they would join nearly everything with everything.
HUB_CLASSES = frozenset({"Indicator", "Country", "Province", "City"})


@dataclass(frozen=True)
class Selection:
    """Which part of a graph: any of these, together; empty means the whole graph.

    Of `statements` it is just those, with what they join, and the seeds.
    """

    seeds: tuple[str, ...] = ()
    hops: int = 1
    class_name: str | None = None
    chain: str | None = None
    place: str | None = None
    statements: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Subgraph:
    """The ids of the entities and of the statements of a part of a graph."""

    entities: frozenset[str]
    statements: frozenset[str]


def evidence_of(tables: Tables, part: Subgraph) -> list[str]:
    """The evidence of each statement of a part of a graph."""
    return [
        evidence
        for spec in table_specs().values()
        if spec.kind == "statement"
        for key, evidence in tables.rows(spec.name, "id", "evidence")
        if key in part.statements
    ]


def end_columns(spec: TableSpec) -> tuple[str, ...]:
    """The columns of a statement table that refer to what the statement joins."""
    return tuple(
        c.name
        for c in spec.columns.values()
        if c.type == "ref" and c.name not in ("source", "said_by")
    )


def statement_ends(tables: Tables) -> dict[str, tuple[str, tuple[str, ...]]]:
    """For each statement its table and the entities it joins, in the order of its columns."""
    ends = {}
    for spec in table_specs().values():
        if spec.kind != "statement":
            continue
        for key, *values in tables.rows(spec.name, "id", *end_columns(spec)):
            ends[key] = (spec.name, tuple(v for v in values if v is not None))
    return ends


def select(tables: Tables, selection: Selection) -> Subgraph:
    """The part of a graph that a selection names.

    A statement belongs to it when all that it joins does; an observation, a ranking or a
    distinction when what it is about does.
    Raises UnknownName, UsageError where nothing is selected.
    """
    class_of = tables.class_of
    ends = statement_ends(tables)
    if selection.statements:
        held = selection.statements & ends.keys()
        joined = {e for key in held for e in ends[key][1]}
        return Subgraph(frozenset({*selection.seeds, *joined} & class_of.keys()), held)
    chosen = set(class_of)
    if selection.class_name:
        chosen &= _of_class(class_of, selection.class_name)
    if selection.place:
        chosen &= {k for k, places in tables.places_of.items() if selection.place in places}
    if selection.chain:
        chosen &= _in_chain(tables, ends, selection.chain)
    if selection.seeds:
        chosen &= _around(tables, ends, selection.seeds, selection.hops)
    if not chosen:
        raise UsageError("the selection is empty: nothing in the graph fits all that was asked")
    statements = {
        key
        for key, (table, entities) in ends.items()
        if (entities and entities[0] in chosen and table in ("ranking", "distinction"))
        or (table == "observation" and len(entities) > 1 and entities[1] in chosen)
        or (entities and all(t in chosen for t in entities))
    }
    return Subgraph(frozenset(chosen), frozenset(statements))


def _of_class(class_of: dict[str, str], name: str) -> set[str]:
    above = superclasses()
    if name not in above:
        raise UnknownName("class", name, above)
    return {key for key, found in class_of.items() if name in above[found]}


def _in_chain(tables: Tables, ends: dict[str, tuple[str, tuple[str, ...]]], chain: str) -> set[str]:
    """The chain, its parts, its segments and products, and what statements join to them."""
    if chain not in tables.chains_below:
        raise UnknownName("industry chain", chain, tables.chains_below)
    core = set(tables.chains_below[chain])
    for name in ("product", "technology", "chain_segment"):
        for key, chains in tables.rows(name, "id", "chain"):
            held = chains if isinstance(chains, list) else [chains]
            if core & {c for c in held if c}:
                core.add(key)
    class_of = tables.class_of
    joined = {
        t
        for _, entities in ends.values()
        if core & set(entities)
        for t in entities
        if class_of.get(t) not in HUB_CLASSES
    }
    return core | joined


def _around(
    tables: Tables, ends: dict[str, tuple[str, tuple[str, ...]]], seeds: tuple[str, ...], hops: int
) -> set[str]:
    class_of = tables.class_of
    neighbours: dict[str, set[str]] = {}
    for _, entities in ends.values():
        for entity in entities:
            neighbours.setdefault(entity, set()).update(entities)
    reached = set(seeds)
    edge = set(seeds)
    for _ in range(hops):
        through = {t for t in edge if t in seeds or class_of.get(t) not in HUB_CLASSES}
        edge = {n for t in through for n in neighbours.get(t, ())} - reached
        reached |= edge
    return reached


def subgraph_network(tables: Tables, part: Subgraph) -> "nx.MultiDiGraph[str]":
    """The part as a network: a node an entity, an edge a statement, keyed by its id.

    Nodes carry their `codes` as `scheme:code`.  An edge goes from the first to the second entity
    that the statement joins, and carries all its cells; what joins only one entity (an observation
    of an entity) is not in it.  Nodes, edges and the network say the licence
    of their sources.
    """
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=tables.name)
    codes = _codes(tables)
    doubts: dict[str, list[str]] = {}
    for key, statement in tables.rows("doubt", "id", "statement"):
        doubts.setdefault(statement, []).append(key)
    for spec in table_specs().values():
        if spec.kind == "entity":
            for row in tables.records(spec.name):
                if row["id"] in part.entities:
                    row |= {"codes": sorted(codes.get(row["id"], ()))} | _licence(tables, row)
                    G.add_node(row["id"], **_attributes(row, spec.class_name, "class"))
    for spec in table_specs().values():
        if spec.kind != "statement" or spec.name == "observation":
            continue
        for row in tables.records(spec.name):
            edge = _edge(spec, row, part.entities) if row["id"] in part.statements else None
            if edge is not None:
                row |= _licence(tables, row) | {"doubts": sorted(doubts.get(row["id"], ()))}
                source, target, predicate = edge
                data = _attributes(row, predicate, "predicate")
                G.add_edge(source, target, key=row["id"], **data)
    said = {d.get("licence") for held in (G.nodes(data=True), G.edges(data=True)) for *_, d in held}
    if any("label_en" in data for _, data in G.nodes(data=True)):
        said.add(tables.licences.get("editorial"))  # English names are ours
    G.graph["licence"] = sorted(filter(None, said))
    return G


def _edge(
    spec: TableSpec, row: dict[str, Any], kept: frozenset[str]
) -> tuple[str, str, str] | None:
    """The two entities that a statement joins, and the plain relation or the class that says how.

    Where one end of the relation is not named, what is left is joined by the class of statements:
    a chain that takes a product is no supplier of it.
    """
    if spec.shortcut:
        start, others = spec.ends
        end = next((row[c] for c in others if row[c] is not None), None)
        if row[start] in kept and end in kept:
            wide = "" if row["modality"] == "exists" else ANY_MODALITY
            return row[start], str(end), spec.shortcut + wide
    ends = [row[c] for c in end_columns(spec) if row[c] in kept]
    if spec.name == "supply":  # the product goes to who takes it, from where it comes
        product, user = row["product"], row["buyer"] or row["used_in"]
        ends = [e for e in (product, user) if e in kept] or ends
    return (ends[0], ends[1], spec.class_name) if len(ends) > 1 else None


def _licence(tables: Tables, row: dict[str, Any]) -> dict[str, str | None]:
    return {"licence": tables.licences.get(row["source"])}


def _codes(tables: Tables) -> dict[str, set[str]]:
    """The codes of each entity, as they are stored; one from outside may be none."""
    found: dict[str, set[str]] = {}
    for key, scheme, code in tables.rows("identifier", "entity", "scheme", "code"):
        read = canonical(scheme, code) if scheme and code else None
        if isinstance(read, str):
            found.setdefault(key, set()).add(f"{scheme}:{read}")
    return found


def _attributes(row: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """The cells of a row; its source as `document`, since `source` is where an edge starts."""
    named = {"document" if k == "source" else k: v for k, v in row.items()}
    held = {k: v for k, v in named.items() if k != "id" and v not in (None, [])}
    return {name: kind, **held}
