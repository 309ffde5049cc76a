"""DuckDB's SQL as Spark's: macros, variables and values put in, names of tables looked up."""

from pathlib import Path

import pytest
import sqlglot

import ecograph
from ecograph.base.spark_sql import (
    filled,
    in_spark,
    literal,
    macro_of,
    parsed,
    parts_of,
    with_tables,
)

PACKAGE = Path(ecograph.__file__).parent


def spark(query: str, *, macros: str = "", variables: dict | None = None, **asked: object) -> str:
    made = dict(macro_of(tree) for tree in parsed(macros))
    [tree] = parsed(query)
    return in_spark(filled(tree, made, variables or {}, asked))


@pytest.mark.parametrize(
    "text", ["it's", 'a "b"', "back\\slash", "\\'); DROP TABLE x; --", "厦门", "\\", "line\nend"]
)
def test_a_value_stays_a_value(text: str) -> None:
    """Spark reads a backslash in a text as the begin of an escape."""
    written = spark("SELECT id FROM t WHERE id = $name AND list_contains($names, id)",
                    name=text, names=[text])  # fmt: skip
    tree = sqlglot.parse_one(written, read="spark")
    held = [node.this for node in tree.find_all(sqlglot.exp.Literal)]
    assert held == [text, text]


def test_values_of_all_kinds() -> None:
    kinds = (None, True, 3, 0.5, "a", ["a", "b"], [])
    assert [in_spark(literal(value)) for value in kinds] == [
        "NULL", "TRUE", "3", "0.5", "'a'", "ARRAY('a', 'b')", "CAST(ARRAY() AS ARRAY<STRING>)",
    ]  # fmt: skip


def test_macros_stand_in_macros_and_see_their_own_arguments() -> None:
    macros = """
    CREATE MACRO level_of(given) AS list_position(getvariable('evidence'), given) - 1;
    CREATE MACRO is_firm(given, named) AS level_of(given) <= 1 AND named <> 'x';
    """
    written = spark(
        "SELECT * FROM t WHERE NOT is_firm(t.evidence, source)",
        macros=macros,
        variables={"evidence": ["stated", "implied"]},
    )
    assert "NOT (" in written
    assert "NULLIF(ARRAY_POSITION(ARRAY('stated', 'implied'), t.evidence), 0)" in written
    assert "source <> 'x'" in written


def test_tables_are_looked_up_and_parts_of_the_query_are_not() -> None:
    [tree] = parsed(
        "WITH a AS (SELECT x FROM a), b AS (SELECT x FROM a JOIN c USING (x)) "
        "SELECT * FROM b JOIN d ON d.x = b.x WHERE b.x IN (SELECT x FROM a)"
    )
    asked = []
    written = in_spark(with_tables(tree, lambda name: asked.append(name) or f"v_{name}"))
    assert asked == ["d", "a", "c"] or sorted(asked) == ["a", "c", "d"]
    assert "`v_a` AS a" in written and "`v_d` AS d" in written and "v_b" not in written


def test_a_recursive_part_is_told_apart() -> None:
    [tree] = parsed(
        "WITH RECURSIVE whole AS (SELECT 1 AS p), "
        "reached AS (SELECT p FROM whole UNION SELECT p FROM other "
        "UNION SELECT r.p FROM reached r JOIN whole USING (p)) FROM reached"
    )
    parts, rest = parts_of(tree)
    assert [(p.name, p.uses, len(p.first), len(p.again)) for p in parts] == [
        ("whole", 2, 0, 0), ("reached", 1, 2, 1),
    ]  # fmt: skip
    assert "WITH" not in in_spark(rest)


@pytest.mark.parametrize("name", ["places", "trade"])
def test_all_of_supply_and_use_can_be_put_into_spark(name: str) -> None:
    """What cannot be parsed by the reader of Spark's SQL is found here, without Spark."""
    script = (PACKAGE / "supplychain" / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    for tree in parsed(script):
        if tree.args["kind"] == "TABLE":
            assert sqlglot.parse_one(in_spark(tree.expression), read="spark")
