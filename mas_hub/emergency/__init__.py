"""Break-glass: somebody outside a meeting opens its record in an emergency, and everybody in it is told at once
(docs/decisions/0041)."""
