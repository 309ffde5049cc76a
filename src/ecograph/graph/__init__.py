"""The cited graph and its columns: the only place that knows RDF."""
