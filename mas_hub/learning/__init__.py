"""Learning from published reviews: kept by the partnership, put before a meeting (domain.md, row 46)."""
