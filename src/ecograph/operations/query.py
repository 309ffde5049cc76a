"""What `query` asks of a graph: the parameters of the command."""

from dataclasses import dataclass
from typing import Any

from ecograph.operations.catalogue import param
from ecograph.operations.parts import Part


def which_question() -> Any:
    """The parameter that names a shipped question."""
    return param(
        "改用这个编号的问题；questions 列出全部",
        "The number of a shipped question instead; `questions` lists them.",
        None,
        low=1,
        high=10**6,
        short="q",
    )


def with_sources() -> Any:
    """The parameter that has each row say where it is from."""
    return param(
        "加上每一行出自何处、可靠程度如何", "Add where each row is said, and how surely.", False
    )


@dataclass(frozen=True)
class QueryParams:
    """A query or a question, and what is to be said with its answer."""

    text: tuple[str, ...] = param(
        "SPARQL 查询、以 .rq 结尾的文件，或 - 表示标准输入；"
        "用 --question 时写它问的对象，如 city=杭州",
        "A SPARQL query, a file that ends in .rq, or - for standard input; with --question what "
        "it is asked of, as city=杭州.",
        (),
        place=1,
    )
    question: int | None = which_question()
    cite: bool = with_sources()
    no_hints: bool = param(
        "不提示图谱中没有的词，也不解释为何没有结果",
        "Do not tell of words that nothing has, nor why an answer is empty.",
        False,
    )
    top: int | None = param(
        "显示多少行，0 为全部；终端上的表默认 1000",
        "How many rows; 0 is all. A table on a terminal shows 1000.",
        None,
        low=0,
        high=10**9,
    )
    page: int = param("第几页", "Which page of so many rows.", 1, low=1, high=10**9)


QUERY = Part(
    "query",
    (
        "回答一条 SPARQL 查询；前缀 eco: id: voc: rdfs: skos: prov: xsd: 已知",
        "Answer a SPARQL query; the prefixes eco: id: voc: rdfs: skos: prov: xsd: are known.",
    ),
    QueryParams,
    'ecograph query "SELECT ?firm ?firmLabel { ?firm a eco:Firm }"',
    (
        "?xLabel 是 ?x 的名称，语言由 --lang 定。-o 按文件名写成 .csv .tsv .json .xml .xlsx "
        ".parquet，三元组写成 .ttl 等；--graph 可重复，几个图谱一起问。",
        "?xLabel is the name of ?x in the language of --lang. -o writes .csv .tsv .json .xml "
        ".xlsx .parquet by the name of the file, triples as .ttl and the like; --graph may be "
        "repeated, to ask several graphs together.",
    ),
)
