"""The guard: reads a query before the engine does, for what it must not say.

It splits the text by the terminals of the SPARQL grammar.  Engines differ where an address could
also be read as `less than`, and in what they take for white space; what could be read in two ways
there is refused.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin

from ecograph.base.errors import QueryRefused
from ecograph.base.namespaces import PREFIXES

LIST_GRAPHS = "list the graphs with SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
MOST_CHARACTERS = 64 * 1024
MOST_DEPTH = 64
MOST_TOKENS = 4000

_FORBIDDEN = {
    "SERVICE": "asks another server",
    "LOAD": "reads from an address",
    **dict.fromkeys(
        ("INSERT", "DELETE", "CREATE", "DROP", "CLEAR", "COPY", "MOVE", "ADD", "USING", "WITH"),
        "changes the graph",
    ),
}
# The terminals of https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
_ASCII = ("A-Za-z", "")  # what names begin with, and what they hold besides
_WIDE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff",
    "\u00b7\u0300-\u036f\u203f-\u2040",
)
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_ESCAPE = r"\\(?:[tbnrf\\\"']|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
# After these signs a `<` can only open an address; elsewhere in an expression it may mean less.
_BEFORE_OPERAND = frozenset("(,=!<+-*/|&^[")
_GLUED = re.compile(r"(?:^|[^A-Z]|TRUE|FALSE)SERVICE")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_STRUCTURE = frozenset("\"'\\\n\r")


@cache
def _terminals(ascii: bool) -> "re.Pattern[str]":
    """The pattern of a terminal; of ASCII alone where it is all, as wide ranges compile slowly."""
    base, more = _ASCII if ascii else _WIDE
    char = f"{base}_0-9{more}"
    local = rf"(?:[{base}_0-9:]|{_ESCAPED})(?:[{char}.:\-]|{_ESCAPED})*"
    return re.compile(
        rf"""(?P<space>[\x20\t\r\n]+|\#[^\r\n]*)
        |(?P<iri><[^\x00-\x20<>"{{}}|^`\\]*>)
        |(?P<string>\"{{3}}(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*\"{{3}}
            |'{{3}}(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*'{{3}}
            |"(?!"")(?:[^"\\\n\r]|{_ESCAPE})*"|'(?!'')(?:[^'\\\n\r]|{_ESCAPE})*')
        |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
        |(?P<variable>[?$][{base}_0-9][{base}_0-9{more}]*)
        |(?P<blank>_:[{base}_0-9](?:[{char}.\-]*[{char}\-])?)
        |(?P<name>[{char}.\-]*:(?:{local})?)
        |(?P<word>[{char}.\-]+)
        |(?P<sign>.)""",
        re.VERBOSE | re.DOTALL,
    )


@dataclass(frozen=True)
class Token:
    """A terminal of a query: its kind (a group of the pattern), its text, where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    def says(self, word: str) -> bool:
        """Whether it is this keyword."""
        return self.kind == "word" and self.text.upper() == word


_NOTHING = Token("", "", -1)


@dataclass(frozen=True)
class Reading:
    """What the guard learnt of a query: its terminals, prefixes, and the graphs FROM names."""

    tokens: tuple[Token, ...]
    prefixes: dict[str, str]
    graphs: tuple[str, ...]


@dataclass
class _Reader:
    """What has been read so far."""

    query: str
    tokens: list[Token] = field(default_factory=list)
    count: int = 0
    around: list[str] = field(default_factory=list)  # open brackets; v: data of VALUES, t: a triple
    in_values: bool = False  # behind VALUES, before its data
    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    graphs: dict[str, Token] = field(default_factory=dict)

    def last(self, back: int = 1) -> Token:
        """The terminal before, or before that."""
        return self.tokens[-back] if len(self.tokens) >= back else _NOTHING

    def refuse(self, token: Token, why: str) -> QueryRefused:
        return QueryRefused(f"{place_of(self.query, token.start)}: {why}")


def tokens_of(query: str, start: int = 0) -> Iterator[Token]:
    """The terminals of a query from a character on, white space and comments left out."""
    for match in _terminals(query.isascii()).finditer(query, start):
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match[0], match.start())


def place_of(query: str, position: int) -> str:
    """The line and the column of a character of a query, counted from 1."""
    before = query[:position]
    return f"line {before.count(chr(10)) + 1}, column {position - before.rfind(chr(10))}"


def guard(query: str, has_graph: Callable[[str], bool] | None = None) -> Reading:
    """Reads a query for what it must not say, in a time that grows with its length.

    `has_graph` says whether FROM may name a graph; None where that is not known.
    Raises QueryRefused.
    """
    if len(query) > MOST_CHARACTERS:
        raise QueryRefused(f"the query has {len(query)} characters; {MOST_CHARACTERS} are allowed")
    reader, terminals = _Reader(query), _terminals(query.isascii())
    position = 0
    while position < len(query):
        match = terminals.match(query, position)
        assert match is not None  # the last alternative takes any character
        position = match.end()
        if match.lastgroup == "space":
            _check_space(reader, match)
            continue
        token = Token(str(match.lastgroup), match[0], match.start())
        if token.kind == "iri" and _may_mean_less(reader, token):
            _check_less(reader, token)
            token = Token("sign", "<", token.start)  # and what stands behind it is read too
            position = token.end
        _count(reader, token)
        _check_token(reader, token)
        _note(reader, token)
        reader.tokens.append(token)
    if has_graph is not None:
        for iri, token in reader.graphs.items():
            if not has_graph(iri):
                raise reader.refuse(
                    token,
                    f"FROM {token.text} is no graph of this store, and nothing is fetched; "
                    + LIST_GRAPHS,
                )
    return Reading(tuple(reader.tokens), reader.prefixes, tuple(reader.graphs))


def _check_space(reader: _Reader, match: "re.Match[str]") -> None:
    """Some engines end a comment at LF alone, or replace code points before they look for it."""
    text, token = match[0], Token("space", match[0], match.start())
    if text[0] != "#":
        return
    ended = reader.query[match.end() : match.end() + 2]
    if ended[:1] == "\r" and ended != "\r\n":
        raise reader.refuse(token, "a comment ends with a lone CR; end the line with LF")
    if any(int(m[1] or m[2], 16) in (10, 13) for m in _CODE_POINT.finditer(text)):
        raise reader.refuse(token, "a comment holds the code point of a line end; take it out")


def _count(reader: _Reader, token: Token) -> None:
    """Words and signs; the parser takes `1-a.b` apart, so its parts count."""
    head = token.text.partition(":")[0] if token.kind in ("word", "name") else ""
    reader.count += 1 + head.count("-") + head.count(".")
    if reader.count > MOST_TOKENS:
        raise QueryRefused(
            f"the query has more than {MOST_TOKENS} words and signs; only {MOST_TOKENS} are allowed"
        )


def _may_mean_less(reader: _Reader, token: Token) -> bool:
    """Whether an engine may read `<` as less than, or as half of `<<`."""
    last = reader.last()
    if last.text == "<" and last.end == token.start:
        return True
    if reader.around[-1:] != ["("] or reader.around[-2:-1] == ["v"]:
        return False  # not in an expression
    if last.kind == "sign":
        return last.text not in _BEFORE_OPERAND
    return not last.says("DISTINCT")


def _check_less(reader: _Reader, token: Token) -> None:
    """Read as an address it would hide what stands in it; read as less than, what follows it."""
    if any(sign in token.text for sign in "'#()[]"):
        raise reader.refuse(
            token,
            f"{token.text} can be read as an address or as `less than`; write a space behind <, "
            "or declare a prefix for the address",
        )


def _check_token(reader: _Reader, token: Token) -> None:
    if token.kind == "sign":
        _check_sign(reader, token)
    elif token.kind == "string":
        _check_string(reader, token)
    elif not token.text.isprintable():
        raise reader.refuse(
            token, "an address or a name holds a sign that is not seen; write it without"
        )
    if said := _forbidden(token):
        raise reader.refuse(
            token, f"{said} {_FORBIDDEN[said]}, and queries only read this graph; take it out"
        )


def _check_sign(reader: _Reader, token: Token) -> None:
    text = token.text
    if text == "\\":
        raise reader.refuse(token, "an escape outside of strings and names is not allowed")
    if text in "\"'":
        why = (
            f"a string opens with {text} and does not end, or holds an escape that is none; "
            f"close it, and write \\{text} for the sign and \\\\ for \\ inside"
        )
        raise reader.refuse(token, why)
    if not text.isprintable() or text.isspace():
        why = f"U+{ord(text):04X} stands where a space may stand, but is none; write a plain space"
        raise reader.refuse(token, why)
    if text in "{([":
        if text == "{" and reader.in_values:
            kind = "v"
        elif text == "(" and reader.last().text == reader.last(2).text == "<":
            kind = "t"  # a triple term, which holds no expression
        else:
            kind = text
        reader.around.append(kind)
        if len(reader.around) > MOST_DEPTH:
            why = f"brackets nest deeper than {MOST_DEPTH}; flatten the query"
            raise reader.refuse(token, why)
    elif text in "})]" and reader.around:
        reader.around.pop()


def _check_string(reader: _Reader, token: Token) -> None:
    """Some engines replace code points before they look where a string ends."""
    for match in _CODE_POINT.finditer(token.text):
        code = int(match[1] or match[2], 16)
        if code > 0x10FFFF or 0xD800 <= code < 0xE000 or chr(code) in _STRUCTURE:
            why = f"{match[0]} is no character, or may end the string; write it otherwise"
            raise reader.refuse(token, why)


def _forbidden(token: Token) -> str | None:
    """The forbidden word that a terminal says.

    The parser takes words apart that have no space between them (`1SERVICE<x>`, `SERVICEx:y`),
    so SERVICE is looked for inside words and prefixes too.
    """
    if token.kind not in ("word", "name", "tag"):
        return None
    said = token.text.partition(":")[0].upper()
    if token.kind == "word":
        for word in re.split(r"[-.]", said):
            if word in _FORBIDDEN:
                return word
    if token.kind == "name":  # a prefix such as microservice: cannot be taken apart
        return "SERVICE" if _GLUED.search(said) else None
    return "SERVICE" if "SERVICE" in said else None


def _note(reader: _Reader, token: Token) -> None:
    """Keeps what later terminals and the caller need to know."""
    last, before = reader.last(), reader.last(2)
    if token.kind == "iri":
        if last.says("BASE"):
            reader.base = urljoin(reader.base, token.text[1:-1])
        elif last.kind == "name" and before.says("PREFIX"):
            reader.prefixes[last.text[:-1]] = urljoin(reader.base, token.text[1:-1])
    named = last.says("FROM") or last.says("FROMNAMED")
    if token.kind in ("iri", "name") and (named or (last.says("NAMED") and before.says("FROM"))):
        reader.graphs.setdefault(_resolved(reader, token), token)
    prefix = token.text.partition(":")[0]
    known = prefix in PREFIXES or prefix in reader.prefixes or last.says("PREFIX")
    if token.kind == "name" and prefix.upper().startswith("FROM") and not known:
        raise reader.refuse(token, "FROM is glued to a name; write a space behind it")
    if token.says("VALUES"):
        reader.in_values = True
    elif token.kind != "variable" and token.text not in ("(", ")"):
        reader.in_values = False


def _resolved(reader: _Reader, token: Token) -> str:
    if token.kind == "iri":
        return urljoin(reader.base, token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    plain = re.sub(r"\\(.)", r"\1", local)
    return (PREFIXES | reader.prefixes).get(prefix, prefix + ":") + plain
