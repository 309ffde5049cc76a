"""Options of a command from the parameters of a form: their types, bounds, help and defaults."""

from collections.abc import Callable, Mapping
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any

import typer

from ecograph.cli.output import system_language
from ecograph.operations.catalogue import Form, Parameter

Common = Mapping[str, tuple[Any, Any]]  # name of an option -> its annotation and its default


def command_of(form: Form, common: Common, act: Callable[..., object]) -> Callable[..., None]:
    """A function that typer makes a command of.

    `act` takes the values that were given, by name, and the common options by keyword; a common
    option whose default is `...` must be given.
    """

    def command(**given: Any) -> None:
        shared = {name: given.pop(name) for name in common}
        act({k: v for k, v in given.items() if v not in (None, [])}, **shared)

    arguments = [_argument(p, bool(form.list_of)) for p in sorted(form.parameters, key=_order)]
    for name, (annotation, default) in common.items():
        kept = Argument.empty if default is ... else default
        arguments.append(Argument(name, Argument.KEYWORD_ONLY, default=kept, annotation=annotation))
    command.__signature__ = Signature(arguments)  # type: ignore[attr-defined]
    command.__annotations__ = {a.name: a.annotation for a in arguments}
    command.__doc__ = _help(form)
    return command


def _help(form: Form) -> str:
    chosen = system_language() != "zh"
    parts = [form.help[chosen], form.more[chosen], f"Example: {form.example}"]
    return "\n\n".join(p for p in parts if p).replace("[", r"\[")  # which would be a style


def _order(parameter: Parameter) -> int:
    return parameter.place or 99


def _argument(parameter: Parameter, listed: bool) -> Argument:
    """A parameter as typer reads it; what can be listed is listed where it is not given."""
    kind: Any = list[parameter.type] if parameter.many else parameter.type  # type: ignore[name-defined]
    if parameter.required and not (listed and parameter.place == 1):
        kept: Any = Argument.empty
    else:
        given = None if parameter.required else parameter.default
        kept = None if given in (None, ()) else given
        kind = kind | None if kept is None else kind
    if parameter.place is not None:
        annotation: Any = Annotated[kind, typer.Argument(**_about(parameter))]
    else:
        flags = ["--" + parameter.name.rstrip("_").replace("_", "-")]
        flags += [f"-{parameter.short}"] if parameter.short else []
        annotation = Annotated[kind, typer.Option(*flags, **_about(parameter))]
    return Argument(parameter.name, Argument.KEYWORD_ONLY, default=kept, annotation=annotation)


def _about(parameter: Parameter) -> dict[str, Any]:
    """The help of an option, its choices and its bounds."""
    about: dict[str, Any] = {"help": parameter.help[system_language() != "zh"]}
    if parameter.choices:
        about |= {"metavar": "|".join(parameter.choices), "autocompletion": _offering(parameter)}
    if parameter.type in (int, float) and parameter.low is not None:
        about |= {"min": parameter.type(parameter.low), "max": parameter.type(parameter.high or 0)}
    return about


def _offering(parameter: Parameter) -> Callable[[str], list[str]]:
    def offer(incomplete: str) -> list[str]:
        return [c for c in parameter.choices if c.startswith(incomplete)]

    return offer
