"""The supply chain: a method for each question.

Written from the catalogue of operations by `python docs/generate_dataset.py`; not to be edited.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from ecograph.operations.result import Result


class SupplyChainQuestions(ABC):
    """A method for each question."""

    @abstractmethod
    def answer(self, operation: str, **given: Any) -> Result:
        """What the data answer to an operation of the catalogue, by its name."""

    def needs(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        product: str | None = None,
        firm: str | None = None,
        each: bool = False,
        inputs: str = "product",
    ) -> Result:
        """How much of what a place needs is, or could be, met in it: rates with bounds, states.

        Definition: How much of the needs of a place, pairs of a product and who needs it (a firm
        or an industry), is or could be met locally; always an interval with counts.

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
            firm: Who needs it: a firm or other organisation (the id or a name of an entity).
            each: Each need instead of the rates.
            inputs: What counts as needed (one of product, technology, all).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.needs(each=True).operation
            'needs'
        """
        return self.answer(
            "needs",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            product=product,
            firm=firm,
            each=each,
            inputs=inputs,
        )

    def gaps(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        kind: Sequence[str] = (),
        explain: str | None = None,
        inputs: str = "all",
        top: int = 30,
    ) -> Result:
        """What a place needs with no known local maker or supply link, ranked, with evidence.

        csv, tsv and json give every component of the priority and the ids of all statements.

        Definition: The kind of gap of a pair of place and product: missing, broken, weak, stated
        lack, main supply outside, made elsewhere and not sought here, extension or strong; source
        unknown where nobody is recorded as a source.

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
            kind: Only this kind; may be repeated (one of missing, lack, outside, elsewhere,
            broken, weak, extension, strong, unknown).
            explain: The statements that the gap of this product rests on (the id or a name of an
            entity).
            inputs: What counts as needed (one of product, technology, all).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.gaps().operation
            'gaps'
        """
        return self.answer(
            "gaps",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            kind=kind,
            explain=explain,
            inputs=inputs,
            top=top,
        )

    def chokepoints(
        self,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        threshold: Sequence[str] = (),
        sweep: bool = False,
        all: bool = False,
        inputs: str = "all",
        top: int = 30,
    ) -> Result:
        """Candidates for chokepoints (卡脖子): each test, its verdict, origins, who is exposed.

        Definition: A needed product for which at least one of five tests holds: few countries
        hold 75% (n75), foreign sources are concentrated, the local share is low without a
        substitute, few origin countries are known, a source calls it a chokepoint; each with its
        threshold and a sweep where it has one.

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
            threshold: name=value, such as few_origins=4; may be repeated.
            sweep: How many pass at other thresholds.
            all: Also what is no candidate or cannot be decided.
            inputs: What counts as needed (one of product, technology, all).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.chokepoints(all=True).operation
            'chokepoints'
        """
        return self.answer(
            "chokepoints",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            threshold=threshold,
            sweep=sweep,
            all=all,
            inputs=inputs,
            top=top,
        )

    def criticality(
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
        """Single points of failure: whose loss alone would stop final products, or one product.

        The share has bounds: an input of which nobody says whether it is essential counts once as
        not essential and once as essential.

        Definition: The share of the final products of a place that is lost when one source alone
        is: a product can be had if a source of it is left and of every group of essential inputs
        one can be had (the greatest fixed point); an input of which nobody says whether it is
        essential counts once as not and once as essential, which gives the bounds.

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
            product: Only this product or chain: what every way to it passes, nearest first (the
            id or a name of an entity).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.criticality().operation
            'criticality'
        """
        return self.answer(
            "criticality",
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            product=product,
            top=top,
        )

    def whatif(
        self,
        scenario: str,
        *,
        place: str | None = None,
        chain: str | None = None,
        as_of: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        show: str = "changes",
        inputs: str = "all",
    ) -> Result:
        """What changes when firms, links or countries go or come; the graph stays as it is.

        Write a scenario of your own as a .toml file, with the ids of entities (ecograph find
        tells them); with a place goes what lies wholly inside it. For example:

            id = "no-japan"
            label_zh = "日本来源中断"
            label_en = "Nothing comes from Japan"

            [remove]
            entities = ["japan"]

            [[add.firm]]
            id = "new-maker"
            label_zh = "新企业"
            label_en = "New maker"
            place = "xiamen"
            makes = ["oled-emitter"]

            [[add.supply]]
            supplier = "new-maker"
            buyer = "tianma-display-xiamen"
            product = "oled-emitter"

        Each of the sections may be left out; the files of the graph stay as they are.

        Definition: The difference that a scenario makes to every indicator; the graph itself
        never changes.

        Parameters
            scenario: A shipped scenario, or a .toml file.
            place: A district, city, cluster, province or country; else the region's own (the id
            or a name of Place).
            chain: An industry chain, with its sub-chains (the id or a name of IndustryChain).
            as_of: As of a day, month or year: what was not in force is left out, what is undated
            stays.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            show: What is shown: changes of indicators, the cascade, or needs whose state changes
            (one of changes, cascade, needs).
            inputs: What counts as needed (one of product, technology, all).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.whatif('cut-foreign-display-inputs', show='cascade').operation
            'whatif'
        """
        return self.answer(
            "whatif",
            scenario=scenario,
            place=place,
            chain=chain,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            show=show,
            inputs=inputs,
        )

    def scenarios(self) -> Result:
        """The shipped scenarios that fit the graph.

        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.scenarios().operation
            'scenarios'
        """
        return self.answer("scenarios")
