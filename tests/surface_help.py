"""Invented regions as folders of tables, and the commands that answer about them."""

import csv
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from ecograph.base.errors import EcographError
from ecograph.cli import app

TINY = Path(__file__).resolve().parents[1] / "graph_data" / "tiny"
Row = dict[str, Any]
# What an operation must be given, where something must.
GIVEN: dict[str, dict[str, Any]] = {
    "show": {"name": "Alpha Pumps"},
    "find": {"words": "pump"},
    "centrality": {"measure": "pagerank"},
    "paths": {"source": "s1", "target": "b1"},
    "whatif": {"scenario": "cut-foreign-display-inputs"},
    "consortium": {"about": "photoresist"},
    "owners": {"about": "tianma-microelectronics-xiamen"},
}


def write_region(folder: Path, **tables: Iterable[Row]) -> Path:
    """The places and sources of tiny, and these rows; what they leave open is stated to exist."""
    folder.mkdir(parents=True)
    for name in ("region.toml", "sources.csv", "country.csv", "city.csv"):
        shutil.copyfile(TINY / name, folder / name)
    for name, rows in tables.items():
        _write_table(folder / f"{name}.csv", name, list(rows))
    return folder


def _write_table(path: Path, name: str, rows: list[Row]) -> None:
    """Rows of statements, which name two ends, or of entities, which have an id of their own."""
    columns = (TINY / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    known = set(columns)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for i, row in enumerate(rows):
            label = row.get("id")
            given = {"id": f"{name}-{i:05}", "source": "invented", "modality": "exists"}
            given |= {"evidence": "stated", "label_zh": label, "label_en": label}
            writer.writerow({c: v for c, v in (given | row).items() if c in known})


def supplies(edges: Iterable[tuple[Any, ...]]) -> list[Row]:
    """Edges (seller, buyer) or (seller, buyer, value); a value of None is not known."""
    return [
        {"supplier": a, "buyer": b, "product": "thing"}
        | ({"value": w[0], "unit": "cny"} if w and w[0] is not None else {})
        for a, b, *w in edges
    ]


def supply_region(folder: Path, edges: Iterable[tuple[Any, ...]], **tables: Any) -> Path:
    """A region whose supply network has these edges."""
    held = list(edges)
    firms = sorted({str(end) for edge in held for end in edge[:2]})
    own: dict[str, Any] = {"firm": [{"id": key} for key in firms], "product": [{"id": "thing"}]}
    return write_region(folder, **(own | {"supply": supplies(held)} | tables))


def invoke(*words: Any) -> Result:
    """What a command line gives, whatever comes of it."""
    return CliRunner().invoke(app, [str(word) for word in words])


def document(*words: Any) -> dict[str, Any]:
    """The answer of a command as JSON."""
    done = invoke(*words, "--format", "json", "--lang", "en")
    if isinstance(done.exception, EcographError):
        raise done.exception
    assert done.exit_code == 0, (done.output, done.exception)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows_of(*words: Any) -> list[Row]:
    """The rows of a command as they stand in JSON."""
    found: list[Row] = document(*words)["rows"]
    return found
