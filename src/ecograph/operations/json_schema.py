"""The parameters of a form as JSON Schema: what OpenAPI and agents read."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ecograph.base.errors import UnknownName, UsageError
from ecograph.operations.catalogue import Form, Parameter

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}
MOST_VALUES = 50
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")


def asked_from_outside(form: Form) -> Iterator[Parameter]:
    """The parameters that may be given from outside: none that names a file of this machine."""
    return (p for p in form.parameters if p.file != "must")


def parameter_schema(parameter: Parameter, language: str = "en") -> dict[str, Any]:
    """A parameter as JSON Schema, with its help in a language, zh or en."""
    one: dict[str, Any] = {"type": _TYPES[parameter.type]}
    if parameter.type is str:
        one["maxLength"] = parameter.longest
    if parameter.choices:
        one["enum"] = list(parameter.choices)
    if parameter.low is not None and parameter.high is not None:
        one |= {"minimum": parameter.low, "maximum": parameter.high}
    if parameter.file:
        one["pattern"] = r"^[^./\\]*$"  # a name, and no file
    if parameter.many:
        one = {"type": "array", "items": one, "maxItems": MOST_VALUES}
    held: dict[str, Any] = {**one, "description": parameter.help[language != "zh"]}
    if not parameter.required and parameter.default not in (None, ()):
        held["default"] = parameter.default
    if parameter.unit:
        held["description"] += f" ({parameter.unit})"
    return held


def form_schema(form: Form, language: str = "en") -> dict[str, Any]:
    """The parameters of a form as the schema of an object."""
    held = {p.name: parameter_schema(p, language) for p in asked_from_outside(form)}
    required = [p.name for p in asked_from_outside(form) if p.required]
    return {
        "type": "object",
        "properties": held,
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def values_from_text(form: Form, given: Mapping[str, list[str]]) -> dict[str, Any]:
    """The values that texts stand for, as an address or a form gives them.

    Raises UsageError, UnknownName.
    """
    known = {p.name: p for p in asked_from_outside(form)}
    values: dict[str, Any] = {}
    for name, texts in given.items():
        if name not in known:
            raise UnknownName(f"parameter of {form.name}", name, known, ", ".join(known))
        parameter = known[name]
        if not parameter.many and len(texts) > 1:
            raise UsageError(f"{name}: is given {len(texts)} times; give it once")
        read = [_read(parameter, text) for text in texts]
        values[name] = tuple(read) if parameter.many else read[0]
    return values


def checked_from_outside(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that nobody here gave: within bounds of length and number, and no name of a file.

    Raises UsageError, UnknownName.
    """
    known = {p.name: p for p in asked_from_outside(form)}
    for name, value in values.items():
        if name not in known:
            raise UnknownName(f"parameter of {form.name}", name, known, ", ".join(known))
        held = value if isinstance(value, list | tuple) else [value]
        if len(held) > MOST_VALUES:
            raise UsageError(f"{name}: has {len(held)} values; {MOST_VALUES} are allowed")
        for one in held:
            if one is not None and not isinstance(one, str | int | float):
                raise UsageError(f"{name}: takes no list of lists and no object")
            most = known[name].longest
            if isinstance(one, str) and (len(one) > most or _NO_CHARACTER.search(one)):
                raise UsageError(f"{name}: has more than {most} characters, or one that is none")
            if known[name].file and isinstance(one, str) and set(one) & set("./\\"):
                raise UsageError(
                    f"{name}: {one} is the name of a file; give the name of one of ours"
                )
    return {name: _whole(known[name], value) for name, value in values.items()}


def _whole(parameter: Parameter, value: Any) -> Any:
    """A whole number that is written as 4.0, as JSON may have it, is 4."""
    as_float = parameter.type is int and isinstance(value, float) and value.is_integer()
    return int(value) if as_float else value


def _read(parameter: Parameter, text: str) -> Any:
    """The value that a text stands for.  Raises UsageError."""
    if parameter.type is bool:
        if text.lower() not in ("true", "false", "1", "0", ""):
            raise UsageError(f"{parameter.name}: {text[:60]} is neither true nor false")
        return text.lower() not in ("false", "0")
    try:
        if parameter.type is not str and (not text.isascii() or "_" in text):
            raise ValueError
        return parameter.type(text)
    except (ValueError, OverflowError):
        wanted = "a whole number" if parameter.type is int else "a number"
        raise UsageError(f"{parameter.name}: {text[:60]} is not {wanted}") from None
