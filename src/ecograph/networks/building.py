"""Tables and a specification become a network, by columns: no loop over edges."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ecograph.base.database import DuckDatabase, embedded, name_of
from ecograph.base.errors import UnknownName
from ecograph.base.evidence import EVIDENCE
from ecograph.base.periods import Period
from ecograph.graph.as_of import say_when, typed_day
from ecograph.graph.columns import Tables
from ecograph.networks.currency import with_currency
from ecograph.networks.edges import (
    REASONS,
    classes_below,
    judged_query,
    lists_asked,
    nodes_query,
    parameters_of,
    spec_with,
)
from ecograph.networks.network import (
    EDGE_COLUMNS,
    Columns,
    Floats,
    Ints,
    Network,
    Objects,
    keep_touched_nodes,
    objects,
    take,
)
from ecograph.networks.one_mode import one_mode_projection
from ecograph.networks.specs import EdgeRule, NetworkSpec
from ecograph.tables.schema import code_lists, superclasses, table_specs

# Documents in the order of their ids, from 1.
_DOCUMENTS = """
CREATE TABLE document AS SELECT id, row_number() OVER (ORDER BY id) AS number FROM sources;
"""


def build_network(
    tables: Tables,
    spec: NetworkSpec,
    *,
    place: str | None = None,
    as_of: str | None = None,
    evidence: str | None = None,
    sources: str | None = None,
    modality: tuple[str, ...] | None = None,
    isolated: str | None = None,
) -> Network:
    """The network that a specification makes of a graph.

    `place` keeps what is located in that place, itself or transitively (entities that have no
    location, such as products, stay); `as_of` (see TYPED_FORMS) keeps statements in force then,
    or of unknown time, and `parameters` count both; the others override those of the specification.
    Raises UnknownName for a place, modality, evidence or sources that are not there, UsageError
    for what is no date.
    """
    spec = spec_with(spec, evidence, sources, modality)
    when = None if as_of is None else typed_day(as_of)
    database = embedded(tables.database).layer()
    kept = _number(database, spec)
    inside = _inside(tables, list(kept["id"]), place)
    if when is not None:
        _say_when(database, spec, when)
    spec = with_currency(database, spec)
    asked = lists_asked(spec) | {"counted": tables.counted_sources(spec.sources)}
    parts = [_edges(database, spec, rule, inside, when is not None, asked) for rule in spec.edges]
    database.drop()
    parameters = parameters_of(spec, place, as_of)
    if when is not None:
        parameters |= {"as_of": when.text} | _count_dated(parts)
    inhabited = np.ones(len(kept["id"]), dtype=bool) if inside is None else inside > 0
    keep = (isolated or spec.isolated) == "keep"
    network = keep_touched_nodes(_join_edges(spec, kept, parts, parameters), inhabited, keep)
    network = replace(network, licences=_licences(tables, network))
    return one_mode_projection(network, spec.one_mode, keep) if spec.one_mode else network


def _licences(tables: Tables, network: Network) -> dict[str, str]:
    """The licence of each source that the edges or the nodes cite; English names are ours."""
    cited = set(network.edges["document"])
    parts = [
        f"SELECT id, source FROM {name_of(spec.name)}"
        for spec in table_specs().values()
        if spec.kind == "entity" and spec.class_name in set(network.nodes["class"])
    ]
    if parts:
        query = f"SELECT DISTINCT source FROM ({' UNION ALL '.join(parts)}) "
        query += "WHERE id IN (SELECT unnest($ids::VARCHAR[]))"
        cited |= {key for (key,) in tables.database.rows(query, {"ids": network.ids})}
        cited.add("editorial")
    return {key: tables.licences[key] for key in sorted(cited & tables.licences.keys())}


def _number(database: DuckDatabase, spec: NetworkSpec) -> Columns:
    """The nodes, numbered from 0 in the order of their ids; documents are numbered from 1."""
    database.number("node", nodes_query(spec), by="id")
    database.run(_DOCUMENTS)
    query = "SELECT id, class, label_zh, label_en FROM node ORDER BY number"
    held = database.connection.execute(query).fetchnumpy()
    return {name: _known(values) for name, values in held.items()}


def _inside(tables: Tables, ids: list[str], place: str | None) -> npt.NDArray[np.int8] | None:
    """Whether each node counts as in the place: 1 yes, 0 not known, -1 no; None without a place."""
    if place is None:
        return None
    class_of = tables.class_of
    places = {key for key, kind in class_of.items() if "Place" in superclasses()[kind]}
    if place not in places:
        raise UnknownName("place", place, places)
    located = set(classes_below(table_specs()["location"].columns["located"].argument))
    answer = np.ones(len(ids), dtype=np.int8)
    for i, key in enumerate(ids):
        within = tables.places_of.get(key)
        if within is not None:
            answer[i] = 1 if place in within else -1
        elif class_of[key] in located:
            answer[i] = 0
    return answer


@dataclass(frozen=True, eq=False)
class _Edges:
    """The edges of one rule: ends, weights, what they carry, and what was left out and why."""

    source: Ints
    target: Ints
    weight: Floats
    carried: Columns
    dated: npt.NDArray[np.bool_]
    left_out: dict[str, int]


def _count_dated(parts: list[_Edges]) -> dict[str, Any]:
    """How many statements are dated and in force, dated and not, and undated, which stay."""
    dated = sum(int(p.dated.sum()) for p in parts)
    return {
        "dated_in": dated,
        "dated_out": sum(p.left_out.get("not in force", 0) for p in parts),
        "undated": sum(len(p.dated) for p in parts) - dated,
    }


def _join_edges(
    spec: NetworkSpec, nodes: Columns, parts: list[_Edges], parameters: dict[str, Any]
) -> Network:
    """The edges of all rules as a network of all these nodes."""
    return Network(
        name=spec.name,
        nodes=nodes,
        edges={c: np.concatenate([p.carried[c] for p in parts]) for c in EDGE_COLUMNS},
        source=np.concatenate([p.source for p in parts]),
        target=np.concatenate([p.target for p in parts]),
        weight=np.concatenate([p.weight for p in parts]),
        directed=spec.directed,
        weighted=spec.weighted,
        label_zh=spec.label_zh,
        label_en=spec.label_en,
        left_out={r: n for r in REASONS if (n := sum(p.left_out.get(r, 0) for p in parts))},
        parameters=parameters,
    )


def _edges(
    database: DuckDatabase,
    spec: NetworkSpec,
    rule: EdgeRule,
    inside: npt.NDArray[np.int8] | None,
    timed: bool,
    asked: dict[str, list[str]],
) -> _Edges:
    database.run(f"CREATE TABLE judged AS {judged_query(spec, rule, timed)}", asked)
    left_out = dict(
        database.rows("SELECT reason, count(*) FROM judged WHERE reason IS NOT NULL GROUP BY ALL")
    )
    held = database.connection.execute(
        "SELECT * EXCLUDE (reason, first, second) FROM judged WHERE reason IS NULL "
        "ORDER BY row, first, second"
    ).fetchnumpy()
    documents = [key for (key,) in database.rows("SELECT id FROM document ORDER BY number")]
    database.run("DROP TABLE judged")
    source, target = (held[c].astype(np.int64) for c in ("source", "target"))
    weight = np.ma.filled(held["weight"].astype(np.float64), np.nan)
    carried, dated = _carried(held, rule, documents), np.ma.filled(held["dated"], False)
    if inside is not None:
        combine = np.minimum if spec.place_rule == "both" else np.maximum
        state = combine(inside[source], inside[target])
        left_out["place unknown"] = int((state == 0).sum())
        left_out["outside the place"] = int((state < 0).sum())
        here = state > 0
        source, target, weight = source[here], target[here], weight[here]
        carried, dated = take(carried, here), dated[here]
    return _Edges(source, target, np.asarray(weight), carried, dated, left_out)


def _carried(held: dict[str, Any], rule: EdgeRule, documents: list[str]) -> Columns:
    """The columns EDGE_COLUMNS of the edges."""
    same = {
        "predicate": f"^{rule.predicate}" if rule.against else rule.predicate,
        "table": rule.table,
        "source_column": rule.source,
        "target_column": rule.target,
    }
    numbered = {
        "modality": [None, *code_lists()["modality"]],
        "evidence": [None, *EVIDENCE],
        "document": [None, *documents],
    }
    count = len(held["id"])
    columns = {c: np.full(count, value, dtype=np.object_) for c, value in same.items()}
    columns |= {
        c: objects(values)[np.ma.filled(held[c], 0).astype(np.int64)]
        for c, values in numbered.items()
    }
    same_row = ("id", "paragraph", "span", "locator", "citation", "doubts")
    columns |= {c: _known(held[c]) for c in same_row}
    return {c: columns[c] for c in EDGE_COLUMNS}


def _known(values: npt.NDArray[Any]) -> Objects:
    """Python objects, None where a cell is empty."""
    found = np.asarray(np.ma.getdata(values).astype(np.object_))
    found[np.ma.getmaskarray(values)] = None
    return found


# ------------------------------------------------------------------------ time


def _say_when(database: DuckDatabase, spec: NetworkSpec, when: Period) -> None:
    """Makes `in_force`, `is_dated` and `is_known` of the periods in the tables of the edges."""
    columns = {rule.table: table_specs()[rule.table].columns for rule in spec.edges}
    timed = [table for table, held in columns.items() if "valid_from" in held]
    say_when(database, timed, when, [table for table in timed if "period" in columns[table]])
