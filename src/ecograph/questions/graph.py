"""The graph itself: a method for each question.

Written from the catalogue of operations by `python docs/generate_dataset.py`; not to be edited.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from ecograph.operations.result import Result


class GraphQuestions(ABC):
    """A method for each question."""

    @abstractmethod
    def answer(self, operation: str, **given: Any) -> Result:
        """What the data answer to an operation of the catalogue, by its name."""

    def coverage(
        self,
        *,
        by: str = "question",
        place: str | None = None,
        evidence: str | None = None,
        sources: str | None = None,
        top: int = 40,
    ) -> Result:
        """Tell what a graph can answer, what it cannot, and which table or column is missing.

        A row is a question: how much is known of how much, how much of it documents are behind;
        the last column says how many are empty, of which table and column: fill them in to know
        more. Of a table that stands alone no row counts.

        Parameters
            by: What a row is about: a question, class, place, year, column or contradiction (one
            of question, class, place, year, column, contradiction).
            place: The place that questions are about; else the region's own, and all of a network
            (the id or a name of Place).
            evidence: How sure a statement is at least: stated, implied, editorial. Else as each
            question says (one of stated, implied, editorial).
            sources: Whose word counts: documents, public, all. Else as each question says (one of
            documents, public, all).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.coverage().operation
            'coverage'
        """
        return self.answer(
            "coverage", by=by, place=place, evidence=evidence, sources=sources, top=top
        )

    def show(self, name: str, *, evidence: str = "editorial", sources: str = "all") -> Result:
        """Show one entity: what it is, its facts, and where each fact is said.

        Parameters
            name: An id, a label or an alias, in either language, or a code such as 600703.SH; or
            a term such as eco:Firm, a source, a statement.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.show('厦门国际银行').operation
            'show'
        """
        return self.answer("show", name=name, evidence=evidence, sources=sources)

    def find(self, words: Sequence[str], *, class_: str | None = None, top: int = 20) -> Result:
        """Find entities by words of their names, or by a code; sources by title or publisher.

        Parameters
            words: Words of a name, in either language, or a code such as 600703, 3974 or hs:8524.
            class_: Only entities of this class.
            top: How many rows; 0 is all (from 0 to 1000000000).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.find('天马').operation
            'find'
        """
        return self.answer("find", words=words, class_=class_, top=top)

    def questions(self, *, search: str | None = None) -> Result:
        """List the questions that the graph is built to answer; run one with query --question.

        asked_of is what a question is asked of, which can be another: query --question 1
        indicator=NAME.

        Parameters
            search: Only those with these words in the question, in either language, or in the
            query.
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.questions(search='实验室').operation
            'questions'
        """
        return self.answer("questions", search=search)

    def schema(self, term: str | None = None) -> Result:
        """What a graph can be asked: its classes with counts; or what a term is and how to ask.

        --format md is a card that fits a prompt or a sheet of paper; show eco:Firm is the same as
        schema Firm.

        Parameters
            term: A class, a property, a code list or a code, as Firm, eco:supplies, voc:modality;
            all classes where it is left out.
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.schema('Firm').operation
            'schema'
        """
        return self.answer("schema", term=term)
