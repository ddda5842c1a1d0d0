"""What each agency agreed with the partnership on supervision: how often, on what terms, until when (S1, S2)."""
