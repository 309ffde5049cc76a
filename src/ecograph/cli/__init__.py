"""The command line: parses, calls and prints; every error becomes a message here."""

import os
import sys
from io import TextIOWrapper

import typer

from ecograph.cli import ask, demo, draw, graph, matching, networks, take
from ecograph.errors import DataError, EcographError

app = typer.Typer(
    name="ecograph",
    help="A cited knowledge graph of a city's innovation ecosystem.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _root(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    if version:
        from ecograph import __version__

        typer.echo(__version__)
        raise typer.Exit


for _group in (demo, graph, ask, draw, matching, networks, take):
    _group.register(app)


def main() -> None:
    """Runs the command line and ends the process.

    Ends with 0 where all is well, 1 where data do not conform, 2 on wrong usage, 3 where it
    could not be done, 130 when interrupted.
    """
    for stream in (sys.stdout, sys.stderr):  # whatever the language of the system
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        _run()
    except DataError as error:
        for line in str(error).splitlines():
            print(f"ecograph: {line}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except EcographError as error:
        print(f"ecograph: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("ecograph: interrupted", file=sys.stderr)  # noqa: T201
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except PermissionError as error:
        print(f"ecograph: {error.filename}: may not be written or read", file=sys.stderr)  # noqa: T201
        sys.exit(3)
    except OSError as error:
        print(f"ecograph: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(3)
    except Exception as error:
        if os.environ.get("ECOGRAPH_TRACEBACK"):
            raise
        print(  # noqa: T201
            f"ecograph: an error of ours, please report it: {type(error).__name__}: {error} "
            "(set ECOGRAPH_TRACEBACK=1 to see where)",
            file=sys.stderr,
        )
        sys.exit(3)


def _run() -> None:
    """Runs the command; raises BrokenPipeError where the reader of the output has gone.

    Typer would end with 1 then, which here says that data do not conform.
    """
    before = sys.stdout
    try:
        app(standalone_mode=True)
    except SystemExit:
        if sys.stdout is not before:  # Typer puts another one there when its reader has gone
            raise BrokenPipeError from None
        before.flush()
        raise
