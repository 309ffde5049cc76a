"""Writes src/ecograph/cli/index.py from the commands: python docs/generate_commands.py

A test checks that the file is what this writes.
"""

import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ecograph.base.results import Both
from ecograph.base.words import word
from ecograph.cli import (
    ask,
    asking,
    changes,
    demo,
    draw,
    eligibility,
    export,
    graph,
    intake,
    mcp,
    serve,
    synth,
)
from ecograph.operations import (
    comparison,
    coverage,
    ecosystem,
    matching,
    networks,
    parts,
    problems,
    regional,
    remedies,
    schema,
    supply_chain,
)
from ecograph.operations import graph as graph_questions
from ecograph.operations.asking import OPERATIONS as ASKING
from ecograph.operations.eligibility import OPERATIONS as ELIGIBILITY
from ecograph.operations.query import QUERY

FILE = Path(__file__).resolve().parents[1] / "src" / "ecograph" / "cli" / "index.py"
MODULES = (
    *(demo, graph, intake, synth, changes, ask, schema, draw, coverage, graph_questions),
    *(
        supply_chain,
        remedies,
        asking,
        eligibility,
        problems,
        ecosystem,
        matching,
        regional,
        comparison,
        networks,
        export,
        serve,
        mcp,
    ),
)
PARTS = {
    form.name: form
    for form in (
        *(parts.VIEW, parts.ATLAS, parts.EXPORT, parts.PROJECT),
        *(*ASKING, *ELIGIBILITY, QUERY),
    )
}
HEAD = '''"""All commands in order: module, panel in the help, and help in zh and en of each.

Written from the commands by `python docs/generate_commands.py`; not to be edited.
"""

'''


def commands() -> Iterator[tuple[str, str, str, Both]]:
    """The name, module, panel and help of each command, in the order of the help."""
    for module in MODULES:
        for operation in getattr(module, "OPERATIONS", ()):
            yield operation.name, module.__name__, operation.group, operation.help
        for name, function in getattr(module, "COMMANDS", {}).items():
            said = inspect.getdoc(function).partition("\n\n")[0]
            help = PARTS[name].help if name in PARTS else (word(f"command.{name}")[0], said)
            yield name, module.__name__, module.GROUP, help


def text() -> str:
    """The whole module, formatted."""
    index = {name: about for name, *about in commands()}
    rows = "".join(f"{name!r}: {tuple(about)!r},\n" for name, about in index.items())
    written = f"{HEAD}INDEX: dict[str, tuple[str, str, tuple[str, str]]] = {{\n{rows}}}\n"
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "index.py", "-"]
    done = subprocess.run(command, input=written, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
