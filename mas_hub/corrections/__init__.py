"""Dated addenda to the record of a closed meeting, never a change of it (S1; docs/domain.md, row 37)."""
