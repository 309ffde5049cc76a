"""Specifications: what a network is made of, declared in TOML and checked against the ontology.

A specification names the classes that are kept as nodes, and for each kind of edge the table it
comes from, the two columns that it joins, and the rule for its weight:

    label_zh = "供应关系"                  required
    label_en = "supply"                    required
    note_zh, note_en                       what it shows and what it does not
    nodes = ["Organization"]               classes kept; those below them are kept too
    directed = true
    modality = ["exists"]                  which statements count
    evidence = "editorial"                   the least sure that counts: stated, implied, editorial
    sources = "all"                          whose word counts: documents, public, all
    place_rule = "both"                    which ends must be in the place: both or any
    isolated = "count"                     entities without an edge: count or keep them

    [[edges]]
    table = "supply"                       a table of statements, or of entities
    source = "supplier"                    a column that refers to entities; "id" is the row itself
    target = "buyer"
    roles = ["subsidiary"]                 which roles count, of a table that has them
    weight = "base_value"                  one (the default), or a column of numbers
    unit = "money"                         with base_value: money, in the currency of most rows; or
                                           a base unit of the ontology or of a region. What is in
                                           another unit is of unknown weight

    [one_mode]
    through = ["Product"]                  these nodes vanish; those they join become linked
    rule = "shared"                        shared: a - x - b, undirected; path: a -> x -> b
    weight = "count"                       count of x; newman: each x counts 1 / (its degree - 1)
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.evidence import EVIDENCE, SOURCES, WEAKEST
from ecograph.base.files import read_toml
from ecograph.base.namespaces import PREFIXES
from ecograph.tables.schema import TableSpec, code_lists, superclasses, table_specs

FOLDER = Path(__file__).with_suffix("")

_KEYS = (
    *(
        "label_zh",
        "label_en",
        "note_zh",
        "note_en",
        "nodes",
        "directed",
        "modality",
        "evidence",
        "sources",
    ),
    *("place_rule", "isolated", "edges", "one_mode"),
)
_NUMBERS = ("decimal", "integer")


@dataclass(frozen=True)
class EdgeRule:
    """One kind of edge: each row of `table` joins what `source` refers to with `target`.

    `predicate` is the plain property that the edge stands for (eco:supplies); `against` is true
    where the edge runs from the property's object to its subject, which the network then shows as
    SPARQL does: ^eco:operates.  `roles` are those that count, none for all.
    """

    table: str
    source: str
    target: str
    predicate: str
    weight: str = "one"
    unit: str | None = None
    against: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class OneMode:
    """How nodes of some classes are replaced by edges between the nodes that they join."""

    through: tuple[str, ...]
    rule: Literal["shared", "path"] = "shared"
    weight: Literal["count", "newman"] = "count"


@dataclass(frozen=True)
class NetworkSpec:
    """A declared network; see the head of this module for the meaning of each field."""

    name: str
    label_zh: str
    label_en: str
    nodes: tuple[str, ...]
    edges: tuple[EdgeRule, ...]
    note_zh: str = ""
    note_en: str = ""
    directed: bool = True
    modality: tuple[str, ...] = ("exists",)
    evidence: str = WEAKEST
    sources: str = "all"
    place_rule: Literal["both", "any"] = "both"
    isolated: Literal["count", "keep"] = "count"
    one_mode: OneMode | None = None

    @property
    def weighted(self) -> bool:
        """Whether any edge has a weight other than one."""
        return any(rule.weight != "one" for rule in self.edges) or self.one_mode is not None


def spec_names() -> list[str]:
    """The names of the shipped networks, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_spec(name: str | Path) -> NetworkSpec:
    """The specification of a shipped network by its name, or one from a .toml file.

    Raises UnknownName, Unreadable, UsageError.
    """
    path = Path(name)
    if path.suffix != ".toml":
        if str(name) not in spec_names():
            advice = "give one of " + ", ".join(spec_names()) + ", or a .toml file"
            raise UnknownName("network", str(name), spec_names(), advice)
        return _shipped(str(name))
    return parse_spec(path.stem, read_toml(path), str(path))


@cache
def _shipped(name: str) -> NetworkSpec:
    path = FOLDER / f"{name}.toml"
    return parse_spec(name, tomllib.loads(path.read_text(encoding="utf-8")), path.name)


def parse_spec(name: str, toml: Mapping[str, Any], where: str) -> NetworkSpec:
    """The specification that a TOML document declares; `where` is named in messages.

    Raises UnknownName with near names for a key, class, table, column or code that is not there,
    UsageError for what is missing or of the wrong kind.
    """
    _known_keys(toml, _KEYS, "key", where)
    for key in ("label_zh", "label_en", "nodes", "edges"):
        if not toml.get(key):
            raise UsageError(
                f"{where}: has no {key}; a network needs label_zh, label_en, nodes, edges"
            )
    nodes = _classes(toml["nodes"], f"{where}, nodes")
    one_mode = _one_mode(toml.get("one_mode"), where)
    modality = _words(toml.get("modality", ["exists"]), f"{where}, modality")
    for code in modality:
        _one_of(code, code_lists()["modality"], f"modality of {where}")
    rules = toml["edges"]
    if not isinstance(rules, list):
        raise UsageError(f"{where}: edges is no list; write each kind of edge under [[edges]]")
    return NetworkSpec(
        name=name,
        label_zh=_word(toml["label_zh"], f"{where}, label_zh"),
        label_en=_word(toml["label_en"], f"{where}, label_en"),
        note_zh=_word(toml.get("note_zh", ""), f"{where}, note_zh"),
        note_en=_word(toml.get("note_en", ""), f"{where}, note_en"),
        nodes=nodes,
        edges=tuple(_rule(rule, f"{where}, edges {i}") for i, rule in enumerate(rules, 1)),
        directed=_flag(toml.get("directed", True), f"{where}, directed"),
        modality=modality,
        evidence=_one_of(toml.get("evidence", WEAKEST), EVIDENCE, f"evidence of {where}"),
        sources=_one_of(toml.get("sources", "all"), SOURCES, f"sources of {where}"),
        place_rule=_one_of(
            toml.get("place_rule", "both"), ("both", "any"), f"place_rule of {where}"
        ),
        isolated=_one_of(toml.get("isolated", "count"), ("count", "keep"), f"isolated of {where}"),
        one_mode=one_mode,
    )


def _rule(toml: Any, where: str) -> EdgeRule:
    if not isinstance(toml, dict):
        raise UsageError(f"{where}: is no table; write it under [[edges]]")
    _known_keys(toml, ("table", "source", "target", "roles", "weight", "unit"), "key", where)
    for key in ("table", "source", "target"):
        if key not in toml:
            raise UsageError(f"{where}: has no {key}")
    known = {
        name: spec for name, spec in table_specs().items() if spec.kind in ("entity", "statement")
    }
    spec = known[_one_of(toml["table"], tuple(known), f"table of {where}")]
    source, target = (_role(spec, toml[key], f"{where}, {key}") for key in ("source", "target"))
    if source == target:
        raise UsageError(f"{where}: source and target are the same column {source}; name two")
    weight = toml.get("weight", "one")
    numbers = [
        c.name for c in spec.columns.values() if c.type in _NUMBERS and c.name != "paragraph"
    ]
    numbers += ["base_value"] if "unit" in spec.columns else []
    weight = _one_of(weight, ("one", *numbers), f"weight of {where}")
    unit = toml.get("unit")
    if (unit is not None) != (weight == "base_value"):
        raise UsageError(
            f'{where}: weight "base_value" and unit belong together, for values in different '
            'units have no sum; write weight = "base_value" with unit = "money", or neither'
        )
    predicate, forward = _predicate(spec, source, target)
    roles = _roles(spec, toml.get("roles"), where)
    return EdgeRule(spec.name, source, target, predicate, weight, unit, not forward, roles)


def _roles(spec: TableSpec, value: Any, where: str) -> tuple[str, ...]:
    """The roles that count; none where all do."""
    if value is None:
        return ()
    if "role" not in spec.columns:
        raise UsageError(f"{where}: table {spec.name} has no role; take roles out")
    found = _words(value, f"{where}, roles")
    for role in found:
        _one_of(role, code_lists()[spec.columns["role"].argument[0]], f"role of {where}")
    return found


def _role(spec: TableSpec, name: Any, where: str) -> str:
    own = [c.name for c in spec.columns.values() if c.type == "ref"]
    if spec.kind == "entity":
        own.append("id")
    found: str = _one_of(name, tuple(n for n in own if n != "said_by"), where)
    return found


def _predicate(spec: TableSpec, source: str, target: str) -> tuple[str, bool]:
    """The property of an edge and whether the edge runs in its direction."""
    if spec.kind == "entity":
        if "id" not in (source, target):
            raise UsageError(
                f"table {spec.name}: {source} and {target} are not linked with each other but "
                "each with the row; one of source and target must be id"
            )
        column = spec.columns[target if source == "id" else source]
        return compact(column.iri), source == "id"
    first, others = spec.ends
    if spec.shortcut and first in (source, target) and {source, target} & set(others):
        return f"eco:{spec.shortcut}", source == first
    return f"eco:{spec.class_name}", True


def compact(iri: str) -> str:
    """An IRI with its known prefix: eco:supplies; the IRI itself where it has none."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def _one_mode(toml: Any, where: str) -> OneMode | None:
    if toml is None:
        return None
    if not isinstance(toml, dict):
        raise UsageError(f"{where}: one_mode is no table; write it under [one_mode]")
    _known_keys(toml, ("through", "rule", "weight"), "key", f"{where}, one_mode")
    return OneMode(
        through=_classes(toml.get("through"), f"{where}, one_mode, through"),
        rule=_one_of(toml.get("rule", "shared"), ("shared", "path"), f"one_mode rule of {where}"),
        weight=_one_of(
            toml.get("weight", "count"), ("count", "newman"), f"one_mode weight of {where}"
        ),
    )


def _classes(value: Any, where: str) -> tuple[str, ...]:
    found = _words(value, where)
    for name in found:
        _one_of(name, tuple(superclasses()), f"class in {where}")
    return found


def _known_keys(
    toml: Mapping[str, Any], known: list[str] | tuple[str, ...], kind: str, where: str
) -> None:
    for key in toml:
        _one_of(key, tuple(known), f"{kind} of {where}")


def _one_of(value: Any, known: tuple[str, ...], kind: str) -> Any:
    if value not in known:
        few = ", ".join(known) if len(known) <= 12 else ""
        raise UnknownName(kind, str(value), known, f"it may be {few}" if few else "")
    return value


def _word(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{where}: {value!r} is no text; write it in quotes")
    return value


def _words(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise UsageError(f'{where}: {value!r} is no list of names; write ["…", "…"]')
    return tuple(value)


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"{where}: {value!r} is neither true nor false")
    return value
