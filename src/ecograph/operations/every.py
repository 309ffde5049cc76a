"""All operations, by name, in the order in which surfaces list them."""

from ecograph.base.errors import UnknownName
from ecograph.operations import (
    asking,
    comparison,
    coverage,
    ecosystem,
    eligibility,
    graph,
    matching,
    networks,
    problems,
    regional,
    remedies,
    schema,
    supply_chain,
)
from ecograph.operations.catalogue import Operation

OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for room in (
        *(coverage, graph, schema, supply_chain, remedies, asking),
        *(eligibility, problems, ecosystem, matching, regional, comparison, networks),
    )
    for operation in room.OPERATIONS
}


def operation(name: str) -> Operation:
    """The operation with this name.  Raises UnknownName."""
    if name not in OPERATIONS:
        raise UnknownName("operation", name, OPERATIONS, ", ".join(OPERATIONS))
    return OPERATIONS[name]
