"""Who could mend it, and what to ask: a method for each question.

Written from the catalogue of operations by `python docs/generate_dataset.py`; not to be edited.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from ecograph.operations.result import Result


class RemedyQuestions(ABC):
    """A method for each question."""

    @abstractmethod
    def answer(self, operation: str, **given: Any) -> Result:
        """What the data answer to an operation of the catalogue, by its name."""

    def remedies(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        gap: str | None = None,
        firm: str | None = None,
        by: str | None = None,
        kind: Sequence[str] = (),
        distance: int | None = None,
        most: int = 3,
        top: int = 30,
    ) -> Result:
        """Who or what could close gaps: makers, research, funding, policy, makers elsewhere.

        Distance: 0 is the product itself, 1 a narrower one or a technology that it needs, 2 a
        wider one or one beside it, 3 one of the same segment or inputs, or its industry, 4
        something else of its industry. csv and json give the criteria of the rank and the ids of
        the statements.

        Definition: Who or what could close a gap of a place: makers there, research, funding,
        policy, makers elsewhere, first use; makers are ranked by distance, then by real-world
        status, the others by status, then by distance; then all by how sure it is and whether it
        is here.

        Parameters
            place: A district, city, cluster, province or country; else the region's own (the id
            or a name of Place).
            chain: An industry chain, with its sub-chains (the id or a name of IndustryChain).
            as_of: As of a day, month or year: what was not in force is left out, what is undated
            stays.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            gap: Only this gap: a product, a technology, or what is stated to be lacking (the id
            or a name of an entity).
            firm: Only the gaps of this firm (the id or a name of Organization).
            by: Only what this one could mend: a laboratory, a fund, a policy, a firm (the id or a
            name of an entity).
            kind: Only this kind; may be repeated (one of local, knowledge, money, policy,
            outside, first-use).
            distance: How far to look; else 2 for makers here, 3 for knowledge, money, policy, 1
            for the rest (from 0 to 4; in steps).
            most: How many of a kind for each gap; 0 is all (from 0 to 1000000; in remedies).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.remedies(chain='平板显示').operation
            'remedies'
        """
        return self.answer(
            "remedies",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            gap=gap,
            firm=firm,
            by=by,
            kind=kind,
            distance=distance,
            most=most,
            top=top,
        )

    def introduce(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        product: str | None = None,
        top: int = 30,
    ) -> Result:
        """Whom to bring together: local buyers and capable local suppliers with no known link.

        Definition: A local buyer and a capable local supplier with no known link.

        Parameters
            place: A district, city, cluster, province or country; else the region's own (the id
            or a name of Place).
            chain: An industry chain, with its sub-chains (the id or a name of IndustryChain).
            as_of: As of a day, month or year: what was not in force is left out, what is undated
            stays.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            product: A product or technology (the id or a name of an entity).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.introduce().operation
            'introduce'
        """
        return self.answer(
            "introduce",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            product=product,
            top=top,
        )

    def attract(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        inputs: str = "all",
        top: int = 30,
    ) -> Result:
        """Whom to attract (招商): makers elsewhere, by gaps they could close and ties here.

        Definition: Makers elsewhere, ranked by what the local needs that they would meet weigh in
        all inputs of their users (where sources weigh them), by how many needs these are, the
        documented ones, who is exposed, companies of their group here, buyers here, bodies and
        instruments for what they make, one after another.

        Parameters
            place: A district, city, cluster, province or country; else the region's own (the id
            or a name of Place).
            chain: An industry chain, with its sub-chains (the id or a name of IndustryChain).
            as_of: As of a day, month or year: what was not in force is left out, what is undated
            stays.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            inputs: What counts as needed (one of product, technology, all).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.attract().operation
            'attract'
        """
        return self.answer(
            "attract",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            inputs=inputs,
            top=top,
        )

    def ask_next(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        about: str = "all",
        top: int = 30,
    ) -> Result:
        """What to ask next: unknown facts by what an answer would narrow, and who would know.

        links and potential are by how much the bounds of the two matching rates would come
        together; their sum is compared first, then how many kinds of gaps and tests of
        chokepoints are decided, then how many needs it is about. Then come facts that conditions
        of policies ask for: settles is of how many awards it is the only fact missing, awards of
        how many it is one. --sheet FILE.xlsx also writes a questionnaire to be filled in, which
        take-answers reads back.

        Definition: A fact that is not known; ranked by how much an answer would narrow the local
        matching rates, then by the kinds of gaps and the tests of chokepoints that it would
        decide.

        Parameters
            place: A district, city, cluster, province or country; else the region's own (the id
            or a name of Place).
            chain: An industry chain, with its sub-chains (the id or a name of IndustryChain).
            as_of: As of a day, month or year: what was not in force is left out, what is undated
            stays.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            about: What about: where needs are met, facts that conditions of policies ask for, or
            all (one of all, needs, policies).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.ask_next().operation
            'ask-next'
        """
        return self.answer(
            "ask-next",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            about=about,
            top=top,
        )
