"""How long a case is kept here, what holds it back, and deleting it: a little, and not for long (docs/domain.md)."""
