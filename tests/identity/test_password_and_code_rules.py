import pytest

from mas_hub.blocking import in_transaction
from mas_hub.db import transaction
from mas_hub.errors import Invalid
from mas_hub.identity.passwords import DEMO_PASSWORD, hash_password, is_password
from mas_hub.identity.rules import check_password, free_code, free_colour, is_email

WORDS = ["Beth Langley", "beth.langley@fellshire.example", "Fellshire Safeguarding Children Partnership"]


@pytest.mark.parametrize(
    "password",
    [
        "violet kettle under the stairs",
        "lamp-otter-nineteen-gravel",
        "839201938472610",
        "pob dydd mae glaw ym Mangor",
        DEMO_PASSWORD,
    ],
)
def test_long_password_of_ones_own_is_good(password: str) -> None:
    check_password(password, WORDS)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short but good", "password_too_short"),
        ("x7" * 129, "too_long"),
        ("Password12345678", "password_guessable"),
        ("P@ssw0rdP@ssw0rd", "password_guessable"),
        ("aaaaaaaaaaaaaaaa", "password_guessable"),
        ("123456789012345", "password_guessable"),
        ("qwertyuiopasdfghjkl", "password_guessable"),
        ("correct horse battery staple", "password_guessable"),
        ("Safeguarding2026!!", "password_guessable"),
        ("Beth.Langley.2026!", "password_guessable"),
        ("Fellshire-Fellshire", "password_guessable"),
        ("violet kettle\x00under stairs", "control_characters"),
    ],
)
def test_short_common_and_derived_passwords_are_refused(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_password(password, WORDS)
    refusal = refused.value.fields["password"]
    assert (refusal if isinstance(refusal, str) else refusal[0]) == code


def test_password_is_hashed_with_argon2id_of_at_least_nineteen_mebibytes() -> None:
    assert hash_password("violet kettle under the stairs").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    hashed = hash_password("pŵer yn y tŷ uwchben")
    assert is_password(hashed, "pŵer yn y tŷ uwchben")
    assert not is_password(hashed, "pwer yn y ty uwchben")


def test_no_account_is_never_the_right_password() -> None:
    assert not is_password(None, "violet kettle under the stairs")


def test_password_is_never_hashed_inside_a_transaction(database: object) -> None:
    with transaction(), pytest.raises(RuntimeError):
        hash_password("violet kettle under the stairs")
    assert not in_transaction.get()


@pytest.mark.parametrize("address", ["a@b.org", "elin.o'neill@beck-lane.sch.uk", "enw+cyfarfod@xn--caerdydd-8za.cymru"])
def test_email_addresses(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "a", "a@b", "a b@c.org", "a@b..org", "a@@b.org", "a@b.org\nBcc: x@y.org", "<a@b.org>"),
        *("a:b@x.example", "o[x]@x.example", "a\\b@x.example", "a@[x].example", f"a@{'x' * 190}.example"),
    ],
)
def test_not_email_addresses(address: str) -> None:
    assert not is_email(address)


def test_code_is_the_sectors_then_the_initials_then_another_ending() -> None:
    name = "Fellshire Children's Social Care"
    assert free_code("CSC", name, []) == "CSC"
    assert free_code("CSC", name, ["CSC"]) == "FCSS"
    assert free_code("CSC", name, ["CSC", "FCSS"]) == "CSCA"
    assert free_code("SCH", "Ysgol", ["SCH"]) == "SCHA"


def test_colours_are_spread() -> None:
    assert free_colour([]) == 0
    assert free_colour([0, 1, 3]) == 2
    assert free_colour([*range(12), 0]) == 1
