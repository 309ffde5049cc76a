"""Keys that a region adds to code lists: read, checked, labelled, converted, and never mixed."""

from pathlib import Path

import pytest

from ecograph.base.errors import DataError, Finding
from ecograph.base.namespaces import VOC_BASE
from ecograph.graph.columns import read_tables
from ecograph.graph.facts import fact_index
from ecograph.graph.opening import CitedGraph, open_graph
from ecograph.graph.store_building import build_store
from ecograph.graph.validation import check_region
from ecograph.supplychain.supply_use import build_supply_use
from ecograph.tables.reading import read_region

HEAD = "scheme,key,label_zh,label_en,broader,base_unit,multiplier,source\n"
OWN = """\
firm-kind,gmbh,有限责任公司,GmbH,private,,,
tier,backbone,,backbone chain,,,,invented
unit,eur,,euro,,,,
unit,eur-million,,million euros,,eur,1000000,
"""


def spoil(folder: Path, table: str, old: str, new: str) -> None:
    text = (folder / table).read_text(encoding="utf-8")
    assert old in text
    (folder / table).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def region(tiny_folder: Path) -> Path:
    """The invented region with a kind, a tier and a currency of its own."""
    (tiny_folder / "concept.csv").write_text(HEAD + OWN, encoding="utf-8")
    spoil(tiny_folder, "firm.csv", "甲泵业,,,leading", "甲泵业,,gmbh,leading")
    spoil(tiny_folder, "industry_chain.csv", "pillar", "backbone")
    spoil(tiny_folder, "supply.csv", "60,cny-10k", "0.6,eur-million")
    return tiny_folder


def found_in(folder: Path) -> list[Finding]:
    with pytest.raises(DataError) as caught:
        read_region(folder)
    return list(caught.value.findings)


def test_a_region_with_keys_of_its_own_conforms(region: Path) -> None:
    report = check_region(str(region))
    assert report.findings == ()
    assert report.checked["rows"] == check_region("tiny").checked["rows"] + 4


def assert_known(graph: CitedGraph) -> None:
    tables = read_tables(graph)
    assert ("b1", "gmbh") in tables.rows("firm", "id", "kind")
    assert tables.rows("industry_chain", "tier") == [("backbone",)]
    for labels in (tables.labels, fact_index(graph).labels):
        assert labels.code_both("firm-kind", "gmbh") == ("有限责任公司", "GmbH")
        assert labels.code_both("tier", "backbone") == ("backbone chain [en]", "backbone chain")
        assert "eur" in labels.codes("unit")
        assert labels.code("unit", "cny", "en") == "yuan"
    assert [r for r in tables.rows("concept", "key", "base_unit") if r[0].startswith("eur")] == [
        ("eur", "eur"),
        ("eur-million", "eur"),
    ]


def test_its_keys_are_known_by_their_labels_wherever_they_are_read_from(
    region: Path, tmp_path: Path
) -> None:
    graph = open_graph(str(region))
    assert_known(graph)
    build_store(graph, tmp_path / "store")
    assert_known(open_graph(str(tmp_path / "store")))


def test_a_key_is_a_concept_of_the_region(region: Path) -> None:
    own = f"<{VOC_BASE}tiny/firm-kind-gmbh>"
    query = f"SELECT ?p ?o {{ {own} ?p ?o }}"
    said = {(p.value.rsplit("#")[-1], o.value) for p, o in open_graph(str(region)).select(query)}
    assert said == {
        ("type", "http://www.w3.org/2004/02/skos/core#Concept"),
        ("inScheme", f"{VOC_BASE}firm-kind"),
        ("notation", "gmbh"),
        ("label", "GmbH"),
        ("label", "有限责任公司"),
        ("prefLabel", "GmbH"),
        ("prefLabel", "有限责任公司"),
        ("broader", f"{VOC_BASE}firm-kind-private"),
    }


def test_a_currency_without_a_rate_is_never_summed_with_another(region: Path) -> None:
    tables = read_tables(open_graph(str(region)))
    values = dict(tables.rows("supply", "id", "base_value"))
    assert values == {"supply-s1-b1-seal": 600000.0, "supply-s2-b1-motor": 400000.0}
    known = [v for *_, v, _ in build_supply_use(tables).rows("supplies") if v is not None]
    assert known == [400000.0]  # the yuan alone
    spoil(region, "supply.csv", "40,cny-10k", "40000,eur")
    tables = read_tables(open_graph(str(region)))
    known = [v for *_, v, _ in build_supply_use(tables).rows("supplies") if v is not None]
    assert sorted(known) == [40000.0, 600000.0]


WRONG = {
    "a closed list": ("stage,far,远,far,,,,", "scheme", "is closed", "use the keys"),
    "no list": ("firm-kinds,gmbh,甲,a,,,,", "scheme", "is no code list", "firm-kind"),
    "a key of the ontology": ("firm-kind,private,私,p,,,,", "key", "already", "another key"),
    "a key twice": ("unit,eur,欧元,euro,,,,", "key", "is used twice", "row 4"),
    "no key": ("firm-kind,GmbH & Co,甲,a,,,,", "key", "is no id", "a-z"),
    "no label": ("firm-kind,kg,,,,,,", "label_zh", "is missing", "label_en"),
    "broader than nothing": (
        "firm-kind,kg,甲,a,privat,,,",
        "broader",
        "is no other key",
        "private",
    ),
    "no unit": ("firm-kind,kg,甲,a,,eur,,", "base_unit", "is for units", "empty"),
    "half a unit": ("unit,chf,,franc,,eur,,", "multiplier", "is missing", "or neither"),
    "a base that is none": ("unit,chf,,franc,,euro,2,", "base_unit", "is no unit", "eur"),
    "a base with a base": ("unit,chf,,f,,cny-10k,2,", "base_unit", "is itself counted", "cny"),
    "no multiplier": ("unit,chf,,franc,,eur,0,", "multiplier", "is not above 0", "how many"),
    "no number": ("unit,chf,,franc,,eur,two,", "multiplier", "is no number", "digits"),
    "no source": ("firm-kind,kg,甲,a,,,,invnted", "source", "is not registered", "invented"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_row_names_place_and_mend(region: Path, case: str) -> None:
    row, column, problem, mend = WRONG[case]
    (region / "concept.csv").write_text(f"{HEAD}{OWN}{row}\n", encoding="utf-8")
    (found,) = found_in(region)
    assert (found.file, found.row, found.column) == ("concept.csv", 6, column)
    assert problem in found.problem and mend in found.mend


@pytest.mark.parametrize(
    ("key", "mend"),
    [
        ("privat", "write private, or add it to concept.csv (scheme,key,label_zh,label_en): "
                   "firm-kind,privat,…,…"),
        ("GmbH & Co", "or write gmbh-co and add it to concept.csv"),
        ("gmbhs", "write gmbh, or add it"),
    ],
)  # fmt: skip
def test_an_unknown_key_says_which_row_to_add(region: Path, key: str, mend: str) -> None:
    spoil(region, "firm.csv", ",gmbh,", f",{key},")
    (found,) = found_in(region)
    assert (found.file, found.row, found.column) == ("firm.csv", 2, "kind")
    assert mend in found.mend


def test_an_unknown_unit_says_how_it_converts(region: Path) -> None:
    spoil(region, "supply.csv", "eur-million", "usd")
    (found,) = found_in(region)
    assert "label_en,base_unit,multiplier): unit,usd,…,…,," in found.mend


def test_a_closed_list_takes_no_row(region: Path) -> None:
    spoil(region, "supply.csv", "exists", "rumoured")
    (found,) = found_in(region)
    assert "concept.csv" not in found.mend
