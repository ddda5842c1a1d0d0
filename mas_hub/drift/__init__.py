"""Drift concerns: what has not happened, since when, what was expected, and the effect (docs/domain.md, row 2)."""
