"""Questions in SPARQL: the guard, the execution, the competency questions."""
