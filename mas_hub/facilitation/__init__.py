"""Who speaks next, who is ready to move on, private points, capacity (domain.md, rows 26, 29 and 34)."""
