"""Everything live: sockets, the feed that delivers the log to them, presence."""
