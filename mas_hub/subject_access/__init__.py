"""What is held about a case or a worker, in one file for review: by the operator, or by an agency of its own part."""
