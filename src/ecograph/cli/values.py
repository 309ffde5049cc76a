"""Values of options that are plain: texts, whole numbers, choices, paths, defaults.

Typer converts by pydantic, whose import takes longer than what most commands do; it is left to
typer where a value is wrong or of another kind.
"""

import os
import stat
from enum import StrEnum
from pathlib import Path
from typing import Any

_DIGITS = 15  # what is longer is no number that a command takes


class _Plain:
    """Stands where typer keeps what converts the values of an option."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value, converted where it is plain; in typer's own way elsewhere."""
        if (param.multiple or param.nargs != 1) and not value:
            return ()
        if value is None:
            return None
        found = _converted(value, param)
        if found is not None:
            return found
        param._runtime_param = None
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _converted(value: Any, param: Any) -> Any:
    """Plain texts, or a plain value of the option's type; None where it is not plain."""
    kind, about = param.type_descriptor.annotation, param.type_descriptor.parameter_info
    if kind == list[str] and all(type(v) is str and v.isprintable() for v in value):
        return list(value)
    if not isinstance(kind, type):
        return None
    if value == param.default and (isinstance(value, kind) or (kind, type(value)) == (float, int)):
        return float(value) if kind is float else value
    if type(value) is not str or not value.isprintable():  # what the shell gives may be no text
        return None
    if kind is str:
        return value
    if kind is int and value.isascii() and value.isdigit() and len(value) <= _DIGITS:
        low, high = about.min, about.max
        within = (low is None or low <= int(value)) and (high is None or int(value) <= high)
        return int(value) if within else None
    if kind is Path:
        return _path(value, about)
    if issubclass(kind, StrEnum) and value in [choice.value for choice in kind]:
        return kind(value)
    return None


def _path(value: str, about: Any) -> Path | None:
    """A path that is as the option asks; None where typer has to say what is wrong with it."""
    try:
        mode = Path(value).stat().st_mode
    except (OSError, ValueError):
        return None if about.exists or about.resolve_path else Path(value)
    fine = (
        (about.file_okay or not stat.S_ISREG(mode))
        and (about.dir_okay or not stat.S_ISDIR(mode))
        and (not about.readable or os.access(value, os.R_OK))
        and not (about.writable or about.resolve_path)
    )
    return Path(value) if fine else None


def taking_plain_values(parameters: list[Any]) -> list[Any]:
    """The same options; they take plain values without typer's help."""
    for parameter in parameters:
        if getattr(parameter, "_runtime_param", ...) is None:
            parameter._runtime_param = _Plain()
    return parameters
