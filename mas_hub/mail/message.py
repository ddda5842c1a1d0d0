"""A queued message as it is sent: plain text, in the reader's language."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from mas_hub.config import Smtp
from mas_hub.language import text
from mas_hub.mail.models import QueuedMail
from mas_hub.mail.rules import in_one_line


def message_of(queued: QueuedMail, smtp: Smtp) -> EmailMessage:
    """Its subject has no blanks. The same queued message always makes the same bytes."""
    facts = {name: in_one_line(value) if isinstance(value, str) else value for name, value in queued.facts.items()}
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("mas_hub", addr_spec=smtp.sender)
    message["To"] = Address(addr_spec=queued.to)
    message["Subject"] = text(f"mail.{queued.template}_subject", queued.language)
    message["Date"] = format_datetime(queued.queued_at)
    message["Message-ID"] = queued.message_id
    message["Auto-Submitted"] = "auto-generated"
    body = text(f"mail.{queued.template}_body", queued.language, **facts)
    message.set_content(f"{body}\n\n{text('mail.foot', queued.language)}\n", cte="quoted-printable")
    message["Content-Language"] = queued.language
    return message
