"""Each question is written once: every surface gives the same rows, from the same parameters."""

import doctest
import inspect
import json
import shlex
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ecograph
import ecograph.dataset
from ecograph.base.errors import UnknownName, UsageError
from ecograph.base.words import column_heads, definitions
from ecograph.cli import app
from ecograph.dataset import Dataset
from ecograph.graph.data import Data, open_data
from ecograph.graph.opening import CitedGraph
from ecograph.operations.catalogue import Operation, Parameter, answer
from ecograph.operations.every import OPERATIONS, operation
from ecograph.operations.parts import EXPORT, PROJECT, VIEW, Part
from ecograph.questions import graph, networks, regional, supply_chain
from ecograph.supplychain.known_gaps import NEAR
from ecograph.supplychain.remedy import FARTHEST, REMEDY_KINDS, WAYS
from surface_help import GIVEN

ROOT = Path(__file__).resolve().parents[2]
GRAPHS = dict.fromkeys(("whatif", "scenarios", "consortium", "owners"), "xiamen")


@cache
def data_of(graph: str) -> Data:
    return open_data(graph)


def words_of(name: str, given: dict[str, Any]) -> list[str]:
    """Parameters as a command line has them."""
    known = {p.name: p for p in operation(name).parameters}
    words = []
    for key, value in given.items():
        words += [value] if known[key].place else [f"--{key}", str(value)]
    return words


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_commands_and_methods_give_equal_rows(name: str, language: str) -> None:
    given, graph = GIVEN.get(name, {}), GRAPHS.get(name, "tiny")
    d = ecograph.dataset.Dataset(data_of(graph))
    result = getattr(d, name.replace("-", "_"))(**given)
    words = [name, *words_of(name, given), "--graph", graph, "--format", "json"]
    done = CliRunner().invoke(app, [*words, "--lang", language])
    assert done.exit_code == 0, (done.output, done.exception)
    document = json.loads(done.stdout)
    table = result.table(language)
    assert document["columns"] == list(table.columns)
    assert document["rows"] == json.loads(json.dumps(result.rows(language), default=str))
    if result.method is not None:
        assert document["method"]["definition"] == result.method.definition
        assert document["method"]["known"] == result.method.known
        assert document["method"]["total"] == result.method.total


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_method_takes_what_the_operation_asks(name: str) -> None:
    method = getattr(ecograph.dataset.Dataset, name.replace("-", "_"))
    taken = inspect.signature(method).parameters
    asked = {p.name: p for p in operation(name).parameters}
    assert set(taken) - {"self"} == set(asked)
    for key, parameter in asked.items():
        default = inspect.Parameter.empty if parameter.required else parameter.default
        assert taken[key].default == default, key


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_what_it_is_in_both_languages(name: str) -> None:
    one = operation(name)
    texts = [one.help, *(p.help for p in one.parameters), *([one.more] if any(one.more) else [])]
    for zh, en in texts:
        assert any("\u4e00" <= c <= "\u9fff" for c in zh), zh
        assert en.strip() and en.rstrip()[-1] in ".)", en
    assert shlex.split(one.example)[:2] == ["ecograph", name]
    assert not one.definition or one.definition in definitions()


def test_the_methods_are_those_of_the_catalogue() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import generate_dataset
    finally:
        sys.path.pop(0)
    listed = [o.name for *_, held in generate_dataset.ROOMS.values() for o in held]
    assert listed == list(OPERATIONS)
    for room in generate_dataset.ROOMS:
        path = ROOT / "src" / "ecograph" / "questions" / f"{room}.py"
        written = path.read_text(encoding="utf-8")
        assert written == generate_dataset.text(room), "run python docs/generate_dataset.py"


def test_the_index_of_commands_is_that_of_the_commands() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import generate_commands
    finally:
        sys.path.pop(0)
    written = generate_commands.FILE.read_text(encoding="utf-8")
    assert written == generate_commands.text(), "run python docs/generate_commands.py"
    assert set(OPERATIONS) < {name for name, *_ in generate_commands.commands()}


@pytest.mark.parametrize(
    "module",
    [ecograph, ecograph.dataset, graph, supply_chain, regional, networks],
    ids=lambda m: m.__name__,
)
def test_the_examples_of_methods_run(module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ecograph.dataset, "open_data", data_of)
    done = doctest.testmod(module, extraglobs={"ecograph": ecograph})
    assert done.attempted >= 2 and done.failed == 0


# ------------------------------------------------------------------- parameters


def test_parameters_are_checked_before_anything_runs(tiny: CitedGraph) -> None:
    data = Data(tiny)
    gaps, centrality = operation("gaps"), operation("centrality")
    for asked, given, error, said in (
        (gaps, {"chian": "x"}, UnknownName, "did you mean chain"),
        (gaps, {"chain": "pump chian"}, UnknownName, "did you mean pump chain"),
        (gaps, {"evidence": "statd"}, UnknownName, "did you mean stated"),
        (gaps, {"kind": ("mising",)}, UnknownName, "did you mean missing"),
        (gaps, {"top": -1}, UsageError, "is not between 0 and 1e"),
        (gaps, {"top": "3"}, UsageError, "is not a whole number"),
        (gaps, {"top": True}, UsageError, "is not a whole number"),
        (gaps, {"chain": 3}, UsageError, "is not text"),
        (gaps, {"top": None}, UsageError, "a value is missing"),
        (centrality, {}, UsageError, "measure is missing"),
        (centrality, {"measure": "katz", "alpha": float("nan")}, UsageError, "is not between"),
        (centrality, {"measure": "pagerank", "damping": 2}, UsageError, "is not between 0 and 1"),
        (centrality, {"measure": "pagerank", "weighted": 1}, UsageError, "is not True or False"),
    ):
        with pytest.raises(error, match=said):
            answer(asked, data, given)


def test_names_may_be_ids_labels_or_aliases(tiny: CitedGraph) -> None:
    data = Data(tiny)
    rows = [
        answer(operation("gaps"), data, {"chain": name}).rows()
        for name in ("pump-chain", "pump chain", "水泵产业链")
    ]
    assert rows[0] and rows[0] == rows[1] == rows[2]


def test_a_product_without_a_gap_is_told(tiny: CitedGraph) -> None:
    result = answer(operation("gaps"), Data(tiny), {"explain": "pump"})
    assert result.rows() == []
    [(zh, en)] = [note for note in result.notes if "no gap here" in note[1]]
    assert en.startswith("pump has no gap here") and "没有缺口" in zh


# ----------------------------------------------------------------------- results


def test_a_result_goes_into_files(tiny: CitedGraph, tmp_path: Path) -> None:
    result = answer(operation("gaps"), Data(tiny), {})
    text = result.to_csv(tmp_path / "x.csv").read_text(encoding="utf-8")
    assert text.startswith("product,product_label,") and text.count("\n") == 3
    marked = result.to_csv(tmp_path / "y.csv", mark=True).read_bytes()
    assert marked.startswith(b"\xef\xbb\xbf")
    held = json.loads(result.to_json(tmp_path / "x.json", "zh").read_text(encoding="utf-8"))
    assert held["rows"][0]["product_label"] == "电机" and held["method"]["definition"] == "gap"
    assert result.to_rdf(tmp_path / "x.ttl").stat().st_size > 1000
    with pytest.raises(UsageError, match="measures nothing"):
        answer(operation("coverage"), Data(tiny), {}).to_rdf(tmp_path / "y.ttl")
    assert result.arrow().column_names == list(result.table().columns)


def test_a_workbook_holds_texts_as_texts(tiny: CitedGraph, tmp_path: Path) -> None:
    import zipfile

    pytest.importorskip("xlsxwriter")
    result = answer(operation("gaps"), Data(tiny), {})
    path = result.to_xlsx(tmp_path / "x.xlsx", "zh")
    with zipfile.ZipFile(path) as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        texts = book.read("xl/sharedStrings.xml").decode("utf-8")
    assert len(sheets) == 2 and "电机" in texts and "<f>" not in texts


def test_a_frame_of_pandas(tiny: CitedGraph) -> None:
    pytest.importorskip("pandas")
    result = answer(operation("needs"), Data(tiny), {"each": True})
    table = result.df()
    assert list(table.columns) == list(result.table().columns) and len(table) == 4


def test_a_missing_package_names_its_extra(
    tiny: CitedGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = answer(operation("gaps"), Data(tiny), {})
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ImportError, match=r"pip install 'ecograph\[pandas\]'"):
        result.df()
    with pytest.raises(ImportError, match=r"pip install 'ecograph\[xlsx\]'"):
        result.to_xlsx(tmp_path / "x.xlsx")


def test_a_notebook_shows_a_table_that_runs_nothing(tiny_folder: Path) -> None:
    path = tiny_folder / "product.csv"
    text = path.read_text(encoding="utf-8").replace(",motor,", ",<script>x</script>,")
    path.write_text(text, encoding="utf-8")
    html = ecograph.open(str(tiny_folder)).gaps()._repr_html_()
    assert "&lt;script&gt;" in html and "<script" not in html and "2 of 2 rows" in html


def test_every_column_has_a_head_in_both_languages(tiny: CitedGraph) -> None:
    missing = set()
    for name, one in OPERATIONS.items():
        for brief in (True, False):
            result = answer(one, data_of(GRAPHS.get(name, "tiny")), GIVEN.get(name, {}))
            columns = result.table(brief=brief).columns
            for column, head in zip(columns, column_heads(columns, "zh"), strict=True):
                if head == column and not any("\u4e00" <= c <= "\u9fff" for c in head):
                    missing.add(column)
    free = {"R", "Firm", "Fund", "id"}  # names of classes are heads of the mixing matrix
    assert not missing - free, sorted(missing - free)


def test_what_is_done_once_is_kept(tiny: CitedGraph) -> None:
    data = Data(tiny)
    made: list[int] = []
    for _ in range(2):
        data.kept("x", lambda: made.append(1))
    assert made == [1]


@pytest.mark.parametrize("one", OPERATIONS.values(), ids=lambda o: o.name)
def test_parameters_are_bounded(one: Operation) -> None:
    for p in one.parameters:
        assert isinstance(p, Parameter)
        if p.type in (int, float):
            assert p.low is not None and p.high is not None, p.name


@pytest.mark.parametrize(("words", "id"), [(["whatif"], "scenario"), (["centrality"], "measure")])
def test_what_can_be_listed_is_listed_where_nothing_is_named(words: list[str], id: str) -> None:
    alone, said = (CliRunner().invoke(app, [*w, "-f", "csv"]) for w in (words, [*words, "list"]))
    assert alone.exit_code == said.exit_code == 0, alone.stderr
    assert alone.stdout == said.stdout and alone.stdout.startswith(f"{id},")


@pytest.mark.parametrize(
    ("part", "method"),
    [(VIEW, Dataset.view), (EXPORT, Dataset.export), (PROJECT, Dataset.network)],
    ids=lambda x: getattr(x, "name", ""),
)
def test_a_part_is_chosen_alike_by_command_and_in_python(part: Part, method: Any) -> None:
    """Options are made from the part; the method's own keywords are these, with these defaults."""
    held = inspect.signature(method).parameters
    for parameter in part.parameters:
        assert parameter.name in held, parameter.name
        if not parameter.required:
            assert held[parameter.name].default == parameter.default, parameter.name


def test_what_remedies_offer_to_choose_is_what_there_is() -> None:
    """The parameters are read at start-up, and do not import the analysis that they name."""
    known = {p.name: p for p in operation("remedies").parameters}
    assert known["kind"].choices == REMEDY_KINDS
    assert known["distance"].high == FARTHEST
    assert WAYS["chain"] == NEAR + 1  # what is only of the same industry
