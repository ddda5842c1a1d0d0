"""The words that schemas accept, as the shipped data files have them. The same in both nations."""

from mas_hub.practice.profile import profile

_shipped = profile("england")

ATTENDANCES = tuple(term.key for term in _shipped.attendances)
CRITERIA = tuple(term.key for term in _shipped.criteria)
MILESTONE_KINDS = tuple(term.key for term in _shipped.milestone_kinds)
PROMPTS = tuple(prompt.key for prompt in _shipped.prompts)
PURPOSES = tuple(term.key for term in _shipped.purposes)
RISK_SOURCES = tuple(term.key for term in _shipped.risk_sources)
SECTORS = tuple(sector.key for sector in _shipped.all_sectors)
STANDS = tuple(term.key for term in _shipped.stands)
SUBJECT_TYPES = tuple(term.key for term in _shipped.subject_types)
TEMPLATES = tuple(template.key for template in _shipped.templates)
