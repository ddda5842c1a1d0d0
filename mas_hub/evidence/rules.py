"""Which file evidences which requirement of the two standards (S1 Pan Lancashire 6.2, S2 Cardiff and Vale).

The numbers and words of the requirements are the catalogue's (`evidence.row.<number>`).
"""

FIGURES, RETURNS, AGREEMENTS, GROUND_RULES, TEMPLATES, REVIEWS = FILES = (
    "figures", "returns", "agreements", "ground_rules", "templates", "reviews",
)  # fmt: skip
OF_THE_PARTNERSHIP = frozenset({FIGURES})
"""What one agency's pack does not hold: it is of all of them."""
THE_PACK = "contents"
"""The requirement is met by there being such a pack."""

EVIDENCED_BY: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("S1", (FIGURES, RETURNS)),
    2: ("S1", (FIGURES, RETURNS)),
    3: ("S1, S2", (RETURNS,)),
    4: ("S1", (FIGURES,)),
    5: ("S1", (FIGURES, AGREEMENTS)),
    6: ("S1", (FIGURES, RETURNS)),
    7: ("S1", (FIGURES, RETURNS)),
    8: ("S1", (FIGURES, RETURNS)),
    9: ("S1, S2", (RETURNS,)),
    10: ("S1", (FIGURES,)),
    11: ("S1, S2", (FIGURES, RETURNS)),
    12: ("S1, S2", (FIGURES, RETURNS, AGREEMENTS)),
    13: ("S1", (FIGURES,)),
    14: ("S1", (FIGURES,)),
    15: ("S1", (FIGURES,)),
    16: ("S1", ()),
    17: ("S1", ()),
    18: ("S2", (RETURNS,)),
    19: ("S2", (RETURNS,)),
    20: ("S1, S2", (RETURNS,)),
    21: ("S2", (RETURNS,)),
    22: ("S1", (FIGURES,)),
    23: ("S1, S2", (FIGURES, RETURNS)),
    24: ("S1", (FIGURES, TEMPLATES)),
    25: ("S1", (FIGURES,)),
    26: ("S1, S2", (GROUND_RULES,)),
    27: ("S1", (GROUND_RULES,)),
    28: ("S1, S2", (RETURNS, AGREEMENTS)),
    29: ("S1", ()),
    30: ("S1", (AGREEMENTS,)),
    31: ("S1, S2", (AGREEMENTS, RETURNS)),
    32: ("S2", (FIGURES, RETURNS)),
    33: ("S1, S2", (FIGURES, RETURNS)),
    34: ("S2", (RETURNS,)),
    35: ("S1", ()),
    36: ("S1", (FIGURES, RETURNS, REVIEWS)),
    37: ("S1", (FIGURES, RETURNS)),
    38: ("S1", (TEMPLATES,)),
    39: ("S1, S2", (FIGURES, RETURNS)),
    40: ("S1", (FIGURES,)),
    41: ("S1", (FIGURES, RETURNS, AGREEMENTS)),
    42: ("S1", (FIGURES,)),
    43: ("S1", (THE_PACK, REVIEWS)),
    44: ("S2", (RETURNS,)),
    45: ("S1, S2", (FIGURES, RETURNS)),
    46: ("S2", (RETURNS, REVIEWS)),
    47: ("S2", (RETURNS,)),
    48: ("S2", (RETURNS,)),
    49: ("S1, S2", (FIGURES,)),
    50: ("S2", (GROUND_RULES, RETURNS)),
    51: ("S2", (RETURNS,)),
    52: ("S1", (RETURNS, REVIEWS)),
    53: ("S2", (THE_PACK,)),
}
"""By the number of the requirement: whose words, and in which files; none: the service does it, and nothing of it may
leave, or there is nothing to take."""
