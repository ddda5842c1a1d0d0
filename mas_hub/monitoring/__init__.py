"""What an operator sees of a worker: lines in its log and figures about it. Ids and counts, never content."""
