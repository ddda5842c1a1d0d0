"""Decisions: proposed, consented to agency by agency, and agreed once they are SMART (domain.md rows 9 to 11)."""
