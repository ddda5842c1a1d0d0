"""What the partnership itself wrote over the shipped practice: its ground rules and templates, by version."""
