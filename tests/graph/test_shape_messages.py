"""What shapes made from the tables say, a case for each sentence and each kind of value."""

import pytest

from ecograph.base.namespaces import ECO_BASE
from ecograph.graph.shape_messages import message, none_message
from ecograph.tables.schema import Column

TAGS = ("zh", "en")
CHAINS = ("IndustryChain", "Organization")
MESSAGES = [
    (
        [Column("chain", "ref", CHAINS, ECO_BASE + "chain", True, False, False)],
        "供应的“产业链”须有且只有一个，须是产业链或组织的 id；请填写 supply.csv 的 chain 列。",
        "supply.csv, column chain: must hold exactly one id of an industry chain or"
        " an organization; fill it in.",
    ),
    (
        [Column("chain", "ref", CHAINS, ECO_BASE + "chain", True, True, False)],
        "供应的“产业链”至少有一个，每一个都须是产业链或组织的 id；请填写 supply.csv 的 chain 列。",
        "supply.csv, column chain: must hold one value or more, each one id of an industry chain or"
        " an organization; fill it in.",
    ),
    (
        [Column("level", "concept", ("tier",), ECO_BASE + "level", False, False, False)],
        "供应的“级别”至多有一个，须取自代码表 tier（pillar、emerging 或 future，"
        "另有的写进 concept.csv）；"
        "请改正 supply.csv 的 level 列，没有或不知道就留空。",
        "supply.csv, column level: may hold at most one key of the code list tier"
        " (pillar, emerging or future, others go into concept.csv); correct it or leave it empty.",
    ),
    (
        [Column("level", "concept", ("aspect",), ECO_BASE + "level", False, True, False)],
        "供应的“级别”可有多个，每一个都须取自代码表 aspect（见 ontology/vocab/aspect.ttl，"
        "另有的写进 concept.csv）；请改正 supply.csv 的 level 列，没有或不知道就留空。",
        "supply.csv, column level: may hold several values, each one key of the code list aspect"
        " (see ontology/vocab/aspect.ttl, others go into concept.csv);"
        " correct it or leave it empty.",
    ),
    (
        [Column(f"post_{t}", "text", (t,), ECO_BASE + "post", True, False, False) for t in TAGS],
        "供应须有“职务”，中文和英文至少写一种，每种至多一个；"
        "请填写 supply.csv 的 post_zh 和 post_en 列中的一列或两列。",
        "supply.csv, columns post_zh and post_en: must hold one text in one of zh and en or in"
        " each; fill in one or both.",
    ),
    (
        [Column(f"post_{t}", "text", (t,), ECO_BASE + "post", False, False, False) for t in TAGS],
        "供应的“职务”中文和英文各至多一个，须标明语言；"
        "请改正 supply.csv 的 post_zh 和 post_en 列，没有或不知道就都留空。",
        "supply.csv, columns post_zh and post_en: may hold at most one text in each of zh and en;"
        " correct them, or leave both empty.",
    ),
    (
        [Column(f"post_{t}", "text", (t,), ECO_BASE + "post", False, True, False) for t in TAGS],
        "供应的“职务”可有多个，每一个都须标明中文或英文；"
        "请改正 supply.csv 的 post_zh 和 post_en 列，没有或不知道就留空。",
        "supply.csv, columns post_zh and post_en: may hold several values, each one text tagged"
        " zh or en; correct it or leave it empty.",
    ),
]


@pytest.mark.parametrize(("columns", "zh", "en"), MESSAGES)
def test_a_message_says_where_and_what_to_write(columns: list[Column], zh: str, en: str) -> None:
    assert message("Supply", tuple(columns), "supply.csv") == (zh, en)


def test_a_message_without_a_file_speaks_of_every_table_of_the_class() -> None:
    column = Column("value", "decimal", (), ECO_BASE + "value", True, False, False)
    assert message("Statement", (column,), None) == (
        "陈述的“数值”须有且只有一个，须是不带单位和限定词的小数；请填写所在陈述表的 value 列。",
        "statement table, column value: must hold exactly one decimal number without unit or"
        " qualifier; fill it in.",
    )


def test_a_message_says_that_a_class_has_no_codes() -> None:
    column = Column("kind", "concept", ("firm-kind",), ECO_BASE + "kind", False, False, False)
    assert none_message("AssetType", column) == (
        "要素类型不再细分类别；请去掉类别，或把该行移到合适的表。",
        "An asset type has no kind besides its class; take the kind away,"
        " or move the row to the table that fits.",
    )
