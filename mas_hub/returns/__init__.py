"""What each agency answers for once a year: its own figures, and its own view of itself against the standard (S2)."""
