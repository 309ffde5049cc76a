"""Formulas that several topics need."""
