"""Who took and read what is an agency's: the audit, as far as it is that agency's own, for its recorder."""
