"""Meetings: planned, opened, run through their stages and closed; `acts` holds the one write path."""
