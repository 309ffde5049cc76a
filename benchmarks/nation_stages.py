"""The stages of a nation from its tables to its pages, and what each is beside.

A stage is a command of `ecograph` in the folder of its size, where the stages before it have left
what it needs; the city is the largest.  `hand` is a function of nation_by_hand.py with its words.
"""

from dataclasses import dataclass

CITY = "city-0000000"
SIZES = {4: 127, 5: 1_270, 6: 12_700, 7: 127_000}  # firms of about 10^4 to 10^7 statements
CITY_QUERY = f"""PREFIX eco: <https://w3id.org/ecograph/ontology#>
PREFIX id: <https://w3id.org/ecograph/id/>
SELECT ?product (COUNT(DISTINCT ?firm) AS ?makers) {{
  ?firm a eco:Firm ; eco:isIn id:{CITY} ; eco:makes ?product
}} GROUP BY ?product ORDER BY DESC(?makers) ?product
"""


@dataclass(frozen=True)
class Stage:
    """A command with the files it makes, which are removed before it runs again.

    `before` is a function of nation_by_hand.py that makes what the command needs, `between` one
    that makes what `hand` needs; `spare` is removed when the stage is done, `same` are two files
    that must have as many lines.  Of the goals, `goal` is the most that the ratio of processor
    seconds may be at the size `at`, `memory` that of megabytes, `most` the most processor seconds
    where `import rdflib` takes REFERENCE.  Sizes above `largest` are left out.
    """

    name: str
    words: str
    made: tuple[str, ...] = ()
    hand: str = ""
    beside: str = ""
    before: str = ""
    between: str = ""
    spare: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    goal: float | None = None
    memory: float | None = None
    most: float | None = None
    at: int = 6
    largest: int = 7


_ANSWERS = ("answer.csv", "hand.csv")
STAGES = (
    Stage("synth", "synth --firms {firms} -o tables", made=("tables",)),
    Stage(
        "build from tables",
        "build tables -o store",
        made=("store",),
        hand="bulk_load statements.nq raw",
        beside="pyoxigraph's bulk loader",
        between="dump store statements.nq",
        spare=("raw", "statements.nq"),
        goal=3,
    ),
    Stage(
        "build from N-Quads",
        "build nation.nq -o store-of-lines",
        made=("store-of-lines",),
        hand="bulk_load nation.nq raw",
        beside="pyoxigraph's bulk loader",
        before="synth {firms} nation.nq",
        spare=("raw", "nation.nq", "store-of-lines"),
        goal=2,
        memory=1.2,
        largest=6,  # it is held in memory
    ),
    Stage("check", "check tables", most=15, at=5),
    Stage(
        "matching of all cities",
        "matching --class City --top 0 -g store",
        hand="gaps store",
        beside="DuckDB by hand on the same relations",
        goal=3,
    ),
    Stage("needs of a city", f"needs --place {CITY} -g store", most=1),
    Stage("gaps of a city", f"gaps --place {CITY} -g store", most=1.5),
    Stage("chokepoints of a city", f"chokepoints --place {CITY} -g store", most=1.5),
    Stage("remedies of a city", f"remedies --place {CITY} -g store"),
    Stage(
        "network as a file",
        "project actors -o actors.csv -g store",
        made=("actors-nodes.csv", "actors-edges.csv", "ecograph-files.json"),
    ),
    Stage(
        "pagerank",
        "centrality pagerank -g store",
        hand="pagerank actors-edges.csv",
        beside="igraph by hand on the same edges",
    ),
    Stage(
        "communities",
        "communities --runs 1 -g store",
        hand="communities actors-edges.csv",
        beside="igraph by hand on the same edges",
    ),
    Stage(
        "query of a city",
        "query city.rq -o answer.csv -g store --timeout 3600",
        made=_ANSWERS,
        hand="ask store city.rq hand.csv",
        beside="pyoxigraph on the store",
        before="city_query city.rq",
        same=_ANSWERS,
    ),
    Stage(
        "question 201 of a city",
        f"query --question 201 id={CITY} -o answer.csv -g store --timeout 3600",
        made=_ANSWERS,
        hand="ask store question.rq hand.csv",
        beside="pyoxigraph on the store",
        before=f"question 201 {CITY} question.rq",
        same=_ANSWERS,
    ),
    Stage("export of a city", f"export --place {CITY} -o city.nq -g store", made=("city.nq",)),
    Stage("atlas of that export", "atlas -g city.nq -o atlas", made=("atlas",), spare=("atlas",)),
    Stage(
        "view of a city",
        f"view --around {CITY} --hops 1 -o view.html -g store",
        made=("view.html",),
        largest=6,  # all that is said of anything is read
    ),
)
