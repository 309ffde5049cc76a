"""Writes ontology/shapes/generated.ttl from the tables: python docs/generate_shapes.py

A test checks that the file is what this writes.
"""

from ecograph.base.resources import ontology_dir
from ecograph.graph.shapes import FILE, generated

if __name__ == "__main__":
    (ontology_dir() / "shapes" / FILE).write_text(generated(), encoding="utf-8")
