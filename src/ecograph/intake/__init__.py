"""Data of other people brought in: templates to fill in, files read by a map, names resolved."""
