"""Imports of small invented lists, for tests."""

import csv
from collections.abc import Iterator
from pathlib import Path

from ecograph.intake.import_map import map_of
from ecograph.intake.importing import ImportReport, import_files

SOURCE = '[source]\nid = "list"\nlabel_en = "an invented list"\n'
LIST = (
    "附件：名单（虚构）,,,,\n"
    "序号,企业名称,信用代码,成立日期,所属区\n"
    "1,虚构甲泵业有限公司,91350200MA0000001W,44197,思明区\n"
    "2,虚构乙（厦门）科技股份有限公司,91350200MA00000020,2015年3月,思明\n"
    "3,虚构乙(厦门)科技股份有限公司 ,91350200ma00000020,2015/3/12,厦门市思明区\n"
    ",,,,\n"
    "4,虚构丙电子有限公司,,不详,无人知道的地方\n"
    "合计,3家,,,\n"
)
OF_LIST = (
    'place = "厦门"\n'
    + SOURCE
    + '[[read]]\nfile = "list.csv"\n[[read.rows]]\ntable = "firm"\nlabel = "企业名称"\n'
    'uscc = "信用代码"\nfounded = "成立日期"\nplace = "所属区"\n'
)


def brought(folder: Path, text: str, files: dict[str, str | bytes], **how: bool) -> ImportReport:
    """What an import of invented files by a map does to the folder `region`."""
    for name, content in files.items():
        raw = content if isinstance(content, bytes) else content.encode("gb18030")
        (folder / name).write_bytes(raw)
    paths = [folder / name for name in files]
    asked = map_of(text, "map.toml")
    return import_files(paths, asked, folder / "region", map_text=text, **how)


def rows(folder: Path, table: str) -> dict[str, dict[str, str]]:
    path = folder / "region" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def rejected(done: ImportReport) -> Iterator[tuple[int, str, str, str]]:
    for r in done.made.rejects:
        yield r.where.row, r.column, r.value, r.problem
