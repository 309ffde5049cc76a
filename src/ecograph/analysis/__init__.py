"""Pure functions on frames and networks; nothing here knows RDF."""
