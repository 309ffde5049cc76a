"""The commands: names and short helps are known at once, the rest is made when one is called."""

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from ecograph.cli.index import INDEX
from ecograph.cli.output import system_language
from ecograph.cli.values import taking_plain_values


class Commands(TyperGroup):
    """The group of all commands; it lists them without what they import."""

    def __init__(self, **about: Any) -> None:
        super().__init__(**about)
        chosen = system_language() != "zh"
        for name, (_, panel, help) in INDEX.items():
            self.add_command(TyperCommand(name, help=help[chosen], rich_help_panel=panel))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The name of the command that is called, the command with its options, the rest."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command and whole(str(command.name)), rest

    def get_params(self, ctx: Any) -> Any:
        """Its options."""
        return taking_plain_values(super().get_params(ctx))


class Command(TyperCommand):
    """A command that is called."""

    def get_params(self, ctx: Any) -> Any:
        """Its options."""
        return taking_plain_values(super().get_params(ctx))


def whole(name: str) -> Command:
    """A command with its options and what it does."""
    alone = typer.Typer(add_completion=False)
    function = _function(name)
    panel = INDEX[name][1]
    alone.command(name, cls=Command, help=_help(name, function), rich_help_panel=panel)(function)
    command = get_command(alone)
    assert isinstance(command, Command)
    return command


def _help(name: str, function: Callable[..., None]) -> str:
    """What a command does, in the reader's language, and what stands behind that."""
    chosen = INDEX[name][2][system_language() != "zh"]
    more = str(inspect.getdoc(function)).partition("\n\n")[2]
    return chosen.replace("[", r"\[") + "\n\n" + more  # a bracket would open a style


def _function(name: str) -> Callable[..., None]:
    module = import_module(INDEX[name][0])
    if hasattr(module, "OPERATIONS"):
        from ecograph.cli.operations import command

        return command(next(o for o in module.OPERATIONS if o.name == name))
    found: Callable[..., None] = module.COMMANDS[name]
    return found
