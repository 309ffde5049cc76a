"""The only door from the cited graph to columnar frames and networks."""
