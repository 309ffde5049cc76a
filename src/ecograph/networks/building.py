"""Tables and a specification become a network, by columns: no loop over edges."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.evidence import EVIDENCE, WEAKEST, is_in
from ecograph.graph.columns import Tables
from ecograph.networks.network import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    Floats,
    Ints,
    Network,
    keep_touched_nodes,
)
from ecograph.networks.one_mode import one_mode_projection
from ecograph.networks.specs import EdgeRule, NetworkSpec
from ecograph.tables.schema import code_lists, superclasses, table_specs

Mask = npt.NDArray[np.bool_]
# Why a statement gives no edge, in the order in which it is asked.
REASONS = ("modality", "evidence", "not in force", "end unknown", "class not kept", "place unknown",
           "outside the place")  # fmt: skip


def build_network(
    tables: Tables,
    spec: NetworkSpec,
    *,
    place: str | None = None,
    as_of: str | None = None,
    evidence: str | None = None,
    modality: tuple[str, ...] | None = None,
    isolated: str | None = None,
) -> Network:
    """The network that a specification makes of a graph.

    `place` keeps what is located in that place, itself or transitively (entities that have no
    location, such as products, stay); `as_of` (2024, 2024-06 or 2024-06-01) keeps statements in
    force then, or of unknown time; `evidence`, `modality` and `isolated`
    override those of the specification.
    Raises UnknownName for a place, modality or evidence that is not there, UsageError for what is
    no date.
    """
    spec = _with(spec, evidence, modality)
    kept = _kept_nodes(tables, spec)
    ids = kept["id"].combine_chunks()
    inside = _inside(tables, ids, place)
    parts = [_edges(tables, spec, rule, ids, inside, as_of) for rule in spec.edges]
    parameters = {
        "network": spec.name,
        "place": place,
        "as_of": as_of,
        "evidence": spec.evidence,
        "modality": " ".join(spec.modality),
    }
    inhabited = np.ones(len(ids), dtype=bool) if inside is None else inside > 0
    keep = (isolated or spec.isolated) == "keep"
    network = keep_touched_nodes(_join_edges(spec, kept, parts, parameters), inhabited, keep)
    return one_mode_projection(network, spec.one_mode, keep) if spec.one_mode else network


def _with(spec: NetworkSpec, evidence: str | None, modality: tuple[str, ...] | None) -> NetworkSpec:
    known = code_lists()["modality"]
    for code in modality or ():
        if code not in known:
            raise UnknownName("modality", code, known, "it may be " + ", ".join(known))
    if evidence and evidence not in EVIDENCE:
        raise UnknownName("evidence", evidence, EVIDENCE, "it may be " + ", ".join(EVIDENCE))
    return replace(spec, evidence=evidence or spec.evidence, modality=modality or spec.modality)


def classes_below(names: Iterable[str]) -> list[str]:
    """The classes that are one of these or below one of them, sorted."""
    wanted = set(names)
    return sorted(name for name, above in superclasses().items() if above & wanted)


def _kept_nodes(tables: Tables, spec: NetworkSpec) -> pa.Table:
    """All entities of the classes that the specification keeps, sorted by id."""
    wanted = set(classes_below(spec.nodes))
    if spec.one_mode:
        wanted |= set(classes_below(spec.one_mode.through))
    parts = []
    for table_spec in table_specs().values():
        if table_spec.kind == "entity" and table_spec.class_name in wanted:
            table = tables[table_spec.name].select(["id", "label_zh", "label_en"])
            named = pa.array([table_spec.class_name]).take(pa.array(np.zeros(len(table), np.int32)))
            parts.append(table.append_column("class", named))
    if not parts:
        empty = pa.array([], pa.string())
        return pa.table(dict.fromkeys(("id", *NODE_COLUMNS), empty))
    whole = pa.concat_tables(parts).combine_chunks()
    return whole.take(pc.array_sort_indices(whole["id"].combine_chunks()))


def _inside(tables: Tables, ids: pa.Array, place: str | None) -> npt.NDArray[np.int8] | None:
    """Whether each node counts as in the place: 1 yes, 0 not known, -1 no; None without a place."""
    if place is None:
        return None
    places = {key for name in tables.by_name for key in _place_ids(tables, name)}
    if place not in places:
        raise UnknownName("place", place, places)
    located = set(classes_below(table_specs()["location"].columns["located"].argument))
    answer = np.ones(len(ids), dtype=np.int8)
    class_of = tables.class_of
    for i, key in enumerate(ids.to_pylist()):
        within = tables.places_of.get(key)
        if within is not None:
            answer[i] = 1 if place in within else -1
        elif class_of[key] in located:
            answer[i] = 0
    return answer


def _place_ids(tables: Tables, name: str) -> list[str]:
    table_spec = table_specs()[name]
    is_place = table_spec.kind == "entity" and "Place" in superclasses()[table_spec.class_name]
    return list(tables[name]["id"].to_pylist()) if is_place else []


@dataclass(frozen=True, eq=False)
class _Edges:
    """The edges of one rule: ends, weights, what they carry, and what was left out and why."""

    source: Ints
    target: Ints
    weight: Floats
    carried: pa.Table
    left_out: dict[str, int]


def _join_edges(
    spec: NetworkSpec, nodes: pa.Table, parts: list[_Edges], parameters: dict[str, Any]
) -> Network:
    """The edges of all rules as a network of all these nodes."""
    return Network(
        name=spec.name,
        nodes=nodes,
        edges=pa.concat_tables([p.carried for p in parts]).combine_chunks(),
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
    tables: Tables,
    spec: NetworkSpec,
    rule: EdgeRule,
    ids: pa.Array,
    inside: npt.NDArray[np.int8] | None,
    as_of: str | None,
) -> _Edges:
    left_out: dict[str, int] = {}
    table = _filter_rows(_rows(tables[rule.table], rule), spec, rule, as_of, left_out)
    source, target = (_indices(table[c], ids) for c in (rule.source, rule.target))
    known = (source >= 0) & (target >= 0)
    if not known.all():
        table = _keep_rows(table, known, "class not kept", left_out)
        source, target = source[known], target[known]
    if inside is not None:
        combine = np.minimum if spec.place_rule == "both" else np.maximum
        state = combine(inside[source], inside[target])
        left_out["place unknown"] = int((state == 0).sum())
        left_out["outside the place"] = int((state < 0).sum())
        table = table.filter(pa.array(state > 0))
        source, target = source[state > 0], target[state > 0]
    return _Edges(source, target, _weights(table, rule), _carried(table, rule), left_out)


def _filter_rows(
    table: pa.Table, spec: NetworkSpec, rule: EdgeRule, as_of: str | None, left_out: dict[str, int]
) -> pa.Table:
    """The rows whose modality, evidence, time and ends the specification asks for."""
    if "modality" in table.column_names:
        table = _keep_rows(table, _is_in(table["modality"], spec.modality), "modality", left_out)
    if spec.evidence != WEAKEST:
        enough = [e for e in EVIDENCE if is_in(e, spec.evidence)]
        table = _keep_rows(table, _is_in(table["evidence"], enough), "evidence", left_out)
    if as_of and "valid_from" in table.column_names:
        table = _keep_rows(table, _in_force(table, as_of), "not in force", left_out)
    ends_known = pc.and_(pc.is_valid(table[rule.source]), pc.is_valid(table[rule.target]))
    return _keep_rows(table, ends_known.to_numpy(), "end unknown", left_out)


def _keep_rows(table: pa.Table, wanted: Mask, reason: str, left_out: dict[str, int]) -> pa.Table:
    """The wanted rows; the others are counted in `left_out`."""
    gone = int(len(wanted) - np.count_nonzero(wanted))
    if not gone:
        return table
    left_out[reason] = gone
    return table.filter(pa.array(wanted))


def _rows(table: pa.Table, rule: EdgeRule) -> pa.Table:
    """The columns that are used; a list of entities becomes a row each."""
    wanted = {rule.source, rule.target, "id", "modality", "valid_from", "valid_to", "evidence"}
    wanted |= {"source", "paragraph", "span", "citation", rule.weight, "unit"}
    table = table.select([c for c in table.column_names if c in wanted])
    for name in (rule.source, rule.target):
        column = table[name].combine_chunks()
        if pa.types.is_list(column.type):
            table = table.take(pc.list_parent_indices(column))
            at = table.column_names.index(name)
            table = table.set_column(at, name, pc.list_flatten(column))
    return table


def _is_in(column: pa.ChunkedArray, values: Iterable[str]) -> Mask:
    found: Mask = pc.is_in(column, value_set=pa.array(values, pa.string())).to_numpy()
    return found


def _indices(column: pa.ChunkedArray, ids: pa.Array) -> Ints:
    """The position of each id in the sorted ids, -1 where it is not there."""
    found = pc.fill_null(pc.index_in(column, value_set=ids), -1)
    return np.asarray(found.to_numpy(), dtype=np.int64)


def _weights(table: pa.Table, rule: EdgeRule) -> npt.NDArray[np.float64]:
    if rule.weight == "one":
        return np.ones(table.num_rows)
    column = pc.cast(table[rule.weight], pa.float64())
    weight = np.array(pc.fill_null(column, np.nan).to_numpy())
    if rule.unit is not None:
        unit = pc.fill_null(table["unit"], "")
        same = pc.or_(pc.equal(unit, rule.unit), pc.starts_with(unit, rule.unit + "-"))
        weight[~same.to_numpy()] = np.nan
    return weight


def _carried(table: pa.Table, rule: EdgeRule) -> pa.Table:
    """The columns EDGE_COLUMNS of the edges."""
    count = table.num_rows
    zeros = pa.array(np.zeros(count, np.int32))
    names = {
        "modality": "modality",
        "evidence": "evidence",
        "document": "source",
        "paragraph": "paragraph",
        "span": "span",
        "citation": "citation",
    }
    held = {new: table[old] for new, old in names.items() if old in table.column_names}
    held["id"] = table["id"]
    if table_specs()[rule.table].kind == "entity":
        other = rule.target if rule.source == "id" else rule.source
        held["id"] = pc.binary_join_element_wise(table["id"], other, table[other], "/")
    same = {
        "predicate": f"^{rule.predicate}" if rule.against else rule.predicate,
        "table": rule.table,
        "source_column": rule.source,
        "target_column": rule.target,
        "modality": "exists",
    }
    columns = {
        c: held[c] if c in held else pa.array([same[c]], pa.string()).take(zeros)
        for c in EDGE_COLUMNS
    }
    return pa.table(columns)


# ------------------------------------------------------------------------ time


def _in_force(table: pa.Table, as_of: str) -> Mask:
    day = None if "/" in as_of else _day(as_of, last=False)
    if day is None:
        raise UsageError(f"{as_of}: is no date; write 2024, 2024-06 or 2024-06-01")
    began = _days(table["valid_from"], last=False, unknown=day)
    ended = _days(table["valid_to"], last=True, unknown=day)
    in_force: Mask = (began <= _day(as_of, last=True)) & (ended >= day)
    return in_force


def _days(column: pa.ChunkedArray, *, last: bool, unknown: str) -> npt.NDArray[Any]:
    """The first or last day of each period as text; `unknown` where there is none."""
    coded = column.combine_chunks().dictionary_encode()
    known = [_day(text, last=last) or unknown for text in coded.dictionary.to_pylist()]
    days = np.array([*known, unknown])
    return np.asarray(days[pc.fill_null(coded.indices, len(known)).to_numpy()])


def _day(period: str, *, last: bool) -> str | None:
    """The first or last day of 2022, 2022-03, 2022-03-01 or of a span of two of them."""
    text = period.split("/")[-1 if last else 0]
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        return None
    padded = text + ("-12-31" if last else "-01-01")[len(text) - 4 :] if len(text) < 10 else text
    try:
        date.fromisoformat(padded if not last or len(text) == 10 else padded[:8] + "01")
    except ValueError:
        return None
    return padded
