"""Reads what a query asks from the terminals that the guard splits.

What it means the engine alone decides: a query that is written in a way not known here is not read,
and then nothing is told of it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ecograph.base.errors import QueryRefused
from ecograph.base.namespaces import PREFIXES, RDF_TYPE
from ecograph.sparql.cursor import Cursor, NotRead
from ecograph.sparql.guard import Token, guard
from ecograph.sparql.patterns import Asked, Column, Group, Grouping, Part, Pattern, Term

_XSD = PREFIXES["xsd"]
_NUMBER = re.compile(r"[+-]?(\d+|\d*\.\d+|(\d+\.?\d*|\.\d+)[eE][+-]?\d+)")
_AGGREGATES = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "GROUP_CONCAT", "SAMPLE"))
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def read_query(query: str) -> Asked | None:
    """A query as it is written; None where it is not read."""
    try:
        reading = guard(query)
        cursor = Cursor(query, list(_plain(reading.tokens)), reading)
        _skip_prologue(cursor)
        return _query(cursor, whole=True)
    except (NotRead, QueryRefused, RecursionError):
        return None


def _plain(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Terminals without the stops at their ends, which end a triple."""
    for token in tokens:
        if token.kind == "word" and re.match(r"\.+[A-Za-z]", token.text):  # .OPTIONAL
            rest = token.text.lstrip(".")
            yield Token("sign", ".", token.start)
            yield from _plain((Token("word", rest, token.start + len(token.text) - len(rest)),))
            continue
        text = token.text.rstrip(".") if token.kind in ("name", "word", "blank") else token.text
        if text and text != token.text and _ends(text, token.kind):
            yield Token(token.kind, text, token.start)
            yield Token("sign", ".", token.start + len(text))
        elif not text:
            yield Token("sign", ".", token.start)
        else:
            yield token


def _ends(text: str, kind: str) -> bool:
    return kind != "word" or not text.endswith("-")


def _skip_prologue(cursor: Cursor) -> None:
    while cursor.peek().says("PREFIX") or cursor.peek().says("BASE"):
        if cursor.next().says("PREFIX"):
            cursor.next()
        cursor.next()


def _query(cursor: Cursor, *, whole: bool) -> Asked:
    head = cursor.next()
    form = head.text.upper()
    if form not in _FORMS or (form != "SELECT" and not whole):
        raise NotRead
    distinct, columns = False, None
    if form == "SELECT":
        distinct = cursor.peek().says("DISTINCT") or cursor.peek().says("REDUCED")
        cursor.at += int(distinct)
        columns = _columns(cursor)
    elif form == "CONSTRUCT" and cursor.peek().text == "{":
        cursor.skip_balanced()
    elif form == "DESCRIBE":
        while cursor.peek().kind in ("variable", "iri", "name") or cursor.peek().text == "*":
            cursor.next()
    dataset = _dataset(cursor)
    if cursor.peek().says("WHERE"):
        cursor.next()
    if cursor.peek().text != "{":
        raise NotRead
    where = _group(cursor)
    grouping = None
    while cursor.peek().kind and not (not whole and cursor.peek().text == "}"):
        if cursor.next().says("GROUP"):
            grouping = _grouping(cursor)
    return Asked(cursor.text, form, head.start, distinct, columns, dataset, where, grouping)


def _grouping(cursor: Cursor) -> Grouping:
    by, names = cursor.next(), set()
    while True:
        token = cursor.peek()
        if token.kind == "variable":
            names.add(cursor.next().text[1:])
        elif token.text == "(":
            held = cursor.skip_balanced()[2]
            if len(held) > 2 and held[-2].says("AS"):
                names.add(held[-1].text[1:])
        elif token.kind in ("word", "name", "iri") and cursor.peek(1).text == "(":
            if token.says("HAVING"):
                break
            cursor.next()
        else:
            break
    return Grouping(by.end, frozenset(names))


def _columns(cursor: Cursor) -> tuple[Column, ...] | None:
    if cursor.peek().text == "*":
        cursor.next()
        return None
    found = []
    while True:
        token = cursor.peek()
        if token.kind == "variable":
            found.append(Column(cursor.next().text[1:], token.start))
        elif token.text == "(":
            first, _, held = cursor.skip_balanced()
            if len(held) < 3 or held[-1].kind != "variable" or not held[-2].says("AS"):
                raise NotRead
            names = frozenset(t.text[1:] for t in held[:-2] if t.kind == "variable")
            aggregate = any(t.text.upper() in _AGGREGATES for t in held if t.kind == "word")
            found.append(Column(held[-1].text[1:], first.start, names, aggregate))
        else:
            break
    if not found:
        raise NotRead
    return tuple(found)


def _dataset(cursor: Cursor) -> str:
    start = cursor.peek().start
    end = start
    while cursor.peek().says("FROM"):
        cursor.next()
        if cursor.peek().says("NAMED"):
            cursor.next()
        end = cursor.next().end
    return cursor.text[start:end]


# ------------------------------------------------------------------ groups


def _group(cursor: Cursor) -> Group:
    first = cursor.take("{")
    parts: list[Part] = []
    if cursor.peek().says("SELECT"):
        start = cursor.peek().start
        inner = _query(cursor, whole=False)
        names = frozenset(c.name for c in inner.columns) if inner.columns else inner.where.bound()
        parts.append(Part("select", start, cursor.peek().start, (), (inner.where,), names))
    while cursor.peek().text != "}":
        if cursor.peek().text == ".":
            cursor.next()
            continue
        parts.append(_part(cursor))
    return Group(first.start, cursor.take("}").end, tuple(parts))


def _part(cursor: Cursor) -> Part:
    token = cursor.peek()
    word = token.text.upper() if token.kind == "word" else token.text
    reader = {
        "{": _union,
        "OPTIONAL": _nested,
        "MINUS": _nested,
        "GRAPH": _of_graph,
        "FILTER": _filter,
        "BIND": _bind,
        "VALUES": _values,
    }.get(word)
    return reader(cursor) if reader else _triples(cursor)


def _union(cursor: Cursor) -> Part:
    groups = [_group(cursor)]
    while cursor.peek().says("UNION"):
        cursor.next()
        groups.append(_group(cursor))
    kind = "union" if len(groups) > 1 else "group"
    return Part(kind, groups[0].start, groups[-1].end, (), tuple(groups))


def _nested(cursor: Cursor) -> Part:
    word = cursor.next()
    group = _group(cursor)
    return Part(word.text.lower(), word.start, group.end, (), (group,))


def _of_graph(cursor: Cursor) -> Part:
    word, name = cursor.next(), _term(cursor)
    cursor.graph.append(name)
    group = _group(cursor)
    cursor.graph.pop()
    names = frozenset([name.value] if name.kind == "variable" else [])
    return Part("graph", word.start, group.end, (), (group,), names)


def _filter(cursor: Cursor) -> Part:
    word = cursor.next()
    if cursor.peek().says("NOT"):
        cursor.next()
    if cursor.peek().says("EXISTS"):
        cursor.next()
        group = _group(cursor)
        return Part("filter", word.start, group.end, (), (group,), group.bound())
    if cursor.peek().kind in ("word", "name", "iri"):
        cursor.next()
    _, last, held = cursor.skip_balanced()
    names = frozenset(t.text[1:] for t in held if t.kind == "variable")
    return Part("filter", word.start, last.end, (), (), names, _iris(cursor, held))


def _bind(cursor: Cursor) -> Part:
    word = cursor.next()
    _, last, held = cursor.skip_balanced()
    if not held or held[-1].kind != "variable":
        raise NotRead
    names = frozenset([held[-1].text[1:]])
    return Part("bind", word.start, last.end, (), (), names, _iris(cursor, held))


def _values(cursor: Cursor) -> Part:
    word = cursor.next()
    if cursor.peek().text == "(":
        _, _, held = cursor.skip_balanced()
    else:
        held = [cursor.next()]
    _, last, rows = cursor.skip_balanced()
    names = frozenset(t.text[1:] for t in held if t.kind == "variable")
    return Part("values", word.start, last.end, (), (), names, _iris(cursor, rows))


def _iris(cursor: Cursor, tokens: list[Token]) -> tuple[Term, ...]:
    """The IRIs among tokens."""
    return tuple(_iri(cursor, token) for token in tokens if token.kind in ("iri", "name"))


# ------------------------------------------------------------------ triples


def _triples(cursor: Cursor) -> Part:
    """The triples of one subject; what its brackets hold is among them."""
    start = cursor.peek().start
    found: list[Pattern] = []
    subject = _node(cursor, found)
    if not (found and cursor.peek().text in (".", "}")):
        _properties(cursor, subject, found)
    end = cursor.tokens[cursor.at - 1].end
    graph = cursor.graph[-1] if cursor.graph else None
    return Part("triples", start, end, tuple(replace(p, graph=graph) for p in found))


def _properties(cursor: Cursor, subject: Term, found: list[Pattern]) -> None:
    while True:
        predicate = _verb(cursor)
        while True:
            found.append(Pattern(subject, predicate, _node(cursor, found)))
            if cursor.peek().text != ",":
                break
            cursor.next()
        while cursor.peek().text == ";":
            cursor.next()
        before = cursor.tokens[cursor.at - 1].text
        if before != ";" or cursor.peek().text in (".", "}", "]"):
            return


def _node(cursor: Cursor, found: list[Pattern]) -> Term:
    """A subject or an object; what stands in its brackets is read as triples of a blank node."""
    token = cursor.peek()
    if token.text == "[":
        cursor.next()
        cursor.blanks += 1
        blank = Term("blank", f"_:{cursor.blanks}", token.start, token.end)
        if cursor.peek().text != "]":
            _properties(cursor, blank, found)
        return replace(blank, end=cursor.take("]").end)
    if token.text == "(" or token.text == "<":
        raise NotRead
    return _term(cursor)


def _verb(cursor: Cursor) -> Term:
    """A predicate or a path; a path by the IRIs in it."""
    start, steps, many = cursor.peek().start, list[Term](), False
    if cursor.peek().kind == "variable":
        return _term(cursor)
    while True:
        while cursor.peek().text in ("^", "!"):
            cursor.next()
        if cursor.peek().text == "(":
            _, _, held = cursor.skip_balanced()
            inner = Cursor(cursor.text, held, cursor.reading)
            steps += [_iri(inner, t) for t in held if t.kind in ("iri", "name") or t.text == "a"]
            many |= any(t.text in ("*", "+") for t in held)
        else:
            token = cursor.next()
            steps.append(_iri(cursor, token))
        if cursor.peek().text in ("*", "+", "?"):
            many |= cursor.next().text != "?"
        if cursor.peek().text not in ("/", "|"):
            break
        cursor.next()
    end = cursor.tokens[cursor.at - 1].end
    written = cursor.text[start:end]
    if len(steps) == 1 and (steps[0].start, steps[0].end) == (start, end):
        return steps[0]
    return Term("path", written, start, end, many=many, parts=tuple(steps))


def _iri(cursor: Cursor, token: Token) -> Term:
    if token.text == "a" and token.kind == "word":
        return Term("iri", RDF_TYPE.value, token.start, token.end)
    if token.kind == "iri":
        return Term("iri", token.text[1:-1], token.start, token.end)
    if token.kind != "name":
        raise NotRead
    prefix, _, local = token.text.partition(":")
    known = PREFIXES | cursor.reading.prefixes
    if prefix not in known:
        raise NotRead
    plain = re.sub(r"\\(.)", r"\1", local)
    return Term("iri", known[prefix] + plain, token.start, token.end)


def _term(cursor: Cursor) -> Term:
    token = cursor.next()
    if token.kind == "variable":
        return Term("variable", token.text[1:], token.start, token.end)
    if token.kind == "blank":
        return Term("blank", token.text, token.start, token.end)
    if token.kind == "string":
        return _literal(cursor, token)
    if token.kind == "sign" and token.text in "+-":  # 1 and its sign
        after = cursor.next()
        return replace(_bare(after, after.text), start=token.start)
    if token.kind == "word" and token.text != "a":
        return _bare(token, token.text)
    return _iri(cursor, token)


def _bare(token: Token, text: str) -> Term:
    """A number or a truth."""
    if text in ("true", "false"):
        return Term("literal", text, token.start, token.end, _XSD + "boolean")
    if not _NUMBER.fullmatch(text):
        raise NotRead
    kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
    return Term("literal", text, token.start, token.end, _XSD + kind)


def _literal(cursor: Cursor, token: Token) -> Term:
    quote = 3 if token.text[:3] in ('"""', "'''") else 1
    text = token.text[quote:-quote]
    if cursor.peek().kind == "tag":
        tag = cursor.next()
        kind = PREFIXES["rdf"] + "langString"
        return Term("literal", text, token.start, tag.end, kind, tag.text[1:].lower())
    if cursor.peek().text == "^" and cursor.peek(1).text == "^":
        cursor.at += 2
        datatype = _iri(cursor, cursor.next())
        return Term("literal", text, token.start, datatype.end, datatype.value)
    return Term("literal", text, token.start, token.end, _XSD + "string")
