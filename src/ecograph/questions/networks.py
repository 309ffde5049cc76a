"""Networks: a method for each question.

Written from the catalogue of operations by `python docs/generate_dataset.py`; not to be edited.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from ecograph.operations.result import Result


class NetworkQuestions(ABC):
    """A method for each question."""

    @abstractmethod
    def answer(self, operation: str, **given: Any) -> Result:
        """What the data answer to an operation of the catalogue, by its name."""

    def centrality(
        self,
        measure: str,
        *,
        network: str = "actors",
        place: str | None = None,
        as_of: str | None = None,
        evidence: str | None = None,
        sources: str | None = None,
        modality: Sequence[str] = (),
        weighted: bool = False,
        undirected: bool = False,
        reverse: bool = False,
        engine: str = "auto",
        samples: int | None = None,
        seed: int = 0,
        damping: float = 0.85,
        alpha: float | None = None,
        stability: int = 0,
        dropout: float = 0.1,
        top: int = 20,
    ) -> Result:
        """Rank the nodes of a network by a measure.

        betweenness, closeness and harmonic are exact up to 2*10^9 (nodes x edges) and from 256
        starting nodes beyond, with a standard error; --samples says otherwise. No measure takes
        memory that grows with the square of the nodes.

        Parameters
            measure: betweenness, pagerank, degree, …; `ecograph measures` lists them.
            network: A network: `ecograph networks` lists them; or a .toml file.
            place: Only what is located here (the id or a name of Place).
            as_of: Only what is in force then, or undated: 2024, 2024-06, 2024/6/15, 2024年6月.
            evidence: How sure at least: stated, implied, editorial. Else as the network says (one
            of stated, implied, editorial).
            sources: Whose word counts: documents, public, all. Else as the network says (one of
            documents, public, all).
            modality: exists, underway, planned, recommended, past, lacking; may be repeated.
            weighted: Weights count: strength, and for paths 1 / strength.
            undirected: Ignore direction.
            reverse: Take every edge in the other direction.
            engine: The engine; the values are equal. spark reads what export -f parquet wrote, on
            this machine, or at spark://… or sc://… (one of auto, networkx, fast, spark).
            samples: Starting nodes for betweenness, closeness, harmonic (from 1 to 10000000; in
            nodes).
            seed: For what is drawn at random (from 0 to 4294967295).
            damping: For pagerank (from 0 to 1).
            alpha: For katz; else chosen (from 0 to 1000).
            stability: How often to rank again with edges dropped at random (from 0 to 1000; in
            runs).
            dropout: With stability: the share of edges dropped (from 0 to 1).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.centrality('betweenness', network='actors', undirected=True).operation
            'centrality'
        """
        return self.answer(
            "centrality",
            measure=measure,
            network=network,
            place=place,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            modality=modality,
            weighted=weighted,
            undirected=undirected,
            reverse=reverse,
            engine=engine,
            samples=samples,
            seed=seed,
            damping=damping,
            alpha=alpha,
            stability=stability,
            dropout=dropout,
            top=top,
        )

    def communities(
        self,
        *,
        network: str = "actors",
        place: str | None = None,
        as_of: str | None = None,
        evidence: str | None = None,
        sources: str | None = None,
        modality: Sequence[str] = (),
        weighted: bool = False,
        resolution: float = 1.0,
        algorithm: str = "leiden",
        runs: int = 10,
        seed: int = 0,
        engine: str = "auto",
        top: int = 0,
    ) -> Result:
        """Communities (Leiden, label propagation or components), how modular and stable.

        Definition: Share of links within groups less the share expected if links fell at random.
        Source: Newman & Girvan 2004, PRE 69:026113

        Parameters
            network: A network: `ecograph networks` lists them; or a .toml file.
            place: Only what is located here (the id or a name of Place).
            as_of: Only what is in force then, or undated: 2024, 2024-06, 2024/6/15, 2024年6月.
            evidence: How sure at least: stated, implied, editorial. Else as the network says (one
            of stated, implied, editorial).
            sources: Whose word counts: documents, public, all. Else as the network says (one of
            documents, public, all).
            modality: exists, underway, planned, recommended, past, lacking; may be repeated.
            weighted: Weights count: strength, and for paths 1 / strength.
            resolution: Above 1 gives more and smaller ones (from 0 to 1000).
            algorithm: leiden, labels (label propagation) or components (one of leiden, labels,
            components).
            runs: Seeds to try; the best is kept (from 1 to 1000).
            seed: For what is drawn at random (from 0 to 4294967295).
            engine: The engine; the values are equal. spark reads what export -f parquet wrote, on
            this machine, or at spark://… or sc://… (one of auto, networkx, fast, spark).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.communities(network='actors', runs=20).operation
            'communities'
        """
        return self.answer(
            "communities",
            network=network,
            place=place,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            modality=modality,
            weighted=weighted,
            resolution=resolution,
            algorithm=algorithm,
            runs=runs,
            seed=seed,
            engine=engine,
            top=top,
        )

    def mixing(
        self,
        *,
        network: str = "actors",
        place: str | None = None,
        as_of: str | None = None,
        evidence: str | None = None,
        sources: str | None = None,
        modality: Sequence[str] = (),
        by: str = "class",
        weighted: bool = False,
    ) -> Result:
        """How many edges run from group to group, and how far like joins like.

        Definition: How far edges stay within groups: 1 all do, 0 as by chance, below 0 less than
        by chance.
        Source: Newman 2003, PRE 67:026126

        Parameters
            network: A network: `ecograph networks` lists them; or a .toml file.
            place: Only what is located here (the id or a name of Place).
            as_of: Only what is in force then, or undated: 2024, 2024-06, 2024/6/15, 2024年6月.
            evidence: How sure at least: stated, implied, editorial. Else as the network says (one
            of stated, implied, editorial).
            sources: Whose word counts: documents, public, all. Else as the network says (one of
            documents, public, all).
            modality: exists, underway, planned, recommended, past, lacking; may be repeated.
            by: What the groups are (one of class, place, chain, community).
            weighted: Weights count: strength, and for paths 1 / strength.
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.mixing(network='actors', by='class').operation
            'mixing'
        """
        return self.answer(
            "mixing",
            network=network,
            place=place,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            modality=modality,
            by=by,
            weighted=weighted,
        )

    def brokerage(
        self,
        *,
        network: str = "actors",
        place: str | None = None,
        as_of: str | None = None,
        evidence: str | None = None,
        sources: str | None = None,
        modality: Sequence[str] = (),
        by: str = "class",
        weighted: bool = False,
        undirected: bool = False,
        engine: str = "auto",
        top: int = 20,
    ) -> Result:
        """Who stands between whom: roles of Gould and Fernandez, and Burt's structural holes.

        Paths on which a group is not known are in the column `unknown`.

        Definition: The five roles of Gould and Fernandez: paths a -> b -> c through the node,
        with no link a -> c, by the groups of the three; loops do not count.
        Source: Gould & Fernandez 1989, Sociol. Methodol. 19:89

        Parameters
            network: A network: `ecograph networks` lists them; or a .toml file.
            place: Only what is located here (the id or a name of Place).
            as_of: Only what is in force then, or undated: 2024, 2024-06, 2024/6/15, 2024年6月.
            evidence: How sure at least: stated, implied, editorial. Else as the network says (one
            of stated, implied, editorial).
            sources: Whose word counts: documents, public, all. Else as the network says (one of
            documents, public, all).
            modality: exists, underway, planned, recommended, past, lacking; may be repeated.
            by: What the groups are (one of class, place, chain, community).
            weighted: Weights count: strength, and for paths 1 / strength.
            undirected: Ignore direction.
            engine: The engine; the values are equal (one of auto, networkx, fast).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.brokerage(network='actors', by='class').operation
            'brokerage'
        """
        return self.answer(
            "brokerage",
            network=network,
            place=place,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            modality=modality,
            by=by,
            weighted=weighted,
            undirected=undirected,
            engine=engine,
            top=top,
        )

    def robustness(
        self,
        *,
        network: str = "actors",
        place: str | None = None,
        as_of: str | None = None,
        evidence: str | None = None,
        sources: str | None = None,
        modality: Sequence[str] = (),
        show: str = "summary",
        removal: str = "degree",
        runs: int = 20,
        seed: int = 0,
        weighted: bool = False,
        engine: str = "auto",
        top: int = 20,
    ) -> Result:
        """How a network falls apart when nodes go, and which nodes and edges hold it up.

        Definition: Mean share of all nodes in the largest component while nodes are removed one
        by one.
        Source: Schneider et al. 2011, PNAS 108:3838

        Parameters
            network: A network: `ecograph networks` lists them; or a .toml file.
            place: Only what is located here (the id or a name of Place).
            as_of: Only what is in force then, or undated: 2024, 2024-06, 2024/6/15, 2024年6月.
            evidence: How sure at least: stated, implied, editorial. Else as the network says (one
            of stated, implied, editorial).
            sources: Whose word counts: documents, public, all. Else as the network says (one of
            documents, public, all).
            modality: exists, underway, planned, recommended, past, lacking; may be repeated.
            show: What is shown (one of summary, curve, points, bridges, components).
            removal: degree (counted anew each time), random, or a measure.
            runs: Random orders (from 1 to 1000).
            seed: For what is drawn at random (from 0 to 4294967295).
            weighted: Weights count: strength, and for paths 1 / strength.
            engine: The engine; the values are equal (one of auto, networkx, fast).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.robustness(network='actors', show='points').operation
            'robustness'
        """
        return self.answer(
            "robustness",
            network=network,
            place=place,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            modality=modality,
            show=show,
            removal=removal,
            runs=runs,
            seed=seed,
            weighted=weighted,
            engine=engine,
            top=top,
        )

    def paths(
        self,
        source: str,
        target: str | None = None,
        *,
        network: str = "actors",
        place: str | None = None,
        as_of: str | None = None,
        evidence: str | None = None,
        sources: str | None = None,
        modality: Sequence[str] = (),
        count: int = 5,
        directed: bool = False,
        reverse: bool = False,
        weighted: bool = False,
        engine: str = "auto",
        top: int = 0,
    ) -> Result:
        """Explain how two entities are connected, by the shortest paths and their statements.

        With one entity, or `all` for all that no edge enters, rank the single points of failure:
        how many others are reached from there only through them.

        Definition: The shortest simple paths between two entities; equal ones in the order of
        ids.
        Source: Yen 1971, Manage. Sci. 17:712

        Parameters
            source: An entity, by id or name; `all` for all that no edge enters.
            target: Another. Without it: what is reached only through what.
            network: A network: `ecograph networks` lists them; or a .toml file.
            place: Only what is located here (the id or a name of Place).
            as_of: Only what is in force then, or undated: 2024, 2024-06, 2024/6/15, 2024年6月.
            evidence: How sure at least: stated, implied, editorial. Else as the network says (one
            of stated, implied, editorial).
            sources: Whose word counts: documents, public, all. Else as the network says (one of
            documents, public, all).
            modality: exists, underway, planned, recommended, past, lacking; may be repeated.
            count: How many paths (from 1 to 1000).
            directed: Follow direction.
            reverse: With one entity: follow edges backwards.
            weighted: Weights count: strength, and for paths 1 / strength.
            engine: The engine; the values are equal (one of auto, networkx, fast).
            top: How many rows; 0 is all (from 0 to 1000000000; in rows).
        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('tiny')
            >>> d.paths('s1', 's2', network='supply').operation
            'paths'
        """
        return self.answer(
            "paths",
            source=source,
            target=target,
            network=network,
            place=place,
            as_of=as_of,
            evidence=evidence,
            sources=sources,
            modality=modality,
            count=count,
            directed=directed,
            reverse=reverse,
            weighted=weighted,
            engine=engine,
            top=top,
        )

    def networks(self) -> Result:
        """The networks available.

        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.networks().operation
            'networks'
        """
        return self.answer("networks")

    def measures(self) -> Result:
        """The measures of centrality and their definitions.

        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError.

        Example:
            >>> d = ecograph.open('xiamen')
            >>> d.measures().operation
            'measures'
        """
        return self.answer("measures")
