"""Reflections under a prompt: the child's voice, analysis, wellbeing ... (docs/domain.md, rows 3, 11, 18 to 25)."""
