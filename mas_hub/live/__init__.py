"""Everything live: sockets, the feed that reads the log to them, presence. It says what the log says."""
