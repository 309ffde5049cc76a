"""How sure a statement is: one list, from the firmest to the weakest."""

from collections.abc import Iterable

# stated: a document says it; implied: we read it from a document; editorial: general knowledge.
EVIDENCE = ("stated", "implied", "editorial")
WEAKEST = EVIDENCE[-1]
# How real what is said is, from what exists to what is said not to.
MODALITIES = ("exists", "underway", "planned", "recommended", "past", "lacking")
# Whose word counts: documents of which we hold the text, the public record, or both.
SOURCES = ("documents", "public", "all")


def level_of(evidence: str) -> int:
    """The place in EVIDENCE: 0 is the firmest."""
    return EVIDENCE.index(evidence)


def is_in(evidence: str, least: str) -> bool:
    """Whether evidence is at least as firm as `least`."""
    return level_of(evidence) <= level_of(least)


def is_documented(evidence: str) -> bool:
    """Whether a document is behind it: it states it, or we read it from one."""
    return evidence != WEAKEST


def firmest_first(found: Iterable[str]) -> tuple[str, ...]:
    """Different evidence, from the firmest to the weakest."""
    held = set(found)
    return tuple(e for e in EVIDENCE if e in held)


def weakest(*evidence: str) -> str:
    """The weakest of several: what rests on all of them is no firmer."""
    return max(evidence, key=level_of)
