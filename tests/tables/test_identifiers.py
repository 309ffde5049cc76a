"""Codes: every accepted spelling gives the one that is stored; wrong ones are told.

The codes are published ones: examples of the standards, registries and python-stdnum.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_97_10

from ecograph.base.errors import DataError
from ecograph.tables.identifiers import canonical, schemes, spelled
from ecograph.tables.reading import read_region
from ecograph.tables.schema import code_lists, superclasses
from rdf_help import add_rows

SPELLINGS = {
    "uscc": {
        "91110000600037341L": [
            "91110000600037341L",
            "9 1 110000 600037341l",
            "９１110000600037341L",
        ],
        "914403001922038216": ["914403001922038216"],
        "9144030071526726XG": ["9144030071526726XG"],
    },
    "stock": {
        "600703.SH": [
            *("600703", "600703.SH", "600703.sh", "SH600703", "sh600703", "sh.600703"),
            *("600703.SS", "XSHG:600703", "SSE:600703", " 600703 ", "６００７０３"),
        ],
        "000050.SZ": ["000050", "000050.SZ", "sz000050", "XSHE:000050", "SZSE:000050"],
        "688278.SH": ["688278", "688278.SH"],
        "430047.BJ": ["430047.BJ", "bj430047"],
        "920047.BJ": ["920047"],
        "872122.NQ": ["872122.NQ", "NEEQ:872122"],
        "00700.HK": ["00700.HK", "0700.HK", "700.hk", "HK00700", "HKEX:700", "XHKG:0700"],
        "NASDAQ:AAPL": ["NASDAQ:AAPL", "nasdaq:aapl", "XNAS:AAPL", "AAPL.NASDAQ"],
        "NYSE:BRK.B": ["NYSE:BRK.B"],
        "TWSE:2409": ["2409.TW", "TWSE:2409", "TPE:2409"],
        "510300.SH": ["510300.SH"],
    },
    "lei": {"213800KUD8LAJWSQ9D15": ["213800KUD8LAJWSQ9D15", "213800kud8la-jwsq9d15"]},
    "ror": {
        "00mcjh785": ["00mcjh785", "00MCJH785", "https://ror.org/00mcjh785", "ror:00mcjh785"],
        "05a28rw58": ["ror.org/05a28rw58"],
    },
    "wikidata": {
        "Q148": ["Q148", "q148", "wd:Q148", "https://www.wikidata.org/wiki/Q148"],
        "Q64": ["http://www.wikidata.org/entity/Q64"],
    },
    "gbt2260": {"350200": ["350200", "３５０２００"], "110000": ["110000"]},
    "gbt4754": {
        "3974": ["3974", "C3974", "c 3974"],
        "A": ["A", "a"],
        "01": ["01", "A01"],
        "0111": ["0111"],
        "971": ["T971"],
    },
    "hs": {
        "85": ["85"],
        "8524": ["8524", "85.24"],
        "852411": ["8524.11"],
        "85241100": ["8524.11.00", "8524.1100", "85241100"],
    },
    "sei": {"1": ["1"], "1.2": ["1.2"], "1.2.10": ["1.2.10", "1．2．10"]},
}
WRONG = {
    ("uscc", "91110000600037341M"): ("fails its check", "the check character should be L"),
    ("uscc", "9111000060003734"): ("has 16 characters, not 18", "write the whole code"),
    ("uscc", "9111000O600037341L"): ("holds O", "O is often 0"),
    ("uscc", "91110A00600037341L"): ("is of no registrar and place", "six digits"),
    ("stock", "600703.SZ"): ("is no share of SZ", "write 600703.SH"),
    ("stock", "600703.XX"): ("names no exchange", "600703.SH"),
    ("stock", "430047"): ("does not say its exchange", "430047.BJ"),
    ("stock", "50"): ("is no stock code", "NASDAQ:AAPL"),
    ("stock", "123456.HK"): ("is no stock code", "00700.HK"),
    ("stock", "NASDAQ:APPLECORP"): ("is no stock code", "NASDAQ:AAPL"),
    ("lei", "213800KUD8LXJWSQ9D15"): ("fails its check", "the check digits should be 58"),
    ("lei", "213800KUD8LAJWSQ9D1"): ("is no LEI", "two check digits"),
    ("ror", "00mcjh786"): ("fails its check", "the check digits should be 85"),
    ("ror", "00mcih785"): ("is no ROR", "https://ror.org/"),
    ("wikidata", "148"): ("is no Wikidata item", "Q148"),
    ("wikidata", "Q0"): ("is no Wikidata item", "Q148"),
    ("gbt2260", "3502"): ("is no division code", "six digits"),
    ("gbt2260", "990000"): ("begins with no province", "350200"),
    ("gbt4754", "D3974"): ("is not in section D", "write 3974 or C3974"),
    ("gbt4754", "98"): ("is of no division", "01 to 97"),
    ("gbt4754", "C39745"): ("is no industry code", "C3974"),
    ("hs", "852"): ("is no customs code", "8524.11"),
    ("hs", "8524110000"): ("is no customs code", "8 digits"),
    ("hs", "0011"): ("is of no chapter", "01"),
    ("sei", "1.0"): ("is no code of emerging", "1.1.1"),
}


@pytest.mark.parametrize(
    ("scheme", "code", "spelling"),
    [(s, c, t) for s, held in SPELLINGS.items() for c, texts in held.items() for t in texts],
)
def test_every_spelling_gives_the_one_that_is_stored(scheme: str, code: str, spelling: str) -> None:
    assert canonical(scheme, spelling) == code
    assert canonical(scheme, code) == code
    assert f"{scheme}:{code}" in spelled(spelling)
    assert spelled(f"{scheme}:{spelling}") == {f"{scheme}:{code}"}


@pytest.mark.parametrize(("scheme", "code"), WRONG)
def test_what_is_wrong_is_told_with_its_mend(scheme: str, code: str) -> None:
    told = canonical(scheme, code)
    assert isinstance(told, tuple), told
    for said, wanted in zip(told, WRONG[scheme, code], strict=True):
        assert wanted in said


def test_every_scheme_of_the_code_list_is_read() -> None:
    assert set(SPELLINGS) == {s for s, _ in WRONG} == set(schemes())
    assert set(schemes()) == set(code_lists()["identifier-scheme"])
    for key, scheme in schemes().items():
        assert scheme.datatype.value.endswith(f"#{key}")
        assert scheme.classes and all(name in superclasses() for name in scheme.classes)


@given(
    st.text("0123456789", min_size=6, max_size=6), st.text(uscc._alphabet, min_size=9, max_size=9)
)
def test_the_check_character_is_that_of_python_stdnum(place: str, body: str) -> None:
    code = f"91{place}{body}"
    right = uscc.calc_check_digit(code)
    assert canonical("uscc", code + right) == code + right
    for sign in set(uscc._alphabet) - {right}:
        told = canonical("uscc", code + sign)
        assert isinstance(told, tuple) and f"should be {right}," in told[1]


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=18, max_size=18))
def test_the_check_digits_are_those_of_python_stdnum(code: str) -> None:
    right = mod_97_10.calc_check_digits(code)
    assert canonical("lei", code + right) == code + right
    wrong = f"{(int(right) + 1) % 97:02}"
    assert isinstance(canonical("lei", code + wrong), tuple)


@given(st.text(max_size=24))
def test_any_text_is_read_or_told(text: str) -> None:
    for scheme in schemes():
        told = canonical(scheme, text)
        assert isinstance(told, str) or all(told)
        if isinstance(told, str):
            assert canonical(scheme, told) == told


def identifier(**cells: str) -> dict[str, str]:
    return {"id": "i1", "entity": "b1", "scheme": "stock", "source": "invented", **cells}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"scheme": "uscc", "code": "91110000600037341M"},
            "identifier.csv row 2, code: 91110000600037341M fails its check; the check character "
            "should be L, unless another character is wrong",
        ),
        (
            {"entity": "pump", "code": "600703"},
            "identifier.csv row 2, entity: pump is of class Product, and stock codes are for "
            "Organization; give the code to another row, or write the scheme that it is of",
        ),
        (
            {"scheme": "isin", "code": "1"},
            "identifier.csv row 2, scheme: isin is not in the code list identifier-scheme; one of "
            "uscc, stock, lei, ror, wikidata, gbt2260, gbt4754, hs, sei",
        ),
    ],
)
def test_a_wrong_row_is_a_finding(tiny_folder: Path, cells: dict[str, str], said: str) -> None:
    add_rows(tiny_folder, "identifier", identifier(**cells))
    with pytest.raises(DataError) as caught:
        read_region(tiny_folder)
    assert [str(f) for f in caught.value.findings] == [said]


def test_both_codes_of_a_crosswalk_are_read(tiny_folder: Path) -> None:
    row = {"id": "c1", "scheme": "gbt4754", "code": "D3974", "other_scheme": "hs", "match": "close"}
    add_rows(tiny_folder, "crosswalk", row | {"other_code": "852", "source": "invented"})
    with pytest.raises(DataError) as caught:
        read_region(tiny_folder)
    assert [(f.column, f.value) for f in caught.value.findings] == [
        ("code", "D3974"),
        ("other_code", "852"),
    ]
