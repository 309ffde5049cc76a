"""The catalogue of operations: each question written once, for every surface."""
