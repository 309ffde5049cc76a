"""What an operation is: typed parameters, what answers, and how every surface learns of both.

A question is a frozen dataclass of parameters, each made by `param`, and a function that answers
it. Options of the command line, methods of a `Dataset`, checks, help and the reference are read
off from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from math import isfinite
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Protocol,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    runtime_checkable,
)

from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.results import Both
from ecograph.operations.result import Found, Result
from ecograph.operations.spark import takes_spark

if TYPE_CHECKING:
    from ecograph.graph.data import Data


@dataclass(frozen=True)
class Parameter:
    """A parameter as surfaces show it.

    `type` is str, int, float or bool; `many` says that it may be given several times; `entity`
    is the class whose entity the value names (empty: any), None where it names none; `choices`,
    `low` and `high` are what it may be; `place` is 1, 2, … where commands take it without a name;
    `file` is `may` or `must` where the value is the name of a file; `longest` is how many
    characters of a text are taken from outside.
    """

    name: str
    type: type
    many: bool
    default: Any
    help: Both
    entity: str | None = None
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    place: int | None = None
    short: str | None = None
    file: str = ""
    longest: int = 500

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is MISSING

    def check(self, value: Any) -> Any:
        """The value, of the right type and within its bounds.

        Raises UsageError, UnknownName for a choice that is none.
        """
        if value is None:
            if self.default is None or self.many:
                return () if self.many else None
            raise UsageError(f"{self.name}: a value is missing; give one")
        if self.many:
            held = tuple(value) if isinstance(value, list | tuple) else (value,)
            return tuple(self._one(v) for v in held)
        return self._one(value)

    def _one(self, value: Any) -> Any:
        if self.type is float and type(value) is int:
            value = float(value)
        if type(value) is not self.type:
            wanted = {str: "text", int: "a whole number", float: "a number", bool: "True or False"}
            raise UsageError(f"{self.name}: {value!r} is not {wanted[self.type]}")
        if self.choices and str(value) not in self.choices:
            few = "give one of " + ", ".join(self.choices)
            raise UnknownName(self.name.rstrip("_"), str(value), self.choices, few)
        if self.low is not None and self.high is not None:
            number = float(str(value))
            if not isfinite(number) or not self.low <= number <= self.high:
                raise UsageError(
                    f"{self.name}: {value} is not between {self.low:g} and {self.high:g}"
                )
        return value


def param(
    zh: str,
    en: str,
    default: Any = MISSING,
    *,
    entity: str | None = None,
    choices: tuple[str, ...] = (),
    low: float | None = None,
    high: float | None = None,
    unit: str | None = None,
    place: int | None = None,
    short: str | None = None,
    file: str = "",
    longest: int = 500,
) -> Any:
    """A field of a dataclass of parameters; see Parameter."""
    about = {"help": (zh, en), "entity": entity, "choices": choices, "low": low, "high": high}
    about |= {"unit": unit, "place": place, "short": short}
    about |= {"file": file, "longest": longest}
    return field(default=default, kw_only=True, metadata=about)


@runtime_checkable
class Dating(Protocol):
    """Parameters that cut the tables by a day, and say what that left out."""

    def say_when(self, data: "Data", found: Found) -> Found:
        """The answer with what was left out, and the day among its parameters."""


class Form(Protocol):
    """What surfaces make options of: an operation, or a part of the graph to draw or to write."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def help(self) -> Both:
        """What it does, in one sentence."""

    @property
    def more(self) -> Both:
        """What a reader of the help needs besides."""

    @property
    def example(self) -> str:
        """A command that runs on the shipped data."""

    @property
    def list_of(self) -> str:
        """The operation that lists what the first parameter may be."""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters, in the order in which they are declared."""


@dataclass(frozen=True)
class Operation:
    """A question: its name, the dataclass of its parameters, and what answers it.

    `help` says in one sentence what it is; `more` says what a reader of the help needs besides;
    `example` is a command that runs on the shipped data; `list_of` names the operation that lists
    what the first parameter may be, which commands also take as `list`; `definition` is the id of
    the indicator that it measures, whose words and source stand in words/definitions.toml.
    """

    name: str
    group: str
    help: Both
    params: type
    run: Callable[["Data", Any], Found]
    example: str
    more: Both = ("", "")
    list_of: str = ""
    definition: str = ""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters, in the order in which they are declared."""
        return parameters_of(self.params)


def parameters_of(params: type) -> tuple[Parameter, ...]:
    """The parameters that a dataclass of them declares, in its order."""
    hints = get_type_hints(params)
    return tuple(_parameter(f, hints[f.name]) for f in fields(params))


def _parameter(of: Field[Any], hint: Any) -> Parameter:
    kinds = [a for a in get_args(hint) if a is not NoneType] if _is_union(hint) else [hint]
    many = get_origin(kinds[0]) is tuple
    kind = get_args(kinds[0])[0] if many else kinds[0]
    return Parameter(of.name, kind, many, of.default, **of.metadata)


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType)


def answer(operation: Operation, data: "Data", values: Mapping[str, Any]) -> Result:
    """What the data answer to an operation with these parameters; the rest have their defaults.

    Names of entities may be ids, labels or aliases, in either language.
    Raises UsageError, UnknownName, and what the operation raises.
    """
    if data.on_spark and not takes_spark(operation.parameters):
        raise UsageError(
            f"{operation.name}: is not asked on Spark; open the graph itself, not its Parquet"
        )
    given = filled(operation, data, values)
    asked = operation.params(**given)
    found = operation.run(data, asked)
    if given.get("as_of") and isinstance(asked, Dating):
        found = asked.say_when(data, found)
    return Result(operation.name, data.name, data, found, top=given.get("top", 0))


def filled(form: Form, data: "Data", values: Mapping[str, Any]) -> dict[str, Any]:
    """A value for each parameter: checked, names of entities as ids, defaults where none is given.

    Raises UsageError, UnknownName.
    """
    known = {p.name: p for p in form.parameters}
    for name in values:
        if name not in known:
            raise UnknownName(f"parameter of {form.name}", name, known, ", ".join(known))
    given = {}
    for name, parameter in known.items():
        value = values.get(name, parameter.default)
        if value is MISSING:
            raise UsageError(f"{form.name}: {name} is missing; {parameter.help[1]}")
        value = parameter.check(value)
        if parameter.entity is not None and value is not None:
            value = data.find(value, parameter.entity or None)
        given[name] = value
    return given
