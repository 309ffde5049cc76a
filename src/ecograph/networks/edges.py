"""Which statements give an edge of a network, and why others do not: in SQL, for any database."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ecograph.base.database import name_of, quoted
from ecograph.base.errors import UnknownName
from ecograph.base.evidence import EVIDENCE, SOURCES, WEAKEST, is_in
from ecograph.networks.specs import EdgeRule, NetworkSpec
from ecograph.tables.schema import TableSpec, code_lists, superclasses, table_specs

# Why a statement gives no edge, in the order in which it is asked.
REASONS = ("modality", "evidence", "source", "not in force", "end unknown", "class not kept",
           "place unknown", "outside the place")  # fmt: skip


def spec_with(
    spec: NetworkSpec,
    evidence: str | None,
    sources: str | None,
    modality: tuple[str, ...] | None,
) -> NetworkSpec:
    """A specification with what of it is asked otherwise.  Raises UnknownName."""
    known = code_lists()["modality"]
    for code in modality or ():
        if code not in known:
            raise UnknownName("modality", code, known, "it may be " + ", ".join(known))
    if evidence and evidence not in EVIDENCE:
        raise UnknownName("evidence", evidence, EVIDENCE, "it may be " + ", ".join(EVIDENCE))
    if sources and sources not in SOURCES:
        raise UnknownName("sources", sources, SOURCES, "it may be " + ", ".join(SOURCES))
    return replace(
        spec,
        evidence=evidence or spec.evidence,
        sources=sources or spec.sources,
        modality=modality or spec.modality,
    )


def classes_below(names: Iterable[str]) -> list[str]:
    """The classes that are one of these or below one of them, sorted."""
    wanted = set(names)
    return sorted(name for name, above in superclasses().items() if above & wanted)


def parameters_of(
    spec: NetworkSpec, place: str | None = None, as_of: str | None = None
) -> dict[str, Any]:
    """How a network is built, as its results say it."""
    held = {"network": spec.name, "place": place, "as_of": as_of, "evidence": spec.evidence}
    held |= {"sources": spec.sources, "modality": " ".join(spec.modality)}
    units = " ".join(sorted({rule.unit for rule in spec.edges if rule.unit}))
    return held | ({"unit": units} if units else {})


def nodes_query(spec: NetworkSpec) -> str:
    """The entities of the classes that a specification keeps: id, class and labels.

    What stands in the tables of several classes is of the first of them.
    """
    wanted = set(classes_below(spec.nodes))
    if spec.one_mode:
        wanted |= set(classes_below(spec.one_mode.through))
    parts = [
        f"SELECT id, '{table.class_name}' AS class, label_zh, label_en FROM {name_of(table.name)}"
        for table in table_specs().values()
        if table.kind == "entity" and table.class_name in wanted
    ]
    return (
        "SELECT id, class, label_zh, label_en FROM (SELECT *, "
        "row_number() OVER (PARTITION BY id ORDER BY class) AS place FROM "
        f"({' UNION ALL '.join(parts)})) WHERE place = 1"
    )


def lists_asked(spec: NetworkSpec) -> dict[str, list[str]]:
    """The lists that `judged_query` asks for."""
    return {
        "kept": list(spec.modality),
        "firm": [e for e in EVIDENCE if is_in(e, spec.evidence)],
        "modalities": list(code_lists()["modality"]),
        "levels": list(EVIDENCE),
    }


def judged_query(spec: NetworkSpec, rule: EdgeRule, timed: bool) -> str:
    """The statements of a rule with the numbers of their ends, and why they give no edge, if so.

    Reasons are asked in the order of REASONS.  Documents and codes are numbered, so that one text
    is shared by all edges.
    """
    table = table_specs()[rule.table]
    reasons = []
    if "modality" in table.columns:
        reasons.append("WHEN NOT list_contains($kept::VARCHAR[], modality) THEN 'modality'")
    if spec.evidence != WEAKEST:
        reasons.append("WHEN NOT list_contains($firm::VARCHAR[], evidence) THEN 'evidence'")
    if spec.sources != "all":
        reasons.append("WHEN NOT list_contains($counted::VARCHAR[], two.source) THEN 'source'")
    timed = timed and "valid_from" in table.columns
    period = "period" if "period" in table.columns else "NULL::VARCHAR"
    if timed:
        held = f"in_force(valid_from, valid_to) AND is_known({period})"
        reasons.append(f"WHEN NOT ({held}) THEN 'not in force'")
    dated = f"(is_dated(valid_from, valid_to) OR began({period}) IS NOT NULL)"
    modality = "modality" if "modality" in table.columns else "'exists'"
    return f"""
        WITH one AS (SELECT *, {_end(table, rule.source)} AS first
                     FROM {name_of(rule.table)}{_of_roles(rule)}),
        two AS (SELECT *, {_end(table, rule.target)} AS second FROM one)
        SELECT two.id AS row, first, second,
               CASE {" ".join(reasons)}
                    WHEN first IS NULL OR second IS NULL THEN 'end unknown'
                    WHEN a.number IS NULL OR b.number IS NULL THEN 'class not kept' END AS reason,
               a.number AS source, b.number AS target, {_weight(table, rule)} AS weight,
               {dated if timed else "false"} AS dated,
               {_statement(table, rule)} AS id, two.paragraph, two.span, two.locator, two.citation,
               list_position($modalities::VARCHAR[], {modality}) AS modality,
               list_position($levels::VARCHAR[], evidence) AS evidence, d.number AS document,
               doubted.doubts
        FROM two LEFT JOIN node a ON a.id = first LEFT JOIN node b ON b.id = second
        LEFT JOIN document d ON d.id = two.source
        LEFT JOIN (SELECT statement, string_agg(id, ' ' ORDER BY id) AS doubts
                   FROM doubt GROUP BY ALL) doubted ON doubted.statement = two.id"""


_BOUNDS = ("lt", "max", "gt", "ge", "min")


def _end(table: TableSpec, column: str) -> str:
    """An end of an edge; a list of entities becomes a row each."""
    many = column in table.columns and table.columns[column].many
    return f"unnest({name_of(column)})" if many else name_of(column)


def _of_roles(rule: EdgeRule) -> str:
    return f" WHERE role IN ({', '.join(map(quoted, rule.roles))})" if rule.roles else ""


def _weight(table: TableSpec, rule: EdgeRule) -> str:
    """The strength of an edge; of an amount that is only said to be more or less, none is known."""
    if rule.weight == "one":
        return "1.0::DOUBLE"
    weight = f"two.{name_of(rule.weight)}::DOUBLE"
    if "qualifier" in table.columns:
        bounds = ", ".join(map(quoted, _BOUNDS))
        weight = f"CASE WHEN coalesce(qualifier, 'exact') NOT IN ({bounds}) THEN {weight} END"
    if rule.unit is None:
        return weight
    same = f"SELECT key FROM concept WHERE scheme = 'unit' AND base_unit = {quoted(rule.unit)}"
    return f"CASE WHEN unit IN ({same}) THEN {weight} END"


def _statement(table: TableSpec, rule: EdgeRule) -> str:
    """What an edge is called: its statement, or the column of the entity that says it."""
    if table.kind != "entity":
        return "two.id"
    other, end = (rule.target, "second") if rule.source == "id" else (rule.source, "first")
    return f"two.id || {quoted(f'/{other}/')} || {end}"
