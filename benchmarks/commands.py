"""What everyday commands cost, in processor seconds, beside `import rdflib` alone.

    python benchmarks/commands.py [--rounds N]

Each command is run as a user runs it, on Xiamen as kept by a run before; the commands take turns,
so that what else the machine does falls on all of them.  The least of the rounds counts, user and
system time of the command and of what it started.  The other is `python -c "import rdflib"`.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from report import Ratio, main
from spent import MAIN, PEER, REFERENCE, spent

ROUNDS = 5
GOALS = {  # seconds where the peer takes REFERENCE
    "--help": 0.11,
    "query --question 1": 0.35,
    "show 天马": 0.35,
    "needs": 0.8,
    "gaps": 1.0,
    "view --chain 平板显示 -o view.html": 1.2,
    "export --seed 天马 -o part.graphml": 0.6,
    "centrality betweenness": 0.7,
    "check": 3.0,
}


def options(parser: argparse.ArgumentParser) -> None:
    """How often each is run."""
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is run")


def measure(given: argparse.Namespace) -> Iterator[Ratio]:
    """A row a command."""
    least = least_seconds(1 if given.small else given.rounds)
    for command, goal in GOALS.items():
        name = f"`ecograph {command}`, kept Xiamen"
        peer = f"`{PEER}`"
        both = (least[command], peer, least[PEER])
        yield Ratio("start-up", name, *both, "CPU s", goal=goal / REFERENCE)


def least_seconds(rounds: int) -> dict[str, float]:
    """The least processor seconds of each command, and of the peer under its own code."""
    least: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spent(MAIN, ["find", "天马"], folder)  # the graph is kept from here on
        for _ in range(rounds):
            for command in (PEER, *GOALS):
                code, words = (PEER, []) if command == PEER else (MAIN, command.split())
                least[command] = min(
                    spent(code, words, folder).seconds, least.get(command, float("inf"))
                )
    return least


if __name__ == "__main__":
    main(measure, __doc__, options)
