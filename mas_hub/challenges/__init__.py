"""Challenges to how agencies work together, which the partnership sees without the case (docs/domain.md, row 15)."""
