"""Passkeys, browsers and people that lie in every way: refused alike, audited, and the truth afterwards still good."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import cbor2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from werkzeug.test import TestResponse

from mas_hub import clock
from mas_hub.db import snapshot, transaction
from mas_hub.identity.models import Person
from mas_hub.identity.passkey_models import Passkey
from mas_hub.web.answers import LARGEST_BODY
from tests.people import Browser, Partners
from tests.signing_in.passkeys.an_authenticator import ORIGIN, PRESENT, VERIFIED, Device, b64, raw
from tests.signing_in.passkeys.in_a_browser import NAMED, NOON, account, add, another, ask, audited, use, with_passkey

PATH = "/api/session/passkey"
Said = dict[str, str]
Lie = Callable[[Device, dict[str, Any]], Said]


def saying(**change: Any) -> Callable[[Device], None]:
    """The device, or the browser before it, lies in one thing."""

    def _set(device: Device) -> None:
        for name, value in change.items():
            setattr(device, name, value)

    return _set


def in_client_data(**change: Any) -> Callable[[Device], None]:
    return saying(change_client_data=lambda said: {**said, **change})


def without(name: str) -> Callable[[Device], None]:
    return saying(change_client_data=lambda said: {key: value for key, value in said.items() if key != name})


LIES_OF_THE_DEVICE: dict[str, Callable[[Device], None]] = {
    "another challenge": in_client_data(challenge=b64(bytes(32))),
    "a challenge that is no text": in_client_data(challenge=7),
    "no challenge": without("challenge"),
    "another origin": saying(origin="https://hub.example.org.elsewhere.example"),
    "the origin with another port": saying(origin=f"{ORIGIN}:8443"),
    "the origin without TLS": saying(origin="http://hub.example.org"),
    "an origin beneath ours": saying(origin="https://sub.hub.example.org"),
    "no origin": without("origin"),
    "another service": saying(rp_id="elsewhere.example"),
    "the domain above": saying(rp_id="example.org"),
    "nobody was verified": saying(flags=PRESENT),
    "nobody was there": saying(flags=VERIFIED),
    "nothing at all": saying(flags=0),
    "inside another page": in_client_data(crossOrigin=True),
    "made in place of shown": in_client_data(type="webauthn.create"),
    "another kind": in_client_data(type="payment.get"),
    "a counter that stands still": saying(count=0),
    "another handle": saying(user_handle=b64(bytes(32))),
    "no handle": saying(user_handle=""),
}


def with_byte(text: str, at: int) -> str:
    changed = bytearray(raw(text))
    changed[at] ^= 1
    return b64(bytes(changed))


LIES_ON_THE_WAY: dict[str, Callable[[Said], Said]] = {
    "another signature": lambda said: {**said, "signature": with_byte(said["signature"], -1)},
    "a signature that is none": lambda said: {**said, "signature": b64(b"signed")},
    "a counter changed afterwards": lambda said: {
        **said,
        "authenticator_data": with_byte(said["authenticator_data"], 35),
    },
    "data cut off": lambda said: {**said, "authenticator_data": b64(raw(said["authenticator_data"])[:36])},
    "data with more behind it": lambda said: {**said, "authenticator_data": said["authenticator_data"] + "AAAA"},
    "malformed CBOR behind it": lambda said: {
        **said,
        "authenticator_data": b64(raw(said["authenticator_data"])[:32] + b"\xc5" + bytes(22) + b"\xff\xbf\x9f"),
    },
    "client data that is no JSON": lambda said: {**said, "client_data": b64(b"{")},
    "client data that is a list": lambda said: {**said, "client_data": b64(b"[1]")},
    "client data that is no text": lambda said: {**said, "client_data": b64(b"\xff\xfe\x00")},
    "client data that is deep": lambda said: {**said, "client_data": b64(b"[" * 2_900)},
    "a passkey that nobody has": lambda said: {**said, "id": b64(bytes(32))},
    "the same id written otherwise": lambda said: {**said, "id": f"{said['id']}="[:-1] + "A"},
}


def refused(answer: TestResponse) -> bytes:
    assert (answer.status_code, Browser.said(answer)["code"]) == (403, "passkey_not_accepted"), answer.text
    said: bytes = answer.data
    return said


@pytest.mark.parametrize("lie", sorted(LIES_OF_THE_DEVICE))
def test_device_that_lies_is_refused_and_audited(client: FlaskClient, partners: Partners, lie: str) -> None:
    _, device, _ = with_passkey(client)
    before = dict(vars(device))
    browser = another(client)
    LIES_OF_THE_DEVICE[lie](device)
    refused(use(browser, device))
    assert browser.look()["signed_in"] is False
    assert len(audited("passkey_refused")) == 1
    vars(device).update({**before, "count": 10})
    assert use(browser, device).status_code == 200


@pytest.mark.parametrize("lie", sorted(LIES_ON_THE_WAY))
def test_what_was_changed_on_the_way_is_refused(client: FlaskClient, partners: Partners, lie: str) -> None:
    _, device, _ = with_passkey(client)
    browser = another(client)
    said = LIES_ON_THE_WAY[lie](device.show(ask(browser, PATH)))
    refused(browser.post(PATH, {"shown": said}))
    assert browser.look()["signed_in"] is False
    assert len(audited("passkey_refused")) == 1


def test_every_refusal_is_the_same_to_the_byte(client: FlaskClient, partners: Partners) -> None:
    answers = set()
    _, device, _ = with_passkey(client)
    for lie in ("another origin", "no handle", "nobody was verified"):
        before = dict(vars(device))
        LIES_OF_THE_DEVICE[lie](device)
        answers.add(refused(use(another(client), device)))
        vars(device).update(before)
    answers.add(refused(use(another(client), Device())))  # a stranger's
    assert len(answers) == 1


def test_an_answer_is_good_once_and_for_five_minutes_in_its_own_browser(
    client: FlaskClient, partners: Partners
) -> None:
    _, device, _ = with_passkey(client)
    browser, thief = another(client), another(client)
    said = device.show(ask(browser, PATH))
    ask(thief, PATH)
    refused(thief.post(PATH, {"shown": said}))
    assert browser.post(PATH, {"shown": said}).status_code == 200
    browser.look()
    refused(browser.post(PATH, {"shown": said}))
    late = another(client)
    options = ask(late, PATH)
    with clock.fixed(NOON + timedelta(minutes=5)):
        refused(late.post(PATH, {"shown": device.show(options)}))
    assert [each["reason"] for each in audited("passkey_refused")] == ["challenge"] * 3


def test_a_challenge_is_used_up_by_a_wrong_answer_too(client: FlaskClient, partners: Partners) -> None:
    _, device, _ = with_passkey(client)
    browser = another(client)
    options = ask(browser, PATH)
    refused(browser.post(PATH, {"shown": {**device.show(options), "signature": b64(b"wrong")}}))
    refused(browser.post(PATH, {"shown": device.show(options)}))


def test_a_challenge_counts_for_what_it_was_made_for(client: FlaskClient, partners: Partners) -> None:
    here, device, _ = with_passkey(client)
    step, visitor = another(client), another(client)
    step.sign_in("beth")
    paths = {
        PATH: visitor,
        "/api/session/step/passkey": step,
        "/api/account/proof/passkey": here,
    }
    for asked, asker in paths.items():
        options = ask(asker, asked)
        for answered, answerer in paths.items():
            if answered != asked:
                ask(answerer, answered)
                refused(answerer.post(answered, {"shown": device.show(options)}))
    made = Device().make(ask(here, "/api/account/passkeys"))
    with transaction() as session:
        session.execute(text("UPDATE passkey_challenges SET purpose = 'prove' WHERE purpose = 'add'"))
    refused(here.post("/api/account/passkeys", {"name": "x", "made": made}))


def test_counter_that_goes_back_is_refused_and_names_whose_it_is(client: FlaskClient, partners: Partners) -> None:
    _, device, _ = with_passkey(client)
    device.count = 40
    assert use(another(client), device).status_code == 200
    device.count = 30  # a copy of it that was used less
    refused(use(another(client), device))
    assert audited("passkey_refused") == [
        {"reason": "counter", "passkey_id": 1, "person_id": partners.beth, "address": "127.0.0.1"}
    ]
    device.count = 41
    assert use(another(client), device).status_code == 200


def test_somebody_else_s_passkey_is_no_second_step_and_no_proof(client: FlaskClient, partners: Partners) -> None:
    beth, _, _ = with_passkey(client)
    _, amaras, _ = with_passkey(client, "amara")
    step = another(client)
    step.sign_in("beth")
    refused(use(step, amaras, "/api/session/step/passkey"))
    assert step.look()["signed_in"] is False
    with clock.fixed(NOON + timedelta(minutes=11)):
        refused(use(beth, amaras, "/api/account/proof/passkey"))
        assert beth.post("/api/account/passkeys/options", NAMED).status_code == 403
    assert [each["reason"] for each in audited("passkey_refused")] == ["another_person"] * 2
    assert len(audited("proof_failed")) == 1


@pytest.mark.parametrize("change", [{"active": False}, {"guest": True}])
def test_passkey_of_an_ended_person_opens_nothing(client: FlaskClient, partners: Partners, change: Any) -> None:
    _, device, _ = with_passkey(client)
    with transaction() as session:
        session.execute(update(Person).where(Person.id == partners.beth).values(**change))
    refused(use(another(client), device))
    assert audited("passkey_refused")[0]["reason"] == "nobody"


def test_a_step_outdone_by_a_new_password_is_over(client: FlaskClient, partners: Partners) -> None:
    here, device, _ = with_passkey(client)
    step = another(client)
    step.sign_in("beth")
    options = ask(step, "/api/session/step/passkey")
    present = "violet kettle under the stairs"
    here.put("/api/account/password", {"present": present, "password": "kettle of violets on the landing"})
    answer = step.post("/api/session/step/passkey", {"shown": device.show(options)})
    assert (answer.status_code, Browser.said(answer)["code"]) == (401, "sign_in_took_too_long")


def test_guesses_have_to_wait_as_for_a_password(client: FlaskClient, partners: Partners) -> None:
    _, device, _ = with_passkey(client)
    device.origin = "https://elsewhere.example"
    statuses = [use(another(client), device).status_code for _ in range(7)]
    assert statuses == [403] * 5 + [429] * 2


def test_asking_again_and_again_has_to_wait_and_leaves_little_behind(client: FlaskClient, partners: Partners) -> None:
    browser = another(client)
    answers = [browser.post(f"{PATH}/options", {}).status_code for _ in range(40)]
    assert set(answers) == {200, 429}
    with clock.fixed(NOON + timedelta(minutes=6)):
        here, _, _ = with_passkey(client)
        ask(here, "/api/account/passkeys")
        ask(here, "/api/account/passkeys")
    with snapshot() as session:
        assert session.execute(text("SELECT count(*) FROM passkey_challenges")).scalar_one() == 1


WRONGLY_MADE: dict[str, Callable[[Device, dict[str, Any]], Said]] = {
    "another origin": lambda device, options: lying(device, options, origin="https://elsewhere.example"),
    "another service": lambda device, options: lying(device, options, rp_id="elsewhere.example"),
    "nobody was verified": lambda device, options: lying(device, options, flags=PRESENT),
    "nobody was there": lambda device, options: lying(device, options, flags=VERIFIED),
    "another challenge": lambda device, options: device.make({**options, "challenge": b64(bytes(32))}),
    "shown in place of made": lambda device, options: device.make(options, "webauthn.get"),
    "inside another page": lambda device, options: lying(
        device, options, change_client_data=lambda said: {**said, "crossOrigin": True}
    ),
    "malformed CBOR": lambda device, options: {**device.make(options), "attestation": b64(b"\xbf\xff\x9f")},
    "endless CBOR": lambda device, options: {**device.make(options), "attestation": b64(b"\x9f" * 10_000)},
    "CBOR that promises too much": lambda device, options: {
        **device.make(options),
        "attestation": b64(b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff"),
    },
    "no attestation object": lambda device, options: {**device.make(options), "attestation": b64(cbor2.dumps([1]))},
    "a maker's word that nobody asked for": lambda device, options: attested(device, options, "tpm"),
    "a maker that there is not": lambda device, options: attested(device, options, "made-up"),
    "no key in it": lambda device, options: keyless(device, options),
    "another id than it was made with": lambda device, options: {**device.make(options), "id": b64(bytes(32))},
    "client data that is no JSON": lambda device, options: {**device.make(options), "client_data": b64(b"{")},
}


def lying(device: Device, options: dict[str, Any], **change: Any) -> Said:
    saying(**change)(device)
    return device.make(options)


def attested(device: Device, options: dict[str, Any], form: str) -> Said:
    made = device.make(options)
    held = cbor2.loads(raw(made["attestation"]))
    return {**made, "attestation": b64(cbor2.dumps({**held, "fmt": form}))}


def keyless(device: Device, options: dict[str, Any]) -> Said:
    made = device.make(options)
    data = cbor2.loads(raw(made["attestation"]))["authData"]
    bare = data[:32] + bytes([PRESENT | VERIFIED]) + data[33:37]
    return {**made, "attestation": b64(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": bare}))}


@pytest.mark.parametrize("lie", sorted(WRONGLY_MADE))
def test_passkey_made_wrongly_is_not_added(client: FlaskClient, partners: Partners, lie: str) -> None:
    browser = another(client)
    browser.sign_in("beth")
    made = WRONGLY_MADE[lie](Device(), ask(browser, "/api/account/passkeys"))
    refused(browser.post("/api/account/passkeys", {"name": "Laptop", "made": made}))
    assert (account(browser)["passkeys"], len(audited("passkey_refused"))) == ([], 1)
    assert browser.look()["person"]["factors"] == []


def test_a_passkey_belongs_to_one_person(client: FlaskClient, partners: Partners) -> None:
    _, device, _ = with_passkey(client)
    amara = another(client)
    amara.sign_in("amara")
    refused(add(amara, device))
    with snapshot() as session:
        assert session.scalars(select(Passkey.person_id)).all() == [partners.beth]
    assert account(amara)["passkeys"] == []
    assert [each["reason"] for each in audited("passkey_refused")] == ["held"]


@pytest.mark.parametrize("shown", [None, {}, "x", {"id": "x"}, {"id": "{}", "client_data": "="}, {"more": 1}])
def test_what_is_no_passkey_is_refused_by_its_shape(client: FlaskClient, partners: Partners, shown: Any) -> None:
    browser = another(client)
    assert browser.post(PATH, {"shown": shown}).status_code == 422


def test_what_is_huge_is_refused_unread(client: FlaskClient, partners: Partners) -> None:
    _, device, _ = with_passkey(client)
    browser = another(client)
    said = device.show(ask(browser, PATH))
    for part in said:
        assert browser.post(PATH, {"shown": {**said, part: "A" * 30_000}}).status_code == 422
    assert browser.post(PATH, {"shown": {**said, "id": "A" * LARGEST_BODY}}).status_code == 413
    assert browser.post(PATH, {"shown": said}).status_code == 200


def test_nothing_in_the_database_answers_a_challenge(client: FlaskClient, partners: Partners) -> None:
    browser = another(client)
    options = ask(browser, PATH)
    with snapshot() as session:
        kept = json.dumps([list(row) for row in session.execute(text("SELECT * FROM passkey_challenges"))], default=str)
    assert options["challenge"] not in kept
