"""Guests: people without an account, who join one meeting by a link that works once."""
