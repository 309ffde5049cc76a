"""The graph for agents, asked as an agent's program asks it: over standard input and output."""

import json
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from ecograph.graph.data import open_data
from ecograph.operations.catalogue import answer
from ecograph.operations.every import OPERATIONS, operation
from loop_help import run_apart

PROGRAM = ["-c", "from ecograph.cli import main; main()", "mcp", "--graph", "tiny"]


def with_agent(story: Callable[[ClientSession], Coroutine[Any, Any, Any]]) -> Any:
    """What a story of a session gives."""

    async def tell() -> Any:
        started = StdioServerParameters(command=sys.executable, args=PROGRAM)
        async with (
            stdio_client(started) as (read, write),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await story(session)

    return run_apart(tell(), 120)


async def said(session: ClientSession, tool: str, /, **given: Any) -> tuple[bool, str]:
    """Whether a tool failed, and what it says."""
    found = await session.call_tool(tool, given)
    return bool(found.is_error), found.content[0].text  # type: ignore[union-attr]


def test_each_question_is_a_tool_that_only_reads() -> None:
    async def story(session: ClientSession) -> Any:
        return (await session.list_tools()).tools, (await session.list_resources()).resources

    tools, resources = with_agent(story)
    assert [tool.name for tool in tools] == ["query", *OPERATIONS]
    assert all(tool.annotations.read_only_hint for tool in tools)
    held = {tool.name: tool.input_schema["properties"] for tool in tools}
    assert {"lang", "rows", "skip"} <= {*held["gaps"]} and "top" not in held["find"]
    assert "table" not in held["specialisation"]  # it names a file
    assert [str(one.uri) for one in resources] == ["ecograph://schema"]


def test_a_reply_has_rows_sources_counts_and_digest() -> None:
    async def story(session: ClientSession) -> Any:
        whole = await said(session, "gaps", lang="zh")
        parts = [await said(session, "gaps", lang="zh", rows=1, skip=n) for n in range(2)]
        return [json.loads(text) for failed, text in (whole, *parts) if not failed]

    whole, *parts = with_agent(story)
    expected = answer(operation("gaps"), open_data("tiny"), {"top": 0})
    filled = [
        {k: v for k, v in row.items() if v not in (None, "") and not k.startswith("component_")}
        for row in expected.rows("zh")
    ]
    assert whole["rows"] == json.loads(json.dumps(filled, default=str))
    assert whole["digest"] == expected.data.digest and not whole["truncated"]
    assert whole["sources"][0].keys() == {"id", "title", "address", "licence"}
    assert [row for part in parts for row in part["rows"]] == whole["rows"][:2]
    assert parts[0]["truncated"] and parts[0]["next_skip"] == 1
    assert parts[0]["total"] == whole["total"] == 2
    assert not parts[1]["truncated"] and "next_skip" not in parts[1]


def test_each_row_that_names_statements_names_their_sources() -> None:
    async def story(session: ClientSession) -> Any:
        return json.loads((await said(session, "remedies", rows=5))[1])

    reply = with_agent(story)
    cited = {key for row in reply["rows"] for key in row.get("cited_sources", "").split()}
    assert cited and cited <= {source["id"] for source in reply["sources"]}


def test_a_query_comes_with_hints_and_sources() -> None:
    async def story(session: ClientSession) -> Any:
        cited = await said(
            session, "query", query="SELECT ?x ?xLabel { ?x eco:makes ?y }", cite=True, rows=1
        )
        hinted = await said(session, "query", query="SELECT ?x { ?x eco:makess ?y }")
        asked = await said(session, "query", question=2)
        return [json.loads(text) for _, text in (cited, hinted, asked)]

    cited, hinted, asked = with_agent(story)
    assert cited["row_count"] == 1 < cited["total"] and cited["sources"]
    assert "cited_document" in cited["columns"] and cited["rows"][0]["xLabel"]
    assert hinted["hints"][0]["column"] == 16
    assert asked["query"].startswith(("SELECT", "ASK"))


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("nothing", {}, "there is no tool"),
        ("gaps", {"place": "nowhere"}, "nowhere"),
        ("gaps", {"nonsense": 1}, "nonsense"),
        ("gaps", {"rows": 0}, "rows"),
        ("gaps", {"top": 5}, "top"),
        ("gaps", {"rows": True}, "rows"),
        ("gaps", {"skip": -1}, "skip"),
        ("gaps", {"lang": "fr"}, "lang"),
        ("query", {"query": "SELECT ?x {"}, "line 1, column 12"),
        ("query", {"query": "SELECT * { SERVICE <urn:x> {} }"}, "SERVICE"),
        ("query", {}, "either query"),
        ("whatif", {"scenario": "../../etc/passwd"}, "file"),
        ("specialisation", {"table": "/etc/passwd"}, "table"),
        ("show", {"name": 7}, "7"),
    ],
)
def test_what_is_wrong_is_told(name: str, given: dict[str, Any], told: str) -> None:
    async def story(session: ClientSession) -> Any:
        return await said(session, name, **given)

    failed, text = with_agent(story)
    assert failed and told in text and "Traceback" not in text


def test_the_schema_is_a_card_to_read() -> None:
    async def story(session: ClientSession) -> Any:
        return (await session.read_resource("ecograph://schema")).contents[0].text  # type: ignore

    card = with_agent(story)
    assert card.startswith("# tiny") and "eco:makes" in card
