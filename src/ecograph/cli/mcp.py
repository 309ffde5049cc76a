"""Share: mcp."""

from ecograph.cli.output import GraphOption, TimeoutOption

GROUP = "Share"


def mcp(
    graph: GraphOption = "xiamen",
    timeout: TimeoutOption = 10.0,
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
