"""Long work is told: on a terminal as a bar that goes away, else in a line now and then."""

import io
import sys

import pytest

from ecograph.cli import output
from ecograph.cli.output import progress, say


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(output.time, "monotonic", lambda: now[0])
    return now


def test_a_bar_on_a_terminal_makes_room_for_what_is_said(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    report = progress()
    report("reading", 1, 4)
    assert screen.getvalue() == ""  # what is over soon is not told
    clock[0] += 1.1
    report("reading", 2, 4)
    assert screen.getvalue() == "[##########..........] reading: 2 of 4"
    say("done")
    lines = screen.getvalue().split("\r")
    assert lines[1].strip() == "" and lines[2] == "done\n"
    report("reading", 3, 4)
    report("reading", 4, 4)
    assert screen.getvalue().endswith("done\n")


def test_what_is_over_takes_its_bar_along(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    report = progress()
    clock[0] += 2
    report("读取", 1500, 0)
    assert screen.getvalue() == "读取: 1,500"
    report("读取", 1, 1)
    assert screen.getvalue().endswith("\r") and screen.getvalue().split("\r")[1].strip() == ""


def test_elsewhere_a_line_now_and_then(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    report = progress()
    for done in range(1, 21):
        clock[0] += 1
        report("building", done, 20)
    assert capsys.readouterr().err.splitlines() == [
        f"building: {done} of 20" for done in (5, 10, 15)
    ]
