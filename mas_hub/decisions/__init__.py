"""Decisions: proposed, consented to agency by agency, and agreed once they are SMART (docs/domain.md, rows 9 to 11)."""
