"""What each agency's law asks of this case, side by side: where it overlaps, and what it asks of the child (row 13)."""
