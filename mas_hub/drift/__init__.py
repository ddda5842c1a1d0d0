"""Drift concerns: what has not happened, since when, against which expectation, and its effect (domain.md row 2)."""
