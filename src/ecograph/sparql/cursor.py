"""A place in the terminals of a query, from which they are read one by one."""

from dataclasses import dataclass, field

from ecograph.sparql.guard import Reading, Token
from ecograph.sparql.patterns import Term

_OPEN = {"(": ")", "{": "}", "[": "]"}


class NotRead(Exception):
    """The query is written in a way that is not known here."""


@dataclass
class Cursor:
    """Where in its terminals the reading of a query is, and the graph that patterns stand in."""

    text: str
    tokens: list[Token]
    reading: Reading
    at: int = 0
    blanks: int = 0
    graph: list[Term] = field(default_factory=list)

    def peek(self, ahead: int = 0) -> Token:
        """The terminal that comes, or one after it; one without a kind at the end."""
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else Token("", "", len(self.text))

    def next(self) -> Token:
        """The terminal that comes, and the place after it.  Raises NotRead at the end."""
        token = self.peek()
        if not token.kind:
            raise NotRead
        self.at += 1
        return token

    def take(self, sign: str) -> Token:
        """The terminal that comes, which must be this one.  Raises NotRead where it is not."""
        token = self.next()
        if token.text != sign:
            raise NotRead
        return token

    def skip_balanced(self) -> tuple[Token, Token, list[Token]]:
        """What an opening sign encloses: the sign, the one that closes it, what is between.

        Raises NotRead where it is not closed.
        """
        first = self.next()
        if first.text not in _OPEN:
            raise NotRead
        depth, start = [_OPEN[first.text]], self.at
        while depth:
            token = self.next()
            if token.kind == "sign" and token.text in _OPEN:
                depth.append(_OPEN[token.text])
            elif token.kind == "sign" and token.text == depth[-1]:
                depth.pop()
            elif token.kind == "sign" and token.text in _OPEN.values():
                raise NotRead
        return first, self.tokens[self.at - 1], self.tokens[start : self.at - 1]
