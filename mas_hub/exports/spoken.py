"""In which language people wrote something, so that what reads a document aloud reads it so.

Nobody is asked: the small words of each language, that no sentence goes without, tell them apart, as on the pages
and with the same words (frontend/src/i18n/spoken.ts).
"""

import re
from typing import Literal

_EN = """
    the and of to is are was were been has have had with for not no nor that this these it its it's from by on
    who which what when where there he she he's she's they them his her their we our us you your my me i'd i'll
    i've will would can can't could should may must did didn't don't doesn't isn't wasn't said because as if but
    or into after before about than then only same one each every without nobody never since until again
"""
_CY = """
    y yn mae wedi ei eu ein fy eich i'r a'r o'r â'r ac nid yw yw'n ydy ydw rydw rydym rwy dydy dydw dw oes ond
    gan gyda gyda'r wrth dros drwy rhwng heb mewn sydd sy'n oedd roedd doedd bydd fydd fod bu ar i'n hi'n ni'n
    nhw pob hyn hynny hwn nad na'r fel ôl cyn ers erbyn lle pwy beth mae'r mae'n i'w a'i o'i y'r cael caiff
    cafodd dylid rhaid eisiau
"""
# Words of both, or of one and a name or an abbreviation in the other: "Dan", "8.30 am", "Aeth at y meddyg".
_BOTH = """
    mae yr am dan pan pam hon dim bod neb gall at be do does so
"""
_SMALL = {"en": frozenset(_EN.split()), "cy": frozenset(_CY.split())}
_UNSURE = frozenset(_BOTH.split())


def _is_short(word: str) -> bool:
    """Initials and the like: "Y.", "AC", "IT"."""
    return len(word) <= 3 and word == word.upper()


def language_of(text: str) -> Literal["en", "cy"] | None:
    """None where that is not clear: a voice of the wrong language is worse than the document's own."""
    written = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.replace("’", "'"))
    words = {word.lower() for word in written if not _is_short(word)}
    english, welsh = (len(words & _SMALL[which]) for which in ("en", "cy"))
    lead = abs(english - welsh)
    if lead == 0 or (lead == 1 and (min(english, welsh) > 0 or words & _UNSURE)):
        return None
    return "en" if english > welsh else "cy"
