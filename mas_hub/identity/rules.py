"""What must hold of an e-mail address, a password and an agency's code."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from mas_hub.errors import Invalid
from mas_hub.mail.rules import can_be_addressed

ROLES = ("administrator", "facilitator", "assurance_lead", "data_protection", "recorder")
SECOND_FACTOR = ("optional", "for_roles", "for_all")
NEED_TWO_PEOPLE = frozenset({"administrator", "assurance_lead", "data_protection", "facilitator"})
NEED_SECOND_FACTOR = frozenset({"administrator", "assurance_lead", "data_protection", "facilitator"})
COLOURS = 12
SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 256

_EMAIL = re.compile(r"[^@\s,;<>()\"]{1,64}@(?:[^@\s.,;<>()\"]+\.)+[^@\s.,;<>()\"]{2,}")
_CODE = re.compile(r"[A-Z]{2,4}")
_RUNS = "0123456789012345 9876543210987654 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm"
_FEWEST_OWN_CHARACTERS = 5


def stored_password_form(password: str) -> str:
    """A password as it is hashed: one form for what different keyboards compose differently."""
    return unicodedata.normalize("NFC", password)


def is_email(address: str) -> bool:
    """Whether it has the form of one, and e-mail from here can go to it."""
    return len(address) <= 254 and _EMAIL.fullmatch(address) is not None and can_be_addressed(address)


def is_agency_code(code: str) -> bool:
    return _CODE.fullmatch(code) is not None


def check_password(password: str, words: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, too long, common, or made of `words` (the partnership's, the person's).

    No rule asks for kinds of characters (NIST SP 800-63B): length and not being guessable are what counts.
    """
    password = stored_password_form(password)
    if len(password) < SHORTEST_PASSWORD:
        _refuse("password_too_short", min=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        _refuse("too_long", max=LONGEST_PASSWORD)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in password):
        _refuse("control_characters")
    if _own_characters(password.casefold(), words) < _FEWEST_OWN_CHARACTERS:
        _refuse("password_guessable")


def _refuse(code: str, **params: int) -> None:
    raise Invalid("check_your_answers", fields={"password": (code, params) if params else code})


def _own_characters(password: str, words: Iterable[str]) -> int:
    """How many different characters stay when common and derived words, runs and years are taken out."""
    known = common_words().union(*(re.findall(r"[^\W\d_]{3,}", word.casefold()) for word in words))
    plain = password.translate(str.maketrans("013457@$!", "oleastasi"))
    left = min((_without(form, known) for form in (password, plain)), key=lambda rest: len(set(rest)))
    return len(set(left))


def _without(password: str, known: Iterable[str]) -> str:
    left = re.sub(r"[\W_]", "", password)
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, "")
    left = re.sub(r"(?:19|20)\d\d", "", left)
    return _without_runs(left)


def _without_runs(left: str) -> str:
    """`left` without its runs along the alphabet, the digits or the keyboard, three characters long or more."""
    start, kept = 0, ""
    while start < len(left):
        end = start + 3
        if end <= len(left) and left[start:end] in _RUNS:
            while end < len(left) and left[start : end + 1] in _RUNS:
                end += 1
            start = end
        else:
            kept += left[start]
            start += 1
    return kept


@cache
def common_words() -> frozenset[str]:
    """Words and phrases that guessed passwords are made of; one a line, in English and Welsh."""
    text = files(__package__).joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if line)


def need_two_people(roles: Iterable[str], *, own: bool) -> frozenset[str]:
    """Which of the wished `roles` a second administrator confirms.

    A recorder too where it is one's `own` wish, or beside being an administrator, who sees no case content.
    """
    wanted = frozenset(roles)
    recorder_too = own or "administrator" in wanted
    return wanted & (NEED_TWO_PEOPLE | {"recorder"} if recorder_too else NEED_TWO_PEOPLE)


def needs_second_factor(setting: str, roles: Iterable[str]) -> bool:
    """Whether the partnership's setting asks one of somebody with these partnership-wide roles."""
    if setting == "for_roles":
        return not NEED_SECOND_FACTOR.isdisjoint(roles)
    return setting == "for_all"


def free_code(wanted: str, name: str, taken: Iterable[str]) -> str:
    """A code not among `taken`: `wanted` itself, else the initials of `name`, else `wanted` with another ending."""
    used = set(taken)
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    initials = "".join(word[0] for word in re.findall(r"[A-Z]+", letters))[:4]
    endings = (chr(letter) for letter in range(ord("A"), ord("Z") + 1))
    candidates = [wanted, initials, *(f"{wanted[:3]}{ending}" for ending in endings)]
    for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        candidates += [f"{wanted[:2]}{first}{chr(second)}" for second in range(ord("A"), ord("Z") + 1)]
    return next(code for code in candidates if is_agency_code(code) and code not in used)


def free_colour(taken: Iterable[int]) -> int:
    """The colour that the fewest agencies have, the first of them."""
    used = list(taken)
    return min(range(COLOURS), key=lambda colour: (used.count(colour), colour))
