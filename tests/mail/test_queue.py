from pathlib import Path

import pytest
from sqlalchemy import select

from mas_hub import mail
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Invalid
from mas_hub.mail import queue_mail
from mas_hub.mail.models import QueuedMail
from mas_hub.mail.worker import Postman
from tests.mail.post_office import PostOffice


def queued() -> list[QueuedMail]:
    with snapshot() as session:
        return list(session.scalars(select(QueuedMail).order_by(QueuedMail.id)))


def put(to: str = "dina@police.example", language: str = "en", **facts: str) -> bool:
    with transaction() as session:
        return queue_mail(session, to, "trial", language, **{"link": mail.link("/"), **facts})


def test_nothing_is_queued_where_email_is_off(database: Path) -> None:
    mail.configure(None)
    assert put() is False
    assert queued() == []


def test_message_goes_with_what_caused_it_or_not_at_all(database: Path, office: PostOffice) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as session:
        1 // int(not queue_mail(session, "dina@police.example", "trial", "en", link=""))
    assert queued() == []


def test_postman_is_told_after_the_commit(database: Path, office: PostOffice) -> None:
    told: list[int] = []
    mail.configure(office.smtp, lambda: told.append(len(queued())))
    put()
    assert told == [1]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_message_is_in_its_reader_s_language(database: Path, office: PostOffice, language: str) -> None:
    put(language=language)
    assert Postman(office.smtp).round() == 1
    (message,) = office.messages
    assert message["Subject"] == {"en": "mas_hub can send e-mail", "cy": "Mae mas_hub yn gallu anfon e-byst"}[language]
    assert (message["To"], message["From"]) == ("dina@police.example", "mas_hub <hub@fellshire.example>")
    assert message["Content-Language"] == language
    assert message["Auto-Submitted"] == "auto-generated"
    assert "https://hub.fellshire.example/\r\n" in message.get_content()


def test_facts_are_forgotten_once_sent(database: Path, office: PostOffice) -> None:
    put(link="https://hub.fellshire.example/a-secret")
    Postman(office.smtp).round()
    (row,) = queued()
    assert (row.state, row.facts, row.trouble) == ("sent", {}, "")


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@b.example\nBcc: everybody@c.example",
        "a@b.example\r\nBcc: everybody@c.example",
        "a@b.example, c@d.example",
        "Somebody <a@b.example>",
        "a@b.example\x00",
        "a" * 80 + "@b.example",
    ],
)
def test_only_one_plain_address_is_written_to(database: Path, office: PostOffice, to: str) -> None:
    with pytest.raises(Invalid):
        put(to)
    assert queued() == []


def test_fact_makes_no_header_and_no_line_of_its_own(database: Path, office: PostOffice) -> None:
    put(link="https://x.example\r\nBcc: all@c.example\r\n.\r\nMAIL FROM:<x@y.example>\u2028\x00end")
    Postman(office.smtp).round()
    (message,) = office.messages
    assert message["Bcc"] is None
    assert "https://x.example Bcc: all@c.example . MAIL FROM:<x@y.example> end" in message.get_content()
    assert office.asked == ["dina@police.example"]


def test_open_blank_is_found_when_queueing(database: Path, office: PostOffice) -> None:
    with pytest.raises(KeyError), transaction() as session:
        queue_mail(session, "dina@police.example", "trial", "en")
