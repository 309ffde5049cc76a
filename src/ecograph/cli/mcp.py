"""Share: mcp."""

from typing import Annotated

import typer

from ecograph.cli.output import GraphOption, number

GROUP = "Share"


def mcp(
    graph: GraphOption = "xiamen",
    timeout: Annotated[
        float,
        typer.Option(min=0.1, max=3600, callback=number, help="Seconds until a query is ended."),
    ] = 10.0,
) -> None:
    """Serve a graph to an agent on standard input and output (Model Context Protocol).

    Each question is a tool that only reads: find, show, gaps, remedies, query and the rest; the
    resource ecograph://schema is a card of classes and properties for writing SPARQL. Every reply
    has its rows, sources, notes, how many rows there are, and the digest of the data. An agent's
    program starts it: {"command": "ecograph", "args": ["mcp", "--graph", "xiamen"]}.

    Example: ecograph mcp --graph xiamen
    """
    from ecograph.base.errors import MissingExtra
    from ecograph.graph.opening import open_graph

    try:
        import anyio

        from ecograph.service.agent_server import serve_agent
    except ImportError:
        raise MissingExtra("mcp is not installed; pip install 'ecograph[mcp]'") from None
    from ecograph.service.served import Limits, Served

    served = Served(graph, open_graph(graph), Limits(seconds=timeout))
    anyio.run(serve_agent, served)


COMMANDS = {"mcp": mcp}
