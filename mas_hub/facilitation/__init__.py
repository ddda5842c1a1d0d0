"""Who speaks next, who is ready to move on, private points, capacity (docs/domain.md, rows 26, 29 and 34)."""
