"""The command line: examples run, exit codes are kept, nobody ever sees a traceback."""

import csv
import inspect
import io
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ecograph.base.results import table
from ecograph.base.table_text import as_text, plain
from ecograph.cli import app
from ecograph.cli.commands import whole
from ecograph.cli.index import INDEX
from ecograph.cli.output import RowFormat

ROOT = Path(__file__).resolve().parents[2]
COMMANDS: dict[str, Any] = {name: whole(name) for name in INDEX}
# Examples that are not run here, and why.
ELSEWHERE = {
    "atlas": "test_pages.py builds one and opens it",
    "check": "test_checks.py checks both regions",
    "demo": "test_docs.py runs it",
    "mcp": "test_agent.py asks it",
    "serve": "test_serving.py asks it",
    "take-answers": "test_remedies_cli.py takes some",
}
NEEDS_DOCUMENTS = {"cite", "verify"}
LIST_MAP = (  # of what the example of `import` brings in
    '[source]\nid = "list"\n[[read]]\nfile = "list.csv"\n'
    '[[read.rows]]\ntable = "firm"\nlabel = "名称"\nplace = "城市"\n'
)


def run(
    *arguments: str, cwd: Path | None = None, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """A command in a process of its own, as a person runs it."""
    code = "from ecograph.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def invoke(*arguments: str) -> Any:
    """A command in this process, where only its success matters."""
    return CliRunner().invoke(app, list(arguments))


def examples(name: str) -> list[str]:
    return re.findall(r"^\s*Example: (ecograph .+)$", COMMANDS[name].help, re.MULTILINE)


def arguments_of(name: str) -> list[str]:
    words = shlex.split(examples(name)[0])[1:]
    return words[: words.index(">")] if ">" in words else words


def prints_rows(name: str) -> bool:
    option = inspect.signature(COMMANDS[name].callback).parameters.get("format")
    return option is not None and RowFormat in get_args(option.annotation)


# ------------------------------------------------------------------------ help


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does_with_an_example(name: str) -> None:
    command = COMMANDS[name]
    (example,) = examples(name)
    assert shlex.split(example)[:2] == ["ecograph", name]
    panels = ("Start", "Graph", "Ask", "Analyse", "Draw", "Take away", "Share")
    assert command.rich_help_panel in panels
    for option in command.params:
        assert option.help, f"{name} {option.name} has no help"


def test_help_fits_a_narrow_terminal() -> None:
    done = run("--help", COLUMNS="60", NO_COLOR="1")
    assert done.returncode == 0 and "Graph" in done.stdout and "Ask" in done.stdout


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents_folder: Path) -> Path:
    """A working folder with what the examples name in it."""
    (tmp_path / "graph_data").symlink_to(ROOT / "graph_data")
    if documents_folder.is_dir():
        (tmp_path / "sources").symlink_to(documents_folder)
    (tmp_path / "list.csv").write_text("名称,城市\n虚构甲泵业,泉州\n", encoding="gb18030")
    (tmp_path / "list.toml").write_text(LIST_MAP, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - set(ELSEWHERE)))
def test_an_example_runs_on_the_shipped_data(name: str, beside: Path) -> None:
    if name in NEEDS_DOCUMENTS and not (beside / "sources").exists():
        pytest.skip("the documents are not here")
    before = set(beside.iterdir())
    done = invoke(*arguments_of(name))
    assert done.exit_code == 0, (done.output, done.exception)
    assert done.stdout or set(beside.iterdir()) - before


def test_examples_that_run_elsewhere_are_commands() -> None:
    assert set(ELSEWHERE) <= set(COMMANDS)


# ------------------------------------------------------------------------ json

JSON: dict[str, list[str]] = {
    "brokerage": ["brokerage", "--graph", "tiny"],
    "centrality": ["centrality", "pagerank", "--graph", "tiny"],
    "check": ["check", "tiny"],
    "communities": ["communities", "--graph", "tiny", "--runs", "2"],
    "project": ["project", "supply", "--graph", "tiny"],
    "robustness": ["robustness", "--graph", "tiny"],
    "show": ["show", "b1", "--graph", "tiny"],
    "verify": ["verify", "xiamen", "--documents", "sources"],
}


@pytest.mark.parametrize("name", [n for n in COMMANDS if prints_rows(n) and n != "take-answers"])
def test_rows_as_json_have_a_version_and_their_columns(name: str, beside: Path) -> None:
    if name in NEEDS_DOCUMENTS and not (beside / "sources").exists():
        pytest.skip("the documents are not here")
    words = [w for w in JSON.get(name, arguments_of(name)) if w not in ("--format", "csv")]
    done = invoke(*words, "--format", "json")
    assert done.exit_code == 0, (done.output, done.exception)
    document = json.loads(done.stdout, parse_constant=lambda c: pytest.fail(c))
    assert document["schema_version"] == 1
    assert all(list(row) == document["columns"] for row in document["rows"])


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json"])
def test_the_four_forms_of_rows(format: str) -> None:
    rows = [("b1", 1, 0.5, None, True), ("=cmd", -2, 1234567.891, "a,b\t", False)]
    text = as_text(table(("id", "n", "x", "none", "truth"), rows), format, {"definition": "d"})
    if format == "table":
        lines = text.splitlines()
        assert len(lines) == 4 and set(lines[1]) <= {"-", " "} and "=cmd" in text
    elif format == "json":
        held = json.loads(text)
        assert held["definition"] == "d" and held["rows"][1]["x"] == 1234567.891
        assert held["rows"][0]["none"] is None
    else:
        delimiter = {"csv": ",", "tsv": "\t"}[format]
        read = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        assert read[1] == ["b1", "1", "0.5", "", "True"]
        assert read[2] == ["'=cmd", "-2", "1234567.891", "a,b\t", "False"]


def test_numbers_that_are_none_are_unknown() -> None:
    rows = [(float("nan"), float("inf"))]
    held = json.loads(as_text(table(("a", "b"), rows), "json"), parse_constant=pytest.fail)
    assert held["rows"] == [{"a": None, "b": None}]
    assert as_text(table(("a", "b"), rows), "csv") == "a,b\n,\n"
    assert "nan" not in as_text(table(("a", "b"), rows), "table")


def test_a_table_lines_up_under_wide_characters() -> None:
    held = table(("name", "n"), [("厦门", 1), ("ab", 22), ("x" * 80, 3)])
    text = as_text(held, "table")
    lines = text.splitlines()
    assert lines[2].index("1") + 2 == lines[3].index("22") + 1  # two characters, four columns
    assert "…" in lines[4] and len(lines[4]) < 70


@given(st.text(max_size=30))
def test_nothing_steers_the_terminal(text: str) -> None:
    shown = plain(text)
    assert not set(shown) & set("\x00\x07\x08\x1b\x7f\x9b\u202e\u2066\n\r\t")


# ------------------------------------------------------------------ exit codes

FINE = [
    ["--version"],
    ["--help"],
    ["query", "ASK {}", "--graph", "tiny"],
    ["show", "b1", "-g", "tiny", "-f", "csv"],
    ["questions"],
    ["check", "tiny"],
]
WRONG_USE = {
    ("--nonsense",): "No such option",
    ("nonsense",): "No such command",
    ("query", "--nonsense"): "No such option",
    ("query", "ASK {}", "--format", "docx"): "'docx' is not one of",
    ("query", "ASK {}", "--timeout", "0"): "greater than or equal to 0.1",
    ("query",): "give a query",
    ("query", "ASK {}", "--question", "1"): "is nothing that it asks",
    ("query", "--question", "9999"): "no question is called 9999",
    ("query", "ASK {}", "-g", "tinny"): "did you mean tiny?",
    ("query", "SELECT * { ?s ?p ", "-g", "tiny"): "does not parse at line 1",
    ("query", "SELECT * { SERVICE <urn:x> {} }", "-g", "tiny"): "SERVICE asks another server",
    ("query", "SELECT * { ?s ?p ?o }", "-f", "turtle", "-g", "tiny"): "cannot hold solutions",
    ("show", "Alpha Pump", "-g", "tiny"): "did you mean Alpha Pumps",
    ("check", "tinny"): None,
    ("export", "-o", "x.docx", "-g", "tiny"): "the name does not say the format",
    ("export", "--seed", "nobody", "-o", "x.json", "-g", "tiny"): "no entity in this graph",
    ("build", "tiny", "-o", "x.docx"): "ends in none of",
}
CANNOT = {
    ("query", "ASK {}", "-g", "no/such/file.ttl"): "there is no such file or folder",
    ("query", "no.rq", "-g", "tiny"): "cannot be read",
    ("query", "ASK {}", "-g", "http://127.0.0.1:9/"): "does not answer as a SPARQL endpoint",
    ("build", "nowhere", "-o", "x.nq"): None,
    ("check", "."): "has no region.toml",
}


@pytest.mark.parametrize("words", FINE, ids=" ".join)
def test_0_where_all_is_well(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", WRONG_USE, ids=" ".join)
def test_2_where_it_cannot_be_meant(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path)
    said = WRONG_USE[words]
    assert "Traceback" not in done.stderr and "error of ours" not in done.stderr
    assert (done.returncode, done.stdout) == ((2, "") if said else (3, "")), done.stderr
    assert said is None or said in re.sub(r"[│\s]+", " ", done.stderr), done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", CANNOT, ids=" ".join)
def test_3_where_it_could_not_be_done(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path)
    said = CANNOT[words]
    assert "Traceback" not in done.stderr and "error of ours" not in done.stderr
    assert done.returncode == (3 if said else 2) and done.stdout == "", done.stderr
    assert said is None or said in done.stderr


def test_1_where_data_do_not_conform(tiny_folder: Path) -> None:
    path = tiny_folder / "supply.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",60,", ",x,"), encoding="utf-8")
    done = run("query", "ASK {}", "-g", str(tiny_folder))  # the rest is asked, and it is told
    assert done.returncode == 0
    assert "supply.csv row 2, value: x is no number; the row was left out" in done.stderr
    done = run("check", str(tiny_folder), "--format", "json")
    assert done.returncode == 1 and json.loads(done.stdout)["rows"][0]["column"] == "value"


def test_3_after_the_deadline() -> None:
    cartesian = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = run("query", cartesian, "-g", "tiny", "--timeout", "0.5")
    assert done.returncode == 3 and "longer than 0.5 s" in done.stderr


def test_130_on_ctrl_c() -> None:
    cartesian = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    code = "from ecograph.cli import main; main()"
    command = [sys.executable, "-c", code, "query", cartesian, "-g", "tiny"]
    started = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    time.sleep(1.5)
    started.send_signal(signal.SIGINT)
    _, stderr = started.communicate(timeout=10)
    assert started.returncode == 130 and b"Traceback" not in stderr


def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(b"\xff\xfe\x00")
    done = run("query", "ASK {}", "-g", str(path))
    assert done.returncode == 3 and "x.ttl: is not readable" in done.stderr
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    done = run("gaps", "-g", str(path))
    assert done.returncode == 3 and "map it to the ontology" in done.stderr
    path.chmod(0)
    if not os.access(path, os.R_OK):  # root may read everything
        done = run("query", "ASK {}", "-g", str(path))
        assert done.returncode == 3 and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["query", "SELECT * { ?s ?p ?o }", "-g", "tiny", "-f", "csv"],  # more than a pipe holds
        ["show", "b1", "-g", "tiny"],  # less than a buffer holds
        ["export", "-o", "-", "-f", "turtle", "-g", "tiny"],
    ],
    ids=lambda w: w[0],
)
def test_a_reader_that_goes_away(words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code = "from ecograph.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], stdout=writer, stderr=subprocess.PIPE, timeout=60
    )
    os.close(writer)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr


def test_output_is_utf_8_whatever_the_system_speaks() -> None:
    for environment in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}):
        done = run("show", "b1", "-g", "tiny", "--lang", "zh", **environment)
        assert done.returncode == 0 and "虚构甲泵业" in done.stdout


def test_an_argument_that_is_no_text() -> None:
    code = "from ecograph.cli import main; main()"
    command = [sys.executable.encode(), b"-c", code.encode(), b"show", b"\xff\xfe", b"-g", b"tiny"]
    done = subprocess.run(command, capture_output=True, timeout=60)
    assert done.returncode == 2 and b"no entity in this graph is called" in done.stderr


def test_an_error_of_ours_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import ecograph.graph.data, ecograph.cli\n"
        "def fail(*_): raise RuntimeError('boom')\n"
        "ecograph.graph.data.open_data = fail\n"
        "ecograph.cli.main()\n"
    )
    command = [sys.executable, "-c", code, "show", "b1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert "an error of ours, please report it: RuntimeError: boom" in done.stderr
    environment = os.environ | {"ECOGRAPH_TRACEBACK": "1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert "Traceback" in done.stderr


def on_a_terminal(*words: str, **environment: str) -> str:
    """What a command prints on a terminal."""
    code = "from ecograph.cli import main; main()"
    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm-256color"} | environment,
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the terminal is closed
            break
        if not part:
            break
        said += part
    started.wait(timeout=60)
    os.close(ours)
    return said.decode()


@pytest.mark.parametrize("words", [["--help"], ["--nonsense"], ["show", "b1", "-g", "tiny"]])
def test_no_colour_where_none_is_wanted(words: list[str]) -> None:
    """NO_COLOR takes the colours away; bold and the like may stay."""
    said = on_a_terminal(*words, NO_COLOR="1")
    assert said and not re.search(r"\x1b\[[0-9;]*3[0-9]", said)


def test_hostile_labels_stay_text_on_a_terminal(tiny_folder: Path) -> None:
    """Those of a graph, and those that an error quotes from a table."""
    graph = tiny_folder.parent / "x.nt"
    assert run("build", "tiny", "-o", str(graph)).returncode == 0
    firms = tiny_folder / "firm.csv"
    for path, sign in ((graph, "\\u001B"), (firms, "\x1b")):
        text = path.read_text(encoding="utf-8")
        hostile = f"[red]{sign}[2JAlpha[/red]\u202e"
        path.write_text(text.replace("Alpha Pumps", hostile), encoding="utf-8")
    for name in (graph, tiny_folder):
        said = on_a_terminal("show", "b1", "-g", str(name))
        assert "[red][2JAlpha[/red]" in said and "\x1b[2J" not in said and "\u202e" not in said


def test_messages_go_to_stderr_and_rows_to_stdout(tmp_path: Path) -> None:
    done = run("check", "tiny", "--format", "csv")
    assert done.stdout == "" and "0 errors" in done.stderr
    done = run("export", "-o", "-", "-f", "json", "-g", "tiny", "--seed", "b1")
    assert json.loads(done.stdout)["nodes"] and "8 entities" in done.stderr


def test_questions_by_number() -> None:
    done = run("query", "--question", "1", "-f", "csv")
    assert done.returncode == 0 and done.stdout.count("\n") > 3


def test_a_query_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "firms.rq").write_text("SELECT (COUNT(*) AS ?n) { ?f a eco:Firm }", "utf-8")
    done = run("query", "firms.rq", "-g", "tiny", "-f", "csv", cwd=tmp_path)
    assert done.stdout.split() == ["n", "4"]


def test_a_question_is_answered_in_the_language_asked() -> None:
    english = run("query", "--question", "6", "--lang", "en", "-f", "csv").stdout
    assert "Jinyuan Group" in english and "金圆集团" not in english
    assert "金圆集团" in run("query", "--question", "6", "--lang", "zh", "-f", "csv").stdout


def test_the_graph_of_the_environment() -> None:
    done = run("query", "SELECT (COUNT(*) AS ?n) { ?f a eco:Firm }", ECOGRAPH_GRAPH="tiny")
    assert done.stdout.split()[-1] == "4"


def test_yes_and_no_and_short_names() -> None:
    assert run("query", "ASK { id:b1 a eco:Firm }", "-g", "tiny").stdout == "yes\n"
    assert run("query", "ASK { id:b1 a eco:Bank }", "-g", "tiny").stdout == "no\n"
    done = run("query", "SELECT ?c { id:b1 a ?c }", "-g", "tiny")
    assert {"eco:Firm", "eco:Organization", "org:Organization"} < set(done.stdout.split())
