"""A nation from its tables to its pages, at sizes that grow tenfold: how each stage grows.

    python benchmarks/nation.py                         about 10^4, 10^5 and 10^6 statements
    python benchmarks/nation.py --largest 7 --write --plot     10^7 too, which takes hours
    python benchmarks/nation.py --sizes 4 5 --stages build check

Each stage is a command in a process of its own: seconds that go by, processor seconds of it and of
what it starts, the most memory it holds.  Beside it, where there is one, stands its limit: the same
done by hand with the library that is best at it, in the same run.  The least of the rounds counts;
what takes long is done once.

How a stage grows is found from what comes beyond the smallest nation, which stands for what any
takes to start: the logarithms of the processor seconds that come, against those of the statements
that come, by least squares over the sizes from 10^5 on where they are at least a tenth of what the
smallest takes.  What grows faster than n log n by more than 0.1 is marked.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from growth import Line, exponent, of_n_log_n, plot
from nation_stages import SIZES, STAGES, Stage
from report import Detail, Ratio, main, shown
from spent import MAIN, PEER, REFERENCE, Failed, Spent, least, spent

HERE = Path(__file__).parent
PLOT = HERE.parent / "docs" / "growth.svg"
HAND = f"""
import sys
sys.path.insert(0, {str(HERE)!r})
import nation_by_hand
getattr(nation_by_hand, sys.argv[1])(*sys.argv[2:])
"""
ENOUGH = 20.0  # seconds after which a stage is not repeated
FROM = 5  # the least power of ten of statements that the exponent is found from
SHARE = 0.1  # of what the smallest takes that must come for a size to count
ABOVE = 0.1  # how far an exponent may be above that of n log n


@dataclass(frozen=True)
class Outcome:
    """What a stage takes and what its limit takes; `why` says what was not measured."""

    ours: Spent | None
    theirs: Spent | None = None
    why: str = ""

    @property
    def told(self) -> str:
        """In a line, for whoever waits."""
        each = (
            f"{shown(s.seconds)} CPU s, {s.megabytes:.0f} MB" for s in (self.ours, self.theirs) if s
        )
        return "; beside ".join(each) + (f"; not measured: {self.why}" if self.why else "")


@dataclass(frozen=True)
class Size:
    """A nation: its firms, the statements of its store, and what each stage takes."""

    power: int
    firms: int
    statements: int
    outcomes: dict[str, Outcome]


def options(parser: argparse.ArgumentParser) -> None:
    """Which sizes and stages."""
    parser.add_argument("--sizes", type=int, nargs="+", choices=SIZES, help="powers of ten")
    parser.add_argument("--largest", type=int, choices=SIZES, default=6, help="else up to 10^6")
    parser.add_argument("--stages", nargs="+", help="only those whose names begin so")
    parser.add_argument("--rounds", type=int, default=3, help="how often short stages are run")
    parser.add_argument("--patience", type=float, default=7200, help="seconds for a stage")
    parser.add_argument("--plot", action="store_true", help="draw docs/growth.svg")


def measure(given: argparse.Namespace) -> Iterator[Ratio | Detail]:
    """The rows of each size as it is done, then the tables, and with --plot the plot."""
    powers = given.sizes or ([4] if given.small else [p for p in SIZES if p <= given.largest])
    sizes: list[Size] = []
    with tempfile.TemporaryDirectory() as name:
        peer = least([spent(PEER, [], Path(name)) for _ in range(5)]).seconds
    for power in sorted(powers):
        sizes.append(measured(power, given))
        yield from ratios(sizes[-1], peer)
    yield told_of(sizes)
    yield from map(table_of, sizes)
    yield growth(sizes)
    if given.plot:
        PLOT.write_text(plot(lines_of(sizes)), encoding="utf-8")


def measured(power: int, given: argparse.Namespace) -> Size:
    """All stages of a nation of one size, in a folder that is removed again."""
    firms, outcomes = SIZES[power], {}
    begun = tuple(given.stages or ("",))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stage in STAGES:
            wanted = stage.name.startswith(begun) or stage.name in ("synth", "build from tables")
            if wanted and power <= stage.largest:
                outcomes[stage.name] = done(stage, firms, folder, given)
                print(f"10^{power}, {stage.name}: {outcomes[stage.name].told}", file=sys.stderr)
        marker = json.loads((folder / "store" / "ecograph.json").read_text(encoding="utf-8"))
    return Size(power, firms, marker["statements"], outcomes)


def done(stage: Stage, firms: int, folder: Path, given: argparse.Namespace) -> Outcome:
    """What a stage and its limit take; they take turns until both have had their rounds."""
    ours: list[Spent] = []
    theirs: list[Spent] = []
    words, hand, before, between = (
        text.format(firms=firms).split()
        for text in (stage.words, stage.hand, stage.before, stage.between)
    )
    why = _prepared(before, folder)
    while not why and len(ours) < given.rounds and _wall([*ours, *theirs]) < ENOUGH:
        try:
            _remove(folder, stage.made)
            ours.append(spent(MAIN, words, folder, given.patience))
            if not theirs:
                why = _prepared(between, folder)
            if hand and not why:
                _remove(folder, ("raw",))
                theirs.append(spent(HAND, hand, folder, given.patience))
        except Failed as failure:
            why = str(failure).splitlines()[-1]
    if not why and len({(folder / n).read_bytes().count(b"\n") for n in stage.same}) > 1:
        why = "the answers differ"
    _remove(folder, stage.spare)
    return Outcome(least(ours) if ours else None, least(theirs) if theirs else None, why)


def _prepared(words: Sequence[str], folder: Path) -> str:
    """Runs a function by hand, if there is one; gives why it failed."""
    try:
        if words:
            spent(HAND, words, folder)
    except Failed as failure:
        return str(failure).splitlines()[-1]
    return ""


def _wall(runs: Sequence[Spent]) -> float:
    return sum(run.wall for run in runs)


def _remove(folder: Path, names: Sequence[str]) -> None:
    for path in (folder / name for name in names):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def ratios(size: Size, peer: float) -> Iterator[Ratio]:
    """The rows of a size, from the least size that counts on; `peer` are the seconds of PEER."""
    for stage in STAGES if size.power >= FROM else ():
        if (found := size.outcomes.get(stage.name)) is None:
            continue
        ours, theirs, here = found.ours, found.theirs, size.power == stage.at
        what = f"{stage.name}, {size.statements:,} statements"
        goal = stage.most / REFERENCE if stage.most else stage.goal
        both = (stage.beside, theirs and theirs.seconds) if stage.hand else (f"`{PEER}`", peer)
        seconds = (ours and ours.seconds, *both)
        yield Ratio("nation", what, *seconds, "CPU s", goal if here else None, why=found.why)
        if ours and theirs:
            goal = stage.memory if here else None
            yield Ratio("nation", what, ours.megabytes, stage.beside, theirs.megabytes, "MB", goal)


def told_of(sizes: Sequence[Size]) -> Detail:
    """How large the nations are."""
    rows = tuple((f"10^{size.power}", size.firms, size.statements) for size in sizes)
    heads = ("size", "firms", "statements of the store")
    return Detail("nation", "The invented nations.", heads, rows)


def table_of(size: Size) -> Detail:
    """All stages of one size."""
    beside = {stage.name: stage.beside for stage in STAGES}
    rows: list[tuple[object, ...]] = []
    for name, found in size.outcomes.items():
        ours, theirs = _cells(found.ours), _cells(found.theirs)
        seconds, megabytes = (_ratio(ours[i], theirs[i]) for i in (1, 2))
        told = f"not measured: {found.why}" if found.why else seconds
        rows.append((name, *ours, beside[name], *theirs, told, megabytes))
    heads = (
        *("stage", "s", "CPU s", "MB", "beside", "s", "CPU s", "MB"),
        *("CPU, ours / theirs", "MB, ours / theirs"),
    )
    return Detail("nation", f"10^{size.power}: {size.statements:,} statements.", heads, tuple(rows))


def _cells(run: Spent | None) -> tuple[float | None, float | None, float | None]:
    return (run.wall, run.seconds, run.megabytes) if run else (None, None, None)


def _ratio(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs if ours is not None and theirs else None


def growth(sizes: Sequence[Size]) -> Detail:
    """The exponent of each stage, and whether it is above that of n log n."""
    rows = []
    for name, line in lines_of(sizes).items():
        at = dict(line)
        rows.append((name, *(at.get(size.statements) for size in sizes), *_growth(line)))
    told = (
        "How the processor seconds of each stage grow beyond the smallest nation: their exponent "
        "against statements and that of n log n, over the sizes from 10^5 on where what comes is "
        "at least a tenth of what the smallest takes."
    )
    heads = ("stage", *(f"10^{size.power}, CPU s" for size in sizes))
    return Detail("nation", told, (*heads, "exponent", "of n log n", "over", ""), tuple(rows))


def _growth(line: Line) -> tuple[object, ...]:
    """The exponent, that of n log n, over which sizes, and a mark where it is above."""
    (least_n, least_seconds), *others = line
    more = [
        (n, n - least_n, seconds - least_seconds)
        for n, seconds in others
        if n >= 10**FROM and seconds - least_seconds >= SHARE * least_seconds
    ]
    over = ", ".join(f"{n:,.0f}" for n, *_ in more)
    if len(more) < 2:
        return None, None, f"too few sizes: {over or 'none'}", None
    found = exponent([(n, seconds) for _, n, seconds in more])
    usual = of_n_log_n([n for _, n, _ in more])
    return found, usual, over, "**grows faster**" if found > usual + ABOVE else None


def lines_of(sizes: Sequence[Size]) -> dict[str, list[tuple[float, float]]]:
    """The processor seconds of each stage against statements, where it was done."""
    found: dict[str, list[tuple[float, float]]] = {}
    for size in sizes:
        for name, outcome in size.outcomes.items():
            if outcome.ours is not None:
                found.setdefault(name, []).append((size.statements, outcome.ours.seconds))
    return found


if __name__ == "__main__":
    main(measure, __doc__, options)
