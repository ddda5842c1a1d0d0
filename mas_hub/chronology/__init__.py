"""The multi-agency chronology: a lane per agency, into which each puts its key events (docs/domain.md, row 2)."""
