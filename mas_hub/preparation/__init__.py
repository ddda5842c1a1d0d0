"""Before a meeting: what each agency will bring to it, and what the last one on the case left to follow up."""
