"""Learning from published reviews: kept by the partnership, put before a meeting (docs/domain.md, row 46)."""
