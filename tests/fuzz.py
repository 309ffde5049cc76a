"""A fuzz in one process: mutated regions, queries, option values, specifications and scenarios.

    python tests/fuzz.py [--seed 0] [--regions 3000] [--queries 2000] [--options 500] [--toml 300]

Nothing may end in an error of ours, take long, or lose a row or a cell without a word.  The same
seed gives the same cases; a case that fails is printed whole.
"""

import argparse
import os
import random
import re
import shutil
import signal
import string
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import Store
from typer.testing import CliRunner

from ecograph.base.errors import DataError, EcographError
from ecograph.base.namespaces import PREFIXES
from ecograph.cli import app
from ecograph.cli.commands import whole
from ecograph.cli.index import INDEX
from ecograph.cli.signals import end_tidily
from ecograph.graph import to_rdf as lift
from ecograph.graph.loading import graph_of
from ecograph.graph.rdf_files import rdf_bytes
from ecograph.networks.specs import read_spec, spec_names
from ecograph.sparql.competency import questions
from ecograph.sparql.guard import guard
from ecograph.supplychain.scenario import read_scenario, shipped_scenarios
from ecograph.tables.reading import Region, read_region
from ecograph.tables.region_tables import DOCUMENT_TABLES

ROOT = Path(__file__).resolve().parents[1]
TINY = ROOT / "graph_data" / "tiny"
SHIPPED = ROOT / "src" / "ecograph"
SLOW = 20  # seconds
NASTY = [
    *("", " ", "\x00", "\x1b[2J", '"', '""', '"x', "'", ",", "|", "||", "\n", "\r", "\t"),
    *("nan", "inf", "-1", "1e400", "99999999999999999999", "0", "0x1f", "１２", "½", "1/2"),
    *("../../x", "/", "\\", "a/b", "~", "con", "x" * 3000, "厦门" * 50, "\u202e", "\u3000"),
    *("true", "null", "None", "=1+1", "<b>", "&amp;", "{", "}", "[", "]", "(", ")", "#", ";"),
    *("2022-13-45", "2022/3/1", "9999999-01", "1..0", "3..3", "５..９", "44621", "a\u0301", "%"),
    *("\ufeff", "\U0001f600", "@", "1.", ".5", "1_000", "+3", "1,5", "2022", "2022-03", "en"),
]


@dataclass
class Tally:
    """What became of the cases of one kind."""

    kind: str
    seen: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def fail(self, what: str, case: str) -> None:
        """A case that must not be."""
        self.seen[what] += 1
        self.failures.append(f"--- {self.kind}: {what}\n{case}")

    def __str__(self) -> str:
        counted = ", ".join(f"{count} {name}" for name, count in sorted(self.seen.items()))
        return f"{self.kind}: {sum(self.seen.values())} cases: {counted}"


class _TooSlow(BaseException):
    """A case took longer than SLOW seconds."""


@contextmanager
def in_time() -> Iterator[None]:
    """Ends a case that takes too long."""

    def ring(*_: object) -> None:
        raise _TooSlow

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(SLOW)
    try:
        yield
    finally:
        signal.alarm(0)


def attempt(tally: Tally, case: str, work: Callable[[], str]) -> None:
    """Does one case; every outcome but one of ours or an error with a mend is a failure."""
    try:
        with in_time(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tally.seen[work()] += 1
    except _TooSlow:
        tally.fail("hang", case)
    except DataError as error:
        if all(f.mend and f.problem for f in error.findings) and error.findings:
            tally.seen["refused"] += 1
        else:
            tally.fail("finding without a mend", f"{case}\n{error}")
    except EcographError as error:
        tally.seen["refused"] += 1
        if not str(error):
            tally.fail("error without a message", case)
    except AssertionError as error:
        tally.fail("loss", f"{case}\n{error}")
    except Exception:
        tally.fail("error of ours", f"{case}\n{traceback.format_exc()}")


# --------------------------------------------------------------------- regions


def records_of(text: str) -> list[list[str]]:
    """The records of a CSV text, read by hand: an oracle that shares nothing with the reader."""
    records: list[list[str]] = [[]]
    cell, quoted, i = "", False, 0
    while i < len(text):
        sign = text[i]
        if quoted:
            if sign == '"' and text[i + 1 : i + 2] == '"':
                cell, i = cell + '"', i + 1
            elif sign == '"':
                quoted = False
            else:
                cell += sign
        elif sign == '"' and not cell:
            quoted = True
        elif sign == ",":
            records[-1].append(cell)
            cell = ""
        elif sign == "\n":
            records[-1].append(cell)
            records.append([])
            cell = ""
        else:
            cell += sign
        i += 1
    records[-1].append(cell)
    if records[-1] == [""]:
        records.pop()
    return records


def spoil_region(chance: random.Random, folder: Path) -> str:
    """Changes a copy of a region in one place; says what it did."""
    path = chance.choice(sorted(p for p in folder.iterdir() if p.is_file()))
    data = path.read_bytes()
    text = data.decode("utf-8", "replace")
    nasty = chance.choice(NASTY)
    what = chance.choice(["sign", "cell", *["text"] * 6, "cut", "byte", "line", "head", "file"])
    if what == "sign":
        at = chance.randrange(len(text) + 1)
        text = text[:at] + nasty + text[at + chance.randrange(3) :]
    elif what == "cell":
        parts = re.split(r"([,\n])", text)
        parts[chance.randrange(len(parts))] = nasty
        text = "".join(parts)
    elif what == "text":  # a label, which may be almost anything
        written = nasty if chance.random() < 0.5 else '"' + nasty.replace('"', '""') + '"'
        labels = [m.span() for m in re.finditer(r"[A-Z][a-z]+ [A-Z]\w+|虚构\w+", text)]
        if labels:
            start, end = chance.choice(labels)
            text = text[: chance.choice([start, end])] + written + text[end:]
    elif what == "cut":
        text = text[: chance.randrange(len(text) + 1)]
    elif what == "byte":
        at = chance.randrange(len(data) + 1)
        path.write_bytes(data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :])
        return f"{path.name}: byte at {at}"
    elif what == "line":
        lines = text.splitlines(keepends=True) or [""]
        i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines.insert(j, lines.pop(i) if chance.random() < 0.5 else lines[i])
        text = "".join(lines)
    elif what == "head":
        head, _, rest = text.partition("\n")
        names = head.split(",")
        names[chance.randrange(len(names))] = chance.choice([*names, "zz", nasty])
        text = ",".join(names) + "\n" + rest
    else:
        new = chance.choice(
            [path.stem + ".CSV", path.stem + ".tsv", "x.csv", "y.xlsx", ".z", "n.md"]
        )
        path.rename(folder / new)
        return f"{path.name} renamed to {new}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return f"{path.name}: {what} {nasty[:20]!r}"


def account(folder: Path, region: Region) -> None:
    """Every record, every cell and every file is taken, or it is said that it is not."""
    warned = {f.file for f in region.warnings}
    for path in folder.iterdir():
        if path.suffix != ".csv":
            quiet = path.name == "region.toml" or path.name.startswith(".") or path.suffix == ".md"
            assert quiet or path.name in warned, f"{path.name} is passed over"
            continue
        if path.stem in DOCUMENT_TABLES:
            continue
        header, *rows = records_of(path.read_text(encoding="utf-8"))
        rows = [r for r in rows if any(r)]
        taken = region.tables[path.stem].rows
        assert len(rows) == len(taken), f"{path.name}: {len(rows)} rows in, {len(taken)} taken"
        for cells, row in zip(rows, taken, strict=True):
            filled = {n: c.strip() for n, c in zip(header, cells, strict=True) if c.strip()}
            kept = {n: "|".join(v) for n, v in row.cells.items()}
            squeezed = {n: re.sub(r"\s*\|\s*", "|", c) for n, c in filled.items()}
            assert kept in (filled, squeezed), f"{path.name} row {row.number}: {filled} {kept}"


def fuzz_regions(chance: random.Random, count: int) -> Tally:
    """Copies of the invented region, spoilt in one to three places."""
    tally = Tally("regions")
    with tempfile.TemporaryDirectory() as home:
        for number in range(count):
            folder = Path(home) / "region"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(TINY, folder)
            case = "; ".join(
                spoil_region(chance, folder) for _ in range(chance.choice([1, 1, 2, 3]))
            )

            def work(folder: Path = folder, whole: bool = number % 20 == 0) -> str:
                region = read_region(folder)
                account(folder, region)
                if whole:
                    graph = graph_of(region, "fuzz")
                    rdf_bytes(graph.store or (), ".nq")
                else:
                    list(lift.lift(region))
                return "accepted"

            attempt(tally, case, work)
    return tally


# --------------------------------------------------------------------- queries

SNIPPETS = [
    *("SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }", "SERVICE ?x {}", "service:x {}", "1<'b>'"),
    *("FROM <file:///etc/passwd>", "BIND(1<2#> AS ?t)", "{", "}", "(", ")", "<", ">", "'", '"'),
    *("'''", '"""', "#", "\\", "\\u0053", "\u3000", "\u2028", "\u00a0", "<urn:\u3000#>", "<<"),
    *("OPTIONAL {", "FILTER(", "BIND(1 AS ?z)", "VALUES ?v {", "UNDEF", "GRAPH ?g {", "a", ";"),
    *("LOAD <urn:x>", "INSERT", "?x", "_:b", "x:y", "eco:Firm", "@en", "^^", "1.5e3", "-", "*"),
    *("(((", ")))", "[", "]", "|", "/", "!", "LIMIT 1", "ORDER BY ?s", "{{{{", "SELECT * {"),
    *("\x00", "+", ".", ">>", "\n", "\r#", "?s<?o", "FILTER(?s<?o)", "'x'@en", "<urn:a#b>"),
]


def spoil_query(chance: random.Random, text: str) -> str:
    """A query changed in some places, by its words and signs or by its characters."""
    parts = re.split(r"(\s+|[{}()<>.;,'\"#])", text)
    for _ in range(chance.choice([1, 1, 1, 2])):
        at = chance.randrange(len(parts))
        match chance.randrange(8):
            case 0:
                parts[at:at] = [chance.choice(SNIPPETS)]
            case 1:
                parts[at] = chance.choice(SNIPPETS)
            case 2:
                del parts[at : at + chance.randrange(1, 4)]
                parts = parts or [""]
            case 3:
                other = chance.randrange(len(parts))
                parts[at], parts[other] = parts[other], parts[at]
            case 4:
                parts[at] += chance.choice(string.printable + "厦\u3000\u2028")
            case _:  # what may stand between two words, or nothing
                spaces = [i for i, p in enumerate(parts) if p.isspace()] or [at]
                between = ["", " ", "\r", "\n", "\t", "#x\n", "#'\r", " # <\n", "\u3000", "\x0c"]
                parts[chance.choice(spaces)] = chance.choice(between)
    return "".join(parts)


def fuzz_queries(chance: random.Random, count: int) -> Tally:
    """Spoilt questions: whatever the engine would ask another server, the guard refuses."""
    tally = Tally("queries")
    store = Store()
    store.update(
        "INSERT DATA { <urn:a> <urn:b> 1, 'x' . GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } }"
    )
    texts = [re.sub(r"(?m)^#.*\n", "", q.query) for q in questions()]
    tricky = [
        "SELECT * { ?a ?b ?c FILTER(?c < 5 && ?a > 3) }",
        "SELECT * { BIND(1<'b>' AS ?t) SERVICE <http://127.0.0.1:9/> {} BIND('' AS ?u) }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } FROM <urn:g> WHERE { ?s ?p ?o }",
    ]
    texts += tricky
    spoilt = (spoil_query(chance, chance.choice(texts)) for _ in range(count))
    for text in chain(tricky, spoilt):

        def work(text: str = text) -> str:
            refused = passes = False
            try:
                guard(text)
                passes = True
            except EcographError:
                refused = True
            if len(text) > 20_000 or re.search(r"[*+]\s*[)|/]*\s*[*+]", text):
                return "not given to the engine"
            try:
                found: Any = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
                if not isinstance(found, bool) and hasattr(found, "__next__"):
                    for _, _row in zip(range(200), found, strict=False):
                        pass
            except SyntaxError:
                return "no query for the engine"
            except (OSError, RuntimeError) as error:
                assert refused, f"the guard let pass what the engine asked a server: {error}"
                return "asks a server, refused"
            return "answered" if passes else "refused, though the engine would answer"

        attempt(tally, repr(text), work)
    return tally


# ---------------------------------------------------------- options, specifications, scenarios

NEEDED = {
    "query": ["SELECT * { ?s a eco:Firm }"],
    "show": ["b1"],
    "build": ["tiny", "-o", "out.nq"],
    "view": ["-o", "out.html"],
    "export": ["-o", "out.json"],
    "centrality": ["degree"],
    "paths": ["s1", "s2"],
    "project": ["supply"],
    "whatif": ["new-oled-emitter-maker"],
    "find": ["pump"],
    "cite": ["paper-2023", "x", "--documents", "."],
    "verify": ["tiny", "--documents", "."],
    "check": ["tiny"],
}
PLAIN = ["1", "2", "0.5", "tiny", "supply", "pump", "zh", "csv", "json", "all", "class"] * 3
# Minutes a case, with options that others have too; those that go on until they are told to end.
LEFT_OUT = {"demo", "atlas", "check", "serve", "mcp", "synth"}


def fuzz_options(chance: random.Random, count: int) -> Tally:
    """Every option of every command with values that nobody should give."""
    tally = Tally("options")
    names = sorted(set(INDEX) - LEFT_OUT)
    with tempfile.TemporaryDirectory() as home:
        deep = Path(home) / "a" / "b" / "c"  # so that ../.. is still inside
        deep.mkdir(parents=True)
        for number in range(count):
            name = names[number % len(names)]
            options = [p for p in whole(name).params if p.opts[0].startswith("-")]
            words = [name, *NEEDED.get(name, [])]
            if any("--graph" in p.opts for p in options):
                words += ["--graph", "tiny"]
            for option in chance.sample(options, min(len(options), chance.choice([1, 1, 2]))):
                if option.opts[0] in ("--help", "-h"):
                    continue
                flag = max(option.opts, key=len)
                flags = getattr(option, "is_flag", False)
                value = chance.choice([v for v in NASTY if not v.startswith("/")] + PLAIN)
                words += [flag] if flags else [flag, value.replace("\x00", "\ufffd")]

            def work(words: list[str] = words) -> str:
                with chdir(deep):
                    done = CliRunner().invoke(app, words)
                if isinstance(done.exception, EcographError):
                    raise done.exception
                if done.exception and not isinstance(done.exception, SystemExit):
                    raise done.exception
                assert done.exit_code in (0, 1, 2, 3), f"exit {done.exit_code}"
                answered = done.exit_code == 0
                assert not answered or "nan" not in done.stdout.lower().split(), "nan in an answer"
                return "answered" if answered else "refused"

            attempt(tally, repr(words), work)
    end_tidily()
    return tally


def fuzz_toml(chance: random.Random, count: int) -> Tally:
    """Spoilt specifications and scenarios."""
    tally = Tally("specifications and scenarios")
    specs = SHIPPED / "networks" / "specs"
    held: list[tuple[Path, Callable[[str], Any]]] = []
    held += [(specs / f"{n}.toml", read_spec) for n in spec_names()]
    held += [
        (SHIPPED / "supplychain" / "scenarios" / f"{n}.toml", read_scenario)
        for n in shipped_scenarios()
    ]
    values = [
        *("3", "true", "[]", "{}", '""', "[3]", "nan", "inf", "-1", '"x"', "[[", "1979-05-27")
    ]
    with tempfile.TemporaryDirectory() as home:
        for _ in range(count):
            source, read = chance.choice(held)
            lines = source.read_text(encoding="utf-8").splitlines()
            at = chance.choice([i for i, line in enumerate(lines) if "=" in line])
            key = lines[at].partition("=")[0]
            lines[at] = chance.choice(
                [f"{key}= {chance.choice(values)}", chance.choice(NASTY), "x"]
            )
            path = Path(home) / "spoilt.toml"
            path.write_text("\n".join(lines), encoding="utf-8")

            def work(path: Path = path, read: Callable[[str], Any] = read) -> str:
                read(str(path))
                return "accepted"

            attempt(tally, f"{source.name}: {lines[at]!r}", work)
    return tally


def fuzz(seed: int, regions: int, queries: int, options: int, toml: int) -> list[Tally]:
    """All kinds; each is drawn from its own seed, so that one can be run again alone."""
    kinds = ((fuzz_regions, regions), (fuzz_queries, queries), (fuzz_options, options))
    runs = (*kinds, (fuzz_toml, toml))
    return [run(random.Random(f"{seed} {run.__name__}"), count) for run, count in runs]


def main() -> None:
    """Runs the fuzz, and ends with 1 where a case failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    for name, count in (("regions", 3000), ("queries", 2000), ("options", 500), ("toml", 300)):
        parser.add_argument(f"--{name}", type=int, default=count)
    asked = parser.parse_args()
    os.environ.pop("ECOGRAPH_GRAPH", None)
    started = time.monotonic()
    tallies = fuzz(asked.seed, asked.regions, asked.queries, asked.options, asked.toml)
    for tally in tallies:
        for failure in tally.failures[:20]:
            print(failure)  # noqa: T201
        print(tally)  # noqa: T201
    failed = sum(len(t.failures) for t in tallies)
    print(f"{failed} failed; {time.monotonic() - started:.0f} s, seed {asked.seed}")  # noqa: T201
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
