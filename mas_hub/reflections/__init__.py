"""Reflections under a prompt: the child's voice, analysis, wellbeing and the rest (domain.md rows 3, 11, 15 to 25)."""
