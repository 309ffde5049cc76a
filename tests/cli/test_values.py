"""Plain values are what typer makes of them; commands do without what typer imports for it."""

import subprocess
import sys
from typing import Any

import pytest
import typer

from ecograph.cli.commands import whole
from ecograph.cli.index import INDEX
from ecograph.cli.values import _converted, taking_plain_values

VALUES = (
    *("", "a", "天马", "zh", "ZH", "csv", "turtle", "true", "a\nb", "a\u200bb", "\udce4"),
    *("/", "/tmp", __file__, "no/such/file", "-", "a\0b", "x" * 300),
    *("0", "1", "007", "-1", "+2", "1_0", "½", "٣", "1.5", "nan", "1" * 16, "10000000000"),
)


def made(param: Any, value: Any, plain: bool) -> Any:
    """What becomes of a value, with its type; the message where it is refused."""
    param._runtime_param = None
    if plain:
        taking_plain_values([param])
    try:
        found = param._runtime_param.coerce(value, param, None) if plain else (
            param.get_runtime_param().coerce(value, param=param, ctx=None)
        )  # fmt: skip
    except typer.BadParameter as error:
        return error.format_message()
    return type(found), found


@pytest.mark.parametrize("name", INDEX)
def test_a_plain_value_is_what_typer_makes_of_it(name: str) -> None:
    for param in whole(name).params:
        several: Any = param
        if several.multiple or several.nargs != 1:
            assert several.multiple or several.nargs == -1, several.name
            assert several.default in (None, (), ["xiamen"]), several.name
            for value in ((), ("a", "天马"), ("missing",), ("a\nb", "1"), ("",)):
                plain, own = made(param, value, True), made(param, value, False)
                assert list(plain[1]) == list(own[1]), (param.name, value)
            continue
        default = [] if several.default is None else [several.default]
        for value in [None, *default, *VALUES]:
            assert made(param, value, True) == made(param, value, False), (param.name, value)


def test_texts_numbers_choices_and_defaults_are_plain() -> None:
    by_name: dict[str, Any] = {p.name: p for p in whole("gaps").params}
    assert _converted("天马", by_name["chain"]) == "天马"
    assert _converted("7", by_name["top"]) == 7
    assert _converted("10000000000", by_name["top"]) is None  # out of bounds: typer says so
    assert _converted("csv", by_name["format"]) == "csv"
    assert _converted("xyz", by_name["format"]) is None
    assert _converted(30, by_name["top"]) == 30
    timeout = next(p for p in whole("query").params if p.name == "timeout")
    assert type(_converted(timeout.default, timeout)) is float


@pytest.mark.parametrize(
    "words",
    [["find", "Beta", "--graph", "tiny", "--top", "3", "--format", "csv"], ["query", "-q", "1"]],
    ids=["find", "query"],
)
def test_a_command_imports_what_it_needs_alone(words: list[str]) -> None:
    code = (
        "import sys\nfrom ecograph.cli import main\n"
        f"sys.argv = ['ecograph', *{words!r}]\n"
        "try: main()\nexcept SystemExit as end: assert not end.code, end.code\n"
        "print(' '.join(sys.modules), file=sys.stderr)"
    )
    run = [sys.executable, "-c", code]
    subprocess.run(run, capture_output=True, check=True)  # the graph is kept from here on
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    imported = {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}
    assert not imported & {"pydantic", "rich", "pyarrow", "duckdb", "numpy", "networkx", "rdflib"}
