"""The scripts of pages: modules that are joined, tested by node, and agree with the payload."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pyvis.network import Network

from ecograph.base.results import Method
from ecograph.graph.citation import Citation
from ecograph.pages.network import About, about_of, network_of
from ecograph.pages.payload import payload
from ecograph.pages.picture import Edge, Entity, Marked, Picture, Said
from ecograph.pages.scripts import ASSETS, joined
from ecograph.pages.view import page_of

ENTRIES = ("network", "atlas", "query", "editor", "plain")


def _modules(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


# -------------------------------------------------------------------- joining


def test_modules_are_joined_once_each_after_what_they_import(tmp_path: Path) -> None:
    folder = _modules(
        tmp_path,
        entry='import { b } from "./b.js";\nimport {\n  a,\n} from "./a.js";\n\nb(a);\n',
        b='// why\nimport { a } from "./a.js";\n/** @type {x} */\nexport function b() {\n  a();\n}',
        a="export const a = /** @type {any} */ (1);\n  // a whole line\nlet c = 2; // beside\n",
    )
    assert joined("entry", folder) == (
        '(() => {\n"use strict";\n'
        "const a = /** @type {any} */ (1);\nlet c = 2; // beside\n"
        "function b() {\n  a();\n}\n"
        "b(a);\n})();\n"
    )


def test_a_comment_before_code_on_its_line_takes_no_code_along(tmp_path: Path) -> None:
    code = "  /** @type {any} */ (a).b = 1;\n"
    folder = _modules(tmp_path, entry=f"{code}const c = 1;\n/**\n * why\n */\nconst d = 2;\n")
    assert joined("entry", folder).splitlines()[2:-1] == [
        code.rstrip("\n"),
        "const c = 1;",
        "const d = 2;",
    ]


@pytest.mark.parametrize(
    "texts, says",
    [
        ({"entry": 'import { a } from "./a.js";\nlet b;\n', "a": "const b = 1;\n"}, "top-level b"),
        ({"entry": "export class A {}\nfunction A() {}\n"}, "entry.js both have a top-level A"),
        ({"entry": 'import a from "./a.js";\n'}, "cannot be joined: import a"),
        ({"entry": 'import { a } from "elsewhere";\n'}, "cannot be joined: import"),
        ({"entry": "export default 1;\n"}, "cannot be joined: export default"),
        ({"entry": "const a = 1;\nexport { a };\n"}, "cannot be joined: export {"),
        ({"entry": "const { a } = window;\n"}, "names one constant"),
        (
            {"entry": 'import { a } from "./a.js";\n', "a": 'import { b } from "./entry.js";\n'},
            "import each other: entry → a → entry",
        ),
    ],
    ids=["names", "own names", "default", "package", "export", "list", "pattern", "circle"],
)
def test_what_cannot_be_joined_is_said(tmp_path: Path, texts: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        joined("entry", _modules(tmp_path, **texts))


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_page_carries_no_module_and_no_comment_line(entry: str) -> None:
    script = joined(entry)
    assert not re.search(r"^(?:import|export)\b|^\s*(?://|/\*\*?$)", script, re.M)
    assert "</script" not in script


def test_every_module_is_in_a_page_and_says_what_it_is_for() -> None:
    scripts = "".join(joined(entry) for entry in ENTRIES)
    for path in sorted(ASSETS.glob("*.js")):
        first, second = path.read_text(encoding="utf-8").splitlines()[:2]
        assert first == "// @ts-check" and second.startswith("// "), path.name
        names = re.findall(r"^(?:export )?(?:const|function|class) (\w+)", path.read_text(), re.M)
        assert all(re.search(rf"\b{name}\b", scripts) for name in names), path.name


def test_the_scripts_pass_their_own_tests(web: Path) -> None:
    node = shutil.which("node")
    assert node
    done = subprocess.run([node, "--test"], cwd=web, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-4000:]
    passed = re.search(r"^. pass (\d+)$", done.stdout, re.M)
    assert passed and int(passed[1]) >= 60


# -------------------------------------------------------------------- payload

FULL = Picture(
    title=("图", "a picture"),
    note=("", ""),
    entities=(
        Entity("a", "Firm", ("甲", "A"), ("甲", "A"), measures={"rank": 0.5}),
        Entity("b", "Firm", ("乙", "乙"), ("乙",), fallback="zh"),
        Entity("c", "Product", ("丙", "C"), ("丙", "C")),
    ),
    edges=(
        Edge("a", "b", "supplies", "s-1", "planned", "implied", "paper", 3, "1..2", ("六", "six")),
        Edge("b", "a", "in", "s-2", locator="row 4", doubt=("疑", "?")),
    ),
    said={
        "b": (
            Said(
                ("值", "value"),
                ("1", "1"),
                "exists",
                "implied",
                (Citation("news", 7, 3, 9), Citation("register", locator="row 5")),
                ("疑", "?"),
            ),
            Said(("名", "name"), ("x", "y"), "", "stated", (), ("", "")),
        )
    },
    names={"relation:supplies": ("供应", "supplies")},
    method=Method("view"),
    measures={"rank": ("秩", "rank")},
    marked={"b": Marked(("lacking", "chokepoint"), ("缺", "lacking"))},
)


def test_the_columns_are_those_that_the_scripts_know() -> None:
    """`types.d.ts` and the payload of a picture with everything in it name the same columns."""
    types = (ASSETS / "types.d.ts").read_text(encoding="utf-8")
    data = payload(network_of(FULL), about_of(FULL))

    def declared(name: str) -> set[str]:
        block = re.search(rf"export interface {name} \{{(.*?)\n\}}", types, re.S)
        assert block, name
        return set(re.findall(r"^  (\w+):", block[1], re.M))

    assert data.keys() == declared("Payload")
    assert data["nodes"].keys() == declared("NodeColumns")
    assert data["edges"].keys() == declared("EdgeColumns")
    assert data["facts"].keys() == declared("FactColumns")
    assert data["places"].keys() == declared("PlaceColumns")


def test_what_is_in_the_columns() -> None:
    data = payload(network_of(FULL), about_of(FULL))
    assert [row["key"] for row in data["relations"]] == ["in", "supplies"]
    assert [row["key"] for row in data["sources"]] == ["", "news", "paper", "register"]
    assert data["edges"] == {
        "source": [0, 1],
        "target": [1, 0],
        "relation": [1, 0],
        "modality": [2, 0],
        "evidence": [1, 0],
        "document": [2, 0],
        "paragraph": [3, 0],
        "span": ["1..2", ""],
        "locator": ["", "row 4"],
        "statement": ["s-1", "s-2"],
        "noteZh": ["六", ""],
        "noteEn": ["six", ""],
        "doubt": [0, 1],
    }
    assert [(row["zh"], row["en"]) for row in data["doubts"]] == [("", ""), ("疑", "?")]
    assert (data["facts"]["evidence"], data["facts"]["doubt"]) == ([1, 0], [1, 0])
    assert data["nodes"]["en"] == ["A", "", "C"]
    assert data["values"] == {"degree": [2, 2, 0], "rank": [0.5, None, None]}
    assert data["facts"]["modality"] == [0, -1]
    assert data["facts"]["node"] == [1, 1]
    assert data["places"] == {
        "fact": [0, 0],
        "document": [1, 3],
        "paragraph": [7, 0],
        "span": ["3..9", ""],
        "locator": ["", "row 5"],
    }


def test_a_column_with_nothing_in_it_is_left_out() -> None:
    net = Network()
    net.add_node("", label="x")
    net.add_edge("", "")
    data = payload(net, About(("", ""), ("", ""), {}, (), {}))
    assert data["nodes"]["id"] == [""] and data["edges"] == {"source": [0]}
    assert data["facts"] == {"node": []} and data["places"] == {"fact": []}


def test_pyvis_can_write_the_network_of_a_picture_too() -> None:
    net = network_of(FULL)
    assert "甲" in net.generate_html() or "\\u7532" in net.generate_html()
    assert "supplies" in page_of(net, about_of(FULL))
