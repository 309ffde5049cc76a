"""A graph to ask in a notebook: every question of the catalogue is a method.

>>> import ecograph
>>> d = ecograph.open("tiny")
>>> d.gaps().rows()[0]["product"]
'motor'
>>> d.network("supply").to_networkx().number_of_edges()
2
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecograph.graph.data import Data, open_data
from ecograph.operations.catalogue import answer, filled
from ecograph.operations.every import operation as operation_named
from ecograph.operations.result import Result
from ecograph.questions.ecosystem import EcosystemQuestions
from ecograph.questions.graph import GraphQuestions
from ecograph.questions.networks import NetworkQuestions
from ecograph.questions.policies import PolicyQuestions
from ecograph.questions.regional import RegionalQuestions
from ecograph.questions.remedies import RemedyQuestions
from ecograph.questions.supply_chain import SupplyChainQuestions
from ecograph.tables.schema import table_specs

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network as Pyvis

    from ecograph.networks.network import Network
    from ecograph.pages.picture import Picture
    from ecograph.pages.view import PartView
    from ecograph.sparql.rows import SparqlRows, SparqlTriples


def open(graph: str | Path, engine: str = "") -> "Dataset":
    """A graph to ask: a shipped region, a folder of tables, an RDF file, a store or an endpoint.

    With an engine of Spark, `spark`, `spark://…` or `sc://…`, it is a folder that
    `export -f parquet` wrote, of which matching, centrality and communities are asked.
    Raises UnknownName, Unreadable, DataError; with an engine UsageError, MissingExtra, CannotDo.
    """
    if engine:
        from ecograph.graph.spark_data import open_on_spark

        return Dataset(open_on_spark(graph, engine))
    return Dataset(open_data(str(graph)))


@dataclass(frozen=True, eq=False, repr=False)
class Dataset(
    GraphQuestions,
    SupplyChainQuestions,
    RemedyQuestions,
    PolicyQuestions,
    EcosystemQuestions,
    RegionalQuestions,
    NetworkQuestions,
):
    """A graph to ask; see `ecograph.open`."""

    data: Data

    def __repr__(self) -> str:
        if self.data.on_spark:
            return f"<Dataset {self.data.name} on Spark>"
        count = len(self.data.tables.class_of)
        return f"<Dataset {self.data.name}: {count} entities, {len(self.tables)} tables>"

    def answer(self, operation: str, **given: Any) -> Result:
        """What the data answer to an operation of the catalogue, by its name.

        Raises UnknownName, UsageError.
        """
        return answer(operation_named(operation), self.data, given)

    @cached_property
    def tables(self) -> "TablesView":
        """The tables of the graph by name, each a DuckDB relation: `d.tables["supply"]`."""
        return TablesView(self.data)

    def sparql(
        self,
        query: str,
        *,
        language: str = "en",
        cite: bool = False,
        hints: bool = True,
        timeout: float = 60,
    ) -> "SparqlRows | SparqlTriples | bool":
        """The answer to a SPARQL query, with the guards and the hints of `ecograph query`.

        Rows for SELECT (a sequence of dictionaries of Python values, with `.df()`), True or False
        for ASK, triples for CONSTRUCT and DESCRIBE (with `.graph()`).  `?xLabel` is the name of
        `?x` in `language`; `cite` adds columns with where each row is said; hints are warnings;
        `timeout` in seconds.

        >>> d = ecograph.open("tiny")
        >>> d.sparql("SELECT ?f ?fLabel { ?f a eco:Firm } ORDER BY ?f")[0]
        {'f': 'id:b1', 'fLabel': 'Alpha Pumps'}

        Raises QueryRefused, QueryError, TookTooLong, TooLarge, CannotDo, UsageError.
        """
        from ecograph.sparql.rows import python_answer

        given: dict[str, Any] = {"language": language, "cite": cite, "hints": hints}
        return python_answer(self.data.graph, query, **given, timeout=timeout)

    def network(
        self,
        network: str = "actors",
        *,
        place: str | None = None,
        as_of: str | None = None,
        evidence: str | None = None,
        sources: str | None = None,
        modality: tuple[str, ...] = (),
        isolated: bool = False,
    ) -> "DatasetNetwork":
        """A network of the graph, by its name (`d.networks()` lists them) or a .toml file.

        Raises UnknownName, Unreadable, UsageError.
        """
        from ecograph.operations.network_asked import network_asked
        from ecograph.operations.parts import PROJECT

        given: dict[str, Any] = {
            "network": network,
            "place": place,
            "as_of": as_of,
            "evidence": evidence,
            "sources": sources,
        }
        given |= {"modality": modality, "isolated": isolated}
        return DatasetNetwork(network_asked(self.data, **filled(PROJECT, self.data, given)))

    def view(
        self,
        *,
        chain: str | None = None,
        class_: str | None = None,
        around: str | None = None,
        hops: int = 2,
        network: str | None = None,
        evidence: str = "editorial",
        sources: str = "all",
    ) -> "View":
        """A picture of a chain, a class, what is around an entity, a network, or all.

        `evidence` is how sure at least what is drawn must be, `sources` whose word counts.
        Raises UnknownName, UsageError where nothing is left.
        """
        from ecograph.operations.parts import view_of
        from ecograph.pages.site_data import read_site_data
        from ecograph.pages.view import view_of_part

        given: dict[str, Any] = {"chain": chain, "class_": class_, "around": around, "hops": hops}
        given |= {"network": network, "evidence": evidence, "sources": sources}
        graph, chosen = view_of(self.data, given)
        return View(view_of_part(read_site_data(graph), **chosen))

    def export(
        self,
        path: str | Path,
        *,
        seed: str | tuple[str, ...] = (),
        hops: int = 1,
        class_: str | None = None,
        chain: str | None = None,
        place: str | None = None,
        gap: str | None = None,
        remedies: bool = False,
        licence: str | tuple[str, ...] = (),
        evidence: str = "editorial",
        sources: str = "all",
        format: str | None = None,
        language: str = "en",
    ) -> Path:
        """Writes a part of the graph into a file, in the format that its name says.

        `seed` are names or ids to start from, `hops` how many edges away from them; with nothing
        chosen the whole graph is written. `gap` is the statements that a gap rests on, with
        `remedies` also those of its remedies. With `licence` only what sources of it say is kept;
        `evidence` is how sure at least it must be, `sources` whose word counts. The nodes of a
        network get a `label` in the language.
        Raises UnknownName, UsageError, Unwritable.
        """
        from ecograph.export.subgraph_files import export_subgraph
        from ecograph.operations.parts import EXPORT, PartParams, cut_of, selection_of

        given: dict[str, Any] = {"seed": seed, "hops": hops, "class_": class_, "chain": chain}
        given |= {"place": place, "gap": gap, "remedies": remedies}
        given |= {"licence": licence, "evidence": evidence, "sources": sources}
        p = PartParams(**filled(EXPORT, self.data, given))
        part = selection_of(self.data, p)
        export_subgraph(self.data.graph, part, Path(path), format, language, cut_of(p))
        return Path(path)

    def questionnaire(
        self,
        path: str | Path,
        *,
        chain: str | None = None,
        place: str | None = None,
        top: int = 30,
        language: str = "en",
    ) -> Path:
        """Writes what `ask_next` would ask as an Excel workbook to be filled in.

        `top` are how many questions, 0 is all.  `ecograph take-answers` reads it back.
        Raises UnknownName, UsageError, Unwritable, MissingExtra without `ecograph[xlsx]`.
        """
        from ecograph.export.question_sheet import write_questions

        asked = self.answer("ask-next", chain=chain, place=place, top=0).value
        chosen = asked.questions[:top] if top else asked.questions
        write_questions(asked, chosen, Path(path), self.data.labels, language)
        return Path(path)


class TablesView(Mapping[str, Any]):
    """Tables by name as DuckDB relations."""

    def __init__(self, data: Data) -> None:
        self._data = data

    def __getitem__(self, name: str) -> Any:
        from ecograph.base.database import embedded
        from ecograph.base.errors import UnknownName

        if name not in table_specs():
            raise UnknownName("table", name, table_specs())
        return embedded(self._data.tables.database).connection.table(name)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(table_specs()))

    def __len__(self) -> int:
        return len(table_specs())

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)


@dataclass(frozen=True, eq=False)
class DatasetNetwork:
    """A network: `value` holds nodes and edges as arrays."""

    value: "Network"

    def __len__(self) -> int:
        return len(self.value)

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """The network as networkx has it; edges carry statement, relation, evidence, document."""
        from ecograph.networks.network import to_networkx

        return to_networkx(self.value)

    def save(self, path: str | Path, format: str | None = None) -> tuple[Path, ...]:
        """Writes GraphML, GEXF, CSV, Cytoscape or node-link JSON; gives the files.

        Raises UsageError, CannotDo, Unwritable.
        """
        from ecograph.export.network_files import write_network

        return write_network(self.to_networkx(), Path(path), format)


@dataclass(frozen=True, eq=False)
class View:
    """A picture of a part of the graph."""

    part: "PartView"

    @property
    def picture(self) -> "Picture":
        """What its network shows."""
        return self.part.picture

    def to_pyvis(self) -> "Pyvis":
        """The picture as a pyvis Network: what the page draws."""
        from ecograph.pages.network import network_of

        return network_of(self.picture)

    def save(self, path: str | Path, language: str | None = None) -> Path:
        """Writes one page that opens without a network.  Raises Unwritable."""
        from ecograph.base.files import write_text

        write_text(Path(path), self.part.page(language))
        return Path(path)
