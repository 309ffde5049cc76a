"""A graph for agents, by the Model Context Protocol: each question a tool, the schema a resource.

https://modelcontextprotocol.io/
"""

from typing import Any

import anyio
from mcp import MCPError, types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from ecograph.base.errors import EcographError
from ecograph.base.version import __version__
from ecograph.graph.worker import Worker
from ecograph.operations.catalogue import Form
from ecograph.operations.json_schema import checked_from_outside, form_schema
from ecograph.service.answers import ask_answerer, operation_asked
from ecograph.service.asked_forms import FORMS
from ecograph.service.problems_told import Problem
from ecograph.service.replies import MARKDOWN, Wanted
from ecograph.service.served import Served

ROWS = 50  # that a reply holds where nothing else is asked for
MOST_ROWS = 1000
MOST_SKIP = 10**9
CARD = "ecograph://schema"
INSTRUCTIONS = """\
A cited knowledge graph of the innovation ecosystem of a city: firms, products, chains, labs, funds,
policies, and statements that join them, each with its source. `find` finds an entity by name (zh or
en), `show` tells all that is said of it, `gaps`, `remedies`, `needs` tell where supply chains are
broken and who could mend them, `questions` lists what can be asked by number, `query` asks such a
question or SPARQL of your own; read the resource ecograph://schema, or ask `schema`, before you
write SPARQL. What the graph does not say is unknown, not absent; planned and recommended is not
existing. Pass on the notes, sources and doubts of a reply with what you say from it, and its digest
where somebody is to ask the same again.
"""
_SHARED = {
    "lang": {"type": "string", "enum": ["zh", "en"], "default": "en", "description": "Of names."},
    "rows": {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_ROWS,
        "default": ROWS,
        "description": "How many rows are given.",
    },
    "skip": {
        "type": "integer",
        "minimum": 0,
        "maximum": MOST_SKIP,
        "default": 0,
        "description": "How many rows are left out before them; see next_skip of a reply.",
    },
}
HARMLESS = {
    "readOnlyHint": True,
    "destructiveHint": False,
    "idempotentHint": True,
    "openWorldHint": False,
}
_LEFT_OUT = "top"  # what cuts rows elsewhere: here rows and skip do


def make_server(served: Served) -> Server[Any]:
    """A server of the protocol for a graph."""

    async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(form) for form in FORMS.values()])

    async def call_tool(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        text, failed = await _answer(served, asked.name, asked.arguments or {})
        return types.CallToolResult(content=[types.TextContent(text=text)], is_error=failed)

    async def list_resources(_: Any, __: Any) -> types.ListResourcesResult:
        about = "Classes, properties and code lists of the graph, with counts, for writing SPARQL."
        card = types.Resource(name="schema", uri=CARD, description=about, mime_type=MARKDOWN)
        return types.ListResourcesResult(resources=[card])

    async def read_resource(
        _: Any, asked: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        if str(asked.uri) != CARD:
            raise MCPError(types.INVALID_PARAMS, f"{asked.uri} is not given; {CARD} is")
        text, failed = await _ask(served, "schema", {}, Wanted("en", MARKDOWN))
        if failed:
            raise MCPError(types.INTERNAL_ERROR, text)
        held = types.TextResourceContents(uri=CARD, mime_type=MARKDOWN, text=text)
        return types.ReadResourceResult(contents=[held])

    return Server(
        "ecograph",
        version=__version__,
        title=f"ecograph: {served.graph.name}",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


async def serve_agent(served: Served) -> None:
    """Answers on standard input and output until that ends."""
    server = make_server(served)
    try:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())
    finally:
        served.close()


def _tool(form: Form) -> types.Tool:
    """A question as a tool."""
    schema = form_schema(form)
    schema["properties"].pop(_LEFT_OUT, None)
    schema["properties"] |= _SHARED
    about = " ".join(filter(None, (form.help[1], form.more[1])))
    harmless = types.ToolAnnotations.model_validate(HARMLESS)
    return types.Tool(name=form.name, description=about, input_schema=schema, annotations=harmless)


async def _answer(served: Served, name: str, given: dict[str, Any]) -> tuple[str, bool]:
    """What a tool is answered with, and whether it failed."""
    values = dict(given)
    language = values.pop("lang", "en")
    rows, skip = values.pop("rows", ROWS), values.pop("skip", 0)
    form = FORMS.get(name)
    if form is None:
        return f"there is no tool {name[:80]}; these are: {', '.join(FORMS)}", True
    if language not in ("zh", "en"):
        return "lang: is zh or en", True
    if not _is_within(rows, 1, MOST_ROWS) or not _is_within(skip, 0, MOST_SKIP):
        return f"rows: is 1 to {MOST_ROWS}, skip: 0 or more", True
    if _LEFT_OUT in values:
        return f"{_LEFT_OUT}: is not taken; rows and skip say which rows are given", True
    try:
        values = checked_from_outside(form, values)
    except EcographError as error:
        return str(error), True
    if _LEFT_OUT in {p.name for p in form.parameters}:
        values[_LEFT_OUT] = 0
    wanted = Wanted(language, "application/json", skip, rows, brief=True)
    return await _ask(served, name, values, wanted)


def _is_within(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


async def _ask(
    served: Served, name: str, values: dict[str, Any], wanted: Wanted
) -> tuple[str, bool]:
    """What a worker replies and whether it failed; it is ended when nobody waits any more."""
    asked = operation_asked(served, name, values, wanted)
    running: list[Worker] = []

    def work() -> tuple[str, bool]:
        try:
            return ask_answerer(served, asked, running.append).body.decode(), False
        except EcographError as error:
            return str(error), True
        except Problem as problem:
            return problem.detail, True

    try:
        return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
    except anyio.get_cancelled_exc_class():
        for worker in running:
            worker.close()
        raise
