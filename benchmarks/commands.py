"""What everyday commands cost, in processor seconds, beside `import rdflib` alone.

    python benchmarks/commands.py [--rounds N]

Each command is run as a user runs it, on Xiamen as kept by a run before; the commands take turns,
so that what else the machine does falls on all of them.  The least of the rounds counts, user and
system time of the command and of what it started.  The ratio is to `python -c "import rdflib"`.
"""

import argparse
import tempfile
from pathlib import Path

from report import add_option, report
from spent import MAIN, spent

ROUNDS = 5
PEER = "import rdflib"
GOALS = {
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


def measure(rounds: int) -> dict[str, float]:
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


def main() -> None:
    """Prints a row a command, as a Markdown table."""
    parser = argparse.ArgumentParser(description="Processor seconds of everyday commands.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is run")
    add_option(parser)
    given = parser.parse_args()
    least = measure(given.rounds)
    rows = (
        (f"`{c if c == PEER else f'ecograph {c}'}`", seconds, seconds / least[PEER], GOALS.get(c))
        for c, seconds in least.items()
    )
    report("commands", ("command", "CPU s", "to `import rdflib`", "goal, s"), rows, given.write)


if __name__ == "__main__":
    main()
