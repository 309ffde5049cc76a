"""What is served: a graph, within which bounds, to whom, and the workers that answer."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from ecograph.graph.cited_graph import CitedGraph
from ecograph.graph.query_workers import query_workers
from ecograph.graph.worker import Task, Worker
from ecograph.graph.worker_pool import WorkerPool
from ecograph.service.admission import Admission
from ecograph.sparql.execution import Most

SPARE = 2  # workers that wait for the next query


@dataclass(frozen=True)
class Limits:
    """What a stranger may take: seconds, rows, bytes, and how many are answered at once."""

    seconds: float = 10.0
    rows: int = 100_000
    characters: int = 32 * 1024**2
    query_memory: int = 2 * 1024**3  # of addresses; a worker that only waits has 800 MiB
    answer_seconds: float = 60.0
    answer_memory: int = 6 * 1024**3
    queries: int = min(2 * (os.cpu_count() or 2), 8)
    answers: int = min(os.cpu_count() or 2, 4)
    body: int = 1024**2
    address: int = 64 * 1024
    connections: int = 256
    held: int = 256 * 1024**2  # bytes of bodies on their way


@dataclass
class OnTheWay:
    """How many bytes of bodies clients have not taken yet."""

    bytes: int = 0


@dataclass(frozen=True, eq=False)
class Served:
    """A graph and how it is served.

    `name` is what `--graph` said; `token` must be told by who asks, `origins` are those whose pages
    may ask; `hosts` are the names that the service answers to, none of them meaning any; `atlas` is
    a folder that `ecograph atlas` wrote, `editor` YASGUI as npm installs it; with `told` queries
    are written to the log.
    """

    name: str
    graph: CitedGraph
    limits: Limits = Limits()
    token: str | None = None
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    atlas: Path | None = None
    editor: Path | None = None
    told: bool = False
    on_the_way: OnTheWay = field(default_factory=OnTheWay, repr=False)

    @cached_property
    def queries(self) -> WorkerPool:
        """The workers that answer queries."""
        return query_workers(
            self.graph, self.limits.query_memory, mend="narrow it", polite=True, spare=SPARE
        )

    @cached_property
    def answers(self) -> WorkerPool:
        """The workers that answer the questions of the catalogue."""
        task = Task(
            *("answer", "the answer", "ask for less", self.limits.answer_seconds),
            self.limits.answer_memory,
            polite=True,
        )
        graph = self.graph
        make = partial(
            Worker,
            task,
            program="ecograph.service.answerer",
            graph=self.place,
            name=graph.name,
            kind=graph.kind,
        )
        return WorkerPool(make, spare=1)

    @property
    def place(self) -> str:
        """Where workers open the graph: its store, whatever the tables say that it was made of."""
        return str(self.graph.path.parent) if self.graph.path is not None else self.name

    @cached_property
    def threads(self) -> ThreadPoolExecutor:
        """What waits for the workers."""
        return ThreadPoolExecutor(self.limits.queries + self.limits.answers, "ecograph-waits")

    @cached_property
    def query_places(self) -> Admission:
        """Who may ask queries at once."""
        return Admission(self.limits.queries)

    @cached_property
    def answer_places(self) -> Admission:
        """Who may ask the catalogue at once."""
        return Admission(self.limits.answers, most_waiting=32)

    @property
    def most(self) -> Most:
        """How much of an answer is given."""
        return Most(self.limits.rows, self.limits.characters)

    def close(self) -> None:
        """Ends the workers."""
        self.queries.close()
        self.answers.close()
        self.threads.shutdown(wait=False, cancel_futures=True)
