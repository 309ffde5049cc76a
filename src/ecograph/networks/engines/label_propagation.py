"""Communities by label propagation, in SQL: the same in the embedded database and on Spark.

Each node begins with a label of its own.  Round by round a node takes the label that most of its
neighbours have (Raghavan, Albert & Kumara 2007, Phys. Rev. E 76:036106), and keeps its own where
that is among those; else of several it takes one by a hash of label, seed and round.  In a round
only those nodes move that a hash of theirs names, about half: if all did, two sides could change
places for ever.  It ends when no node would move.
"""

from dataclasses import dataclass

from ecograph.base.database import Database

MOST_ROUNDS = 200

_BEGIN = """
CREATE TABLE label AS SELECT DISTINCT node, node AS label, node AS wanted FROM near;
"""
_WANTED = """
CREATE OR REPLACE TABLE label AS
WITH vote AS (
    SELECT near.node, l.label, count(*) AS votes
    FROM near JOIN label l ON l.node = near.other GROUP BY near.node, l.label
),
placed AS (
    SELECT v.node, v.label, own.label AS own,
           row_number() OVER (PARTITION BY v.node ORDER BY v.votes DESC,
               CASE WHEN v.label = own.label THEN 0 ELSE 1 END,
               md5($draw || v.label), v.label) AS place
    FROM vote v JOIN label own ON own.node = v.node
)
SELECT node, own AS label, label AS wanted FROM placed WHERE place = 1;
"""
_MOVE = """
CREATE OR REPLACE TABLE label AS
SELECT node, CASE WHEN md5($draw || node) < '8' THEN wanted ELSE label END AS label, wanted
FROM label;
"""


@dataclass(frozen=True)
class Propagated:
    """How many rounds it took, and whether it ended by itself."""

    rounds: int
    settled: bool


def propagate_labels(database: Database, seed: int = 0) -> Propagated:
    """Makes the table `label` (node, label), both ids, of the neighbours in `near` (node, other).

    `near` has each pair in both directions and no node with itself.
    """
    database.run(_BEGIN)
    for done in range(MOST_ROUNDS):
        draw = {"draw": f"{seed} {done} "}
        database.run(_WANTED, draw)
        [(moving,)] = database.rows("SELECT count(*) FROM label WHERE wanted <> label")
        if not moving:
            return Propagated(done, True)
        database.run(_MOVE, draw)
    return Propagated(MOST_ROUNDS, False)
