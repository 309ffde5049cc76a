"""A network as GraphML and GEXF, an element at a time, as networkx writes them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count

from ecograph.export.network_rows import Row, Rows, Types, renamed

_GEXF_TAKES = frozenset(
    (
        *("end", "for", "id", "key", "label", "networkx_key", "parents", "pid", "slices"),
        *("spells", "start", "statement", "type", "viz"),
    )
)
_XML_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"


def graphml(rows: Rows) -> Iterator[str]:
    """The text of a GraphML file; characters beyond ASCII are written by their numbers."""
    named = "http://graphml.graphdrawing.org/xmlns"
    yield (
        f'<graphml xmlns="{named}" xmlns:xsi="{_SCHEMA}" '
        f'xsi:schemaLocation="{named} {named}/1.0/graphml.xsd">\n'
    )
    numbers = count()
    scopes = {
        "graph": {name: type(value) for name, value in rows.graph.items()},
        "node": rows.node_types,
        "edge": rows.edge_types,
    }
    keys = {s: {name: f"d{next(numbers)}" for name in types} for s, types in scopes.items()}
    declared = [
        f'  <key id="{keys[scope][name]}" for="{scope}" attr.name="{_quoted(name)}" '
        f'attr.type="{_XML_TYPES[kind]}" />\n'
        for scope, types in scopes.items()
        for name, kind in types.items()
    ]
    yield "".join(reversed(declared))
    yield f'  <graph edgedefault="{_direction(rows)}"'
    yield from _within("graph", "  ", _graphml_elements(rows, keys))
    yield "</graphml>\n"


def _graphml_elements(rows: Rows, keys: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    node = _graphml_element('    <node id="%s"', "node", keys["node"])
    edge = _graphml_element('    <edge source="%s" target="%s" id="%s"', "edge", keys["edge"])
    for name, data in rows.nodes():
        yield node((name,), data)
    for *ends, data in rows.edges():
        yield edge(ends, data)
    for name, value in rows.graph.items():
        yield f'    <data key="{keys["graph"][name]}"{_content(str(value))}'


def _graphml_element(
    start: str, name: str, keys: Mapping[str, str]
) -> Callable[[Sequence[str], Row], str]:
    """What writes a node or an edge: by one pattern where no text of it needs another form."""

    @lru_cache(1024)
    def pattern(names: tuple[str, ...]) -> str:
        return start + _closed(name, [f'      <data key="{keys[n]}">%s</data>\n' for n in names])

    def written(ends: Sequence[str], data: Row) -> str:
        texts = [*map(str, data.values())]
        if _SPECIAL("".join([*ends, *texts])) is None and "" not in texts:
            return pattern(tuple(data)) % (*ends, *texts)
        parts = (f'      <data key="{keys[n]}"{_content(str(v))}' for n, v in data.items())
        return start % tuple(map(_quoted, ends)) + _closed(name, [*parts])

    return written


def _content(text: str) -> str:
    """The rest of a data element that holds a text."""
    return f">{_escaped(text)}</data>\n" if text else " />\n"


def gexf(rows: Rows) -> Iterator[str]:
    """The text of a GEXF file, without a date, so that one network is always one file."""
    named = "http://www.gexf.net/1.2draft"
    yield (
        f'<gexf xmlns="{named}" xmlns:xsi="{_SCHEMA}" '
        f'xsi:schemaLocation="{named} {named}/gexf.xsd" version="1.2">\n'
    )
    if "licence" in rows.graph:  # its graph element holds no words of its own
        said = _escaped(f"licence: {rows.graph['licence']}")
        yield f"  <meta>\n    <description>{said}</description>\n  </meta>\n"
    yield f'  <graph defaultedgetype="{_direction(rows)}" mode="static" name="">\n'
    numbers = count()
    node_takes = _GEXF_TAKES - {"label"}
    node_types = {n: t for n, t in renamed(rows.node_types, node_takes).items() if n != "label"}
    weighs = rows.edge_types.get("weight") in (int, float)
    edge_takes = _GEXF_TAKES if weighs else _GEXF_TAKES | {"weight"}
    edge_types = _with_key(rows, edge_takes)
    nodes = {name: next(numbers) for name in node_types}
    edges = {name: next(numbers) for name in edge_types if not (weighs and name == "weight")}
    yield from _declared("edge", edges, edge_types)
    yield from _declared("node", nodes, node_types)
    yield "    <nodes"
    yield from _within("nodes", "    ", _gexf_nodes(rows, nodes, node_takes))
    yield "    <edges"
    yield from _within("edges", "    ", _gexf_edges(rows, edges, edge_takes))
    yield "  </graph>\n</gexf>\n"


def _with_key(rows: Rows, taken: Iterable[str]) -> Types:
    """The types of edges, the statement and the key behind those that the first edge has."""
    first = next(rows.edges(), None)
    if first is None:
        return {}
    types = renamed(rows.edge_types, taken)
    own = {name: types[name] for name in renamed(first[3], taken)}
    return {**own, "statement": str, "networkx_key": str, **types}


def _declared(scope: str, numbers: Mapping[str, int], types: Types) -> Iterator[str]:
    if numbers:
        yield f'    <attributes mode="static" class="{scope}">\n'
        for name, number in numbers.items():
            kind = _XML_TYPES[types[name]]
            yield f'      <attribute id="{number}" title="{_quoted(name)}" type="{kind}" />\n'
        yield "    </attributes>\n"


def _gexf_nodes(rows: Rows, numbers: Mapping[str, int], taken: Iterable[str]) -> Iterator[str]:
    for name, data in rows.nodes():
        label = _quoted(str(data.pop("label")))
        values = _attvalues(renamed(data, taken), numbers)
        yield f'      <node id="{_quoted(name)}" label="{label}"{_closed("node", values, "  ")}'


def _gexf_edges(rows: Rows, numbers: Mapping[str, int], taken: Iterable[str]) -> Iterator[str]:
    for number, (source, target, key, data) in enumerate(rows.edges()):
        held = renamed(data, taken)
        weight = f' weight="{held.pop("weight")}"' if "weight" in held else ""
        values = _attvalues({**held, "statement": key, "networkx_key": key}, numbers)
        ends = f'source="{_quoted(source)}" target="{_quoted(target)}"'
        yield f'      <edge {ends} id="{number}"{weight}{_closed("edge", values, "  ")}'


def _attvalues(data: Row, numbers: Mapping[str, int]) -> list[str]:
    """The attributes of an element, with what holds them."""
    if not data:
        return []
    values = [
        f'          <attvalue for="{numbers[name]}" value="{_quoted(_small(value))}" />\n'
        for name, value in data.items()
    ]
    return ["        <attvalues>\n", *values, "        </attvalues>\n"]


def _small(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _closed(name: str, parts: list[str], deeper: str = "") -> str:
    """The rest of an element whose start tag is still open."""
    return f">\n{''.join(parts)}{deeper}    </{name}>\n" if parts else " />\n"


def _within(name: str, indent: str, parts: Iterator[str]) -> Iterator[str]:
    """The same for an element of many parts."""
    first = next(parts, None)
    if first is None:
        yield " />\n"
        return
    yield ">\n"
    yield first
    yield from parts
    yield f"{indent}</{name}>\n"


def _direction(rows: Rows) -> str:
    return "directed" if rows.directed else "undirected"


# what stands in a file by another form than its own, in a text or in an attribute
_SPECIAL = re.compile(r"[^ !#-%'-;=?-~]").search


def _escaped(text: str) -> str:
    """A text between tags."""
    if _SPECIAL(text) is None:
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text if text.isascii() else text.encode("ascii", "xmlcharrefreplace").decode()


def _quoted(text: str) -> str:
    """A text in an attribute."""
    if _SPECIAL(text) is None:
        return text
    escaped = _escaped(text).replace('"', "&quot;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#09;")
