"""What follows from statements: shortcuts, ends, superclasses, modality of entities, base values.

Statements are staged in a database (staging.py), the ontology among them.  A triple stands in one
graph only, since the union of graphs would count it twice.
"""

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QueryTriples, RdfFormat, Store

from ecograph.base.database import DuckDatabase
from ecograph.base.evidence import EVIDENCE
from ecograph.base.namespaces import (
    ECO,
    GRAPH_INFERRED,
    PREFIXES,
    concept,
    inferred_from,
)
from ecograph.base.periods import read_period
from ecograph.base.resources import query_text
from ecograph.graph.inclusion import FIRM, Known, inclusions
from ecograph.tables.schema import (
    ANY_MODALITY,
    both_ends,
    bounds,
    has_modality,
    inherited_classes,
    modalities,
    table_specs,
)

_UNITS = """
SELECT DISTINCT number.o, of.o FROM said unit JOIN said number USING (s)
JOIN said of ON of.s = unit.o
WHERE unit.p = eco('unit') AND number.p = eco('value') AND of.p = eco('multiplier')
"""
_BASE_VALUES = """
SELECT unit.s, eco('baseValue'), base.base, inferred.g
FROM said unit JOIN said number USING (s) JOIN said of ON of.s = unit.o
JOIN base ON base.value = number.o AND base.multiplier = of.o, inferred
WHERE unit.p = eco('unit') AND number.p = eco('value') AND of.p = eco('multiplier')
"""
_PLACES = "SELECT DISTINCT s FROM typed WHERE class = eco('Place')"
_PERIODS = "SELECT DISTINCT o FROM said JOIN period_of ON property = p WHERE is_literal(o)"


def derive(stage: DuckDatabase) -> None:
    """Adds what follows to the statements that are staged, and to the table `derived`."""
    _define(stage)
    stage.run(_sql("strength"))
    for find in _DERIVED:
        find(stage)
        stage.run(_sql("following"))


def _sql(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _by(*names: str) -> Callable[[DuckDatabase], None]:
    """Finds what queries of ours find."""
    return lambda stage: stage.run("\n".join(map(_sql, names)))


# ---------------------------------------------------------------- definitions


def _define(stage: DuckDatabase) -> None:
    """What the schema says of classes, roles and modalities, as tables that queries join."""
    specs = table_specs().values()
    amounts_to = [
        (_class(s.class_name), str(ECO[s.shortcut]), str(ECO[s.shortcut + ANY_MODALITY]),
         _iri(s.columns[s.ends[0]].iri), _iri(s.columns[end].iri))
        for s in specs if s.shortcut for end in s.ends[1]
    ]  # fmt: skip
    roles = [
        (_class(s.class_name), str(role), _iri(s.columns[name].iri))
        for s in specs
        for role, columns in zip((ECO["from"], ECO.to), both_ends(s), strict=True)
        for name in columns
    ]
    wider = [(_iri(c), _iri(above)) for c, all_ in inherited_classes().items() for above in all_]
    graphs = [
        (2 * level + doubted, str(inferred_from(evidence, bool(doubted))),
         str(concept("evidence", evidence)), str(Literal(bool(doubted))))
        for level, evidence in enumerate(EVIDENCE) for doubted in (0, 1)
    ]  # fmt: skip
    ranks = [(str(concept("modality", m)), n) for n, m in enumerate(modalities())]
    periods = [(_iri(iri), *map(_iri, days)) for iri, days in bounds().items()]
    planned = [(_class(s.class_name),) for s in specs if has_modality(s)]
    levels = [(str(concept("evidence", e)), level) for level, e in enumerate(EVIDENCE)]
    for name, columns, rows in (
        ("amounts_to", "class plain wide start end", amounts_to),
        ("role_of", "class role property", roles),
        ("wider", "class above", wider),
        ("known_graph", "known: g evidence doubted", graphs),
        ("level", "evidence level:", levels),
        ("weakest", "level:", [(len(EVIDENCE) - 1,)]),
        ("rank", "modality rank:", ranks),
        ("may_be_planned", "class", planned),
        ("period_of", "property earliest latest", periods),
        ("inferred", "g", [(str(GRAPH_INFERRED),)]),
    ):
        kinds = {c.rstrip(":"): "INTEGER" if c[-1] == ":" else "VARCHAR" for c in columns.split()}
        stage.make(name, kinds, rows)


def _iri(iri: str) -> str:
    return str(NamedNode(iri))


def _class(name: str) -> str:
    return str(ECO[name])


# ------------------------------------------------------ what SQL cannot find


def _base_values(stage: DuckDatabase) -> None:
    """Each value in the base unit of its unit, multiplied as SPARQL multiplies."""
    pairs = stage.rows(_UNITS)
    lines = (
        f"<urn:{n}> {ECO.unit} <urn:unit:{n}> .\n<urn:{n}> {ECO.value} {value} .\n"
        f"<urn:unit:{n}> {ECO.multiplier} {multiplier} .\n"
        for n, (value, multiplier) in enumerate(pairs)
    )
    store = Store()
    store.bulk_load("".join(lines).encode(), format=RdfFormat.N_TRIPLES)
    products = store.query(query_text("base_values"), prefixes=PREFIXES)
    assert isinstance(products, QueryTriples)
    found = {str(t.subject): str(t.object) for t in products}
    bases = (found.get(f"<urn:{n}>") for n in range(len(pairs)))
    rows = [(*pair, base) for pair, base in zip(pairs, bases, strict=True) if base is not None]
    stage.make("base", _texts("value", "multiplier", "base"), rows)
    stage.run(f"CREATE TABLE found AS SELECT * FROM ({_BASE_VALUES}) AS t(s, p, o, g)")


def _inclusions(stage: DuckDatabase) -> None:
    """In which places all is that sits somewhere, and all places are, at every level.

    It stands in the graph of the location statements that it follows from; that one place is a
    part of another counts as firm.
    """
    graphs: dict[int, str] = dict(stage.rows("SELECT known, g FROM known_graph"))
    levels: dict[str, Known] = {g: (n // 2, bool(n % 2)) for n, g in graphs.items()}
    direct: dict[str, list[tuple[str, Known]]] = {}
    for inner, outer, graph in stage.rows(_sql("located_in")):
        known = FIRM if graph is None else levels.get(graph, (len(EVIDENCE) - 1, False))
        direct.setdefault(inner, []).append((outer, known))
    places = {place for (place,) in stage.rows(_PLACES)}
    is_in, inferred = str(ECO.isIn), str(GRAPH_INFERRED)
    rows = (
        (inner, is_in, outer,
         inferred if inner in places and known == FIRM else graphs[2 * known[0] + known[1]])
        for inner, outer, known in inclusions(direct)
    )  # fmt: skip
    stage.make("found", _texts("s", "p", "o", "g"), rows)


def _periods(stage: DuckDatabase) -> None:
    """Both days of every period; what is no period has none."""
    rows = []
    for (term,) in stage.rows(_PERIODS):
        if period := read_period(term[1 : term.rindex('"')]):
            rows.append((term, period.first.isoformat(), period.last.isoformat()))
    stage.make("days", _texts("period", "first", "last"), rows)
    stage.run(_sql("periods"))


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "VARCHAR")


_DERIVED = (
    _by("relations"),
    _by("ends"),
    _base_values,
    _by("superclasses"),
    _inclusions,
    _by("existences", "strongest"),
    _by("modalities", "strongest"),
    _periods,
    _by("told"),
)
