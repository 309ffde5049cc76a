"""ecograph: a cited knowledge graph of a city's innovation ecosystem."""

__version__ = "0.1.0"
