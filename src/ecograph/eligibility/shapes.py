"""Conditions as SHACL, for programs that are not ours: two shapes an award, and the facts for them.

Of each award `…/known` says that the facts are there which decide it, `…/met` that their values
satisfy it.  Whoever conforms to both is eligible, to `known` alone is not, to none is undecidable.
The facts are what sql/facts.sql finds, flat: where somebody is and is not, what it does, which
status it holds or has lost, of a figure the least and the most that it can be.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ecograph.base.database import Database
from ecograph.base.namespaces import PREFIXES, RDF_TYPE, concept, entity

SHAPES = "https://w3id.org/ecograph/eligibility/"  # of shapes: POLICY/AWARD/known and …/met
TERMS = "https://w3id.org/ecograph/eligibility#"  # of the flat facts
Node = NamedNode | BlankNode
Triple = tuple[Node, NamedNode, NamedNode | BlankNode | Literal]
_SCHEMES = {"certificate": "firm-ladder", "kind": "body-kind"}
_NAMES = {  # of a property: what says that it holds, and what says that it does not
    "located": ("isIn", "isNotIn"),
    "product": ("does", None),
    "chain": ("does", None),
    "certificate": ("holds", "hasLost"),
    "kind": ("isA", "isNoA"),
}
_BOUNDS = {  # of a comparison: the bound, the constraint that meets it, the one that fails it
    "ge": (("least", "minInclusive"), ("most", "maxExclusive")),
    "gt": (("least", "minExclusive"), ("most", "maxInclusive")),
    "le": (("most", "maxInclusive"), ("least", "minExclusive")),
    "lt": (("most", "maxExclusive"), ("least", "minInclusive")),
}


def eligibility_shapes(layer: Database) -> list[Quad]:
    """The two shapes of each award, and the facts about the bodies; of what `verdicts` gives."""
    triples = [*_shapes(layer), *_facts(layer)]
    return [Quad(s, p, o) for s, p, o in triples]


def _sh(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sh"] + name)


def _shapes(layer: Database) -> Iterator[Triple]:
    tests = layer.records("SELECT * FROM test ORDER BY test")
    for test in tests:
        yield from _test_shapes(test)
    for side in ("met", "failed"):
        yield from _has(_test(None, side), None, None)
    bodies = [entity(b) for (b,) in layer.rows("SELECT body FROM body ORDER BY body")]
    groups: dict[tuple[str, str], dict[str, list[int | None]]] = {}
    for policy, award, group, number in layer.rows(
        "SELECT policy, award, of_group, test FROM part JOIN offer USING (offer) ORDER BY ALL"
    ):
        groups.setdefault((policy, award), {}).setdefault(group, []).append(number)
    for (policy, award), held in groups.items():
        yield from _award_shapes(f"{policy}/{award}", list(held.values()), bodies)


def _award_shapes(
    name: str, groups: Sequence[Sequence[int | None]], bodies: Sequence[NamedNode]
) -> Iterator[Triple]:
    """`met`: of each group one test; `known`: that, or of some group all fail."""
    met, known = NamedNode(f"{SHAPES}{name}/met"), NamedNode(f"{SHAPES}{name}/known")
    any_met, all_failed = [], []
    for group in groups:
        of_group, failed = BlankNode(), BlankNode()
        yield from _combined(of_group, "or", [_test(t, "met") for t in group])
        yield from _combined(failed, "and", [_test(t, "failed") for t in group])
        any_met.append(of_group)
        all_failed.append(failed)
    yield from _combined(met, "and", any_met)
    yield from _combined(known, "or", [met, *all_failed])
    for shape in (met, known):
        yield shape, RDF_TYPE, _sh("NodeShape")
        yield from ((shape, _sh("targetNode"), body) for body in bodies)


def _combined(shape: Node, how: str, parts: Iterable[Node]) -> Iterator[Triple]:
    """A shape that all (`and`) or one (`or`) of others make."""
    nodes = [(BlankNode(), part) for part in parts]
    rdf = PREFIXES["rdf"]
    nil = NamedNode(rdf + "nil")
    yield shape, _sh(how), nodes[0][0] if nodes else nil
    for number, (node, part) in enumerate(nodes):
        yield node, NamedNode(rdf + "first"), part
        rest = nodes[number + 1][0] if number + 1 < len(nodes) else nil
        yield node, NamedNode(rdf + "rest"), rest


def _test(number: int | None, side: str) -> NamedNode:
    """The shape of a test; one that nothing can meet or fail where no condition is recorded."""
    return NamedNode(f"{SHAPES}test-{'none' if number is None else number}/{side}")


def _test_shapes(test: dict[str, Any]) -> Iterator[Triple]:
    """The shapes of one condition: that it holds, and that it fails."""
    met, failed = _test(test["test"], "met"), _test(test["test"], "failed")
    for side, shape in (("yes", failed), ("no", met)):
        if test["decides"] == side:  # a fact cannot decide it the other way
            yield from _has(shape, None, None)
    yield from _sides(test, met, failed)


def _sides(test: dict[str, Any], met: Node, failed: Node) -> Iterator[Triple]:
    """What meets a condition, and what fails it, as values."""
    if test["property"] in _NAMES:
        held, not_held = _NAMES[test["property"]]
        value = _asked(test)
        if test["comparison"] == "not":
            met, failed = failed, met
        yield from _has(met, held, value)
        yield from _has(failed, not_held, value)
        return
    asked = test["base_value"]
    if test["property"] == "age" and test["unit"] == "month" and asked is not None:
        asked /= 12
    name = figure_name(test)
    if asked is None and test["comparison"] == "is":
        yield from _bound(met, f"least-{name}", "minExclusive", 0.0)
        yield from _bound(failed, f"most-{name}", "maxInclusive", 0.0)
    elif asked is not None and test["comparison"] in _BOUNDS:
        (low, meets), (high, fails) = _BOUNDS[test["comparison"]]
        yield from _bound(met, f"{low}-{name}", meets, asked)
        yield from _bound(failed, f"{high}-{name}", fails, asked)
    elif asked is not None and test["comparison"] == "eq":
        parts = [BlankNode(), BlankNode()]
        yield from _combined(met, "and", parts)
        yield from _bound(parts[0], f"least-{name}", "minInclusive", asked)
        yield from _bound(parts[1], f"most-{name}", "maxInclusive", asked)
        others = [BlankNode(), BlankNode()]
        yield from _combined(failed, "or", others)
        yield from _bound(others[0], f"least-{name}", "minExclusive", asked)
        yield from _bound(others[1], f"most-{name}", "maxExclusive", asked)
    else:
        yield from _has(met, None, None)
        yield from _has(failed, None, None)


def _asked(test: dict[str, Any]) -> NamedNode | None:
    for column, scheme in (("demanded_status", "firm-ladder"), ("demanded_kind", "body-kind")):
        if test[column]:
            return concept(scheme, test[column])
    return entity(test["demanded"]) if test["demanded"] else None


def _has(shape: Node, name: str | None, value: NamedNode | None) -> Iterator[Triple]:
    """That a body has a value; a shape that nothing meets where none can be had."""
    inner = BlankNode()
    yield shape, RDF_TYPE, _sh("NodeShape")
    yield shape, _sh("property"), inner
    if value is None or name is None:
        yield inner, _sh("path"), NamedNode(TERMS + "nothing")
        yield inner, _sh("minCount"), Literal(1)
    else:
        yield inner, _sh("path"), NamedNode(TERMS + name)
        yield inner, _sh("hasValue"), value


def _bound(shape: Node, name: str, constraint: str, value: float) -> Iterator[Triple]:
    inner = BlankNode()
    yield shape, RDF_TYPE, _sh("NodeShape")
    yield shape, _sh("property"), inner
    yield inner, _sh("path"), NamedNode(TERMS + name)
    yield inner, _sh("minCount"), Literal(1)
    yield inner, _sh(constraint), Literal(float(value))


def figure_name(test: dict[str, Any]) -> str:
    """What a figure is called: its property, and over how many years how."""
    if test["over_years"] == 1:
        return str(test["property"])
    way = test["years_taken"] or "each"
    side = "-least" if test["comparison"] in ("ge", "gt") else "-most"
    return f"{test['property']}-{test['over_years']}-{way}{side if way == 'each' else ''}"


def _facts(layer: Database) -> Iterator[Triple]:
    """What is known of the bodies that some test asks about."""
    for body, prop, holds, demanded, status, kind in layer.rows(
        "SELECT r.body, t.property, r.holds <> (t.comparison = 'not'), t.demanded, "
        "t.demanded_status, t.demanded_kind FROM result r JOIN test t USING (test) "
        "WHERE r.holds IS NOT NULL AND t.property IN "
        "('located', 'product', 'chain', 'certificate', 'kind') ORDER BY ALL"
    ):
        name = _NAMES[prop][0 if holds else 1]
        asked = {"demanded": demanded, "demanded_status": status, "demanded_kind": kind}
        value = _asked(asked)
        if name and value is not None:
            yield entity(body), NamedNode(TERMS + name), value
    for record in layer.records("SELECT * FROM compared_figure ORDER BY ALL"):
        name, body = figure_name(record), entity(record["body"])
        for side, value, open_ in (
            ("least", record["low"], record["above"]),
            ("most", record["high"], record["below"]),
        ):
            if value not in (float("inf"), float("-inf")):
                exact = _past(value, side, open_)
                yield body, NamedNode(f"{TERMS}{side}-{name}"), Literal(exact)


def _past(value: float, side: str, open_: bool) -> float:
    """A bound that is not reached itself (more than 20) as the next number beyond it."""
    from math import inf, nextafter

    return nextafter(value, inf if side == "least" else -inf) if open_ else value
