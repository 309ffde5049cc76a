"""The questions that a Dataset answers, a method each; written from the catalogue."""
