"""Writes src/ecograph/questions/ from the catalogue: python docs/generate_dataset.py

A test checks that the files are what this writes.
"""

import shlex
import subprocess
import sys
from dataclasses import MISSING
from pathlib import Path

from ecograph.base.words import definitions
from ecograph.operations import (
    asking,
    comparison,
    coverage,
    ecosystem,
    eligibility,
    graph,
    matching,
    networks,
    problems,
    regional,
    remedies,
    schema,
    supply_chain,
)
from ecograph.operations.catalogue import Operation, Parameter

FOLDER = Path(__file__).resolve().parents[1] / "src" / "ecograph" / "questions"
ROOMS = {
    "graph": (
        "GraphQuestions",
        "The graph itself",
        (*coverage.OPERATIONS, *graph.OPERATIONS, *schema.OPERATIONS),
    ),
    "supply_chain": ("SupplyChainQuestions", "The supply chain", supply_chain.OPERATIONS),
    "remedies": (
        "RemedyQuestions",
        "Who could mend it, and what to ask",
        (*remedies.OPERATIONS, *asking.OPERATIONS),
    ),
    "policies": (
        "PolicyQuestions",
        "Policies, whom they fit and what they answer",
        (*eligibility.OPERATIONS, *problems.OPERATIONS),
    ),
    "ecosystem": ("EcosystemQuestions", "The ecosystem as a whole", ecosystem.OPERATIONS),
    "regional": (
        "RegionalQuestions",
        "Places compared",
        (*matching.OPERATIONS, *regional.OPERATIONS, *comparison.OPERATIONS),
    ),
    "networks": ("NetworkQuestions", "Networks", networks.OPERATIONS),
}
HEAD = '''"""{title}: a method for each question.

Written from the catalogue of operations by `python docs/generate_dataset.py`; not to be edited.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from ecograph.operations.result import Result


class {name}(ABC):
    """A method for each question."""

    @abstractmethod
    def answer(self, operation: str, **given: Any) -> Result:
        """What the data answer to an operation of the catalogue, by its name."""
'''


def annotation(parameter: Parameter) -> str:
    """The type of a parameter as a signature shows it."""
    if parameter.many:
        return f"Sequence[{parameter.type.__name__}]"
    return parameter.type.__name__ + (" | None" if parameter.default is None else "")


def argument(parameter: Parameter) -> str:
    """A parameter as a signature shows it."""
    written = f"{parameter.name}: {annotation(parameter)}"
    return written if parameter.default is MISSING else f"{written} = {parameter.default!r}"


def bounds(parameter: Parameter) -> str:
    """What a value may be, in words."""
    parts = []
    if parameter.entity is not None:
        parts.append(f"the id or a name of {parameter.entity or 'an entity'}")
    if parameter.choices:
        parts.append("one of " + ", ".join(parameter.choices))
    if parameter.low is not None:
        parts.append(f"from {parameter.low:.12g} to {parameter.high:.12g}")
    if parameter.unit:
        parts.append(f"in {parameter.unit}")
    return "; ".join(parts)


def wrapped(text: str, indent: str) -> list[str]:
    """A text in lines of at most 100 characters; what is set in as an example stays as it is."""
    first, *more = text.split("\n\n")
    if first.startswith("    "):
        lines = [f"{indent}{row}" for row in first.split("\n")]
    else:
        lines = _filled(first, indent)
    return [*lines, *(row for each in more for row in ("", *wrapped(each, indent)))]


def _filled(text: str, indent: str) -> list[str]:
    lines, line = [], indent
    for part in text.split():
        if len(line) + len(part) > 98:
            lines.append(line.rstrip())
            line = indent
        line += part + " "
    return [*lines, line.rstrip()]


def called(operation: Operation) -> str:
    """The method of an operation, whose name may have a hyphen."""
    return operation.name.replace("-", "_")


def as_python(operation: Operation) -> tuple[str, str]:
    """The example of the command line as the name of a graph and a call."""
    words = shlex.split(operation.example)[2:]
    known = {p.name.rstrip("_").replace("_", "-"): p for p in operation.parameters}
    places = sorted((p for p in operation.parameters if p.place), key=lambda p: p.place or 0)
    given, graph = [], "xiamen"
    while words:
        word = words.pop(0)
        if not word.startswith("-"):
            given.append(repr(word))
            places = places[1:]
        elif word in ("--graph", "-g"):
            graph = words.pop(0)
        elif word in ("--format", "--lang"):
            words.pop(0)
        else:
            parameter = known[word.removeprefix("--")]
            value = "True" if parameter.type is bool else repr(parameter.type(words.pop(0)))
            given.append(f"{parameter.name}={value}")
    return graph, f"{called(operation)}({', '.join(given)})"


def method(operation: Operation) -> str:
    """The method of an operation, with its docstring."""
    parameters = sorted(operation.parameters, key=lambda p: p.place or 99)
    first = [argument(p) for p in parameters if p.place]
    rest = [argument(p) for p in parameters if not p.place]
    signature = ", ".join(["self", *first, *(["*", *rest] if rest else [])])
    lines = [f"    def {called(operation)}({signature}) -> Result:"]
    lines += [f'        """{operation.help[1]}', ""]
    if operation.more[1]:
        lines += [*wrapped(operation.more[1], "        "), ""]
    if operation.definition:
        known = definitions()[operation.definition]
        lines += wrapped(f"Definition: {known['en']}", "        ")
        if "source" in known:
            lines += wrapped(f"Source: {known['source']}", "        ")
        lines.append("")
    if parameters:
        lines.append("        Parameters")
    for p in parameters:
        allowed = bounds(p)
        text = p.help[1].rstrip(".") + (f" ({allowed})" if allowed else "") + "."
        lines += wrapped(f"{p.name}: {text}", "            ")
    lines.append(
        "        Returns a Result (table, rows, df, to_csv …).  Raises UnknownName, UsageError."
    )
    lines += ["", "        Example:"]
    graph, call = as_python(operation)
    lines += [
        f"            >>> d = ecograph.open({graph!r})",
        f"            >>> d.{call}.operation",
    ]
    lines.append(f"            {operation.name!r}")
    lines.append('        """')
    passed = ", ".join(f"{p.name}={p.name}" for p in parameters)
    lines.append(
        f"        return self.answer({', '.join(filter(None, [repr(operation.name), passed]))})"
    )
    return "\n".join(lines) + "\n"


def text(room: str) -> str:
    """A whole module, formatted."""
    name, title, operations = ROOMS[room]
    head = HEAD.format(name=name, title=title)
    body = "\n".join(method(o) for o in operations)
    if "Sequence" not in body:
        head = head.replace("from collections.abc import Sequence\n", "")
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", f"{room}.py", "-"]
    written = head + "\n" + body
    done = subprocess.run(command, input=written, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    for room in ROOMS:
        (FOLDER / f"{room}.py").write_text(text(room), encoding="utf-8")
