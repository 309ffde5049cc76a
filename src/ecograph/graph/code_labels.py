"""The labels of the code lists, for whoever prints their keys."""

from functools import cache

from pyoxigraph import Literal, parse

from ecograph.base.namespaces import RDFS_LABEL, VOC_BASE
from ecograph.base.resources import ontology_dir


@cache
def concept_labels(scheme: str, language: str) -> dict[str, str]:
    """The label of each key of a code list such as need-state, in zh or en."""
    path = ontology_dir() / "vocab" / f"{scheme}.ttl"
    found = {}
    for triple in parse(path=str(path)):
        label = triple.object
        if triple.predicate == RDFS_LABEL and isinstance(label, Literal):
            key = triple.subject.value.removeprefix(f"{VOC_BASE}{scheme}")
            if label.language == language and key.startswith("-"):
                found[key[1:]] = label.value
    return found
