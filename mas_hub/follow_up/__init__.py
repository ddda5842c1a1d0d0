"""After the meeting: each invited agency's word that it recorded the decisions in its own files (S1, row 6)."""
