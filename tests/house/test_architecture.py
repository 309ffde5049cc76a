"""The shape of the program: small documented modules, imports that point down, a quick start."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import ecograph
from ecograph.base.namespaces import ECO

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "ecograph"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = (
    *("rdflib", "pyoxigraph", "pyarrow", "networkx", "pandas", "numpy", "duckdb"),
    *(
        "pyshacl_turbo",
        "pyvis",
        "jinja2",
        "httpx",
        "graspologic_native",
        "rustworkx",
        "opencc",
        "igraph",
        "pyspark",
        "py4j",
        "sqlglot",
    ),
)
BINARY = (".png", ".gz", ".xlsx")
FunctionDef = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def public(tree: ast.AST) -> Iterator[FunctionDef | ast.ClassDef]:
    """The public functions, classes and methods of a module."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_small_and_documented(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    generated = "not to be edited" in text[:300]
    assert len(text.splitlines()) <= (500 if generated else 400)
    assert ast.get_docstring(tree), "says what it is for"
    missing = [n.name for n in public(tree) if not ast.get_docstring(n)]
    assert not missing, missing


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_names_are_annotated(path: Path) -> None:
    bare = []
    for node in public(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            continue
        inputs = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        inputs += [a for a in (node.args.vararg, node.args.kwarg) if a]
        named = [a for a in inputs if a.arg not in ("self", "cls")]
        if node.returns is None or any(a.annotation is None for a in named):
            bare.append(node.name)
    assert not bare, bare


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    """At most 40 lines, but where they are generated, and 40 statements as ruff counts too."""
    crowded, long = [], []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, FunctionDef):
            statements = sum(isinstance(n, ast.stmt) for n in ast.walk(node)) - 1
            if statements > 45:
                crowded.append((node.name, statements))
            if node.end_lineno - node.lineno >= 40:
                long.append(node.name)
    assert not crowded, crowded
    if path.parent.name != "questions":
        assert not long, long


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is no checkout")
    return [ROOT / p for p in listed.stdout.decode().split("\0") if p and (ROOT / p).is_file()]


# Paths of a machine, and registries that are not the public ones.
_OF_A_MACHINE = re.compile(
    r"(?<![\w.:/-])/(?:home|root|work|Users|mnt|data|srv)/|(?<![\w.:/-])/tmp/\w|[A-Z]:\\\\Users"
    r"|\b(?:index-url|registry)\s*[=:]\s*\"?https?://|\"resolved\":"
)


def test_no_file_names_a_machine() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__) or path.suffix in BINARY:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _OF_A_MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert not found, "\n".join(found)


def test_files_are_text_with_unix_line_ends() -> None:
    for path in tracked():
        if path.suffix in BINARY:
            continue
        raw = path.read_bytes()
        assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf"), path
        assert not raw or raw.endswith(b"\n"), path


def imported_by(code: str) -> set[str]:
    """The top-level packages that are imported once some code has run."""
    watched = f"import sys\n{code}\nprint(' '.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", watched], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    "code",
    [
        "import ecograph",
        "from ecograph.cli import main\nsys.argv = ['ecograph', '--version']\n"
        "try: main()\nexcept SystemExit: pass",
        "from ecograph.cli import main\nsys.argv = ['ecograph', '--help']\n"
        "try: main()\nexcept SystemExit: pass",
    ],
    ids=["import", "version", "help"],
)
def test_nothing_heavy_is_imported_to_start(code: str) -> None:
    assert not imported_by(code) & set(HEAVY)


def test_public_names_are_few_and_the_same_at_every_access() -> None:
    assert 0 < len(ecograph.__all__) <= 25
    assert set(dir(ecograph)) - {"__version__"} == set(ecograph.__all__) - {"__version__"}
    for name in set(ecograph.__all__) - {"__version__"}:
        first = getattr(ecograph, name)
        assert first is getattr(ecograph, name) and callable(first), name


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = ecograph.nonsense  # type: ignore[attr-defined]


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """The modules that a module imports, and whether it does so at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((a.name, id(node) in top) for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{a.name}", id(node) in top) for a in node.names)


TOPICS = ("supplychain", "networks", "measures")


def test_topics_know_no_rdf() -> None:
    """Only the columns open the door between the graph and the topics."""
    barred = (
        "rdflib",
        "pyoxigraph",
        "ecograph.graph.opening",
        "ecograph.graph.to_rdf",
        "ecograph.sparql.execution",
    )
    paths = [p for room in TOPICS for p in (PACKAGE / room).rglob("*.py")]
    assert len(paths) > 30
    for path in paths:
        for name, _ in imports(path):
            assert not name.startswith(barred), (path.name, name)


def test_only_the_surface_catches_our_errors_to_print_them() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if path.parent.name not in ("cli", "service"):
            assert "sys.exit(" not in text or path.name == "_worker.py", path


def test_our_queries_stand_in_files() -> None:
    """SPARQL of the program lives in graph/queries/, where the tests and the documents find it."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                query = re.search(r"\b(SELECT|CONSTRUCT|ASK)\b[^.]*\{[^}]*\?\w+", node.value)
                told = any(
                    w in node.value for w in ("Example", "list the graphs", "ecograph query")
                )
                assert query is None or told, (path.name, node.value[:60])


def test_every_query_of_ours_is_used_and_says_what_it_gives() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in MODULES)
    for path in sorted((PACKAGE / "graph" / "queries").glob("*.rq")):
        assert path.read_text(encoding="utf-8").startswith("# "), path.name
        assert f'"{path.stem}"' in code, f"{path.name} is used by nothing"


def test_every_sql_of_statements_is_used_and_names_terms_of_the_ontology() -> None:
    code = (PACKAGE / "graph" / "derivation.py").read_text(encoding="utf-8")
    for path in sorted((PACKAGE / "graph" / "sql").glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("-- "), path.name
        assert f'"{path.stem}"' in code, f"{path.name} is used by nothing"
        for name in re.findall(r"eco\('(\w+)'\)", text):
            assert ECO[name]


def test_the_import_layers_hold() -> None:
    """As import-linter checks them, where it is installed."""
    pytest.importorskip("importlinter")
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_worker_needs_nothing_of_the_package() -> None:
    for name, _ in imports(PACKAGE / "graph" / "_worker.py"):
        assert not name.startswith("ecograph")


def test_what_is_declared_is_what_is_imported() -> None:
    """Every third-party package that the program imports is declared, and the other way round."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {
        re.split(r"[^\w-]", d)[0].lower().replace("-", "_")
        for d in [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    }
    used = {name.partition(".")[0] for path in MODULES for name, _ in imports(path)}
    third_party = used - set(sys.stdlib_module_names) - {"ecograph"}
    assert third_party - declared == set()
    assert not declared - third_party
