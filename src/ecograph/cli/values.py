"""Values of options that are plain: texts, whole numbers, choices, defaults.

Typer converts by pydantic, whose import takes longer than what most commands do; it is left to
typer where a value is wrong or of another kind.
"""

from enum import StrEnum
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
    """A plain value of the option's type; None where it is not plain."""
    kind, about = param.type_descriptor.annotation, param.type_descriptor.parameter_info
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
    if issubclass(kind, StrEnum) and value in [choice.value for choice in kind]:
        return kind(value)
    return None


def taking_plain_values(parameters: list[Any]) -> list[Any]:
    """The same options; they take plain values without typer's help."""
    for parameter in parameters:
        if getattr(parameter, "_runtime_param", ...) is None:
            parameter._runtime_param = _Plain()
    return parameters
