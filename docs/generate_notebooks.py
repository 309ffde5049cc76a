"""Writes the notebooks that are paired with a script: python docs/generate_notebooks.py

A cell of `notebooks/NAME.py` starts with `# %%`, of text with `# %% [markdown]`.  A test checks
that the notebooks are what this writes.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
_ABOUT = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook_of(script: str) -> dict[str, Any]:
    """The notebook of a script."""
    cells = []
    for number, part in enumerate(script.split("# %%")[1:]):
        head, _, body = part.partition("\n")
        lines = body.strip().splitlines(keepends=True)
        if head.strip() == "[markdown]":
            text = [line.removeprefix("# ").replace("#\n", "\n") for line in lines]
            cells.append(_cell("markdown", number, text))
        else:
            cells.append(_cell("code", number, lines))
    return {"cells": cells, "metadata": _ABOUT, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, number: int, source: list[str]) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell | {"source": source}


def text_of(script: Path) -> str:
    """The text of the notebook file of a script."""
    made = notebook_of(script.read_text(encoding="utf-8"))
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.py")):
        path.with_suffix(".ipynb").write_text(text_of(path), encoding="utf-8")
        print(f"{path.stem}.ipynb: written")
