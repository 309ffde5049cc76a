"""Places compared: a method for each question.

Written from the catalogue of operations by `python docs/generate_dataset.py`; not to be edited.
"""

from abc import ABC, abstractmethod
from typing import Any

from ecograph.operations.result import Result


class RegionalQuestions(ABC):
    """A method for each question."""

    @abstractmethod
    def answer(self, operation: str, **given: Any) -> Result:
        """What the data answer to an operation of the catalogue, by its name."""

    def matching(
        self,
        *,
        class_: str = "City",
        within: str | None = None,
        product: str | None = None,
        each: bool = False,
        evidence: str = "editorial",
        sources: str = "all",
        inputs: str = "product",
        engine: str = "duckdb",
        top: int = 30,
    ) -> Result:
        """All places of a class at once: how far needs are met there, gaps by kind; or one product.

        A product has the kind in a place that `gaps` gives it there; facilities said to be
        lacking and candidates for extension are left to `gaps`.

        Definition: Of every place of a class: its needs, pairs of a user and a product, by state,
        and its needed products by kind of gap, found at once and so comparable.

        Parameters
            class_: Which class of places is compared (one of Country, Area, Province,
            CityCluster, City, District).
            within: Only places inside this one, such as the cities of a province (the id or a
            name of Place).
            product: Only this product or technology: where it is needed, and how it stands there
            (the id or a name of an entity).
            each: Each gap of each place instead of sums.
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            inputs: What counts as needed (one of product, technology, all).
            engine: Where it is computed; the values are equal. spark reads what export -f parquet
            wrote, on this machine, or at spark://… or sc://… (one of duckdb, spark).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.matching(class_='City').operation
            'matching'
        """
        return self.answer(
            "matching",
            class_=class_,
            within=within,
            product=product,
            each=each,
            evidence=evidence,
            sources=sources,
            inputs=inputs,
            engine=engine,
            top=top,
        )

    def specialisation(
        self,
        *,
        measure: str = "lq",
        of: str = "product",
        place: str | None = None,
        class_: str | None = None,
        table: str | None = None,
        year: int | None = None,
        evidence: str = "editorial",
        sources: str = "all",
        top: int = 30,
    ) -> Result:
        """What places are specialised in, how varied, near to what, how complex.

        Of a graph, known organisations are counted, the least that is there; what is unknown is
        not 0. Who makes a narrower product makes the wider one, but for hhi, entropy and krugman,
        whose activities must be parts of one whole. With fewer than 10 places, eci and pci are no
        more than a hint.

        Definition: The share of an activity in the amounts of a place, over its share in all
        places together; 1 or more is specialised. None is given where the amount is not known,
        nor where no place has any (0/0): that is missing, not 0.
        Source: Balassa 1965, The Manchester School 33:99 (revealed comparative advantage)

        Parameters
            measure: Location quotient, HHI, entropy, Krugman, proximity, density, complexity
            (eci, pci) (one of lq, hhi, entropy, krugman, proximity, density, eci, pci).
            of: Of what: products that known organisations make, or chains that they take part in
            (one of product, chain).
            place: Only this place.
            class_: Which class of places is compared; else that of the place, else City (one of
            Country, Area, Province, CityCluster, City, District).
            table: A .csv, .xlsx or .parquet instead of the graph: place, activity, amount (year,
            unit).
            year: Which year of the table; else the latest (from 1000 to 9999).
            evidence: How sure at least: stated in a document, also implied by one, or also
            editorial (one of stated, implied, editorial).
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.specialisation().operation
            'specialisation'
        """
        return self.answer(
            "specialisation",
            measure=measure,
            of=of,
            place=place,
            class_=class_,
            table=table,
            year=year,
            evidence=evidence,
            sources=sources,
            top=top,
        )

    def compare(
        self,
        *,
        place: str | None = None,
        indicator: str | None = None,
        refused: bool = False,
        sources: str = "all",
        top: int = 30,
    ) -> Result:
        """Like places compared: rank, distance from leader and nation, trend; or why not.

        Of values that are bounds the rank is an interval. A percentage is compared with the
        nation in points, an amount that adds up as a part of it; a total of the nation is never
        ranked with cities. --refused lists what was not compared, and why.

        Definition: Values of one indicator, year and base unit of places of one class beside each
        other; ranks follow from bounds and may be intervals.

        Parameters
            place: Only this place: its profile (the id or a name of Place).
            indicator: Only this indicator (the id or a name of Indicator).
            refused: What was not compared, and why, instead.
            sources: Whose word counts: documents of which the text is held, the public record, or
            all (one of documents, public, all).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.compare(place='厦门市').operation
            'compare'
        """
        return self.answer(
            "compare", place=place, indicator=indicator, refused=refused, sources=sources, top=top
        )
