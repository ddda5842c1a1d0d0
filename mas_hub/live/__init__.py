"""Everything live: sockets, the feed that reads the log to them, presence. It carries what the log says, nothing else."""
