"""Stated problems: what was recommended against them, who does it, and what exists since."""
