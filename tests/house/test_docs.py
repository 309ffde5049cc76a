"""What people read is true: README commands run, documents are current, notebooks run."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import ecograph

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("ecograph ")
]


def run(arguments: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from ecograph.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)


@pytest.mark.parametrize("line", COMMANDS)
def test_readme_command_runs(line: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    done = run(shlex.split(line)[1:], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr or list((tmp_path / "out").iterdir())


def test_readme_python_runs(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    made = {p.name: p.read_text("utf-8") for p in tmp_path.iterdir()}
    assert set(made) == {"central.csv", "central.csv-metadata.json", "biomedicine.html"}
    assert made["central.csv"].startswith("rank,id,label,class,value,doubted_edges\n")
    assert made["biomedicine.html"].startswith("<!doctype html>")


def test_files_that_documents_name_are_there() -> None:
    named = re.findall(r"`([\w/]+\.py)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert named
    for name in named:
        assert any((ROOT / top / name).is_file() for top in ("tests", "src/ecograph")), name


def test_generated_parts_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_notebooks_are_those_of_their_scripts() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    from generate_notebooks import text_of

    scripts = sorted((ROOT / "notebooks").glob("*.py"))
    assert scripts
    for script in scripts:
        assert script.with_suffix(".ipynb").read_text("utf-8") == text_of(script), script


def test_ontology_pages_hold_every_term_in_both_languages(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "docs/ontology_pages.py", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    from ecograph.base.namespaces import ECO

    for language in ("zh", "en"):
        page = (tmp_path / f"ontology-{language}.html").read_text(encoding="utf-8")
        missing = [t for t in ECO.terms if f"eco:{t}</code>" not in page]
        assert not missing


def test_links_between_documents_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "ontology" / "README.md"]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebook_runs_and_holds_no_outputs(path: Path, tmp_path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert cells
    assert all(not c["outputs"] and c["execution_count"] is None for c in cells)
    script = "\n\n".join("".join(c["source"]) for c in cells)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr


def test_module_example_runs() -> None:
    import doctest

    result = doctest.testmod(ecograph)
    assert result.attempted and not result.failed
