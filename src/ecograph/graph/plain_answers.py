"""What an endpoint answered, written as our engine writes it where a server has its own way."""

import re

_TRUTH = rb'"http://www\.w3\.org/2001/XMLSchema#boolean"'
_BLANK = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*"|<bnode>)nodeID://')
# A boolean by what stands before it and what behind it, in each format; 1 is true, 0 is false.
_BOOLEANS = {
    "json": (
        rb'("datatype"\s*:\s*' + _TRUTH + rb'\s*,\s*"value"\s*:\s*")([01])(")',
        rb'("value"\s*:\s*")([01])("\s*,\s*"datatype"\s*:\s*' + _TRUTH + rb")",
    ),
    "xml": (rb"(datatype=" + _TRUTH + rb"\s*>)([01])(<)",),
    "nt": (rb'(")([01])("\^\^<' + _TRUTH.strip(b'"') + rb">)",),
}


def plain_answer(data: bytes, format: str) -> bytes:
    """An answer in which booleans are true and false, and blank nodes have plain names."""
    if b"nodeID://" in data:
        data = _BLANK.sub(rb"\1", data)
    if b"XMLSchema#boolean" in data:
        for pattern in _BOOLEANS.get(format, ()):
            data = re.sub(pattern, _in_words, data)
    return data


def _in_words(found: re.Match[bytes]) -> bytes:
    return found[1] + (b"true" if found[2] == b"1" else b"false") + found[3]
