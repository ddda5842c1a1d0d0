"""Figures for whoever leads on assurance: counted by the database, never a word of a case, small counts not
told."""
