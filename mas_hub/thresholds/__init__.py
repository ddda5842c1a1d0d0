"""Threshold positions, one standing per agency, and the disagreements between them (docs/domain.md, rows 1 and 12)."""
