"""Who is involved with the child or adult: each agency's people by role, and services that are not at the table."""
