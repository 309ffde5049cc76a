"""Statements staged in a database: what follows from all of them at once is asked there, in SQL.

The table `said` holds the statements as N-Quads write their terms: subject, predicate, object,
graph (s, p, o, g); g is NULL in the default graph.  The view `typed` gives the classes of subjects.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from ecograph.base.database import DuckDatabase, new_database, quoted
from ecograph.base.namespaces import ECO_BASE, ID_BASE, PREFIXES, RDF_TYPE, VOC_BASE

_LONGEST = 4 * 1024**2  # bytes of a line, where none of a store is longer
_LONGEST_OF_ROWS = 4 * 1024**2  # of one that is made from a cell of a table


@contextmanager
def staging(
    database: DuckDatabase | None = None, folder: Path | None = None
) -> Iterator[DuckDatabase]:
    """Room for statements beside the tables of a database, a new one if need be.

    It is gone afterwards.  With `folder` it stands in a file there, so that memory does not bound
    its size.
    """
    held = database or new_database()
    stage = held.layer() if folder is None else held.create(folder / "stage.duckdb")
    stage.run(f"""
        CREATE TABLE said (s VARCHAR, p VARCHAR, o VARCHAR, g VARCHAR);
        CREATE TABLE derived (s VARCHAR, p VARCHAR, o VARCHAR, g VARCHAR);
        CREATE MACRO eco(name) AS '<{ECO_BASE}' || name || '>';
        CREATE MACRO id(key) AS '<{ID_BASE}' || key || '>';
        CREATE MACRO voc(key) AS '<{VOC_BASE}' || key || '>';
        CREATE MACRO rdf_type() AS '{RDF_TYPE}';
        CREATE MACRO is_iri(term) AS starts_with(term, '<') AND NOT starts_with(term, '<<');
        CREATE MACRO is_literal(term) AS starts_with(term, '"');
        CREATE MACRO bare(iri) AS substr(iri, 2, length(iri) - 2);
        -- a literal without its language and datatype: what ends with the last quote
        CREATE MACRO whole(term) AS left(term, length(term) - instr(reverse(term), '"') + 1);
        CREATE MACRO lexical(term) AS
            CASE WHEN contains(term, '\') THEN json_extract_string(whole(term), '$')
            ELSE substr(whole(term), 2, length(whole(term)) - 2) END;
        CREATE MACRO language(term) AS
            CASE WHEN NOT ends_with(term, '>') THEN
                nullif(regexp_extract(term, '"@([a-zA-Z0-9]+(-[a-zA-Z0-9]+)*)[^"]*$', 1), '')
            END;
        CREATE MACRO datatype(term) AS
            CASE WHEN ends_with(term, '"') THEN '{PREFIXES["xsd"]}string'
            WHEN ends_with(term, '>') THEN regexp_extract(term, '\\^\\^<([^>]*)>$', 1)
            WHEN regexp_matches(term, '--[a-z]+$') THEN '{PREFIXES["rdf"]}dirLangString'
            ELSE '{PREFIXES["rdf"]}langString' END;
        CREATE VIEW typed AS SELECT s, o AS class FROM said WHERE p = rdf_type();
    """)
    yield stage
    stage.drop()


def stage_store(stage: DuckDatabase, store: Store) -> None:
    """Stages the statements of a store."""
    with tempfile.TemporaryDirectory(prefix="ecograph-") as folder:
        path = Path(folder) / "said.nq"
        store.dump(str(path), format=RdfFormat.N_QUADS)
        with path.open("rb") as lines:  # room for the longest is taken many times
            longest = max((len(line) for line in lines), default=0)
        stage.run(f"INSERT INTO said {_parsed(_lines(path, max(longest + 1, _LONGEST)))}")


def stage_rows(stage: DuckDatabase, path: Path) -> None:
    """Stages N-Quads that are made from tables, in which a statement may stand more than once."""
    lines = _lines(path, _LONGEST_OF_ROWS)
    stage.run(f"""
        CREATE TABLE often AS
        SELECT hash(line) AS h FROM {lines} GROUP BY h HAVING count(*) > 1;
        INSERT INTO said {_parsed(f"(FROM {lines} WHERE hash(line) NOT IN (FROM often))")};
        INSERT INTO said
        {_parsed(f"(SELECT DISTINCT line FROM {lines} WHERE hash(line) IN (FROM often))")};
        DROP TABLE often;
    """)


def write_derived(stage: DuckDatabase, path: Path) -> bool:
    """Writes the statements of the table `derived` as N-Quads; whether blank nodes are in them."""
    stage.run(
        "COPY (SELECT s || ' ' || p || ' ' || o || coalesce(' ' || g, '') || ' .' FROM derived)"
        f" TO {quoted(path)} (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
    )
    blank = "SELECT count(*) FROM derived WHERE starts_with(s, '_:') OR starts_with(o, '_:')"
    return stage.rows(blank) != [(0,)]


def _lines(path: Path, longest: int) -> str:
    """The lines of a file; nothing that N-Quads write holds the sign that would part them."""
    return (
        f"read_csv({quoted(path)}, columns = {{line: 'VARCHAR'}}, header = false, "
        "auto_detect = false, delim = chr(1), quote = '', escape = '', "
        f"max_line_size = {longest})"
    )


def _parsed(lines: str) -> str:
    """The terms of lines of N-Quads: what is behind the last space is the graph, or none is."""
    return rf"""
        WITH subject AS (
            SELECT line, instr(line, ' ') AS gap FROM {lines}),
        predicate AS (
            SELECT left(line, gap - 1) AS s, substr(line, gap + 1) AS rest, instr(rest, ' ') AS gap
            FROM subject),
        object AS (
            SELECT s, left(rest, gap - 1) AS p,
                   substr(rest, gap + 1, length(rest) - gap - 2) AS tail,
                   regexp_extract(tail, ' (<[^<>"\s]*>|_:\S+)$', 1) AS g
            FROM predicate)
        SELECT s, p, CASE WHEN g = '' THEN tail ELSE left(tail, length(tail) - length(g) - 1) END,
               nullif(g, '')
        FROM object"""
