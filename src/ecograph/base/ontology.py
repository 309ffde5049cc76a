"""The modules of the ontology as statements, each folder of them read once."""

from functools import cache

from pyoxigraph import Triple, parse

from ecograph.base.resources import ontology_dir


@cache
def statements_of(folder: str) -> tuple[Triple, ...]:
    """The statements of a folder of the ontology (core, vocab, alignments), by name of the file."""
    paths = sorted((ontology_dir() / folder).glob("*.ttl"))
    return tuple(triple for path in paths for triple in parse(path=str(path)))
