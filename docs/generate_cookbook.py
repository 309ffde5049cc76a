"""Writes docs/cookbook.md from the simple questions: python docs/generate_cookbook.py

A test checks that the file is what this writes.
"""

from pathlib import Path

from ecograph.sparql.competency import SIMPLE, questions

FILE = Path(__file__).with_name("cookbook.md")
HEAD = """# Cookbook

Simple questions and the one or two lines that answer them. They use the plain relations
(`eco:makes`, `eco:targets` …), which follow from statements that exist; `AnyModality` behind the
name also gives what is planned, recommended, past or lacking. `?xLabel` is the name of `?x` in the
language of `--lang`. Run one with `ecograph query --question 201`, or paste it behind `ecograph
query`; `--cite` adds where each row is said. What a word means: `ecograph show eco:Firm`.

Written from `ontology/competency/cookbook.toml` by `python docs/generate_cookbook.py`.
"""


def text() -> str:
    """The whole document."""
    parts = [HEAD]
    for one in questions():
        if one.systems == SIMPLE:
            asked = one.asked_in("en")
            title = f"**{one.number}** {one.text['en']} {one.text['zh']}"
            parts.append(f"{title}\n\n```sparql\n{_folded(asked)}\n```\n")
    return "\n".join(parts)


def _folded(query: str) -> str:
    """A query on two lines where it is long: what it gives, what it matches."""
    head, sign, rest = query.partition(" { ")
    return query if len(query) <= 96 else f"{head} {{\n  {rest}" if sign else query


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    print("cookbook.md: written")
