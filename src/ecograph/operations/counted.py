"""What counts: the two options that say how sure at least, and whose word."""

from dataclasses import dataclass

from ecograph.base.evidence import EVIDENCE, SOURCES, WEAKEST
from ecograph.operations.catalogue import param


@dataclass(frozen=True)
class Counts:
    """Which statements are let in: how sure at least, and whose word counts."""

    evidence: str = WEAKEST
    sources: str = "all"


def least_evidence() -> str:
    """The option `--evidence`."""
    found: str = param(
        "至少多可靠：stated 原文明示，implied 含由原文推得，editorial 含编辑补充",
        "How sure at least: stated in a document, also implied by one, or also editorial.",
        WEAKEST,
        choices=EVIDENCE,
    )
    return found


def whose_word() -> str:
    """The option `--sources`."""
    found: str = param(
        "谁说的算数：documents 收录全文的文献，public 公开资料，all 两者；编辑补充不受此限",
        "Whose word counts: documents of which the text is held, the public record, or all.",
        "all",
        choices=SOURCES,
    )
    return found
