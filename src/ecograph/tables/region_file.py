"""The folder of a region: its region.toml, and what else lies in it beside CSV files."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ecograph.base.errors import DataError, Finding, Unreadable, near_names
from ecograph.base.files import read_toml

OTHER_KINDS = (".xlsx", ".parquet")  # of files that hold tables, as CSV files do
METADATA = "csv-metadata.json"  # what columns mean, as CSV on the Web has it
OF_IMPORTS = "import"  # the folder in which an import keeps its map, its names and what it rejected
ID_FORM = re.compile(r"[a-z0-9][a-z0-9-]*")


def read_about(path: Path, findings: list[Finding]) -> dict[str, Any]:
    """What region.toml says. Raises DataError."""
    try:
        about = read_toml(path)
    except Unreadable as error:
        problem, _, mend = str(error).removeprefix(f"{path}: ").partition("; ")
        raise DataError(
            [Finding(path.name, None, None, None, problem, mend or "mend it")]
        ) from None
    for key, (form, required, mend) in _ABOUT.items():
        value = about.get(key)
        if value is None and required:
            findings.append(Finding(path.name, None, key, None, "is missing", mend))
        elif value is not None and not form(value):
            problem = "is not what stands there"
            findings.append(Finding(path.name, None, key, _told(value), problem, mend))
    if not {"label_zh", "label_en"} & about.keys():
        mend = 'write label_zh = "…" or label_en = "…"'
        findings.append(Finding(path.name, None, "label_zh", None, "is missing", mend))
    for key in about:
        if key not in _ABOUT:
            near = near_names(key, _ABOUT)
            mend = f"did you mean {near[0]}?" if near else f"it may hold {', '.join(_ABOUT)}"
            findings.append(Finding(path.name, None, key, None, "is an unknown key", mend))
    if findings:
        raise DataError(findings)
    return about


def _told(value: Any) -> str:
    try:
        return str(value)
    except ValueError:  # a whole number of thousands of digits
        return "a very large number"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and control_in(value) is None


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and ID_FORM.fullmatch(value) is not None


# What region.toml may hold: what a value must be, whether it must be there, and the mend.
_ABOUT: dict[str, tuple[Callable[[Any], bool], bool, str]] = {
    "id": (_is_id, True, 'write id = "…" with a-z, 0-9 and - only'),
    "label_zh": (_is_text, False, 'write label_zh = "…"'),
    "label_en": (_is_text, False, 'write label_en = "…"'),
    "place": (_is_id, True, 'write place = "…", the id of a row in a table of places'),
    "synthetic": (lambda v: isinstance(v, bool), False, "write synthetic = true or false"),
}


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # category Cc without tab and line end


def control_in(text: str) -> str | None:
    """The first character that is not seen and is no tab or line end; None where there is none."""
    found = _CONTROL.search(text)
    return found.group() if found else None
