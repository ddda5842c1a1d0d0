"""Cases: what is discussed, under a local reference and initials, never a full name; and the case's milestones."""
