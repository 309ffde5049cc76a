"""Invented ecosystems: a nation of any size in the project's own tables, marked as synthetic."""
