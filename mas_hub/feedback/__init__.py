"""What those who sat in a meeting say of it as supervision, and the answer to them (docs/domain.md, row 40)."""
