"""In which language people wrote something, so that what reads a document aloud reads it so.

Nobody is asked: the small words of each language, that no sentence goes without, tell them apart, as on the pages.
"""

import re
from typing import Literal

_EN = """
    the and of to is are was were be been has have had with for not no nor that this these it its from by at on
    who which what when where there he she they them his her their we our us you your will would can could
    should may must do does did as if but or so into after before about than then only same one each every
    without nobody never since until again
"""
_CY = """
    y yr yn mae wedi ei eu ein eich i'r a'r o'r â'r ac nid yw oes ond gan gyda gyda'r wrth dros drwy rhwng heb
    mewn sydd sy'n oedd roedd bydd fydd bod fod bu ar am dan dim neb pob hyn hynny hon hwn nad na'r fel ôl cyn
    ers erbyn pan lle pwy beth pam mae'r mae'n i'w a'i o'i y'r cael caiff cafodd gall dylid rhaid
"""
_SMALL = {"en": frozenset(_EN.split()), "cy": frozenset(_CY.split())}


def language_of(text: str) -> Literal["en", "cy"] | None:
    """None where it is too short to tell."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.lower().replace("’", "'"))
    english, welsh = (sum(word in _SMALL[which] for word in words) for which in ("en", "cy"))
    if english == welsh:
        return None
    return "en" if english > welsh else "cy"
