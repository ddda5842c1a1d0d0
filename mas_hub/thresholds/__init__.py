"""Threshold positions, one standing per agency, and the disagreements between them (S1, domain.md rows 1 and 12)."""
