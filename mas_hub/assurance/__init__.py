"""Figures for whoever leads on assurance: counted by the database, never a word of a case, no count that tells of one
family."""
