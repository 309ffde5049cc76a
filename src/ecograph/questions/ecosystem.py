"""The ecosystem as a whole: a method for each question.

Written from the catalogue of operations by `python docs/generate_dataset.py`; not to be edited.
"""

from abc import ABC, abstractmethod
from typing import Any

from ecograph.operations.result import Result


class EcosystemQuestions(ABC):
    """A method for each question."""

    @abstractmethod
    def answer(self, operation: str, **given: Any) -> Result:
        """What the data answer to an operation of the catalogue, by its name."""

    def incubation(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        empty: bool = False,
        top: int = 30,
    ) -> Result:
        """The incubation chain: which of its six stages an industry is known to have or plan.

        A row is an industry; an empty cell is not known, which is not none. Bodies of no industry
        in particular are in the last row. In csv and json a row is a stage of an industry, with
        the ids of the statements.

        Definition: In how many of the six stages (new-type R&D, proof of concept, pilot scale,
        incubator, future park, enclave) an industry has a body that exists; whom a body is for
        follows from what it takes part in, is aimed at, works on or incubated.

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
            empty: Also industries of which no stage is known.
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.incubation().operation
            'incubation'
        """
        return self.answer(
            "incubation",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            empty=empty,
            top=top,
        )

    def consortium(
        self,
        about: str,
        *,
        place: str | None = None,
        most: int = 8,
        evidence: str = "editorial",
        sources: str = "all",
    ) -> Result:
        """Who could sit in a consortium on something needed: core, close and general layer.

        Candidates are those of `remedies`: firms that need it or could make it in the core,
        laboratories and platforms close to it, money and makers elsewhere around. Ranked by
        leading their industry, being here, how near, then needing it, consortia, past work with
        each other, statuses. The consortia that there are come after them.

        Definition: How many could sit in the core, close or general layer of a consortium on
        something that is needed.

        Parameters
            about: The product or technology, one that is needed there (the id or a name of an
            entity).
            place: The place; else the region's own (the id or a name of Place).
            most: How many candidates for each layer; 0 is all (from 0 to 1000000; in candidates).
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.consortium('光刻胶').operation
            'consortium'
        """
        return self.answer(
            "consortium", about=about, place=place, most=most, evidence=evidence, sources=sources
        )

    def ladder(
        self,
        *,
        rung: str | None = None,
        of: str = "firms",
        chain: str | None = None,
        place: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        top: int = 30,
    ) -> Result:
        """Ladders of firms and talent: counts, conditions, who stands where, who is next.

        --rung KEY shows one rung: first who holds it by a certificate, then who fails none of its
        conditions and meets two or more, the most first. Counts are the last that a source
        writes; holders are only those of which the graph has a certificate.

        Definition: Statuses as rungs in their order; counts are what sources write, holders rest
        on dated certificates, conditions are those of the rules that grant the status.

        Parameters
            rung: Only this rung: who stands on it, and who comes nearest by its conditions (its
            key).
            of: Whose ladder: firms, or talent (one of firms, talent).
            chain: Only firms of this industry chain, with its sub-chains (the id or a name of
            IndustryChain).
            place: The place; else the region's own (the id or a name of Place).
            as_of: As of which day, month or year; else the day of the newest source.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.ladder().operation
            'ladder'
        """
        return self.answer(
            "ladder",
            rung=rung,
            of=of,
            chain=chain,
            place=place,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            top=top,
        )

    def money(
        self, *, chain: str | None = None, evidence: str = "editorial", sources: str = "all"
    ) -> Result:
        """Which funds, credit and policies reach which rung of firms.

        In a cell come first those that are for the rung and the industry, then those for the rung
        of any industry; those for the industry on any rung are in the last row. An empty cell is
        not known, which is not none.

        Definition: How many funds, financial products and policies are aimed at a rung of firms,
        ask for its status or invested in firms of it; of an industry, those that are for both, or
        for one of them and the other in general.

        Parameters
            chain: The industry chain, with its sub-chains; else of any industry (the id or a name
            of IndustryChain).
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.money(chain='生物医药').operation
            'money'
        """
        return self.answer("money", chain=chain, evidence=evidence, sources=sources)

    def owners(
        self,
        about: str,
        *,
        down: bool = False,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        top: int = 30,
    ) -> Result:
        """Who owns it, to the top: shares multiplied along each way, unknown ones as bounds.

        The products along all ways are added; an investment of no stated share is between nothing
        and all, a controlling one between half and all.

        Definition: The part of a company that an owner has, directly and through others: shares
        multiplied along each way, ways added; a share that is not stated is an interval.

        Parameters
            about: The firm or other body (the id or a name of Organization).
            down: Down instead: what it owns.
            as_of: As of which day, month or year; else the day of the newest source.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.owners('厦门天马微电子有限公司').operation
            'owners'
        """
        return self.answer(
            "owners",
            about=about,
            down=down,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            top=top,
        )

    def five_chains(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        top: int = 30,
    ) -> Result:
        """The five chains of each industry: what is known of each; coupling where all are.

        Innovation: technologies of it that a body here works on or has; industry: segments with a
        maker here; supply: needs that are or could be met here; capital: firms here with a known
        investor; talent: numbers that are stated. All are lower bounds. Where one is only
        bounded, the coupling is refused, and it is said for which.

        Definition: Square root of the coupling degree of the five scores times their mean;
        refused where one of them has no value.
        Source: Liao 1999, Tropical Geography 19(2), 171-177

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
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.five_chains().operation
            'five-chains'
        """
        return self.answer(
            "five-chains",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            top=top,
        )
