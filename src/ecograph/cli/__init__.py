"""The command line: parses, calls and prints; every error becomes a message here."""

import os
import sys
import warnings
from io import TextIOWrapper

import typer

from ecograph.base.errors import EcographError
from ecograph.base.progress import LISTENER
from ecograph.cli.commands import Commands
from ecograph.cli.output import progress, say
from ecograph.cli.signals import end_tidily

app = typer.Typer(
    name="ecograph",
    cls=Commands,
    help="A cited knowledge graph of a city's innovation ecosystem.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _root(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
    no_cache: bool = typer.Option(
        False, "--no-cache", help="Read the tables anew, and keep nothing for the next time."
    ),
) -> None:
    LISTENER.set(progress())
    if no_cache:
        os.environ["ECOGRAPH_NO_CACHE"] = "1"
    if version:
        from ecograph.base.version import __version__

        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Runs the command line and ends the process.

    Ends with 0 where all is well, 1 where data do not conform, 2 on wrong usage, 3 where it
    could not be done, 130 when interrupted, 128 and its number on another signal.
    """
    _open_streams()
    end_tidily()
    warnings.showwarning = _show_warning
    try:
        _run()
    except EcographError as error:
        for line in str(error).splitlines() or [""]:
            _tell(line)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _tell("interrupted")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except OSError as error:
        from ecograph.base.files import explained

        _tell(f"{error.filename or 'the output'}: {explained(error)}")
        sys.exit(3)
    except RecursionError:
        _tell("what was given nests too deep; flatten it")
        sys.exit(3)
    except MemoryError:
        _tell("there is not enough memory; narrow the work, or build an on-disk store")
        sys.exit(3)
    except Exception as error:
        if os.environ.get("ECOGRAPH_TRACEBACK"):
            raise
        _tell(
            f"an error of ours, please report it: {type(error).__name__}: {error} "
            "(set ECOGRAPH_TRACEBACK=1 to see where)"
        )
        sys.exit(3)


def _open_streams() -> None:
    """Output in UTF-8 whatever the language of the system; a closed stream swallows it."""
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_WRONLY)
            if handle != number:
                os.dup2(handle, number)
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8"))
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _tell(message: str) -> None:
    say(f"ecograph: {message}")


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    _tell(f"warning: {message}")


def _run() -> None:
    """Runs the command; raises BrokenPipeError where the reader of the output has gone.

    Typer would end with 1 then, which here says that data do not conform.
    """
    before, place = sys.stdout, _place_of_output()
    try:
        app(standalone_mode=True)
    except SystemExit:
        # Typer puts another one there when its reader has gone, rich another place behind it.
        if sys.stdout is not before or _place_of_output() != place:
            raise BrokenPipeError from None
        before.flush()
        raise


def _place_of_output() -> tuple[int, int]:
    """Where standard output leads."""
    found = os.fstat(1)
    return found.st_dev, found.st_ino
