"""Networks of the graph and their measures."""
