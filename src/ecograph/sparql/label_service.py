"""Names in the reader's language: `?xLabel` in a query is the name of `?x`, one for each.

A variable that ends so, that no pattern binds and whose beginning one does, is bound to the name of
that.  Where there is no name in the language the other one stands in, with its tag behind it, as
everywhere; what has no name is called by its IRI.  Rows that are grouped by `?x` are grouped by its
name too.  What is added is plain SPARQL.
"""

import re

from ecograph.sparql.patterns import Asked

SUFFIX = "Label"  # of the name of a variable
_NAME = re.compile(r"[?$](\w+)" + SUFFIX + r"\b")
# Of several names in one language the first.
_RANK = """CONCAT(IF(LANG({of}) = "{first}", "0", IF(LANG({of}) = "{second}", "1", "2")),
    LANG({of}), STR({of}))"""
# {x} is the variable, {z} begins the helpers.  What an OPTIONAL left without a value has no name:
# it must not take up each entity that has one.
_ADDED = """
BIND(COALESCE(?{x}, <urn:none>) AS ?{z})
OPTIONAL {{ ?{z} rdfs:label ?{z}0 BIND({rank0} AS ?{z}1)
  FILTER NOT EXISTS {{ ?{z} rdfs:label ?{z}2 FILTER({rank2} < ?{z}1) }} }}
BIND(IF(LANG(?{z}0) IN ("{first}", ""), "", CONCAT(" [", LANG(?{z}0), "]")) AS ?{z}3)
BIND(IF(BOUND(?{z}0) && isLiteral(?{z}0), CONCAT(STR(?{z}0), ?{z}3), STR(?{x})) AS ?{x}Label)"""


def label_columns(asked: Asked) -> tuple[str, ...]:
    """The variables of a query that the label service binds, sorted."""
    bound = asked.where.bound()
    held = {m[1] for m in _NAME.finditer(asked.text)}
    return tuple(sorted(x + SUFFIX for x in held if x in bound and x + SUFFIX not in bound))


def with_labels(asked: Asked, language: str) -> str:
    """The query with the names that it asks for, in zh or en, as plain SPARQL."""
    names = [column.removesuffix(SUFFIX) for column in label_columns(asked)]
    if not names:
        return asked.text
    first, second = (language, "en" if language == "zh" else "zh")
    added = "".join(_added(x, first, second) for x in names)
    where = asked.where
    inside = asked.text[where.start + 1 : where.end - 1]
    if where.parts and where.parts[0].kind == "select":  # which must stand alone in its braces
        inside = f"{{{inside}}}"
    # a stop may be missing, and a comment may go on to the end of the line
    inside = f"{{ {inside}\n{added}\n}}"
    rest = asked.text[where.end :]
    if asked.grouping is not None:
        by = asked.grouping.start - where.end
        by_now = asked.grouping.names
        more = (x + SUFFIX for x in names if x in by_now and x + SUFFIX not in by_now)
        named = "".join(f" ?{name}" for name in more)
        rest = f"{rest[:by]}{named}{rest[by:]}"
    return asked.text[: where.start] + inside + rest


def _added(x: str, first: str, second: str) -> str:
    """The patterns that bind the name of a variable."""
    z = f"label_{x}_"
    rank0, rank2 = (_RANK.format(of=f"?{z}{n}", first=first, second=second) for n in (0, 2))
    return _ADDED.format(x=x, z=z, first=first, rank0=rank0, rank2=rank2)
