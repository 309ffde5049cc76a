"""A place or a chain in a sentence: its gaps, and who or what could close them.

Commands say it beside their tables, pages at the head of a chain.
"""

from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.graph.labels import Labels
from ecograph.supplychain.known_gaps import GapCounts, RemedyCounts


def gap_sentence(counts: GapCounts, labels: Labels) -> Both:
    """How many gaps are known, of which kinds, and how many depend on sources abroad."""
    if not counts.known:
        return word("finding.none", unknown=counts.unknown)
    each = [(labels.code_both("gap-kind", kind), n) for kind, n in counts.kinds]
    kinds = ("；".join(f"{k[0]} {n}" for k, n in each), ", ".join(f"{k[1]} {n}" for k, n in each))
    known = {"known": counts.known, "documented": counts.documented, "kinds": kinds}
    return joined([word("finding.known", **known), word("finding.abroad", n=counts.abroad)])


def remedy_sentence(counts: RemedyCounts) -> Both:
    """How many gaps firms of the place could close, and for how many there is other help."""
    key = "finding.mend" if counts.firms else "finding.mend_none"
    mended = word(key, firms=counts.firms, n=counts.mended)
    far = counts.helped - counts.near
    return joined([mended, word("finding.help", near=counts.near, far=far)])


def joined(sentences: list[Both]) -> Both:
    """Sentences after each other."""
    return "".join(zh for zh, _ in sentences), " ".join(en for _, en in sentences)
