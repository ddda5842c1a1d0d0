"""Whom to ask: each agency's designated and named safeguarding professionals (S2 direct access to advice, row 48)."""
