"""A real SMTP server in every kind of weather."""

import socket
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
from aiosmtpd.smtp import AuthResult

from mas_hub import mail
from mas_hub.db import transaction
from mas_hub.errors import Unavailable
from mas_hub.mail import queue_mail
from mas_hub.mail.models import QueuedMail
from mas_hub.mail.rules import GIVE_UP_S, PAUSES_S, pause_after
from mas_hub.mail.sending import Outcome
from mas_hub.mail.worker import CLAIM_S, KEPT_S, Postman
from tests.at_once import at_once
from tests.mail.post_office import PostOffice
from tests.mail.test_queue import put, queued


class Later:
    """The machine's time, which the test moves."""

    def __init__(self) -> None:
        self.by = 0.0

    def __call__(self) -> float:
        import time

        return time.time() + self.by


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def postman(database: Path, office: PostOffice, later: Later) -> Postman:
    return Postman(office.smtp, later)


def test_server_away_loses_nothing_and_it_goes_when_it_is_back(
    postman: Postman, office: PostOffice, later: Later
) -> None:
    office.stop()
    for name in ("a", "b", "c"):
        put(f"{name}@fellshire.example")
    assert postman.round() == 0
    assert [(row.state, row.attempts) for row in queued()] == [("waiting", 1), ("waiting", 0), ("waiting", 0)]
    office.start()
    assert postman.round() == 2  # the first is put off
    later.by = PAUSES_S[0] + 1
    assert postman.round() == 1
    assert sorted(office.recipients) == ["a@fellshire.example", "b@fellshire.example", "c@fellshire.example"]
    assert {row.state for row in queued()} == {"sent"}


def test_server_that_hangs_up_loses_nothing(postman: Postman, office: PostOffice, later: Later) -> None:
    office.data_answer = "421 Going down"
    put()
    assert postman.round() == 0
    office.data_answer = None
    later.by = PAUSES_S[0] + 1
    assert postman.round() == 1
    assert len(office.taken) == 1


def test_refused_recipient_is_given_up_and_the_others_go(postman: Postman, office: PostOffice) -> None:
    office.answer = lambda address: "550 No such user" if address.startswith("gone") else None
    put("gone@fellshire.example", link="a secret")
    put("here@fellshire.example")
    assert postman.round() == 1
    assert [(row.state, row.trouble, row.facts) for row in queued()] == [
        ("failed", "recipient 550", {}),
        ("sent", "", {}),
    ]


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_not_now_is_tried_again_later_and_later(postman: Postman, office: PostOffice, later: Later, where: str) -> None:
    if where == "recipient":
        office.answer = lambda _: "451 Busy"
    else:
        office.data_answer = "451 Busy"
    put()
    for attempt in (1, 2, 3):
        assert postman.round() == 0
        (row,) = queued()
        assert (row.state, row.attempts, row.trouble) == ("waiting", attempt, f"{where} 451")
        assert row.due == pytest.approx(later() + pause_after(attempt), abs=60)
        assert postman.round() == 0  # not due yet
        assert queued()[0].attempts == attempt
        later.by += pause_after(attempt) + 60
    office.answer, office.data_answer = (lambda _: None), None
    assert postman.round() == 1


def test_it_is_given_up_after_two_days_and_forgotten_after_a_month(
    postman: Postman, office: PostOffice, later: Later
) -> None:
    office.answer = lambda _: "451 Busy"
    put()
    later.by = GIVE_UP_S + 1
    postman.round()
    assert [row.state for row in queued()] == ["failed"]
    later.by = KEPT_S + 1
    office.answer = lambda _: None
    put("another@fellshire.example")
    postman.round()
    assert "dina@police.example" not in {row.to for row in queued()}


def test_several_postmen_send_each_message_once(postman: Postman, office: PostOffice) -> None:
    with transaction() as session:
        for number in range(30):
            queue_mail(session, f"p{number}@fellshire.example", "trial", "en", link="")
    at_once([Postman(office.smtp).round for _ in range(4)])
    assert sorted(office.recipients) == sorted(f"p{number}@fellshire.example" for number in range(30))


def test_message_of_a_postman_that_died_goes_after_its_claim_under_the_same_id(
    postman: Postman, office: PostOffice, later: Later
) -> None:
    put()
    dead = Postman(office.smtp, later)
    claimed = dead._claim()
    assert claimed is not None
    assert postman.round() == 0
    later.by = CLAIM_S + 1
    assert postman.round() == 1
    assert office.messages[0]["Message-ID"] == claimed.message_id


def test_what_was_sent_is_not_sent_again_when_the_database_was_away(
    postman: Postman, office: PostOffice, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()

    def away(*_: object) -> None:
        raise Unavailable("database_away")

    with monkeypatch.context() as broken:
        broken.setattr(postman, "_write", away)
        with pytest.raises(Unavailable):
            postman.round()
    later.by = CLAIM_S + 1
    assert postman.round() == 0
    assert len(office.taken) == 1
    assert [row.state for row in queued()] == ["sent"]


def test_postman_sends_by_itself_when_nudged(database: Path, office: PostOffice) -> None:
    postman = Postman(office.smtp)
    sent = threading.Event()
    note = postman._note

    def noted(mail_id: int, outcome: Outcome, why: str) -> None:
        note(mail_id, outcome, why)
        sent.set()

    postman._note = noted  # type: ignore[method-assign]
    mail.configure(office.smtp, postman.nudge)
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(postman.run)
        put()
        try:
            assert sent.wait(60)
        finally:
            postman.stop()
        running.result(60)
    assert len(office.taken) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it is TLS from the first byte
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_it_signs_in_over_tls_and_only_to_whom_it_trusts(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    made += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    seen: list[bytes] = []

    def authenticate(_server: object, _session: object, _envelope: object, _how: str, said: object) -> AuthResult:
        password: bytes = getattr(said, "password", b"")
        seen.append(password)
        return AuthResult(success=password == b"right", handled=False)

    how = {"tls_context": context, "require_starttls": True} if security == "starttls" else {"ssl_context": context}
    office = PostOffice(authenticator=authenticate, auth_required=True, auth_require_tls=security == "starttls", **how)
    office.start()
    smtp = replace(office.smtp, security=security, user="hub", password="right")
    mail.configure(smtp)
    try:
        put()
        later = Later()
        assert Postman(smtp, later).round() == 0  # nobody vouches for this certificate
        assert seen == []
        assert "SSL" in queued()[0].trouble
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        later.by = 10_000
        assert Postman(replace(smtp, password="wrong"), later).round() == 0
        assert queued()[0].trouble == "SMTPAuthenticationError 535"
        later.by = 20_000
        assert Postman(smtp, later).round() == 1
        assert len(office.taken) == 1
    finally:
        office.stop()
        mail.configure(None)


def test_server_that_says_nothing_is_away(database: Path, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mas_hub.mail.sending.TIMEOUT_S", 0.3)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        put()
        assert Postman(replace(office.smtp, port=listener.getsockname()[1])).round() == 0
    assert [(row.state, row.trouble) for row in queued()] == [("waiting", "SMTPServerDisconnected")]


def test_rows_say_nothing_of_what_was_written(postman: Postman, office: PostOffice) -> None:
    put(link="https://hub.fellshire.example/secret")
    postman.round()
    columns = QueuedMail.__table__.columns.keys()
    assert all("secret" not in str(getattr(queued()[0], column)) for column in columns)
