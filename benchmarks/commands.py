"""What everyday commands cost, in processor seconds, beside `import rdflib` alone.

    python benchmarks/commands.py [--rounds N]

Each command is run as a user runs it, on Xiamen as kept by a run before; the commands take turns,
so that what else the machine does falls on all of them.  The least of the rounds counts, user and
system time of the command and of what it started.  The ratio is to `python -c "import rdflib"`.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 5
MAIN = "import sys; sys.argv[0] = 'ecograph'; from ecograph.cli import main; main()"
PEER = "import rdflib"
COMMANDS = (
    "--help",
    "query --question 1",
    "show 天马",
    "needs",
    "gaps",
    "view --chain 生物医药 -o view.html",
    "export --seed 天马 -o part.graphml",
    "centrality betweenness",
    "check",
)


def spent(code: str, words: list[str], folder: Path) -> float:
    """Processor seconds of one run.  Raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", code, *words],
        check=True,
        capture_output=True,
        cwd=folder,
        env={**os.environ, "ECOGRAPH_CACHE": str(folder / "cache")},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(rounds: int) -> dict[str, float]:
    """The least processor seconds of each command, and of the peer under its own code."""
    least: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spent(MAIN, ["find", "天马"], folder)  # the graph is kept from here on
        for _ in range(rounds):
            for command in (PEER, *COMMANDS):
                code, words = (PEER, []) if command == PEER else (MAIN, command.split())
                least[command] = min(spent(code, words, folder), least.get(command, float("inf")))
    return least


def main() -> None:
    """Prints a row a command, as a Markdown table."""
    parser = argparse.ArgumentParser(description="Processor seconds of everyday commands.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is run")
    least = measure(parser.parse_args().rounds)
    print("| command | CPU s | to `import rdflib` |\n| --- | ---: | ---: |")
    for command, seconds in least.items():
        shown = command if command == PEER else f"ecograph {command}"
        print(f"| `{shown}` | {seconds:.3f} | {seconds / least[PEER]:.2f} |")


if __name__ == "__main__":
    main()
