"""Policies, whom they fit and what they answer: a method for each question.

Written from the catalogue of operations by `python docs/generate_dataset.py`; not to be edited.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from ecograph.operations.result import Result


class PolicyQuestions(ABC):
    """A method for each question."""

    @abstractmethod
    def answer(self, operation: str, **given: Any) -> Result:
        """What the data answer to an operation of the catalogue, by its name."""

    def eligible(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        policy: str | None = None,
        firm: str | None = None,
        verdict: Sequence[str] = (),
        top: int = 30,
    ) -> Result:
        """Which firms meet the conditions of which award, which fail, and what is unknown.

        eligible: all conditions that are recorded hold; not: one fails; undecidable: a fact is
        missing. Only what a source states or implies decides, never what is only ours; of figures
        the last of three years. Policies that are over, not yet in force or still drafts are left
        out unless one is named with --policy. Without a policy, firm or chain the rows are
        awards, with how many bodies have each verdict; substantive conditions are those on
        industry, product, status and figures. csv and json give each condition and the ids of the
        statements.

        Definition: A body and an award: eligible where all recorded conditions hold, not where
        one (of a group all) fails, else undecidable; only what a source states or implies
        decides. Of a policy, how many bodies are eligible for some award of it.
        Source: Kleene 1952, Introduction to Metamathematics, §64 (three-valued logic)

        Parameters
            place: A district, city, cluster, province or country; else the region's own (the id
            or a name of Place).
            chain: An industry chain, with its sub-chains (the id or a name of IndustryChain).
            as_of: As of which day, month or year; else the day of the newest source.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            policy: Only this policy, programme, fund or platform (the id or a name of an entity).
            firm: Only this firm or other body (the id or a name of Organization).
            verdict: Only this verdict: eligible, undecidable or not; may be repeated (one of
            eligible, undecidable, not).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.eligible(firm='厦门天马微电子有限公司').operation
            'eligible'
        """
        return self.answer(
            "eligible",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            policy=policy,
            firm=firm,
            verdict=verdict,
            top=top,
        )

    def problems(
        self,
        *,
        problem: str | None = None,
        concerning: str | None = None,
        without: Sequence[str] = (),
        evidence: str = "editorial",
        sources: str = "all",
        top: int = 30,
    ) -> Result:
        """Problems, the measures that answer them, who acts, and what exists since.

        A row is a problem and a measure that answers it, or the larger problem that it is part
        of. The state is the most real of three: what carries it out (a policy, a platform, a
        fund), who does it, what the sources say. Stated and implied stand apart. --without lists
        problems without a measure, or measures without a problem, an actor or a realisation.

        Definition: How many measures answer a problem, or the larger one that it is part of,
        whatever their real-world status; the status of each is the most concrete of what carries
        it out, who does it and what is said of it.

        Parameters
            problem: Only this problem, with those that are part of it (the id or a name of
            Problem).
            concerning: Only problems that concern this: an industry, a place, a body, a
            technology (the id or a name of an entity).
            without: Only what lacks this: problems without a measure; measures without a problem,
            an actor or a realisation. May be repeated (one of measure, problem, actor,
            realisation).
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.problems(concerning='生物医药').operation
            'problems'
        """
        return self.answer(
            "problems",
            problem=problem,
            concerning=concerning,
            without=without,
            evidence=evidence,
            sources=sources,
            top=top,
        )
