"""What an agency says of itself: the statements of S2, Cardiff and Vale RSB's best practice principles, in their order.

Their words are in the catalogue (`returns.statement.<key>`); the Welsh ones are this project's translation.
"""

SECTIONS: dict[str, tuple[str, ...]] = {
    "commitment": ("offered", "separate", "protected_time", "models", "fair", "advice"),
    "wellbeing": ("supports", "aware_of_support", "emotional_impact"),
    "empowerment": ("confident",),
    "reflective": ("reflect",),
    "trauma_informed": ("trauma",),
    "prevention": ("early_risks",),
    "practice": ("equipped", "evidence_based", "voice", "child_centred", "balanced", "through_incidents"),
    "learning": ("from_reviews", "policies", "development"),
    "partnership": ("collaboration",),
    "accountability": ("accountable", "escalating"),
    "consider": ("accurate_notes", "regularity", "smart", "caseloads"),
}
KEYS = tuple(key for keys in SECTIONS.values() for key in keys)

RATINGS = ("in_place", "mostly", "partly", "not_in_place")
"""Four steps, the best first."""
